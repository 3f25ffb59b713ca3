"""
``stridesfeed diff``: what readers will see, before it is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, SITE, moment_of, site_at
from stridesfeed.cli._click.stops import FaultyContent, show_faults, stop_at
from stridesfeed.errors import FileError, StridesError
from stridesfeed.identify import IdentifiedArticles, diff_articles, identify_articles
from stridesfeed.publish.diff import Diff
from stridesfeed.publish.ledger import CHANGE_KINDS, Change
from stridesfeed.site import Site

#: As many of a kind are shown; the others are counted. ``--json`` has them all.
_SHOWN = 5

_HEADS = {
    "resent": "Sent again",
    "withdrawn": "Withdrawn",
    "returned": "Returned",
    "new": "New",
    "updated": "Updated",
    "redated": "With another date",
    "moved": "Moved, with their ids",
}


@program.command(
    "diff",
    epilog=example("stridesfeed diff blog", "stridesfeed diff --json --exit-code"),
    short_help="Show what readers will see of the next build.",
)
@SITE
@AS_OF
@click.option("--exit-code", is_flag=True, help="Exit with 1 also where readers will see any change.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def diff_command(folder: Path, *, as_of: str | None, exit_code: bool, as_json: bool) -> None:
    """
    Show what readers will see of the next build of SITE: what is new, updated, withdrawn or moved, and what would be sent to them again.

    Nothing is written. Exit codes: 0 nothing to fear, 1 articles would be sent again, or most of them withdrawn, or there are faults in the
    content; 2 wrong usage or configuration.
    """
    site = site_at(folder, as_json=as_json)
    found = _found(site, as_of, as_json=as_json)
    diff = diff_articles(site, found)
    if as_json:
        click.echo(json.dumps(_object(diff, found.loaded.faults), ensure_ascii=False, indent=2))
    else:
        show_faults(found.loaded.faults)
        _show(diff)
    if found.loaded.faults or not diff.is_safe or (exit_code and diff.changes):
        raise click.exceptions.Exit(FaultyContent.exit_code)


def _found(site: Site, as_of: str | None, *, as_json: bool) -> IdentifiedArticles:
    try:
        return identify_articles(site, as_of=moment_of(as_of, site), allow_mass_withdrawal=True)
    except StridesError as error:
        raise stop_at(error, site, as_json=as_json) from error


def _show(diff: Diff) -> None:
    for warning in diff.warnings:
        click.echo(f"{click.style('Warning', fg='red', bold=True)}: {warning}", err=True)
    for line in _lines(diff):
        head, colon, rest = line.partition(":")
        click.echo(f"{click.style(head, fg='green')}{colon}{rest}")


def _lines(diff: Diff) -> Iterator[str]:
    """
    A line for each kind of change, or one that says that there is none.
    """
    if not diff.changes:
        yield "Nothing changes for readers."
    for kind, head in _HEADS.items():
        changes = diff.of_kind(kind)
        if changes:
            yield f"{head}: {_named(changes)}"


def _named(changes: Sequence[Change]) -> str:
    more = len(changes) - _SHOWN
    names = ", ".join(_name(change) for change in changes[:_SHOWN])
    return names if more <= 0 else f"{names} and {more} more"


def _name(change: Change) -> str:
    """
    A change as a person finds it: its file, and what there is to say.
    """
    if change.kind == "moved":
        return f"{change.former} to {change.url}"
    name = change.source or change.url
    return f"{name} ({change.reason})" if change.kind == "withdrawn" else name


def _object(diff: Diff, faults: Iterable[FileError]) -> dict[str, Any]:
    return {
        "safe": diff.is_safe,
        "articles_sent_again": diff.resent,
        "warnings": list(diff.warnings),
        **{kind: [_members(change) for change in diff.of_kind(kind)] for kind in CHANGE_KINDS},
        "faults": [{"path": fault.path, "line": fault.line, "field": fault.field, "rule": fault.rule} for fault in faults],
        "error": None,
    }


def _members(change: Change) -> dict[str, Any]:
    return {name: value for name, value in attrs.asdict(change).items() if name != "kind"}
