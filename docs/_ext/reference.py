"""
Write the generated parts of ``docs/reference``: the tables of configuration keys, and the ``--help`` of each command.

A generated part is between ``<!-- generated: KIND NAME -->`` and ``<!-- end -->``. Run ``./run reference`` after a change of keys or options.
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from stridesfeed.cli._click import program
from stridesfeed.site import KEYS

REFERENCE = Path(__file__).parents[1] / "reference"
PAGES = ("commands.md", "configuration.md")

_PART = re.compile(r"(<!-- generated: (\w+) ?([\w.]*) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(section: str) -> str:
    """
    Return a Markdown table of the configuration keys of *section*.
    """
    keys = [key for key in KEYS if key.section == section]
    if not keys:
        raise LookupError(f"the configuration has no section {section}")
    rows = [("Key", "Value", "Default", "Meaning"), ("---",) * 4]
    for key in keys:
        default = "required" if key.required else f"`{key.default_text}`" if key.default_text else "–"
        rows.append((f"`{key.name}`", key.type.name, default, key.description))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def help_text(name: str) -> str:
    """
    Return what ``stridesfeed NAME --help`` prints, or ``stridesfeed --help`` without a name, as a block of Markdown.
    """
    context = program.make_context("stridesfeed", [], resilient_parsing=True, terminal_width=100)
    text = program.get_help(context)
    if name:
        command = program.get_command(context, name)
        if command is None:
            raise LookupError(f"there is no command {name}")
        text = command.get_help(command.make_context(name, [], context, resilient_parsing=True))
    return f"```text\n{click.unstyle(text).rstrip()}\n```"


def generate(name: str) -> str:
    """
    Return the text of the page *name* with its generated parts up to date.
    """
    kinds = {"configuration": table, "help": help_text}
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return _PART.sub(lambda part: f"{part[1]}\n{kinds[part[2]](part[3])}\n\n{part[4]}", text)


def main() -> None:
    """
    Rewrite all pages that have generated parts.
    """
    for name in PAGES:
        (REFERENCE / name).write_text(generate(name), encoding="utf-8")


if __name__ == "__main__":
    main()
