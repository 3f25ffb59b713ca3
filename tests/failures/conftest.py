from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from publisher import Publisher
from stridesfeed.cli._click import program

#: One of everything that a build writes.
CONFIGURATION = """\
[output]
limit = 2
archive = 2
[[feeds]]
by = "category"
path = "tags/{slug}/"
"""


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    """
    A site that was built once and has changed since.
    """
    made = Publisher(tmp_path / "site", CONFIGURATION)
    for day, name in enumerate(("one", "two", "three", "four", "five")):
        made.write(name, day=day, tags="[AI]")
    made.build(6)
    made.write("two", "Another text.", day=1, tags="[AI]")
    made.write("six", day=7, tags="[AI, New]")
    return made


@pytest.fixture
def build(site: Publisher) -> Callable[..., tuple[int, str, str]]:
    """
    Run ``stridesfeed build`` on day 8 and return the exit code and both output streams.
    """

    def run(*arguments: Any) -> tuple[int, str, str]:
        given = ["build", str(site.folder), "--as-of", "2026-05-09T12:00:00Z", *map(str, arguments)]
        result = CliRunner().invoke(program, given)
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def everything(site: Publisher) -> Callable[[], dict[str, bytes]]:
    """
    Return all files of the site except its content and its cache.
    """

    def read() -> dict[str, bytes]:
        found = {path.relative_to(site.folder).as_posix(): path for path in site.folder.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in found.items() if not name.startswith(("content/", ".stridesfeed/"))}

    return read
