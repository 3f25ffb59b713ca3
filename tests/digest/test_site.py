"""
Digests of a site: built day by day, and written as e-mails by the command.
"""

from __future__ import annotations

import email
import email.policy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from page.pages import parsed, texts
from publisher import ROOT, Publisher, links
from stridesfeed.cli._click import program
from stridesfeed.errors import InvalidFilesError
from stridesfeed.site import parse_site, read_site

DAILY = '[[feeds]]\npath = "briefing/"\ndigest = "day"\n'
MAIL = '[digest]\nsender = "desk@strides.example"\nunsubscribe_url = "https://strides.example/bye"\n'


def a_site(folder: Path, more: str = DAILY, days: int = 2) -> Publisher:
    """
    A site with an article on each of some *days* from day 0, 1 May 2026.
    """
    publisher = Publisher(folder, more)
    for day in range(days):
        publisher.write(f"a{day}", day=day)
    return publisher


def run(*arguments: object, code: int = 0) -> Result:
    """
    Run ``stridesfeed digest``.
    """
    result = CliRunner().invoke(program, ["digest", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def faults(toml: str) -> list[str]:
    """
    The errors in a configuration with these lines.
    """
    with pytest.raises(InvalidFilesError) as caught:
        parse_site(f'[feed]\ntitle = "S"\nurl = "{ROOT}"\n[content]\npages = "."\n{toml}', Path("stridesfeed.toml"))
    return [str(fault) for fault in caught.value.faults]


def test_a_build_writes_the_feed_and_a_page_for_each_issue(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.build(day=2)

    assert {path for path in site.paths() if path.startswith("briefing/")} == {
        *(f"briefing/{name}" for name in ("feed.xml", "atom.xml", "feed.json", "feed.html", "2026-05-01.html", "2026-05-02.html")),
    }
    for name in ("feed.xml", "atom.xml", "feed.json"):
        titles = ["AI Strides – Daily briefing, 2026-05-02", "AI Strides – Daily briefing, 2026-05-01"]
        assert site.titles(f"briefing/{name}") == titles
    page = parsed(site.fetch(f"{ROOT}briefing/2026-05-01.html"))
    assert texts(page, ".//h2") == ["Article a0"]


def test_an_issue_links_to_its_page(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.build(day=2)

    assert [entry.link for entry in site.entries("briefing/atom.xml").values()] == [
        f"{ROOT}briefing/2026-05-02.html",
        f"{ROOT}briefing/2026-05-01.html",
    ]


def test_the_day_of_a_build_has_no_issue_before_it_ends(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.build(day=1)

    assert [title[-10:] for title in site.titles("briefing/atom.xml")] == ["2026-05-01"]


def test_a_later_build_writes_only_what_is_new(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", days=3)
    site.build(day=2)
    before = site.contents()
    site.build(day=3)

    assert {path for path in site.touched if path.startswith("briefing/")} == {
        *(f"briefing/{name}" for name in ("feed.xml", "atom.xml", "feed.json", "feed.html", "2026-05-03.html")),
    }
    assert site.contents()["briefing/2026-05-01.html"] == before["briefing/2026-05-01.html"]
    site.build(day=3)
    assert site.touched == set()


def test_an_edit_changes_the_page_and_keeps_the_id(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.build(day=2)
    (_, before) = site.entries("briefing/atom.xml").values()
    site.write("a0", "Other words of the text.", day=0, title="Another title")
    site.build(day=3)

    (_, after) = site.entries("briefing/atom.xml").values()
    assert (after.id, after.published) == (before.id, before.published)
    assert after.updated > before.updated
    assert "briefing/2026-05-01.html" in site.touched
    assert "briefing/2026-05-02.html" not in site.touched


def test_pages_stay_after_their_issue_has_left_the_feed(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + "limit = 1\n")
    site.build(day=2)

    assert len(site.titles("briefing/atom.xml")) == 1
    assert "briefing/2026-05-01.html" in site.paths()


def test_each_section_may_have_its_digest(tmp_path: Path) -> None:
    site = Publisher(tmp_path / "site", '[[feeds]]\nby = "section"\npath = "{slug}/weekly/"\ndigest = "week"\n')
    site.write("news/one", day=0)
    site.write("tools/two", day=0)
    site.build(day=5)

    assert site.titles("news/weekly/atom.xml") == ["AI Strides: news – Weekly briefing, 2026-04-27 – 2026-05-03"]
    assert texts(parsed(site.fetch(f"{ROOT}tools/weekly/2026-04-27.html")), ".//h2") == ["Article tools/two"]


def test_a_digest_selects_articles_as_any_feed(tmp_path: Path) -> None:
    site = Publisher(tmp_path / "site", DAILY + 'languages = ["fr"]\n')
    site.write("un", day=0, lang="fr")
    site.write("one", day=0)
    site.build(day=2)

    assert texts(parsed(site.fetch(f"{ROOT}briefing/2026-05-01.html")), ".//h2") == ["Article un"]


def test_the_time_zone_begins_the_day(tmp_path: Path) -> None:
    # The article is of 11:00 in UTC, 1:00 of the next day on Kiritimati.
    site = a_site(tmp_path / "site", DAILY + '[digest]\ntimezone = "Pacific/Kiritimati"\n', days=1)
    site.build(day=2)

    assert [title[-10:] for title in site.titles("briefing/atom.xml")] == ["2026-05-02"]


def test_pages_of_the_site_itself_are_linked(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + '[digest]\nurl = "/daily/{year}/{month}/{day}/"\n', days=1)
    site.build(day=2)

    assert [entry.link for entry in site.entries("briefing/atom.xml").values()] == [f"{ROOT}daily/2026/05/01/"]
    assert not [path for path in site.paths() if path.startswith("briefing/2026")]


def test_the_page_for_people_and_opml_have_the_digest(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", '[output]\nopml = "feeds.opml"\n' + DAILY)
    site.build(day=2)

    assert texts(parsed(site.fetch(f"{ROOT}briefing/feed.html")), ".//h3") == [
        "AI Strides – Daily briefing, 2026-05-02",
        "AI Strides – Daily briefing, 2026-05-01",
    ]
    assert b'title="AI Strides \xe2\x80\x93 Daily briefing"' in site.fetch(f"{ROOT}feeds.opml")
    assert links(site.parsed("briefing/atom.xml").feed, "describedby") == [f"{ROOT}briefing/feed.html"]


def test_compressed_pages_are_written_and_reused(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", '[output]\ncompress = "gzip"\n' + DAILY)
    site.build(day=2)
    assert "briefing/2026-05-01.html.gz" in site.paths()
    site.build(day=2)

    assert site.touched == set()


def test_two_digests_in_one_folder_are_an_error(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + '[[feeds]]\npath = "briefing/"\ndigest = "week"\n')

    with pytest.raises(InvalidFilesError) as caught:
        site.build(day=9)
    assert any("'briefing/feed.xml' is also the path of feed at 'briefing/' (rss)" in str(fault) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[feeds]]\npath = "b/"\ndigest = "year"', "stridesfeed.toml:8: feeds.1.digest: must be 'day' or 'week' or 'month', not 'year'"),
        ('[[feeds]]\npath = "b/"\ndigest = "day"\narchive = 9', "feeds.1.archive: must be left out of a digest"),
        ('[[feeds]]\npath = "b/"\ndigest = "day"\ncomplete = true', "feeds.1.complete: must be left out of a digest"),
        ('[digest]\ntitle = "{tilte}"', "stridesfeed.toml:7: digest.title: must not have {tilte}; did you mean 'title'?"),
        ('[digest]\ntimezone = "Europe/Lodon"', "digest.timezone: must be a time zone such as Europe/London"),
        ('[digest]\nsender = "büro@strides.example"', "digest.sender: must be ASCII"),
        ('[digest]\nunsubscribe_url = "http://strides.example/"', "digest.unsubscribe_url: must use https"),
        ('[digest]\nweek_start = "Sunday"', "digest.week_start: must be 'monday' or"),
        ("digest = 3", "digest"),
    ],
)
def test_errors_name_line_key_and_fix(toml: str, message: str) -> None:
    (fault,) = faults(toml)

    assert message in fault


def test_an_error_in_digest_is_reported_once(tmp_path: Path) -> None:
    (fault,) = faults('[digest]\ntitle = "{tilte}"\nurl = "/{start}/"\n' + DAILY)

    assert fault.startswith("stridesfeed.toml:7: digest.title")
    assert [each.split(": ")[1] for each in faults('[digest]\ntimezone = "x"\n' + DAILY)] == ["digest.timezone"]
    assert not list(tmp_path.iterdir())


def test_the_command_writes_the_email_of_the_last_period(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + MAIL)
    result = run(site.folder, "--as-of", "2026-05-03T06:00Z")

    assert result.output == (
        f"Written: {site.folder}/digests/briefing/2026-05-02.eml, {site.folder}/digests/briefing/2026-05-02.html\n"
        "AI Strides – Daily briefing, 2026-05-02: 1 article\n"
    )
    raw = (site.folder / "digests/briefing/2026-05-02.eml").read_bytes()
    message: Any = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["From"] == "AI Strides – Daily briefing <desk@strides.example>"
    assert message["List-Unsubscribe"] == "<https://strides.example/bye>"
    assert message["Archived-At"] == f"<{ROOT}briefing/2026-05-02.html>"
    html = message.get_body(("html",)).get_content()
    assert texts(parsed(html.encode()), ".//h2") == ["Article a1"]
    assert (site.folder / "digests/briefing/2026-05-02.html").read_text(encoding="utf-8") == html.replace("\r\n", "\n")


def test_the_command_writes_nothing_twice(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    run(site.folder, "--as-of", "2026-05-03T06:00Z")

    assert run(site.folder, "--as-of", "2026-05-03T18:00Z").output.startswith("Unchanged: ")


def test_the_email_has_the_id_of_the_issue_in_the_feed(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.build(day=2)
    (newest, _) = site.entries("briefing/atom.xml").values()
    found = json.loads(run(site.folder, "--as-of", "2026-05-03T06:00Z", "--json").output)

    assert [each["id"] for each in found["emails"]] == [newest.id]


def test_a_period_without_articles_has_no_email(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    result = run(site.folder, "--as-of", "2026-05-10T06:00Z")

    assert result.output == "No e-mail: AI Strides – Daily briefing has no article of 2026-05-09\n"
    assert not (site.folder / "digests").exists()


def test_every_issue_of_the_feed_can_be_written(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + "limit = 2\n", days=3)
    run(site.folder, "--as-of", "2026-05-10", "--all", "--output", tmp_path / "mail")

    assert sorted(path.name for path in (tmp_path / "mail" / "briefing").glob("*.eml")) == ["2026-05-02.eml", "2026-05-03.eml"]


def test_check_writes_nothing(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")

    assert run(site.folder, "--as-of", "2026-05-03T06:00Z", "--check").output.startswith("Would write: ")
    assert not (site.folder / "digests").exists()


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    site = Publisher(tmp_path / "site", DAILY + "[digest]\narticles = 1\n")
    for name in "abc":
        site.write(name, day=0)
    arguments = (site.folder, "--as-of", "2026-05-02T06:00Z")

    assert "2026-05-01: 1 article; 2 more are not in it (digest.articles)\n" in run(*arguments).output
    (found,) = json.loads(run(*arguments, "--json").output)["emails"]
    assert (found["articles"], found["left_out"], found["start"]) == (1, 2, "2026-05-01T00:00:00+00:00")


def test_a_message_that_gmail_cuts_off_is_named(tmp_path: Path) -> None:
    site = Publisher(tmp_path / "site", DAILY + "[digest]\narticles = 0\n")
    for number in range(100):
        site.write(f"n{number}", day=0, summary="word " * 200)
    result = run(site.folder, "--as-of", "2026-05-02T06:00Z")

    assert "Larger than 100 kB, so Gmail cuts them off (lower digest.articles): " in result.output


def test_a_site_without_a_digest_is_told_how_to_add_one(tmp_path: Path) -> None:
    result = run(a_site(tmp_path / "site", "").folder, code=2)

    assert result.stderr == (
        'stridesfeed.toml: feeds: no digest: add [[feeds]] with path = "briefing/" and digest = "day", "week" or "month"\n'
    )


def test_errors_in_articles_stop_the_command(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    site.write("bad", date="yesterday")
    result = run(site.folder, "--as-of", "2026-05-03T06:00Z", code=1)

    assert "content/bad.md" in result.stderr
    assert not (site.folder / "digests").exists()


def test_the_head_of_pages_links_to_the_digest(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site")
    result = CliRunner().invoke(program, ["links", str(site.folder)])

    assert 'title="AI Strides – Daily briefing (RSS 2.0)" href="https://strides.example/briefing/feed.xml"' in result.output


def test_a_template_replaces_page_and_email(tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", DAILY + '[digest]\ntemplate = "mine.html"\n')
    (site.folder / "mine.html").write_text("<!DOCTYPE html><title>x</title><p>{{ issue.title }}", encoding="utf-8")
    site.build(day=2)
    run(site.folder, "--as-of", "2026-05-03T06:00Z")

    assert b"<p>AI Strides" in site.fetch(f"{ROOT}briefing/2026-05-02.html")
    assert "<p>AI Strides" in (site.folder / "digests/briefing/2026-05-02.html").read_text(encoding="utf-8")
    (site.folder / "mine.html").write_text("<!DOCTYPE html><title>x</title><b>{{ issue.title }}", encoding="utf-8")
    site.build(day=2)
    assert "briefing/2026-05-01.html" in site.touched


def test_the_placeholders_are_the_defaults(tmp_path: Path) -> None:
    site = read_site(a_site(tmp_path / "site").folder)

    assert site.mail.envelope.sender == "sender@example.invalid"
