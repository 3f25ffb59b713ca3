"""
Documents are parsed as other parsers do, findings have the right position, and no content raises an error.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.reading_cases import URL, Case, cases, document
from stridesfeed.checks.documents import MAX_BYTES, MAX_FINDINGS, check_document, namespaces
from stridesfeed.checks.finding import Finding
from stridesfeed.extensions import NAMESPACES
from stridesfeed.strict_dates import parse_rfc822, parse_rfc3339, parse_w3c

GOLDEN = Path(__file__).parents[2] / "golden"
DOCUMENTS = sorted(path for end in ("xml", "json") for path in GOLDEN.glob(f"*/*.{end}"))
FEEDS = [path for path in DOCUMENTS if path.suffix == ".xml"]
CASES = tuple(cases(Path(__file__).parent / "cases"))

#: Findings about golden feeds that have these problems on purpose.
EXPECTED = {
    "enclosures": {"enclosure-repeated"},
    "empty-feed": {"self-link-missing", "json-address-missing"},
    "everything": {"archive-without-current"},
    "everything-by-options": {"archive-without-current", "enclosure-repeated"},
    "hard-title": {"html-undeclared", "json-text-has-html"},
    "ids": {"id-not-normal"},
    "moments": {"updated-before-published"},
}


def found(content: str | bytes, code: str) -> list[Finding]:
    """
    Return the findings of one rule.
    """
    whole = content.encode() if isinstance(content, str) else content
    return [finding for finding in check_document(whole, "feed") if finding.code == code]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_golden_documents_have_only_expected_errors_and_warnings(path: Path) -> None:
    findings = check_document(path.read_bytes(), path.name, as_of=datetime(2050, 1, 1, tzinfo=UTC))
    unwanted = [str(finding) for finding in findings if finding.level != "hint" and finding.code not in EXPECTED.get(path.parent.name, set())]

    assert unwanted == []


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_feedparser_finds_golden_documents_well_formed(path: Path) -> None:
    content = path.read_bytes()

    assert not found(content, "not-well-formed")
    assert not feedparser.parse(content).bozo


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.where.startswith(("rss", "atom"))], ids=lambda case: f"{case.code} {case.line[:40]}"
)
def test_feedparser_and_we_agree_on_what_is_well_formed(case: Case) -> None:
    broken = {"not-well-formed", "entity-undefined"} & {finding.code for finding in check_document(case.content)}

    assert bool(feedparser.parse(case.content).bozo) is bool(broken)


def test_an_element_is_found_in_its_line_and_column() -> None:
    (finding,) = found('<rss version="2.0">\n<channel>\n  <title>é</title> <pubDate>now</pubDate>\n</channel></rss>', "date-not-rfc822")

    assert finding.location == "feed:3:20"


def test_a_value_of_json_is_found_in_its_line_and_column() -> None:
    (finding,) = found('{"version": "https://jsonfeed.org/version/1.1",\n "items": [\n  {"é": 1, "id": 7}]}', "json-member-kind")

    assert (finding.location, finding.subject) == ("feed:3:18", "item 1")


def test_the_first_wrong_byte_is_found_in_its_line_and_column() -> None:
    (finding,) = found(b'<?xml version="1.0" encoding="utf-8"?>\n<rss>\xc3\xa9\xff</rss>', "encoding-wrong")

    assert finding.location == "feed:2:7"


def test_a_syntax_error_is_found_at_its_line() -> None:
    (finding,) = found("<rss>\n  <channel>\n</rss>", "not-well-formed")

    assert finding.line == 3


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252", "shift_jis", "koi8-r"])
def test_documents_are_decoded_with_their_charset(charset: str) -> None:
    content = f'<?xml version="1.0" encoding="{charset}"?>\n<rss version="2.0"><channel><title>ascii</title></channel></rss>'.encode(charset)

    assert not found(content, "not-well-formed")
    assert found(content, "element-missing")


def test_an_entry_is_named_by_its_id_or_its_number() -> None:
    item = "<item><guid>a</guid></item>"
    findings = found(f'<rss version="2.0"><channel>{item}<item/></channel></rss>', "item-empty")

    assert [finding.subject for finding in findings] == ["item 'a'", "item 2"]


def test_a_rule_has_at_most_a_hundred_findings_and_a_note() -> None:
    findings = found('<rss version="2.0"><channel>' + "<item/>" * 1000 + "</channel></rss>", "item-empty")

    assert len(findings) == MAX_FINDINGS + 1
    assert sum(finding.line is None for finding in findings) == 1


def test_a_document_that_is_too_large_is_not_parsed() -> None:
    codes = {finding.code for finding in check_document(b" " * (MAX_BYTES + 1)) if finding.level == "error"}

    assert codes == {"document-over-limit"}


def test_an_entity_of_entities_stops_the_parser() -> None:
    lines = "".join(f'<!ENTITY x{number} "&x{number - 1};&x{number - 1};">' for number in range(1, 30))
    document = f'<!DOCTYPE rss [<!ENTITY x0 "lol">{lines}]><rss version="2.0"><channel><title>&x29;</title></channel></rss>'

    assert [finding.code for finding in check_document(document.encode()) if finding.level == "error"] == ["entity-refused"]


def test_no_file_is_read_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("<b>")
    document = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss version="2.0"><channel><title>&x;</title></channel></rss>'

    assert found(document, "entity-external")
    assert not found(document, "not-well-formed")


@given(st.binary(max_size=200))
def test_no_bytes_raise_an_error(content: bytes) -> None:
    assert check_document(content, url=URL) == check_document(content, url=URL)


@given(st.sampled_from(DOCUMENTS), st.data())
def test_no_damaged_document_raises_an_error(path: Path, data: st.DataObject) -> None:
    content = path.read_bytes()
    start, end = sorted((data.draw(st.integers(0, len(content))), data.draw(st.integers(0, len(content)))))
    damaged = content[:start] + data.draw(st.binary(max_size=8) | st.sampled_from([b"<", b"&#0;", b"]]>", b'"', b"\\ud800"])) + content[end:]

    assert all(finding.line is None or finding.line > 0 for finding in check_document(damaged, url=URL))


@given(st.datetimes(datetime(1900, 1, 1), datetime(9998, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001  # the time zone is added next
def test_dates_of_the_standard_library_are_parsed(naive: datetime, minutes: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    assert parse_rfc822(format_datetime(moment)).moment == moment
    assert parse_rfc3339(moment.isoformat()).moment == moment
    assert parse_w3c(moment.isoformat()).moment == moment


@pytest.mark.parametrize(
    "text", ["", "x", "2026-04-30T09:00:00+24:00", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2026-04-30T24:00:00Z"]
)
def test_an_invalid_date_has_an_error(text: str) -> None:
    date = parse_rfc3339(text)

    assert date.moment is None
    assert date.error


def test_a_web_page_is_called_one() -> None:
    findings = check_document(b"<!DOCTYPE html><html><head><title>x</title></head><body><p>a<br>b</body></html>")

    assert ["this is a web page" in finding.message for finding in findings if finding.code == "not-well-formed"] == [True]


def test_every_namespace_that_we_write_is_known() -> None:
    assert [namespace.uri for namespace in NAMESPACES.values() if namespace.uri not in namespaces.KNOWN] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_golden_documents_have_no_unknown_namespaces(path: Path) -> None:
    content = path.read_bytes()

    assert not found(content, "namespace-unknown")
    assert not found(content, "namespace-wrong")


def test_no_known_namespace_is_a_misspelling_of_another() -> None:
    spellings = {uri: namespaces.right_namespace(f"{uri.upper()} ") for uri in namespaces.KNOWN}

    assert [uri for uri, right in spellings.items() if namespaces.KNOWN[right] is not namespaces.KNOWN[uri]] == []


def misspellings(namespace: str) -> list[str]:
    other = namespace.replace("http://", "https://") if namespace.startswith("http://") else namespace.replace("https://", "http://")
    ending = namespace.rstrip("/") if namespace.endswith("/") else f"{namespace}/"
    return [other, ending, namespace.upper(), f" {namespace}"]


@pytest.mark.parametrize(
    ("namespace", "document", "code"),
    [
        ("http://www.w3.org/2005/Atom", '<feed xmlns="{}"><entry/></feed>', "element-missing"),
        ("http://www.w3.org/2005/Atom", '<rss xmlns:atom="{}"><channel><atom:link rel="amp"/></channel></rss>', "relation-unknown"),
        ("http://purl.org/dc/elements/1.1/", '<rss xmlns:dc="{}"><channel><item><dc:date>now</dc:date></item></channel></rss>', "date-not-w3c"),
        (
            "http://purl.org/syndication/thread/1.0",
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="{}"><link thr:updated="now"/></feed>',
            "date-not-rfc3339",
        ),
        ("http://purl.org/syndication/history/1.0", '<rss xmlns:fh="{}"><channel><fh:archive/></channel></rss>', "archive-incomplete"),
    ],
)
def test_a_misspelt_namespace_switches_no_rule_off(namespace: str, document: str, code: str) -> None:
    assert found(document.format(namespace), code)
    for misspelling in misspellings(namespace):
        assert found(document.format(misspelling), code)
        (finding,) = found(document.format(misspelling), "namespace-wrong")
        assert repr(namespace) in finding.message
        assert not found(document.format(misspelling), "namespace-unknown")


@pytest.mark.parametrize("namespace", ["http://backend.userland.com/rss2", "http://www.w3.org/2005/Atom", "https://strides.example/ns"])
def test_a_namespace_of_rss_switches_no_rule_off(namespace: str) -> None:
    document = f'<rss version="2.0" xmlns="{namespace}"><channel><pubDate>now</pubDate></channel></rss>'

    assert found(document, "date-not-rfc822")
    (finding,) = found(document, "namespace-wrong")
    assert "RSS elements have no namespace" in finding.message
    assert not found(document, "not-a-feed")


def test_a_namespace_that_is_declared_on_each_item_is_one_finding() -> None:
    item = '<item><site xmlns="https://strides.example/ns">1</site></item>'

    assert len(found(f'<rss version="2.0"><channel>{item * 3}</channel></rss>', "namespace-unknown")) == 1


def test_a_draft_of_atom_is_one_finding() -> None:
    entry = "<entry><title>A</title><link rel='alternate' href='/a'/><id>a</id><issued>2003-12-13T08:29:29-04:00</issued></entry>"
    document = (
        '<?xml version="1.0" encoding="utf-8"?><feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en">'
        f"<title>A</title><modified>2003-12-13T18:30:02Z</modified>{entry}</feed>"
    )
    (finding,) = check_document(document.encode())

    assert (finding.code, finding.level) == ("namespace-wrong", "error")
    assert "a draft of Atom" in finding.message


def test_a_name_that_is_no_charset_is_one_finding() -> None:
    names = "foo punycode idna rot13 base64 hex zip bz2 uu quopri unicode_escape raw_unicode_escape utf-7 UTF7 undefined mbcs oem charmap"
    for name in names.split():
        content = f'<?xml version="1.0" encoding="{name}"?><rss version="2.0"><channel>é+ADw-</channel></rss>'.encode("latin-1")
        (finding,) = [each for each in check_document(content) if each.code.startswith(("encoding-", "characters-", "not-well"))]

        assert (finding.code, finding.location) == ("encoding-unknown", "-:1:31")
        assert repr(name) in finding.message


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32", "cp037"])
def test_a_declaration_that_is_not_in_its_own_charset_is_one_finding(charset: str) -> None:
    content = f'<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel>é</channel></rss>'.encode()
    codes = [each.code for each in check_document(content) if each.code.startswith(("encoding-", "characters-", "not-well"))]

    assert codes == ["encoding-wrong"]
    assert found(content, "element-missing")


def test_a_misspelt_declaration_is_one_finding() -> None:
    codes = [each.code for each in check_document(b'<?xml version="1.0" encoding="utf 8"?><rss version="2.0"/>')]

    assert codes == ["not-well-formed"]


ENTRY_DATE = "<published>2036-01-01T00:00:00Z</published><updated>2036-01-01T00:00:00Z</updated>"
RSS_DATES = "<pubDate>Tue, 1 Jan 2036 00:00:00 GMT</pubDate>"


@pytest.mark.parametrize(
    ("where", "text", "code"),
    [
        ("atom entry", "<updated> </updated>", "date-not-rfc3339"),
        ("atom entry", "-updated", "element-missing"),
        ("atom entry", ENTRY_DATE, "date-implausible"),
        ("rss item", RSS_DATES, "date-implausible"),
        ("json item", '{"date_published": "2036-01-01T00:00:00Z"}', "json-date-implausible"),
        ("json item", '{"date_published": "2036-01-01T00:00:00Z", "date_modified": "2036-01-01T00:00:00Z"}', "json-date-implausible"),
        ("atom entry", "<title>CafÃ©</title>", "characters-garbled"),
        ("rss item", "<category>isn&#x92;t</category>", "characters-garbled"),
        ("atom entry", "-content -link", "content-or-link-missing"),
        ("rss item", '<enclosure url="" type="audio/mpeg" length="1"/>', "attribute-blank"),
        ("rss item", '<enclosure url="a.mp3" type="audio/mpeg" length="1"/>', "address-relative"),
        ("rss item", '<enclosure url="https://a b/" type="audio/mpeg" length="1"/>', "address-invalid"),
        ("document", "", "not-well-formed"),
        ("document", "hello", "not-well-formed"),
        ("document", "<!doctype html><html><p>x</html>", "not-well-formed"),
        ("bytes", "b'PK\\x03\\x04\\x14\\x00\\xff\\xfe'", "not-well-formed"),
    ],
)
def test_one_cause_is_one_finding(where: str, text: str, code: str) -> None:
    findings = check_document(document(where, text), url=URL, as_of=datetime(2026, 5, 1, tzinfo=UTC))

    assert [finding.code for finding in findings] == [code]


def test_a_wrong_date_with_white_space_is_two_findings() -> None:
    findings = check_document(document("atom entry", "<updated> now </updated>"))

    assert [finding.code for finding in findings] == ["date-not-rfc3339", "whitespace-around"]


def test_a_compressed_document_is_read_with_all_its_members() -> None:
    content = document("rss item", "<pubDate>now</pubDate>")
    compressed = gzip.compress(content[:50]) + gzip.compress(content[50:])

    assert check_document(compressed, "feed.xml.gz") == check_document(content, "feed.xml.gz") != ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(b"<rss/>")[:-4], "not-well-formed"),
        (gzip.compress(b"<rss/>") + b"<rss/>", "not-well-formed"),
        (b"\x1f\x8b", "not-well-formed"),
        (gzip.compress(b" " * (MAX_BYTES + 1)), "document-over-limit"),
    ],
)
def test_damaged_and_large_compressed_documents_are_one_finding(content: bytes, code: str) -> None:
    assert [finding.code for finding in check_document(content)] == [code]


def test_the_date_of_an_entry_in_the_future_is_not_reported_of_its_feed_too() -> None:
    content = document("atom entry", "<updated>2036-01-01T00:00:00Z</updated>").replace(b"2026-04-30T09:00:00Z", b"2036-01-01T00:00:00Z")
    findings = check_document(content, url=URL, as_of=datetime(2026, 5, 1, tzinfo=UTC))

    assert [(finding.code, finding.subject) for finding in findings] == [("date-implausible", "entry 'https://strides.example/one'")]


def test_without_a_time_no_date_is_in_the_future() -> None:
    assert not check_document(document("atom entry", "<updated>2036-01-01T00:00:00Z</updated>"), url=URL)
