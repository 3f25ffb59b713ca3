"""
What the value of a key may be: a name for people, and the rule that it has to keep.
"""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import attrs

from stridesfeed import iri, rules
from stridesfeed.checks import RULES
from stridesfeed.checks.choice import refuse_unknown
from stridesfeed.checks.profiles import PROFILES, profile
from stridesfeed.errors import UnknownNameError, suggestion

#: A name in the zone database that means something else on every machine.
_OF_THE_MACHINE = "localtime"


@attrs.frozen
class Kind:
    """
    A kind of value.
    """

    #: What a person has to write: "text", "whole number".
    name: str

    #: The sentence that says what is wrong with a value, or ``None``.
    rule: rules.Rule


def one_of(*names: str) -> Kind:
    """
    One of *names*.
    """

    def rule(value: object) -> str | None:
        return None if value in names else f"must be {' or '.join(map(repr, names))}, not {value!r}{_nearest(value, names)}"

    return Kind(" or ".join(f'"{name}"' for name in names), rule)


def one_or_more(kind: Kind) -> Kind:
    """
    One value of *kind*, or a list of them.
    """

    def rule(value: object) -> str | None:
        return next((fault for item in as_list(value) if (fault := kind.rule(item))), None)

    return Kind(f"{kind.name}, or a list", rule)


def as_list(value: Any) -> list[Any]:
    """
    A list as it is, and one value as a list of one.
    """
    return value if isinstance(value, list) else [value]


def _nearest(value: object, names: tuple[str, ...]) -> str:
    return suggestion(value, names) if isinstance(value, str) and difflib.get_close_matches(value, names, n=1) else ""


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def _path(value: object) -> str | None:
    fault = rules.text(value)
    if fault:
        return fault
    return "must not hold control characters" if any(ord(character) < 32 for character in str(value)) else None


def _file_name(value: object) -> str | None:
    """
    A name below a folder: it may hold folders itself, and never leads out of it, on any system.
    """
    if value is False or value == "":
        return None
    if not isinstance(value, str):
        return f"must be a file name, or false for no such document, not {value!r}"
    strays = any(part.strip() in {"", ".", ".."} for part in value.split("/")) or set(value) & set("\\:")
    return f"must be a name inside output.folder such as feeds/feed.xml, not {value!r}" if strays else _path(value)


def _zone(value: object) -> str | None:
    if not isinstance(value, str):
        return rules.text(value)
    try:
        known = value != _OF_THE_MACHINE and ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        known = False
    return None if known else _no_zone(value)


def _no_zone(name: str) -> str:
    """
    Why there is no such zone: it is misspelt, or the machine has no table of zones (as on Windows).
    """
    zones = sorted(available_timezones() - {_OF_THE_MACHINE})
    if not zones:
        return f"{name!r} cannot be looked up, because this machine has no time zone database: pip install tzdata"
    near = difflib.get_close_matches(name.lower(), [zone.lower() for zone in zones], n=1)
    hint = next((f"; did you mean {zone!r}?" for zone in zones if near and zone.lower() == near[0]), "")
    return f"must be a time zone such as Europe/London, not {name!r}{hint}"


def _texts(value: object) -> str | None:
    if not isinstance(value, dict):
        return f"must be a table of texts, not {value!r}"
    return next((f"{name}: must be text, not {item!r}" for name, item in value.items() if not isinstance(item, str)), None)


def _rules(value: object) -> str | None:
    """
    The name of a rule, a pattern of names, or a level.
    """
    if fault := rules.text(value):
        return fault
    partner, slash, _ = str(value).partition("/")
    if slash and partner not in PROFILES:
        # Of a profile of one's own, which is read when it is asked for.
        return None
    try:
        refuse_unknown([str(value)], every_code())
    except UnknownNameError as error:
        return str(error)
    return None


@cache
def every_code() -> tuple[str, ...]:
    """
    The codes of all rules, those of our profiles included.
    """
    return (*RULES, *(code for name in PROFILES for code in profile(name).rules))


def _rules_by_file(value: object) -> str | None:
    if not isinstance(value, dict):
        return f"must be a table of lists of rules, by pattern of files, not {value!r}"
    return next((f"{pattern}: {fault}" for pattern, names in value.items() for name in as_list(names) if (fault := _rules(name))), None)


def _profile(value: object) -> str | None:
    """
    A partner, or a file of one's own, which is read when it is asked for.
    """
    fault = rules.text(value)
    if fault or str(value).endswith(".toml"):
        return fault
    return one_of(*PROFILES).rule(value)


def _person(value: object) -> str | None:
    return None if isinstance(value, dict) else rules.text(value)


TEXT = Kind("text", rules.text)
ANY_TEXT = Kind("text", lambda value: None if isinstance(value, str) else f"must be text, not {value!r}")
TEXTS = Kind("table of texts", _texts)
ADDRESS = Kind("address", rules.address(iri.WEB))
LINK = Kind("address", rules.address(iri.LINK))
IDENTIFIER = Kind("identifier", rules.absolute_iri)
LANGUAGE = Kind("language tag", rules.language)
EMAIL = Kind("e-mail address", rules.email)
FLAG = Kind("true or false", _flag)
COUNT = Kind("whole number", rules.count)
FOLDER = Kind("folder", _path)
FILE = Kind("file", _path)
FILE_NAME = Kind("file name, or false", _file_name)
ZONE = Kind("time zone", _zone)
PERSON = Kind("author", _person)
RULES_BY_FILE = Kind("table of rules", _rules_by_file)
RULE_NAMES = Kind("rule", _rules)
PROFILE = Kind("partner, or file", _profile)
