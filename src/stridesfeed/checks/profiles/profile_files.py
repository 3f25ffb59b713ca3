"""
Profiles as TOML files: ours and publishers' own are validated and read in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from stridesfeed import iri, rules
from stridesfeed.body import POLICIES
from stridesfeed.checks.profiles.measures import MEASURES
from stridesfeed.checks.profiles.partner_feed import ELEMENTS
from stridesfeed.checks.profiles.profile import LEVELS_BY_SEVERITY, PartnerFeed, Profile, Requirement, Source, SourceKind
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError, InvalidFilesError, UnknownNameError, suggestion

_FOLDER = resources.files(__package__) / "partners"
_SUFFIX = ".toml"

#: The names of our own profiles.
PROFILES: tuple[str, ...] = tuple(sorted(file.name.removesuffix(_SUFFIX) for file in _FOLDER.iterdir() if file.name.endswith(_SUFFIX)))


def load_profile(name: str) -> Profile:
    """
    Load the profile of this name. A name with a slash or the suffix ``.toml`` is the path of a file.

    Raises :class:`~stridesfeed.errors.UnknownNameError`, or :class:`~stridesfeed.errors.InvalidFilesError` with all errors in the file.
    """
    if "/" in name or name.endswith(_SUFFIX):
        return read_profile(Path(name))
    if name not in PROFILES:
        raise UnknownNameError("profile", name, PROFILES)
    return _load_builtin(name)


@cache
def _load_builtin(name: str) -> Profile:
    file = name + _SUFFIX
    return parse_profile((_FOLDER / file).read_bytes(), file)


def read_profile(path: Path) -> Profile:
    """
    Read the profile in the file at *path*. Raises :class:`~stridesfeed.errors.InvalidFilesError` with all errors in the file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFilesError.of([FileError(path.as_posix(), None, None, f"cannot be read: {error.strerror}")]) from error
    return parse_profile(content, path.as_posix())


