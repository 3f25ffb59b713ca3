"""
What tests of adopting share: the command, and what a site that was adopted says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adopting import Run
from stridesfeed.cli._click import program


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """
    Runs the command; no environment but what a test sets.
    """
    for name in ("SOURCE_DATE_EPOCH", "CI"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(program, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result

    return invoke


@pytest.fixture
def rebuilt(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """
    Adopts a document into a new site and builds that; gives the folder with the new documents.
    """

    def rebuild(content: bytes, *options: str, name: str = "given") -> Path:
        document = tmp_path / name
        document.write_bytes(content)
        site = tmp_path / f"site of {name}"
        adopted = run("adopt", document, "--into", site, *options)
        assert adopted.exit_code == 0, adopted.output
        built = run("build", site)
        assert built.exit_code == 0, built.output
        return site / "public"

    return rebuild
