"""
Importer for Atom 1.0 (RFC 4287).
"""

from __future__ import annotations

from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, ItemLocation
from stridesfeed.adopt.documents import Importer, InputDocument
from stridesfeed.adopt.elements import ATOM, absolute, html_to_line
from stridesfeed.adopt.tracking import TrackedElement
from stridesfeed.model import Attachment, Category, Person, Source

#: The Atom Publishing Protocol (RFC 5023) and its drafts.
_APP = ("http://www.w3.org/2007/app", "http://purl.org/atom/app#")

#: Blogger's exports contain comments, pages and settings too; their kind is a category of this scheme, or an element.
_BLOGGER = "http://schemas.google.com/blogger/2018"
_KIND = "http://schemas.google.com/g/2005#kind"


def matches(document: InputDocument) -> bool:
    """
    Return whether the root element is an Atom feed.
    """
    root = document.root
    return isinstance(root, TrackedElement) and (root.name, root.namespace) == ("feed", ATOM)


def read(document: InputDocument) -> Adoption:
    """
    Return the feed and its entries.
    """
    root, builder = document.xml, AdoptionBuilder(document.path)
    fields: dict[str, Any] = {
        "id": root.find_text("id", ATOM),
        "url": document.home or _link(root, "alternate", root.base),
        "title": _text(root, "title"),
        "subtitle": _text(root, "subtitle"),
        "language": root.language,
        "rights": _text(root, "rights"),
        "icon": absolute(root.find_text("icon", ATOM), root.base),
        "logo": absolute(root.find_text("logo", ATOM), root.base),
        "hubs": [each.attribute("href") for each in root.find_all("link", ATOM) if elements.relation(each) == "hub"],
        "authors": _people(builder, root, "author"),
        "categories": _categories(builder, root),
    }
    feed = builder.build_feed(ItemLocation(root.position.line), fields)
    own_url = _link(root, "self", root.base)
    # Further alternates are the same feed in other formats.
    elements.skip_links(builder, root, "hub", "alternate", once=("self",))
    for name in ("generator", "updated"):  # every build writes them anew
        root.find_all(name, ATOM)
    base = root.base or own_url or fields["url"]
    for entry in root.find_all("entry", ATOM):
        kind, status = _kind(entry), _status(entry)
        if kind == "post" and status in {"live", "draft"}:
            draft = status if status == "draft" else None
            builder.add_article(ItemLocation(entry.position.line), _entry_fields(builder, entry, base), language=root.language, draft=draft)
        else:
            entry.is_done = True
            builder.skip(f"entry with status {status}" if kind == "post" else f"entry of kind {kind}")
    builder.leave(root.unread(ATOM))
    return builder.build("Atom 1.0", feed, format="atom", url=own_url)


def _kind(entry: TrackedElement) -> str:
    terms = [each.attribute("term") or "" for each in entry.find_all("category", ATOM) if each.attribute("scheme") == _KIND]
    return (terms[0].rpartition("#")[2] if terms else entry.find_text("type", _BLOGGER) or "post").lower()


def _status(entry: TrackedElement) -> str:
    """
    Return "live", "draft" (RFC 5023, 13.1.1), or another status of Blogger.
    """
    control = entry.find("control", *_APP)
    if control and (control.find_text("draft", *_APP) or "").lower() == "yes":
        return "draft"
    return (entry.find_text("status", _BLOGGER) or "live").lower()


