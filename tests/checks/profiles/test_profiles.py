from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from makers import NOON, a_feed, an_article
from stridesfeed import Attachment, Episode, Podcast
from stridesfeed.checks import explain
from stridesfeed.checks.profiles import MEASURES, PROFILES, Profile, check_against_profile, load_profile, read_profile
from stridesfeed.checks.profiles.profile_files import parse_profile
from stridesfeed.errors import InvalidFilesError, UnknownNameError
from stridesfeed.model import Feed

TEXT = "<p>" + "A sentence of seven words, more or less. " * 12 + "</p>"
TITLE = "A title that is long enough for MSN to accept it"

#: A custom profile.
OWN = """
name = "mine"
title = "My partner"
description = "A partner of mine."

[sources.mail]
name = "A mail of theirs"
url = "https://partner.example/feeds"
read = 2026-04-30
kind = "third-party"

[[requirements]]
code = "title-too-long"
measure = "title-characters"
level = "advised"
max = 10
text = "Titles are cut after ten characters."
fix = "say it shorter"
source = "mail"
"""


def of_titles(*titles: str) -> Feed:
    return a_feed(*(an_article(f"a{number}", title=title, content=TEXT) for number, title in enumerate(titles)), language="en")


def test_all_profiles_exist() -> None:
    assert {
        *("apple-news", "apple-podcasts", "feedly", "flipboard", "google-news", "mailchimp", "msn", "newsbreak", "smartnews", "yahoo"),
        *("amazon", "podcast-index", "spotify", "youtube"),
    } == set(PROFILES)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_has_the_name_of_its_file_and_each_value_has_a_source(name: str) -> None:
    known = load_profile(name)

    assert known.name == name
    assert [code for code in known.rules if not code.startswith(f"{name}/")] == []
    for requirement in known.requirements:
        explanation = explain(f"{name}/{requirement.code}", known.rules)
        assert f"\nLimit: {requirement.limit} ({requirement.measure}).\nSource: {requirement.source.name}, " in explanation
        assert f"{requirement.source.url}, read on {requirement.source.read.isoformat()} (" in explanation


SHOW = Podcast(
    category="News",
    image="https://strides.example/cover.jpg",
    author="Ann Lee",
    owner_email="ann@strides.example",
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    locked=True,
)
DIRECTORIES = ("amazon", "apple-podcasts", "podcast-index", "spotify", "youtube")


@pytest.mark.parametrize("name", DIRECTORIES)
def test_directories_of_podcasts_accept_a_whole_show_and_refuse_a_blog(name: str) -> None:
    episode = an_article(attachments=[Attachment("https://strides.example/1.mp3", "audio/mpeg", length=1)], extensions=[Episode(number=1)])
    show = a_feed(episode, subtitle="AI, read aloud.", language="en", extensions=[SHOW])

    report = check_against_profile(show, load_profile(name), as_of=NOON)

    assert [*report.feed_findings, *(finding for article in report.articles for finding in article.findings)] == []
    assert check_against_profile(of_titles(TITLE), load_profile(name), as_of=NOON).refused


def test_a_show_without_artwork_is_refused_by_the_directory_not_by_the_model() -> None:
    feed = a_feed(subtitle="AI, read aloud.", extensions=[Podcast(category="News")])
    report = check_against_profile(feed, load_profile("apple-podcasts"), as_of=NOON)

    assert [(found.code, found.message.partition(" (")[0]) for found in report.feed_findings] == [
        ("apple-podcasts/show-elements-missing", "missing itunes:image")
    ]


def test_requirements_from_memory_are_marked() -> None:
    assert "verify it before you rely on it" in explain("google-news/too-many-fresh", load_profile("google-news").rules)


def test_a_report_counts_refused_articles_with_reasons() -> None:
    report = check_against_profile(of_titles("Too short", TITLE, "Also too short"), load_profile("msn"), as_of=NOON)

    assert str(report) == "MSN: 2 of 3 refused: title-too-short"
    assert [(article.article.title, article.refused) for article in report.refused] == [
        ("Too short", ("title-too-short",)),
        ("Also too short", ("title-too-short",)),
    ]


@pytest.mark.parametrize(("length", "codes"), [(20, ("title-too-short",)), (21, ()), (150, ()), (151, ("title-too-long",))])
def test_a_title_for_msn_has_21_to_150_characters(length: int, codes: tuple[str, ...]) -> None:
    (report,) = check_against_profile(of_titles("t" * length), load_profile("msn"), as_of=NOON).articles

    assert report.refused == codes


@pytest.mark.parametrize(
    ("age", "codes"),
    [(-timedelta(minutes=1), ("published-in-future",)), (timedelta(days=365), ()), (timedelta(days=366), ("article-too-old",))],
)
def test_an_article_for_msn_is_of_the_last_year(age: timedelta, codes: tuple[str, ...]) -> None:
    (report,) = check_against_profile(of_titles(TITLE), load_profile("msn"), as_of=NOON + age).articles

    assert report.refused == codes


def test_a_whole_feed_can_be_refused() -> None:
    report = check_against_profile(a_feed(an_article(), subtitle="A subtitle of thirty-one letters"), load_profile("smartnews"))

    assert str(report) == "SmartNews: 0 of 1 refused; the feed is refused: subtitle-too-long, channel-elements-missing"


def test_advice_refuses_nothing() -> None:
    report = check_against_profile(a_feed(an_article()), load_profile("flipboard"))

    assert report.refused == ()
    assert {finding.level for finding in report.findings} == {"warning"}
    assert "summary-too-short" in report.articles[0].advised


