"""
An issue of a digest as an e-mail, ready to send.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path

from stridesfeed.publish.digest.envelope import Envelope
from stridesfeed.publish.digest.issues import Issue
from stridesfeed.publish.digest.page import issue_html
from stridesfeed.publish.digest.plain_text import issue_text
from stridesfeed.publish.page.theme import DEFAULT

#: Headers with URLs, which must not be folded within: the library would encode them.
_URL_HEADERS = frozenset({"list-unsubscribe", "archived-at"})


class _Policy(EmailPolicy):
    """
    The policy of SMTP, which leaves URLs in headers as they are (RFC 2369, 2).
    """

    def fold(self, name: str, value: str) -> str:
        """
        Return a header as lines.
        """
        if name.lower() in _URL_HEADERS:
            return f"{name}: {value.replace(', ', f',{self.linesep} ')}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """
        Return a header as lines of bytes.
        """
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Policy(linesep="\r\n", cte_type="7bit")


def issue_message(issue: Issue, envelope: Envelope | None = None, *, theme: Mapping[str, str] = DEFAULT, template: Path | None = None) -> bytes:
    """
    Render *issue* as an e-mail with plain text and HTML (RFC 5322, multipart/alternative): the content of an ``.eml`` file.

    Date, Message-ID and boundary follow from the issue, so the same issue gives the same bytes, and a copy that is sent again is recognised.
    The errors are those of :func:`issue_html`.
    """
    envelope = envelope or Envelope()
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(issue.feed.title, addr_spec=envelope.sender)
    message["To"] = Address(addr_spec=envelope.recipient)
    message["Subject"] = issue.title
    message["Date"] = format_datetime(issue.period.end.astimezone(issue.plan.timezone))
    message["Message-ID"] = f"<{issue.id.rpartition(':')[2]}@{envelope.sender.rpartition('@')[2]}>"
    mailto = [f"<mailto:{envelope.unsubscribe_email}?subject=unsubscribe>"] if envelope.unsubscribe_email else []
    message["List-Unsubscribe"] = ", ".join([f"<{envelope.unsubscribe_url}>", *mailto])
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if issue.url:
        message["Archived-At"] = f"<{issue.url}>"
    text = issue_text(issue, unsubscribe_url=envelope.unsubscribe_url)
    html = issue_html(issue, theme=theme, template=template, unsubscribe_url=envelope.unsubscribe_url)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    if issue.feed.language:
        message["Content-Language"] = issue.feed.language
    message.set_boundary("=_" + hashlib.sha256((text + html).encode()).hexdigest()[:32])
    return message.as_bytes()
