"""
Known differences of feed parsers: values that a parser changes or drops although the document is right.

A known difference normalises the values on both sides before they are compared, or excludes the field. Any other difference is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from stridesfeed.body import html_to_text
from stridesfeed.text import line

#: Return a value without what a parser changes.
Normalize = Callable[[Any], Any]


@attrs.frozen
class KnownDifference:
    """
    A difference of one parser in one field, in some formats.
    """

    reader: str
    formats: tuple[str, ...]
    field: str

    #: ``None`` if the parser does not return the field.
    normalize: Normalize | None

    #: What the parser does, for people.
    reason: str

    #: True if the parser returns something else when the field is missing.
    has_fallback: bool = False


def _text(html: str | None) -> str:
    return line(html_to_text(html or "", links=True, images=True))


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    return names[:1]


def _trimmed(text: str | None) -> str | None:
    return (text or "").strip() or None


_XML = ("rss", "atom")
_FALLBACK = "returns the content if there is no summary"
_REWRITES = "rewrites HTML: attributes in another order, empty elements with a slash, unsafe parts removed"

KNOWN_DIFFERENCES: tuple[KnownDifference, ...] = (
    KnownDifference("feedparser", _XML, "content", _text, _REWRITES),
    KnownDifference("feedparser", ("rss",), "summary", _text, _REWRITES),
    KnownDifference("feedparser", ("atom",), "summary", _trimmed, _FALLBACK, has_fallback=True),
    KnownDifference(
        "fastfeedparser", ("atom",), "summary", _trimmed, "returns the text of the content if there is no summary", has_fallback=True
    ),
    KnownDifference("fastfeedparser", ("rss", "atom", "json"), "authors", _first, "returns only the first author"),
    KnownDifference(
        "fastfeedparser",
        ("atom",),
        "enclosures",
        lambda files: tuple(attrs.evolve(file, length=None) for file in files),
        "drops the lengths of links",
    ),
    KnownDifference("atoma", ("rss",), "authors", None, "ignores dc:creator"),
    KnownDifference("atoma", ("rss",), "updated", None, "ignores atom:updated"),
    KnownDifference("atoma", ("json",), "authors", _first, "reads the author of version 1, which is the first"),
    KnownDifference("rss-parser", ("rss",), "updated", None, "has no such field"),
    KnownDifference("reader", _XML, "content", _text, _REWRITES),
    KnownDifference("reader", ("rss",), "summary", _text, _REWRITES),
    KnownDifference("reader", ("atom",), "summary", _trimmed, _FALLBACK, has_fallback=True),
    KnownDifference(
        "reader",
        ("rss",),
        "authors",
        lambda names: tuple(name.rpartition(", ")[2] for name in names[-1:]),
        "keeps the last dc:creator, and splits names at commas",
    ),
    KnownDifference("reader", ("atom",), "authors", lambda names: names[-1:], "keeps only the last author"),
    KnownDifference("reader", _XML, "categories", None, "drops categories"),
)

_BY_FIELD: Mapping[tuple[str, str, str], KnownDifference] = {
    (known.reader, format, known.field): known for known in KNOWN_DIFFERENCES for format in known.formats
}


def difference(reader: str, format: str, field: str, expected: Any, actual: Any) -> tuple[Any, Any] | None:
    """
    Compare a field, apart from known differences of *reader*. Return both values as compared, or ``None`` if they are equal.
    """
    known = _BY_FIELD.get((reader, format, field))
    if known and (known.normalize is None or (known.has_fallback and not expected)):
        return None
    if known and known.normalize:
        values = known.normalize(expected), known.normalize(actual)
    elif field in {"summary", "content"}:
        # White space around these has no meaning.
        values = _trimmed(expected), _trimmed(actual)
    else:
        values = expected, actual
    return None if values[0] == values[1] else values
