"""
The command itself, which its subcommands join.
"""

from __future__ import annotations

import os

import click


def example(*lines: str) -> str:
    """
    The end of a command's help: how one calls it.
    """
    return "\b\nExample:\n  " + "\n  ".join(lines)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=example("stridesfeed init", "stridesfeed build"))
@click.version_option(package_name="stridesfeed", prog_name="stridesfeed", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """
    RSS 2.0, Atom 1.0 and JSON Feed 1.1 from a folder of articles.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
