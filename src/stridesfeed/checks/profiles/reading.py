"""
Profiles as files: read, checked against what a profile may say, all faults together. A publisher's own is read the same way as ours.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from stridesfeed.body import POLICIES
from stridesfeed.checks.profiles.profile import OwnFeed, Profile
from stridesfeed.checks.profiles.requirement import Requirement, Source
from stridesfeed.checks.profiles.schema import LIMITS, faults
from stridesfeed.errors import FileError, InvalidFilesError, UnknownNameError

_FOLDER = resources.files(__package__) / "partners"
_SUFFIX = ".toml"

#: The names of our own profiles.
PROFILES: tuple[str, ...] = tuple(sorted(file.name.removesuffix(_SUFFIX) for file in _FOLDER.iterdir() if file.name.endswith(_SUFFIX)))


def profile(name: str) -> Profile:
    """
    The profile of this name, or in the file of this path where it has a slash or ends in ``.toml``.

    Raises :class:`~stridesfeed.errors.UnknownNameError`, or :class:`~stridesfeed.errors.InvalidFilesError` with all faults of the file.
    """
    if "/" in name or name.endswith(_SUFFIX):
        return read_profile(Path(name))
    if name not in PROFILES:
        raise UnknownNameError("profile", name, PROFILES)
    return _own(name)


@cache
def _own(name: str) -> Profile:
    file = name + _SUFFIX
    return parse_profile((_FOLDER / file).read_bytes(), file)


def read_profile(path: Path) -> Profile:
    """
    The profile in the file at *path*. Faults come together in an :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFilesError.of([FileError(path.as_posix(), None, None, f"cannot be read: {error.strerror}")]) from error
    return parse_profile(content, path.as_posix())


def parse_profile(content: bytes, path: str) -> Profile:
    """
    The profile that *content* says, which faults call *path*.
    """
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidFilesError.of([FileError(path, None, None, f"is not TOML in UTF-8: {error}")]) from error
    found = [FileError(path, None, place, rule) for place, rule in faults(table)]
    if found:
        raise InvalidFilesError.of(found)
    return _profile(table)


def _profile(table: Mapping[str, Any]) -> Profile:
    """
    The profile that a table without faults says.
    """
    sources = {key: Source(**source) for key, source in table["sources"].items()}
    own = dict(table.get("feed", {}))
    own["formats"] = tuple(own.get("formats", ("rss",)))
    own["policy"] = POLICIES[own.get("policy", "ARTICLE")]
    return Profile(
        name=table["name"],
        title=table["title"],
        what=table["what"],
        requirements=tuple(_requirement(each, sources) for each in table["requirements"]),
        feed=OwnFeed(**own),
    )


def _requirement(given: Mapping[str, Any], sources: Mapping[str, Source]) -> Requirement:
    lists = {key: frozenset(given[key]) for key in LIMITS["names"] if key in given}
    return Requirement(**{**given, **lists, "source": sources[given["source"]]})
