"""
Importer for RSS: 2.0 and its predecessors, and 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, ItemLocation
from stridesfeed.adopt.documents import Importer, InputDocument
from stridesfeed.adopt.elements import ATOM, CONTENT, DC, DCTERMS, ITUNES, absolute, html_to_line
from stridesfeed.adopt.tracking import TrackedElement
from stridesfeed.model import Attachment, Category, Person, Source

T = TypeVar("T")

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

#: Namespaces of RSS elements: none, as in the specification, or one that a version was published with.
RSS = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
)

#: Elements with the date of publication, in order of preference.
_PUBLISHED = (*((namespace, "pubDate") for namespace in RSS), (ATOM, "published"), (DCTERMS, "issued"), (DCTERMS, "created"), (DC, "date"))


#: Elements that every build writes anew.
_WRITTEN_ANEW = ("generator", "docs", "lastBuildDate", "pubDate")


def matches(document: InputDocument) -> bool:
    """
    Return whether the root element is an RSS document.
    """
    root = document.root
    return isinstance(root, TrackedElement) and (root.name == "rss" or (root.name, root.namespace) == ("RDF", _RDF))


def read(document: InputDocument) -> Adoption:
    """
    Return the channel and its items.
    """
    root, builder = document.xml, AdoptionBuilder(document.path)
    channel, items = channel_and_items(root)
    fields = channel_fields(builder, channel, document.home)
    feed = builder.build_feed(ItemLocation(channel.position.line), fields)
    base = channel.base or root.base or fields["url"]
    for item in items:
        builder.add_article(ItemLocation(item.position.line), _item_fields(builder, item, base, fields["url"]), language=fields["language"])
    own_url = next((each.attribute("href") for each in channel.find_all("link", ATOM) if elements.relation(each) == "self"), None)
    builder.leave(root.unread(*RSS))
    return builder.build("RSS", feed, format="rss", url=own_url)


def channel_and_items(root: TrackedElement) -> tuple[TrackedElement, list[TrackedElement]]:
    """
    Return the channel and its items, which are next to the channel in RSS 1.0 and 0.90.
    """
    channel = root.find("channel", *RSS) or root
    return channel, [item for parent in dict.fromkeys((channel, root)) for item in parent.find_all("item", *RSS)]


def channel_fields(builder: AdoptionBuilder, channel: TrackedElement, home: str | None) -> dict[str, Any]:
    """
    Return the fields of the feed.
    """
    url = home or absolute(channel.find_text("link", *RSS), channel.base)
    hubs = [element.attribute("href") for element in channel.find_all("link", ATOM) if elements.relation(element) == "hub"]
    # Alternates are the same feed in other formats.
    elements.skip_links(builder, channel, "hub", "alternate", once=("self",))
    image = channel.find("image", *RSS)
    cover = channel.find("image", ITUNES)
    for parent, name in [*((channel, name) for name in _WRITTEN_ANEW), *((image, name) for name in ("title", "link") if image)]:
        parent.find_all(name, *RSS)
    for table_of_contents in channel.find_all("items", *RSS):  # RSS 1.0
        table_of_contents.is_done = True
    return {
        "id": with_root_path(url),
        "url": url,
        "title": channel.find_text("title", *RSS),
        "subtitle": html_to_line(channel.find_text("description", *RSS)),
        "language": channel.find_text("language", *RSS) or channel.find_text("language", DC),
        "rights": html_to_line(channel.find_text("copyright", *RSS) or channel.find_text("rights", DC)),
        "logo": (image.find_text("url", *RSS) if image else None) or (cover.attribute("href") if cover else None),
        "hubs": [hub for hub in hubs if hub],
        "authors": _people(builder, channel, "managingEditor"),
        "categories": _categories(builder, channel),
    }


def with_root_path(url: str | None) -> str | None:
    """
    Return *url* with the path ``/`` if it has none, because ids should be normalized (RFC 4287, 4.2.6.1).
    """
    return f"{url}/" if url and url.count("/") == 2 else url


def _item_fields(builder: AdoptionBuilder, item: TrackedElement, base: str | None, home: str | None) -> dict[str, Any]:
    base = item.base or base
    content, description = item.find_text("encoded", CONTENT), item.find_text("description", *RSS)
    if content is None and description and elements.is_html(description):
        content, summary = description, None
    else:
        summary = html_to_line(description)
    guid = item.find("guid", *RSS)
    elements.skip_links(builder, item, "related", "via")
    published = elements.first_datetime(item, *_PUBLISHED)
    updated = elements.first_datetime(item, (ATOM, "updated"), (DCTERMS, "modified"))
    source = item.find("source", *RSS)
    return {
        "guid": (guid.full_text if guid else "") or item.attribute("about", _RDF),
        "url": _url(item, guid, base) or home,
        "title": elements.title_or_excerpt(item.find_text("title", *RSS), content or summary),
        "published": published or updated,
        "updated": updated,
        "authors": _people(builder, item, "author"),
        "contributors": _present(builder.optional(Person, name=each.full_text) for each in item.find_all("contributor", DC)),
        "categories": _categories(builder, item),
        "summary": summary,
        "content": elements.with_absolute_urls(content, item.base),
        "image": elements.lead_image(builder, item, base),
        "attachments": _attachments(builder, item, base),
        "comments": absolute(item.find_text("comments", *RSS), base),
        "language": item.find_text("language", DC),
        "rights": html_to_line(item.find_text("rights", DC)),
        "source": builder.optional(Source, title=source.full_text, url=source.attribute("url")) if source else None,
        "extensions": elements.editorial(builder, item),
        **elements.links_by_relation(builder, item, base),
    }


def _url(item: TrackedElement, guid: TrackedElement | None, base: str | None) -> str | None:
    """
    Return the link; else the guid if it is a permalink, which is the default (RSS 2.0, guid).
    """
    if link := item.find_text("link", *RSS):
        return absolute(link, base)
    is_permalink = guid is not None and (guid.attribute("isPermaLink") or "true").lower() == "true"
    return guid.full_text if guid and is_permalink and guid.full_text.startswith(("http://", "https://")) else None


def _people(builder: AdoptionBuilder, element: TrackedElement, name: str) -> list[Person]:
    """
    Return people from dc:creator, else from the RSS element *name*, else from itunes:author.
    """
    names = [each.full_text for each in element.find_all("creator", DC)] or [each.full_text for each in element.find_all(name, *RSS)]
    names = names or [each.full_text for each in element.find_all("author", ITUNES)]
    return _present(elements.parse_person(builder, text) for text in names if text)


def _categories(builder: AdoptionBuilder, element: TrackedElement) -> list[Category]:
    found = [(each.full_text, each.attribute("domain")) for each in element.find_all("category", *RSS)]
    found += [(each.full_text, None) for each in element.find_all("subject", DC)]
    return _present(builder.optional(Category, term=term, scheme=scheme) for term, scheme in dict.fromkeys(found) if term)


def _attachments(builder: AdoptionBuilder, item: TrackedElement, base: str | None) -> list[Attachment]:
    given = item.find_all("enclosure", *RSS)
    # itunes:duration is that of the first enclosure that is audio or video, if one says so.
    types = [(each.attribute("type") or "").lower().startswith(("audio/", "video/")) for each in given]
    timed = types.index(True) if True in types else 0
    enclosures = [
        elements.attachment(
            builder,
            absolute(each.attribute("url"), base),
            each,
            length=each.attribute("length"),
            duration=elements.seconds(item.find_text("duration", ITUNES)) if number == timed else None,
        )
        for number, each in enumerate(given)
    ]
    by_url: dict[str, Attachment] = {}
    for file in [*_present(enclosures), *elements.media_attachments(builder, item, base)]:
        by_url.setdefault(file.url, file)
    return [*by_url.values()]


def _present(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


IMPORTER = Importer(title="RSS", matches=matches, read=read)
