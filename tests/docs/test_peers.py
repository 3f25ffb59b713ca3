"""
The comparison with other libraries is complete, and honest about what was not checked.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

COMPARED = tomllib.loads((Path(__file__).parents[2] / "docs" / "peers.toml").read_text(encoding="utf-8"))
PEERS = set(COMPARED["peers"])
FEATURES = {feature["name"]: feature for feature in COMPARED["features"]}


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_has_a_cell_for_each_library(name: str) -> None:
    assert set(FEATURES[name]) == {"group", "name", *PEERS}


@pytest.mark.parametrize("name", FEATURES)
def test_every_cell_begins_with_an_answer(name: str) -> None:
    answers = {FEATURES[name][peer].partition(":")[0] for peer in PEERS}

    assert answers <= {"yes", "no", "partly", "not checked"}


def test_no_feature_has_two_rows() -> None:
    assert len(FEATURES) == len(COMPARED["features"])


def test_the_date_is_a_date() -> None:
    assert dt.date.fromisoformat(COMPARED["date"]) >= dt.date(2026, 11, 24)


def test_other_libraries_have_their_versions() -> None:
    assert [title for key, title in COMPARED["peers"].items() if key != "stridesfeed" and not title[-1].isdigit()] == []


def test_it_names_what_others_have_and_we_do_not() -> None:
    ahead = [each for each in FEATURES.values() if each["stridesfeed"].startswith(("no", "partly"))]

    assert all(any(each[peer].startswith("yes") for peer in PEERS - {"stridesfeed"}) for each in ahead)
    assert ahead
