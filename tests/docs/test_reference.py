"""
The reference is complete: these tests fail if a name, command or section is missing from its page.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest

import stridesfeed
from stridesfeed import errors
from stridesfeed.cli._click import program
from stridesfeed.load import SOURCES
from stridesfeed.load.front_matter import names
from stridesfeed.load.urls import permalinks
from stridesfeed.site import KEYS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


COMMANDS = sorted(program.list_commands(click.Context(program)))


def test_every_command_has_a_section() -> None:
    assert sorted(re.findall(r"^## `stridesfeed (.+)`$", page("commands.md"), re.MULTILINE)) == COMMANDS


def test_every_command_shows_its_help() -> None:
    assert sorted(re.findall(r"^<!-- generated: help (.+) -->$", page("commands.md"), re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("name", ["commands.md", "configuration.md"])
def test_generated_parts_are_up_to_date(name: str) -> None:
    generate = runpy.run_path(str(REFERENCE.parent / "_ext" / "reference.py"))["generate"]

    assert page(name) == generate(name), "run ./run reference"


def test_every_section_of_the_configuration_has_its_table() -> None:
    sections = dict.fromkeys(key.section for key in KEYS)

    assert re.findall(r"^<!-- generated: configuration (.+) -->$", page("configuration.md"), re.MULTILINE) == [*sections]


def test_every_key_of_front_matter_has_a_row() -> None:
    rows = re.findall(r"^\| (`.+?) \|", page("front-matter.md"), re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}
    groups = (group for name, group in vars(names).items() if name.isupper() and isinstance(group, tuple) and not name.startswith("_"))

    assert {name for group in groups for name in group} - described == set()


def test_every_suffix_of_a_content_file_has_a_row() -> None:
    described = re.findall(r"`(\.\w+)`", page("front-matter.md"))

    assert set(SOURCES) - set(described) == set()


def test_every_part_of_a_permalink_has_a_row() -> None:
    rows = re.findall(r"^\| (`\{.+?) \|", page("front-matter.md"), re.MULTILINE)

    assert [name for row in rows for name in re.findall(r"`\{(\w+)\}`", row)] == [*permalinks.NAMES]


@pytest.mark.parametrize("name", sorted(stridesfeed.__all__))
def test_every_public_name_is_in_the_reference(name: str) -> None:
    described = re.findall(r"^\.\. (?:auto\w+|py:data):: stridesfeed\.(\w+)$", page("api.md"), re.MULTILINE)

    assert name in described or name in vars(errors)
