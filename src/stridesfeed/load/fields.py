"""
One value of front matter, made into what the model holds: text, numbers, people, categories, links, files.

Each function takes an entry and raises :class:`FieldError` with the rule it breaks. YAML and Pelican headers give text for everything, TOML
and JSON give numbers and booleans: both are understood.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time

from stridesfeed import iri
from stridesfeed.errors import FieldError
from stridesfeed.extensions import Score
from stridesfeed.load.header import Entry
from stridesfeed.load.links import Links
from stridesfeed.load.media_types import media_type_of
from stridesfeed.model import Attachment, Category, Image, Link, Person

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})

_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_SCORE = re.compile(r"(?P<value>\d+(?:\.\d+)?)(?:\s*/\s*(?P<scale>\d+(?:\.\d+)?))?", re.ASCII)
_CLOCK = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d)", re.ASCII)
_TITLE_AND_URL = re.compile(r"\[(?P<words>.+)\]\(\s*<?(?P<to>[^\s<>]+?)>?\s*\)|(?P<title>.*\S)?\s*<(?P<url>[^\s<>]+)>", re.DOTALL)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def refused(entry: Entry, rule: str) -> FieldError:
    """
    The fault of *entry*.
    """
    return FieldError("front matter", entry.key, rule)


def text(entry: Entry) -> str:
    """
    Text; a number or a date stands for how it is written.
    """
    value = entry.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | datetime | date | time):
        return str(value)
    raise refused(entry, f"must be text, not {_kind(value)}")


def is_flag(entry: Entry) -> bool:
    """
    Whether the value is true or false, and not a date or an address.
    """
    return isinstance(entry.value, bool) or str(entry.value).strip().lower() in (_TRUE | _FALSE)


def flag(entry: Entry) -> bool:
    """
    True or false.
    """
    word = str(entry.value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise refused(entry, f"must be true or false, not {entry.value!r}")


def whole(entry: Entry) -> int:
    """
    A whole number, zero or more.
    """
    word = text(entry).strip().removesuffix("px").strip()
    if _WHOLE.fullmatch(word):
        return int(word)
    raise refused(entry, f"must be a whole number, not {entry.value!r}")


def minutes(entry: Entry) -> int:
    """
    Minutes: a number, alone or at the head of some words (``5 min read``); a part of a minute is one more.
    """
    found = _NUMBER.match(text(entry))
    if found is None or float(found[1]) > 1e6:
        raise refused(entry, f"must be a number of minutes, not {entry.value!r}")
    return math.ceil(float(found[1]))


def seconds(entry: Entry) -> int:
    """
    Seconds: a number, or ``mm:ss`` or ``h:mm:ss``.
    """
    word = text(entry).strip()
    if clock := _CLOCK.fullmatch(word):
        return int(clock["hours"] or 0) * 3600 + int(clock["minutes"]) * 60 + int(clock["seconds"])
    found = _NUMBER.fullmatch(word)
    if found is None:
        raise refused(entry, f"must be seconds, or a time such as 1:02:30, not {entry.value!r}")
    return round(float(found[1]))


def score(entry: Entry) -> Score:
    """
    A score: ``6.3``, ``6.3/10``, or a mapping of value, scale and level.
    """
    part = entry.get("value", "score") if isinstance(entry.value, Mapping) else entry
    found = _SCORE.fullmatch(text(part).strip()) if part else None
    if found is None:
        raise refused(entry, f"must be a number such as 6.3 or 6.3/10, not {entry.value!r}")
    scale, level = entry.get("scale", "of", "max"), entry.get("level", "label")
    most = number(scale) if scale else float(found["scale"] or 10)
    return Score(float(found["value"]), scale=most, level=text(level) if level else None)


def number(entry: Entry) -> float:
    """
    A number, zero or more.
    """
    word = text(entry).strip()
    if _NUMBER.fullmatch(word):
        return float(word)
    raise refused(entry, f"must be a number, not {entry.value!r}")


def identifier(entry: Entry) -> str:
    """
    An id: as it is, but a bare UUID becomes the IRI that RFC 9562 has for it.
    """
    word = text(entry).strip()
    return f"urn:uuid:{word.lower()}" if _UUID.fullmatch(word) else word


def person(entry: Entry, people: Mapping[str, Person]) -> Person:
    """
    A person: a key of the authors table, a name (an e-mail may stand in it), or a mapping.
    """
    if not isinstance(entry.value, Mapping):
        name = text(entry)
        return people.get(name.strip()) or Person(name)
    name_entry = entry.get("name", "title", "key")
    if name_entry is None:
        raise refused(entry, "must have a name")
    name = text(name_entry)
    if len(entry.value) == 1 and name.strip() in people:
        return people[name.strip()]
    return Person(
        name, uri=_part(entry, "url", "uri", "link", "homepage"), email=_part(entry, "email", "mail"), avatar=_part(entry, "avatar", "image")
    )


def categories(entry: Entry, *, scheme: str | None, by_blanks: bool) -> Iterator[tuple[Entry, Callable[[Entry], Category]]]:
    """
    The categories in *entry*, each to be parsed on its own: a list, a mapping, or text.

    Text under a key in the plural (``tags``, ``categories``) is a list between commas, as Pelican and Python-Markdown have it; where
    *by_blanks* and there is no comma, between blanks, as Jekyll has it. Under a key in the singular it is one category.
    """
    for item in entry.items():
        words: Iterable[str] = ()
        if isinstance(entry.value, str) and entry.key.endswith("s"):
            separated = re.split(r"[,;]", entry.value)
            words = entry.value.split() if by_blanks and len(separated) == 1 else separated
        if words:
            for word in filter(None, map(str.strip, words)):
                yield Entry(item.header, item.place, word), lambda part: _category(part, scheme)
        else:
            yield item, lambda part: _category(part, scheme)


def _category(entry: Entry, scheme: str | None) -> Category:
    if not isinstance(entry.value, Mapping):
        return Category(text(entry), scheme=scheme)
    term = entry.get("term", "name", "slug", "title", "label")
    if term is None:
        raise refused(entry, "must have a term")
    return Category(text(term), scheme=_part(entry, "scheme") or scheme, label=_part(entry, "label", "title"))


def source(entry: Entry) -> Link:
    """
    A source: an address, ``Title <address>``, ``[Title](address)``, or a mapping.
    """
    if isinstance(entry.value, Mapping):
        address = entry.get("url", "href", "link")
        if address is None:
            raise refused(entry, "must have a url")
        return Link(text(address), "via", title=_part(entry, "title", "name", "label"), hreflang=_part(entry, "hreflang", "lang", "language"))
    words = text(entry).strip()
    found = _TITLE_AND_URL.fullmatch(words)
    if found is None:
        return Link(words, "via")
    return Link(found["to"] or found["url"], "via", title=found["words"] or found["title"])


def related(entry: Entry, links: Links) -> Link | None:
    """
    Something to read next: the path, slug, id or address of an article here, or an address elsewhere as a source has it.

    ``None`` for an article that is not published (yet): nobody could read it.
    """
    part = entry.get("url", "href", "path", "slug", "id", "file") if isinstance(entry.value, Mapping) else entry
    if part is None:
        raise refused(entry, "must have a url, path, slug or id")
    name = text(part).strip()
    known = links.find(name)
    if known is not None:
        return None if known.is_out else Link(iri.to_uri(known.url), "related", title=_part(entry, "title", "name") or known.title)
    if iri.scheme(name) is None and not _TITLE_AND_URL.fullmatch(name):
        raise refused(entry, f"no article has the path, slug, id or address {name!r}")
    return source(entry) if part is entry else Link(name, "related", title=_part(entry, "title", "name"))


def image(entry: Entry, links: Links, alt: str | None) -> Image:
    """
    A picture: its file or address, or a mapping; *alt* is for a picture without one of its own.
    """
    address = entry.get("url", "src", "path", "file", "href", "image", "relative_url") if isinstance(entry.value, Mapping) else entry
    if address is None:
        raise refused(entry, "must have a url")
    url = links.url_of(text(address).strip())
    width, height = entry.get("width"), entry.get("height")
    return Image(
        url,
        alt=_part(entry, "alt", "alt_text", "description") or alt,
        type=_part(entry, "type", "mime_type") or media_type_of(url),
        width=whole(width) if width else None,
        height=whole(height) if height else None,
        caption=_part(entry, "caption"),
        credit=_part(entry, "credit", "author", "photographer"),
    )


def attachment(entry: Entry, links: Links) -> Attachment:
    """
    A file: its path or address, or a mapping. Length and media type are found out where they are not given and the file is here.
    """
    address = entry.get("url", "src", "href", "path", "file") if isinstance(entry.value, Mapping) else entry
    if address is None:
        raise refused(entry, "must have a url")
    written = text(address).strip()
    url = links.url_of(written)
    media_type = _part(entry, "type", "mime_type", "media_type") or media_type_of(url)
    if media_type is None:
        raise refused(entry, f"the name {written!r} does not tell its media type: give url and type, such as audio/mpeg")
    length, duration = entry.get("length", "size_in_bytes", "size", "bytes"), entry.get("duration", "duration_in_seconds")
    return Attachment(
        url,
        media_type,
        length=whole(length) if length else links.length(written),
        duration=seconds(duration) if duration else None,
        title=_part(entry, "title", "name"),
    )


def _part(entry: Entry, *names: str) -> str | None:
    part = entry.get(*names)
    return text(part) if part else None


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, Mapping) else type(value).__name__
