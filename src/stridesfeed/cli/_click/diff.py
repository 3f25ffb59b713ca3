"""
``stridesfeed diff``: the changes that readers will see after the next build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import click

from stridesfeed.build.summary import join_names
from stridesfeed.cli._click.arguments import AS_OF, SITE, load_site, publication_time
from stridesfeed.cli._click.failures import ContentFailure, failure, print_faults
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.cli.report_text import fault_members
from stridesfeed.errors import FileError, InvalidError, InvalidFilesError, StridesError
from stridesfeed.identify import diff_articles, identify_articles
from stridesfeed.publish.diff import Diff
from stridesfeed.publish.ledger import CHANGE_KINDS, Change
from stridesfeed.publish.plan import empty_families, plan

_HEADINGS = {
    "resent": "Sent again",
    "withdrawn": "Withdrawn",
    "returned": "Published again",
    "new": "New",
    "updated": "Updated",
    "redated": "New date",
    "moved": "New URL, same id",
}


@click.command("diff", epilog=example("stridesfeed diff blog", "stridesfeed diff --json --exit-code"), short_help=COMMANDS["diff"])
@SITE
@AS_OF
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is any change.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as a JSON object.")
def command(folder: Path, *, as_of: str | None, exit_code: bool, as_json: bool) -> None:
    """
    Show what readers will see after the next build of SITE: articles that are new, updated, withdrawn or moved, and articles that would be sent
    again.

    Nothing is written. Exit codes: 0 safe to build, 1 articles would be sent again, more than half would be withdrawn, or there are errors in
    the content, 2 wrong usage or configuration.
    """
    site = load_site(folder, as_json=as_json)
    try:
        articles = identify_articles(site, as_of=publication_time(as_of, site), allow_mass_withdrawal=True)
        ledger, feed = articles.ledger, attrs.evolve(site.feed, articles=articles.loaded.articles)
        numbers = {entry.id: entry.n for entry in ledger.entries}
        empty = empty_families(plan(feed, site.output.plans, url=site.output.url, numbers=numbers, families=ledger.families))
    except StridesError as error:
        in_configuration = site.faults(error) if isinstance(error, InvalidError) else ()
        raise failure(InvalidFilesError.of(in_configuration) if in_configuration else error, site, as_json=as_json) from error
    diff, faults = diff_articles(articles), articles.loaded.faults
    if as_json:
        click.echo(json.dumps(_members(diff, faults) | {"empty_feeds": empty}, ensure_ascii=False, indent=2))
    else:
        print_faults(faults)
        for warning in diff.warnings:
            click.echo(f"{click.style('Warning', fg='red', bold=True)}: {warning}", err=True)
        if not diff.changes:
            click.echo(click.style("No changes for readers.", fg="green"))
        for kind, heading in _HEADINGS.items():
            if changes := diff.of_kind(kind):
                click.echo(f"{click.style(heading, fg='green')}: {join_names(map(_describe, changes))}")
        if empty:
            click.echo(f"Feeds without articles, kept for their subscribers: {join_names(empty)}")
    if faults or not diff.is_safe or (exit_code and diff.changes):
        raise click.exceptions.Exit(ContentFailure.exit_code)


def _describe(change: Change) -> str:
    """
    Return the file of a changed article, or its former and new URL, or its reason.
    """
    if change.kind == "moved":
        return f"{change.former} to {change.url}"
    name = change.source or change.url
    return f"{name} ({change.reason})" if change.kind == "withdrawn" else name


def _members(diff: Diff, faults: Iterable[FileError]) -> dict[str, Any]:
    def members(change: Change) -> dict[str, Any]:
        return {name: value for name, value in attrs.asdict(change).items() if name != "kind"}

    return {
        "safe": diff.is_safe,
        "articles_sent_again": diff.resent,
        "warnings": list(diff.warnings),
        **{kind: [members(change) for change in diff.of_kind(kind)] for kind in CHANGE_KINDS},
        "faults": fault_members(faults),
        "error": None,
    }
