"""
Parsers for what documents have in common: dates, people, links, texts, media.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from stridesfeed import iri, rules
from stridesfeed.adopt.adoption import AdoptionBuilder
from stridesfeed.adopt.tracking import TrackedElement
from stridesfeed.body import excerpt, html_to_text
from stridesfeed.errors import FieldError
from stridesfeed.extensions import Editorial, Score, atom, content, dc, dcterms, media, strides
from stridesfeed.load.dates import parse_date
from stridesfeed.load.html_pages import rewrite_targets
from stridesfeed.load.media_types import media_type_of
from stridesfeed.model import Attachment, Image, Link, Person

ATOM = atom.NAMESPACE.uri
CONTENT = content.NAMESPACE.uri
DC = dc.NAMESPACE.uri
DCTERMS = dcterms.NAMESPACE.uri
MEDIA = (media.NAMESPACE.uri, media.NAMESPACE.uri.rstrip("/"))
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

#: Relations that are other fields of an article, or not about the article.
_OTHER_FIELDS = frozenset({"alternate", "self", "edit", "edit-media", "hub", "replies", "enclosure", "next", "previous", "first", "last"})

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_EMAIL_AND_NAME = re.compile(r"(?P<email>\S+@\S+)\s*\((?P<name>[^()]*\S[^()]*)\)")

#: In characters: the maximum length of a title made from the body.
_MAX_TITLE = 60


def parse_datetime(text: str | None) -> datetime | None:
    """
    Return the date in *text*, in UTC if it has no offset; ``None`` if it is invalid.
    """
    if not text:
        return None
    try:
        return parse_date(text, zone=UTC)
    except FieldError:
        return None


def first_datetime(element: TrackedElement, *names: tuple[str, str]) -> datetime | None:
    """
    Return the date in the first child of *element* with one of these namespaces and names that has a valid one.
    """
    # All of them are read, because they are the same date.
    found = [parse_datetime(element.find_text(name, namespace)) for namespace, name in names]
    return next(filter(None, found), None)


def html_to_line(html: str | None) -> str | None:
    """
    Return the text of *html* on one line.
    """
    return " ".join(html_to_text(html).split()) or None if html else None


def is_html(text: str) -> bool:
    """
    Return whether *text* contains markup.
    """
    return _MARKUP.search(text) is not None


def title_or_excerpt(title: str | None, body: str | None) -> str | None:
    """
    Return the title, or the first words of the body if there is none.
    """
    return title or (excerpt(body, _MAX_TITLE) if body else None) or None


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


def parse_person(builder: AdoptionBuilder, text: str) -> Person | None:
    """
    Return a person from the text of an RSS element: a name, or an e-mail address with a name in parentheses.
    """
    found = _EMAIL_AND_NAME.fullmatch(text)
    return builder.optional(Person, name=found["name"], email=found["email"]) if found else builder.optional(Person, name=text)


def relation(element: TrackedElement) -> str:
    """
    Return the relation of a link as a short name, even if it is written as an IRI (RFC 4287, 4.2.7.2).
    """
    rel = element.attribute("rel") or "alternate"
    return rel.removeprefix("http://www.iana.org/assignments/relation/")


def links_by_relation(builder: AdoptionBuilder, element: TrackedElement, base: str | None) -> dict[str, Any]:
    """
    Return the fields of an article that are Atom links, in Atom and in RSS.
    """
    found: dict[str, list[Link]] = {"related": [], "sources": [], "links": []}
    for each in element.find_all("link", ATOM):
        rel = relation(each)
        if rel in _OTHER_FIELDS:
            continue
        link = builder.optional(
            Link,
            href=absolute(each.attribute("href"), each.base or base),
            rel=rel,
            type=each.attribute("type"),
            hreflang=each.attribute("hreflang"),
            title=each.attribute("title"),
            length=_whole_number(each.attribute("length")),
        )
        if link:
            found[{"related": "related", "via": "sources"}.get(rel, "links")].append(link)
    return dict(found)


def skip_links(builder: AdoptionBuilder, element: TrackedElement, *used: str, once: tuple[str, ...] = ()) -> None:
    """
    Count the Atom links that are not imported: all but those with the relations *used*, and but the first with each of *once*.
    """
    for rel, number in Counter(map(relation, element.find_all("link", ATOM))).items():
        unused = number - (rel in once)
        if rel not in used and unused:
            builder.skip(f"link with relation {rel}", unused)


def attachment(builder: AdoptionBuilder, url: str | None, element: TrackedElement, **more: Any) -> Attachment | None:
    """
    Return an attachment. A length of 0 means that it is unknown.
    """
    type_ = attachment_type(builder, element.attribute("type"), url)
    return builder.optional(Attachment, url=url, type=type_, length=_whole_number(more.pop("length", None)) or None, **more)


def attachment_type(builder: AdoptionBuilder, given: str | None, url: str | None) -> str | None:
    """
    Return the media type of the file at *url*: the *given* one if it is valid, else that of the suffix.
    """
    if given and rules.media_type(given):
        builder.skip("invalid media type of an attachment")
        given = None
    return given or (media_type_of(url) if url else None)


def lead_image(builder: AdoptionBuilder, item: TrackedElement, base: str | None) -> Image | None:
    """
    Return the lead image: the first of Media RSS, else that of a podcast episode.
    """
    images = [element for element in _media(item) if element.name == "thumbnail" or _is_image(element)]
    builder.leave(element.tag for element in images if element.attribute("url") != images[0].attribute("url"))
    if images:
        element = images[0]
        sizes = {name: _whole_number(element.attribute(name)) for name in ("width", "height")}
        return builder.optional(Image, url=absolute(element.attribute("url"), base), type=element.attribute("type"), **sizes)
    cover = item.find("image", ITUNES)
    return builder.optional(Image, url=absolute(cover.attribute("href"), base)) if cover else None


def media_attachments(builder: AdoptionBuilder, item: TrackedElement, base: str | None) -> list[Attachment]:
    """
    Return the files of Media RSS that are not images.
    """
    files = [element for element in _media(item) if element.name == "content" and not _is_image(element)]
    builder.leave(element.tag for element in files if not element.attribute("url"))
    found = [
        attachment(
            builder,
            absolute(element.attribute("url"), base),
            element,
            length=element.attribute("fileSize"),
            duration=_whole_number(element.attribute("duration")),
        )
        for element in files
        if element.attribute("url")
    ]
    return [file for file in found if file]


def _media(item: TrackedElement) -> list[TrackedElement]:
    """
    Return the elements of Media RSS, also in groups; contents before thumbnails because they have more metadata.
    """
    holders = [item, *item.find_all("group", *MEDIA)]
    return [element for name in ("content", "thumbnail") for holder in holders for element in holder.find_all(name, *MEDIA)]


def _is_image(element: TrackedElement) -> bool:
    kind = element.attribute("medium") or (element.attribute("type") or media_type_of(element.attribute("url") or "") or "").partition("/")[0]
    return element.name == "content" and kind == "image"


def editorial(builder: AdoptionBuilder, item: TrackedElement) -> list[Editorial]:
    """
    Return the editorial metadata in our own namespace.
    """
    uri = strides.NAMESPACE.uri
    score = None
    if element := item.find("score", uri):
        scale = _number(element.attribute("scale")) or 10
        score = builder.optional(Score, value=_number(element.full_text), scale=scale, level=element.attribute("level"))
    item.find("sourceCount", uri)  # builds count the sources anew
    minutes, section = _whole_number(item.find_text("readingTime", uri)), item.find_text("section", uri)
    if not (score or minutes or section):
        return []
    result = builder.optional(Editorial, section=section, reading_minutes=minutes, score=score)
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
