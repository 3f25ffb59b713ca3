"""
The feed plans of a configuration, and its errors that only planning or rendering reveals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stridesfeed.checks.profiles import load_profile
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, FileError, InvalidError
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.site.keys import FEED, as_list, keys_of, setting
from stridesfeed.site.toml import Configuration


def main_plan(configuration: Configuration, files: Mapping[str, str], id: str) -> FeedPlan:
    """
    Return the plan of the main feed, which has this *id*.
    """
    values = {
        name: setting(configuration, "output", name) for name in ("limit", "extend_for_new", "max_bytes", "archive", "complete", "content")
    }
    return FeedPlan(files=files, id=id, **values)


def feed_plan(table: Mapping[str, Any], root: Path) -> FeedPlan:
    """
    Return the plan of one table of ``[[feeds]]``; *root* is the folder of the configuration.

    Formats and limits default to those of the partner's profile. Keys that exclude one another raise
    :class:`~stridesfeed.errors.InvalidError`; a profile that cannot be read raises :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    name = table.get("profile")
    partner = None if name is None else load_profile(str(root / name) if name.endswith(".toml") else name)
    values = {name: table.get(name, key.default) for name, key in keys_of(FEED).items()} | {"profile": partner}
    if partner:
        limit = partner.feed.limit or values["limit"]
        defaults = {"formats": [*partner.feed.formats], "limit": limit, "max_bytes": partner.feed.max_bytes}
        values |= {name: value for name, value in defaults.items() if name not in table}
    files = {name: FORMATS[name].file_name for name in as_list(values.pop("formats"))}
    lists: dict[str, Any] = {name: as_list(values.pop(name)) for name in ("categories", "sections", "authors", "languages")}
    return FeedPlan(files=files, **values, **lists)


def configuration_faults(configuration: Configuration, plans: Sequence[FeedPlan], error: FieldError | InvalidError) -> Iterator[FileError]:
    """
    Yield the errors in *error* that a key of *configuration* causes, with the line of the key. The first of *plans* is the main feed's.
    """
    for fault in error.faults if isinstance(error, InvalidError) else (error,):
        if fault.subject in {"output.redirects", "output"}:
            yield configuration.fault((*fault.subject.split("."), fault.field), fault.rule)
            continue
        for number, plan in reversed([*enumerate(plans)]):
            if fault.subject.startswith(f"feed by {plan.by} " if plan.by else plan.subject) or fault.subject == plan.subject:
                key_path = (FEED, str(number)) if number else ("output",)
                rule = fault.rule if fault.subject == plan.subject else f"{fault.subject}: {fault.rule}"
                yield configuration.fault((*key_path, fault.field), rule)
                break
