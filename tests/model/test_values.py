"""
Values refuse invalid fields; they freeze, compare, hash, evolve and pickle.
"""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from makers import NOON, a_feed, an_article
from stridesfeed.emit import RenderSettings
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.extensions import Editorial, FeedHistory, Score
from stridesfeed.model import EARLIEST, Article, Attachment, Category, Feed, Image, Link, Person, Source, Withdrawal
from stridesfeed.options import Options


def faults(make: Any, **fields: Any) -> dict[str, str]:
    """
    Return the messages of the InvalidError that *make* raises, by field.
    """
    with pytest.raises(InvalidError) as caught:
        make(**fields)
    return {fault.field: fault.rule for fault in caught.value.faults}


def test_all_faults_come_together_and_name_article_field_and_rule() -> None:
    with pytest.raises(InvalidError) as caught:
        an_article("x", title=" ", published=datetime(2026, 1, 1), language="e_n")  # noqa: DTZ001  # the fault in question

    assert str(caught.value).splitlines() == [
        "article 'tag:strides.example,2026:x' is not valid",
        "  article 'tag:strides.example,2026:x': title: must not be empty",
        "  article 'tag:strides.example,2026:x': published: needs a UTC offset: give the datetime a tzinfo",
        "  article 'tag:strides.example,2026:x': language: must be a BCP 47 language tag such as en or pt-BR, not 'e_n'",
    ]
    assert all(isinstance(fault, FieldError) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", " one"),
        ("id", "one\ntwo"),
        ("id", 17),
        ("url", "/relative"),
        ("url", "//example.org/x"),
        ("url", "javascript:alert(1)"),
        ("url", "https:///nowhere"),
        ("url", "ftp://example.org/x"),
        ("url", ""),
        ("title", ""),
        ("title", "\x00"),
        ("published", "2026-01-01"),
        ("published", datetime.max.replace(tzinfo=timezone(-timedelta(hours=5)))),
        ("updated", datetime(2026, 1, 1)),  # noqa: DTZ001  # the fault in question
        ("language", "english language"),
        ("language", ""),
        ("authors", "Ann"),
        ("authors", [" "]),
        ("authors", [3]),
        ("contributors", "Ann"),
        ("categories", "news"),
        ("categories", [Person("Ann")]),
        ("image", "https://example.org/x.png"),
        ("comments", "mailto:a@example.org"),
        ("external_url", "data:text/html,x"),
        ("related", "https://example.org/x"),
        ("related", ["https://example.org/x"]),
        ("links", [Link("https://example.org/x", "related")]),
        ("links", [Link("https://example.org/x")]),
        ("content", b"<p>bytes</p>"),
        ("extensions", [{"a": 1}]),
    ],
)
def test_an_article_with_a_bad_field_does_not_exist(field: str, value: object) -> None:
    assert list(faults(an_article, **{field: value})) == [field]


def test_an_article_needs_no_more_than_an_id_or_a_page() -> None:
    assert Article(url="https://example.org/a").id == "https://example.org/a"
    assert Article(id="1234").address == ""
    assert faults(Article) == {"id": "must not be empty: give the article an id or a url"}


def test_an_article_without_title_or_date_has_a_name_and_a_place_in_lists() -> None:
    note = Article(id="1", summary="Rain again.", external_url="https://example.org/weather")

    assert (note.name, note.address, note.sort_date) == ("Rain again.", "https://example.org/weather", EARLIEST)
    assert (note.published, note.updated) == (None, None)
    assert Article(id="1").name == "1"


@pytest.mark.parametrize("id_", ["just-a-slug", "tag:example.org,2026: one", "tag:example.org:no-date", "urn:uuid:not-one"])
def test_the_id_of_a_feed_is_an_iri(id_: str) -> None:
    assert list(faults(a_feed, id=id_)) == ["id"]


def test_the_type_of_an_attachment_is_that_of_its_suffix() -> None:
    assert Attachment("https://example.org/1.MP3?x=1").type == "audio/mpeg"
    assert Attachment("https://example.org/1.mp3", "audio/x-custom").type == "audio/x-custom"
    assert faults(Attachment, url="https://example.org/file") == {"type": "is unknown for this URL: give the media type, such as audio/mpeg"}


def test_items_of_the_wrong_type_are_named() -> None:
    assert faults(a_feed, articles=["nope", 3]) == {"articles": "must contain only Article: item 1 is 'nope', item 2 is 3"}
    assert faults(an_article, authors=["Ann", " "]) == {"authors": "must contain only Person or a name: item 2 is ' '"}
    assert faults(an_article, categories="news") == {"categories": "must be a list or tuple of Category, not str"}


def test_names_and_terms_may_be_plain_strings() -> None:
    article = an_article(authors=["Ann Lee <ann@example.org>"], contributors=("Bo", Person("Cy")), categories=["AI", Category("News")])

    assert article.authors == (Person("Ann Lee", email="ann@example.org"),)
    assert article.contributors == (Person("Bo"), Person("Cy"))
    assert article.categories == (Category("AI"), Category("News"))


