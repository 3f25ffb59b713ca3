"""
A site that already has a feed: after ``init``, or ``adopt --ids``, the first build shows readers nothing again.
"""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program
from stridesfeed.publish.ledger import read_ledger

CONFIGURATION = "title: Barges\nurl: https://barges.example\npermalink: /:year/:title/\n"

#: Three items that the site's articles match by URL, by alias and by title and date; and one that has no article.
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:barges.example,2020:feed</id>
  <title>Barges</title>
  <updated>2026-04-24T00:00:00Z</updated>
  <link href="https://barges.example/"/>
  <link rel="self" href="https://barges.example/feed.xml"/>
  <author><name>Ilse Varga</name></author>
  <entry><id>tag:barges.example,2026:4</id><title>The title before it was edited</title><link href="http://www.barges.example/2026/d4?utm_source=rss"/>
    <published>2026-04-24T08:00:00Z</published><updated>2026-04-24T09:00:00Z</updated><content type="html">Text 4.</content></entry>
  <entry><id>tag:barges.example,2026:3</id><title>Article 3</title><link href="https://barges.example/old/three/index.html"/>
    <published>2026-04-23T08:00:00Z</published><updated>2026-04-23T08:00:00Z</updated><content type="html">Text 3.</content></entry>
  <entry><id>tag:barges.example,2026:2</id><title>Article&#160;2</title><link href="https://barges.example/?p=2"/>
    <published>2026-04-22T21:00:00Z</published><updated>2026-04-22T21:00:00Z</updated><content type="html">Text 2.</content></entry>
  <entry><id>tag:barges.example,2026:x</id><title>A page</title><link href="https://barges.example/page/"/>
    <published>2026-04-21T08:00:00Z</published><updated>2026-04-21T08:00:00Z</updated><content type="html">A page.</content></entry>
