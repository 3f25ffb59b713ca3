"""
The door to click: the commands.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, TypeVar

import attrs
import click

from stridesfeed.build import Report, build
from stridesfeed.cli._rich import progress_bars
from stridesfeed.cli.moment import from_environment, parse_moment
from stridesfeed.cli.new_site import new_configuration, usual_folder
from stridesfeed.cli.words import machine_text, summary
from stridesfeed.errors import FileError, InvalidFilesError, StridesError
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, Site, head_links, keys, read_site

FC = TypeVar("FC", bound=Callable[..., Any])


class _Stop(click.ClickException):
    """
    The end of a command that failed, in lines on the standard error, or as one JSON object on the standard output.
    """

    def __init__(self, error: StridesError, *, as_json: bool = False) -> None:
        super().__init__(str(error))
        self._faults = error.faults if isinstance(error, InvalidFilesError) else ()
        self._as_json = as_json
        # The context, which knows whether colours are wanted, is gone when this is shown.
        self._color = click.get_current_context().color

    def show(self, file: IO[Any] | None = None) -> None:
        """
        As click calls it.
        """
        if self._as_json:
            click.echo(machine_text(Report(faults=self._faults), None if self._faults else self.message), file)
        elif self._faults:
            _show_faults(self._faults, self._color)
        else:
            click.echo(f"Error: {self.message}", err=True)


class _FaultyContent(_Stop):
    exit_code = 1


class _WrongUsage(_Stop):
    exit_code = 2


def _show_faults(faults: Sequence[FileError], color: bool | None = None) -> None:
    for fault in faults:
        place, _, rest = str(fault).partition(": ")
        click.echo(f"{click.style(place, bold=True)}: {rest}", err=True, color=color)


def _key_option(section: str, name: str, option: str, meaning: str) -> Callable[[FC], FC]:
    """
    An option of ``init`` for a key of the configuration, held to that key's rule.
    """
    return click.option(option, type=_kept(section, name), metavar=keys.key(section, name).kind.name.upper(), help=meaning)


def _kept(section: str, name: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        fault = keys.key(section, name).kind.rule(value)
        if fault:
            raise click.BadParameter(fault)
        return value

    return convert


_SITE = click.argument("folder", metavar="[SITE]", default=".", type=click.Path(path_type=Path))

_EXAMPLES = {
    "program": "stridesfeed init\n  stridesfeed build",
    "init": 'stridesfeed init blog --title "AI Strides" --url https://strides.example/',
    "build": "stridesfeed build blog --output public\n  stridesfeed build --as-of 2026-05-01 --keep-going",
    "links": "stridesfeed links blog >> blog/templates/head.html",
}


def _example(name: str) -> str:
    return f"\b\nExample:\n  {_EXAMPLES[name]}"


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_example("program"))
@click.version_option(package_name="stridesfeed", prog_name="stridesfeed", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """
    RSS 2.0, Atom 1.0 and JSON Feed 1.1 from a folder of articles.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


@program.command(epilog=_example("init"), short_help="Write a small stridesfeed.toml.")
@_SITE
@_key_option("feed", "title", "--title", "The name of the feed.")
@_key_option("feed", "url", "--url", "The home page.")
@_key_option("feed", "subtitle", "--subtitle", "What the feed is about.")
@_key_option("feed", "language", "--language", "The language of the articles, such as en or pt-BR.")
@_key_option("content", "folder", "--content", "The folder of the articles.")
@_key_option("content", "permalink", "--permalink", "The addresses of articles, such as /news/{slug}/.")
@_key_option("content", "timezone", "--timezone", "The zone of dates without one, such as Europe/London.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the defaults for what is not given.")
def init(folder: Path, *, yes: bool, **given: str | None) -> None:
    """
    Write a small stridesfeed.toml into the folder SITE, by asking, or from the options.
    """
    path = folder / NAME
    if path.exists():
        raise click.UsageError(f"{path} exists already: edit it, or remove it first.")
    answers = _answers(folder, given, yes=yes)
    missing = [f"--{name}" for name in ("title", "url") if not answers.get(name)]
    if missing:
        raise click.UsageError(f"Nobody can be asked here: give {' and '.join(missing)}.")
    values = {("content", "folder"): usual_folder(folder)} | {_place(name): value for name, value in answers.items() if value}
    try:
        write({path: new_configuration(values).encode()})
    except StridesError as error:
        raise _WrongUsage(error) from error
    command = "stridesfeed build" if folder == Path() else f"stridesfeed build {shlex.quote(str(folder))}"
    click.echo(f"Written: {path}\nNext: put articles into {folder / values['content', 'folder']}, then run: {command}")


