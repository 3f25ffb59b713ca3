"""
``stridesfeed check``: what readers and partners would trip over.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from stridesfeed.checks import LEVELS, RULES, Finding, Level, check_document, explained, in_order
from stridesfeed.checks.baseline import Baseline
from stridesfeed.checks.choice import Choice, reaches, refuse_unknown
from stridesfeed.checks.forms import FORMS, as_text
from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, moment_of, site_at
from stridesfeed.cli._click.stops import WrongUsage
from stridesfeed.cli.checking import check_site, from_here
from stridesfeed.errors import FileError, OutputError, StridesError
from stridesfeed.publish.write import write

#: The name of the standard input.
_STDIN = "-"

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "hint": {"fg": "cyan"},
    "path": {"bold": True, "underline": True},
    "code": {"dim": True},
}


def _names(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """
    Names of rules, each given alone or several with commas between them.
    """
    names = tuple(name.strip() for part in given for name in part.split(",") if name.strip())
    try:
        refuse_unknown(names, RULES)
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    return names


def _explain(context: click.Context, _option: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    try:
        click.echo(explained(code, RULES), nl=False)
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    context.exit()


@program.command(
    "check",
    epilog=example("stridesfeed check blog", "stridesfeed check public/feed.xml --format github", "curl -s URL | stridesfeed check -"),
    short_help="Say what readers and partners would trip over.",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice([*FORMS]), default="text", show_default=True, help="How findings are shown.")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Only these: codes, patterns such as title-*, levels.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="All but these.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Leave out what this file has already.")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the baseline.")
@click.option("--fail-on", type=click.Choice(LEVELS), default="error", show_default=True, help="Exit with 1 for these, and for worse.")
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option("--explain", callback=_explain, is_eager=True, expose_value=False, metavar="CODE", help="Say what a rule is about, and end.")
@AS_OF
def check_command(
    paths: tuple[Path, ...],
    *,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    fail_on: Level,
    strict: bool,
    as_of: str | None,
) -> None:
    """
    Check sites and documents: each of PATHS is a folder with a stridesfeed.toml, such a file, a document in RSS, Atom or JSON Feed, or - for
    the standard input. Without any, the site of this folder.

    Nothing is fetched and nothing is changed. Exit codes: 0 nothing that --fail-on names, 1 something, 2 wrong usage.
    """
    if write_baseline and baseline is None:
        raise click.UsageError("Name the file with --baseline.")
    choice = Choice(select=select, ignore=ignore)
    try:
        found = in_order(choice.of(finding for path in paths or (Path(),) for finding in _found(path, as_of)))
        if baseline is not None and write_baseline:
            write({baseline: Baseline.of(found).content()})
        findings = found if baseline is None else _read(baseline).new(found)
    except StridesError as error:
        raise WrongUsage(error) from error
    _show(findings, form)
    if reaches(findings, "warning" if strict and fail_on == "error" else fail_on):
        raise click.exceptions.Exit(1)


def _found(path: Path, as_of: str | None) -> Iterator[Finding]:
    """
    What is wrong with a site or a document.
    """
    if path.is_dir() or path.suffix == ".toml":
        site = site_at(path)
        yield from from_here(check_site(site, as_of=moment_of(as_of, site)), site.content.root)
    else:
        yield from check_document(_content(path), path.as_posix(), as_of=moment_of(as_of, None))


def _content(path: Path) -> bytes:
    if str(path) == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error


def _read(path: Path) -> Baseline:
    try:
        return Baseline.read(path.read_bytes(), path.as_posix())
    except OSError as error:
        raise FileError(path.as_posix(), None, None, f"cannot be read: {error.strerror}; write it with --write-baseline") from error


def _show(findings: Iterable[Finding], form: str) -> None:
    shown = tuple(findings)
    if form != "text":
        click.echo(FORMS[form](shown, RULES), nl=False)
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(as_text.text(shown, RULES, style=_styled, width=width), nl=False)


def _styled(kind: str, text: str) -> str:
    return click.style(text, **_LOOKS[kind])
