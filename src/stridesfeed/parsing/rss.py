"""
Read RSS: 2.0 and its predecessors, and 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from stridesfeed.model import Attachment, Category, Extension, Person, Source
from stridesfeed.parsing import elements
from stridesfeed.parsing.channel import read_channel
from stridesfeed.parsing.composition import unwrapped
from stridesfeed.parsing.documents import InputDocument, Parser
from stridesfeed.parsing.elements import ATOM, CONTENT, DC, DCTERMS, ITUNES, absolute, html_to_line, text_or_html_to_line
from stridesfeed.parsing.foreign import Prefixes, keep_elements
from stridesfeed.parsing.report import Location, ReadFeed, ReadItem, Report
from stridesfeed.parsing.shows import read_episode, read_podcast
from stridesfeed.parsing.tracking import TrackedElement
from stridesfeed.text import name_set

T = TypeVar("T")

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

_RSS_090 = ("http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/")

#: Namespaces of RSS elements: none, as in the specification, or one that a version was published with.
RSS = (
    "",
    "http://purl.org/rss/1.0/",
    *_RSS_090,
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
)

#: Elements with the date of publication, in order of preference.
_PUBLISHED = (*((namespace, "pubDate") for namespace in RSS), (ATOM, "published"), (DCTERMS, "issued"), (DCTERMS, "created"), (DC, "date"))


#: Elements that every build writes anew.
_WRITTEN_ANEW = ("generator", "docs", "lastBuildDate", "pubDate")


#: Elements that are written from fields: a second one would make the document invalid.
_FROM_FIELDS = name_set(
    "category comments copyright description docs enclosure generator guid image item language lastBuildDate link managingEditor pubDate "
    "source title"
)

_OWN = frozenset(RSS) - {""} | {CONTENT}


def matches(document: InputDocument) -> bool:
    """
    Return whether the root element is an RSS document.
    """
    root = document.root
    return isinstance(root, TrackedElement) and (root.name == "rss" or (root.name, root.namespace) == ("RDF", _RDF))


def read(document: InputDocument, report: Report, *, keep: bool) -> ReadFeed:
    """
    Return the channel and its items. With *keep*, unknown elements become extensions.
    """
    root, prefixes = document.xml, Prefixes()
    channel, items = channel_and_items(root)
    report.location = Location(channel.position.line)
    fields = channel_fields(report, channel, root)
    if keep:
        fields["contributors"] = _present(report.optional(Person, name=each.full_text) for each in channel.find_all("contributor", DC))
    base = channel.base or root.base or fields["url"] or document.url
    found: list[ReadItem] = []
    for item in items:
        report.location = Location(item.position.line)
        item_fields = _item_fields(report, item, base, fields["language"])
        if keep:
            elements.unread_apple(item)
            item_fields["extensions"] += keep_elements(report, item, prefixes, _OWN, _FROM_FIELDS)
        else:
            item_fields["extensions"] += read_episode(report, item)
        found.append(ReadItem(location=report.location, fields=item_fields, source=item))
    report.location = Location(channel.position.line)
    extensions: list[Extension] = []
    if keep:
        elements.unread_apple(channel)
        extensions += read_channel(_channel_elements(channel, root), title=fields["title"], url=fields["url"])
        extensions += [*elements.history(channel), *keep_elements(report, channel, prefixes, _OWN, _FROM_FIELDS)]
    else:
        extensions += read_podcast(report, channel)
    return ReadFeed(
        title=_title(root),
        format="rss",
        location=report.location,
        fields=fields | {"extensions": extensions},
        items=tuple(found),
        url=next((each.attribute("href") for each in channel.find_all("link", ATOM) if elements.relation(each) == "self"), None),
        alternates=elements.alternates(channel, base),
    )


def _channel_elements(channel: TrackedElement, root: TrackedElement) -> list[TrackedElement]:
    """
    Return the elements of RSS in *channel*. In RSS 1.0, text input and image are next to it, and inside are references to them.
    """
    found = [each for each in channel.children if each.namespace in RSS]
    beside = [each for each in root.children if each.namespace in RSS and each.name in {"textinput", "image"}] if root is not channel else []
    for each in found:
        if each.children or each.name not in {other.name for other in beside}:
            continue
        each.is_found = each.is_done = True
        each.attribute("resource", _RDF)
    return [each for each in [*found, *beside] if each.children or each.text.strip() or each.attributes]


def _title(root: TrackedElement) -> str:
    if root.name == "RDF":
        return "RSS 0.90" if root.find("channel", *_RSS_090) else "RSS 1.0"
    return f"RSS {root.attribute('version') or '2.0'}"


def channel_and_items(root: TrackedElement) -> tuple[TrackedElement, list[TrackedElement]]:
    """
    Return the channel and its items, which are next to the channel in RSS 1.0 and 0.90.
    """
    channel = root.find("channel", *RSS) or root
    return channel, [item for parent in dict.fromkeys((channel, root)) for item in parent.find_all("item", *RSS)]


def channel_fields(report: Report, channel: TrackedElement, root: TrackedElement) -> dict[str, Any]:
    """
    Return the fields of the feed.
    """
    url = absolute(channel.find_text("link", *RSS), channel.base)
    image = channel.find("image", *RSS)
    if image is None or not image.children:  # RSS 1.0
        image = root.find("image", *RSS) or image
    cover = elements.artwork(report, channel, channel.base)
    for parent, name in [*((channel, name) for name in _WRITTEN_ANEW), *((image, name) for name in ("title", "link") if image)]:
        parent.find_all(name, *RSS)
    for table_of_contents in channel.find_all("items", *RSS):  # RSS 1.0
        table_of_contents.is_done = True
    return {
        "url": url,
        "title": channel.find_text("title", *RSS),
        "subtitle": text_or_html_to_line(channel.find_text("description", *RSS)),
        "language": channel.find_text("language", *RSS) or channel.find_text("language", DC),
        "rights": text_or_html_to_line(channel.find_text("copyright", *RSS) or channel.find_text("rights", DC)),
        "logo": (image.find_text("url", *RSS) if image else None) or (cover.url if cover else None),
        "authors": _people(report, channel, "managingEditor"),
        "categories": _categories(report, channel),
        "updated": report.date(channel.find_text("lastBuildDate", *RSS), "lastBuildDate"),
        **elements.feed_links(report, channel, channel.base or url, url),
    }


def _item_fields(report: Report, item: TrackedElement, base: str | None, feed_language: str | None) -> dict[str, Any]:
    base = item.base or base
    content, description = item.find_text("encoded", CONTENT), item.find_text("description", *RSS)
    language = item.find_text("language", DC)
    summary = unwrapped(description, language, feed_language) if description else None
    is_marked_up = bool(summary) and elements.is_html(summary or "")
    if content is None and is_marked_up:
        content, summary, is_marked_up = description, None, False
    comments = absolute(item.find_text("comments", *RSS), base)
    guid = item.find("guid", *RSS)
    source = item.find("source", *RSS)
    return {
        "guid": (guid.full_text if guid else "") or item.attribute("about", _RDF),
        "url": _url(item, guid, base),
        "title": item.find_text("title", *RSS),
        "published": elements.first_datetime(report, item, *_PUBLISHED),
        "updated": elements.first_datetime(report, item, (ATOM, "updated"), (DCTERMS, "modified")),
        "authors": _people(report, item, "author"),
        "contributors": _present(report.optional(Person, name=each.full_text) for each in item.find_all("contributor", DC)),
        "categories": _categories(report, item),
        "summary": html_to_line(summary),
        "summary_html": elements.with_absolute_urls(summary, item.base) if is_marked_up else None,
        "content": elements.with_absolute_urls(content, item.base),
        "image": elements.lead_image(report, item, base),
        "attachments": _attachments(report, item, base),
        "comments": comments,
        "language": language,
        "rights": text_or_html_to_line(item.find_text("rights", DC)),
        "source": report.optional(Source, title=source.full_text, url=source.attribute("url")) if source else None,
        "extensions": elements.editorial(report, item),
        **elements.links_by_relation(report, item, base, comments=comments),
    }


def _url(item: TrackedElement, guid: TrackedElement | None, base: str | None) -> str | None:
    """
    Return the link; else the guid if it is a permalink, which is the default (RSS 2.0, guid).
    """
    if link := item.find_text("link", *RSS):
        return absolute(link, base)
    is_permalink = guid is not None and (guid.attribute("isPermaLink") or "true").lower() == "true"
    return guid.full_text if guid and is_permalink and guid.full_text.startswith(("http://", "https://")) else None


def _people(report: Report, element: TrackedElement, name: str) -> list[Person]:
    """
    Return people from dc:creator, else from the RSS element *name*, else from itunes:author.
    """
    names = [each.full_text for each in element.find_all("creator", DC)] or [each.full_text for each in element.find_all(name, *RSS)]
    names = names or [each.full_text for each in element.find_all("author", ITUNES)]
    return _present(elements.parse_person(report, text) for text in names if text)


def _categories(report: Report, element: TrackedElement) -> list[Category]:
    found = [(each.full_text, each.attribute("domain")) for each in element.find_all("category", *RSS)]
    found += [(each.full_text, None) for each in element.find_all("subject", DC)]
    return _present(report.optional(Category, term=term, scheme=scheme) for term, scheme in dict.fromkeys(found) if term)


def _attachments(report: Report, item: TrackedElement, base: str | None) -> list[Attachment]:
    given = item.find_all("enclosure", *RSS)
    # itunes:duration is that of the first enclosure that is audio or video, if one says so.
    types = [(each.attribute("type") or "").lower().startswith(("audio/", "video/")) for each in given]
    timed = types.index(True) if True in types else 0
    enclosures = [
        elements.attachment(
            report,
            absolute(each.attribute("url"), base),
            each,
            length=each.attribute("length"),
            duration=elements.seconds(item.find_text("duration", ITUNES)) if number == timed else None,
        )
        for number, each in enumerate(given)
    ]
    return elements.unique_files([*enclosures, *elements.media_attachments(report, item, base)])


def _present(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


PARSER = Parser(title="RSS", matches=matches, read=read)
