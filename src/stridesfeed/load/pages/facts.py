"""
The facts that a page states about its article, under the keys of front matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter import FrontMatter, KeyPath


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
    Return the first of the *facts* with each key, without empty ones, as front matter.
    """
    first: dict[str, Fact] = {}
    for fact in facts:
        if fact.value not in ("", None, [], {}):
            first.setdefault(fact.key, fact)
    lines: dict[KeyPath, int] = {(key,): fact.line for key, fact in first.items()}
    return FrontMatter({key: fact.value for key, fact in first.items()}, lines, faults=tuple(faults))
