"""
Render a feed as RSS, Atom or JSON Feed.

>>> sorted(FORMATS)
['atom', 'json', 'rss']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import BinaryIO

import attrs

from stridesfeed.body.cleaning import with_clean_subtitle
from stridesfeed.cache import Cache
from stridesfeed.emit import atom, json_feed, rss
from stridesfeed.emit.format import DocumentLinks, Format, FormatName, Part, RenderContext
from stridesfeed.emit.losses import Loss, Unwritten, count_losses, find_losses
from stridesfeed.emit.parts import RenderSettings, Spool, render_rows
from stridesfeed.emit.required import NEVER
from stridesfeed.emit.streams import ArticleStream
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed, Link
from stridesfeed.options import DEFAULT, Options

__all__ = [
    "FORMATS",
    "Format",
    "FormatName",
    "RenderSettings",
    "Unwritten",
    "count_unwritten",
    "default_formats",
    "render",
    "render_all",
    "render_into",
    "sizes",
    "unwritten",
    "unwritten_all",
]

#: All formats by name.
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in (rss, atom, json_feed)}


def default_formats() -> tuple[str, ...]:
    """
    Return the names of the formats that are written unless others are asked for: those with :attr:`Format.default`.
    """
    return tuple(name for name, format_ in FORMATS.items() if format_.default)


def render(
    feed: Feed,
    format: FormatName,
    *,
    url: str | None = None,
    alternates: Mapping[str, str] | None = None,
    links: Sequence[Link] = (),
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
) -> bytes:
    """
    Clean *feed* and return it as a document of one format.

    *url* is the address the document will be served from; without it the feed has no self link. *alternates* are the addresses of the same
    feed in other formats, by format. *links* are links to neighbouring documents (RFC 5005): first, last, previous, next, current,
    prev-archive, next-archive; JSON Feed writes prev-archive and next as next_url. *settings* choose the policy, engine, cache and number of
    processes.

    Raises :class:`~stridesfeed.errors.UnknownNameError` for an unknown format, and :class:`~stridesfeed.errors.LimitError` if the
    policy rejects a body.
    """
    urls: dict[str, str] = {**(alternates or {}), **({format: url} if url else {})}
    return render_all(feed, urls=urls, links={format: links}, formats=(format,), options=options, settings=settings)[format]


def render_all(
    feed: Feed,
    *,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    formats: Iterable[str] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
) -> dict[str, bytes]:
    """
    Clean *feed* once and return a document of each of *formats*, by default of :func:`default_formats`.

    *urls* are the addresses the documents will be served from, by format; each document links to itself and to the others. *links* are links to
    neighbouring documents, by format. *settings* change the time it takes, and only their policy and engine can change the bytes. Errors
    are those of :func:`render`.
    """
    run = _Rendering.of(feed, formats, urls=urls, links=links, options=options, settings=settings)
    rows = list(run.rows())
    columns = [[row[number] for row in rows] for number in range(len(run.formats))]
    return {
        format_.name: format_.document(run.feed, own, run.context, parts)
        for format_, own, parts in zip(run.formats, run.links, columns, strict=True)
    }


def render_into(
    feed: Feed,
    files: Mapping[str, BinaryIO],
    *,
    articles: Iterable[Article] | None = None,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
) -> None:
    """
    Write the documents of :func:`render_all` into *files*, by format, in memory that does not grow with the documents.

    Meant for feeds of a hundred thousand articles and more. Parts are stored in temporary files, and *files* stay empty until all parts are
    rendered. Other arguments and errors are those of :func:`render_all`.

    *articles* follow those of *feed*. They may be a generator: each is rendered and forgotten, except for about a hundred bytes by which a
    repeated id is noticed. The documents are those of a feed with all articles, with two differences, because what is only known at the end
    cannot be written in the middle: JSON Feed names the feed's authors in every item, and in Atom an article without a date has the date of
    *feed*, or the earliest.
    """
    run = _Rendering.of(feed, files, urls=urls, links=links, options=options, settings=settings)
    stream = None if articles is None else ArticleStream(chain(feed.articles, articles), run.feed)
    if stream:
        run = attrs.evolve(run, context=attrs.evolve(run.context, has_bylines=True))
    with ExitStack() as stack:
        spools = [stack.enter_context(Spool(format_.separator)) for format_ in run.formats]
        for row in run.rows(stream):
            for spool, part in zip(spools, row, strict=True):
                spool.add(part)
        outline = stream.outline if stream else run.feed
        context = attrs.evolve(run.context, updated=outline.updated or NEVER)
        for format_, own, spool in zip(run.formats, run.links, spools, strict=True):
            head, tail = format_.shell(outline, own, context, spool.namespaces)
            spool.write_into(files[format_.name], head, tail)


def sizes(
    feed: Feed,
    *,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    formats: Iterable[str] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
) -> dict[str, tuple[int, ...]]:
    """
    Return the size of each document of :func:`render_all` in bytes, by format: first the part around the articles, then each article.

    The sum is the size of the whole document. Arguments and errors are those of :func:`render_all`.
    """
    run = _Rendering.of(feed, formats, urls=urls, links=links, options=options, settings=settings)
    columns: list[list[int]] = [[] for _ in run.formats]
    used: list[set[Namespace]] = [set() for _ in run.formats]
    for row in run.rows():
        for number, (format_, part) in enumerate(zip(run.formats, row, strict=True)):
            columns[number].append(len(part.text) + (len(format_.separator) if columns[number] else 0))
            used[number].update(part.namespaces)
    shells = [
        format_.shell(run.feed, own, run.context, frozenset(inside)) for format_, own, inside in zip(run.formats, run.links, used, strict=True)
    ]
    return {format_.name: (sum(map(len, shell)), *column) for format_, shell, column in zip(run.formats, shells, columns, strict=True)}


def unwritten(feed: Feed, format: FormatName, *, options: Options = DEFAULT) -> tuple[Unwritten, ...]:
    """
    List everything in *feed* that a document of *format* cannot express.
    """
    return unwritten_all(feed, formats=(format,), options=options)[format]


def unwritten_all(feed: Feed, *, formats: Iterable[str] | None = None, options: Options = DEFAULT) -> dict[str, tuple[Unwritten, ...]]:
    """
    Return :func:`unwritten` for each of *formats*, in one pass over the feed.
    """
    losses: dict[str, tuple[Loss, ...]] = {format_.name: format_.losses for format_ in _chosen(formats)}
    found: dict[str, list[Unwritten]] = {name: [] for name in losses}
    for name, item in find_losses(losses, feed, options):
        found[name].append(item)
    return {name: tuple(items) for name, items in found.items()}


def count_unwritten(
    feed: Feed, *, formats: Iterable[str] | None = None, options: Options = DEFAULT, cache: Cache | None = None
) -> dict[str, Counter[tuple[str, str]]]:
    """
    Count the fields and reasons of :func:`unwritten_all`, by format. *cache* holds the counts of articles.
    """
    losses: dict[str, tuple[Loss, ...]] = {format_.name: format_.losses for format_ in _chosen(formats)}
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in losses}
    for (name, field, reason), number in count_losses(losses, feed, options, cache).items():
        counts[name][field, reason] = number
    return counts


@attrs.frozen(kw_only=True)
class _Rendering:
    """
    The checked arguments of a call of :func:`render_all` or one of its siblings.
    """

    #: The subtitle is clean; the bodies are not.
    feed: Feed
    formats: list[Format]

    #: The links of each document, in the order of *formats*.
    links: list[DocumentLinks]

    context: RenderContext
    settings: RenderSettings

    @classmethod
    def of(
        cls,
        feed: Feed,
        formats: Iterable[str] | None,
        *,
        urls: Mapping[str, str] | None,
        links: Mapping[str, Sequence[Link]] | None,
        options: Options,
        settings: RenderSettings | None,
    ) -> _Rendering:
        """
        Check the names of formats and the relations of links, and clean the subtitle.
        """
        chosen = _chosen(formats)
        settings = settings or RenderSettings()
        return cls(
            feed=with_clean_subtitle(feed, settings.policy, settings.engine),
            formats=chosen,
            links=[_document_links(feed, format_, {**(urls or {})}, {**(links or {})}) for format_ in chosen],
            context=RenderContext.of(feed, options),
            settings=settings,
        )

    def rows(self, articles: Iterable[Article] | None = None) -> Iterator[tuple[Part, ...]]:
        """
        Yield the parts of each article, one for each format; *articles* default to those of the feed.
        """
        return render_rows(self.feed, self.formats, self.context, self.settings, articles)


def _chosen(formats: Iterable[str] | None) -> list[Format]:
    """
    Return the formats with these names, by default those of :func:`default_formats`.

    Iterating over a string would give its letters, so it is refused.
    """
    if isinstance(formats, str | bytes):
        raise FieldError("stridesfeed", "formats", f"must be a list of names, not text: write formats=[{formats!r}]")
    return [_format(name) for name in (default_formats() if formats is None else formats)]


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError("format", name, FORMATS)
    return FORMATS[name]


#: Relations of links that are written from other arguments.
_RESERVED = {"self": "urls", "alternate": "urls", "hub": "Feed.hubs"}


def _document_links(feed: Feed, own: Format, urls: Mapping[str, str], links: Mapping[str, Sequence[Link]]) -> DocumentLinks:
    neighbours = tuple(links.get(own.name, ()))
    faults = [
        FieldError(feed.subject, "links", f"rel {link.rel!r} is written from {_RESERVED[link.rel]}: remove it from links")
        for link in neighbours
        if link.rel in _RESERVED
    ]
    if faults:
        raise InvalidError.of(feed.subject, faults)
    addresses = {_format(name).name: Link(url).href for name, url in urls.items()}
    return DocumentLinks(
        url=addresses.get(own.name),
        # In the order of FORMATS, for the same bytes in every run.
        alternates=tuple(
            Link(addresses[name], "alternate", other.media_type) for name, other in FORMATS.items() if other is not own and name in addresses
        ),
        links=neighbours,
    )
