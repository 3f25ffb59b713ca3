"""
Compare the articles that other people's feed parsers return with those that were rendered.
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
from stridesfeed.checks.readers.article import FIELDS, ReaderArticle, UnreadableError, expected_articles
from stridesfeed.checks.readers.known_differences import difference
from stridesfeed.checks.rule import Found, Rule
from stridesfeed.emit import FORMATS, RenderSettings, render_all
from stridesfeed.errors import MissingExtraError, UnknownNameError
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options

#: Messages show this many characters of a value.
_SHOWN = 60


@attrs.frozen(kw_only=True)
class Reader:
    """
    A feed parser.
    """

    #: Its name for people.
    name: str

    #: The module that it is installed as.
    module: str

    #: The formats that it parses.
    formats: tuple[str, ...]

    @property
    def is_installed(self) -> bool:
        """
        True if the parser is installed.
        """
        return find_spec(self.module) is not None

    def read(self, document: bytes, format: str) -> list[ReaderArticle]:
        """
        Parse *document*. Raises :class:`~stridesfeed.checks.readers.article.UnreadableError` if the parser rejects it.
        """
        # The door is imported only if the parser is installed.
        door: Any = import_module(f"{__package__}._{self.module}")
        return list(door.read(document, format))


#: All supported parsers, by name.
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
class _Comparison:
    """
    The articles that one parser returns from one document, and the expected ones.
    """

    reader: Reader
    format: str
    articles: Sequence[Article]
    expected: Sequence[ReaderArticle]
    actual: Sequence[ReaderArticle]

    #: The parser's error if it rejects the document; otherwise empty.
    rejection: str = ""

    @property
    def parser(self) -> str:
        """
        The start of messages: "feedparser, reading RSS 2.0,".
        """
        return f"{self.reader.name}, reading {FORMATS[self.format].title},"


def read_back_document(comparison: _Comparison) -> Iterator[Found]:
    """
    A parser that feed readers are built on rejects the document. Its users see no articles at all.

    No specification covers this: the document may be right.

    Fix: Read the parser's message. If the document is right, report a bug in the parser.
    """
    if comparison.rejection:
        yield Found(f"{comparison.parser} rejects the document: {comparison.rejection}")


def read_back_articles(comparison: _Comparison) -> Iterator[Found]:
    """
    A parser returns more or fewer articles than the document contains.

    No specification covers this.

    Fix: Find the first article that differs.
    """
    count = len(comparison.actual)
    if not comparison.rejection and count != len(comparison.expected):
        yield Found(f"{comparison.parser} returns {count} article{'' if count == 1 else 's'} instead of {len(comparison.expected)}")


def _field_rule(field: str) -> Rule[_Comparison]:
    """
    Create the rule that a parser returns *field* as it was rendered.
    """

    def check(comparison: _Comparison) -> Iterator[Found]:
        if len(comparison.actual) != len(comparison.expected):
            return
        for article, ours, theirs in zip(comparison.articles, comparison.expected, comparison.actual, strict=True):
            values = difference(comparison.reader.name, comparison.format, field, getattr(ours, field), getattr(theirs, field))
            if values:
                expected, actual = values
                message = f"{comparison.parser} returns {_excerpt(actual, expected)} as {field} instead of {_excerpt(expected, actual)}"
                yield Found(message, article.subject, article_id=article.id)

    check.__name__ = f"read_back_{field}"
    check.__doc__ = (
        f"A parser that feed readers are built on returns a different {field} than was rendered, and this is not a known difference.\n\n"
        "No specification covers this: the document may be right.\n\n"
        "Fix: Look for something unusual in the text. If there is nothing unusual, report a bug in the parser or in stridesfeed."
    )
    return Rule(check, "warning")


#: The rules of reading back, by code.
RULES: Mapping[str, Rule[_Comparison]] = MappingProxyType(
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
    formats: Iterable[str] = tuple(FORMATS),
    *,
    urls: Mapping[str, str] | None = None,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    readers: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """
    Render *feed*, parse the documents with other parsers and report each field that differs.

    *readers* are names in :data:`READERS`; by default all installed parsers. Raises :class:`~stridesfeed.errors.MissingExtraError` if none is
    installed. The other arguments are those of :func:`stridesfeed.render_all`.
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
    Parse existing *documents*, by format, and report each field that differs from *feed*; see :func:`read_back`.
    """
    own = settings or RenderSettings()
    composed = compose(clean(feed, policy=own.policy, engine=own.engine), options, policy=own.policy, engine=own.engine)
    selected = _select(readers)
    comparisons = [
        _compare(reader, format, document, composed.articles, list(expected_articles(composed, format, options)))
        for format, document in documents.items()
        for reader in selected
        if format in reader.formats
    ]
    return sort_findings(finding for comparison in comparisons for rule in RULES.values() for finding in rule.findings(comparison))


def _select(names: Iterable[str] | None) -> list[Reader]:
    """
    Return the installed parsers among *names*, or all installed ones.
    """
    wanted = None if names is None else tuple(names)
    if unknown := next((name for name in wanted or () if name not in READERS), None):
        raise UnknownNameError("reader", unknown, READERS)
    selected = [reader for reader in READERS.values() if (wanted is None or reader.name in wanted) and reader.is_installed]
    if not selected:
        raise MissingExtraError("Reading documents back", "readers")
    return selected


def _compare(reader: Reader, format: str, document: bytes, articles: Sequence[Article], expected: list[ReaderArticle]) -> _Comparison:
    try:
        actual, rejection = reader.read(document, format), ""
    except UnreadableError as error:
        actual, rejection = [], str(error)
    # Some parsers sort articles by date: restore the order by id, if all ids are known.
    positions = {article.id: position for position, article in enumerate(expected)}
    if all(article.id in positions for article in actual):
        actual.sort(key=lambda article: positions[article.id])
    return _Comparison(reader=reader, format=format, articles=articles, expected=expected, actual=actual, rejection=rejection)


def _excerpt(value: Any, other: Any) -> str:
    """
    Format *value* for people; a long text around its first difference from *other*.
    """
    if not isinstance(value, str) or not isinstance(other, str):
        return repr(value)
    pairs = enumerate(zip(value, other, strict=False))
    first = next((position for position, (one, two) in pairs if one != two), min(len(value), len(other)))
    start = max(0, first - _SHOWN // 2)
    return f"{'…' if start else ''}{value[start : start + _SHOWN]!r}{'…' if start + _SHOWN < len(value) else ''}"
