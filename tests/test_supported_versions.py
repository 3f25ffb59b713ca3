"""
`./run oldest` tests the versions that pyproject.toml promises.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = [requirement for name, extra in PROJECT["project"]["optional-dependencies"].items() if name != "all" for requirement in extra]
GROUPS = [group for name, group in PROJECT["dependency-groups"].items() if name.startswith("oldest")]
OLDEST = [re.sub(r"\[.*?\]", "", requirement) for group in GROUPS for requirement in group if isinstance(requirement, str)]


def without_zeros(version: str) -> str:
    """
    A version without zeros at its end: 3.0.0 is 3.
    """
    return re.sub(r"(?:\.0)+$", "", version)


def lower_bound(name: str) -> str:
    """
    The lowest version of a package that the extras allow.
    """
    (found,) = {without_zeros(match[1]) for requirement in EXTRAS if (match := re.match(rf"{name}>=([\d.]+)", requirement, re.IGNORECASE))}
    return found


@pytest.mark.parametrize("name", ["Django", "Flask", "starlette", "uvicorn", "mkdocs", "Sphinx", "pelican", "nikola"])
def test_the_oldest_version_is_that_of_the_extra(name: str) -> None:
    (pinned,) = [requirement.partition("==")[2] for requirement in OLDEST if requirement.startswith(f"{name}==")]

    assert without_zeros(pinned) == lower_bound(name)
