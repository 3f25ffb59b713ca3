"""
Losses: what a feed contains and a format cannot express.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import attrs

from stridesfeed.cache import Cache, Pages
from stridesfeed.emit.extension_content import is_written
from stridesfeed.model import Article, Extension, Feed
from stridesfeed.options import Options
from stridesfeed.value import Value, digest_of
from stridesfeed.versions import installed


@attrs.frozen(kw_only=True)
class FeedValue:
    """
    A value in a feed, with its location.
    """

    value: Any
    #: The field that contains it: ``Article.authors``; empty for the feed itself.
    found_in: str
    #: Its index in that field.
    index: int
    #: The article that it belongs to; ``None`` if it belongs to the feed.
    article: Article | None
    feed: Feed
    options: Options
    #: The extension that contains it.
    extension: Extension | None = None


@attrs.frozen
class Loss:
    """
    A field that a format cannot express, or that it requires.
    """

    #: Type and field: ``Person.avatar``.
    field: str
    #: The reason, as part of a sentence.
    reason: str
    #: Returns True if the field of this value is lost.
    when: Callable[[FeedValue], bool] = lambda _: True
    #: The format requires the field, and something else is written if it is missing.
    missing: bool = False


@attrs.frozen
class Unwritten:
    """
    Something in a feed that a document does not contain.
    """

    #: The name of the article or feed in messages.
    subject: str
    #: Type and field: ``Person.avatar``.
    field: str
    reason: str


def has_html(found: FeedValue) -> bool:
    """
    Return True if the article has HTML, which is written in place of its plain text.
    """
    return bool(found.value.content)


def id_differs_from_url(found: FeedValue) -> bool:
    """
    Return True if the feed's id is not its address.
    """
    return found.feed.id != found.feed.url


def has_guid(found: FeedValue) -> bool:
    """
    Return True if the article has a guid, which replaces its id.
    """
    return bool(found.value.guid)


def is_lead_image(found: FeedValue) -> bool:
    """
    Return True if the image is the lead image of an article, not one of an extension.
    """
    return found.found_in == "Article.image"


def without_figure(found: FeedValue) -> bool:
    """
    Return True if the image is in no figure: the option is off, there is no body, or the image is not the lead image.
    """
    return not (is_lead_image(found) and found.options.lead_image and found.article and found.article.content)


#: Fields of the lead image that all formats write only in the figure at the start of the body.
FIGURE = tuple(
    Loss(f"Image.{field}", "it is written only in the figure in the body, and there is none", without_figure)
    for field in ("alt", "caption", "credit")
)


def find_losses(
    losses: Mapping[str, Iterable[Loss]], feed: Feed, options: Options, values: Iterable[FeedValue] | None = None
) -> Iterator[tuple[str, Unwritten]]:
    """
    Yield the name of a format and what it cannot express, in the order of *feed*. *losses* are those of each format; *values* are those to look
    at, by default all.
    """
    by_type: dict[str, list[tuple[str, str, Loss]]] = {}
    for format_, of_format in losses.items():
        for loss in of_format:
            type_name, _, name = loss.field.partition(".")
            by_type.setdefault(type_name, []).append((format_, name, loss))
    for found in values_in(feed, options) if values is None else values:
        kind: Any = type(found.value)
        if isinstance(found.value, Extension):
            yield from _lost_extension(found, losses)
            continue
        for format_, name, loss in by_type.get(kind.__name__, ()):
            if _is_set(found.value, name) is not loss.missing and loss.when(found):
                yield format_, Unwritten((found.article or feed).subject, loss.field.replace("._", "."), loss.reason)


def count_losses(losses: Mapping[str, Iterable[Loss]], feed: Feed, options: Options, cache: Cache | None) -> Counter[tuple[str, str, str]]:
    """
    Count :func:`find_losses` by format, field and reason. *cache* holds the counts of articles.
    """

    def count(values: Iterable[FeedValue]) -> Counter[tuple[str, str, str]]:
        return Counter((name, item.field, item.reason) for name, item in find_losses(losses, feed, options, values))

    metadata = digest_of(attrs.evolve(feed, articles=()))
    facts = (installed("stridesfeed"), metadata, attrs.astuple(options), sorted(losses))
    pages = Pages(cache, f"losses {facts}") if cache and metadata else None
    counts = count(values_of_feed(feed, options))
    for article in feed.articles:
        key = article.content_digest if pages else None
        known: list[tuple[str, str, str, int]] | None = pages.get(key) if pages and key else None
        if known is None:
            known = [(*what, number) for what, number in count(values_of_article(article, feed, options)).items()]
            if pages and key:
                pages.put(key, known)
        for *what, number in known:
            counts[what[0], what[1], what[2]] += number
    if pages:
        pages.save()
    return counts


def _is_set(value: Any, name: str) -> bool:
    field = getattr(attrs.fields(type(value)), name, None)
    given = getattr(value, name)
    return given is not None and given != () and not (field and given == field.default)


def _lost_extension(found: FeedValue, formats: Iterable[str]) -> Iterator[tuple[str, Unwritten]]:
    """
    Yield the fields that are set in an extension, for each of *formats* in which it writes nothing.
    """
    kind: Any = type(found.value)
    names = [field.name for field in attrs.fields(kind) if getattr(found.value, field.name) not in (None, (), field.default)]
    owner, outer = found.article or found.feed, found.extension
    for format_ in formats:
        # What is inside an extension that is lost is lost with it.
        if not is_written(owner, found.value, format_) and (outer is None or is_written(owner, outer, format_)):
            for name in names:
                yield format_, Unwritten(owner.subject, f"{kind.__name__}.{name}", "the extension writes nothing in it")


def values_in(feed: Feed, options: Options) -> Iterator[FeedValue]:
    """
    Yield every value in *feed*, beginning with the feed itself.
    """
    yield from values_of_feed(feed, options)
    for index, article in enumerate(feed.articles):
        yield from values_of_article(article, feed, options, index)


def values_of_feed(feed: Feed, options: Options) -> Iterator[FeedValue]:
    """
    Yield every value in *feed* that is not in an article, beginning with the feed itself.
    """
    yield FeedValue(value=feed, found_in="", index=0, article=None, feed=feed, options=options)
    yield from _values_inside(feed, None, feed, options)


def values_of_article(article: Article, feed: Feed, options: Options, index: int = 0) -> Iterator[FeedValue]:
    """
    Yield every value in *article*, beginning with the article itself; *index* is its place in *feed*.
    """
    yield FeedValue(value=article, found_in="Feed.articles", index=index, article=article, feed=feed, options=options)
    yield from _values_inside(article, article, feed, options)


def _values_inside(value: Value, article: Article | None, feed: Feed, options: Options) -> Iterator[FeedValue]:
    kind: Any = type(value)
    for name, found_in in _fields_with_values(kind):
        content = getattr(value, name)
        items = content if isinstance(content, tuple) else (content,)
        for index, item in enumerate(items):
            if isinstance(item, Value) and not isinstance(item, Article):
                outer = value if isinstance(value, Extension) else None
                yield FeedValue(value=item, found_in=found_in, index=index, article=article, feed=feed, options=options, extension=outer)
                yield from _values_inside(item, article, feed, options)


#: The annotations of fields that never contain values.
_PLAIN = frozenset({f"{name}{rest}" for name in ("str", "int", "bool", "datetime") for rest in ("", " | None")})


@cache
def _fields_with_values(kind: Any) -> tuple[tuple[str, str], ...]:
    """
    Return the fields of *kind* that may contain values, each as ``authors`` and ``Article.authors``.
    """
    return tuple((field.name, f"{kind.__name__}.{field.name}") for field in attrs.fields(kind) if field.type not in _PLAIN)