@pytest.mark.parametrize(
    ("make", "field", "value"),
    [
        (Options, "creators", "both"),
        (Options, "updated", "rss"),
        (Options, "emails", "no"),
        (Options, "lead_image", 1),
        (Options, "sources", None),
        (Options, "related", "yes"),
        (Options, "excerpt", -1),
        (Options, "excerpt", "280"),
        (RenderSettings, "policy", "strict"),
        (RenderSettings, "engine", "nh4"),
        (RenderSettings, "fast_path", "no"),
        (RenderSettings, "jobs", 0),
        (RenderSettings, "jobs", -3),
        (RenderSettings, "jobs", True),
        (RenderSettings, "executor", ThreadPoolExecutor),
        (RenderSettings, "executor", 2),
    ],
)
def test_options_and_settings_with_a_bad_field_do_not_exist(make: Any, field: str, value: object) -> None:
    assert list(faults(make, **{field: value})) == [field]


def test_a_bad_option_is_named_with_what_is_allowed() -> None:
    assert faults(Options, emails="no", creators="both") == {
        "creators": "must be 'joined' or 'each' or 'joined-in-rss', not 'both'",
        "emails": "must be bool, not 'no'",
    }


@pytest.mark.parametrize(
    ("make", "field", "value"),
    [
        (Person, "name", ""),
        (Person, "uri", "/ann"),
        (Person, "email", "ann at example.org"),
        (Person, "avatar", "data:image/png;base64,AAAA"),
        (Category, "term", " "),
        (Category, "scheme", "javascript:1"),
        (Link, "href", "vbscript:1"),
        (Link, "rel", "nofollow noopener"),
        (Link, "rel", "Self"),
        (Link, "type", "image"),
        (Link, "hreflang", "en_US"),
        (Link, "length", -1),
        (Attachment, "url", "file:///etc/passwd"),
        (Attachment, "type", "mp3"),
        (Attachment, "length", "12 kB"),
        (Attachment, "length", 2**53),
        (Attachment, "duration", 1.5),
        (Attachment, "duration", True),
        (Image, "url", "a.png"),
        (Image, "width", -3),
        (Source, "title", ""),
        (Source, "url", "feed"),
        (Source, "id", "feed"),
        (Score, "value", 11),
        (Score, "value", float("nan")),
        (Score, "scale", "ten"),
    ],
)
def test_a_part_with_a_bad_field_does_not_exist(make: Any, field: str, value: object) -> None:
    wholes: dict[Any, dict[str, Any]] = {
        Person: {"name": "Ann"},
        Category: {"term": "AI"},
        Link: {"href": "https://example.org/"},
        Attachment: {"url": "https://example.org/a.mp3", "type": "audio/mpeg"},
        Image: {"url": "https://example.org/a.png"},
        Source: {"title": "Planet", "url": "https://example.org/feed"},
        Score: {"value": 6.3},
    }

    assert field in faults(make, **wholes[make] | {field: value})


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "cmn", "de-CH-1996", "x-private", "en-US-u-ca-gregory", "i-klingon"]
)
def test_every_well_formed_language_tag_is_accepted(tag: str) -> None:
    assert an_article(language=tag).language == tag


def test_a_language_with_an_underscore_is_refused_with_a_suggestion() -> None:
    assert faults(an_article, language="en_US")["language"].endswith("not 'en_US'; did you mean 'en-US'?")


def test_ids_are_not_changed() -> None:
    for id_ in (
        "HTTPS://Example.org/%7Ea/../b",
        "tag:a@example.org,2026-04-30:é",
        "urn:uuid:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
        "https://bücher.example/é",
    ):
        assert an_article(id=id_).id == id_


def test_addresses_become_uris() -> None:
    article = an_article(url="https://bücher.example/é b", related=[Link("https://x.example/ü")])

    assert article.url == "https://xn--bcher-kva.example/%C3%A9%20b"
    assert article.related[0].href == "https://x.example/%C3%BC"


def test_titles_are_plain_text_on_one_line() -> None:
    assert an_article(title=" AT&T:\n when <script> \x07isn't &amp; ").title == "AT&T: when <script> isn't &amp;"


def test_an_address_in_a_name_is_moved_to_the_email() -> None:
    assert Person("Ann Lee <ann@example.org>") == Person("Ann Lee", email="ann@example.org")
    assert Person("ann@example.org (Ann Lee)") == Person("Ann Lee", email="ann@example.org")
    assert Person("ann@example.org") == Person("ann", email="ann@example.org")
    assert Person("Ann <old@example.org>", email="new@example.org") == Person("Ann", email="new@example.org")
    assert Person("Ann @home").name == "Ann @home"


def test_any_iterable_is_kept_as_a_tuple() -> None:
    feed = a_feed(authors=[Person("Ann")], hubs=(hub for hub in ["https://hub.example/"]), articles=iter([an_article()]))

    assert feed.authors == (Person("Ann"),)
    assert feed.hubs == ("https://hub.example/",)
    assert [article.title for article in feed.articles] == ["Article one"]


