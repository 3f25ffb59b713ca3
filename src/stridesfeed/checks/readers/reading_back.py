"""
Documents read by programs that are not ours, and what they got held against what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.checks.finding import Finding, sort_findings
from stridesfeed.checks.readers.properties import difference
from stridesfeed.checks.readers.seen import FIELDS, Seen, UnreadableError
from stridesfeed.checks.readers.written import written
from stridesfeed.checks.rule import Found, Rule
from stridesfeed.emit import FORMATS, RenderSettings, render_all
from stridesfeed.errors import MissingExtraError, UnknownNameError
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options


@attrs.frozen(kw_only=True)
class Reader:
    """
    A program that parses feeds.
    """

    #: As people call it.
    name: str

    #: The module that it is installed as.
    module: str

    #: What it reads.
    formats: tuple[str, ...]

    @property
    def is_installed(self) -> bool:
        """
        Whether it can be asked here.
        """
        return find_spec(self.module) is not None

    def read(self, document: bytes, format: str) -> list[Seen]:
        """
        The articles that it finds in *document*. Raises :class:`~stridesfeed.checks.readers.seen.UnreadableError` where it refuses it.
        """
        # Its door is opened only where the program is installed.
        door: Any = import_module(f"{__package__}._{self.module}")
        return list(door.read(document, format))


#: Every program that can be asked, by name.
READERS: Mapping[str, Reader] = MappingProxyType(
    {
        reader.name: reader
        for reader in (
            Reader(name="feedparser", module="feedparser", formats=("rss", "atom")),
            Reader(name="fastfeedparser", module="fastfeedparser", formats=("rss", "atom", "json")),
            Reader(name="atoma", module="atoma", formats=("rss", "atom", "json")),
            Reader(name="rss-parser", module="rss_parser", formats=("rss",)),
            Reader(name="reader", module="reader", formats=("rss", "atom")),
        )
    }
)


@attrs.frozen(kw_only=True)
class _Reading:
    """
    One document as one program reads it, beside what was written.
    """

    reader: Reader
    format: str
    articles: Sequence[Article]
    written: Sequence[Seen]
    read: Sequence[Seen]

    #: Why the program refuses the document; nothing where it does not.
    refusal: str = ""

    @property
    def where(self) -> str:
        """
        Who reads what, for messages.
        """
        return f"{self.reader.name}, reading {FORMATS[self.format].title},"


def read_back_document(reading: _Reading) -> Iterator[Found]:
    """
    A program that readers are built on refuses the document whole, so that its users see no article at all.

    No specification is concerned: the document may be right.

    Fix: look at what the program says; where the document is right, tell those who write the program.
    """
    if reading.refusal:
        yield Found(f"{reading.where} refuses the document: {reading.refusal}")


def read_back_articles(reading: _Reading) -> Iterator[Found]:
    """
    A program finds more articles in the document than there are, or fewer.

    No specification is concerned.

    Fix: look for the article from which on they differ.
    """
    if not reading.refusal and len(reading.read) != len(reading.written):
        yield Found(f"{reading.where} finds {len(reading.read)} articles, and {len(reading.written)} were written")


def _field_rule(field: str) -> Rule[_Reading]:
    """
    The rule that a field is read as it was written.
    """

    def differing(reading: _Reading) -> Iterator[Found]:
        if len(reading.read) != len(reading.written):
            return
        for article, ours, theirs in zip(reading.articles, reading.written, reading.read, strict=True):
            if seen := difference(reading.reader.name, reading.format, field, getattr(ours, field), getattr(theirs, field)):
                wrote, got = seen
                message = f"{reading.where} gets {field} as {_around(got, wrote)}, and {_around(wrote, got)} was written"
                yield Found(message, article.subject, article_id=article.id)

    differing.__name__ = f"read_back_{field}"
    differing.__doc__ = (
        f"A program that readers are built on gives an article's {field} otherwise than it was written, in a way that is not known of it.\n\n"
        "No specification is concerned: what is written may be right.\n\n"
        "Fix: look whether the text has something unusual there; where it has not, the program or the document has a fault to report."
    )
    return Rule(differing, "warning")


#: What reading back can find, by code.
RULES: Mapping[str, Rule[_Reading]] = MappingProxyType(
    {
        rule.code: rule
        for rule in (
            Rule(read_back_document, "error"),
            Rule(read_back_articles, "error"),
            *map(_field_rule, FIELDS),
        )
    }
)


def read_back(
    feed: Feed,
    formats: Iterable[str] | None = None,
    *,
    urls: Mapping[str, str] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    readers: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """
    Where programs that are installed get something else from the documents of *feed* than what it says, field by field.

    *readers* are the programs to ask, by their names in :data:`READERS`; all that are installed where they are not given. Where none is
    installed, :class:`~stridesfeed.errors.MissingExtraError` is raised. Other arguments are as in :func:`stridesfeed.render_all`.
    """
    documents = render_all(feed, urls=urls, formats=formats, options=options, settings=settings)
    return read_documents(documents, feed, options=options, settings=settings, readers=readers)


def read_documents(
    documents: Mapping[str, bytes],
    feed: Feed,
    *,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    readers: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """
    The same for *documents*, by format, that are to say what *feed* says.
    """
    own = settings or RenderSettings()
    composed = compose(clean(feed, policy=own.policy, engine=own.engine), options, policy=own.policy, engine=own.engine)
    readings = [
        _reading(reader, name, document, composed.articles, list(written(composed, name, options)))
        for name, document in documents.items()
        for reader in _chosen(readers)
        if name in reader.formats
    ]
    return sort_findings(finding for reading in readings for rule in RULES.values() for finding in rule.findings(reading))


def _chosen(names: Iterable[str] | None) -> list[Reader]:
    """
    The programs of these names, or those that are installed.
    """
    unknown = next((name for name in names or () if name not in READERS), None)
    if unknown is not None:
        raise UnknownNameError("reader", unknown, READERS)
    chosen = [reader for reader in READERS.values() if (names is None or reader.name in names) and reader.is_installed]
    if not chosen:
        raise MissingExtraError("Reading documents back", "readers")
    return chosen


def _reading(reader: Reader, format: str, document: bytes, articles: Sequence[Article], ours: list[Seen]) -> _Reading:
    try:
        theirs, refusal = _in_order_of(reader.read(document, format), ours), ""
    except UnreadableError as error:
        theirs, refusal = [], str(error)
    return _Reading(reader=reader, format=format, articles=articles, written=ours, read=theirs, refusal=refusal)


def _in_order_of(theirs: list[Seen], ours: list[Seen]) -> list[Seen]:
    """
    *theirs* in the order in which *ours* were written, as far as their ids are known: some programs order them by date.
    """
    places = {seen.id: place for place, seen in enumerate(ours)}
    return theirs if any(seen.id not in places for seen in theirs) else sorted(theirs, key=lambda seen: places[seen.id])


#: So many characters of a value are shown from where it differs.
_SHOWN = 60


def _around(value: Any, other: Any) -> str:
    """
    *value* for people; of a long text what stands where it begins to differ from *other*.
    """
    if not isinstance(value, str) or not isinstance(other, str):
        return repr(value)
    same = next((place for place, (one, two) in enumerate(zip(value, other, strict=False)) if one != two), min(len(value), len(other)))
    start = max(0, same - _SHOWN // 2)
    piece = value[start : start + _SHOWN]
    return f"{'…' if start else ''}{piece!r}{'…' if start + _SHOWN < len(value) else ''}"
