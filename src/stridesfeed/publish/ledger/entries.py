"""
What a ledger remembers of each article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

import attrs

from stridesfeed.dates import whole_utc
from stridesfeed.errors import FieldError, InvalidError


def _second(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC and not moment.microsecond else whole_utc(moment)


def _second_or_none(moment: datetime | None) -> datetime | None:
    return None if moment is None else _second(moment)


@attrs.frozen
class Entry:
    """
    One article, as it was last published. Moments are kept in UTC, in whole seconds.
    """

    #: The place of the article in the order in which articles first appeared: from 1, without a second of the same.
    n: int

    #: What is never given to another article.
    id: str

    #: The file that it comes from, relative to the site's folder, with forward slashes; empty for none.
    source: str

    #: Its page, as last published.
    url: str

    #: When it first appeared, as it was first published.
    published: datetime = attrs.field(converter=_second)

    #: When it last changed in a way that readers should know of; never before *published*.
    updated: datetime = attrs.field(converter=_second)

    #: What its content was; see :func:`~stridesfeed.publish.ledger.fingerprint`. Empty where nobody knows: then the next build notes it.
    fingerprint: str = ""

    #: Since when it is withdrawn; ``None`` while it is published.
    withdrawn: datetime | None = attrs.field(default=None, converter=_second_or_none)


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.n, entry.id)))


@attrs.frozen
class Ledger:
    """
    All articles that a site ever published.

    Two entries of one id, or of one number, raise :class:`~stridesfeed.errors.InvalidError`.
    """

    #: In the order of their numbers.
    entries: tuple[Entry, ...] = attrs.field(default=(), converter=_in_order)

    def __attrs_post_init__(self) -> None:
        if len(self.by_id) < len(self.entries) or len({entry.n for entry in self.entries}) < len(self.entries):
            raise InvalidError.of("ledger", [*_repeated("id", (entry.id for entry in self.entries)), *self._repeated_numbers()])

    def _repeated_numbers(self) -> list[FieldError]:
        return _repeated("n", (entry.n for entry in self.entries))

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """
        The entries by their ids.
        """
        return {entry.id: entry for entry in self.entries}

    @property
    def live(self) -> tuple[Entry, ...]:
        """
        Those that are published.
        """
        return tuple(entry for entry in self.entries if entry.withdrawn is None)

    @property
    def withdrawn(self) -> tuple[Entry, ...]:
        """
        Those that were published once.
        """
        return tuple(entry for entry in self.entries if entry.withdrawn is not None)

    @property
    def next_n(self) -> int:
        """
        The number of the next article that appears.
        """
        return self.entries[-1].n + 1 if self.entries else 1


def _repeated(field: str, values: Iterable[object]) -> list[FieldError]:
    return [
        FieldError("ledger", field, f"must be each entry's own; {times} have {value!r}")
        for value, times in Counter(values).items()
        if times > 1
    ]
