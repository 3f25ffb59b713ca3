"""
What is rendered, parsed and rendered again is the same, byte by byte.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everything import URLS, the_feed
from makers import a_feed, an_article
from stridesfeed import (
    FORMATS,
    Article,
    Attachment,
    Category,
    Editorial,
    Feed,
    FeedHistory,
    FormatName,
    Image,
    Link,
    Options,
    ParsedFeed,
    Person,
    Score,
    Source,
    Withdrawal,
    clean_html,
    parse,
    render,
)
from stridesfeed.text import line

HERE = Path(__file__).parents[1]
EXAMPLES = [
    *sorted(path for path in HERE.glob("golden/*/*") if path.suffix in {".xml", ".json"}),
    *(HERE.parent / "examples" / "ai-strides" / "expected" / name for name in ("feed.xml", "atom.xml", "feed.json")),
]

TEXT = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="<>&;]'\"/#x26amplt pb!-\u2028\x92אب", max_size=40),
    st.sampled_from(["<p>One & two</p>", "<p>A <a href='https://x.example/'>b</a></p><ul><li>c</ul>", "AT&amp;T", "]]>", "<script>x</script>"]),
)
LINE = TEXT.filter(line)

#: RSS does not say if these texts are HTML, so that markup in them is ambiguous.
UNMARKED = st.text(st.characters(exclude_characters="<&"), max_size=40)
#: Clean bodies, because white space at their ends is not kept.
#: They are longer than summaries, because longer summaries are left out.
HTML = TEXT.map(lambda html: clean_html(f"{html}<p>{'And so on. ' * 40}</p>", "https://strides.example/").strip())
MARKED_UP = TEXT.map(lambda html: clean_html(f"<i>A</i> {html}", "https://strides.example/").strip())
WORD = st.text("abcxyz-0189", min_size=1, max_size=12)
URL = WORD.map(lambda word: f"https://example.org/{word}")
MOMENT = st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)).flatmap(  # noqa: DTZ001  # the zone comes next
    lambda moment: st.integers(-14 * 60, 14 * 60).map(lambda minutes: moment.replace(tzinfo=timezone(timedelta(minutes=minutes))))
)
PERSON = st.builds(Person, LINE, uri=st.none() | URL, avatar=st.none() | URL)
CATEGORY = st.builds(Category, LINE, scheme=st.none() | URL, label=st.none() | LINE)
LINK = st.builds(Link, URL, title=st.none() | LINE, type=st.sampled_from([None, "text/html"]), length=st.none() | st.integers(0, 99))
SOURCE_LINK = LINK.map(lambda link: attrs.evolve(link, href=f"{link.href}/source"))
IMAGE = st.builds(Image, URL, alt=st.none() | LINE, width=st.none() | st.integers(2, 999), height=st.none() | st.integers(2, 999))
FILE = st.builds(
    Attachment, URL.map("{}.mp3".format), type=st.just("audio/mpeg"), length=st.none() | st.integers(1, 2**40), title=st.none() | LINE
)
EDITORIAL = st.builds(
    Editorial, section=st.none() | LINE, reading_minutes=st.none() | st.integers(0, 99), score=st.none() | st.builds(Score, st.integers(0, 10))
)


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """
    A feed with any subset of all fields.
    """

    def an_item(number: int) -> Article:
        moments = sorted(draw(st.lists(MOMENT, max_size=2)))
        # Without page and text, Atom's title and content would be made up.
        content = draw(st.none() | HTML)
        return Article(
            id=draw(st.sampled_from([f"tag:strides.example,2026:{number}", f"https://strides.example/{number}", f"post {number}"])),
            url=draw(st.sampled_from([None, f"https://strides.example/{number}"])) if content else f"https://strides.example/{number}",
            title=draw(st.none() | LINE) if content else draw(LINE),
            published=moments[0] if moments else None,
            updated=moments[-1] if moments else None,
            authors=draw(st.lists(PERSON, max_size=2)),
            contributors=draw(st.lists(PERSON, max_size=2)),
            categories=draw(st.lists(CATEGORY, max_size=2, unique_by=lambda category: category.name)),
            summary=draw(st.none() | TEXT),
            summary_html=draw(st.none() | MARKED_UP) if content else None,
            content=content,
            image=draw(st.none() | IMAGE),
            attachments=draw(st.lists(FILE, max_size=2, unique_by=lambda file: file.url)),
            related=draw(st.lists(LINK, max_size=2, unique_by=lambda link: link.href)),
            sources=draw(
                st.lists(LINK.map(lambda link: attrs.evolve(link, href=f"{link.href}/source")), max_size=2, unique_by=lambda link: link.href)
            ),
            links=draw(st.lists(LINK.map(lambda link: attrs.evolve(link, rel="license")), max_size=1)),
            comments=draw(st.none() | URL),
            language=draw(st.sampled_from([None, "en", "fr", "he"])),
            rights=draw(st.none() | UNMARKED),
            source=draw(st.none() | st.builds(Source, LINE, url=URL)),
            extensions=draw(st.lists(EDITORIAL, max_size=1)),
        )

    return Feed(
        id=draw(st.sampled_from(["https://strides.example/", "tag:strides.example,2026:feed"])),
        title=draw(UNMARKED.filter(line)),
        url="https://strides.example/",
        subtitle=draw(st.none() | UNMARKED),
        subtitle_html=draw(st.none() | MARKED_UP),
        language=draw(st.sampled_from([None, "en", "ar"])),
        authors=draw(st.lists(PERSON, max_size=2)),
        categories=draw(st.lists(CATEGORY, max_size=2, unique_by=lambda category: category.name)),
        rights=draw(st.none() | UNMARKED),
        icon=draw(st.none() | URL.map("{}.png".format)),
        logo=draw(st.none() | URL.map("{}.png".format)),
        hubs=draw(st.lists(URL, max_size=1)),
        links=draw(st.lists(LINK.map(lambda link: attrs.evolve(link, rel="next")), max_size=1)),
        withdrawn=[Withdrawal("tag:strides.example,2026:gone", draw(MOMENT))] if draw(st.booleans()) else [],
        extensions=[FeedHistory(complete=True)] if draw(st.booleans()) else [],
        articles=[an_item(number) for number in range(draw(st.integers(0, 3)))],
    )


def rendered(parsed: ParsedFeed, options: Options) -> bytes:
    """
    The document of a parsed feed.
    """
    return render(parsed.feed, parsed.format, url=parsed.url, alternates=parsed.alternates, options=options)


def alternates(format: str) -> dict[str, str]:
    """
    The URLs of the other formats.
    """
    return {name: url for name, url in URLS.items() if name != format}


@settings(max_examples=60)
@given(feeds(), st.sampled_from([Options(), Options(creators="each", lead_image=False, sources=False, related=False)]))
@pytest.mark.parametrize("format", FORMATS)
def test_a_rendered_feed_that_is_parsed_and_rendered_again_is_the_same(format: FormatName, feed: Feed, options: Options) -> None:
    document = render(feed, format, url=URLS[format], alternates=alternates(format), options=options)

    parsed = parse(document)

    assert parsed.unread == ()
    assert rendered(parsed, options).decode() == document.decode()


@pytest.mark.parametrize("options", [Options(), Options(emails=True), Options(enclosures="all", updated="dcterms")], ids=str)
@pytest.mark.parametrize("format", FORMATS)
def test_every_field_that_a_format_has_is_parsed(format: FormatName, options: Options) -> None:
    document = render(the_feed(), format, url=URLS[format], alternates=alternates(format), options=options)

    parsed = parse(document)

    assert (parsed.format, parsed.url, parsed.unread) == (format, URLS[format], ())
    assert rendered(parsed, options) == document


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_our_documents_lose_nothing(path: Path) -> None:
    assert parse(path.read_bytes()).unread == ()


def test_all_fields_of_an_article_come_back_from_json() -> None:
    """
    JSON Feed has what XML formats have only in part: avatars, durations, sources with titles.
    """
    expected: Any = an_article(
        authors=[Person("Ann", uri="https://a.example/", avatar="https://a.example/i.png")],
        categories=["a", "b"],
        updated=datetime(2026, 5, 1, tzinfo=UTC),
        attachments=[Attachment("https://example.org/1.mp3", type="audio/mpeg", length=3, duration=5, title="One")],
        sources=[Link("https://example.org/s", title="S")],
        source=Source("Planet", "https://example.org/feed"),
        content_text="One\nline",
        extensions=[Editorial(section="News", score=Score(7, scale=10, level="High"))],
    )

    (article,) = parse(render(a_feed(expected), "json")).feed.articles

    for name in (field.alias or field.name for field in attrs.fields(Article)):
        wanted, found = getattr(expected, name), getattr(article, name)
        assert (name, [attrs.evolve(link, rel="via") for link in wanted] if name == "sources" else wanted) == (
            name,
            list(found) if name == "sources" else found,
        )
