"""
RSS: 2.0 and its predecessors, and 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, Gathering, Place
from stridesfeed.adopt.document import Document, Kind
from stridesfeed.adopt.elements import ATOM, CONTENT, DC, DCTERMS, ITUNES, absolute, plain
from stridesfeed.model import Attachment, Category, Person, Source
from stridesfeed.xml_tree import XmlElement

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

#: What elements of RSS itself are in: nothing, as the specification has it, or one of what its versions were given.
RSS = (
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
)


def fits(document: Document) -> bool:
    """
    Whether the root is that of such a document.
    """
    root = document.root
    return isinstance(root, XmlElement) and (root.name == "rss" or (root.name, root.namespace) == ("RDF", _RDF))


def read(document: Document) -> Adoption:
    """
    The channel and its items, which in RSS 1.0 and 0.90 stand beside it.
    """
    root, gathering = document.tree, Gathering(document.path)
    channel = root.find("channel", *RSS) or root
    fields = channel_fields(gathering, channel, document.home)
    feed = gathering.feed(Place(channel.position.line), fields)
    base = channel.base or root.base or fields["url"]
    for item in [*channel.find_all("item", *RSS), *root.find_all("item", *RSS)]:
        gathering.article(Place(item.position.line), _item_fields(gathering, item, base, fields["url"]), language=fields["language"])
    return gathering.adoption("RSS", feed, format="rss", address=_own_address(channel))


def channel_fields(gathering: Gathering, channel: XmlElement, home: str | None) -> dict[str, Any]:
    """
    The fields of the feed.
    """
    url = home or absolute(channel.find_text("link", *RSS), channel.base)
    hubs = [element.attribute("href") for element in channel.find_all("link", ATOM) if elements.relation(element) == "hub"]
    picture = channel.find("image", *RSS)
    cover = channel.find("image", ITUNES)
    return {
        "id": with_path(url),
        "url": url,
        "title": channel.find_text("title", *RSS),
        "subtitle": plain(channel.find_text("description", *RSS)),
        "language": channel.find_text("language", *RSS) or channel.find_text("language", DC),
        "rights": plain(channel.find_text("copyright", *RSS) or channel.find_text("rights", DC)),
        "logo": (picture.find_text("url", *RSS) if picture else None) or (cover.attribute("href") if cover else None),
        "hubs": [hub for hub in hubs if hub],
        "authors": _people(gathering, channel, "managingEditor"),
        "categories": _categories(gathering, channel),
    }


def with_path(url: str | None) -> str | None:
    """
    An address as an id: with a path (RFC 4287, 4.2.6.1).
    """
    return f"{url}/" if url and url.count("/") == 2 else url


def _own_address(channel: XmlElement) -> str | None:
    return next((each.attribute("href") for each in channel.find_all("link", ATOM) if elements.relation(each) == "self"), None)


def _item_fields(gathering: Gathering, item: XmlElement, base: str | None, home: str | None) -> dict[str, Any]:
    base = item.base or base
    content, summary = _texts(item)
    guid = item.find("guid", *RSS)
    published = elements.first_moment(item, *_PUBLISHED)
    updated = elements.first_moment(item, (ATOM, "updated"), (DCTERMS, "modified"))
    comments = item.find_text("comments", *RSS)
    return {
        "guid": (guid.full_text if guid else "") or item.attribute("about", _RDF),
        "url": _address(item, guid, base) or home,
        "title": elements.title_or_words(item.find_text("title", *RSS), content or summary),
        "published": published or updated,
        "updated": updated,
        "authors": _people(gathering, item, "author"),
        "contributors": _found(gathering.optional(Person, name=each.full_text) for each in item.find_all("contributor", DC)),
        "categories": _categories(gathering, item),
        "summary": summary,
        "content": elements.rebased(content, item.base),
        "image": elements.picture(gathering, item, base),
        "attachments": _attachments(gathering, item, base),
        "comments": absolute(comments, base),
        "language": item.find_text("language", DC),
        "rights": plain(item.find_text("rights", DC)),
        "source": _source(gathering, item),
        "extensions": elements.editorial(gathering, item),
        **elements.links_by_relation(gathering, item, base),
    }


_PUBLISHED = (*((namespace, "pubDate") for namespace in RSS), (ATOM, "published"), (DCTERMS, "issued"), (DCTERMS, "created"), (DC, "date"))


def _texts(item: XmlElement) -> tuple[str | None, str | None]:
    """
    The body, which is HTML, and the summary, which is text. A description alone is the body where it has markup.
    """
    content, description = item.find_text("encoded", CONTENT), item.find_text("description", *RSS)
    if content is None and description and elements.is_html(description):
        return description, None
    return content, plain(description)


def _address(item: XmlElement, guid: XmlElement | None, base: str | None) -> str | None:
    """
    The link; else the guid, where that is said to be one, as it is where nothing is said (RSS 2.0, guid).
    """
    link = item.find_text("link", *RSS)
    if link:
        return absolute(link, base)
    is_permalink = guid is not None and (guid.attribute("isPermaLink") or "true").lower() == "true"
    return guid.full_text if guid and is_permalink and guid.full_text.startswith(("http://", "https://")) else None


def _people(gathering: Gathering, element: XmlElement, name: str) -> list[Person]:
    """
    dc:creator; else RSS's own element, else that of podcasts.
    """
    names = [each.full_text for each in element.find_all("creator", DC)] or [each.full_text for each in element.find_all(name, *RSS)]
    names = names or [each.full_text for each in element.find_all("author", ITUNES)]
    return _found(elements.named_person(gathering, text) for text in names if text)


def _categories(gathering: Gathering, element: XmlElement) -> list[Category]:
    found = [(each.full_text, each.attribute("domain")) for each in element.find_all("category", *RSS)]
    found += [(each.full_text, None) for each in element.find_all("subject", DC)]
    return _found(gathering.optional(Category, term=term, scheme=scheme) for term, scheme in dict.fromkeys(found) if term)


def _attachments(gathering: Gathering, item: XmlElement, base: str | None) -> list[Attachment]:
    enclosures = [
        elements.attachment(gathering, absolute(each.attribute("url"), base), each, length=each.attribute("length"), duration=duration)
        for each, duration in zip(item.find_all("enclosure", *RSS), _durations(item), strict=False)
    ]
    by_address: dict[str, Attachment] = {}
    for file in [*_found(enclosures), *elements.media_files(gathering, item, base)]:
        by_address.setdefault(file.url, file)
    return [*by_address.values()]


def _durations(item: XmlElement) -> Iterator[int | None]:
    """
    Of the first enclosure a podcast says how long it is.
    """
    yield elements.seconds(item.find_text("duration", ITUNES))
    while True:
        yield None


def _source(gathering: Gathering, item: XmlElement) -> Source | None:
    source = item.find("source", *RSS)
    return gathering.optional(Source, title=source.full_text, url=source.attribute("url")) if source else None


def _found(values: Any) -> list[Any]:
    return [value for value in values if value is not None]


KIND = Kind(title="RSS", fits=fits, read=read)
