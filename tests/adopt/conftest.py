"""
Shared fixtures: the command, and a site built from an adopted document.
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
    Run the command without environment variables that change its output.
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
    Adopt a document into a new site, build it, and return the output folder.
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
