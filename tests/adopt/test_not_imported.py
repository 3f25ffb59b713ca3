"""
What is not imported is named: elements and members that no importer reads, and values that content files cannot hold.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adopting import Run, adopt_document
from makers import a_feed, an_article
from stridesfeed import FORMATS, FormatName, render

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"

EXAMPLES = [Path(__file__).parents[2] / "examples" / "ai-strides" / "expected" / name for name in ("feed.xml", "atom.xml", "feed.json")]


def an_rss(item: str = "", channel: str = "", root: str = "") -> str:
    """
    A podcast with one episode.
    """
    return f"""<rss version="2.0" xmlns:itunes="{ITUNES}" xmlns:podcast="{PODCAST}" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>AI Strides</title><link>https://strides.example/</link><description>D</description>{channel}
<item><title>One</title><link>https://strides.example/one</link><guid>1</guid><pubDate>Thu, 30 Apr 2026 10:00:00 GMT</pubDate>{item}</item>
</channel>{root}</rss>"""


def an_atom(entry: str = "", feed: str = "") -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:strides.example,2026:feed</id>
<title>AI Strides</title><updated>2026-04-30T09:00:00Z</updated><link href="https://strides.example/"/>{feed}
<entry><id>tag:strides.example,2026:one</id><title>One</title><link href="https://strides.example/one"/><updated>2026-04-30T09:00:00Z</updated>
{entry}</entry></feed>"""


def a_json_feed(item: dict[str, Any], **feed: Any) -> dict[str, Any]:
    one = {"id": "1", "url": "https://strides.example/one", "title": "One", "date_published": "2026-04-30T09:00:00Z"}
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "AI Strides",
        "home_page_url": "https://strides.example/",
        "items": [one | item],
    } | feed


def test_elements_of_the_podcast_namespace_are_counted_with_those_inside_them() -> None:
    vote = '<podcast:vote type="stars"><podcast:option name="a"/><podcast:option name="b"/></podcast:vote>'
    item = '<podcast:applause by="fan">Ann</podcast:applause><podcast:applause>Bo</podcast:applause><podcast:clip url="https://x.example/t"/>'

    adoption = adopt_document(an_rss(item + vote, "<podcast:locked>yes</podcast:locked><itunes:block>no</itunes:block>"))

    assert adoption.not_imported == {
        "itunes:block": 1,
        "podcast:applause": 2,
        "podcast:clip": 1,
        "podcast:locked": 1,
        "podcast:option": 2,
        "podcast:vote": 1,
    }


def test_every_element_of_a_namespace_is_counted_wherever_it_is() -> None:
    names = ["channel", "item", "root"]
    places = {name: f"<podcast:{name}><x:inner xmlns:x='urn:x'>text</x:inner></podcast:{name}>" for name in names}

    adoption = adopt_document(an_rss(**places).replace("podcast:item", "podcast:clip"))

    assert adoption.not_imported == {"podcast:channel": 1, "podcast:clip": 1, "podcast:root": 1, "x:inner": 3}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (an_rss("<dc:source>S</dc:source>", "<ttl>60</ttl><ttl>61</ttl>"), {"dc:source": 1, "ttl": 2}),
        (an_rss('<y xmlns="urn:y"><z/></y>'), {"{urn:y}y": 1, "{urn:y}z": 1}),
        (an_rss('<y:y xmlns:y="a name with spaces"><z xmlns=" "/></y:y>'), {"y:y": 1, "{ }z": 1}),
        (an_rss("<title>Second</title><dc:creator>Ann</dc:creator><author>bo@strides.example</author>"), {"author": 1, "title": 1}),
        (
            an_rss(
                '<media:content url="https://x.example/1.png" medium="image"><media:title>T</media:title></media:content>'
                '<media:group><media:content url="https://x.example/2.png" medium="image"/><media:thumbnail url="https://x.example/3.png"/></media:group>'
            ),
            {"media:content": 1, "media:thumbnail": 1, "media:title": 1},
        ),
        (an_atom("<thr:total>3</thr:total>", "<thr:x/>"), {"thr:total": 1, "thr:x": 1}),
        (an_atom("<author><name>Ann</name><thr:badge/></author>"), {"thr:badge": 1}),
        (a_json_feed({"_podcast": {"season": 3}}), {"items._podcast": 1}),
        (a_json_feed({"banner_image": "https://x.example/b", "image": "https://x.example/a"}), {"items.banner_image": 1}),
        (a_json_feed({"attachments": [{"url": "https://x.example/1.mp3", "mime_type": "audio/mpeg", "_x": 1}]}), {"items.attachments._x": 1}),
        (a_json_feed({}, user_comment="Hi", expired=False, next_url="https://x.example/2"), {"expired": 1, "next_url": 1, "user_comment": 1}),
    ],
)
def test_what_is_not_imported_is_named(document: str | dict[str, Any], expected: dict[str, int]) -> None:
    assert adopt_document(document).not_imported == expected