def test_articles_beyond_the_limit_are_not_checked() -> None:
    assert len(check_against_profile(of_titles("One", "Two", "Three"), load_profile("msn"), limit=2).articles) == 2


def test_findings_are_at_the_line_of_the_key_to_fix(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\ndate: 2026-04-30\ntitle: Too short\n---\nText.\n", "utf-8")
    (article,) = of_titles("Too short").articles

    report = check_against_profile(a_feed(article), load_profile("msn"), origins={article.id: "one.md"}, root=tmp_path)

    (finding,) = [finding for finding in report.findings if finding.code == "msn/title-too-short"]
    assert (finding.path, finding.line, finding.level) == ("one.md", 3, "error")
    assert finding.message == "title has 9 characters (MSN requires at least 21): write a longer title"


def test_a_custom_profile_is_read_like_a_built_in_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, "utf-8")

    assert load_profile(str(path)) == read_profile(path)
    (report,) = check_against_profile(of_titles("Eleven char"), load_profile(str(path))).articles
    assert report.advised == ("title-too-long",)


def test_a_misspelt_profile_suggests_the_most_similar() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'flipboard'"):
        load_profile("flipbord")


def faults(*changes: tuple[str, str]) -> list[str]:
    """
    Return the errors in :data:`OWN` after replacing texts.
    """
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(InvalidFilesError) as raised:
        parse_profile(text.encode(), "mine.toml")
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "mine"', "", "mine.toml: name: is required"),
        ('name = "mine"', 'name = "My Own"', "mine.toml: name: must be lower-case words with hyphens"),
        ('description = "A', 'descripton = 1\ndescription = "A', "mine.toml: descripton: unknown key; did you mean 'description'?"),
        ("2026-04-30", '"yesterday"', "mine.toml: sources.mail.read: must be a date such as 2026-04-30"),
        ("2026-04-30", "2026-04-30T00:00:00Z", "mine.toml: sources.mail.read: must be a date"),
        ('"third-party"', '"rumour"', "mine.toml: sources.mail.kind: must be one of partner, third-party, recalled, not 'rumour'"),
        ('"https://partner.example/feeds"', '"a mail"', "mine.toml: sources.mail.url: "),
        ("[sources.mail]", "[sources]", "mine.toml: sources: must be tables such as [sources.guide]"),
        ('"title-characters"', '"title-length"', "mine.toml: requirements.title-too-long.measure: unknown measure 'title-length'"),
        ('"advised"', '"forbidden"', "mine.toml: requirements.title-too-long.level: must be one of refused, advised, not 'forbidden'"),
        ("max = 10", 'max = "ten"', "mine.toml: requirements.title-too-long.max: must be a number, not 'ten'"),
        ("max = 10", "", "mine.toml: requirements.title-too-long: needs a limit: min or max"),
        ("max = 10", "max = 10\nmin = 11", "mine.toml: requirements.title-too-long.min: must not be more than max, 10"),
        (
            "max = 10",
            'allowed = ["a"]',
            "mine.toml: requirements.title-too-long.allowed: does not apply to the number title-characters: use min or max",
        ),
        (
            '"title-characters"',
            '"icon"',
            "mine.toml: requirements.title-too-long.max: does not apply to the flag icon: remove it",
        ),
        (
            'source = "mail"',
            'source = "male"',
            "mine.toml: requirements.title-too-long.source: unknown source 'male'; did you mean 'mail'?",
        ),
        ("[[requirements]]", "[requirements]", "mine.toml: requirements: must be tables: write [[requirements]]"),
        ("[[requirements]]", "[feed]\nlimit = -1\n[[requirements]]", "mine.toml: feed.limit: must not be negative"),
        ("[[requirements]]", '[feed]\npolicy = "LOOSE"\n[[requirements]]', "mine.toml: feed.policy: must be one of ARTICLE, STRICT, MINIMAL"),
        ("[[requirements]]", '[feed]\nformats = ["rdf"]\n[[requirements]]', "mine.toml: feed.formats: must be one of rss, atom, json"),
        ("[[requirements]]", '[feed]\nelements = "sfn"\n[[requirements]]', "mine.toml: feed.elements: must be one of snf, mi, webfeeds"),
        ('description = "A partner of mine."', 'description = "A', "mine.toml: is not TOML in UTF-8: "),
    ],
)
def test_an_error_names_file_requirement_and_key(old: str, new: str, fault: str) -> None:
    (found,) = faults((old, new))

    assert found.startswith(fault)


def test_all_errors_are_reported_together() -> None:
    assert len(faults(('name = "mine"', ""), ("2026-04-30", "1"), ('"advised"', '"no"'), ('text = "', 'txt = "'))) == 5


def test_a_repeated_code_is_an_error() -> None:
    twice = OWN + OWN[OWN.index("[[requirements]]") :]

    with pytest.raises(InvalidFilesError) as raised:
        parse_profile(twice.encode(), "mine.toml")
    assert "requirements.title-too-long.code: is the code of another requirement too" in str(raised.value)


def test_a_missing_file_is_an_error_of_that_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidFilesError) as raised:
        load_profile(str(tmp_path / "mine.toml"))
    assert "mine.toml: cannot be read: No such file" in str(raised.value)


def test_built_in_profiles_use_every_kind_of_limit() -> None:
    kinds = {MEASURES[requirement.measure].kind for known in map(load_profile, PROFILES) for requirement in known.requirements}

    assert kinds == {"number", "flag", "names"}


def test_a_profile_without_feed_table_has_defaults() -> None:
    own: Profile = load_profile("mailchimp")

    assert (own.feed.formats, own.feed.limit, own.feed.elements) == (("rss",), 0, None)
