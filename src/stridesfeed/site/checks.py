"""
What the configuration says of checks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from stridesfeed.checks import Level
from stridesfeed.checks.choice import Choice
from stridesfeed.site.keys import chosen
from stridesfeed.site.kinds import as_list
from stridesfeed.site.toml import Configuration


@attrs.frozen(kw_only=True)
class Checks:
    """
    Which findings count, and for whom.
    """

    choice: Choice

    #: The file with old sins; ``None`` for none.
    baseline: Path | None

    #: The partners who are asked too: names, and files of profiles.
    profiles: tuple[str, ...]

    #: From which level on a check fails.
    fail_on: Level


def checks_of(configuration: Configuration) -> Checks:
    """
    What *configuration* says of checks.
    """

    def given(name: str) -> Any:
        return chosen(configuration, "check", name)

    root, baseline = configuration.root, given("baseline")
    per_file = {pattern: tuple(as_list(names)) for pattern, names in given("per_file_ignores").items()}
    return Checks(
        choice=Choice(select=as_list(given("select")), ignore=as_list(given("ignore")), per_file=per_file),
        baseline=root / baseline if baseline else None,
        profiles=tuple(str(root / name) if name.endswith(".toml") else name for name in as_list(given("profiles"))),
        fail_on=given("fail_on"),
    )
