"""
One finding for one cause: what most articles lack is one finding.
"""

from __future__ import annotations

from typing import Any

import attrs

from stridesfeed.checks.articles import ARTICLE_RULES, FEED_WIDE
from stridesfeed.checks.finding import Finding, merge_articles

CODES = {"image-missing"}
MISSING = Finding(code="image-missing", level="hint", message="no image: add one", article_id="tag:a", path="a.md")


def of(name: str, line: int | None = None, **changes: Any) -> Finding:
    return attrs.evolve(MISSING, article_id=f"tag:{name}", path=f"{name}.md", line=line, **changes)


def test_findings_of_several_articles_are_one_that_names_the_others() -> None:
    merged = merge_articles([MISSING, of("b", 7), of("c")], CODES)

    assert merged == (attrs.evolve(MISSING, message="no image: add one (also in b.md:7, c.md)"),)


def test_more_than_three_others_are_counted() -> None:
    (merged,) = merge_articles(map(of, "abcdefg"), CODES)

    assert merged.message == "no image: add one (also in b.md, c.md, d.md and 3 more; --format json lists all)"


def test_articles_in_one_file_are_named_by_line() -> None:
    first, second = (attrs.evolve(MISSING, article_id=f"tag:{line}", path="all.jsonl", line=line) for line in (1, 2))

    assert merge_articles([first, second], CODES) == (attrs.evolve(first, message="no image: add one (also in all.jsonl:2)"),)


def test_findings_of_other_rules_remain() -> None:
    findings = (MISSING, of("a", code="title-shouting"), of("b", code="title-shouting"))

    assert merge_articles(findings, CODES) == findings


def test_the_rules_whose_findings_are_merged_exist() -> None:
    assert set(FEED_WIDE) <= set(ARTICLE_RULES)
