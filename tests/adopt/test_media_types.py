"""
Media types with characters that no document can carry are skipped and counted; the rest of the article is adopted, and can be built.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adopting import Run, adopt_document, only_article

#: The last ones are possible only in JSON; XML contains no such characters.
INVALID = ("audio", "audio/mpeg audio/ogg", "audio/mp\x85eg", 'audio/mpeg; codecs="\x85"', 'audio/mpeg; codecs="\x7f"')
INVALID_IN_JSON = (*INVALID, "audio/mpeg\x00", "audio/\ud800", 'audio/mpeg; codecs="\x01"', 'audio/mpeg; codecs="\ud800"', 'a/b; c="\uffff"')

URL = "https://strides.example/1.mp3"
FEED = {"version": "https://jsonfeed.org/version/1.1", "title": "S", "home_page_url": "https://strides.example/"}
ITEM = {"id": "1", "url": "https://strides.example/1", "title": "One", "date_published": "2026-04-30T09:00:00Z"}


def a_json_feed(type_: str, url: str = URL) -> bytes:
    return json.dumps(FEED | {"items": [ITEM | {"attachments": [{"url": url, "mime_type": type_}]}]}).encode()


def a_podcast(type_: str, url: str = URL) -> bytes:
    quoted = type_.replace('"', "&quot;")
    return f"""<rss version="2.0"><channel><title>S</title><link>https://strides.example/</link><description>D</description>
<item><title>One</title><link>https://strides.example/1</link><pubDate>Thu, 30 Apr 2026 09:00:00 GMT</pubDate>
<enclosure url="{url}" type="{quoted}"/></item></channel></rss>""".encode()


def an_atom(type_: str, url: str = URL) -> bytes:
    quoted = type_.replace('"', "&quot;")
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:strides.example,2026:f</id><title>S</title><link href="https://strides.example/"/>
<entry><id>tag:strides.example,2026:1</id><title>One</title><link href="https://strides.example/1"/><updated>2026-04-30T09:00:00Z</updated>
<link rel="enclosure" href="{url}" type="{quoted}"/>
<link rel="related" href="https://strides.example/2" type="{quoted}"/></entry></feed>""".encode()


CASES: list[tuple[Callable[..., bytes], str]] = [
    *((a_json_feed, type_) for type_ in INVALID_IN_JSON),
    *((document, type_) for document in (a_podcast, an_atom) for type_ in INVALID),
]


@pytest.mark.parametrize(("document", "type_"), CASES)
def test_the_media_type_of_the_suffix_replaces_an_invalid_one(document: Callable[..., bytes], type_: str) -> None:
    adoption = adopt_document(document(type_))

    assert [(file.url, file.type) for file in only_article(adoption).article.attachments] == [(URL, "audio/mpeg")]
    assert adoption.skipped["invalid media type of an attachment"] == 1


@pytest.mark.parametrize(("document", "type_"), CASES)
def test_an_attachment_without_a_known_media_type_is_skipped_and_counted(document: Callable[..., bytes], type_: str) -> None:
    adoption = adopt_document(document(type_, "https://strides.example/file"))

    assert only_article(adoption).article.attachments == ()
    assert sum("media type" in reason for reason in adoption.skipped) == 2


@pytest.mark.parametrize("type_", INVALID)
def test_a_link_loses_only_its_invalid_media_type(type_: str) -> None:
    adoption = adopt_document(an_atom(type_))

    assert [(link.href, link.type) for link in only_article(adoption).article.related] == [("https://strides.example/2", None)]
    assert adoption.skipped["invalid link type"] == 1


@pytest.mark.parametrize(("document", "type_"), CASES)
def test_the_site_can_be_built(document: Callable[..., bytes], type_: str, rebuilt: Callable[..., Path]) -> None:
    assert (rebuilt(document(type_)) / "feed.xml").is_file()


@pytest.mark.parametrize("type_", ["audio/mpeg", "audio/mpeg; codecs=mp3", 'audio/ogg; codecs="a, b"'])
@pytest.mark.parametrize("document", [a_json_feed, a_podcast, an_atom])
def test_valid_media_types_are_kept(document: Callable[..., bytes], type_: str) -> None:
    adoption = adopt_document(document(type_))

    assert [file.type for file in only_article(adoption).article.attachments] == [type_]
    assert adoption.skipped == {}


@pytest.mark.parametrize("member", [*ITEM, "content_html", "content_text", "summary", "image", "external_url", "language", "tags", "authors"])
@pytest.mark.parametrize("character", ["\ud800", "\x00", "\x1b", "\x85", "\uffff"])
def test_no_text_of_a_json_feed_ends_in_a_traceback(member: str, character: str, tmp_path: Path, run: Run) -> None:
    """
    The text is normalised, skipped, or an error that names the member.
    """
    values: dict[str, Any] = {"tags": [f"a{character}"], "authors": [{"name": f"a{character}", "url": f"https://a.example/{character}"}]}
    text = f"https://strides.example/{character}" if member in {"url", "image", "external_url"} else f"a{character}\n\nb"
    document = tmp_path / "feed.json"
    document.write_text(json.dumps(FEED | {"items": [ITEM | {member: values.get(member, text)}]}), encoding="utf-8")

    adopted = run("adopt", document, "--into", tmp_path / "site")

    assert adopted.exit_code == 0 or f"items[1].{ {'id': 'guid', 'date_published': 'published'}.get(member, member) }" in adopted.stderr
    if adopted.exit_code == 0:
        assert run("build", tmp_path / "site").exit_code == 0
