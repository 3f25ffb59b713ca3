"""
The parts of documents that articles are: made where they have to be, kept where somebody keeps them, in several processes if wanted.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import chain

import attrs

from stridesfeed.body import Policy, clean, compose
from stridesfeed.cache import Cache
from stridesfeed.emit.format import Context, Format, Part
from stridesfeed.emit.generator import __version__
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed
from stridesfeed.value import spelled
from stridesfeed.versions import installed

#: The parts of one article, one for each format.
Row = tuple[Part, ...]

#: With fewer articles than this for each process, starting processes costs more than they save.
_WORTH_A_PROCESS = 8

#: So many portions for each process, so that none waits long for the last one.
_PORTIONS = 4


@attrs.frozen(kw_only=True)
class Work:
    """
    How articles become parts; it travels to other processes.
    """

    #: Without its articles.
    feed: Feed
    context: Context
    makers: tuple[Callable[[Article, Context], Part], ...]
    policy: Policy
    engine: str
    recognise: bool

    def rows(self, articles: Sequence[Article], keep: Cache | None = None) -> list[Row]:
        """
        *articles*, cleaned and composed once, in each format.
        """
        feed = attrs.evolve(self.feed, articles=articles)
        cleaned = clean(feed, policy=self.policy, engine=self.engine, recognise=self.recognise, keep=keep)
        composed = compose(cleaned, self.context.options)
        return [tuple(make(article, self.context) for make in self.makers) for article in composed.articles]


def rows(
    feed: Feed,
    formats: Sequence[Format],
    context: Context,
    *,
    policy: Policy,
    engine: str,
    recognise: bool,
    keep: Cache | None,
    jobs: int,
) -> list[Row]:
    """
    The parts of every article of *feed*, in its order.
    """
    work = Work(
        feed=attrs.evolve(feed, articles=()),
        context=context,
        makers=tuple(format_.part for format_ in formats),
        policy=policy,
        engine=engine,
        recognise=recognise,
    )
    if keep is None:
        return _made(work, feed.articles, jobs, None)
    return _kept(work, feed.articles, [_setting(format_, context, policy, engine) for format_ in formats], keep, jobs)


def _made(work: Work, articles: Sequence[Article], jobs: int, keep: Cache | None) -> list[Row]:
    """
    The parts of *articles*. Other processes do not share what is kept: with them, bodies are cleaned anew.
    """
    processes = min(jobs, len(articles) // _WORTH_A_PROCESS)
    if processes < 2:
        return work.rows(articles, keep)
    size = -(-len(articles) // (processes * _PORTIONS))
    portions = [articles[start : start + size] for start in range(0, len(articles), size)]
    with ProcessPoolExecutor(processes, mp_context=_safe_context()) as pool:
        return list(chain.from_iterable(pool.map(partial(Work.rows, work), portions)))


def _safe_context() -> multiprocessing.context.BaseContext:
    """
    Processes that do not begin as copies of this one, which may have threads.
    """
    return multiprocessing.get_context("forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn")


def _kept(work: Work, articles: Sequence[Article], settings: Sequence[bytes], keep: Cache, jobs: int) -> list[Row]:
    """
    The parts of *articles*: those that *keep* knows, and all others made and kept from now on.
    """
    keys = [[setting + article.digest for setting in settings] if article.digest else [] for article in articles]
    known = keep.get(chain.from_iterable(keys))
    made: dict[int, Row] = {}
    missing = [number for number, own in enumerate(keys) if not own or not all(key in known for key in own)]
    if missing:
        made = dict(zip(missing, _made(work, [articles[number] for number in missing], jobs, keep), strict=True))
        keep.put({key: _packed(part) for number, row in made.items() for key, part in zip(keys[number], row, strict=False)})
    return [made.get(number) or tuple(_unpacked(known[key]) for key in own) for number, own in enumerate(keys)]


def _setting(format_: Format, context: Context, policy: Policy, engine: str) -> bytes:
    """
    What stands for everything that a part depends on beside its article.
    """
    facts = (
        (__version__, *map(installed, ("feedgen", "lxml", engine))),
        (format_.name, spelled(context.authors), context.language, context.has_bylines, attrs.astuple(context.options)),
        policy.fingerprint,
    )
    return hashlib.sha256(repr(facts).encode()).digest()


def _packed(part: Part) -> bytes:
    """
    A part as bytes: its namespaces on the first line.
    """
    names = sorted((namespace.prefix, namespace.uri) for namespace in part.namespaces)
    return b"\n".join(("\t".join(chain.from_iterable(names)).encode(), part.text))


def _unpacked(packed: bytes) -> Part:
    end = packed.index(b"\n")
    return Part(memoryview(packed)[end + 1 :], _namespaces(packed[:end]))


@cache
def _namespaces(names: bytes) -> frozenset[Namespace]:
    words = names.decode().split("\t") if names else []
    return frozenset(Namespace(prefix, uri) for prefix, uri in zip(words[::2], words[1::2], strict=True))
