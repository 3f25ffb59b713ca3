"""
What an address answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message

import attrs


@attrs.frozen(kw_only=True)
class Response:
    """
    A whole answer, its content decompressed.
    """

    #: The address that answered: the last one, where there were redirects.
    url: str

    #: As HTTP has it: 200, 404.
    status: int

    #: By name in lower case; of several with one name, the first.
    headers: Mapping[str, str]

    content: bytes = b""

    @property
    def is_success(self) -> bool:
        """
        Whether the status is one of 200 to 299 (RFC 9110, 15.3).
        """
        return 200 <= self.status < 300

    @property
    def charset(self) -> str | None:
        """
        The charset that Content-Type names (RFC 9110, 8.3.2); ``None`` where it names none.
        """
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message.get_content_charset()
