"""
``stridesfeed build``: the feeds of a site.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import attrs
import click

from stridesfeed.build import Progress, build
from stridesfeed.build.summary import summarize
from stridesfeed.cli._click.arguments import AS_OF, SITE, LocalPath, load_site, publication_time
from stridesfeed.cli._click.failures import ContentFailure, failure, print_faults
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.cli.report_text import report_json
from stridesfeed.errors import StridesError
from stridesfeed.load import load


@click.command(
    "build",
    epilog=example("stridesfeed build blog --output public", "stridesfeed build --as-of 2026-05-01 --keep-going"),
    short_help=COMMANDS["build"],
)
@SITE
@click.option("--output", type=LocalPath(), metavar="DIR", help="Write to this folder instead of the site's own.")
@AS_OF
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if any file is out of date.")
@click.option("--allow-mass-withdrawal", is_flag=True, help="Allow withdrawing more than half of all articles.")
@click.option("--keep-going", is_flag=True, help="Publish the articles that have no errors; still exit with 1.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Use N worker processes.")
@click.option("--no-cache", is_flag=True, help="Render everything again, without the cache.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as a JSON object.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def command(
    folder: Path,
    *,
    output: Path | None,
    as_of: str | None,
    check: bool,
    allow_mass_withdrawal: bool,
    keep_going: bool,
    jobs: int | None,
    no_cache: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Build the feeds of SITE: a folder with a stridesfeed.toml, or the file itself.

    Each file is replaced as a whole, and only if its content changed. Exit codes: 0 done, 1 errors in the content or, with --check, files that
    are out of date, 2 wrong usage or configuration.
    """
    site = load_site(folder, as_json=as_json)
    site = attrs.evolve(site, jobs=jobs or site.jobs)
    time = publication_time(as_of, site)
    try:
        with show_progress(wanted=not (quiet or as_json)) as progress:
            report = build(
                site,
                as_of=time,
                load=partial(load, jobs=site.jobs or os.cpu_count() or 1),
                keep_going=keep_going,
                allow_mass_withdrawal=allow_mass_withdrawal,
                dry_run=check,
                use_cache=not no_cache,
                output=output,
                progress=progress,
            )
    except StridesError as error:
        raise failure(error, site, as_json=as_json) from error
    if as_json:
        click.echo(report_json(report))
    else:
        print_faults(report.faults)
        for line in () if quiet else summarize(report, site, dry_run=check):
            subject, colon, rest = line.partition(": ")
            click.echo(f"{click.style(subject, fg='green')}{colon}{rest}")
    if report.faults or (check and (report.written or report.removed)):
        raise click.exceptions.Exit(ContentFailure.exit_code)


@contextlib.contextmanager
def show_progress(*, wanted: bool) -> Iterator[Progress | None]:
    """
    Show progress bars on a terminal. Elsewhere, rich is not imported.
    """
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from stridesfeed.cli._rich import progress_bars  # noqa: PLC0415  # slow to import

    with progress_bars() as progress:
        yield progress
