"""
Every requirement names tests and rules that exist.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from stridesfeed.checks import RULES
from stridesfeed.checks.requirements import FormatRequirement, requirements

TESTS = Path(__file__).parents[1]


@cache
def functions(module: str) -> frozenset[str]:
    tree = ast.parse((TESTS / f"{module}.py").read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_all_requirements_exist() -> None:
    assert [requirement.number for requirement in requirements()] == [*range(1, 129)]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.number)
def test_a_requirement_is_ensured_or_has_a_reason(requirement: FormatRequirement) -> None:
    assert bool(requirement.tests or requirement.codes) != bool(requirement.not_ours)


@pytest.mark.parametrize("requirement", requirements(), ids=lambda requirement: requirement.number)
def test_its_tests_and_rules_exist(requirement: FormatRequirement) -> None:
    tests = [test.split(":") for test in requirement.tests]

    assert [(module, name) for module, name in tests if f"test_{name}" not in functions(module)] == []
    assert [code for code in requirement.codes if code not in RULES] == []
