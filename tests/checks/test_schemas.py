"""
Our verdict on documents is that of the schemas, which were written after the words of the specifications and know nothing of our rules.

Where the two may differ is said in the tables below, each with its reason. A difference that stands in none of them fails.
"""

from __future__ import annotations

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
CASES = tuple(cases(Path(__file__).parent / "documents" / "cases"))

_WILDCARD = "a schema of one format knows no other namespace"

#: Rules with level error whose faults no schema sees, by the reason.
UNSEEN_BECAUSE = {
    _WILDCARD: """
        answer-attribute-unknown artwork-unreachable complete-elsewhere complete-with-pages date-not-w3c duration-invalid element-misplaced
        episode-number-invalid episode-type-invalid explicit-invalid media-credit-role-invalid media-medium-invalid media-number-invalid
        media-text-type-invalid media-without-address owner-email-invalid page-past-end podcast-attribute-missing podcast-guid-invalid
        update-period-invalid withdrawal-incomplete withdrawal-repeated
    """,
    "a schema compares no values with one another": """
        alternate-repeated id-repeated json-id-repeated json-next-is-self skip-repeated skip-too-many
    """,
    "no grammar knows the calendar": "date-weekday-wrong",
    "RSS leaves the name of a field to HTML": "text-input-name-invalid",
    "RFC 4287, 4.1.3.3 says what is normal; but text beside an element is XML to no reader": "xml-content-invalid",
    "of two members of one name a parser keeps one, before any schema looks": "json-name-repeated",
}
UNSEEN = {code: because for because, codes in UNSEEN_BECAUSE.items() for code in codes.split()}

#: Cases of rules that our check refuses and the schemas do not.
OURS_ALONE = {
    '{"image": "data:image/png;base64,x"}': "JSON Feed asks for a URL, which this is; but no reader fetches it",
    "<dc:creatr>Ann</dc:creatr>": _WILDCARD,
    "<description>x</description><content:encoded>x</content:encoded><content:encoded>y</content:encoded>": _WILDCARD,
    '<thr:in-reply-to href="https://strides.example/two"/>': _WILDCARD,
    "<slash:hit_parade>1,x</slash:hit_parade>": _WILDCARD,
    "<thr:total>many</thr:total>": _WILDCARD,
}

#: Cases of rules, and damages, that the schemas refuse and our check does not call an error.
SCHEMAS_ALONE = {
    '<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>': "RSS 1.0 is not looked at",
    "<pubDate>Thu, 30 Apr 2026 (noon) 09:00:00 GMT</pubDate>": "RFC 822 has comments, inside one another, which a pattern cannot follow",
    "a date with a comment": "RFC 822 has comments, inside one another, which a pattern cannot follow",
    "<skipHours><hour>24</hour></skipHours>": "hours were counted from 1 before RSS 2.0; a warning, as of validators",
    "midnight at the end of the day": "hours were counted from 1 before RSS 2.0; a warning, as of validators",
    "metadata after the entries": "RFC 4287, 4.1.1 has that order in passing, and without a MUST; a warning, as of validators",
    "an address that is null": "JSON Feed is silent on null, and readers take it for what is not there",
    "a name with a period": "readers pass over every name that they do not know; a warning",
}

#: What we say of a document and what its schema says, where that is not the same.
ALONE = dict.fromkeys(OURS_ALONE, (True, False)) | dict.fromkeys(SCHEMAS_ALONE, (False, True))


def refused(document: bytes) -> tuple[bool, bool]:
    """
    Whether our check finds an error that a schema can see, and whether its schema refuses *document*.
    """
    errors = (finding for finding in check_document(document, url=URL, as_of=AS_OF) if finding.level == "error")
    return any(error.code not in UNSEEN for error in errors), refusal(document) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_documents_of_ours_are_valid(path: Path) -> None:
    document = path.read_bytes()

    assert refusal(document) is None
    assert [str(finding) for finding in check_document(document, as_of=AS_OF) if finding.level == "error"] == []


@settings(max_examples=60)
@given(feeds(), OPTIONS)
def test_whatever_a_valid_feed_says_its_documents_are_valid(feed: Feed, options: Options) -> None:
    refusals = {name: refusal(document) for name, document in render_all(feed, urls=URLS, options=options).items()}

    assert refusals == dict.fromkeys(refusals)


@pytest.mark.parametrize("edit", DAMAGES, ids=lambda edit: f"{edit.name} {edit.what}")
def test_a_damaged_document_is_refused_by_both(edit: Edit) -> None:
    assert refused(edit.document) == ALONE.get(edit.what, (True, True))


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: f"{edit.name} {edit.what}")
def test_what_is_unusual_and_allowed_is_refused_by_neither(edit: Edit) -> None:
    assert refused(edit.document) == (False, False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code} {'fires' if case.fires else 'silent'} {case.line[:40]}")
def test_a_case_of_a_rule_is_judged_alike(case: Case) -> None:
    ours, theirs = refused(case.content)

    assert (ours, theirs) == ALONE.get(case.line, (ours, ours))


@pytest.mark.parametrize("code", UNSEEN)
def test_what_no_schema_is_said_to_see_is_seen_by_none(code: str) -> None:
    refusals = [refusal(case.content) for case in CASES if case.code == code and case.fires]

    assert {**XML_RULES, **JSON_RULES}[code].level == "error"
    assert None in refusals


def test_each_difference_is_one_of_a_document() -> None:
    assert {*OURS_ALONE, *SCHEMAS_ALONE} <= {case.line for case in CASES} | {edit.what for edit in DAMAGES}
