from __future__ import annotations

import pytest

from stridesfeed.checks.choice import Choice, reaches, refuse_unknown
from stridesfeed.checks.finding import Finding, Level
from stridesfeed.errors import UnknownNameError

LONG = Finding(code="title-too-long", level="warning", message="m", path="content/old/a.md")
LOUD = Finding(code="title-shouting", level="hint", message="m", path="content/new/a.md")
DEAD = Finding(code="link-dead", level="error", message="m")
ALL = (LONG, LOUD, DEAD)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), ALL),
        (Choice(select=["title-shouting"]), (LOUD,)),
        (Choice(select=["title-*"]), (LONG, LOUD)),
        (Choice(select=["error", "warning"]), (LONG, DEAD)),
        (Choice(ignore=["hint"]), (LONG, DEAD)),
        (Choice(select=["title-*"], ignore=["title-too-long"]), (LOUD,)),
        (Choice(per_file={"content/old/*": ("title-*",)}), (LOUD, DEAD)),
        (Choice(per_file={"content/*": ("title-shouting",)}), (LONG, DEAD)),
        (Choice(per_file={"*": ("*",)}), (DEAD,)),
    ],
)
def test_a_choice_is_of_rules_levels_and_files(choice: Choice, expected: tuple[Finding, ...]) -> None:
    assert choice.of(ALL) == expected


def test_a_name_that_names_nothing_is_refused_with_the_nearest() -> None:
    refuse_unknown(["title-*", "hint", "link-dead"], ["title-too-long", "link-dead"])

    with pytest.raises(UnknownNameError, match="did you mean 'link-dead'"):
        refuse_unknown(["link-ded"], ["title-too-long", "link-dead"])
    with pytest.raises(UnknownNameError, match=r"'body-\*'"):
        refuse_unknown(["body-*"], ["title-too-long", "link-dead"])


def test_a_choice_names_all_that_it_names() -> None:
    assert Choice(select=["a"], ignore=["b"], per_file={"*": ("c", "d")}).names() == ("a", "b", "c", "d")


@pytest.mark.parametrize(("level", "expected"), [("error", False), ("warning", True), ("hint", True)])
def test_what_is_worse_reaches_a_level_too(level: Level, expected: bool) -> None:  # a column of the table
    assert reaches([LONG], level) == expected
