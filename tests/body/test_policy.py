from __future__ import annotations

import pickle
import subprocess
import sys

import attrs
import pytest

from stridesfeed.body import ARTICLE, Policy, clean_html
from stridesfeed.errors import InvalidError

BASE = "https://strides.example/one"


def test_a_policy_is_a_value() -> None:
    same = attrs.evolve(ARTICLE, max_depth=ARTICLE.max_depth)

    assert same == ARTICLE
    assert hash(same) == hash(ARTICLE)
    assert pickle.loads(pickle.dumps(ARTICLE)) == ARTICLE  # noqa: S301 - our own bytes


def test_a_fingerprint_tells_policies_apart() -> None:
    narrower = attrs.evolve(ARTICLE, link_schemes={"https"})

    assert narrower.fingerprint != ARTICLE.fingerprint
    assert attrs.evolve(narrower, link_schemes=ARTICLE.link_schemes).fingerprint == ARTICLE.fingerprint
    assert pickle.loads(pickle.dumps(ARTICLE)).fingerprint == ARTICLE.fingerprint  # noqa: S301 - our own bytes


def test_a_fingerprint_is_the_same_under_every_hash_seed() -> None:
    program = "from stridesfeed.body import ARTICLE; print(ARTICLE.fingerprint)"
    seen = {
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own program
        for seed in ("1", "2")
    }
    assert seen == {ARTICLE.fingerprint + "\n"}


def test_a_person_makes_their_own_by_evolving() -> None:
    own = attrs.evolve(ARTICLE, elements={"p": frozenset({"title"})}, dropped={"b"}, classes={"note-*"})

    assert clean_html('<p title="t" id="x">a<b>b</b><i>c</i></p>', BASE, policy=own) == '<p title="t">ac</p>'


def test_classes_stay_by_name_and_by_beginning() -> None:
    own = attrs.evolve(ARTICLE, classes={"note", "lang-*"})

    assert clean_html('<p class="note lang-py other notes">x</p>', BASE, policy=own) == '<p class="note lang-py">x</p>'


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"elements": {"script": ()}}, "elements", "script"),
        ({"elements": {"p": {"onclick"}}}, "elements", "onclick"),
        ({"elements": {"p": {"style"}}}, "elements", "style"),
        ({"elements": {"table": ()}}, "elements", "tbody"),
        ({"elements": {"p": ()}, "dropped": {"p"}}, "dropped", "p"),
        ({"max_depth": 5000}, "max_depth", "200"),
        ({"over_limit": "hang"}, "over_limit", "refuse"),
    ],
)
def test_no_policy_can_be_unsafe(fields: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(InvalidError) as raised:
        Policy(**({"elements": {}, "dropped": ()} | fields))  # type: ignore[arg-type]

    assert f"policy: {field}: " in str(raised.value)
    assert says in str(raised.value)


def test_an_id_can_be_refused() -> None:
    without_ids = attrs.evolve(ARTICLE, elements={**ARTICLE.elements, "*": {"lang"}})

    assert clean_html('<p id="a" lang="en"><a href="#a">x</a></p>', BASE, policy=without_ids) == f'<p lang="en"><a href="{BASE}#a">x</a></p>'
