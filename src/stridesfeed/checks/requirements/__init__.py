"""
What a feed has to be, in 128 sentences, and who sees to each: the model or the writers make anything else impossible, a rule finds it, or it is
not ours.

The table is the file ``requirements.toml`` beside this module.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import attrs


@attrs.frozen(kw_only=True)
class Requirement:
    """
    One thing that a feed has to be.
    """

    #: Counted from 1.
    number: int

    #: Whom or what it is about: "Dates".
    subject: str

    says: str

    #: Who says so.
    source: str

    #: Tests that show that ours cannot be otherwise: module and name.
    tests: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    #: Rules that find it.
    codes: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    #: Why nobody here sees to it.
    not_ours: str | None = None


@cache
def requirements() -> tuple[Requirement, ...]:
    """
    All of them, by number.
    """
    return tuple(_read((files(__name__) / "requirements.toml").read_text("utf-8")))


def _read(text: str) -> Iterator[Requirement]:
    for subject in tomllib.loads(text)["subject"]:
        yield from (Requirement(subject=subject["title"], **requirement) for requirement in subject["requirements"])
