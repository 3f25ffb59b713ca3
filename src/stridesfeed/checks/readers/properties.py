"""
What is known of readers: where they give something else than what was written, and why that is no fault of the document.

A property says how a field is looked at on both sides before they are compared, or that the reader has no word for it. What differs all the
same is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from stridesfeed.body import html_to_text
from stridesfeed.text import line

#: What is left of a value when one does not look at what a reader changes in it.
View = Callable[[Any], Any]


@attrs.frozen
class Property:
    """
    What one reader does to one field in some formats.
    """

    reader: str
    formats: tuple[str, ...]
    field: str

    #: ``None`` where the reader does not give the field at all.
    view: View | None

    #: What it does, for people.
    reason: str

    #: Whether it gives something else in place of what was not written.
    fills: bool = False


def _text(html: str | None) -> str:
    return line(html_to_text(html or "", links=True, images=True))


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    return names[:1]


def _last(names: tuple[str, ...]) -> tuple[str, ...]:
    return names[-1:]


def _last_part(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.rpartition(", ")[2] for name in names[-1:])


def _without_lengths(enclosures: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(attrs.evolve(enclosure, length=None) for enclosure in enclosures)


def _trimmed(text: str | None) -> str | None:
    return (text or "").strip() or None


_XML = ("rss", "atom")
_FILLED = "where there is no summary it gives the content"
_ANEW = "it parses HTML and writes it anew: attributes in another order, empty elements with a slash, what it holds for unsafe left out"

PROPERTIES: tuple[Property, ...] = (
    Property("feedparser", _XML, "content", _text, _ANEW),
    Property("feedparser", ("rss",), "summary", _text, _ANEW),
    Property("feedparser", ("atom",), "summary", _trimmed, _FILLED, fills=True),
    Property("fastfeedparser", ("atom",), "summary", _trimmed, "where there is no summary it gives the text of the content", fills=True),
    Property("fastfeedparser", ("rss", "atom", "json"), "authors", _first, "it keeps the first author"),
    Property("fastfeedparser", ("atom",), "enclosures", _without_lengths, "it keeps no lengths of links"),
    Property("atoma", ("rss",), "authors", None, "it does not read dc:creator"),
    Property("atoma", ("rss",), "updated", None, "it does not read atom:updated"),
    Property("atoma", ("json",), "authors", _first, "it reads the author of version 1, who is the first"),
    Property("rss-parser", ("rss",), "updated", None, "it has no field for it"),
    Property("reader", _XML, "content", _text, _ANEW),
    Property("reader", ("rss",), "summary", _text, _ANEW),
    Property("reader", ("atom",), "summary", _trimmed, _FILLED, fills=True),
    Property("reader", ("rss",), "authors", _last_part, "it keeps one dc:creator, the last, and takes the names in it apart at commas"),
    Property("reader", ("atom",), "authors", _last, "it keeps one author, the last"),
    Property("reader", _XML, "categories", None, "it keeps no categories"),
)

_BY_PLACE: Mapping[tuple[str, str, str], Property] = {
    (known.reader, format, known.field): known for known in PROPERTIES for format in known.formats
}


def difference(reader: str, format: str, field: str, wrote: Any, got: Any) -> tuple[Any, Any] | None:
    """
    What was written in *field* and what *reader* gets of it, as they are compared; ``None`` where they agree as far as is known of it.
    """
    known = _BY_PLACE.get((reader, format, field))
    look = known.view if known else _trimmed if field in _TEXTS else _as_it_is
    if look is None or (known and known.fills and not wrote):
        return None
    seen = look(wrote), look(got)
    return None if seen[0] == seen[1] else seen


#: White space around these says nothing.
_TEXTS = frozenset({"summary", "content"})


def _as_it_is(value: Any) -> Any:
    return value
