"""
``stridesfeed build``: the feeds of a site.
"""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from stridesfeed.build import Report, build
from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, SITE, moment_of, site_at
from stridesfeed.cli._click.stops import FaultyContent, show_faults, stop_at
from stridesfeed.cli._rich import progress_bars
from stridesfeed.cli.words import machine_text, summary
from stridesfeed.errors import StridesError
from stridesfeed.site import Site


@program.command(
    "build",
    epilog=example("stridesfeed build blog --output public", "stridesfeed build --as-of 2026-05-01 --keep-going"),
    short_help="Build the feeds of a site.",
)
@SITE
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Write into this folder instead of the site's own.")
@AS_OF
@click.option("--check", is_flag=True, help="Write nothing, and exit with 1 if a file is not up to date.")
@click.option("--allow-mass-withdrawal", is_flag=True, help="Withdraw articles even if they are most of all.")
@click.option("--keep-going", is_flag=True, help="Publish the articles without a fault; still exit with 1.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Share the work among N processes.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, whatever earlier builds remember.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--quiet", "-q", is_flag=True, help="Print faults only.")
def build_command(
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
    Build the feeds of SITE: a folder with a stridesfeed.toml, or such a file.

    Files are written whole or not at all, and stay untouched where nothing changed. Exit codes: 0 done, 1 faults in the content or, with
    --check, files that are not up to date, 2 wrong usage or configuration.
    """
    site = site_at(folder, as_json=as_json)
    site = attrs.evolve(site, jobs=jobs or site.jobs)
    moment = moment_of(as_of, site)
    try:
        with progress_bars(wanted=not (quiet or as_json)) as progress:
            report = build(
                site,
                as_of=moment,
                keep_going=keep_going,
                allow_mass_withdrawal=allow_mass_withdrawal,
                dry_run=check,
                use_cache=not no_cache,
                output=output,
                progress=progress,
            )
    except StridesError as error:
        raise stop_at(error, site, as_json=as_json) from error
    _show(report, site, check=check, as_json=as_json, quiet=quiet)
    if report.faults or (check and (report.written or report.removed)):
        raise click.exceptions.Exit(FaultyContent.exit_code)


def _show(report: Report, site: Site, *, check: bool, as_json: bool, quiet: bool) -> None:
    if as_json:
        click.echo(machine_text(report))
        return
    show_faults(report.faults)
    for line in () if quiet else summary(report, site, check=check):
        subject, _, rest = line.partition(": ")
        click.echo(f"{click.style(subject, fg='green')}: {rest}")
