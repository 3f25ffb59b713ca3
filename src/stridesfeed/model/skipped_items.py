"""
The valid articles among others: a feed is published although a row of a database is wrong, and nothing is left out in silence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeVar, overload

import attrs

from stridesfeed.errors import InvalidError, StridesError
from stridesfeed.model.feeds import Article

T = TypeVar("T")

_logger = logging.getLogger("stridesfeed")


@attrs.frozen
class SkippedItem:
    """
    An item that is not in the feed, because no valid article can be made of it.
    """

    #: Its position, from 0.
    number: int

    #: The item as it was given.
    item: object

    error: StridesError

    def __str__(self) -> str:
        return f"item {self.number}: {self.error}"


#: "skip" logs each skipped item as a warning of the logger "stridesfeed"; a function is called with it; "raise" raises its error.
OnError = Literal["skip", "raise"] | Callable[[SkippedItem], object]


@overload
def valid_articles(items: Iterable[Article], *, on_error: OnError = "skip") -> Iterator[Article]: ...
@overload
def valid_articles(items: Iterable[T], make: Callable[[T], Article], *, on_error: OnError = "skip") -> Iterator[Article]: ...
def valid_articles(
    items: Iterable[Any], make: Callable[[Any], Article] = lambda article: article, *, on_error: OnError = "skip"
) -> Iterator[Article]:
    """
    Yield the articles that *make* returns for *items*, except those that are not valid or have an id or guid of an earlier one.

    *on_error* is called with a :class:`SkippedItem` for each item that is left out; "skip" logs it as a warning of the logger "stridesfeed",
    and "raise" raises its error. Errors that are not of this library are always raised. The articles are made one by one, so that they may be
    the stream of :func:`~stridesfeed.render_into` as well as those of a :class:`~stridesfeed.Feed`.

    >>> rows = [("1", "First"), ("", "Second"), ("1", "Third")]
    >>> skipped = []
    >>> articles = valid_articles(rows, lambda row: Article(id=row[0], title=row[1]), on_error=skipped.append)
    >>> [article.title for article in articles]
    ['First']
    >>> print(skipped[1])
    item 2: article '1' is not valid
      article '1': id: must be unique in the feed: an earlier article has '1'
    """
    ids: set[str] = set()
    guids: set[str] = set()
    for number, item in enumerate(items):
        try:
            article = make(item)
            _refuse_twin(article, ids, guids)
        except StridesError as error:
            if on_error == "raise":
                raise
            skipped = SkippedItem(number, item, error)
            if on_error == "skip":
                _logger.warning("skipped %s", skipped)
            else:
                on_error(skipped)
        else:
            ids.add(article.id)
            guids.add(article.guid or article.id)
            yield article


def _refuse_twin(article: Article, ids: set[str], guids: set[str]) -> None:
    for field, value, known in (("id", article.id, ids), ("guid", article.guid or article.id, guids)):
        if value in known:
            rule = f"must be unique in the feed: an earlier article has {value!r}"
            raise InvalidError.of(article.subject, [article.fault(field, rule)])
