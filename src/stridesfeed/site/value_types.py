"""
The types of values in ``stridesfeed.toml``, each with the rule that its values satisfy.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import attrs

from stridesfeed import iri, rules
from stridesfeed.checks.finding import validate_rule_names
from stridesfeed.checks.profiles import PROFILES, load_profile
from stridesfeed.errors import InvalidError, UnknownNameError, suggestion
from stridesfeed.load import globs, pages
from stridesfeed.load.front_matter import names
from stridesfeed.value import Value

#: A hundred years.
_MAX_DAYS = 36_500

#: A name in the zone database that means a different zone on every machine.
_LOCAL_TIME = "localtime"


@attrs.frozen
class ValueType:
    """
    The type of a value.
    """

    #: For people: "text", "whole number".
    name: str

    #: Returns a sentence about an invalid value, or ``None``.
    rule: rules.Rule


def one_of(*names: str) -> ValueType:
    """
    Return the type of a value that is one of *names*.
    """

    def rule(value: object) -> str | None:
        if value in names:
            return None
        hint = suggestion(value, names) if isinstance(value, str) and difflib.get_close_matches(value, names, n=1) else ""
        return f"must be {' or '.join(map(repr, names))}, not {value!r}{hint}"

    return ValueType(" or ".join(f'"{name}"' for name in names), rule)


def one_or_more(type_: ValueType) -> ValueType:
    """
    Return the type of one value of *type_*, or of a list of them.
    """

    def rule(value: object) -> str | None:
        return next((fault for item in as_list(value) if (fault := type_.rule(item))), None)

    return ValueType(f"{type_.name}, or a list", rule)


def table_of(name: str, contents: str, item: ValueType) -> ValueType:
    """
    Return the type of a table whose values are all of the type *item*; *contents* is what messages call them.
    """

    def rule(value: object) -> str | None:
        if not isinstance(value, dict):
            return f"must be a table of {contents}, not {value!r}"
        return next((f"{key}: {fault}" for key, each in value.items() if (fault := item.rule(each))), None)

    return ValueType(name, rule)


def fields_of(kind: type[Value]) -> ValueType:
    """
    Return the type of a table with the fields of *kind*.
    """
    fields = {field.name: field.default is attrs.NOTHING for field in attrs.fields(kind)}

    def rule(value: object) -> str | None:
        if not isinstance(value, dict):
            return f"must be a table with {', '.join(fields)}, not {value!r}"
        for name in value:
            if name not in fields:
                return f"{name}: unknown key{suggestion(name, fields)}"
        missing = [name for name, is_required in fields.items() if is_required and name not in value]
        if missing:
            return f"{missing[0]}: is missing: add it"
        try:
            kind(**value)
        except InvalidError as error:
            return "; ".join(f"{fault.field}: {fault.rule}" for fault in error.faults)
        return None

    return ValueType("table", rule)


def as_list(value: Any) -> list[Any]:
    """
    Return a list unchanged, and any other value as a list of one.
    """
    return value if isinstance(value, list) else [value]


def _path(value: object) -> str | None:
    fault = rules.text(value)
    if fault:
        return fault
    return "must not hold control characters" if any(ord(character) < 32 for character in str(value)) else None


def _file_name(value: object) -> str | None:
    """
    A path below a folder, such as feeds/feed.xml, that leaves that folder on no operating system.
    """
    if value is False or value == "":
        return None
    if not isinstance(value, str):
        return f"must be a file name, or false for no file, not {value!r}"
    strays = any(part.strip() in {"", ".", ".."} for part in value.split("/")) or set(value) & set("\\:")
    return f"must be a path inside output.folder such as feeds/feed.xml, not {value!r}" if strays else _path(value)


def _days(value: object) -> str | None:
    """
    A number of days that can be subtracted from any date.
    """
    fault = rules.count(value)
    return fault or (f"must be at most {_MAX_DAYS:,} days, not {value}" if isinstance(value, int) and value > _MAX_DAYS else None)


def _zone(value: object) -> str | None:
    if not isinstance(value, str):
        return rules.text(value)
    try:
        if value != _LOCAL_TIME:
            ZoneInfo(value)
            return None
    except (KeyError, ValueError, OSError):
        pass
    zones = sorted(available_timezones() - {_LOCAL_TIME})
    if not zones:
        # As on Windows.
        return f"{value!r} cannot be looked up, because this machine has no time zone database: pip install tzdata"
    near = difflib.get_close_matches(value.lower(), [zone.lower() for zone in zones], n=1)
    hint = next((f"; did you mean {zone!r}?" for zone in zones if near and zone.lower() == near[0]), "")
    return f"must be a time zone such as Europe/London, not {value!r}{hint}"


def _rules(value: object) -> str | None:
    """
    The code of a rule, a pattern of codes, or a level.
    """
    if fault := rules.text(value):
        return fault
    partner, slash, _ = str(value).partition("/")
    if slash and partner not in PROFILES:
        # A rule of a custom profile, which is read only when it is used.
        return None
    try:
        validate_rule_names([str(value)], every_code())
    except UnknownNameError as error:
        return str(error)
    return None


def flatten(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """
    Yield the keys and values of a table and of the tables in it; TOML reads ``extra.kind = 1`` as a table in a table.
    """
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", each) for inner, each in flatten(value))
        else:
            yield key, value


def _conditions(value: object) -> str | None:
    """
    Values of front matter, or lists of values, by key.
    """
    if not isinstance(value, dict):
        return f"must be a table of values by front-matter key, not {value!r}"
    for key, wanted in flatten(value):
        if not as_list(wanted) or not all(isinstance(each, str | bool | int | float) for each in as_list(wanted)):
            return f'{key}: must be a value such as "post" or true, or a list of values, not {wanted!r}'
    return None


def _field_keys(value: object) -> str | None:
    """
    Keys of front matter, or lists of keys, by field.
    """
    if not isinstance(value, dict):
        return f"must be a table of front-matter keys by field, not {value!r}"
    for field, keys in value.items():
        if field not in names.FIELDS:
            return f"{field}: unknown field{suggestion(field, names.FIELDS)}"
        if not all(isinstance(key, str) and key.strip() for key in as_list(keys)):
            return f'{field}: must be a front-matter key such as "by", or a list of keys, not {keys!r}'
    return None


@cache
def every_code() -> tuple[str, ...]:
    """
    Return the codes of all rules, including those of the built-in profiles.
    """
    from stridesfeed.checks import RULES  # noqa: PLC0415  # slow to import, and rarely used

    return (*RULES, *(code for name in PROFILES for code in load_profile(name).rules))


TEXT = ValueType("text", rules.text)
ANY_TEXT = ValueType("text", lambda value: None if isinstance(value, str) else f"must be text, not {value!r}")
TEXTS = table_of("table of texts", "texts", ANY_TEXT)
ADDRESS = ValueType("URL", rules.address(iri.WEB))
LINK = ValueType("URL", rules.address(iri.LINK))
IDENTIFIER = ValueType("identifier", rules.absolute_iri)
LANGUAGE = ValueType("language tag", rules.language)
EMAIL = ValueType("e-mail address", rules.email)
FLAG = ValueType("true or false", lambda value: None if isinstance(value, bool) else f"must be true or false, not {value!r}")
COUNT = ValueType("whole number", rules.count)
DAYS = ValueType("whole number", _days)
FOLDER = ValueType("folder", _path)
FILE = ValueType("file", _path)
FILE_OR_FALSE = ValueType("file, or false", lambda value: None if value is False else _path(value))
FILE_NAME = ValueType("file name, or false", _file_name)
ZONE = ValueType("time zone", _zone)
PATTERN = ValueType("pattern", globs.pattern)
FIELD_KEYS = ValueType("table of keys", _field_keys)
CONDITIONS = ValueType("table of values", _conditions)
SELECTOR = ValueType("CSS selector", pages.selector)
PART = ValueType("text, or a table", lambda value: None if isinstance(value, dict) else rules.text(value))
PARTS = one_or_more(PART)
PERSON = ValueType("author", lambda value: None if isinstance(value, dict) else rules.text(value))
RULE_NAMES = ValueType("rule", _rules)
RULES_BY_FILE = table_of("table of rules", "lists of rules, by pattern of files", one_or_more(RULE_NAMES))

#: The file of a custom profile is read only when it is used.
PROFILE = ValueType(
    "partner, or file",
    lambda value: rules.text(value) or (None if str(value).endswith(".toml") else one_of(*PROFILES).rule(value)),
)