def test_related_links_and_sources_get_their_relation() -> None:
    article = an_article(related=[Link("https://example.org/r")], sources=[Link("https://example.org/s", title="S")])

    assert [link.rel for link in (*article.related, *article.sources)] == ["related", "via"]
    assert article.sources[0].title == "S"


def test_updated_is_published_until_it_is_given() -> None:
    later = NOON + timedelta(days=1)

    assert an_article().updated == NOON
    assert attrs.evolve(an_article(), published=later).updated == later
    assert attrs.evolve(an_article(updated=later), title="New").updated == later


def test_a_feed_was_updated_when_its_latest_article_was() -> None:
    later = NOON + timedelta(days=1)

    assert a_feed(an_article("one", updated=later), an_article("two")).updated == later
    assert a_feed().updated is None


def test_the_external_url_is_the_first_reference() -> None:
    source = Link("https://example.org/s", "via")

    assert [link.href for link in an_article(external_url="https://example.org/x", sources=[source]).references] == [
        "https://example.org/x",
        source.href,
    ]
    assert an_article(external_url=source.href, sources=[source]).references == (source,)


def test_articles_without_a_language_have_the_language_of_the_feed() -> None:
    feed = a_feed(an_article(language="fr"), an_article("two"), language="en")

    assert [feed.language_of(article) for article in feed.articles] == ["fr", "en"]


def test_a_feed_refuses_two_articles_with_one_id() -> None:
    rule = "must not share an id: 2 articles have 'tag:strides.example,2026:one'"

    assert faults(a_feed, articles=[an_article(), an_article()]) == {"articles": rule}


def test_a_feed_refuses_two_articles_with_one_guid() -> None:
    articles = [an_article("one", guid="17"), an_article("two", guid="17")]

    assert faults(a_feed, articles=articles) == {"articles": "must not share a guid: 2 articles have '17'"}


@pytest.mark.parametrize("guid", ["", " 17", "17\n", "1\x007", "a\nb", 17])
def test_a_guid_is_one_line_of_text(guid: object) -> None:
    assert set(faults(an_article, guid=guid)) == {"guid"}


def whole_feed() -> Feed:
    """
    A feed with many kinds of values.
    """
    article = an_article(
        image=Image("https://example.org/a.png", alt="A"),
        attachments=[Attachment("https://example.org/a.mp3", type="audio/mpeg", length=1)],
        source=Source("Planet", "https://example.org/feed"),
        extensions=[Editorial(section="News", score=Score(6.3, level="Moderate"))],
        updated=datetime(2026, 5, 1, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    )
    return a_feed(article, extensions=[FeedHistory(complete=True)])


def test_a_feed_pickles_compares_and_hashes() -> None:
    feed = whole_feed()
    copy = pickle.loads(pickle.dumps(feed))  # noqa: S301  # our own bytes

    assert copy == feed
    assert hash(copy) == hash(feed)
    assert attrs.evolve(feed, title="Other") != feed


def test_a_feed_cannot_be_changed() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        whole_feed().title = "Other"  # type: ignore[misc]


def test_evolving_keeps_the_rules() -> None:
    with pytest.raises(InvalidError):
        attrs.evolve(an_article(), title="")


def test_scores_are_rounded() -> None:
    assert Score(6.30000000001).value == 6.3
    assert Score(10).scale == 10


def test_the_same_moment_in_another_zone_is_the_same_article() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=9)))

    assert an_article(published=east) == an_article(published=NOON.astimezone(UTC))


def test_blank_fields_are_none() -> None:
    article: Article = an_article(summary=" \n", content="\n", rights="")

    assert (article.summary, article.content, article.rights) == (None, None, None)


@pytest.mark.parametrize(
    ("withdrawn", "rule"),
    [
        ([Withdrawal("tag:strides.example,2026:one", NOON)], "must not list an article of the feed"),
        ([Withdrawal("tag:strides.example,2026:two", NOON)] * 2, "must list an article only once"),
    ],
)
def test_a_withdrawn_article_is_listed_once_and_not_in_the_feed(withdrawn: list[Withdrawal], rule: str) -> None:
    found = faults(a_feed, articles=[an_article()], withdrawn=withdrawn)

    assert found["withdrawn"].startswith(rule)


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        ("https://strides.example", "https://strides.example/"),
        ("https://strides.example/blog", "https://strides.example/blog"),
        ("https://strides.example?x=1", "https://strides.example?x=1"),
    ],
)
def test_the_id_of_a_feed_defaults_to_its_address(url: str, id_: str) -> None:
    assert Feed(title="AI Strides", url=url).id == id_


def test_a_feed_with_a_wrong_address_and_no_id_has_one_error() -> None:
    with pytest.raises(InvalidError) as caught:
        Feed(title="AI Strides", url="nope")

    assert [fault.field for fault in caught.value.faults] == ["url"]
