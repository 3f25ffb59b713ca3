"""
The e-mail of an issue, read back by the standard library and by another parser.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from typing import Any

import attrs
import fast_mail_parser
import pytest

from digest.briefing import DAILY, an_issue, news
from page.pages import parsed, texts
from stridesfeed.errors import InvalidError
from stridesfeed.publish.digest import Envelope, Issue, issue_text
from stridesfeed.publish.digest.message import issue_message
from stridesfeed.publish.digest.plain_text import width

ENVELOPE = Envelope(
    sender="desk@strides.example",
    recipient="ann@reader.example",
    unsubscribe_url="https://strides.example/unsubscribe?list=daily",
    unsubscribe_email="unsubscribe@strides.example",
)


def read(issue: Issue, envelope: Envelope = ENVELOPE) -> EmailMessage:
    """
    The message as the standard library reads it, without defects.
    """
    message = email.message_from_bytes(issue_message(issue, envelope), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert not any(part.defects for part in message.walk())
    return message


def part(message: EmailMessage, kind: str) -> str:
    """
    The text of the part of this kind.
    """
    found = message.get_body(preferencelist=(kind,))
    assert found is not None
    text: Any = found.get_content()
    assert isinstance(text, str)
    return text


def test_headers_follow_from_the_issue() -> None:
    message = read(an_issue())

    assert message["From"] == "AI Strides <desk@strides.example>"
    assert message["To"] == "ann@reader.example"
    assert message["Subject"] == "AI Strides, 2026-04-30"
    assert message["Date"] == "Fri, 01 May 2026 00:00:00 +0100"
    assert message["Message-ID"] == f"<{an_issue().id.removeprefix('urn:uuid:')}@strides.example>"
    assert message["List-Unsubscribe"] == (
        "<https://strides.example/unsubscribe?list=daily>, <mailto:unsubscribe@strides.example?subject=unsubscribe>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Archived-At"] == "<https://strides.example/briefing/2026-04-30/>"
    assert message["Content-Language"] == "en"


def test_a_message_has_plain_text_and_then_html() -> None:
    message = read(an_issue())

    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert texts(parsed(part(message, "html").encode()), ".//h2") == ["The barge drops anchor"]
    assert "The barge drops anchor" in part(message, "plain")


def test_another_parser_reads_the_same() -> None:
    issue = an_issue(news(title="Überraschung: 大步 שלום"), news("two"), title="Schritte & Sprünge", language="de")
    found = fast_mail_parser.parse_email(issue_message(issue, ENVELOPE))

    assert not found.warnings
    assert found.subject == "Schritte & Sprünge, 2026-04-30"
    assert found.headers["List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
    assert [text.replace("\r\n", "\n") for text in found.text_plain] == [issue_text(issue, unsubscribe_url=ENVELOPE.unsubscribe_url)]
    (html,) = found.text_html
    assert texts(parsed(html.encode()), ".//h2")[0] == "Überraschung: 大步 שלום"


def test_the_same_issue_gives_the_same_bytes() -> None:
    assert issue_message(an_issue(), ENVELOPE) == issue_message(an_issue(), ENVELOPE)


def test_an_edit_keeps_the_message_id() -> None:
    before, after = read(an_issue()), read(an_issue(news(title="Another")))

    assert before["Message-ID"] == after["Message-ID"]
    assert before["Date"] == after["Date"]
    assert before.get_boundary() != after.get_boundary()


def test_lines_are_as_short_as_mail_servers_require() -> None:
    issue = an_issue(*(news(f"n{number}", summary="Wörter und " * 200) for number in range(5)), title="Ein sehr langer Titel " * 20)
    lines = issue_message(issue, ENVELOPE).split(b"\r\n")

    assert all(len(line) <= 78 for line in lines if not line.startswith((b"List-Unsubscribe:", b" <mailto:", b"Archived-At:")))
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.isascii() for line in lines)


def test_a_long_url_in_a_header_is_not_encoded() -> None:
    url = "https://strides.example/" + "unsubscribe/" * 30
    raw = issue_message(an_issue(plan=attrs.evolve(DAILY, url="/" + "x" * 200 + "/{start}/")), attrs.evolve(ENVELOPE, unsubscribe_url=url))

    assert f"List-Unsubscribe: <{url}>,\r\n <mailto:".encode() in raw
    assert b"Archived-At: <https://strides.example/" + b"x" * 200 + b"/2026-04-30/>\r\n" in raw


INJECTIONS = [
    "\r\nBcc: all@evil.example",
    "\nBcc: all@evil.example\n\nBody",
    "\x0bBcc: x",
    "\x1cBcc: x",
    "\x85Bcc: x",
    "\u2028Bcc: x",
    "\x00Bcc: x",
]


@pytest.mark.parametrize("injected", INJECTIONS)
def test_a_title_cannot_add_a_header(injected: str) -> None:
    title = f"Important{injected}"
    raw = issue_message(an_issue(news(title=title), title=title, plan=attrs.evolve(DAILY, title="{title} {first}")), ENVELOPE)
    head = raw.partition(b"\r\n\r\n")[0]
    names = re.findall(rb"^([!-9;-~]+):", head, re.MULTILINE)

    assert names == [
        *(b"From", b"To", b"Subject", b"Date", b"Message-ID", b"List-Unsubscribe", b"List-Unsubscribe-Post", b"Archived-At"),
        *(b"MIME-Version", b"Content-Type", b"Content-Language"),
    ]
    assert read(an_issue(news(title=title)))["Bcc"] is None
    assert fast_mail_parser.parse_email(raw).bcc == []


@pytest.mark.parametrize("title", ['"Quoted", <x@y.example>', "a, b <evil@evil.example>", "שלום", "日本語のとても長い題名" * 10])
def test_any_title_is_a_name_of_the_sender(title: str) -> None:
    found = fast_mail_parser.parse_email(issue_message(an_issue(title=title), ENVELOPE))

    address = found.from_
    assert address
    assert address.address == "desk@strides.example"
    assert address.display_name == title


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sender": "desk"}, "digest: sender: must be one e-mail address"),
        ({"recipient": "a@b.example\nBcc: c@d.example"}, "digest: recipient: must be one e-mail address"),
        ({"sender": "büro@strides.example"}, "digest: sender: must be ASCII"),
        ({"unsubscribe_url": "http://strides.example/u"}, "digest: unsubscribe_url: must use https"),
        ({"unsubscribe_email": "x>@y.example"}, "digest: unsubscribe_email: must be one e-mail address"),
    ],
)
def test_addresses_are_checked(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        Envelope(**fields)

    assert message in str(caught.value.faults[0])


def test_a_url_cannot_add_a_header() -> None:
    message = read(an_issue(), Envelope(unsubscribe_url="https://strides.example/>\r\nBcc: x@y.example"))

    assert message["Bcc"] is None
    assert message["List-Unsubscribe"] == "<https://strides.example/%3EBcc:%20x@y.example>"


def test_placeholders_can_reach_nobody() -> None:
    message = read(an_issue(), Envelope())

    assert message["To"].addresses[0].domain == "example.invalid"
    assert message["List-Unsubscribe"] == "<https://example.invalid/unsubscribe>"


def test_plain_text_is_readable() -> None:
    issue = an_issue(news(summary="A barge full of servers dropped anchor in the harbour on Tuesday, and by noon it was answering questions."))

    assert issue_text(issue, unsubscribe_url=ENVELOPE.unsubscribe_url) == (
        "AI Strides\n2026-04-30\n\n"
        "1. The barge drops anchor\n"
        "   News · Ann Lee · 5 min read\n"
        "   A barge full of servers dropped anchor in the harbour on Tuesday, and\n"
        "   by noon it was answering questions.\n"
        "   https://strides.example/barge\n\n"
        "-- \nView in browser:\nhttps://strides.example/briefing/2026-04-30/\n"
        "Unsubscribe:\nhttps://strides.example/unsubscribe?list=daily\n"
    )


LONG_WORD = "x" * 300 + " and more"


@pytest.mark.parametrize("text", ["Wörter und Worte " * 40, "大步向前，一次一步。" * 40, "שלום עולם " * 40, LONG_WORD, "한국어 문장 " * 50])
def test_plain_text_has_at_most_72_columns(text: str) -> None:
    issue = an_issue(news(title=text, summary=text), *(news(f"n{number}") for number in range(100)))
    lines = issue_text(issue).split("\n")

    assert max(width(line) for line in lines if "x" * 73 not in line and "http" not in line) <= 72
    assert "".join(text.split()) in re.sub(r"\s", "", "".join(lines))


def test_chinese_lines_do_not_begin_with_punctuation() -> None:
    lines = issue_text(an_issue(news(summary="大步向前，一次一步。" * 40))).split("\n")

    assert not any(line.strip().startswith(("，", "。")) for line in lines)
