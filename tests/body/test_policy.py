from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any
from xml.etree.ElementTree import Element

import attrs
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.body import ARTICLE, ENGINES, MINIMAL, POLICIES, STRICT, Policy, clean_html
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


def test_the_ready_made_policies_are_what_they_were() -> None:
    """
    A fingerprint changes with anything in a policy, and with it every body that was kept: the new one is written here on purpose.
    """
    assert {name: policy.fingerprint[:16] for name, policy in POLICIES.items()} == {
        "ARTICLE": "cd97c69d1da23f8a",
        "STRICT": "594ea7fae316c8cc",
        "MINIMAL": "3ec5bbc7ce51efc4",
    }


@pytest.mark.parametrize("field", [field.name for field in attrs.fields(Policy)])
def test_every_field_is_in_the_fingerprint(field: str) -> None:
    other: Any = {
        "elements": {"p": ()},
        "dropped": {"b"},
        "classes": {"x"},
        "link_schemes": {"https"},
        "media_schemes": {"https"},
        "over_limit": "refuse",
    }.get(field, 99)

    assert attrs.evolve(MINIMAL, **{field: other}).fingerprint != MINIMAL.fingerprint


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
        ({"max_nesting": 3}, "max_nesting", "4"),
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


def depth(element: Element) -> int:
    return max((1 + depth(child) for child in element), default=0)


PIECES = (
    *(
        "<ul><li>",
        "<ol><li>",
        "<blockquote>",
        "<table><tr><td>",
        "<tr><td>",
        "<td>",
        "<dl><dt>",
        "<dd>",
        "<pre>",
        "<p>",
        "<h6>",
        "<hr>",
        "<br>",
    ),
    *(
        "<details><summary>",
        "<figure><figcaption>",
        "<ruby><rt>",
        "<b>",
        "<i>",
        "<a href=/x>",
        "<img src=/i alt=I>",
        "<video src=/v>",
        "<caption>",
    ),
    *("</ul>", "</li>", "</table>", "</p>", "</a>", "</b>", "</pre>", "</blockquote>", "<div>", "</div>", "word ", "\n", "<source src=/s>"),
)
soup = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@pytest.mark.parametrize("name", POLICIES)
@given(html=soup)
def test_every_policy_is_kept_to(name: str, html: str) -> None:
    """
    By each engine: nothing but what the policy names, no deeper than it wants, an error to no parser, and clean at once.
    """
    policy = POLICIES[name]
    cleaned = {clean_html(html, BASE, policy=policy, engine=engine).replace('=""', "") for engine in ENGINES}
    assert len(cleaned) == 1
    once = clean_html(html, BASE, policy=policy)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(once)

    assert {element.tag for element in tree.iter() if element is not tree} <= set(policy.elements)
    assert policy.max_nesting is None or depth(tree) <= policy.max_nesting
    assert clean_html(once, BASE, policy=policy) == once


@given(html=soup)
def test_no_policy_loses_a_word(html: str) -> None:
    """
    But for what a page says to those who cannot play a film: a link to the film says more.
    """
    without_film = html.replace("<video src=/v>", "")
    words = [clean_html(without_film, BASE, policy=policy).count("word") for policy in POLICIES.values()]

    assert len(set(words)) == 1


@pytest.mark.parametrize(
    ("html", "strict", "minimal"),
    [
        ("<section><h6>a</h6>b</section>", "<p>a</p>b", "<p>a</p>b"),
        ("<h2>a <b>b</b></h2>", "<h2>a <b>b</b></h2>", "<p>a <strong>b</strong></p>"),
        ("<pre>if a:\n  <i>b</i>\n</pre>", "<p>if a:<br>\xa0\xa0<i>b</i><br></p>", "<pre>if a:\n  <em>b</em>\n</pre>"),
        (
            "<figure><img src=/i alt=I><figcaption>c</figcaption></figure>",
            f'<p><img src="{BASE[:-3]}i" alt="I"></p><p>c</p>',
            "<p>I</p><p>c</p>",
        ),
        ('<p dir="rtl" id="x" class="footnote">a</p>', '<p dir="rtl">a</p>', '<p dir="rtl">a</p>'),
        (
            '<a href="tel:1">a</a><a href="mailto:a@b.example">b</a>',
            'a<a href="mailto:a@b.example">b</a>',
            'a<a href="mailto:a@b.example">b</a>',
        ),
        ("<table><tr><th>a<td>b</table>", "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>", "<p> a b\n</p>"),
    ],
)
def test_what_is_not_allowed_becomes_what_says_nearly_the_same(html: str, strict: str, minimal: str) -> None:
    assert clean_html(html, BASE, policy=STRICT) == strict
    assert clean_html(html, BASE, policy=MINIMAL) == minimal


@pytest.mark.parametrize(
    ("html", "flat"),
    [
        ("<ul><li>1" * 4, "<ul><li>1<ul><li>1<ul><li>1<br>1</li></ul></li></ul></li></ul>"),
        (
            "<blockquote>" * 3 + "<table><tr><td>a<td>b<tr><td>c<td><a href=/d>d</a></table>",
            "<blockquote>" * 3
            + f'<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td><a href="{BASE[:-3]}d">d</a></td></tr></tbody></table>'
            + "</blockquote>" * 3,
        ),
        (
            "<blockquote>" * 4 + "<table><tr><td>a<td>b<tr><td>c<td><a href=/d>d</a></table>e",
            "<blockquote>" * 4 + f'a b<br>c <a href="{BASE[:-3]}d">d</a><br>e' + "</blockquote>" * 4,
        ),
        ("<blockquote>" * 9 + "<p>a</p><p><b>b</b></p>", "<blockquote>" * 7 + "a<br><b>b</b>" + "</blockquote>" * 7),
    ],
)
def test_what_is_too_deep_goes_on_in_lines(html: str, flat: str) -> None:
    assert clean_html(html, BASE, policy=STRICT) == flat
