"""
Names as parts of paths.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.publish.feed_plan import path_fault
from stridesfeed.publish.selection import name_key, slugify

NAMES = st.text(min_size=1, max_size=200).filter(lambda name: name.strip())


@given(NAMES)
def test_a_slug_is_one_safe_part_of_a_path_whatever_the_name(name: str) -> None:
    slug = slugify(name)

    assert slug
    assert "/" not in slug
    assert path_fault(slug) is None
    assert len(slug.encode()) <= 89
    assert unicodedata.is_normalized("NFC", slug)


@given(NAMES)
def test_all_spellings_of_a_name_have_one_slug(name: str) -> None:
    assert slugify(name) == slugify(name_key(name)) == slugify(unicodedata.normalize("NFD", name)) == slugify(f" {name} ")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("AI News", "ai-news"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("pt-BR", "pt-br"),
        ("ＡＩ", "ai"),
        ("தமிழ்", "தமிழ்"),
        ("日本語", "日本語"),
        ("../..", "0cfd1c96"),
        ("con", "con-1143da2b"),
    ],
)
def test_a_slug_is_what_subscribers_have_in_their_addresses(name: str, slug: str) -> None:
    assert slugify(name) == slug