@pytest.mark.parametrize(
    "document",
    [
        an_rss(
            "<description>S</description><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded><category>a</category><category>b</category>",
            "<generator>G</generator><docs>https://x.example/</docs><lastBuildDate>Thu, 30 Apr 2026 10:00:00 GMT</lastBuildDate>"
            "<pubDate>Thu, 30 Apr 2026 10:00:00 GMT</pubDate><image><url>https://x.example/i.png</url><title>T</title><link>https://x.example</link></image>",
        ),
        an_rss("<dc:date>2026-04-30T10:00:00Z</dc:date>"),
        an_atom(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <b>B</b></p></div></content>'
            "<published>2026-04-30T09:00:00Z</published>",
            '<generator uri="https://x.example/">G</generator>',
        ),
        a_json_feed(
            {"content_html": "<p>x</p>", "content_text": "x", "authors": [{"name": "Ann"}], "author": {"name": "Ann"}, "summary": ""},
            feed_url="https://strides.example/feed.json",
            icon="https://strides.example/i.png",
            description="",
        ),
    ],
)
def test_imported_data_and_data_that_every_build_writes_anew_are_not_named(document: str | dict[str, Any]) -> None:
    adoption = adopt_document(document)

    assert (adoption.not_imported, adoption.skipped) == ({}, {})


@pytest.mark.parametrize("name", FORMATS)
def test_all_that_we_render_is_imported(name: FormatName) -> None:
    document = render(a_feed(an_article(authors=["Ann"], categories=["News"], summary="S", content="<p>x</p>")), name)

    assert adopt_document(document).not_imported == {}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_all_of_our_example_is_imported(path: Path) -> None:
    adoption = adopt_document(path.read_bytes())

    assert adoption.not_imported == {}
    assert adoption.skipped.keys() <= {"link with relation describedby"}


def test_links_that_are_not_imported_are_counted() -> None:
    links = "".join(f'<link rel="{rel}" href="https://x.example/{rel}"/>' for rel in ("self", "edit", "license", "replies", "related"))

    entry = adopt_document(an_atom(links + '<link href="https://x.example/2"/>'))
    feed = adopt_document(an_atom(feed='<link rel="next" href="https://x.example/2"/><link rel="self" href="https://x.example/"/>'))
    channel = adopt_document(
        an_rss(channel='<atom:link rel="next" href="https://x.example/2"/><atom:link rel="hub" href="https://h.example/"/>')
    )

    assert entry.skipped == {f"link with relation {rel}": 1 for rel in ("alternate", "edit", "license", "self")}
    assert feed.skipped == channel.skipped == {"link with relation next": 1}


def test_values_that_content_files_cannot_hold_are_counted() -> None:
    source = adopt_document(an_rss('<source url="https://p.example/">Planet</source>'))
    content = adopt_document(an_atom('<content type="image/png">iVBORw0KGgo=</content>'))

    assert source.skipped == {"feed that an article was taken from": 1}
    assert content.skipped == {"content of type image/png": 1}


def test_skipped_articles_are_not_counted_element_by_element() -> None:
    page = "<item><title>P</title><wp:post_type>page</wp:post_type><podcast:x/><wp:comment><wp:y/></wp:comment></item>"
    export = an_rss("<wp:status>publish</wp:status>").replace("<rss ", '<rss xmlns:wp="http://wordpress.org/export/1.2/" ')

    adoption = adopt_document(export.replace("</channel>", f"{page}</channel>"))

    assert (adoption.skipped, adoption.not_imported) == ({"page": 1}, {})


def test_the_command_names_what_is_not_imported(tmp_path: Path, run: Run) -> None:
    document = tmp_path / "old.xml"
    document.write_text(an_rss("<podcast:vote>3</podcast:vote><podcast:clip>A</podcast:clip><podcast:clip>B</podcast:clip>"), encoding="utf-8")

    shown = run("adopt", document, "--into", tmp_path / "site", "--dry-run").stdout
    members = json.loads(run("adopt", document, "--into", tmp_path / "site", "--json").stdout)

    assert "Not imported: podcast:clip (2), podcast:vote (1)" in shown.splitlines()
    assert members["not_imported"] == {"podcast:clip": 2, "podcast:vote": 1}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_names_with_unusual_characters_can_be_printed(options: list[str], tmp_path: Path, run: Run) -> None:
    """
    JSON can contain lone surrogates, which no terminal can show, and sequences that control a terminal.
    """
    document = tmp_path / "old.json"
    item = {"_\ud800\x1b[31m\nx": 1, "url": "https://strides.example/\ud800", "title": "\ud800One", "content_html": "<p>\ud800</p>"}
    document.write_text(json.dumps(a_json_feed(item, feed_url="https://strides.example/\x1b\ud800")), encoding="utf-8")

    result = run("adopt", document, "--into", tmp_path / "site", *options)

    assert result.exit_code == 0
    assert "items._[31m x" in result.stdout
    assert "\x1b" not in result.stdout
