"""
Read Atom: 1.0 (RFC 4287) and its draft 0.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stridesfeed import iri
from stridesfeed.dates import format_rfc3339
from stridesfeed.extensions import Foreign, at, dcterms
from stridesfeed.model import Attachment, Category, Extension, Generator, Person, RemoteContent, Source, Withdrawal
from stridesfeed.parsing import elements
from stridesfeed.parsing.documents import InputDocument, Parser
from stridesfeed.parsing.elements import ATOM, ATOM_03, PAGES, absolute, html_to_line
from stridesfeed.parsing.foreign import Prefixes, keep_elements
from stridesfeed.parsing.report import Location, ReadFeed, ReadItem, Report
from stridesfeed.parsing.tracking import TrackedElement

_ANY = (ATOM, ATOM_03)

#: Unknown elements of these namespaces are not kept as extensions.
_OWN = frozenset({ATOM, ATOM_03, ""})


def matches(document: InputDocument) -> bool:
    """
    Return whether the root element is an Atom feed.
    """
    root = document.root
    return isinstance(root, TrackedElement) and root.name == "feed" and root.namespace in _ANY


def read(document: InputDocument, report: Report, *, keep: bool) -> ReadFeed:
    """
    Return the feed and its entries. With *keep*, unknown elements become extensions.
    """
    root, prefixes = document.xml, Prefixes()
    report.location = Location(root.position.line)
    title, authors = _text(root, "title"), _people(report, root, "author")
    url = _link(root, "alternate", root.base or document.url)
    fields: dict[str, Any] = {
        "id": root.find_text("id", *_ANY),
        "url": url,
        "title": title,
        "subtitle": _text(root, "subtitle") or _text(root, "tagline"),
        "subtitle_html": (_marked_up(root, "subtitle") or _marked_up(root, "tagline")) if keep else None,
        "language": root.language,
        "rights": _text(root, "rights") or _text(root, "copyright"),
        "icon": absolute(root.find_text("icon", ATOM), root.base),
        "logo": absolute(root.find_text("logo", ATOM), root.base),
        "authors": authors,
        "contributors": _people(report, root, "contributor") if keep else [],
        "categories": _categories(report, root),
        "updated": elements.first_datetime(report, root, (ATOM, "updated"), (ATOM_03, "modified")),
        "withdrawn": _withdrawn(report, root) if keep else [],
        **elements.feed_links(report, root, root.base or document.url, url),
    }
    own_url = _link(root, "self", root.base or document.url)
    root.find_all("generator", *_ANY)  # written anew
    base = root.base or own_url or fields["url"] or document.url
    items: list[ReadItem] = []
    for entry in root.find_all("entry", *_ANY):
        report.location = Location(entry.position.line)
        entry_fields = _entry_fields(report, entry, base, keep=keep)
        if keep:
            elements.unread_apple(entry)
            entry_fields["extensions"] += [*_dates_before_1_0(report, entry), *keep_elements(report, entry, prefixes, _OWN)]
        items.append(ReadItem(location=report.location, fields=entry_fields, source=entry))
    if keep and title and authors == [Person(title)] and not (items and all(item.fields["authors"] for item in items)):
        fields["authors"] = []  # written by render() because nobody else was named
    report.location = Location(root.position.line)
    extensions: list[Extension] = []
    if keep:
        extensions += [*elements.history(root), *_dates_before_1_0(report, root), *keep_elements(report, root, prefixes, _OWN)]
    return ReadFeed(
        title="Atom 0.3" if root.namespace == ATOM_03 else "Atom 1.0",
        format="atom",
        location=report.location,
        fields=fields | {"extensions": extensions},
        items=tuple(items),
        url=own_url,
        alternates=elements.alternates(root, base),
    )


def _withdrawn(report: Report, root: TrackedElement) -> list[Withdrawal]:
    """
    Return the deleted entries (RFC 6721).
    """
    found: dict[str, Withdrawal] = {}
    for each in root.find_all("deleted-entry", at.NAMESPACE.uri):
        when = report.date(each.attribute("when"), "when")
        if withdrawal := report.optional(Withdrawal, id=each.attribute("ref"), when=when):
            found.setdefault(withdrawal.id, withdrawal)
    return [*found.values()]


def _entry_fields(report: Report, entry: TrackedElement, base: str | None, *, keep: bool) -> dict[str, Any]:
    base = entry.base or base
    body, elsewhere = None, None
    if content := entry.find("content", *_ANY):
        if content.attribute("src"):  # out-of-line content (RFC 4287, 4.1.3.2)
            url = absolute(content.attribute("src"), content.base or base)
            elsewhere = report.optional(RemoteContent, url=url, type=content.attribute("type"))
        else:
            body = elements.with_absolute_urls(_html(content), content.base or entry.base)
            if body is None and content.full_text:
                report.skip(f"content of type {content.attribute('type')}")
    comments = _link(entry, "replies", base, or_other=False)
    published = elements.first_datetime(report, entry, (ATOM, "published"), (ATOM_03, "issued"), (ATOM_03, "created"))
    updated = elements.first_datetime(report, entry, (ATOM, "updated"), (ATOM_03, "modified"))
    return {
        "guid": entry.find_text("id", *_ANY),
        "url": _link(entry, "alternate", base),
        **({"remote_content": elsewhere} if keep else {"external_url": elsewhere and elsewhere.url}),
        "title": _text(entry, "title"),
        "published": published,
        "updated": updated,
        "authors": _people(report, entry, "author"),
        "contributors": _people(report, entry, "contributor"),
        "categories": _categories(report, entry),
        "summary": _text(entry, "summary"),
        "summary_html": _marked_up(entry, "summary"),
        "content": body,
        "image": elements.lead_image(report, entry, base),
        "attachments": _attachments(report, entry, base),
        "comments": comments,
        "language": entry.language,
        "rights": _text(entry, "rights") or _text(entry, "copyright"),
        "source": _source(report, entry),
        "extensions": elements.editorial(report, entry),
        **elements.links_by_relation(report, entry, base, "enclosure", once=("alternate",), comments=comments),
    }


def _dates_before_1_0(report: Report, holder: TrackedElement) -> Iterator[Foreign]:
    """
    Yield the dates that only Atom 0.3 has and no field contains, as terms of Dublin Core.
    """
    dates = {name: report.date(each.full_text, name) for name in ("created", "issued") for each in holder.children if _is_unread(each, name)}
    for name in dates:
        holder.find(name, ATOM_03)
    found = [dcterms.NAMESPACE.element(name, format_rfc3339(date)) for name, date in dates.items() if date]
    if found:
        yield Foreign(of_namespaces=found)


def _is_unread(element: TrackedElement, name: str) -> bool:
    return (element.name, element.namespace, element.is_found) == (name, ATOM_03, False)


def _html(element: TrackedElement) -> str | None:
    """
    Return a text construct (RFC 4287, 3.1) or inline content (4.1.3) as HTML; ``None`` if it is of another type.
    """
    type_ = (element.attribute("type") or "text").lower()
    mode = element.attribute("mode") if element.namespace == ATOM_03 else None
    if mode == "xml" and element.children:
        type_ = "xhtml"
    if type_ in {"html", "text/html"} or mode == "escaped":
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
    found = element.find(name, *_ANY)
    if found is None:
        return None
    is_plain = (found.attribute("type") or "text").lower() in {"text", "text/plain"} and found.attribute("mode") != "escaped"
    return (found.full_text or None) if is_plain else html_to_line(_html(found))


def _marked_up(element: TrackedElement, name: str) -> str | None:
    """
    Return a text construct as HTML if it has markup.
    """
    found = element.find(name, *_ANY)
    is_plain = found is None or (found.attribute("type") or "text").lower() == "text"
    html = _html(found) if found is not None and not is_plain else None
    return elements.with_absolute_urls(html, found.base or element.base) if found is not None and html and elements.is_html(html) else None


def _link(element: TrackedElement, rel: str, base: str | None, *, or_other: bool = True) -> str | None:
    """
    Return the URL of the first link with this relation to an HTML page, or else (with *or_other*) to anything.
    """
    found = [each for each in element.find_all("link", *_ANY) if elements.relation(each) == rel and each.attribute("href")]
    pages = [each for each in found if (each.attribute("type") or "text/html") in PAGES]
    return next((absolute(each.attribute("href"), each.base or base) for each in [*pages, *(found if or_other else ())]), None)


def _people(report: Report, element: TrackedElement, name: str) -> list[Person]:
    people = []
    for each in element.find_all(name, *_ANY):
        fields = {part: each.find_text(part, *_ANY) for part in ("name", "uri", "email", "url")}
        uri = fields.pop("url") or fields["uri"]
        name_or_address = fields["name"] or fields["email"] or uri
        people.append(report.optional(Person, **fields | {"name": name_or_address, "uri": uri}))
    return [person for person in people if person]


def _categories(report: Report, element: TrackedElement) -> list[Category]:
    found = []
    for each in element.find_all("category", *_ANY):
        term, label = each.attribute("term"), each.attribute("label")
        found.append(report.optional(Category, term=term, scheme=each.attribute("scheme"), label=None if label == term else label))
    return [category for category in found if category]


def _attachments(report: Report, entry: TrackedElement, base: str | None) -> list[Attachment]:
    enclosures = [
        elements.attachment(
            report,
            absolute(each.attribute("href"), each.base or base),
            each,
            length=each.attribute("length"),
            title=each.attribute("title"),
        )
        for each in entry.find_all("link", *_ANY)
        if elements.relation(each) == "enclosure"
    ]
    return elements.unique_files([*enclosures, *elements.media_attachments(report, entry, base)])


def _source(report: Report, entry: TrackedElement) -> Source | None:
    source = entry.find("source", *_ANY)
    if source is None:
        return None
    id_ = source.find_text("id", *_ANY)
    url = _link(source, "self", None) or _link(source, "alternate", None)
    if not url and iri.scheme(id_ or "") in iri.WEB:
        url, id_ = id_, None
    links = [elements.link(report, each, None) for each in source.find_all("link", *_ANY)]
    generator = source.find("generator", *_ANY)
    return report.optional(
        Source,
        title=_text(source, "title") or url or id_,
        url=url,
        id=id_,
        updated=elements.first_datetime(report, source, (ATOM, "updated"), (ATOM_03, "modified")),
        subtitle=_text(source, "subtitle") or _text(source, "tagline"),
        authors=_people(report, source, "author"),
        contributors=_people(report, source, "contributor"),
        categories=_categories(report, source),
        links=[link for link in links if link],
        rights=_text(source, "rights") or _text(source, "copyright"),
        icon=source.find_text("icon", *_ANY),
        logo=source.find_text("logo", *_ANY),
        generator=_generator(report, generator) if generator else None,
    )


def _generator(report: Report, element: TrackedElement) -> Generator | None:
    uri = element.attribute("uri") or element.attribute("url")
    return report.optional(Generator, name=element.full_text, uri=uri, version=element.attribute("version"))


PARSER = Parser(title="Atom", matches=matches, read=read)
