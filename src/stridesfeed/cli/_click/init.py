"""
``stridesfeed init``: a small configuration for a new site.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from stridesfeed.cli._click.arguments import SITE
from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.errors import StridesError
from stridesfeed.publish.ledger import FILE_NAME
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, keys, normalized_home

FC = TypeVar("FC", bound=Callable[..., Any])

#: Folders in which generators keep articles, the most common first.
_CONTENT_FOLDERS = ("content", "_posts", "posts", "src/content", "docs")

#: The options, with the section and name of the key that each sets.
_OPTIONS = {
    "title": ("feed", "title"),
    "url": ("feed", "url"),
    "subtitle": ("feed", "subtitle"),
    "language": ("feed", "language"),
    "content": ("content", "folder"),
    "permalink": ("content", "permalink"),
    "timezone": ("content", "timezone"),
}

#: The keys of a new configuration. Keys without a value are written as comments, with this example.
_KEYS = (
    ("feed", "title", ""),
    ("feed", "url", ""),
    ("feed", "id", ""),
    ("feed", "subtitle", "A sentence about the feed."),
    ("feed", "language", "en"),
    ("content", "folder", ""),
    ("content", "permalink", ""),
    ("content", "timezone", "Europe/London"),
    ("output", "folder", ""),
    ("output", "rss", ""),
    ("output", "atom", ""),
    ("output", "json", ""),
    ("output", "limit", ""),
)


def _key_option(name: str, metavar: str, help_text: str) -> Callable[[FC], FC]:
    """
    Return a click option that sets a key of the configuration, with the same validation.
    """
    return click.option(f"--{name}", type=_validator(name), metavar=metavar, help=help_text)


def _validator(name: str) -> Callable[[str], str]:
    def validate(value: str) -> str:
        fault = keys.key(*_OPTIONS[name]).type.rule(value)
        if fault:
            raise click.BadParameter(fault)
        return value

    return validate


@click.command(
    "init",
    epilog=example('stridesfeed init blog --title "AI Strides" --url https://strides.example/'),
    short_help=COMMANDS["init"],
)
@SITE
@_key_option("title", "TEXT", "The name of the feed.")
@_key_option("url", "URL", "The home page.")
@_key_option("subtitle", "TEXT", "A sentence about the feed.")
@_key_option("language", "TAG", "The language of the articles, such as en or pt-BR.")
@_key_option("content", "FOLDER", "The folder of the articles.")
@_key_option("permalink", "PATTERN", "The URL pattern of articles, such as /news/{slug}/.")
@_key_option("timezone", "ZONE", "The time zone of dates without one, such as Europe/London.")
@click.option("--yes", is_flag=True, help="Use the defaults instead of asking.")
def command(folder: Path, *, yes: bool, **given: str | None) -> None:
    """
    Create a small stridesfeed.toml in the folder SITE. Asks for what the options do not give.

    In a git repository, also adds a line to .gitattributes that lets git merge the ledger.
    """
    path = folder / NAME
    if folder.is_file():
        raise click.UsageError(f"{folder} is a file: name a folder.")
    if path.exists():
        raise click.UsageError(f"{path} exists already: edit it, or remove it first.")
    answers = _ask_for_missing(folder, given, yes=yes)
    if missing := [f"--{name}" for name in ("title", "url") if not answers.get(name)]:
        raise click.UsageError(f"Standard input is not a terminal: give {' and '.join(missing)}.")
    values = {("content", "folder"): find_content_folder(folder)} | {_OPTIONS[name]: value for name, value in answers.items() if value}
    values["feed", "id"] = normalized_home(values["feed", "url"])
    documents = {path: _configuration(values).encode(), **_git_attributes(folder)}
    try:
        write(documents)
    except StridesError as error:
        raise UsageFailure(error) from error
    build = "stridesfeed build" if folder == Path() else f"stridesfeed build {shlex.quote(str(folder))}"
    click.echo(f"Written: {', '.join(map(str, documents))}")
    click.echo(f"Next: put articles into {folder / values['content', 'folder']}, then run: {build}")


def _ask_for_missing(folder: Path, given: Mapping[str, str | None], *, yes: bool) -> dict[str, str | None]:
    """
    Return the given options, completed with answers on a terminal, or with defaults if *yes*.
    """
    questions = {
        "title": ("Name of the feed", folder.absolute().name),
        "url": ("URL of the home page", None),
        "language": ("Language of the articles", "en"),
        "content": ("Folder of the articles", find_content_folder(folder)),
    }
    missing = {name: question for name, question in questions.items() if given[name] is None}
    if yes:
        return {**given, **{name: default for name, (_, default) in missing.items()}}
    if not _is_interactive():
        return dict(given)
    return {**given, **{name: click.prompt(text, default=default, value_proc=_validator(name)) for name, (text, default) in missing.items()}}


def _is_interactive() -> bool:
    return sys.stdin.isatty()


def find_content_folder(root: Path) -> str:
    """
    Return the folder below *root* that probably contains the articles.
    """
    return next((name for name in _CONTENT_FOLDERS if (root / name).is_dir()), _CONTENT_FOLDERS[0])


def _configuration(values: Mapping[tuple[str, str], str]) -> str:
    """
    Return the text of a new configuration with *values*, by section and name, and a comment at each key.
    """

    def toml(value: str | int) -> str:
        # TOML writes text and whole numbers as JSON does, except for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")

    lines = ["# The feeds of this site. After a change, run: stridesfeed build"]
    current = ""
    for section, name, sample in _KEYS:
        if section != current:
            current = section
            lines += ["", f"[{section}]"]
        key = keys.key(section, name)
        value = values.get((section, name), key.default)
        lines += [f"# {key.description}", f"# {name} = {toml(sample)}" if value is None else f"{name} = {toml(value)}"]
    return "\n".join([*lines, ""])


def _git_attributes(folder: Path) -> dict[Path, bytes]:
    """
    Return ``.gitattributes`` with a line that lets git merge the ledger; empty outside a git repository, or if the file mentions the ledger.
    """
    absolute = folder.absolute()
    path = folder / ".gitattributes"
    content = path.read_bytes() if path.is_file() else b""
    if FILE_NAME.encode() in content or not any((parent / ".git").exists() for parent in (absolute, *absolute.parents)):
        return {}
    newline = b"" if not content or content.endswith(b"\n") else b"\n"
    return {path: content + newline + f"{FILE_NAME} merge=union\n".encode()}
