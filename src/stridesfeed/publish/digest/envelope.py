"""
The addresses of the e-mails of a digest.
"""

from __future__ import annotations

import attrs

from stridesfeed import rules
from stridesfeed.value import Value, checked_by, uri_or_none


def _address(value: object) -> str | None:
    fault = rules.email(value)
    if not fault and not str(value).isascii():
        fault = f"must be ASCII, with the xn-- form of its domain, because not every server takes other characters: not {value!r}"
    return fault


@attrs.frozen(kw_only=True)
class Envelope(Value):
    """
    The addresses of an e-mail. The defaults are placeholders that nothing can be sent to (RFC 2606): a mailing service replaces them.
    """

    #: Its name is the title of the digest.
    sender: str = attrs.field(default="sender@example.invalid", metadata=checked_by(_address))

    recipient: str = attrs.field(default="recipient@example.invalid", metadata=checked_by(_address))

    #: The page that unsubscribes a reader, by a link and by a POST request of mail programs (RFC 8058); https.
    unsubscribe_url: str = attrs.field(
        default="https://example.invalid/unsubscribe", converter=uri_or_none, metadata=checked_by(rules.address({"https"}))
    )

    #: The address to which mail programs write to unsubscribe (RFC 2369). ``None`` for none.
    unsubscribe_email: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(_address)))

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return "digest"
