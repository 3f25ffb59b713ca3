"""
One thing that a partner asks for: what is looked at, the limit, how much depends on it, and where the partner says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

import attrs

from stridesfeed.checks.finding import Level
from stridesfeed.checks.profiles.measures import ARTICLE_MEASURES, MEASURES, Value
from stridesfeed.checks.profiles.subjects import JudgedArticle, JudgedFeed
from stridesfeed.checks.rule import Found, Rule

#: What becomes of an article or a feed that does not keep a requirement.
Severity = Literal["refused", "advised"]

#: Who says so: the partner's own document; somebody else's program or article; nobody who could be asked again.
Standing = Literal["partner", "third-party", "recalled"]

LEVEL_OF: dict[Severity, Level] = {"refused": "error", "advised": "warning"}

#: A longer list is for ``--explain``.
_FEW = 5

_STANDINGS: dict[Standing, str] = {
    "partner": "the partner's own document",
    "third-party": "somebody else's program or article",
    "recalled": "recalled, and not read again: verify it before you rely on it",
}


@attrs.frozen(kw_only=True)
class Source:
    """
    Where a value comes from.
    """

    name: str
    url: str

    #: The day on which it was read.
    read: date

    standing: Standing

    def __str__(self) -> str:
        return f"{self.name}, {self.url}, read on {self.read.isoformat()} ({_STANDINGS[self.standing]})"


@attrs.frozen(kw_only=True)
class Requirement:
    """
    One requirement of a profile.
    """

    #: As findings name it, after the profile's name: ``title-too-short``.
    code: str

    #: The name of what is looked at, in :data:`~stridesfeed.checks.profiles.measures.MEASURES`.
    measure: str

    level: Severity

    #: What the partner says, in a sentence or two.
    says: str

    #: What to do.
    mend: str

    source: Source

    #: Of a number: how much it has to be, and how much it may be.
    least: float | None = None
    most: float | None = None

    #: Of names: those that there may be, those that there must not be, those that there have to be.
    allowed: frozenset[str] | None = None
    forbidden: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()

    @property
    def is_of_articles(self) -> bool:
        """
        Whether each article is asked, and not the feed.
        """
        return self.measure in ARTICLE_MEASURES

    @property
    def limit(self) -> str:
        """
        The limit in words: "at least 21"; "yes" for what just has to be.
        """
        said = [f"at least {_number(self.least)}"] if self.least is not None else []
        said += [f"at most {_number(self.most)}"] if self.most is not None else []
        said += [f"only {_listed(self.allowed)}"] if self.allowed is not None else []
        said += [f"not {_listed(self.forbidden)}"] if self.forbidden else []
        said += [_listed(self.needed)] if self.needed else []
        return ", ".join(said) or "yes"

    def rule(self, name: str, title: str) -> Rule[JudgedArticle | JudgedFeed]:
        """
        The rule of the profile *name*, of the partner *title*, that findings, ``--explain`` and code hosts know it by.
        """

        def broken(judged: JudgedArticle | JudgedFeed) -> Iterator[Found]:
            measure = MEASURES[self.measure]
            if wrong := self._wrong(measure.of(judged)):
                yield judged.found(f"{wrong}{self._asked(title)}: {self.mend}", keys=measure.keys)

        broken.__name__ = f"{name}/{self.code}"
        broken.__doc__ = f"{self.says}\n\nLimit: {self.limit} ({self.measure}).\nSource: {self.source}.\n\nFix: {self.mend}."
        return Rule(broken, LEVEL_OF[self.level])

    def _asked(self, title: str) -> str:
        if self.limit == "yes" or len(self.allowed or ()) > _FEW:
            return f", which {title} {'refuses' if self.level == 'refused' else 'advises against'}"
        return f", and {title} {'asks for' if self.level == 'refused' else 'advises'} {self.limit}"

    def _wrong(self, value: Value) -> str | None:
        """
        What is wrong with *value*; what is not known is not wrong.
        """
        said = MEASURES[self.measure].said
        if isinstance(value, bool):
            return None if value else said
        if isinstance(value, frozenset):
            return self._strangers(said, value)
        if value is None or self._is_within(value):
            return None
        return said.format(_number(round(value, 1)))

    def _is_within(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def _strangers(self, said: str, value: frozenset[str]) -> str | None:
        strange = value & self.forbidden | (value - self.allowed if self.allowed is not None else frozenset())
        if strange:
            return f"{said} {_listed(strange)}"
        missing = self.needed - value
        return f"lacks {_listed(missing)}" if missing else None


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
