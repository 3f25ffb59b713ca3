"""
New ids.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

from stridesfeed import rules
from stridesfeed.errors import UnknownNameError
from stridesfeed.publish.ledger import ID_KINDS
from stridesfeed.publish.ledger.ids import new_id

LATE = datetime(2026, 4, 30, 23, 30, tzinfo=timezone(timedelta(hours=-2)))
FEED = "https://strides.example/"


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("https://strides.example/news/one/", "tag:strides.example,2026-05-01:/news/one/"),
        ("https://strides.example", "tag:strides.example,2026-05-01:/"),
        ("https://strides.example/?p=1&q=%C3%A9", "tag:strides.example,2026-05-01:/?p=1&q=%C3%A9"),
        ("https://xn--bcher-kva.example:443/a#b", "tag:xn--bcher-kva.example,2026-05-01:/a#b"),
        ("http://strides.example:8080/a", "tag:strides.example,2026-05-01:8080/a"),
        ("http://user@Strides_Desk.example./a", "tag:strides-desk.example,2026-05-01:/a"),
        ("http://[::1]:8000/a", "tag:1,2026-05-01:8000/a"),
        ("http://[::]/a", "tag:localhost,2026-05-01:/a"),
    ],
)
def test_a_tag_names_host_day_and_path(address: str, id_: str) -> None:
    assert new_id("tag", address, LATE, FEED, ()) == id_
    assert rules.absolute_iri(id_) is None


def test_a_uuid_comes_from_the_feed_and_the_address() -> None:
    given = [("https://a.example/1", FEED), ("https://a.example/2", FEED), ("https://a.example/1", "https://b.example/")]

    ids = [new_id("uuid", address, LATE, feed, ()) for address, feed in given]

    assert len(set(ids)) == 3
    assert {uuid.UUID(id_.removeprefix("urn:uuid:")).version for id_ in ids} == {5}
    assert [new_id("uuid", address, LATE, feed, ()) for address, feed in given] == ids


def test_an_address_is_its_own_id() -> None:
    assert new_id("url", "https://strides.example/%7Ea", LATE, FEED, ()) == "https://strides.example/%7Ea"


@pytest.mark.parametrize("kind", ID_KINDS)
@pytest.mark.parametrize("address", ["https://strides.example/a", "https://strides.example/a#b"])
def test_taken_ids_are_not_reused(kind: str, address: str) -> None:
    taken: list[str] = []
    for _ in range(4):
        taken.append(new_id(kind, address, LATE, FEED, taken))

    assert len(set(taken)) == 4
    assert [rules.absolute_iri(id_) for id_ in taken] == [None] * 4


def test_an_unknown_kind_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match="unknown kind of id 'uid'; did you mean 'uuid'"):
        new_id("uid", "https://strides.example/", datetime(2026, 1, 1, tzinfo=UTC), FEED, ())
