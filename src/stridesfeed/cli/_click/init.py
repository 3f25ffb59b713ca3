"""
``stridesfeed init``: a small configuration, by asking or from options.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import SITE
from stridesfeed.cli._click.stops import WrongUsage
from stridesfeed.cli.new_site import git_attributes, new_configuration, usual_folder
from stridesfeed.errors import StridesError
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, keys

FC = TypeVar("FC", bound=Callable[..., Any])


def _key_option(section: str, name: str, option: str, meaning: str) -> Callable[[FC], FC]:
    """
    An option of ``init`` for a key of the configuration, held to that key's rule.
    """
    return click.option(option, type=_kept(section, name), metavar=keys.key(section, name).type.name.upper(), help=meaning)


def _kept(section: str, name: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        fault = keys.key(section, name).type.rule(value)
        if fault:
            raise click.BadParameter(fault)
        return value

    return convert


@program.command(
    epilog=example('stridesfeed init blog --title "AI Strides" --url https://strides.example/'), short_help="Write a small stridesfeed.toml."
)
@SITE
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
    Write a small stridesfeed.toml into the folder SITE, by asking, or from the options; in a git repository also the line in .gitattributes
    that lets git merge the ledger.
    """
    path = folder / NAME
    if path.exists():
        raise click.UsageError(f"{path} exists already: edit it, or remove it first.")
    answers = _answers(folder, given, yes=yes)
    missing = [f"--{name}" for name in ("title", "url") if not answers.get(name)]
    if missing:
        raise click.UsageError(f"Nobody can be asked here: give {' and '.join(missing)}.")
    values = {("content", "folder"): usual_folder(folder)} | {_place(name): value for name, value in answers.items() if value}
    documents = {path: new_configuration(values).encode(), **git_attributes(folder)}
    try:
        write(documents)
    except StridesError as error:
        raise WrongUsage(error) from error
    command = "stridesfeed build" if folder == Path() else f"stridesfeed build {shlex.quote(str(folder))}"
    click.echo(f"Written: {', '.join(map(str, documents))}")
    click.echo(f"Next: put articles into {folder / values['content', 'folder']}, then run: {command}")


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
