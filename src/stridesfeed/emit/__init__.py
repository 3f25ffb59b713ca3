"""
Writing: a clean feed as bytes, in each format of one table.

>>> sorted(FORMATS)
['atom', 'json', 'rss']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import BinaryIO

from stridesfeed.body import ARTICLE, ENGINES, Policy
from stridesfeed.cache import Cache
from stridesfeed.emit import atom, json_feed, rss
from stridesfeed.emit.format import Context, Format, Place
from stridesfeed.emit.losses import Unwritten, find
from stridesfeed.emit.parts import Spool, rows
from stridesfeed.errors import FieldError, InvalidError, UnknownNameError
from stridesfeed.markup import Namespace
from stridesfeed.model import Feed, Link
from stridesfeed.options import DEFAULT, Options

__all__ = ["FORMATS", "Format", "Unwritten", "render", "render_all", "render_into", "sizes", "unwritten", "unwritten_all"]

#: Every format by its name.
FORMATS: dict[str, Format] = {module.FORMAT.name: module.FORMAT for module in (rss, atom, json_feed)}


def render(
    feed: Feed,
    format: str,
    *,
    url: str | None = None,
    alternates: Mapping[str, str] | None = None,
    links: Sequence[Link] = (),
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
    engine: str = "bleach",
    recognise: bool = True,
    keep: Cache | None = None,
    jobs: int = 1,
) -> bytes:
    """
    *feed* as a document of one format: cleaned, composed and written.

    *url* is the address that the document will be served from; without it a feed cannot say where it lives. *alternates* are the addresses
    of the same feed in other formats, by format. *links* lead to the documents before and after this one (RFC 5005): first, last, previous,
    next, current, prev-archive, next-archive; a JSON Feed has a next_url for prev-archive and next. Raises
    :class:`~stridesfeed.errors.UnknownNameError` for a format or an engine that does not exist, and
    :class:`~stridesfeed.errors.LimitError` where *policy* refuses a body.
    """
    addresses = dict(alternates or {}) | ({format: url} if url else {})
    documents = render_all(
        feed,
        urls=addresses,
        links={format: links},
        formats=(format,),
        options=options,
        policy=policy,
        engine=engine,
        recognise=recognise,
        keep=keep,
        jobs=jobs,
    )
    return documents[format]


def render_all(
    feed: Feed,
    *,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    formats: Iterable[str] = tuple(FORMATS),
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
    engine: str = "bleach",
    recognise: bool = True,
    keep: Cache | None = None,
    jobs: int = 1,
) -> dict[str, bytes]:
    """
    *feed* as a document of each of *formats*, from one cleaning.

    *urls* are the addresses that the documents will be served from, by format: each document names its own and those of the others. *links*
    lead to the documents before and after, by format, because each format goes on in its own.
    Bodies that are clean already are recognised, in a small part of the time; without *recognise* every body goes through the engine. *keep*
    remembers the parts of articles, so that only what changed is made again; see :mod:`stridesfeed.cache` for whom to trust with it.
    *jobs* processes share the work. The bytes are the same with and without. Errors as in :func:`render`.
    """
    wanted = [_format(name) for name in formats]
    places = [_place(feed, known, urls or {}, links or {}) for known in wanted]
    context = Context.of(feed, options)
    made = list(rows(feed, wanted, context, policy=policy, engine=_engine(engine), recognise=recognise, keep=keep, jobs=jobs))
    columns = [[row[number] for row in made] for number in range(len(wanted))]
    return {known.name: known.document(feed, place, context, parts) for known, place, parts in zip(wanted, places, columns, strict=True)}


def render_into(
    feed: Feed,
    files: Mapping[str, BinaryIO],
    *,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
    engine: str = "bleach",
    recognise: bool = True,
    keep: Cache | None = None,
    jobs: int = 1,
) -> None:
    """
    The documents of :func:`render_all`, byte for byte, written into *files* by format, in memory that does not grow with the feed.

    For feeds of a hundred thousand articles. Until all parts are made they lie in temporary files, and nothing is written into *files*.
    Arguments and errors as in :func:`render_all`.
    """
    wanted = [_format(name) for name in files]
    places = [_place(feed, known, urls or {}, links or {}) for known in wanted]
    context = Context.of(feed, options)
    with ExitStack() as stack:
        spools = [stack.enter_context(Spool(known.separator)) for known in wanted]
        for row in rows(feed, wanted, context, policy=policy, engine=_engine(engine), recognise=recognise, keep=keep, jobs=jobs):
            for spool, part in zip(spools, row, strict=True):
                spool.add(part)
        for known, place, spool in zip(wanted, places, spools, strict=True):
            head, tail = known.shell(feed, place, context, spool.namespaces)
            spool.write_into(files[known.name], head, tail)


def sizes(
    feed: Feed,
    *,
    urls: Mapping[str, str] | None = None,
    links: Mapping[str, Sequence[Link]] | None = None,
    formats: Iterable[str] = tuple(FORMATS),
    options: Options = DEFAULT,
    policy: Policy = ARTICLE,
    engine: str = "bleach",
    recognise: bool = True,
    keep: Cache | None = None,
    jobs: int = 1,
) -> dict[str, tuple[int, ...]]:
    """
    How many bytes each document of :func:`render_all` has, by format: those around the articles first, then those of each article.

    Together they are the whole document. Arguments and errors as in :func:`render_all`.
    """
    wanted = [_format(name) for name in formats]
    places = [_place(feed, known, urls or {}, links or {}) for known in wanted]
    context = Context.of(feed, options)
    columns: list[list[int]] = [[] for _ in wanted]
    used: list[set[Namespace]] = [set() for _ in wanted]
    for row in rows(feed, wanted, context, policy=policy, engine=_engine(engine), recognise=recognise, keep=keep, jobs=jobs):
        for number, (known, part) in enumerate(zip(wanted, row, strict=True)):
            columns[number].append(len(part.text) + (len(known.separator) if columns[number] else 0))
            used[number].update(part.namespaces)
    shells = [known.shell(feed, place, context, frozenset(inside)) for known, place, inside in zip(wanted, places, used, strict=True)]
    return {known.name: (sum(map(len, shell)), *column) for known, shell, column in zip(wanted, shells, columns, strict=True)}


def unwritten(feed: Feed, format: str, *, options: Options = DEFAULT) -> tuple[Unwritten, ...]:
    """
    Everything that *feed* says and a document of *format* has no place for.
    """
    return unwritten_all(feed, formats=(format,), options=options)[format]


def unwritten_all(feed: Feed, *, formats: Iterable[str] = tuple(FORMATS), options: Options = DEFAULT) -> dict[str, tuple[Unwritten, ...]]:
    """
    :func:`unwritten` for each of *formats*, with one look at the feed.
    """
    losses = {name: _format(name).losses for name in formats}
    found: dict[str, list[Unwritten]] = {name: [] for name in losses}
    for name, item in find(losses, feed, options):
        found[name].append(item)
    return {name: tuple(items) for name, items in found.items()}


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError("format", name, FORMATS)
    return FORMATS[name]


def _engine(name: str) -> str:
    if name not in ENGINES:
        raise UnknownNameError("engine", name, ENGINES)
    return name


#: Relations that a document has anyway, and what says them.
_SAID = {"self": "urls", "alternate": "urls", "hub": "Feed.hubs"}


def _place(feed: Feed, own: Format, urls: Mapping[str, str], links: Mapping[str, Sequence[Link]]) -> Place:
    addresses = [(_format(name), url) for name, url in urls.items()]
    # In the order of the table, whatever the order of the mapping.
    others = [known for known in FORMATS.values() if known is not own]
    return Place(
        url=next((Link(url).href for known, url in addresses if known is own), None),
        alternates=tuple(Link(url, "alternate", other.media_type) for other in others for known, url in addresses if known is other),
        links=_told(feed, links.get(own.name, ())),
    )


def _told(feed: Feed, links: Sequence[Link]) -> tuple[Link, ...]:
    faults = [
        FieldError(feed.subject, "links", f"rel {link.rel!r} has a place of its own: {_SAID[link.rel]}") for link in links if link.rel in _SAID
    ]
    if faults:
        raise InvalidError.of(feed.subject, faults)
    return tuple(links)
