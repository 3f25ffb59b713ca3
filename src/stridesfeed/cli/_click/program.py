"""
The command group, which imports a subcommand only when it runs.
"""

from __future__ import annotations

import os
from importlib import import_module

import click

from stridesfeed._version import __version__

#: The description of each subcommand, by the name of its module in this package.
COMMANDS = {
    "adopt": "Import articles from an existing feed or export.",
    "build": "Build the feeds of a site.",
    "check": "Check a site or feed for problems.",
    "diff": "Show what readers will see after the next build.",
    "digest": "Write the e-mails of daily, weekly or monthly digests.",
    "init": "Create a stridesfeed.toml.",
    "links": "Print the HTML links to the feeds.",
    "ping": "Notify WebSub hubs of deployed changes.",
    "serve": "Preview the feeds of a site.",
}


class LazyGroup(click.Group):
    """
    A group whose subcommands are the ``command`` of one module each. ``--help`` and ``--version`` import none of them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as click calls it
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"stridesfeed.cli._click.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as click calls it
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def example(*lines: str) -> str:
    """
    Return the end of a command's help: example command lines.
    """
    return "\b\nExample:\n  " + "\n  ".join(lines)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=example("stridesfeed init", "stridesfeed build"))
@click.version_option(__version__, prog_name="stridesfeed", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """
    Build RSS 2.0, Atom 1.0 and JSON Feed 1.1 from a folder of articles.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
