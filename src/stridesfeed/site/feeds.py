"""
The feeds that a configuration asks for: the main one, and any number of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stridesfeed.emit import FORMATS
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.site.keys import FEED, chosen, keys_of
from stridesfeed.site.kinds import as_list
from stridesfeed.site.toml import Configuration

_LISTS = ("categories", "sections", "authors", "languages")


def feed_plan(values: Mapping[str, Any]) -> FeedPlan:
    """
    What one table of ``[[feeds]]`` asks for. What its keys must not say together raises :class:`~stridesfeed.errors.InvalidError`.
    """
    said = {name: values.get(name, key.default) for name, key in keys_of(FEED).items()}
    formats = as_list(said.pop("formats"))
    lists: dict[str, Any] = {name: as_list(said.pop(name)) for name in _LISTS}
    return FeedPlan(files={name: FORMATS[name].file_name for name in formats}, **said, **lists)


def main_plan(configuration: Configuration, files: Mapping[str, str], id: str) -> FeedPlan:
    """
    What the main feed asks for, which has this *id*.
    """
    said = {name: chosen(configuration, "output", name) for name in ("limit", "max_bytes", "archive", "complete", "content")}
    return FeedPlan(files=files, id=id, **said)
