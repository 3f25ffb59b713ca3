"""
The feeds that a configuration asks for: the main one, and any number of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stridesfeed.checks.profiles import Profile, profile
from stridesfeed.emit import FORMATS
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.site.keys import FEED, chosen, keys_of
from stridesfeed.site.kinds import as_list
from stridesfeed.site.toml import Configuration

_LISTS = ("categories", "sections", "authors", "languages")


def feed_plan(values: Mapping[str, Any], root: Path) -> FeedPlan:
    """
    What one table of ``[[feeds]]`` asks for, in a configuration that lies in *root*. What it does not say of formats and limits, the profile of
    its partner says.

    What its keys must not say together raises :class:`~stridesfeed.errors.InvalidError`; a profile that cannot be read,
    :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    partner = _partner(values.get("profile"), root)
    said = {name: values.get(name, key.default) for name, key in keys_of(FEED).items()} | {"profile": partner}
    if partner:
        own = {"formats": [*partner.feed.formats], "limit": partner.feed.limit or said["limit"], "max_bytes": partner.feed.max_bytes}
        said |= {name: value for name, value in own.items() if name not in values}
    formats = as_list(said.pop("formats"))
    lists: dict[str, Any] = {name: as_list(said.pop(name)) for name in _LISTS}
    return FeedPlan(files={name: FORMATS[name].file_name for name in formats}, **said, **lists)


def _partner(name: str | None, root: Path) -> Profile | None:
    """
    The profile of this name, or in this file below *root*.
    """
    return None if name is None else profile(str(root / name) if name.endswith(".toml") else name)


def main_plan(configuration: Configuration, files: Mapping[str, str], id: str) -> FeedPlan:
    """
    What the main feed asks for, which has this *id*.
    """
    said = {name: chosen(configuration, "output", name) for name in ("limit", "max_bytes", "archive", "complete", "content")}
    return FeedPlan(files=files, id=id, **said)
