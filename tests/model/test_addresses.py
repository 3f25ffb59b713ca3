"""
Conversion of addresses to URIs.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed import iri


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/%C3%A9?a=1&b=%20", "https://example.org/%C3%A9?a=1&b=%20"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ('https://example.org/[a]{b}|c^`<>"\\', "https://example.org/%5Ba%5D%7Bb%7D%7Cc%5E%60%3C%3E%22%5C"),
        ("https://example.org/#a#b c", "https://example.org/#a%23b%20c"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://Bücher.Example:8080/x", "https://xn--bcher-kva.example:8080/x"),
        ("https://example.org:8080/x?y#z", "https://example.org:8080/x?y#z"),
        ("https://me:secret@例え.jp/x", "https://me:secret@xn--r8jz45g.jp/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("  https://example.org/x\n", "https://example.org/x"),
        ("https://example.org/a\n b", "https://example.org/a%20b"),
        ("mailto:a@example.org?subject=é è", "mailto:a@example.org?subject=%C3%A9%20%C3%A8"),
        ("tag:example.org,2026:a", "tag:example.org,2026:a"),
    ],
)
def test_an_iri_becomes_a_uri(written: str, expected: str) -> None:
    assert iri.to_uri(written) == expected


@given(st.text(max_size=60).map("https://example.org/".__add__) | st.text(max_size=60))
def test_nothing_is_encoded_twice(text: str) -> None:
    once = iri.to_uri(text)

    assert iri.to_uri(once) == once


@given(st.text(max_size=60).map("https://example.org/".__add__))
def test_a_uri_has_only_characters_allowed_in_uris(text: str) -> None:
    uri = iri.to_uri(text)

    assert uri.isascii()
    assert not set(uri) & set(' <>"{}|\\^`\x00\x1f\x7f')


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("/docs/", "https://example.org/docs/"),
        ("b.png", "https://example.org/news/b.png"),
        ("//cdn.example.org/x", "https://cdn.example.org/x"),
        ("#note", "https://example.org/news/a#note"),
        ("?page=2", "https://example.org/news/a?page=2"),
        ("http://other.example/é", "http://other.example/%C3%A9"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://[broken", ""),
    ],
)
def test_a_reference_is_resolved_against_the_page(reference: str, expected: str) -> None:
    assert iri.absolute(reference, "https://example.org/news/a") == expected


@pytest.mark.parametrize(("url", "expected"), [("HTTPS://x", "https"), ("/x", None), ("a/b:c", None), ("", None), ("1a:b", None)])
def test_the_scheme_is_the_text_before_the_first_colon(url: str, expected: str | None) -> None:
    assert iri.scheme(url) == expected
