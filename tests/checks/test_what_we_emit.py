"""
Our checks find no error in documents rendered from any valid feed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everything import URLS, the_feed
from makers import a_feed, an_article
from stridesfeed.checks.documents import check_document
from stridesfeed.emit import render_all
from stridesfeed.extensions import Editorial, Score
from stridesfeed.model import Article, Attachment, Category, Feed, Image, Link, Person, Source
from stridesfeed.options import Options
from stridesfeed.text import line

GOLDEN = Path(__file__).parents[1] / "golden"
AS_OF = datetime(2026, 5, 1, tzinfo=UTC)

TEXT = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="<>&;]'\"/#x26amplt scriptbCDATA[!-\x00\x0b\u2028\x92", max_size=40),
    st.sampled_from(["AT&amp;T", "<b>bold</b>", "a < b & c", "Ann <ann@a.example>", "日本語", "x@y.example", "12:00", "  "]),
)
LINE = TEXT.filter(line)
OPTIONAL_LINE = st.none() | LINE
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2026, 4, 30)).flatmap(  # noqa: DTZ001  # the time zone is added next
    lambda moment: st.integers(-14 * 60, 14 * 60).map(lambda minutes: moment.replace(tzinfo=timezone(timedelta(minutes=minutes))))
)
PATHS = st.sampled_from(["", "a", "a b", "é/ü", "a?b=c&d=e", "a#b", "a%20b", "[a]", "a|b", "日本"])
HOSTS = st.sampled_from(["a.example", "bücher.example", "a.example:8080"])
ADDRESSES = st.builds("{}://{}/{}".format, st.sampled_from(["https", "http"]), HOSTS, PATHS)
LANGUAGES = st.none() | st.sampled_from(["en", "pt-BR", "zh-Hant-TW", "he", "x-private"])
MEDIA_TYPES = st.sampled_from(["audio/mpeg", "video/mp4", "application/pdf", "image/svg+xml", "text/plain; charset=utf-8"])
COUNTS = st.none() | st.integers(0, 2**40)
EMAILS = st.none() | st.just("ann@a.example")

PEOPLE = st.lists(st.builds(Person, LINE, st.none() | ADDRESSES, EMAILS, st.none() | ADDRESSES), max_size=2)
CATEGORIES = st.lists(st.builds(Category, LINE, st.none() | ADDRESSES, OPTIONAL_LINE), max_size=2)
IMAGES = st.none() | st.builds(Image, ADDRESSES, OPTIONAL_LINE, st.none() | st.just("image/png"), COUNTS, COUNTS, OPTIONAL_LINE, OPTIONAL_LINE)
ATTACHMENTS = st.lists(st.builds(Attachment, ADDRESSES, MEDIA_TYPES, COUNTS, COUNTS, OPTIONAL_LINE), max_size=2)
LINKS = st.lists(st.builds(Link, ADDRESSES, title=OPTIONAL_LINE, type=st.none() | MEDIA_TYPES, length=COUNTS), max_size=2)
SOURCES = st.none() | st.builds(Source, LINE, ADDRESSES, updated=st.none() | MOMENTS)
FACTS = st.builds(Editorial, section=OPTIONAL_LINE, reading_minutes=st.integers(1, 90), score=st.none() | st.builds(Score, st.integers(0, 10)))
HTML = st.none() | TEXT | st.sampled_from(["<p>One", "<table><td>x", "<a href=/b>c</a><img src=d>", "<script>x()</script>", "<svg><p>x"])
IDS = st.sampled_from(["tag:a.example,2026:{}", "https://a.example/{}", "urn:x-a:{}", "https://bücher.example/é/{}"])


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    return an_article(
        str(number),
        id=draw(IDS).format(number),
        guid=draw(st.none() | st.sampled_from(["{}", "post-{}", "a b {}"])) and f"post {number}",
        url=draw(ADDRESSES),
        title=draw(LINE),
        published=draw(MOMENTS),
        updated=draw(st.none() | MOMENTS),
        authors=draw(PEOPLE),
        contributors=draw(PEOPLE),
        categories=draw(CATEGORIES),
        summary=draw(st.none() | TEXT),
        content=draw(HTML),
        image=draw(IMAGES),
        attachments=draw(ATTACHMENTS),
        related=draw(LINKS),
        sources=draw(LINKS),
        external_url=draw(st.none() | ADDRESSES),
        comments=draw(st.none() | ADDRESSES),
        language=draw(LANGUAGES),
        rights=draw(st.none() | TEXT),
        source=draw(SOURCES),
        extensions=draw(st.lists(FACTS, max_size=1)),
    )


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    return a_feed(
        *(draw(articles(number)) for number in range(draw(st.integers(0, 2)))),
        title=draw(LINE),
        url=draw(ADDRESSES),
        subtitle=draw(st.none() | TEXT),
        language=draw(LANGUAGES),
        authors=draw(PEOPLE),
        categories=draw(CATEGORIES),
        rights=draw(st.none() | TEXT),
        icon=draw(st.none() | ADDRESSES),
        logo=draw(st.none() | ADDRESSES),
        hubs=draw(st.lists(ADDRESSES, max_size=1)),
    )


OPTIONS = st.builds(
    Options,
    creators=st.sampled_from(["joined", "each", "joined-in-rss"]),
    atom_terms=st.sampled_from(["auto", "label", "term"]),
    updated=st.sampled_from(["atom", "dcterms", "none"]),
    emails=st.booleans(),
    excerpt=st.sampled_from([0, 20, 280]),
)


def errors(*documents: bytes) -> list[str]:
    findings = (finding for document in documents for finding in check_document(document, as_of=AS_OF))
    return [str(finding) for finding in findings if finding.level == "error"]


@given(feeds(), OPTIONS)
def test_a_rendered_document_has_no_error(feed: Feed, options: Options) -> None:
    assert errors(*render_all(feed, urls=URLS, options=options).values()) == []


def test_a_feed_with_every_field_has_no_error() -> None:
    assert errors(*render_all(the_feed(), urls=URLS).values()) == []


DOCUMENTS = [path for end in ("xml", "json") for path in sorted(GOLDEN.glob(f"*/*.{end}"))]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_golden_document_has_an_error(path: Path) -> None:
    assert errors(path.read_bytes()) == []
