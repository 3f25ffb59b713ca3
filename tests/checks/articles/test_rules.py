"""
Each rule fires on its smallest case and is silent on the nearest valid one: :mod:`check_cases`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_cases import CASES
from makers import NOON, a_feed, an_article
from stridesfeed.body import ARTICLE, clean_html
from stridesfeed.body.tokens import StartTag, tokenize
from stridesfeed.checks import articles
from stridesfeed.checks.articles import ARTICLE_RULES, FEED_RULES, check
from stridesfeed.checks.articles.checked_feed import read_tags
from stridesfeed.checks.rule import Found, Rule
from stridesfeed.text import name_set


def functions() -> Iterator[str]:
    """
    Yield the codes of all rule functions.
    """
    for module in pkgutil.iter_modules(articles.__path__, articles.__name__ + "."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            is_own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if is_own and inspect.get_annotations(function, eval_str=True).get("return") == Iterator[Found]:
                yield name.replace("_", "-")


def test_every_rule_is_in_a_table() -> None:
    assert sorted(functions()) == sorted([*ARTICLE_RULES, *FEED_RULES])


def test_every_rule_has_a_case() -> None:
    assert sorted(CASES) == sorted([*ARTICLE_RULES, *FEED_RULES])


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_fires_on_its_smallest_case(code: str) -> None:
    fires, _ = CASES[code]

    assert code in fires.codes()


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_is_silent_on_the_nearest_valid_case(code: str) -> None:
    _, silent = CASES[code]

    assert code not in silent.codes()


@pytest.mark.parametrize("rule", [*ARTICLE_RULES.values(), *FEED_RULES.values()], ids=lambda rule: rule.code)
def test_an_explanation_has_problem_specification_and_fix(rule: Rule[Any]) -> None:
    paragraphs = rule.explanation.split("\n\n")

    assert len(paragraphs) == 3
    assert paragraphs[-1].startswith("Fix: ")
    assert all(paragraph.endswith(".") for paragraph in paragraphs)


def test_findings_name_article_and_file() -> None:
    (finding,) = [
        finding
        for finding in check(a_feed(an_article(title="A" * 151)), origins={"tag:strides.example,2026:one": "content/one.md"})
        if finding.code == "title-too-long"
    ]

    assert (finding.level, finding.subject, finding.path) == ("warning", "article 'tag:strides.example,2026:one'", "content/one.md")
    assert finding.article_id == "tag:strides.example,2026:one"
    assert finding.message == "title has 151 characters: shorten it to at most 150"


def test_a_complete_feed_has_no_findings() -> None:
    whole = [
        an_article(
            f"a{number}",
            published=NOON - timedelta(days=number),
            content='<p>Text.</p><p><img src="https://strides.example/a.png" alt="A" width="640" height="360"></p>',
        )
        for number in range(10)
    ]

    assert check(a_feed(*whole, icon="https://strides.example/icon.png"), as_of=NOON) == ()


_TAGS = ("<p>", "</p>", "<br/>", "<P CLASS=a>", '<a href="/b">', "</a>", '<img src="c.png" alt="d">', '<a title="a > b" href=e>', "<p id=f>")
_ELSE = ("a < b", "&amp;", "<", "<svg>", "</svg>", "<!-- <b> -->", "<![CDATA[<i>]]>", "<script>", "</script>")

HTML = st.lists(st.sampled_from((*_TAGS, *_ELSE)), max_size=12).map("".join)


@given(HTML)
def test_read_tags_finds_the_tags_of_the_tokeniser(html: str) -> None:
    starts = [token for token in tokenize(html) if isinstance(token, StartTag)]

    found = read_tags(html)

    assert found.names == {start.name for start in starts}
    assert found.count == len(starts)
    assert found.hrefs == tuple(dict.fromkeys(start.attributes["href"] for start in starts if "href" in start.attributes))
    assert {str(image) for image in found.images} == {str(start) for start in starts if start.name == "img"}


#: Elements that become links.
FRAMES = frozenset({"iframe", "embed", "object"})

#: Elements that lose their meaning or their content.
CHANGED = name_set(
    "script style svg math canvas form fieldset select option textarea button input template marquee blink custom-tag slot menu applet xmp "
    "output legend label dialog progress meter noembed datalist nobr hgroup search rb"
)


@pytest.mark.parametrize("name", sorted(CHANGED | FRAMES))
def test_every_removed_element_is_reported(name: str) -> None:
    html = f'<p>Before</p><{name} src="https://a.example/">word</{name}><p>After</p>'

    codes = {finding.code for finding in check(a_feed(an_article(content=html))) if f"<{name}>" in finding.message}

    assert name not in ARTICLE.elements
    assert len(codes) == 1
    assert ("element-dropped" in codes) == ("word" not in clean_html(html, "https://strides.example/") and name not in FRAMES)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<div>See [the pool](pool.md).</div>", "[the pool](pool.md)"),
        ("<div>![A barge](images/barge.png)</div>", "![A barge](images/barge.png)"),
        ("<p>Call f[0](x) or see [sic] (here).</p>", None),
    ],
)
def test_markdown_with_a_relative_address_is_found(html: str, shown: str | None) -> None:
    found = [finding.message for finding in check(a_feed(an_article(content=html))) if finding.code == "markdown-left"]

    assert found == ([f"text shows the Markdown {shown!r}: correct or remove the markup"] if shown else [])
