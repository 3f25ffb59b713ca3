"""
Findings about articles from files have the line to edit, and one cause is one finding.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher import CONTENT, FEED
from stridesfeed.build.checking import check_loaded
from stridesfeed.checks import Finding
from stridesfeed.load import load
from stridesfeed.site import read_site

#: Lines 1 to 4; the text begins in line 6.
HEADER = "---\ntitle: One\ndate: 2026-04-30T09:00:00Z\n{more}\n---\n"


def check(folder: Path, **files: str) -> tuple[Finding, ...]:
    """
    Check a site with these content files, by name without suffix.
    """
    (folder / "content").mkdir()
    (folder / "stridesfeed.toml").write_text(f"[feed]\n{FEED}\n[content]\n{CONTENT}", "utf-8")
    for name, text in files.items():
        (folder / "content" / f"{name}.md").write_text(text, "utf-8")
    site, as_of = read_site(folder), datetime(2026, 5, 1, tzinfo=UTC)
    return check_loaded(site, load(site.content, as_of=as_of), as_of=as_of)


@pytest.mark.parametrize(
    ("code", "more", "text", "line"),
    [
        ("link-target-missing", "", "A.\n\n[B](#)", 8),
        ("link-target-missing", "", "A.\n\n[B]()", 8),
        ("link-target-missing", "", 'A.\n\n<a href="#">B</a>', 8),
        ("link-target-missing", "", "A.\n\n<a href='#'>B</a>", 8),
        ("link-target-missing", "", "A.\n\n<a class=b href=#>B</a>", 8),
        ("link-target-missing", "", "[A](#a)<b id=a>a</b>\n\n<a href=''>B</a>", 8),
        ("image-dead", "image: a.png", "A.", 4),
        ("image-dead", "cover: /images/a.png", "A.", 4),
        ("image-dead", "", "A.\n\n![B](/images/a.png)", 8),
        ("image-dead", "", "A.\n\n![B](a.png)", 8),
        ("image-dead", "", "A.\n\n![B](<an image.png>)", 8),
        ("image-dead", "", "A.\n\n![B](ä.png)", 8),
        ("link-dead", "", "A.\n\n[B](/ä/)", 8),
        ("link-dead", "", "A.\n\n[B](/b/?a=1&amp;b=2)", 8),
    ],
)
def test_a_finding_has_the_line_to_edit(code: str, more: str, text: str, line: int, tmp_path: Path) -> None:
    assert [finding.line for finding in check(tmp_path, one=HEADER.format(more=more) + text) if finding.code == code] == [line]


def test_an_address_that_is_dead_is_one_finding(tmp_path: Path) -> None:
    text = "[A](/gone) [B](https://strides.example/gone) ![C](gone.png) ![D](https://strides.example/one/gone.png)"

    findings = check(tmp_path, one=HEADER.format(more="image: https://strides.example/one/gone.png") + text)

    assert [finding.code for finding in findings if finding.code.endswith(("-dead", "-relative"))] == ["image-dead", "link-dead"]


@pytest.mark.parametrize(
    ("keys", "link"),
    [
        ("aliases: [/old/, /older]", "/old/"),
        ("aliases: [/old/, /older]", "/older/#part"),
        ("aliases: old/path", "/old/path/"),
        ("aliases: [../sibling]", "/sibling"),
        ("redirect_from: https://strides.example/2019/old.html", "/2019/old.html"),
    ],
)
def test_a_link_to_an_alias_is_not_dead(keys: str, link: str, tmp_path: Path) -> None:
    findings = check(tmp_path, one=HEADER.format(more=f"related: {link}") + f"[A]({link})", two=HEADER.format(more=keys).replace("One", "Two"))

    assert [finding for finding in findings if finding.code in {"link-dead", "related-dead"}] == []


def test_the_alias_of_a_draft_is_dead(tmp_path: Path) -> None:
    findings = check(tmp_path, one=HEADER.format(more="") + "[A](/old/)", two=HEADER.format(more="aliases: [/old/]\ndraft: true"))

    assert "link-dead" in {finding.code for finding in findings}


def test_links_to_an_article_with_an_error_are_not_further_findings(tmp_path: Path) -> None:
    text = "[A](two.md) [B](/two/)"

    findings = check(tmp_path, one=HEADER.format(more="related: two.md") + text, two="---\ntitle: Two\n---\nB.\n")

    assert [finding.code for finding in findings if "dead" in finding.code or finding.level == "error"] == ["content-faulty"]


def test_links_to_the_documents_of_the_feed_are_not_dead(tmp_path: Path) -> None:
    findings = check(tmp_path, one=HEADER.format(more="") + "[A](/feed.xml) [B](/feed.json) [C](/rss.xml)")

    assert [finding.message for finding in findings if finding.code == "link-dead"] == [
        "link to https://strides.example/rss.xml leads to no article or file of the site: correct it"
    ]
