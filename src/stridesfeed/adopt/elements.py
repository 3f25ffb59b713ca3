"""
What stands in documents of XML, whatever their kind: moments, people, links, texts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from stridesfeed import iri
from stridesfeed.adopt.adoption import Gathering
from stridesfeed.body import excerpt, html_to_text
from stridesfeed.errors import FieldError
from stridesfeed.extensions import Editorial, Score, atom, content, dc, dcterms, media, strides
from stridesfeed.load.dates import parse_date
from stridesfeed.load.html_pages import rewrite_targets
from stridesfeed.load.media_types import media_type_of
from stridesfeed.model import Attachment, Image, Link, Person
from stridesfeed.xml_tree import XmlElement

ATOM = atom.NAMESPACE.uri
CONTENT = content.NAMESPACE.uri
DC = dc.NAMESPACE.uri
DCTERMS = dcterms.NAMESPACE.uri
MEDIA = (media.NAMESPACE.uri, media.NAMESPACE.uri.rstrip("/"))
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_ADDRESS_AND_NAME = re.compile(r"(?P<email>\S+@\S+)\s*\((?P<name>[^()]*\S[^()]*)\)")

#: In characters: a title that is made of a text.
_TITLE = 60


def moment(text: str | None) -> datetime | None:
    """
    The moment that *text* says; without an offset it is in UTC, as the specifications have it. ``None`` where it is none.
    """
    if not text:
        return None
    try:
        return parse_date(text, zone=UTC)
    except FieldError:
        return None


def first_moment(element: XmlElement, *names: tuple[str, str]) -> datetime | None:
    """
    The first moment that a child of *element* says, of those with these namespaces and names.
    """
    found = (moment(element.find_text(name, namespace)) for namespace, name in names)
    return next(filter(None, found), None)


def plain(html: str | None) -> str | None:
    """
    What *html* shows, on one line.
    """
    return " ".join(html_to_text(html).split()) or None if html else None


def is_html(text: str) -> bool:
    """
    Whether there is markup in *text*.
    """
    return _MARKUP.search(text) is not None


def title_or_words(title: str | None, body: str | None) -> str | None:
    """
    The title, or the first words of the body of an article that has none.
    """
    return title or (excerpt(body, _TITLE) if body else None) or None


def absolute(reference: str | None, base: str | None) -> str | None:
    """
    *reference* as an address, resolved against *base* where there is one.
    """
    if not reference:
        return None
    return iri.absolute(reference, base) or reference if base else iri.to_uri(reference)


def rebased(html: str | None, base: str | None) -> str | None:
    """
    *html* with its addresses resolved against *base*, where that is said.
    """
    return rewrite_targets(html, lambda href: iri.absolute(href, base) or href) if html and base else html


def named_person(gathering: Gathering, text: str) -> Person | None:
    """
    A person as RSS has them: a name, or an address with a name in parentheses.
    """
    found = _ADDRESS_AND_NAME.fullmatch(text)
    return gathering.optional(Person, name=found["name"], email=found["email"]) if found else gathering.optional(Person, name=text)


def link(gathering: Gathering, element: XmlElement, base: str | None) -> Link | None:
    """
    A link as Atom has it.
    """
    return gathering.optional(
        Link,
        href=absolute(element.attribute("href"), element.base or base),
        rel=relation(element),
        type=element.attribute("type"),
        hreflang=element.attribute("hreflang"),
        title=element.attribute("title"),
        length=_whole(element.attribute("length")),
    )


def relation(element: XmlElement) -> str:
    """
    The relation of a link: its short name, also where it is written as an IRI (RFC 4287, 4.2.7.2).
    """
    rel = element.attribute("rel") or "alternate"
    return rel.removeprefix("http://www.iana.org/assignments/relation/")


def links_by_relation(gathering: Gathering, element: XmlElement, base: str | None) -> dict[str, Any]:
    """
    The fields of an article that links of Atom say, whichever document they stand in.
    """
    found: dict[str, list[Link]] = {"related": [], "sources": [], "links": []}
    for each in element.find_all("link", ATOM):
        name = {"related": "related", "via": "sources"}.get(relation(each), "links")
        if relation(each) in _ELSEWHERE:
            continue
        if made := link(gathering, each, base):
            found[name].append(made)
    return dict(found)


#: Relations that other fields are made of, or that say nothing of the article.
_ELSEWHERE = frozenset({"alternate", "self", "edit", "edit-media", "hub", "replies", "enclosure", "next", "previous", "first", "last"})


def attachment(gathering: Gathering, url: str | None, element: XmlElement, **more: Any) -> Attachment | None:
    """
    A file: of an unknown length it is none that is 0.
    """
    type_ = element.attribute("type") or (media_type_of(url) if url else None)
    return gathering.optional(Attachment, url=url, type=type_, length=_whole(more.pop("length", None)) or None, **more)


def picture(gathering: Gathering, item: XmlElement, base: str | None) -> Image | None:
    """
    The lead picture: of Media RSS, else that of a podcast's episode.
    """
    for element in _media(item):
        if element.name == "thumbnail" or _is_picture(element):
            url = absolute(element.attribute("url"), base)
            sizes = {name: _whole(element.attribute(name)) for name in ("width", "height")}
            return gathering.optional(Image, url=url, type=element.attribute("type"), **sizes)
    cover = item.find("image", ITUNES)
    return gathering.optional(Image, url=absolute(cover.attribute("href"), base)) if cover else None


def media_files(gathering: Gathering, item: XmlElement, base: str | None) -> list[Attachment]:
    """
    The files of Media RSS that are no pictures.
    """
    files = [element for element in _media(item) if element.name == "content" and not _is_picture(element) and element.attribute("url")]
    found = [
        attachment(
            gathering,
            absolute(element.attribute("url"), base),
            element,
            length=element.attribute("fileSize"),
            duration=_whole(element.attribute("duration")),
        )
        for element in files
    ]
    return [file for file in found if file]


def _media(item: XmlElement) -> list[XmlElement]:
    """
    The contents first, and those of groups, because they know more than thumbnails.
    """
    holders = [item, *item.find_all("group", *MEDIA)]
    return [element for name in ("content", "thumbnail") for holder in holders for element in holder.find_all(name, *MEDIA)]


def _is_picture(element: XmlElement) -> bool:
    kind = element.attribute("medium") or (element.attribute("type") or media_type_of(element.attribute("url") or "") or "").partition("/")[0]
    return element.name == "content" and kind == "image"


def editorial(gathering: Gathering, item: XmlElement) -> list[Editorial]:
    """
    What a newsroom that uses our namespace says of the article.
    """
    uri = strides.NAMESPACE.uri
    mark = item.find("score", uri)
    score = (
        gathering.optional(Score, value=_number(mark.full_text), scale=_number(mark.attribute("scale")) or 10, level=mark.attribute("level"))
        if mark
        else None
    )
    minutes, section = _whole(item.find_text("readingTime", uri)), item.find_text("section", uri)
    if not (score or minutes or section):
        return []
    made = gathering.optional(Editorial, section=section, reading_minutes=minutes, score=score)
    return [made] if made else []


def seconds(text: str | None) -> int | None:
    """
    A duration: seconds, or hours, minutes and seconds between colons.
    """
    parts = (text or "").strip().split(":")
    if not all(part.isdecimal() and len(part) < 10 for part in parts) or len(parts) > 3:
        return None
    total = 0
    for part in parts:
        total = 60 * total + int(part)
    return total


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text, re.ASCII) else None