def _entry_fields(builder: AdoptionBuilder, entry: TrackedElement, base: str | None) -> dict[str, Any]:
    base = entry.base or base
    body, external_url = None, None
    if content := entry.find("content", ATOM):
        if content.attribute("src"):  # out-of-line content (RFC 4287, 4.1.3.2)
            external_url = absolute(content.attribute("src"), content.base or base)
        else:
            body = elements.with_absolute_urls(_html(content), content.base or entry.base)
            if body is None and content.full_text:
                builder.skip(f"content of type {content.attribute('type')}")
    updated = elements.parse_datetime(entry.find_text("updated", ATOM))
    published = elements.parse_datetime(entry.find_text("published", ATOM))
    summary = _text(entry, "summary")
    elements.skip_links(builder, entry, "related", "via", "enclosure", once=("alternate", "replies"))
    return {
        "guid": entry.find_text("id", ATOM),
        "url": _link(entry, "alternate", base) or external_url or entry.find_text("id", ATOM),
        "title": elements.title_or_excerpt(_text(entry, "title"), body or summary),
        "published": published or updated,
        "updated": updated if published else None,
        "authors": _people(builder, entry, "author"),
        "contributors": _people(builder, entry, "contributor"),
        "categories": _categories(builder, entry),
        "summary": summary,
        "content": body,
        "image": elements.lead_image(builder, entry, base),
        "attachments": _attachments(builder, entry, base),
        "comments": _link(entry, "replies", base),
        "language": entry.language,
        "rights": _text(entry, "rights"),
        "source": _source(builder, entry),
        "extensions": elements.editorial(builder, entry),
        **elements.links_by_relation(builder, entry, base),
    }


def _html(element: TrackedElement) -> str | None:
    """
    Return a text construct (RFC 4287, 3.1) or inline content (4.1.3) as HTML; ``None`` if it is of another type.
    """
    type_ = (element.attribute("type") or "text").lower()
    if type_ in {"html", "text/html"}:
        return element.full_text or None
    if type_ in {"xhtml", "application/xhtml+xml"}:
        div = element.find("div", "http://www.w3.org/1999/xhtml")
        return (div or element).inner_html().strip() or None
    if type_ in {"text", "text/plain"}:
        return element.full_text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") or None
    return None


def _text(element: TrackedElement, name: str) -> str | None:
    """
    Return a text construct as plain text.
    """
    found = element.find(name, ATOM)
    if found is None:
        return None
    return (found.full_text or None) if (found.attribute("type") or "text").lower() == "text" else html_to_line(_html(found))


def _link(element: TrackedElement, rel: str, base: str | None) -> str | None:
    """
    Return the URL of the first link with this relation; links to HTML pages come first.
    """
    found = [each for each in element.find_all("link", ATOM) if elements.relation(each) == rel and each.attribute("href")]
    pages = [each for each in found if (each.attribute("type") or "text/html") in {"text/html", "application/xhtml+xml"}]
    return next((absolute(each.attribute("href"), each.base or base) for each in [*pages, *found]), None)


def _people(builder: AdoptionBuilder, element: TrackedElement, name: str) -> list[Person]:
    people = [
        builder.optional(Person, name=each.find_text("name", ATOM), uri=each.find_text("uri", ATOM), email=each.find_text("email", ATOM))
        for each in element.find_all(name, ATOM)
    ]
    return [person for person in people if person]


def _categories(builder: AdoptionBuilder, element: TrackedElement) -> list[Category]:
    found = []
    for each in element.find_all("category", ATOM):
        if each.attribute("scheme") == _KIND:
            continue
        term, label = each.attribute("term"), each.attribute("label")
        found.append(builder.optional(Category, term=term, scheme=each.attribute("scheme"), label=None if label == term else label))
    return [category for category in found if category]


def _attachments(builder: AdoptionBuilder, entry: TrackedElement, base: str | None) -> list[Attachment]:
    enclosures = [
        elements.attachment(
            builder,
            absolute(each.attribute("href"), each.base or base),
            each,
            length=each.attribute("length"),
            title=each.attribute("title"),
        )
        for each in entry.find_all("link", ATOM)
        if elements.relation(each) == "enclosure"
    ]
    return [*filter(None, enclosures), *elements.media_attachments(builder, entry, base)]


def _source(builder: AdoptionBuilder, entry: TrackedElement) -> Source | None:
    source = entry.find("source", ATOM)
    if source is None:
        return None
    id_ = source.find_text("id", ATOM)
    url = _link(source, "self", None) or _link(source, "alternate", None) or id_
    updated = elements.parse_datetime(source.find_text("updated", ATOM))
    return builder.optional(Source, title=_text(source, "title"), url=url, id=id_, updated=updated)


IMPORTER = Importer(title="Atom 1.0", matches=matches, read=read)