def _place(option: str) -> tuple[str, str]:
    """
    The section and key that an option of ``init`` sets.
    """
    return {
        "content": ("content", "folder"),
        "permalink": ("content", "permalink"),
        "timezone": ("content", "timezone"),
    }.get(option, ("feed", option))


def _answers(folder: Path, given: dict[str, str | None], *, yes: bool) -> dict[str, str | None]:
    """
    What was *given*, and for the rest that a site can hardly do without: the defaults, or what somebody at a terminal answers.
    """
    questions = {
        "title": ("The name of the feed", folder.absolute().name),
        "url": ("The address of the home page", None),
        "language": ("The language of the articles", "en"),
        "content": ("The folder of the articles", usual_folder(folder)),
    }
    open_questions = {name: question for name, question in questions.items() if given[name] is None}
    if yes:
        return given | {name: default for name, (_, default) in open_questions.items()}
    if _somebody_answers():
        return given | {name: _ask(name, *question) for name, question in open_questions.items()}
    return given


def _somebody_answers() -> bool:
    return sys.stdin.isatty()


def _ask(name: str, question: str, default: str | None) -> str:
    return str(click.prompt(question, default=default, value_proc=_kept(*_place(name))))


@program.command("build", epilog=_example("build"), short_help="Build the feeds of a site.")
@_SITE
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Write into this folder instead of the site's own.")
@click.option(
    "--as-of",
    metavar="DATE",
    help="Leave out articles later than this date or moment; otherwise SOURCE_DATE_EPOCH decides, or else the clock.",
)
@click.option("--keep-going", is_flag=True, help="Publish the articles without a fault; still exit with 1.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Share the work among N processes.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, whatever the site's cache remembers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--quiet", "-q", is_flag=True, help="Print faults only.")
def build_command(
    folder: Path, *, output: Path | None, as_of: str | None, keep_going: bool, jobs: int | None, no_cache: bool, as_json: bool, quiet: bool
) -> None:
    """
    Build the feeds of SITE: a folder with a stridesfeed.toml, or such a file.

    Files are written whole or not at all, and stay untouched where nothing changed. Exit codes: 0 done, 1 faults in the content, 2 wrong
    usage or configuration.
    """
    site = _site(folder, as_json=as_json)
    site = attrs.evolve(site, jobs=jobs or site.jobs, cache=None if no_cache else site.cache)
    moment = _moment(as_of, site)
    try:
        with progress_bars(wanted=not (quiet or as_json)) as progress:
            report = build(site, as_of=moment, keep_going=keep_going, output=output, progress=progress)
    except InvalidFilesError as error:
        raise _FaultyContent(error, as_json=as_json) from error
    except StridesError as error:
        raise _WrongUsage(error, as_json=as_json) from error
    _show(report, site, as_json=as_json, quiet=quiet)
    if report.faults:
        raise click.exceptions.Exit(_FaultyContent.exit_code)


def _show(report: Report, site: Site, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        click.echo(machine_text(report))
        return
    _show_faults(report.faults)
    for line in () if quiet else summary(report, site):
        subject, _, rest = line.partition(": ")
        click.echo(f"{click.style(subject, fg='green')}: {rest}")


@program.command(epilog=_example("links"), short_help="Print the links to the feeds for a page's head.")
@_SITE
def links(folder: Path) -> None:
    """
    Print the lines for the head of each page of SITE, by which browsers and readers find its feeds.
    """
    click.echo("\n".join(head_links(_site(folder))))


def _site(path: Path, *, as_json: bool = False) -> Site:
    try:
        return read_site(path)
    except StridesError as error:
        raise _WrongUsage(error, as_json=as_json) from error


def _moment(as_of: str | None, site: Site) -> datetime:
    """
    The moment that decides which articles are still in the future. Only here is the clock read.
    """
    try:
        if as_of is not None:
            return parse_moment(as_of, site.content.timezone)
        return from_environment(os.environ) or datetime.now(UTC)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
