"""
Directives for tables that the code already holds, so that the pages cannot say anything else.

``{configuration} SECTION``: the keys of a section of the configuration. ``{formats}``: the formats. ``{losses}``: what each has no place for.
``{help} COMMAND``: what the command says to ``--help``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from stridesfeed.cli._click import program
from stridesfeed.emit import FORMATS
from stridesfeed.site import KEYS

NONE = "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """
    A table in Markdown.
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines)


def code(text: str) -> str:
    """
    *text* in the type of code, and a dash where there is none.
    """
    return f"`{text}`" if text else NONE


def _help(command: click.Command, name: str, parent: click.Context) -> str:
    return command.get_help(command.make_context(name, [], parent, resilient_parsing=True))


class Configuration(SphinxDirective):
    """
    The keys of one section.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """
        A row for each key.
        """
        keys = [key for key in KEYS if key.section == self.arguments[0]]
        if not keys:
            raise self.error(f"the configuration has no section {self.arguments[0]}")
        rows = [(code(key.name), key.kind.name, "required" if key.required else code(key.default_text), key.meaning) for key in keys]
        return self.parse_text_to_nodes(table(("Key", "Value", "Default", "Meaning"), rows))


class Formats(SphinxDirective):
    """
    The formats.
    """

    def run(self) -> list[nodes.Node]:
        """
        A row for each format.
        """
        rows = [(known.title, code(known.name), code(known.file_name), code(known.media_type)) for known in FORMATS.values()]
        return self.parse_text_to_nodes(table(("Format", "Name", "File", "Media type"), rows))


class Losses(SphinxDirective):
    """
    What each format has no place for.
    """

    def run(self) -> list[nodes.Node]:
        """
        A row for each field.
        """
        rows = [(known.title, code(loss.field), loss.reason) for known in FORMATS.values() for loss in known.losses]
        return self.parse_text_to_nodes(table(("Format", "Field", "Why"), rows))


class Help(SphinxDirective):
    """
    What a command says to ``--help``; without a name, the whole program.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """
        The text, as it is printed.
        """
        whole = program.make_context("stridesfeed", [], resilient_parsing=True, terminal_width=100)
        if not self.arguments:
            return [nodes.literal_block(text=program.get_help(whole), language="text")]
        command = program.get_command(whole, self.arguments[0])
        if command is None:
            raise self.error(f"there is no command {self.arguments[0]}")
        return [nodes.literal_block(text=_help(command, self.arguments[0], whole), language="text")]


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Tell Sphinx of the directives.
    """
    for name, directive in (("configuration", Configuration), ("formats", Formats), ("losses", Losses), ("help", Help)):
        app.add_directive(name, directive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
