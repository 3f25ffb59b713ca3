"""
What a format cannot carry: said of a feed, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from stridesfeed.model import Article, Feed
from stridesfeed.options import Options
from stridesfeed.value import Value


@attrs.frozen(kw_only=True)
class Holder:
    """
    A value of a feed, and where it was found.
    """

    value: Any
    #: The field that holds it, as ``Article.authors``; empty for the feed itself.
    found_in: str
    #: Its place among the values of that field, from 0.
    position: int
    #: The article that it belongs to; ``None`` for what is the feed's own.
    article: Article | None
    feed: Feed
    options: Options


def always(_: Holder) -> bool:
    """
    Whatever else holds.
    """
    return True


@attrs.frozen
class Loss:
    """
    A field that a format has no place for, and when.
    """

    #: Type and field, as ``Person.avatar``.
    field: str
    #: Why; a sentence without its subject.
    reason: str
    when: Callable[[Holder], bool] = always


@attrs.frozen
class Unwritten:
    """
    Something that a document does not say, although the feed does.
    """

    #: The article's or the feed's name in messages.
    subject: str
    #: Type and field, as ``Person.avatar``.
    field: str
    reason: str


def id_is_not_the_address(holder: Holder) -> bool:
    """
    The feed's id says more than its address does.
    """
    return holder.feed.id != holder.feed.url


def has_guid(holder: Holder) -> bool:
    """
    The article is known by something else than its id.
    """
    return bool(holder.value.guid)


def without_figure(holder: Holder) -> bool:
    """
    The body has no lead figure: it is switched off, or there is no body.
    """
    return not (holder.options.lead_image and holder.article and holder.article.content)


#: What no format says of a lead image but in the figure at the head of the body.
FIGURE = tuple(
    Loss(f"Image.{field}", "only the figure in the body says it, and there is none", without_figure) for field in ("alt", "caption", "credit")
)


def find(losses: Mapping[str, Iterable[Loss]], feed: Feed, options: Options) -> Iterator[tuple[str, Unwritten]]:
    """
    Everything in *feed* that falls under *losses* of formats, with the format's name, in the order of the feed.
    """
    by_kind: dict[str, list[tuple[str, str, Loss]]] = {}
    for format_, of_format in losses.items():
        for loss in of_format:
            kind, _, name = loss.field.partition(".")
            by_kind.setdefault(kind, []).append((format_, name, loss))
    for holder in holders(feed, options) if by_kind else ():
        for format_, name, loss in by_kind.get(type(holder.value).__name__, ()):
            if _says_something(holder.value, name) and loss.when(holder):
                yield format_, Unwritten((holder.article or feed).subject, loss.field, loss.reason)


def holders(feed: Feed, options: Options) -> Iterator[Holder]:
    """
    Every value in *feed*, itself first.
    """
    yield Holder(value=feed, found_in="", position=0, article=None, feed=feed, options=options)
    yield from _inside(feed, None, feed, options)


def _inside(value: Value, article: Article | None, feed: Feed, options: Options) -> Iterator[Holder]:
    kind: Any = type(value)
    for name, place in _places(kind):
        content = getattr(value, name)
        parts = content if isinstance(content, tuple) else (content,) if isinstance(content, Value) else ()
        for position, part in enumerate(parts):
            if not isinstance(part, Value):
                continue
            owner = part if isinstance(part, Article) else article
            yield Holder(value=part, found_in=place, position=position, article=owner, feed=feed, options=options)
            yield from _inside(part, owner, feed, options)


@cache
def _places(kind: Any) -> tuple[tuple[str, str], ...]:
    """
    Each field of *kind* that may hold values, with what messages call it.
    """
    return tuple((field.name, f"{kind.__name__}.{field.name}") for field in attrs.fields(kind) if field.type not in _PLAIN)


#: Types of fields as they are written, of which nothing is a value.
_PLAIN = frozenset({f"{name}{rest}" for name in ("str", "int", "bool", "datetime") for rest in ("", " | None")})


def _says_something(value: Value, name: str) -> bool:
    kind: Any = type(value)
    given = getattr(value, name)
    return given is not None and given not in ((), _default(kind, name))


@cache
def _default(kind: Any, name: str) -> object:
    return getattr(attrs.fields(kind), name).default
