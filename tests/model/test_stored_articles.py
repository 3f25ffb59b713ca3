"""
An article whose fields are not all in memory is like any other.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime

import attrs
import pytest

from everything import the_feed
from stridesfeed import Article
from stridesfeed.value import with_fields

FULL = max(the_feed().articles, key=lambda article: len(article.content or ""))
LATER = datetime(2027, 1, 1, tzinfo=UTC)


class Store:
    """
    Returns the article, and counts how often.
    """

    def __init__(self) -> None:
        self.times = 0

    def read(self) -> Article:
        self.times += 1
        return FULL


def stored(store: Store) -> Article:
    present = {name: getattr(FULL, name) for name in ("id", "url", "title", "published", "_updated")}
    return Article.stored(present, FULL.content_digest, store.read)


def test_fields_are_read_once_and_when_one_is_used() -> None:
    store = Store()
    article = stored(store)
    assert (article.id, article.title, article.sort_date, article.digest, store.times) == (FULL.id, FULL.title, FULL.sort_date, FULL.digest, 0)

    assert (article.content, article.summary, article.image) == (FULL.content, FULL.summary, FULL.image)
    assert store.times == 1


def test_it_equals_the_article_with_all_fields() -> None:
    assert stored(Store()) == FULL
    assert stored(Store()) == FULL
    assert repr(stored(Store())) == repr(FULL)
    assert hash(stored(Store())) == hash(FULL)


def test_copies_have_all_fields() -> None:
    assert copy.copy(stored(Store())) == FULL
    assert pickle.loads(pickle.dumps(stored(Store()))) == FULL  # noqa: S301  # our own bytes
    assert attrs.evolve(stored(Store()), title="Other") == attrs.evolve(FULL, title="Other")
    assert with_fields(stored(Store()), title="Other") == with_fields(FULL, title="Other")


def test_the_identity_of_a_ledger_needs_no_other_fields() -> None:
    store = Store()
    article = stored(store).identified("tag:a.example,2026:1", published=LATER, updated=None)
    expected = attrs.evolve(FULL, id="tag:a.example,2026:1", published=LATER, updated=None)
    assert (article.digest, store.times) == (expected.digest, 0)

    assert article == expected
    assert store.times == 1


def test_fields_that_another_thread_has_read_are_returned() -> None:
    article = stored(Store())
    assert article.content

    assert article.__getattr__("content") == FULL.content  # type: ignore[attr-defined]  # mypy does not know it


def test_unknown_attributes_are_errors() -> None:
    store = Store()
    with pytest.raises(AttributeError, match="no attribute 'contents'"):
        stored(store).contents  # type: ignore[attr-defined]  # noqa: B018
    assert store.times == 0
