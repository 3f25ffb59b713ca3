"""
The ledger and its entries, one for each published article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property

import attrs

from stridesfeed.dates import whole_utc
from stridesfeed.errors import FieldError, InvalidError


def _whole_second(moment: datetime) -> datetime:
    # Nearly every moment is in this form already.
    return moment if moment.tzinfo is UTC and not moment.microsecond else whole_utc(moment)


@attrs.frozen
class Entry:
    """
    One article, as it was last published. Moments are in UTC, in whole seconds.
    """

    #: The number of the article in order of first publication: from 1, unique, never reused.
    n: int

    #: The permanent id. It is never given to another article.
    id: str

    #: The file of the article, relative to the site's folder, with forward slashes; empty if it has none.
    source: str

    #: The URL of the article's page, as last published.
    url: str

    #: The date of first publication.
    published: datetime = attrs.field(converter=_whole_second)

    #: The date of the last change that readers should see; never before *published*.
    updated: datetime = attrs.field(converter=_whole_second)

    #: The fingerprint of the content; see :func:`~stridesfeed.publish.ledger.fingerprint`. Empty if unknown: the next build adds it.
    fingerprint: str = ""

    #: The date of withdrawal; ``None`` while the article is published.
    withdrawn: datetime | None = attrs.field(default=None, converter=attrs.converters.optional(_whole_second))

    #: The signature of the text; see :mod:`stridesfeed.publish.ledger.likeness`. Empty if unknown: the next build adds it.
    signature: str = ""


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.n, entry.id)))


def _sorted_set(families: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(families)))


@attrs.frozen
class Ledger:
    """
    Every article that a site has ever published, and the id of its feed.

    Two entries with the same id or number raise :class:`~stridesfeed.errors.InvalidError`.
    """

    #: In order of their numbers.
    entries: tuple[Entry, ...] = attrs.field(default=(), converter=_in_order)

    #: The permanent id of the feed; ``None`` in ledgers that do not have it yet.
    feed_id: str | None = None

    #: The number of the first article that the last build with new articles added; 0 if no build after the first one has added any.
    newest_n: int = 0

    #: The feeds of families that readers may have subscribed to: the path of the family in the configuration, and the name of the feed. Such a
    #: feed is published, even if it is empty, until its line is deleted.
    families: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_sorted_set)

    def __attrs_post_init__(self) -> None:
        ids, numbers = self.by_id, {entry.n for entry in self.entries}
        if len(ids) < len(self.entries) or len(numbers) < len(self.entries):
            values = [("id", entry.id) for entry in self.entries] + [("n", entry.n) for entry in self.entries]
            repeated = [(field, value, times) for (field, value), times in Counter(values).items() if times > 1]
            faults = [FieldError("ledger", field, f"must be unique; {times} entries have {value!r}") for field, value, times in repeated]
            raise InvalidError.of("ledger", faults)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """
        The entries by id.
        """
        return {entry.id: entry for entry in self.entries}

    @property
    def live(self) -> tuple[Entry, ...]:
        """
        The entries of published articles.
        """
        return tuple(entry for entry in self.entries if entry.withdrawn is None)

    @property
    def published_by_source(self) -> dict[str, datetime]:
        """
        The date of publication of each file with a single published article.
        """
        times = Counter(entry.source for entry in self.live)
        return {entry.source: entry.published for entry in self.live if entry.source and times[entry.source] == 1}

    @property
    def withdrawn(self) -> tuple[Entry, ...]:
        """
        The entries of withdrawn articles.
        """
        return tuple(entry for entry in self.entries if entry.withdrawn is not None)

    @property
    def next_n(self) -> int:
        """
        The number for the next new article.
        """
        return self.entries[-1].n + 1 if self.entries else 1
