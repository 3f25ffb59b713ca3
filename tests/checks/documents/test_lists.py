"""
OPML and sitemaps are checked like feeds.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from makers import NOON, a_feed, an_article
from stridesfeed.checks import check_document, check_url
from stridesfeed.cli._click import program
from stridesfeed.publish.opml import Subscription, opml
from stridesfeed.publish.sitemap import news_sitemap, sitemap
from stridesfeed.web import Response

HOME = "https://strides.example/"
MAIN = Subscription(title="AI Strides", url=f"{HOME}feed.xml", home=HOME, format="rss", updated=NOON)
NEWS = Subscription(title="News", url=f"{HOME}news.xml", home=HOME, format="atom", kind="Sections", language="en", description="News")
LIST = b"""<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>a</title></head><body>
<outline text="b" type="rss"/></body></opml>"""


@pytest.mark.parametrize(
    "document",
    [
        opml("AI Strides", [MAIN, NEWS]),
        sitemap([(f"{HOME}feed.xml?a=1&b=2", NOON), (HOME, None)]),
        news_sitemap(a_feed(an_article("one"), an_article("two")), as_of=NOON),
    ],
    ids=["opml", "sitemap", "news"],
)
def test_our_lists_have_no_findings(document: bytes) -> None:
    assert check_document(document, url=f"{HOME}list.xml", as_of=NOON) == ()


def test_a_finding_names_the_entry_and_its_line() -> None:
    (finding,) = check_document(LIST, "feeds.opml")

    assert (finding.code, finding.subject, finding.path, finding.line) == ("opml-address-missing", "outline 'b'", "feeds.opml", 3)
    broken = sitemap([(HOME, None)]).replace(b"</loc>", b"</loc><lastmod>x</lastmod>")
    assert [(each.code, each.subject) for each in check_document(broken)] == [("sitemap-date-invalid", HOME)]


def test_a_sitemap_may_be_compressed() -> None:
    assert check_document(gzip.compress(sitemap([(HOME, None)]))) == ()


@pytest.mark.parametrize("content", [b"<opml", b"<urlset/>", b"<opml/>", b"<opml><opml/></opml>", b"<urlset><url><url/></url></urlset>"])
def test_lists_that_are_broken_are_findings(content: bytes) -> None:
    assert [finding for finding in check_document(content) if finding.level == "error"]


def test_the_command_checks_lists(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_bytes(LIST)
    (tmp_path / "sitemap.xml").write_bytes(sitemap([(HOME, None)]))
    paths = [str(tmp_path / name) for name in ("feeds.opml", "sitemap.xml")]
    result = CliRunner().invoke(program, ["check", *paths, "--format", "json"])

    assert result.exit_code == 1
    assert [finding["code"] for finding in json.loads(result.stdout)["findings"]] == ["opml-address-missing"]


def test_lists_of_a_server_are_checked() -> None:
    url = f"{HOME}feeds.opml"

    def get(requested: str, _headers: object) -> Response:
        if requested == url:
            return Response(url=url, status=200, headers={"content-type": "text/x-opml"}, content=LIST)
        return Response(url=requested, status=404, headers={})

    (served,) = check_url(url, get=get)

    assert {finding.code for finding in served.findings} == {"opml-address-missing"}