def parse_profile(content: bytes, path: str) -> Profile:
    """
    Parse the *content* of a profile; *path* is its file in errors.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidFilesError.of([FileError(path, None, None, f"is not TOML in UTF-8: {error}")]) from error
    if errors := [FileError(path, None, key, message) for key, message in _profile_errors(table)]:
        raise InvalidFilesError.of(errors)
    sources = {key: Source(**source) for key, source in table["sources"].items()}
    feed = dict(table.get("feed", {}))
    feed["formats"] = tuple(feed.get("formats", ("rss",)))
    feed["policy"] = POLICIES[feed.get("policy", "ARTICLE")]
    requirements = []
    for given in table["requirements"]:
        names = {key: frozenset(given[key]) for key in _LIMITS["names"] if key in given}
        requirements.append(Requirement(**{**given, **names, "source": sources[given["source"]]}))
    return Profile(
        name=table["name"], title=table["title"], description=table["description"], requirements=tuple(requirements), feed=PartnerFeed(**feed)
    )


#: Return what is wrong with a value, or ``None``.
_Rule = Callable[[object], str | None]

#: The limits that a measure of each kind can have.
_LIMITS: Mapping[str, tuple[str, ...]] = {"number": ("min", "max"), "names": ("allowed", "forbidden", "needed"), "flag": ()}

#: The tables of a profile, in addition to its own keys.
_TABLES = ("sources", "requirements", "feed")

_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def _code(value: object) -> str | None:
    is_code = isinstance(value, str) and _CODE.fullmatch(value)
    return None if is_code else f"must be lower-case words with hyphens such as title-too-short, not {value!r}"


def _one_of(known: tuple[str, ...]) -> _Rule:
    return lambda value: None if value in known else f"must be one of {', '.join(known)}, not {value!r}{suggestion(str(value), known)}"


def _measure(value: object) -> str | None:
    return None if isinstance(value, str) and value in MEASURES else f"unknown measure {value!r}{suggestion(str(value), MEASURES)}"


def _number(value: object) -> str | None:
    return None if isinstance(value, int | float) and not isinstance(value, bool) else f"must be a number, not {value!r}"


def _names(value: object) -> str | None:
    is_list = isinstance(value, list) and value and all(isinstance(item, str) for item in value)
    return None if is_list else f"must be a list of names, not {value!r}"


def _formats(value: Any) -> str | None:
    return _names(value) or next((fault for item in value if (fault := _one_of(tuple(FORMATS))(item))), None)


def _day(value: object) -> str | None:
    # A datetime is also a date in Python.
    return None if type(value) is date else f"must be a date such as 2026-04-30, without quotation marks, not {value!r}"


#: The keys of each table: the rule for the value, and whether the key is required.
_PROFILE: Mapping[str, tuple[_Rule, bool]] = {"name": (_code, True), "title": (rules.text, True), "description": (rules.text, True)}
_SOURCE: Mapping[str, tuple[_Rule, bool]] = {
    "name": (rules.text, True),
    "url": (rules.address(iri.WEB), True),
    "read": (_day, True),
    "kind": (_one_of(get_args(SourceKind)), True),
}
_REQUIREMENT: Mapping[str, tuple[_Rule, bool]] = {
    "code": (_code, True),
    "measure": (_measure, True),
    "level": (_one_of(tuple(LEVELS_BY_SEVERITY)), True),
    "text": (rules.text, True),
    "fix": (rules.text, True),
    "source": (rules.text, True),
    "min": (_number, False),
    "max": (_number, False),
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
    "image_elements": (_one_of(("thumbnail", "both")), False),
    "elements": (_one_of(tuple(ELEMENTS)), False),
}


def _profile_errors(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """
    Yield the key of each error in a profile, and what is wrong.
    """
    yield from _table_errors("", {key: value for key, value in table.items() if key not in _TABLES}, _PROFILE, _TABLES)
    feed = table.get("feed", {})
    if isinstance(feed, Mapping):
        yield from _table_errors("feed", feed, _FEED)
    else:
        yield "feed", "must be a table: write [feed] and its keys below"
    sources = table.get("sources")
    if not isinstance(sources, Mapping) or not all(isinstance(each, Mapping) for each in sources.values()):
        yield "sources", "must be tables such as [sources.guide], each with name, url, read and kind"
        return
    for key, source in sources.items():
        yield from _table_errors(f"sources.{key}", source, _SOURCE)
    requirements = table.get("requirements")
    if not isinstance(requirements, list) or not requirements or not all(isinstance(each, Mapping) for each in requirements):
        yield "requirements", "must be tables: write [[requirements]] and its keys below, once for each"
        return
    seen: set[str] = set()
    for number, each in enumerate(requirements, start=1):
        code = each.get("code")
        path = f"requirements.{code if isinstance(code, str) else number}"
        errors = list(_table_errors(path, each, _REQUIREMENT))
        yield from errors or _requirement_errors(path, each, tuple(sources))
        if isinstance(code, str) and code in seen:
            yield f"{path}.code", "is the code of another requirement too: give each its own"
        seen.add(str(code))


def _table_errors(
    path: str, given: Mapping[str, Any], keys: Mapping[str, tuple[_Rule, bool]], others: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """
    Yield errors in single keys of the table at *path*.
    """
    dot = f"{path}." if path else ""
    for key, value in given.items():
        if key not in keys:
            yield f"{dot}{key}", f"unknown key{suggestion(key, (*keys, *others))}"
        elif fault := keys[key][0](value):
            yield f"{dot}{key}", fault
    for key, (_, is_required) in keys.items():
        if is_required and key not in given:
            yield f"{dot}{key}", "is required"


def _requirement_errors(path: str, given: Mapping[str, Any], sources: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """
    Yield errors in the combination of keys, each of which is valid alone.
    """
    kind = MEASURES[given["measure"]].kind
    limits = [key for keys in _LIMITS.values() for key in keys if key in given]
    for key in limits:
        if key not in _LIMITS[kind]:
            instead = f"use {' or '.join(_LIMITS[kind])}" if _LIMITS[kind] else "remove it"
            yield f"{path}.{key}", f"does not apply to the {kind} {given['measure']}: {instead}"
    if _LIMITS[kind] and not limits:
        yield path, f"needs a limit: {' or '.join(_LIMITS[kind])}"
    if given.get("min", given.get("max", 0)) > given.get("max", given.get("min", 0)):
        yield f"{path}.min", f"must not be more than max, {given['max']}"
    if given["source"] not in sources:
        yield f"{path}.source", f"unknown source {given['source']!r}{suggestion(given['source'], sources)}"
