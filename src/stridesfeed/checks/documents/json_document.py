"""
A document in JSON as rules look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

import attrs

from stridesfeed.checks.documents.json_tree import Member, Value
from stridesfeed.checks.rule import Found
from stridesfeed.decoding import DecodedText, ParseProblem

Kept = TypeVar("Kept")


@attrs.define(eq=False)
class JsonDocument:
    """
    A document in JSON. *url* is where it was found; the moment *as_of* is compared with its dates.
    """

    decoded: DecodedText
    root: Value | None
    problems: tuple[ParseProblem, ...] = ()
    url: str | None = None
    as_of: datetime | None = None
    _remembered: dict[str, object] = attrs.field(factory=dict, init=False)

    @property
    def feed(self) -> Value | None:
        """
        The outermost object, where it is a feed.
        """
        root = self.root
        is_feed = root is not None and root.kind == "object" and (root.get("version") is not None or root.get("items") is not None)
        return root if is_feed else None

    @cached_property
    def items(self) -> tuple[Value, ...]:
        """
        The items that are objects.
        """
        found = self.feed.get("items") if self.feed else None
        return tuple(item for item in found.items if item.kind == "object") if found else ()

    def holders(self) -> Iterator[Value]:
        """
        The feed and its items.
        """
        if self.feed:
            yield self.feed
        yield from self.items

    def named(self, *names: str) -> Iterator[tuple[str, Value, Value]]:
        """
        Members of the feed and its items: name, value, and what holds it.
        """
        for holder in self.holders():
            for name in names:
                if (value := holder.get(name)) is not None:
                    yield name, value, holder

    def subject(self, holder: Value) -> str:
        """
        What a finding is about, as a person would name it.
        """
        if holder is self.feed or holder not in self._numbers:
            return "feed"
        said = next((value for name in ("id", "url", "title") if (value := holder.get(name)) is not None), None)
        name = said.text if said else ""
        return f"item {name[:100]!r}" if name else f"item {self._numbers[holder]}"

    @cached_property
    def _numbers(self) -> dict[Value, int]:
        return {item: number for number, item in enumerate(self.items, 1)}

    def found(self, at: Value | Member, message: str, holder: Value | None = None) -> Found:
        """
        What a rule yields of a value; *holder* is the item that it is part of.
        """
        subject = self.subject(holder) if holder is not None else "feed"
        return Found(message, subject, line=at.position.line, column=at.position.column)

    def remember(self, name: str, make: Callable[[], Kept]) -> Kept:
        """
        What *make* gives, made once for all rules.
        """
        if name not in self._remembered:
            self._remembered[name] = make()
        return cast("Kept", self._remembered[name])
