"""
Documents in other charsets than UTF-8 are adopted as the checks read them: declared in the document, or by the server.
"""

from __future__ import annotations

import json

import pytest

from adopting import adopt_document, only_article
from stridesfeed.checks import check_document
from stridesfeed.errors import InvalidFilesError

ITEM = "<item><title>{}</title><link>https://strides.example/1</link><pubDate>Thu, 30 Apr 2026 09:00:00 GMT</pubDate></item>"
CHANNEL = '<rss version="2.0"><channel><title>S</title><link>https://strides.example/</link><description>D</description>{}</channel></rss>'

#: Charsets of the Encoding Standard, and a text that each can express.
TEXTS = {
    "Shift_JIS": "人工知能の一歩 ｱｲｳ",
    "EUC-JP": "人工知能の一歩",
    "ISO-2022-JP": "人工知能の一歩",
    "GBK": "人工智能",
    "GB18030": "人工智能 ü 🚀",
    "Big5": "人工智慧",
    "EUC-KR": "인공지능",
    "windows-1251": "Искусственный интеллект",
    "KOI8-R": "Искусственный интеллект",
    "ISO-8859-2": "Sztuczna inteligencja żółć",
    "windows-1252": "“Grüße” — €",
    "IBM866": "Интеллект",
    "UTF-16": "人工知能 🚀",
}

#: Codecs of Python that are not charsets of documents; UTF-7 hides markup from everything that does not expect it.
NOT_CHARSETS = ("x-no-such", "utf-7", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "zlib", "hex", "base64")


def an_rss(title: str, charset: str | None = None) -> str:
    declaration = f'<?xml version="1.0" encoding="{charset}"?>\n' if charset else ""
    return declaration + CHANNEL.format(ITEM.format(title))


def fault_of(document: bytes, charset: str | None = None) -> str:
    with pytest.raises(InvalidFilesError) as caught:
        adopt_document(document, charset=charset)
    (fault,) = caught.value.faults
    return str(fault)


@pytest.mark.parametrize("charset", TEXTS)
def test_a_declared_charset_is_decoded(charset: str) -> None:
    document = an_rss(TEXTS[charset], charset).encode(charset)

    assert only_article(adopt_document(document)).article.title == TEXTS[charset]


@pytest.mark.parametrize("charset", TEXTS)
def test_the_charset_of_the_server_is_decoded(charset: str) -> None:
    document = an_rss(TEXTS[charset], "UTF-8" if charset != "UTF-16" else None).encode(charset)

    assert only_article(adopt_document(document, charset=charset.lower())).article.title == TEXTS[charset]


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("of_server", [None, "utf-16", "iso-8859-1"])
def test_utf_16_is_recognised_by_its_first_bytes(charset: str, mark: str, of_server: str | None) -> None:
    document = (mark + an_rss("Grüße", "utf-16")).encode(charset)

    assert only_article(adopt_document(document, charset=of_server)).article.title == "Grüße"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("of_server", [None, "utf-8", "iso-8859-1"])
def test_json_is_unicode_whatever_the_server_says(encoding: str, of_server: str | None) -> None:
    """
    The media type of JSON has no charset parameter (RFC 8259, 11).
    """
    item = {"id": "1", "url": "https://strides.example/1", "title": "Grüße", "content_html": "", "date_published": "2026-04-30T09:00:00Z"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "S", "home_page_url": "https://strides.example/", "items": [item]}
    document = json.dumps(feed, ensure_ascii=False).encode(encoding)

    assert only_article(adopt_document(document, charset=of_server)).article.title == "Grüße"


@pytest.mark.parametrize("name", NOT_CHARSETS)
def test_what_is_not_a_charset_is_refused(name: str) -> None:
    assert fault_of(an_rss("T", name).encode()) == f"given:1: unknown charset {name!r}: write the document in UTF-8 (column 31)"
    assert f"unknown charset {name!r}" in fault_of(an_rss("T").encode(), charset=name)


@pytest.mark.parametrize("name", ["\0", "\ud800", "é", "../utf-8", "a" * 100_000, " "])
def test_a_charset_of_the_server_without_meaning_is_refused(name: str) -> None:
    assert "unknown charset" in fault_of(an_rss("T").encode(), charset=name)


@pytest.mark.parametrize("name", NOT_CHARSETS)
def test_the_checks_report_what_is_not_a_charset(name: str) -> None:
    codes = {finding.code for finding in check_document(an_rss("T", name).encode())}

    assert "encoding-unknown" in codes


def test_a_byte_that_does_not_fit_is_an_error_with_its_place() -> None:
    document = an_rss("人", "Shift_JIS").encode("shift_jis").replace("人".encode("shift_jis"), b"\x90\xff")

    assert fault_of(document) == "given:2: byte 0x90 is not valid shift_jis: write UTF-8 and declare it (column 123)"


def test_a_declaration_that_contradicts_the_first_bytes_is_an_error() -> None:
    document = b"\xef\xbb\xbf" + an_rss("Grüße", "iso-8859-1").encode()

    assert "the declaration says 'iso-8859-1', but the first bytes are utf-8" in fault_of(document)


def test_a_compressed_file_is_an_error_that_says_so() -> None:
    assert fault_of(b"\x1f\x8b\x08\x00") == "given: is compressed with gzip: decompress it first, for example with gunzip"
