"""
Atom 1.0 (RFC 4287).
"""

from __future__ import annotations

from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, Gathering, Place
from stridesfeed.adopt.document import Document, Kind
from stridesfeed.adopt.elements import ATOM, absolute, plain
from stridesfeed.model import Attachment, Category, Person, Source
from stridesfeed.xml_tree import XmlElement


def fits(document: Document) -> bool:
    """
    Whether the root is that of such a document.
    """
    root = document.root
    return isinstance(root, XmlElement) and (root.name, root.namespace) == ("feed", ATOM)


def read(document: Document) -> Adoption:
    """
    The feed and its entries.
    """
    root, gathering = document.tree, Gathering(document.path)
    fields = _feed_fields(gathering, root, document.home)
    feed = gathering.feed(Place(root.position.line), fields)
    address = _link(root, "self", root.base)
    base = root.base or address or fields["url"]
    for entry in root.find_all("entry", ATOM):
        gathering.article(Place(entry.position.line), _entry_fields(gathering, entry, base), language=fields["language"])
    return gathering.adoption("Atom 1.0", feed, format="atom", address=address)


def _feed_fields(gathering: Gathering, root: XmlElement, home: str | None) -> dict[str, Any]:
    return {
        "id": root.find_text("id", ATOM),
        "url": home or _link(root, "alternate", root.base),
        "title": _text(root, "title"),
        "subtitle": _text(root, "subtitle"),
        "language": root.language,
        "rights": _text(root, "rights"),
        "icon": absolute(root.find_text("icon", ATOM), root.base),
        "logo": absolute(root.find_text("logo", ATOM), root.base),
        "hubs": [each.attribute("href") for each in root.find_all("link", ATOM) if elements.relation(each) == "hub"],
        "authors": _people(gathering, root, "author"),
        "categories": _categories(gathering, root),
    }


def _entry_fields(gathering: Gathering, entry: XmlElement, base: str | None) -> dict[str, Any]:
    base = entry.base or base
    content, external = _content(entry, base)
    updated = elements.moment(entry.find_text("updated", ATOM))
    published = elements.moment(entry.find_text("published", ATOM))
    summary = _text(entry, "summary")
    return {
        "guid": entry.find_text("id", ATOM),
        "url": _link(entry, "alternate", base) or external or entry.find_text("id", ATOM),
        "title": elements.title_or_words(_text(entry, "title"), content or summary),
        "published": published or updated,
        "updated": updated if published else None,
        "authors": _people(gathering, entry, "author"),
        "contributors": _people(gathering, entry, "contributor"),
        "categories": _categories(gathering, entry),
        "summary": summary,
        "content": content,
        "image": elements.picture(gathering, entry, base),
        "attachments": _attachments(gathering, entry, base),
        "comments": _link(entry, "replies", base),
        "language": entry.language,
        "rights": _text(entry, "rights"),
        "source": _source(gathering, entry),
        "extensions": elements.editorial(gathering, entry),
        **elements.links_by_relation(gathering, entry, base),
    }


def _html(element: XmlElement | None) -> str | None:
    """
    A text construct as HTML (RFC 4287, 3.1), or inline content (4.1.3); ``None`` where it is neither.
    """
    if element is None:
        return None
    kind = (element.attribute("type") or "text").lower()
    if kind in {"html", "text/html"}:
        return element.full_text or None
    if kind in {"xhtml", "application/xhtml+xml"}:
        div = element.find("div", "http://www.w3.org/1999/xhtml")
        return (div or element).inner_html().strip() or None
    return _escaped(element.full_text) if kind in {"text", "text/plain"} else None


def _escaped(text: str) -> str | None:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or None


def _text(element: XmlElement, name: str) -> str | None:
    """
    A text construct as plain text.
    """
    found = element.find(name, ATOM)
    if found is None or (found.attribute("type") or "text").lower() == "text":
        return found.full_text or None if found else None
    return plain(_html(found))


def _content(entry: XmlElement, base: str | None) -> tuple[str | None, str | None]:
    """
    The body, and the address of one that stands elsewhere (RFC 4287, 4.1.3.2).
    """
    content = entry.find("content", ATOM)
    if content is None:
        return None, None
    if content.attribute("src"):
        return None, absolute(content.attribute("src"), content.base or base)
    return elements.rebased(_html(content), content.base or entry.base), None


def _link(element: XmlElement, rel: str, base: str | None) -> str | None:
    """
    The address of the first link with this relation; among several alternates that of the page.
    """
    found = [each for each in element.find_all("link", ATOM) if elements.relation(each) == rel and each.attribute("href")]
    pages = [each for each in found if (each.attribute("type") or "text/html") in {"text/html", "application/xhtml+xml"}]
    return next((absolute(each.attribute("href"), each.base or base) for each in [*pages, *found]), None)


def _people(gathering: Gathering, element: XmlElement, name: str) -> list[Person]:
    found = [
        gathering.optional(
            Person, name=person.find_text("name", ATOM), uri=person.find_text("uri", ATOM), email=person.find_text("email", ATOM)
        )
        for person in element.find_all(name, ATOM)
    ]
    return [person for person in found if person]


def _categories(gathering: Gathering, element: XmlElement) -> list[Category]:
    found = []
    for each in element.find_all("category", ATOM):
        term, label = each.attribute("term"), each.attribute("label")
        found.append(gathering.optional(Category, term=term, scheme=each.attribute("scheme"), label=None if label == term else label))
    return [category for category in found if category]


def _attachments(gathering: Gathering, entry: XmlElement, base: str | None) -> list[Attachment]:
    found = [
        elements.attachment(
            gathering,
            absolute(each.attribute("href"), each.base or base),
            each,
            length=each.attribute("length"),
            title=each.attribute("title"),
        )
        for each in entry.find_all("link", ATOM)
        if elements.relation(each) == "enclosure"
    ]
    return [*filter(None, found), *elements.media_files(gathering, entry, base)]


def _source(gathering: Gathering, entry: XmlElement) -> Source | None:
    source = entry.find("source", ATOM)
    if source is None:
        return None
    id_ = source.find_text("id", ATOM)
    url = _link(source, "self", None) or _link(source, "alternate", None) or id_
    return gathering.optional(Source, title=_text(source, "title"), url=url, id=id_, updated=elements.moment(source.find_text("updated", ATOM)))


KIND = Kind(title="Atom 1.0", fits=fits, read=read)