</feed>
"""


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(program, [str(argument) for argument in arguments], env={"SOURCE_DATE_EPOCH": "1777593600"})
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """
    A Jekyll site of seven articles, four of which are older than its feed.
    """
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_site").mkdir()
    (tmp_path / "_config.yml").write_text(CONFIGURATION, encoding="utf-8")
    for number in range(-2, 5):
        name = f"2026-04-{20 + number}-{'abcdefg'[number % 7]}{number}" if number < 4 else "2026-04-24-d4"
        keys = "redirect_from: /old/three\n" if number == 3 else ""
        text = f"---\ntitle: Article {number}\n{keys}---\nText {number}.\n"
        (tmp_path / "_posts" / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "_site" / "feed.xml").write_text(ATOM, encoding="utf-8")
    return tmp_path


def ids_and_dates(document: Path) -> dict[str, tuple[str, str]]:
    return {entry.id: (entry.published, entry.updated) for entry in feedparser.parse(document.read_bytes()).entries}


KEPT = {
    "tag:barges.example,2026:4": ("2026-04-24T08:00:00Z", "2026-04-24T09:00:00Z"),
    "tag:barges.example,2026:3": ("2026-04-23T08:00:00Z", "2026-04-23T08:00:00Z"),
    "tag:barges.example,2026:2": ("2026-04-22T21:00:00Z", "2026-04-22T21:00:00Z"),
}


def test_the_first_build_shows_readers_nothing_again(site: Path) -> None:
    init = json.loads(run("init", site, "--json").stdout)
    built = json.loads(run("build", site, "--json").stdout)

    known = ids_and_dates(site / "_site" / "feed.xml")
    assert init["ids"]["matched"] == {"URL": 2, "title and date": 1}
    assert [item["url"] for item in init["ids"]["unmatched"]] == ["https://barges.example/page/"]
    assert [change["kind"] for change in built["changes"]] == ["moved"]
    assert {id_: dates for id_, dates in known.items() if id_ in KEPT} == KEPT
    # As many as the former feed had; the fourth is older than its items, and was in it before.
    assert len(known) == init["feed"]["items"] == 4


def test_the_feed_keeps_its_place_and_id(site: Path) -> None:
    run("init", site)
    run("build", site)

    feed = feedparser.parse((site / "_site" / "feed.xml").read_bytes())
    assert (feed.version, feed.feed.id) == ("atom10", "tag:barges.example,2020:feed")
    assert (site / "_site" / "rss-feed.xml").is_file()


def test_later_articles_are_new(site: Path) -> None:
    run("init", site)
    run("build", site)
    (site / "_posts" / "2026-04-25-new.md").write_text("---\ntitle: New\n---\nText.\n", encoding="utf-8")

    built = json.loads(run("build", site, "--json").stdout)

    assert [change["kind"] for change in built["changes"]] == ["new"]


def test_the_summary_names_items_without_an_article(site: Path) -> None:
    said = run("init", site).stdout

    assert f"Present feed: {site}/_site/feed.xml (4 items)" in said
    assert "Ids added: 3 (2 by URL, 1 by title and date)" in said
    assert "No article found for: https://barges.example/page/ (A page)" in said
    assert "Older than the feed: 4 articles" in said


def test_redirects_of_the_host_lead_to_articles(site: Path) -> None:
    redirects = "# Moved\n/page /2026/b1/ 301\nhttps://barges.example/x/* /2026/b1/\n/y/:slug /2026/:slug\n/z\n/gone /nowhere\n"
    (site / "_site" / "_redirects").write_text(redirects, encoding="utf-8")

    said = json.loads(run("init", site, "--json").stdout)

    assert said["ids"]["matched"] == {"URL": 3, "title and date": 1}
    assert said["ids"]["unmatched"] == []


def test_articles_that_the_feed_does_not_list_are_named(site: Path) -> None:
    (site / "_posts" / "2026-04-23-unlisted.md").write_text("---\ntitle: Unlisted\n---\nText.\n", encoding="utf-8")

    said = run("init", site).stdout
    built = json.loads(run("build", site, "--json").stdout)

    assert "Not in the feed, so new to readers: _posts/2026-04-23-unlisted.md\n" in said
    assert [change["source"] for change in built["changes"] if change["kind"] == "new"] == ["_posts/2026-04-23-unlisted.md"]


@pytest.mark.parametrize(("number", "limit"), [(4, 30), (40, 0)])
def test_a_feed_of_all_articles_stays_one(site: Path, number: int, limit: int) -> None:
    for path in (site / "_posts").iterdir():
        path.unlink()
    entry = '<entry><id>tag:b.example,2026:{0}</id><title>A{0}</title><link href="https://barges.example/2026/a{0}/"/>'
    entry += "<published>2026-04-20T08:00:00Z</published><updated>2026-04-20T08:00:00Z</updated></entry>"
    for each in range(number):
        (site / "_posts" / f"2026-04-20-a{each}.md").write_text(f"---\ntitle: A{each}\n---\nText.\n", encoding="utf-8")
    head, _, _ = ATOM.partition("  <entry>")
    entries = "".join(entry.format(each) for each in range(number))
    (site / "_site" / "feed.xml").write_text(f"{head}{entries}</feed>", encoding="utf-8")

    run("init", site)
    run("build", site)

    assert f"\nlimit = {limit}\n" in (site / "stridesfeed.toml").read_text(encoding="utf-8")
    assert len(ids_and_dates(site / "_site" / "feed.xml")) == number


def test_a_feed_elsewhere_is_named(site: Path, tmp_path: Path) -> None:
    former = tmp_path / "former.xml"
    (site / "_site" / "feed.xml").rename(former)

    run("init", site, "--feed", former)
    run("build", site)

    assert KEPT.items() <= ids_and_dates(site / "_site" / "feed.xml").items()


def test_a_feed_that_cannot_be_read_is_named(site: Path) -> None:
    (site / "_site" / "feed.xml").write_text("<rss><channel>", encoding="utf-8")

    found = run("init", site)
    given = run("init", site, "--force", "--feed", site / "_site" / "feed.xml")

    assert found.exit_code == 0
    assert f"Note: {site}/_site/feed.xml was not read as the site's feed: " in found.stdout
    assert (given.exit_code, given.stdout) == (2, "")
    assert "feed.xml" in given.stderr


def test_a_second_init_leaves_the_ledger_as_it_is(site: Path) -> None:
    run("init", site)
    run("build", site)
    ledger = (site / "stridesfeed.lock").read_bytes()

    again = run("init", site, "--force")

    assert (again.exit_code, (site / "stridesfeed.lock").read_bytes()) == (0, ledger)


def test_adopt_ids_matches_in_the_same_way(site: Path) -> None:
    former = site / "former.xml"
    (site / "_site" / "feed.xml").rename(former)
    run("init", site)

    adopted = run("adopt", former, "--into", site, "--ids")
    built = json.loads(run("build", site, "--json").stdout)

    assert adopted.stdout.startswith("Ids added: 3 (2 by URL, 1 by title and date)\n")
    assert [change["kind"] for change in built["changes"]] == ["moved"]
    assert KEPT.items() <= ids_and_dates(site / "_site" / "feed.xml").items()


def test_ids_that_a_build_has_given_stay(site: Path) -> None:
    former = site / "former.xml"
    (site / "_site" / "feed.xml").rename(former)
    run("init", site)
    run("build", site)
    before = read_ledger(site / "stridesfeed.lock")

    adopted = run("adopt", former, "--into", site, "--ids")

    after = read_ledger(site / "stridesfeed.lock")
    assert before is not None
    assert after is not None
    assert "In the ledger under other ids, which stay: _posts/" in adopted.stdout
    assert after.entries == before.entries


TEXT = " ".join(f"word{number}" for number in range(80))

RSS = f"""<rss version="2.0"><channel><title>Barges</title><link>https://old.example/blog/</link><description>News</description>
<item><guid isPermaLink="false">post-1</guid><title>Article 1</title><link>https://old.example/blog/2026/b1.html</link>
<pubDate>Tue, 21 Apr 2026 08:00:00 GMT</pubDate><description>Text 1.</description></item>
<item><guid isPermaLink="false">urn:x:2</guid><title>Of another name</title><link>https://old.example/gone</link>
<pubDate>Mon, 20 Apr 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>
</channel></rss>"""


def test_a_site_that_moved_to_another_host_is_matched_by_path_and_text(site: Path) -> None:
    former = site / "former.xml"
    former.write_text(RSS, encoding="utf-8")
    (site / "_site" / "feed.xml").unlink()
    (site / "_posts" / "2026-04-20-a0.md").write_text(f"---\ntitle: Article 0\ndate: 2026-04-20\n---\n{TEXT} more.\n", encoding="utf-8")

    said = json.loads(run("init", site, "--feed", former, "--json").stdout)

    assert said["ids"]["matched"] == {"URL": 1, "text": 1}
    assert said["ids"]["with_guid"] == [{"url": "https://old.example/blog/2026/b1.html", "guid": "post-1"}]
