from __future__ import annotations

import pytest

from stridesfeed.checks.finding import Finding, Level, Selection, has_level, validate_rule_names
from stridesfeed.errors import UnknownNameError

LONG = Finding(code="title-too-long", level="warning", message="m", path="content/old/a.md")
LOUD = Finding(code="title-shouting", level="hint", message="m", path="content/new/a.md")
DEAD = Finding(code="link-dead", level="error", message="m")
ALL = (LONG, LOUD, DEAD)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ALL),
        (Selection(select=["title-shouting"]), (LOUD,)),
        (Selection(select=["title-*"]), (LONG, LOUD)),
        (Selection(select=["error", "warning"]), (LONG, DEAD)),
        (Selection(ignore=["hint"]), (LONG, DEAD)),
        (Selection(select=["title-*"], ignore=["title-too-long"]), (LOUD,)),
        (Selection(per_file={"content/old/*": ("title-*",)}), (LOUD, DEAD)),
        (Selection(per_file={"content/*": ("title-shouting",)}), (LONG, DEAD)),
        (Selection(per_file={"*": ("*",)}), (DEAD,)),
    ],
)
def test_a_selection_names_rules_levels_and_files(selection: Selection, expected: tuple[Finding, ...]) -> None:
    assert selection.filter(ALL) == expected


def test_an_unknown_rule_name_is_rejected_with_the_most_similar() -> None:
    validate_rule_names(["title-*", "hint", "link-dead"], ["title-too-long", "link-dead"])

    with pytest.raises(UnknownNameError, match="did you mean 'link-dead'"):
        validate_rule_names(["link-ded"], ["title-too-long", "link-dead"])
    with pytest.raises(UnknownNameError, match=r"'body-\*'"):
        validate_rule_names(["body-*"], ["title-too-long", "link-dead"])


def test_a_selection_lists_its_rule_names() -> None:
    assert Selection(select=["a"], ignore=["b"], per_file={"*": ("c", "d")}).rule_names() == ("a", "b", "c", "d")


@pytest.mark.parametrize(("level", "expected"), [("error", False), ("warning", True), ("hint", True)])
def test_a_worse_finding_has_the_level_too(level: Level, expected: bool) -> None:  # a column of the table
    assert has_level([LONG], level) == expected
