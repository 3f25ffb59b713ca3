"""
The tree of errors and their messages.
"""

from __future__ import annotations

import inspect
import pickle

import attrs
import pytest

from makers import a_feed, an_article
from stridesfeed import ARTICLE, clean, errors
from stridesfeed.errors import (
    FieldError,
    FileError,
    InvalidError,
    InvalidFilesError,
    LimitError,
    MissingExtraError,
    OutputError,
    StridesError,
    UnknownNameError,
    WebError,
    WithdrawalError,
    WorkerError,
)

ONE_OF_EACH = [
    FieldError("article 'x:1'", "title", "must not be empty"),
    FileError("content/grok.md", 3, "updated", "needs a UTC offset"),
    InvalidError.of("article 'x:1'", [FieldError("article 'x:1'", "title", "must not be empty")]),
    InvalidFilesError.of([FileError("content/grok.md", 3, "updated", "needs a UTC offset")]),
    LimitError("article 'x:1'", "max_depth", "is 300, and 100 are allowed"),
    UnknownNameError("format", "rs", ["rss", "atom"]),
    WithdrawalError(312, 400),
    OutputError("public/feed.xml: is a folder"),
    WebError("https://strides.example/feed.xml", "took too long", temporary=True),
    MissingExtraError("Markdown", "markdown"),
    WorkerError(),
]


def test_the_docstring_draws_every_error() -> None:
    kinds = [kind.__name__ for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, StridesError)]

    assert [name for name in kinds if name not in (errors.__doc__ or "")] == []


def test_every_error_is_covered_here() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, StridesError)}

    assert {type(error) for error in ONE_OF_EACH} == kinds - {StridesError}


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error: StridesError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes

    assert type(copy) is type(error)
    assert str(copy) == str(error)


def test_a_file_error_is_one_line_that_editors_understand() -> None:
    assert str(FileError("content/grok.md", 3, "updated", "needs a UTC offset")) == "content/grok.md:3: updated: needs a UTC offset"
    assert str(FileError("stridesfeed.toml", None, None, "is missing")) == "stridesfeed.toml: is missing"


def test_faults_of_files_come_in_the_order_of_files_and_lines() -> None:
    group = InvalidFilesError.of([FileError("b.md", 1, None, "x"), FileError("a.md", 9, None, "x"), FileError("a.md", 2, None, "x")])

    assert str(group).splitlines() == ["3 errors", "  a.md:2: x", "  a.md:9: x", "  b.md:1: x"]


def test_an_unknown_name_is_refused_with_a_suggestion() -> None:
    assert str(UnknownNameError("format", "rs", ["rss", "atom"])) == "unknown format 'rs'; did you mean 'rss'?"
    assert str(UnknownNameError("format", "pdf", ["rss", "atom"])) == "unknown format 'pdf'; known: 'rss', 'atom'"


def test_a_missing_extra_says_what_to_install() -> None:
    assert str(MissingExtraError("Markdown", "markdown")) == "Markdown needs an optional package: pip install 'stridesfeed[markdown]'"


def test_errors_about_an_article_have_its_id() -> None:
    with pytest.raises(InvalidError) as caught:
        an_article(title="")

    assert [fault.article_id for fault in caught.value.faults] == [an_article().id]
    assert pickle.loads(pickle.dumps(caught.value)).faults[0].article_id == an_article().id  # noqa: S301  # our own bytes


def test_a_body_that_is_refused_has_the_id_of_its_article() -> None:
    article = an_article(content="<b>x</b>" * 9)
    with pytest.raises(LimitError) as caught:
        clean(a_feed(article), policy=attrs.evolve(ARTICLE, over_limit="refuse", max_length=9))

    assert caught.value.article_id == article.id


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda error: type(error).__name__)
def test_invalid_values_are_value_errors(error: StridesError) -> None:
    kinds = (FieldError, InvalidError, FileError, InvalidFilesError, LimitError, UnknownNameError)

    assert isinstance(error, ValueError) == isinstance(error, kinds)


def test_groups_work_with_except_star() -> None:
    caught = []
    try:
        raise InvalidError.of("article 'x:1'", [FieldError("article 'x:1'", "title", "a"), FieldError("article 'x:1'", "url", "b")])
    except* FieldError as group:
        caught = [fault.field for fault in group.exceptions if isinstance(fault, FieldError)]

    assert caught == ["title", "url"]
