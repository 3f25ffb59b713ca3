"""
The requirements of the formats, in 128 sentences, each with what ensures it: tests that show that our documents cannot violate it, rules that
find violations, or the reason why it is out of scope.

The table is the file ``requirements.toml`` in this package.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import attrs


@attrs.frozen(kw_only=True)
class FormatRequirement:
    """
    One requirement of the formats.
    """

    #: Counted from 1.
    number: int

    #: The subject: "Dates".
    subject: str

    #: The requirement in a sentence.
    says: str

    #: The specification that requires it.
    source: str

    #: Tests that show that our documents meet it: module and name.
    tests: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    #: Codes of rules that find violations.
    codes: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    #: The reason why it is out of scope.
    not_ours: str | None = None


@cache
def requirements() -> tuple[FormatRequirement, ...]:
    """
    Return all requirements, by number.
    """
    text = (files(__name__) / "requirements.toml").read_text("utf-8")
    return tuple(
        FormatRequirement(subject=subject["title"], **requirement)
        for subject in tomllib.loads(text)["subject"]
        for requirement in subject["requirements"]
    )
