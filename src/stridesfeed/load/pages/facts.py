"""
The facts that a page states about its article, under the keys of front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import attrs

from stridesfeed.errors import FieldError, FileError
from stridesfeed.load.dates.parsing import parse_date
from stridesfeed.load.front_matter.nodes import FrontMatter, KeyPath

_DATES = frozenset({"published", "updated"})

#: ``2026-04-30 09:00:00 +0200 CEST``
_ZONE_NAME = re.compile(r"(?<=[+-]\d{4}) [A-Z]{2,5}$")


@attrs.frozen
class Fact:
    """
    A value of a front-matter key, and the line that states it.
    """

    key: str
    value: Any
    line: int


def as_front_matter(facts: Iterable[Fact], faults: Iterable[FileError] = ()) -> FrontMatter:
    """
    Return the first of the *facts* with each key as front matter, without empty ones. Of dates, it is the first that can be read.
    """
    first: dict[str, Fact] = {}
    for fact in map(_with_plain_date, facts):
        if fact.value in ("", None, [], {}):
            continue
        known = first.setdefault(fact.key, fact)
        if fact.key in _DATES and known is not fact and not is_readable_date(known.value) and is_readable_date(fact.value):
            first[fact.key] = fact
    lines: dict[KeyPath, int] = {(key,): fact.line for key, fact in first.items()}
    return FrontMatter({key: fact.value for key, fact in first.items()}, lines, faults=tuple(faults))


def is_readable_date(value: Any) -> bool:
    """
    Return whether *value* is a date; it may lack a time zone, or be ambiguous.
    """
    try:
        parse_date(value, zone=UTC, order="dmy")
    except FieldError:
        return False
    return True


def _with_plain_date(fact: Fact) -> Fact:
    """
    Return *fact* without the name that Go writes after an offset, and without the year 1, which Go writes for no date.
    """
    if fact.key not in _DATES or not isinstance(fact.value, str):
        return fact
    return attrs.evolve(fact, value="" if fact.value.startswith("0001-01-01") else _ZONE_NAME.sub("", fact.value))
