"""
The editorial namespace: section, reading time, number of sources and score of an article.

Its URI is only a name: ``.example`` is reserved (RFC 2606), so no one else can own it.
docs/reference/editorial-namespace.md is its specification for authors of readers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import attrs

from stridesfeed import rules
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import Value, checked_by, line_or_none

NAMESPACE = Namespace("strides", "https://stridesfeed.example/ns/editorial/1.0")

#: The name of the extension in JSON Feed.
MEMBER = "_strides"

#: Within these limits, all programs write numbers in the same way.
_MAX_NUMBER = 1_000_000
_DECIMALS = 4


def _rounded(value: float) -> float:
    return round(value, _DECIMALS) if isinstance(value, float) and math.isfinite(value) else value


def _number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"must be a number, not {type(value).__name__}"
    return None if 0 <= value <= _MAX_NUMBER else f"must be from 0 to {_MAX_NUMBER}, not {value}"


@attrs.frozen
class Score(Value):
    """
    A score given by the newsroom, with its scale.

    Atom, RSS: strides:score. JSON Feed: ``_strides.score``.
    """

    #: From 0 to *scale*, rounded to four decimals. XML: the text. JSON: value.
    value: float = attrs.field(converter=_rounded, metadata=checked_by(_number))

    #: The maximum score. XML: scale. JSON: scale.
    scale: float = attrs.field(default=10, converter=_rounded, metadata=checked_by(_number))

    #: The score as a word: "Moderate". XML: level. JSON: level.
    level: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    def _faults(self) -> Iterator[FieldError]:
        if not _number(self.value) and not _number(self.scale) and self.value > self.scale:
            yield self.fault("value", f"must be at most {number(self.scale)}, the scale, not {number(self.value)}")


@attrs.frozen(kw_only=True)
class Editorial(Extension):
    """
    Editorial facts about an article.

    Atom, RSS: elements of the editorial namespace. JSON Feed: members of ``_strides``.
    """

    #: The section of the publication: "AI News". XML: strides:section. JSON: section.
    section: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The reading time in minutes. XML: strides:readingTime, unit="minutes". JSON: reading_time_minutes.
    reading_minutes: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: The number of sources that the article is based on. XML: strides:sourceCount. JSON: source_count.
    source_count: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: XML: strides:score. JSON: score.
    score: Score | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Score))))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield strides:section, strides:readingTime, strides:sourceCount and strides:score.
        """
        if self.section is not None:
            yield NAMESPACE.element("section", self.section)
        if self.reading_minutes is not None:
            yield NAMESPACE.element("readingTime", str(self.reading_minutes), attributes={"unit": "minutes"})
        if self.source_count is not None:
            yield NAMESPACE.element("sourceCount", str(self.source_count))
        if self.score is not None:
            scale = {"scale": number(self.score.scale), "level": self.score.level}
            yield NAMESPACE.element("score", number(self.score.value), attributes=scale)

    def members(self) -> dict[str, dict[str, object]]:
        """
        Return the members of ``_strides``.
        """
        score = self.score and {"value": self.score.value, "scale": self.score.scale, "level": self.score.level}
        facts = {
            "section": self.section,
            "reading_time_minutes": self.reading_minutes,
            "source_count": self.source_count,
            "score": score and {key: value for key, value in score.items() if value is not None},
        }
        return {MEMBER: {key: value for key, value in facts.items() if value is not None}}


def number(value: float) -> str:
    """
    Format a number without a needless fraction: 10, not 10.0.
    """
    return str(int(value)) if value == int(value) else repr(value)
