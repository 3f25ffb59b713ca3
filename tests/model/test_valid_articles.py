"""
A feed is published although some of what it is made of is wrong, and each item that is left out is named.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest

from makers import a_feed, an_article
from stridesfeed import Article, InvalidError, SkippedItem, UnknownNameError, from_dict, parse, render_into, to_dict, valid_articles

ROWS = [("tag:a.example,2026:1", "First"), ("tag:a.example,2026:2", ""), ("tag:a.example,2026:1", "Again"), ("tag:a.example,2026:4", "Last")]


def article_of(row: tuple[str, str]) -> Article:
    """
    An article whose title is required.
    """
    id_, title = row
    return Article(id=id_, title=title)


def test_invalid_articles_and_repeated_ids_are_left_out_and_named() -> None:
    skipped: list[SkippedItem] = []

    articles = list(valid_articles(ROWS, article_of, on_error=skipped.append))

    assert [article.title for article in articles] == ["First", "Last"]
    assert [(each.number, each.item) for each in skipped] == [(1, ROWS[1]), (2, ROWS[2])]
    invalid, twin = map(str, skipped)
    assert invalid.startswith("item 1: article 'tag:a.example,2026:2' is not valid\n  article 'tag:a.example,2026:2': title: must not be empty")
    assert "article 'tag:a.example,2026:1': id: must be unique in the feed" in twin


def test_by_default_each_skipped_item_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "stridesfeed"):
        feed = a_feed(*valid_articles(ROWS, article_of))

    assert len(feed.articles) == 2
    assert [record.message.partition("\n")[0] for record in caplog.records] == [
        "skipped item 1: article 'tag:a.example,2026:2' is not valid",
        "skipped item 2: article 'tag:a.example,2026:1' is not valid",
    ]


def test_the_first_error_is_raised_by_option() -> None:
    articles = valid_articles(ROWS, article_of, on_error="raise")

    assert next(articles).title == "First"
    with pytest.raises(InvalidError, match="2026:2"):
        next(articles)


def test_a_guid_is_unique_too() -> None:
    skipped: list[SkippedItem] = []
    given = [an_article("one", guid="7"), an_article("two", guid="7"), an_article("three")]

    assert list(valid_articles(given, on_error=skipped.append)) == [given[0], given[2]]
    assert [str(each).rpartition("guid: ")[2] for each in skipped] == ["must be unique in the feed: an earlier article has '7'"]


def test_errors_of_the_program_are_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        list(valid_articles([0], lambda row: Article(id=str(1 // row)), on_error=print))


def test_a_stream_of_articles_is_rendered_without_its_invalid_rows() -> None:
    skipped: list[SkippedItem] = []
    file = io.BytesIO()

    render_into(a_feed(), {"rss": file}, articles=valid_articles(ROWS, article_of, on_error=skipped.append))

    assert [article.title for article in parse(file.getvalue()).feed.articles] == ["First", "Last"]
    assert len(skipped) == 2


def test_invalid_items_of_a_dict_are_left_out_and_named() -> None:
    values: dict[str, Any] = to_dict(a_feed(an_article("one"), an_article("two"), an_article("three")))
    first, second, third = values["items"]
    values["items"] = [first, "text", second | {"url": "nope"}, third | {"colour": "red"}, first, third]
    skipped: list[SkippedItem] = []

    feed = from_dict(values, on_error=skipped.append)

    assert [article.id for article in feed.articles] == [first["id"], third["id"]]
    assert [each.number for each in skipped] == [1, 2, 3, 4]
    assert "article: item: must be a dict, not str" in str(skipped[0])
    assert "url: must be an absolute URL" in str(skipped[1])
    assert isinstance(skipped[2].error, UnknownNameError)
    with pytest.raises(InvalidError):
        from_dict(values)


def test_errors_of_the_feed_itself_are_raised_in_any_case() -> None:
    with pytest.raises(InvalidError, match="feed"):
        from_dict(to_dict(a_feed(an_article())) | {"home_page_url": "nope"}, on_error="skip")
