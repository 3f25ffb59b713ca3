"""
What a profile may say: every key, what its value has to be, and what keys have to say together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from stridesfeed import iri, rules
from stridesfeed.body import POLICIES
from stridesfeed.checks.profiles.elements import ELEMENTS
from stridesfeed.checks.profiles.measures import MEASURES
from stridesfeed.checks.profiles.requirement import LEVEL_OF, Standing
from stridesfeed.emit import FORMATS
from stridesfeed.errors import suggestion

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

#: What a value has to be: a sentence that says what is wrong, or ``None``.
_Rule = Callable[[object], str | None]


def _kebab(value: object) -> str | None:
    return (
        None
        if isinstance(value, str) and _NAME.fullmatch(value)
        else f"must be small words with hyphens such as title-too-short, not {value!r}"
    )


def _one_of(known: tuple[str, ...]) -> _Rule:
    return lambda value: None if value in known else f"must be one of {', '.join(known)}, not {value!r}{suggestion(str(value), known)}"


def _measure(value: object) -> str | None:
    return None if isinstance(value, str) and value in MEASURES else f"is no measure: {value!r}{suggestion(str(value), MEASURES)}"


def _number(value: object) -> str | None:
    return None if isinstance(value, int | float) and not isinstance(value, bool) else f"must be a number, not {value!r}"


def _names(value: object) -> str | None:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return None
    return f"must be a list of names, not {value!r}"


def _formats(value: object) -> str | None:
    return _names(value) or next((fault for item in _listed(value) if (fault := _one_of(tuple(FORMATS))(item))), None)


def _listed(value: Any) -> list[object]:
    return list(value)


def _day(value: object) -> str | None:
    # A moment is a day to Python.
    return None if type(value) is date else f"must be a day such as 2026-04-30, without quotation marks, not {value!r}"


#: The keys of each table: what each has to be, and whether it has to be there.
_PROFILE: Mapping[str, tuple[_Rule, bool]] = {"name": (_kebab, True), "title": (rules.text, True), "what": (rules.text, True)}
_SOURCE: Mapping[str, tuple[_Rule, bool]] = {
    "name": (rules.text, True),
    "url": (rules.address(iri.WEB), True),
    "read": (_day, True),
    "standing": (_one_of(get_args(Standing)), True),
}
_REQUIREMENT: Mapping[str, tuple[_Rule, bool]] = {
    "code": (_kebab, True),
    "measure": (_measure, True),
    "level": (_one_of(tuple(LEVEL_OF)), True),
    "says": (rules.text, True),
    "mend": (rules.text, True),
    "source": (rules.text, True),
    "least": (_number, False),
    "most": (_number, False),
    "allowed": (_names, False),
    "forbidden": (_names, False),
    "needed": (_names, False),
}
_FEED: Mapping[str, tuple[_Rule, bool]] = {
    "formats": (_formats, False),
    "limit": (rules.count, False),
    "max_bytes": (rules.count, False),
    "subtitle": (rules.count, False),
    "summary": (rules.count, False),
    "policy": (_one_of(tuple(POLICIES)), False),
    "updated": (_one_of(("atom", "dcterms", "none")), False),
    "elements": (_one_of(tuple(ELEMENTS)), False),
}

#: Which limits a measure of each kind has.
LIMITS: Mapping[str, tuple[str, ...]] = {"number": ("least", "most"), "names": ("allowed", "forbidden", "needed"), "flag": ()}

#: What a profile consists of beside its own keys.
_TABLES = ("sources", "requirements", "feed")


def faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """
    The place of each fault, and what is wrong there.
    """
    yield from _table_faults("", {key: value for key, value in table.items() if key not in _TABLES}, _PROFILE, _TABLES)
    yield from _feed_faults(table.get("feed", {}))
    sources = table.get("sources")
    if not isinstance(sources, Mapping) or not all(isinstance(each, Mapping) for each in sources.values()):
        yield "sources", "must be tables such as [sources.guide], each with name, url, read and standing"
        return
    for key, source in sources.items():
        yield from _table_faults(f"sources.{key}", source, _SOURCE)
    yield from _requirements_faults(table.get("requirements"), tuple(sources))


def _feed_faults(feed: object) -> Iterator[tuple[str, str]]:
    if isinstance(feed, Mapping):
        yield from _table_faults("feed", feed, _FEED)
    else:
        yield "feed", "must be a table: write [feed] and its keys below"


def _requirements_faults(requirements: object, sources: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(requirements, list) or not requirements or not all(isinstance(each, Mapping) for each in requirements):
        yield "requirements", "must be tables: write [[requirements]] and its keys below, once for each"
        return
    seen: set[str] = set()
    for number, each in enumerate(requirements, start=1):
        code = each.get("code")
        place = f"requirements.{code if isinstance(code, str) else number}"
        found = list(_table_faults(place, each, _REQUIREMENT))
        yield from found or _requirement_faults(place, each, sources)
        if isinstance(code, str) and code in seen:
            yield f"{place}.code", "is the code of another requirement too: give each its own"
        seen.add(str(code))


def _requirement_faults(place: str, given: Mapping[str, Any], sources: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """
    What keys say that fit alone and not together.
    """
    kind = MEASURES[given["measure"]].kind
    limits = [key for every in LIMITS.values() for key in every if key in given]
    for key in limits:
        if key not in LIMITS[kind]:
            yield f"{place}.{key}", f"says nothing of {given['measure']}, which is a {kind}: {_instead(kind)}"
    if LIMITS[kind] and not limits:
        yield place, f"needs a limit: {' or '.join(LIMITS[kind])}"
    if given.get("least", given.get("most", 0)) > given.get("most", given.get("least", 0)):
        yield f"{place}.least", f"must not be more than most, {given['most']}"
    if given["source"] not in sources:
        yield f"{place}.source", f"no source is called {given['source']!r}{suggestion(given['source'], sources)}"


def _instead(kind: str) -> str:
    return f"give {' or '.join(LIMITS[kind])}" if LIMITS[kind] else "leave it out"


def _table_faults(
    place: str, given: Mapping[str, Any], keys: Mapping[str, tuple[_Rule, bool]], others: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    dot = f"{place}." if place else ""
    for key, value in given.items():
        if key not in keys:
            yield f"{dot}{key}", f"no key has this name{suggestion(key, (*keys, *others))}"
        elif fault := keys[key][0](value):
            yield f"{dot}{key}", fault
    for key, (_, is_required) in keys.items():
        if is_required and key not in given:
            yield f"{dot}{key}", "must be given"
