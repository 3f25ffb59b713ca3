"""
The reference is complete: a name, a command or a section that its page does not have fails here.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import stridesfeed
from stridesfeed.cli._click import program
from stridesfeed.site import KEYS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_command_has_a_section() -> None:
    assert isinstance(program, click.Group)
    assert re.findall(r"^## `stridesfeed (.+)`$", page("commands.md"), re.MULTILINE) == [*program.commands]


def test_every_command_shows_what_it_says_to_help() -> None:
    assert re.findall(r"^```\{help\} (.+)$", page("commands.md"), re.MULTILINE) == [*program.commands]


def test_every_section_of_the_configuration_has_its_table() -> None:
    sections = dict.fromkeys(key.section for key in KEYS)

    assert re.findall(r"^```\{configuration\} (.+)$", page("configuration.md"), re.MULTILINE) == [*sections]


@pytest.mark.parametrize("name", sorted(stridesfeed.__all__))
def test_every_public_name_is_in_the_reference(name: str) -> None:
    places = {
        "errors.md": (stridesfeed.errors.__name__,),
        "api.md": re.findall(r"^\.\. auto\w+:: stridesfeed\.(\w+)$", page("api.md"), re.MULTILINE),
    }
    is_error = isinstance(getattr(stridesfeed, name), type) and issubclass(getattr(stridesfeed, name), stridesfeed.StridesError)

    assert is_error or name in places["api.md"]
