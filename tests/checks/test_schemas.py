"""
Our checks and independent schemas agree on which documents are valid. The schemas follow the specifications, not our rules.

The tables below list the allowed differences and their reasons.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from checks.damages import DAMAGES, GOLDEN, HARMLESS, Edit
from checks.documents.reading_cases import URL, Case, cases
from checks.test_what_we_emit import OPTIONS, feeds
from everything import URLS
from stridesfeed.checks.documents import JSON_RULES, XML_RULES, check_document
from stridesfeed.emit import render_all
from stridesfeed.model import Feed
from stridesfeed.options import Options
from validating import refusal

AS_OF = datetime(2026, 5, 1, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = [path for end in ("xml", "json") for path in (*sorted(GOLDEN.glob(f"*/*.{end}")), *sorted(EXAMPLES.glob(f"*/expected/*.{end}")))]
#: OPML, sitemaps and RSS 1.0 have no schema here.
_WITHOUT_SCHEMA = re.compile(rb"<(?:\w+:)?(?:opml|urlset|sitemapindex|RDF)\b")
CASES = tuple(case for case in cases(Path(__file__).parent / "documents" / "cases") if not _WITHOUT_SCHEMA.search(case.content))

_WILDCARD = "a schema of one format does not cover other namespaces"

#: Rules of level error that schemas cannot express, by the reason.
INEXPRESSIBLE_BECAUSE = {
    _WILDCARD: """
        answer-attribute-unknown category-misplaced complete-elsewhere complete-with-pages date-not-w3c element-misplaced
        extension-value-invalid media-credit-role-invalid media-hash-invalid media-rating-invalid media-restriction-invalid
        media-without-address page-past-end withdrawal-repeated
    """,
    "a schema does not compare values": """
        alternate-repeated id-repeated json-id-repeated json-next-is-self skip-repeated skip-too-many
    """,
    "a schema does not know the calendar": "date-weekday-wrong",
    "RSS does not define field names": "text-input-name-invalid",
    "RFC 4287, 4.1.3.3 only describes the normal case; but no reader accepts text next to the element": "xml-content-invalid",
    "a parser drops duplicate names before the schema is applied": "json-name-repeated",
}
INEXPRESSIBLE = {code: because for because, codes in INEXPRESSIBLE_BECAUSE.items() for code in codes.split()}

#: Cases that only our checks refuse.
ONLY_OURS = {
    '{"image": "data:image/png;base64,x"}': "JSON Feed requires a URL, which this is; but no reader loads it",
    "<dc:creatr>Ann</dc:creatr>": _WILDCARD,
    "<description>x</description><content:encoded>x</content:encoded><content:encoded>y</content:encoded>": _WILDCARD,
    '<thr:in-reply-to href="https://strides.example/two"/>': _WILDCARD,
    '<podcast:fundding url="https://strides.example/">Support us</podcast:fundding>': _WILDCARD,
    "<dcterms:modifed>2026-04-30</dcterms:modifed>": _WILDCARD,
    '<media:content url="https://strides.example/a.mp3" filesize="100"/>': _WILDCARD,
    "<itunes:image>https://strides.example/a.png</itunes:image>": _WILDCARD,
    '<podcast:transcript url="https://strides.example/a.vtt"/>': _WILDCARD,
    "<podcast:medium>music</podcast:medium><podcast:medium>music</podcast:medium>": _WILDCARD,
    '<podcast:trailer url="https://strides.example/t.mp3" pubdate="2026-04-30">Trailer</podcast:trailer>': _WILDCARD,
    '<at:deleted-entry ref="https://strides.example/two"/>': _WILDCARD,
}

#: Cases and damages that only the schemas refuse.
ONLY_SCHEMAS = {
    "<pubDate>Thu, 30 Apr 2026 (noon) 09:00:00 GMT</pubDate>": "RFC 822 allows nested comments, which a pattern cannot match",
    "a date with a comment": "RFC 822 allows nested comments, which a pattern cannot match",
    "<skipHours><hour>24</hour></skipHours>": "hours were counted from 1 before RSS 2.0; a warning, as in other validators",
    "midnight at the end of the day": "hours were counted from 1 before RSS 2.0; a warning, as in other validators",
    "metadata after the entries": "RFC 4287, 4.1.1 does not require the order; a warning, as in other validators",
    "a URL that is null": "JSON Feed does not mention null, and readers treat it as missing",
    "a name with a period": "readers ignore unknown names; a warning",
}

#: The verdicts of our checks and of the schema, where they differ.
DIFFERENCES = dict.fromkeys(ONLY_OURS, (True, False)) | dict.fromkeys(ONLY_SCHEMAS, (False, True))


def refused(document: bytes) -> tuple[bool, bool]:
    """
    Return whether our checks find an error that a schema can express, and whether the schema refuses *document*.
    """
    errors = (finding for finding in check_document(document, url=URL, as_of=AS_OF) if finding.level == "error")
    return any(error.code not in INEXPRESSIBLE for error in errors), refusal(document) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_documents_are_valid(path: Path) -> None:
    document = path.read_bytes()

    assert refusal(document) is None
    assert [str(finding) for finding in check_document(document, as_of=AS_OF) if finding.level == "error"] == []


@settings(max_examples=60)
@given(feeds(), OPTIONS)
def test_documents_of_any_valid_feed_are_valid(feed: Feed, options: Options) -> None:
    refusals = {name: refusal(document) for name, document in render_all(feed, urls=URLS, options=options).items()}

    assert refusals == dict.fromkeys(refusals)


@pytest.mark.parametrize("edit", DAMAGES, ids=lambda edit: f"{edit.name} {edit.label}")
def test_a_damaged_document_is_refused_by_both(edit: Edit) -> None:
    assert refused(edit.document) == DIFFERENCES.get(edit.label, (True, True))


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: f"{edit.name} {edit.label}")
def test_an_unusual_valid_document_is_refused_by_neither(edit: Edit) -> None:
    assert refused(edit.document) == (False, False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {'fires' if case.fires else 'silent'} {case.line[:40]}")
def test_both_agree_on_the_cases_of_rules(case: Case) -> None:
    ours, schemas = refused(case.content)

    assert (ours, schemas) == DIFFERENCES.get(case.line, (ours, ours))


@pytest.mark.parametrize("code", INEXPRESSIBLE)
def test_no_schema_expresses_the_rules_listed_as_inexpressible(code: str) -> None:
    refusals = [refusal(case.content) for case in CASES if case.code == code and case.fires]

    assert {**XML_RULES, **JSON_RULES}[code].level == "error"
    assert None in refusals


def test_each_difference_belongs_to_a_case_or_damage() -> None:
    assert {*ONLY_OURS, *ONLY_SCHEMAS} <= {case.line for case in CASES} | {edit.label for edit in DAMAGES}
