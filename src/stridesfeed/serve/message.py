"""
What is asked and what is answered, as plain values that every kind of server can carry.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Request:
    """
    What somebody asks for.
    """

    #: In capitals.
    method: str = "GET"

    #: Below the place where the folder is served; without percent-encoding.
    path: str = "/"

    #: The path of that place; empty for the root of a host.
    prefix: str = ""

    #: By their names in small letters.
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Answer:
    """
    What they get.
    """

    status: int

    headers: tuple[tuple[str, str], ...] = ()

    #: Empty for an answer to HEAD, whose headers are those of the whole.
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """
        The value of a header, whatever the case of its *name*.
        """
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)
