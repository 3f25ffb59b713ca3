"""
Slugs of names.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.publish.patterns import path_fault
from stridesfeed.publish.selection import name_key, slugify

NAMES = st.text(min_size=1, max_size=200).filter(lambda name: name.strip())


@given(NAMES)
def test_a_slug_of_any_name_is_one_safe_path_component(name: str) -> None:
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
def test_slugs_are_stable(name: str, slug: str) -> None:
    assert slugify(name) == slug
