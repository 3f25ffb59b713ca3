from __future__ import annotations

import json
from datetime import timedelta

import pytest

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from stridesfeed.checks.readers import (
    KNOWN_DIFFERENCES,
    READERS,
    RULES,
    KnownDifference,
    comparison,
    known_differences,
    read_back,
    read_documents,
)
from stridesfeed.checks.rule import explain
from stridesfeed.emit import FORMATS, render_all
from stridesfeed.errors import MissingExtraError, UnknownNameError
from stridesfeed.model import Attachment, Category, Feed, Person
from stridesfeed.options import Options

TITLES = ["AT&T: when <script> isn't &amp; x < y", "日本語の記事", "مقال عربي", "Emoji 👩‍🚀 & “quotes”"]

PICTURE = '<img src="https://strides.example/a.png" alt="A">'

#: Options that change documents.
OPTIONS = [Options(), Options(creators="each", updated="dcterms", excerpt=0), Options(updated="none", lead_image=False, sources=False)]


def the_articles() -> Feed:
    """
    Return a feed with articles in several scripts, some without text or summary, at different hours.
    """
    return a_feed(
        *(
            an_article(
                str(number),
                title=title,
                published=NOON - timedelta(hours=number),
                summary=None if number == 2 else f"About {title}",
                content=None
                if number == 1
                else f'<p>Text &amp; more <b>of</b> {number}: a &lt; b<br><img src="https://strides.example/a.png" alt="A"></p>',
                authors=(Person("Ann Lee"), Person("R&D desk")),
                categories=(Category("R&D"), Category("a < b")),
                attachments=[Attachment("https://strides.example/a.mp3", type="audio/mpeg")],
            )
            for number, title in enumerate(TITLES)
        )
    )


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("feed", [the_feed(), the_articles(), a_feed()], ids=["everything", "scripts", "empty"])
def test_readers_return_no_unknown_differences(feed: Feed, options: Options) -> None:
    assert read_back(feed, urls=URLS, options=options) == ()


@pytest.mark.parametrize(("format", "reader"), [(format, reader.name) for reader in READERS.values() for format in reader.formats])
def test_every_reader_detects_a_changed_title(format: str, reader: str) -> None:
    document = render_all(the_feed(), urls=URLS)[format].replace(b"Article everything", b"Article swapped")

    (finding,) = read_documents({format: document}, the_feed(), readers=[reader])

    assert (finding.code, finding.level) == ("read-back-title", "warning")
    assert (finding.subject, finding.article_id) == ("article 'tag:strides.example,2026:everything'", "tag:strides.example,2026:everything")
    assert finding.message == (f"{reader}, reading {FORMATS[format].title}, returns 'Article swapped' as title instead of 'Article everything'")


#: By field: a text in the RSS document, and a damaged one that changes the value.
DAMAGE = {
    "link": (b"<link>https://strides.example/everything</link>", b"<link>https://strides.example/other</link>"),
    "id": (b">everything-1</guid>", b">other</guid>"),
    "authors": (b"<dc:creator>Ann Author, Bob Byline</dc:creator>", b"<dc:creator>Ann Author, Bob</dc:creator>"),
    "categories": (b">Policy &#x26; Law</category>", b">Policy</category>"),
    "published": (b"<pubDate>Thu, 30 Apr 2026 12:00:00 GMT", b"<pubDate>Thu, 30 Apr 2026 12:00:00 +0200"),
    "updated": (b"<atom:updated>2026-04-30T14:00:00Z", b"<atom:updated>2026-04-30T15:00:00Z"),
    "summary": (b"<description>Summary of everything.", b"<description>Summary."),
    "content": (b"<p>Text of everything.</p>", b"<p>Text.</p>"),
    "enclosures": (b'length="1234"', b'length="123"'),
}


@pytest.mark.parametrize("field", DAMAGE)
def test_damage_to_a_field_is_found_only_in_that_field(field: str) -> None:
    old, new = DAMAGE[field]
    document = render_all(the_feed(), urls=URLS, formats=["rss"])["rss"]
    assert document.count(old) >= 1

    findings = read_documents({"rss": document.replace(old, new, 1)}, the_feed(), readers=["feedparser"])

    assert {finding.code for finding in findings} == {f"read-back-{field}"}


def test_every_field_has_a_damage() -> None:
    assert {"read-back-document", "read-back-articles", "read-back-title", *(f"read-back-{field}" for field in DAMAGE)} == set(RULES)


def test_a_lost_article_is_found() -> None:
    document = json.loads(render_all(the_feed(), formats=["json"])["json"])
    del document["items"][1]

    findings = read_documents({"json": json.dumps(document).encode()}, the_feed())

    assert [(finding.code, finding.level) for finding in findings] == [("read-back-articles", "error")] * 2
    assert findings[0].message == "atoma, reading JSON Feed 1.1, returns 1 article instead of 2"


@pytest.mark.parametrize(("format", "reader"), [(format, reader.name) for reader in READERS.values() for format in reader.formats])
def test_a_rejected_document_is_an_error_without_traceback(format: str, reader: str) -> None:
    (finding,) = read_documents({format: b"<rss"}, the_feed(), readers=[reader])

    assert (finding.code, finding.level) == ("read-back-document", "error")
    assert finding.message.startswith(f"{reader}, reading {FORMATS[format].title}, rejects the document: ")


def test_a_long_text_is_shown_around_the_difference() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    feed = a_feed(an_article(content=f"<p>{words}</p>"))
    document = render_all(feed, formats=["atom"])["atom"].replace(b"word100 ", b"sword100 ")

    (finding,) = read_documents({"atom": document}, feed, readers=["atoma"])

    assert "sword100" in finding.message
    assert len(finding.message) < 300


@pytest.mark.parametrize("known", KNOWN_DIFFERENCES, ids=lambda known: f"{known.reader}-{'-'.join(known.formats)}-{known.field}")
def test_a_known_difference_exists(known: KnownDifference, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without the entry a finding appears, so that a parser that changed is noticed.
    """
    for format in known.formats:
        others = {key: each for key, each in known_differences._BY_FIELD.items() if key != (known.reader, format, known.field)}
        with monkeypatch.context() as patch:
            patch.setattr(known_differences, "_BY_FIELD", others)
            found = [
                finding.code
                for feed in (the_feed(), the_articles())
                for options in OPTIONS
                for finding in read_back(feed, [format], options=options, readers=[known.reader])
            ]
        assert set(found) == {f"read-back-{known.field}"}


def test_without_readers_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "find_spec", lambda _name: None)

    with pytest.raises(MissingExtraError, match=r"stridesfeed\[readers\]"):
        read_back(a_feed())


def test_only_installed_readers_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "find_spec", lambda name: True if name == "atoma" else None)
    document = render_all(the_feed())["rss"].replace(b"Article everything", b"Article swapped")

    assert [finding.message.partition(",")[0] for finding in read_documents({"rss": document}, the_feed())] == ["atoma"]


def test_a_misspelt_reader_suggests_the_most_similar() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'feedparser'"):
        read_back(a_feed(), readers=["feedparse"])


@pytest.mark.parametrize("code", RULES)
def test_an_explanation_has_problem_specification_and_fix(code: str) -> None:
    paragraphs = explain(code, RULES).strip().split("\n\n")

    assert len(paragraphs) == 4
    assert paragraphs[-1].startswith("Fix: ")
