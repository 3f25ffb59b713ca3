"""
Ids and dates of articles over several builds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from publisher import ROOT, Publisher, links
from stridesfeed.errors import WithdrawalError

_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_HISTORY = "{http://purl.org/syndication/history/1.0}"

KEEPING_ID = 'title = "AI Strides"\nlanguage = "en"\nauthors = ["Desk"]\nid = "https://strides.example/"\n'


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    """
    A site with one article of yesterday, built once.
    """
    publisher = Publisher(tmp_path)
    publisher.write("one", "Some *words*, and [a link](https://other.example/).", day=-1)
    publisher.build()
    return publisher


def entry(publisher: Publisher) -> Any:
    """
    Return the only entry of the Atom document.
    """
    (found,) = publisher.parsed("atom.xml").entries
    return found


def tombstones(publisher: Publisher, path: str = "atom.xml") -> dict[str, str]:
    """
    Return the time of each withdrawal in a document, by id.
    """
    root = ET.fromstring((publisher.output / path).read_bytes())  # noqa: S314 -- our own document
    return {gone.get("ref", ""): gone.get("when", "") for gone in root.findall(_TOMBSTONE)}


def _rewrite(publisher: Publisher, old: str, new: str) -> None:
    path = publisher.path("one")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


NO_UPDATE: dict[str, Callable[[Publisher], None]] = {
    "the slug": lambda site: _rewrite(site, "title:", "slug: other\ntitle:"),
    "the file's name": lambda site: site.move("one", "other"),
    "the folder": lambda site: site.move("one", "some/deep"),
    "the domain": lambda site: site.configure(feed=KEEPING_ID + 'url = "https://new.example/"\n'),
    "permalinks": lambda site: site.configure(content='permalink = "/{year}/{month}/{slug}.html"\n'),
    "the date": lambda site: _rewrite(site, "2026-04-30", "2026-04-02"),
    "white space": lambda site: _rewrite(site, "Some *words*", "Some\n   *words*"),
    "markup": lambda site: _rewrite(site, "Some *words*", "Some **words**"),
    "categories": lambda site: _rewrite(site, "title:", "tags: [AI]\ntitle:"),
    "authors": lambda site: _rewrite(site, "title:", "author: Bo\ntitle:"),
    "options": lambda site: site.configure('[options]\nexcerpt = 10\nengine = "nh3"\n'),
    "what new ids are made of": lambda site: site.configure('[ledger]\nids = "uuid"\n'),
}


@pytest.mark.parametrize("change", NO_UPDATE)
def test_id_and_dates_survive_a_change_of(site: Publisher, change: str) -> None:
    before = entry(site)

    NO_UPDATE[change](site)
    site.build(3)

    after = entry(site)
    assert (after.id, after.published, after.updated) == (before.id, before.published, before.updated)
    assert site.parsed("feed.xml").entries[0].id == before.id
    assert site.json("feed.json")["items"][0]["id"] == before.id


def test_a_published_article_that_lost_its_date_keeps_it(site: Publisher) -> None:
    before = entry(site)

    _rewrite(site, "date:", "former_date:")
    report = site.build(3)

    after = entry(site)
    assert report.faults == ()
    assert (after.id, after.link, after.published, after.updated) == (before.id, before.link, before.published, before.updated)


UPDATE: dict[str, Callable[[Publisher], None]] = {
    "the title": lambda site: _rewrite(site, "Article one", "Another title"),
    "words": lambda site: _rewrite(site, "words", "other words"),
    "a link": lambda site: _rewrite(site, "other.example", "third.example"),
    "a picture": lambda site: _rewrite(site, "Some", "![A barge](https://strides.example/barge.png) Some"),
}


@pytest.mark.parametrize("change", UPDATE)
def test_updated_is_the_first_build_with_another(site: Publisher, change: str) -> None:
    before = entry(site)

    UPDATE[change](site)
    site.build(3)
    site.build(5)

    after = entry(site)
    assert (after.id, after.published, after.updated) == (before.id, before.published, "2026-05-04T12:00:00Z")


def test_updated_in_front_matter_is_used(site: Publisher) -> None:
    _rewrite(site, "title:", "updated: 2026-05-02T08:00:00Z\ntitle:")
    site.build(3)

    assert entry(site).updated == "2026-05-02T08:00:00Z"


def test_redate_changes_the_date_of_publication(site: Publisher) -> None:
    _rewrite(site, "date: 2026-04-30T11:00:00+00:00", "date: 2026-05-02T11:00:00Z\nredate: true")
    report = site.build(3)

    assert (entry(site).id, entry(site).published) == (ROOT + "one/", "2026-05-02T11:00:00Z")
    assert [change.kind for change in report.changes] == ["redated"]


@pytest.mark.parametrize("how", ["removed", "draft", "in the future"])
def test_withdrawn_article_has_a_tombstone_for_the_configured_days(tmp_path: Path, how: str) -> None:
    publisher = Publisher(tmp_path, '[ledger]\ntombstones = 7\n[[feeds]]\nby = "author"\npath = "by/{slug}/"\n')
    publisher.write("one", day=-2)
    publisher.write("two", day=-1)
    publisher.build()

    {
        "removed": lambda: publisher.withdraw("two"),
        "draft": lambda: publisher.write("two", day=-1, draft="true"),
        "in the future": lambda: publisher.write("two", day=400),
    }[how]()

    for day in (1, 8):
        publisher.build(day)
        assert publisher.titles("atom.xml") == publisher.titles("feed.json") == ["Article one"]
        for path in ("atom.xml", "by/desk/atom.xml"):
            assert tombstones(publisher, path) == {ROOT + "two/": "2026-05-02T12:00:00Z"}
    publisher.build(9)
    assert tombstones(publisher) == tombstones(publisher, "by/desk/atom.xml") == {}


def test_republished_article_has_its_old_id_and_no_tombstone(site: Publisher) -> None:
    text = site.path("one").read_text(encoding="utf-8")
    before = entry(site)
    site.withdraw("one")
    site.build(1)
    site.path("back").with_suffix(".md").write_text(text, encoding="utf-8")

    report = site.build(2)

    assert (entry(site).id, entry(site).published) == (before.id, before.published)
    assert entry(site).updated > "2026-05-02T12:00:00Z", "readers that took it away would not take it back"
    assert tombstones(site) == {}
    assert [change.kind for change in report.changes] == ["returned", "moved"]


def test_id_of_a_withdrawn_article_is_not_reused(site: Publisher) -> None:
    before = entry(site)
    site.withdraw("one")
    site.build(1)
    site.write("one", "Something else entirely.", day=2, title="Another article")

    site.build(2)

    assert entry(site).link == before.link
    assert entry(site).id != before.id


def test_file_with_an_error_withdraws_nothing(site: Publisher) -> None:
    site.write("two", day=0)
    site.build()
    _rewrite(site, "date: 2026-04-30T11:00:00+00:00", "date: yesterday")

    site.build(1, keep_going=True)

    assert tombstones(site) == {}


def test_mass_withdrawal_is_refused_unless_allowed(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path)
    for number in range(20):
        publisher.write(f"a{number:02}", day=-1)
    publisher.build()
    before = publisher.contents()
    for number in range(15):
        publisher.withdraw(f"a{number:02}")

    with pytest.raises(WithdrawalError, match="15 of 20"):
        publisher.build(1)

    assert publisher.contents() == before
    publisher.build(1, allow_mass_withdrawal=True)
    assert len(publisher.titles("feed.json")) == 5


def test_small_feed_is_marked_as_complete(site: Publisher) -> None:
    def is_complete(path: str) -> bool:
        return ET.fromstring((site.output / path).read_bytes()).find(f".//{_HISTORY}complete") is not None  # noqa: S314 -- our own document

    assert not is_complete("atom.xml")
    site.configure("[output]\nlimit = 1\ncomplete = true\n")
    site.build(1)
    assert is_complete("atom.xml")
    assert is_complete("feed.xml")

    site.write("two", day=1)
    site.build(2)
    assert not is_complete("atom.xml"), "the limit leaves something out"


def test_related_articles_are_links_and_listed_in_the_body(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, "[related]\nauto = 1\n")
    publisher.write("barge", "A barge full of servers drops anchor in the harbour.", day=-3, tags="[Computing]")
    publisher.write("soup", "Boil the leeks until they are soft.", day=-2, tags="[Cooking]")
    publisher.write("second", "A second barge of servers is on its way to the harbour.", day=-1, tags="[Computing]")

    publisher.build()

    second = publisher.entries()["Article second"]
    assert links(second, "related") == [ROOT + "barge/"]
    assert f'<a href="{ROOT}barge/">Article barge</a>' in second.content[0].value
    assert f'<a href="{ROOT}barge/">Article barge</a>' in publisher.json("feed.json")["items"][0]["content_html"]
    assert ROOT + "soup/" not in second.content[0].value


def test_newer_articles_do_not_change_related_links_of_older_ones(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, "[related]\nauto = 2\n[output]\nlimit = 0\n")
    for number in range(5):
        publisher.write(f"a{number}", f"A barge full of {number} servers in the harbour.", day=number, tags="[Computing]")
    publisher.build(5)
    before = publisher.entries()

    publisher.write("a5", "A barge full of 5 servers in the harbour.", day=6, tags="[Computing]")
    publisher.write("late", "A late barge full of servers in the harbour.", day=1, tags="[Computing]")
    publisher.build(7)

    after = publisher.entries()
    assert {title: links(after[title], "related") for title in before} == {title: links(found, "related") for title, found in before.items()}
    assert {title: after[title].updated for title in before} == {title: found.updated for title, found in before.items()}
