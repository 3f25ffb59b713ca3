"""
Parsers for what documents have in common: dates, people, links, texts, media.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from stridesfeed import iri, rules
from stridesfeed.body import html_to_text
from stridesfeed.emit import FORMATS
from stridesfeed.extensions import Editorial, FeedHistory, Score, atom, content, dc, dcterms, fh, media, strides
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.media_types import media_type_of
from stridesfeed.model import Attachment, Image, Link, Person
from stridesfeed.parsing.report import Report
from stridesfeed.parsing.tracking import TrackedElement

ATOM = atom.NAMESPACE.uri
ATOM_03 = "http://purl.org/atom/ns#"
CONTENT = content.NAMESPACE.uri
DC = dc.NAMESPACE.uri
DCTERMS = dcterms.NAMESPACE.uri
MEDIA = (media.NAMESPACE.uri, media.NAMESPACE.uri.rstrip("/"))
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

#: Media types of pages.
PAGES = frozenset({"text/html", "application/xhtml+xml"})

#: Relations that are written from other fields of a feed or an article.
_OF_OTHER_FIELDS = frozenset({"alternate", "enclosure"})

_THREADING = "http://purl.org/syndication/thread/1.0"

#: Whole numbers of the editorial namespace, by field.
_COUNTS = {"reading_minutes": "readingTime", "source_count": "sourceCount"}

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_REFERENCE = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_EMAIL_AND_NAME = re.compile(r"(?P<email>\S+@\S+)\s*\((?P<name>[^()]*\S[^()]*)\)")


def first_datetime(report: Report, element: TrackedElement, *names: tuple[str, str], same: bool = False) -> datetime | None:
    """
    Return the date in the first child of *element* with one of these namespaces and names that has a valid one.

    Children with the same date are read too; those with another are left for others to keep, unless they are the *same* in local times.
    """
    children = [child for namespace, name in names if (child := element.find(name, namespace))]
    found = [(child, report.date(child.full_text, child.name)) for child in children]
    chosen = next((date for _, date in found if date), None)
    for child, date in found:
        if date and date != chosen and not same:
            child.is_found = child.is_done = False
    return chosen


def html_to_line(html: str | None) -> str | None:
    """
    Return the text of *html* on one line.
    """
    return " ".join(html_to_text(html).split()) or None if html else None


def text_or_html_to_line(text: str | None) -> str | None:
    """
    Return a text that may be HTML on one line: as HTML if it has markup, otherwise as it is.
    """
    return html_to_line(text) if text and (is_html(text) or _REFERENCE.search(text)) else text


def is_html(text: str) -> bool:
    """
    Return whether *text* contains markup.
    """
    return _MARKUP.search(text) is not None


def absolute(reference: str | None, base: str | None) -> str | None:
    """
    Return *reference* as a URL, resolved against *base* if there is one.
    """
    if not reference:
        return None
    return iri.absolute(reference, base) or reference if base else iri.to_uri(reference)


def with_absolute_urls(html: str | None, base: str | None) -> str | None:
    """
    Return *html* with its URLs resolved against *base*, if there is one.
    """
    return rewrite_targets(html, lambda href: iri.absolute(href, base) or href) if html and base else html


def parse_person(report: Report, text: str) -> Person | None:
    """
    Return a person from the text of an RSS element: a name, or an e-mail address with a name in parentheses.
    """
    found = _EMAIL_AND_NAME.fullmatch(text)
    return report.optional(Person, name=found["name"], email=found["email"]) if found else report.optional(Person, name=text)


def relation(element: TrackedElement) -> str:
    """
    Return the relation of a link as a short name, even if it is written as an IRI (RFC 4287, 4.2.7.2).
    """
    rel = element.attribute("rel") or "alternate"
    return rel.removeprefix("http://www.iana.org/assignments/relation/")


def link(report: Report, element: TrackedElement, base: str | None) -> Link | None:
    """
    Return a link element of Atom.
    """
    return report.optional(
        Link,
        href=absolute(element.attribute("href"), element.base or base),
        rel=relation(element),
        type=element.attribute("type"),
        hreflang=element.attribute("hreflang"),
        title=element.attribute("title"),
        length=_whole_number(element.attribute("length")),
        count=_whole_number(element.attribute("count", _THREADING)),
        updated=report.date(element.attribute("updated", _THREADING), "thr:updated"),
    )


def _says_no_more(link: Link, rel: str, url: str | None) -> bool:
    """
    Return whether *link* is one with relation *rel* to the page at *url*, and says nothing else about it.
    """
    return (link.rel, link.href) == (rel, url) and link == Link(link.href, rel, link.type) and (link.type or "text/html") in PAGES


def links_by_relation(
    report: Report, element: TrackedElement, base: str | None, *used: str, once: Iterable[str] = (), comments: str | None = None
) -> dict[str, Any]:
    """
    Return the fields of an article that are Atom links, in Atom and in RSS: *related*, *sources* and, with any other relation, *links*. The
    page of *comments* is no link.

    Links with the relations *used*, and the first with each of *once*, are read elsewhere; further ones are recorded as skipped.
    """
    found: dict[str, list[Link]] = {"related": [], "sources": [], "links": []}
    seen: Counter[str] = Counter()
    for each in element.find_all("link", ATOM, ATOM_03):
        rel = relation(each)
        seen[rel] += 1
        if rel in used or (rel in once and seen[rel] == 1):
            continue
        if rel in _OF_OTHER_FIELDS:
            report.skip(f"link with relation {rel}")
        elif (read := link(report, each, base)) and not _says_no_more(read, "replies", comments):
            found[{"related": "related", "via": "sources"}.get(rel, "links")].append(read)
    return dict(found)


def feed_links(report: Report, element: TrackedElement, base: str | None, url: str | None) -> dict[str, Any]:
    """
    Return the fields of a feed that are Atom links, in Atom and in RSS: *hubs*, and *links* with any other relation. *url* is its page.
    """
    found = element.find_all("link", ATOM, ATOM_03)
    rest = links_by_relation(report, element, base, "hub", "alternate", once=("self",))
    hubs = [absolute(each.attribute("href"), each.base or base) for each in found if relation(each) == "hub"]
    links = [each for links in rest.values() for each in links]
    for each in links:
        if each.rel == "self":
            report.skip("link with relation self")
    pages = _pages(report, found, base, url)
    return {"hubs": [hub for hub in hubs if hub], "links": [*pages, *(each for each in links if each.rel != "self")]}


def _pages(report: Report, found: Iterable[TrackedElement], base: str | None, url: str | None) -> list[Link]:
    """
    Return the alternate links that say more than *url*: pages in other languages and types, one of each (RFC 4287, 4.1.1).
    """
    formats = {format_.media_type for format_ in FORMATS.values()}
    pages: dict[tuple[str | None, str | None], Link] = {}
    for each in found:
        is_document = each.attribute("type") in formats and not each.attribute("hreflang")
        if relation(each) != "alternate" or is_document or not (page := link(report, each, base)) or _says_no_more(page, "alternate", url):
            continue
        if pages.setdefault((page.type, page.hreflang), page) != page:
            report.skip("link with relation alternate")
    return [*pages.values()]


def alternates(element: TrackedElement, base: str | None) -> dict[str, str]:
    """
    Return the URLs of the same feed in other formats, by media type.
    """
    found = {each.attribute("type"): absolute(each.attribute("href"), each.base or base) for each in element.find_all("link", ATOM)}
    return {type_: url for type_, url in found.items() if type_ and url and type_ not in PAGES}


def attachment(report: Report, url: str | None, element: TrackedElement, **more: Any) -> Attachment | None:
    """
    Return an attachment. A length of 0 means that it is unknown.
    """
    type_ = attachment_type(report, element.attribute("type"), url)
    return report.optional(Attachment, url=url, type=type_, length=_whole_number(more.pop("length", None)) or None, **more)


def attachment_type(report: Report, given: str | None, url: str | None) -> str | None:
    """
    Return the media type of the file at *url*: the *given* one if it is valid, else that of the suffix.
    """
    if given and rules.media_type(given):
        report.skip("invalid media type of an attachment")
        given = None
    return given or (media_type_of(url) if url else None)


def lead_image(report: Report, item: TrackedElement, base: str | None) -> Image | None:
    """
    Return the lead image: the first of Media RSS, else that of a podcast episode.
    """
    images = [element for element in _media(item) if element.attribute("url") and (element.name == "thumbnail" or _is_image(element))]
    for element in images:
        element.is_found = element.is_found or element.attribute("url") == images[0].attribute("url")
        if element.is_found and element.name == "thumbnail":  # it repeats the size of the image
            element.attributes_read |= {"width", "height"}
    if images:
        element = images[0]
        sizes = {name: _whole_number(element.attribute(name)) for name in ("width", "height")}
        with report.about(element):
            return report.optional(Image, url=absolute(element.attribute("url"), base), type=element.attribute("type"), **sizes)
    return artwork(report, item, base)


def artwork(report: Report, holder: TrackedElement, base: str | None) -> Image | None:
    """
    Return the artwork of a podcast or an episode.
    """
    if not (found := holder.find("image", ITUNES)):
        return None
    with report.about(found):
        return report.optional(Image, url=absolute(found.attribute("href"), base))


def unread_apple(holder: TrackedElement) -> None:
    """
    Keep artwork and authors of podcasts also as they are: directories look for no other elements.
    """
    for child in holder.children:
        if child.namespace == ITUNES and child.name in {"author", "image"}:
            child.is_found = child.is_done = False


def media_attachments(report: Report, item: TrackedElement, base: str | None) -> list[Attachment]:
    """
    Return the files of Media RSS that are not images.
    """
    files = [element for element in _media(item) if element.name == "content" and not _is_image(element) and element.attribute("url")]
    found: list[Attachment | None] = []
    for element in files:
        element.is_found = True
        length, duration = element.attribute("fileSize"), _whole_number(element.attribute("duration"))
        with report.about(element):
            found.append(attachment(report, absolute(element.attribute("url"), base), element, length=length, duration=duration))
    return [file for file in found if file]


def unique_files(files: Iterable[Attachment | None]) -> list[Attachment]:
    """
    Return the files that could be read, each address once: Media RSS often repeats an enclosure.
    """
    by_url: dict[str, Attachment] = {}
    for file in filter(None, files):
        by_url.setdefault(file.url, file)
    return [*by_url.values()]


def _media(item: TrackedElement) -> list[TrackedElement]:
    """
    Return the elements of Media RSS, also in groups, without marking them as found; contents first because they have more metadata.
    """
    holders = [item, *item.find_all("group", *MEDIA)]
    return [
        child
        for name in ("content", "thumbnail")
        for holder in holders
        for child in holder.children
        if child.name == name and child.namespace in MEDIA
    ]


def _is_image(element: TrackedElement) -> bool:
    kind = element.attribute("medium") or (element.attribute("type") or media_type_of(element.attribute("url") or "") or "").partition("/")[0]
    return element.name == "content" and kind == "image"


def editorial(report: Report, item: TrackedElement) -> list[Editorial]:
    """
    Return the editorial metadata in our own namespace.
    """
    uri = strides.NAMESPACE.uri
    score = None
    if element := item.find("score", uri):
        scale = _number(element.attribute("scale")) or 10
        score = report.optional(Score, value=_number(element.full_text), scale=scale, level=element.attribute("level"))
    numbers = {name: _whole_number(item.find_text(element, uri)) for name, element in _COUNTS.items()}
    section = item.find_text("section", uri)
    if not (score or section or any(number is not None for number in numbers.values())):
        return []
    result = report.optional(Editorial, section=section, score=score, **numbers)
    return [result] if result else []


def seconds(text: str | None) -> int | None:
    """
    Return a duration in seconds, from a number of seconds, or hours, minutes and seconds between colons.
    """
    parts = (text or "").strip().split(":")
    if not all(part.isdecimal() and len(part) < 10 for part in parts) or len(parts) > 3:
        return None
    total = 0
    for part in parts:
        total = 60 * total + int(part)
    return total


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text, re.ASCII) else None


def history(element: TrackedElement) -> list[FeedHistory]:
    """
    Return what a feed says of its history (RFC 5005).
    """
    said = {name: element.find(name, fh.NAMESPACE.uri) is not None for name in ("complete", "archive")}
    return [FeedHistory(**said)] if any(said.values()) else []
