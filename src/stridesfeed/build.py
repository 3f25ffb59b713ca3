"""
The whole way on one screen: a site's articles become its documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.cache import Cache, DiskCache
from stridesfeed.emit import render_all, unwritten
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError, LimitError
from stridesfeed.load import Loaded, Skipped, load
from stridesfeed.model import Article, Feed
from stridesfeed.options import Options
from stridesfeed.publish.write import write
from stridesfeed.site import Site

#: Told which stage a build is in ("load" or "render"), how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]


@attrs.frozen(kw_only=True)
class CountedLoss:
    """
    What one format cannot carry, for all articles together.
    """

    #: The format's name.
    format: str

    #: The field of the model.
    field: str

    #: Why it has no place.
    reason: str

    #: How many values this concerns.
    count: int


@attrs.frozen(kw_only=True)
class Report:
    """
    What a build did.
    """

    #: Files whose bytes are new.
    written: tuple[Path, ...] = ()

    #: Files that held the same bytes already, and were not touched.
    unchanged: tuple[Path, ...] = ()

    #: How many articles each document holds.
    articles: int = 0

    #: Files of content that stayed out, and why.
    skipped: tuple[Skipped, ...] = ()

    #: How many older articles there are beyond the limit.
    beyond_limit: int = 0

    #: What is wrong in the content; articles with a fault stayed out.
    faults: tuple[FileError, ...] = ()

    #: What a format could not carry.
    losses: tuple[CountedLoss, ...] = ()

    #: Keys of front matter that nothing reads, by file.
    unknown: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


def build(site: Site, *, as_of: datetime, keep_going: bool = False, output: Path | None = None, progress: Progress | None = None) -> Report:
    """
    Load the articles of *site*, render its documents and write those that changed, into *output* or else the site's own folder.

    *as_of* decides which articles are still in the future, and nothing else. Faults in the content raise :class:`InvalidFilesError`, all
    together, and nothing is written; with *keep_going* the articles without a fault are published and the report holds the faults.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    loaded = load(site.content, as_of=as_of, progress=lambda done, total: tell("load", done, total))
    with DiskCache(site.cache) if site.cache else nullcontext() as keep:
        rendered = _rendered(site, loaded, keep, tell)
    faults = (*loaded.faults, *rendered.faults)
    if faults and not keep_going:
        raise InvalidFilesError.of(faults)
    folder = site.output.folder if output is None else output
    files = write({folder / site.output.files[name]: document for name, document in rendered.documents.items()})
    return Report(
        written=files.written,
        unchanged=files.unchanged,
        articles=len(rendered.feed.articles),
        skipped=loaded.skipped,
        beyond_limit=rendered.beyond_limit,
        faults=InvalidFilesError.of(faults).faults if faults else (),
        losses=tuple(_losses(rendered.feed, rendered.documents, site.options)),
        unknown=loaded.unknown,
    )


@attrs.frozen(kw_only=True)
class _Rendered:
    feed: Feed
    documents: Mapping[str, bytes]
    beyond_limit: int
    faults: tuple[FileError, ...]


def _rendered(site: Site, loaded: Loaded, keep: Cache | None, tell: Progress) -> _Rendered:
    """
    The documents of the articles that can be rendered; an article that cannot is left out, and is a fault of its file.
    """
    articles, faults = loaded.articles, list[FileError]()
    limit = site.output.limit or len(articles)
    while True:
        tell("render", 0, 1)
        try:
            feed = attrs.evolve(site.feed, articles=articles[:limit])
            documents = render_all(
                feed,
                urls=site.output.addresses,
                formats=site.output.files,
                options=site.options,
                engine=site.engine,
                keep=keep,
                jobs=site.jobs,
            )
        except (LimitError, FieldError, InvalidError) as error:
            refused = _refused(error, articles[:limit])
            if not refused:
                raise
            faults += (FileError(loaded.origins[article.id], None, field, rule) for article, field, rule in refused)
            out = {article.id for article, _, _ in refused}
            articles = tuple(article for article in articles if article.id not in out)
        else:
            tell("render", 1, 1)
            return _Rendered(feed=feed, documents=documents, beyond_limit=len(articles) - len(feed.articles), faults=tuple(faults))


def _refused(error: LimitError | FieldError | InvalidError, articles: tuple[Article, ...]) -> list[tuple[Article, str, str]]:
    """
    The articles that *error* is about, each with the field and the rule.
    """
    by_subject = {f"article {article.id!r}": article for article in articles}
    return [(by_subject[subject], field, rule) for subject, field, rule in _parts(error) if subject in by_subject]


def _parts(error: LimitError | FieldError | InvalidError) -> Iterator[tuple[str, str, str]]:
    if isinstance(error, LimitError):
        yield error.subject, error.limit, error.rule
    elif isinstance(error, FieldError):
        yield error.subject, error.field, error.rule
    else:
        for fault in error.faults:
            yield from _parts(fault)


def _losses(feed: Feed, documents: Mapping[str, bytes], options: Options) -> Iterator[CountedLoss]:
    """
    What the formats of *documents* cannot carry of *feed*, counted.
    """
    for name in documents:
        counted = Counter((item.field, item.reason) for item in unwritten(feed, name, options=options))
        yield from (CountedLoss(format=name, field=field, reason=reason, count=count) for (field, reason), count in counted.items())
