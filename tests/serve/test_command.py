from __future__ import annotations

import socket
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program
from stridesfeed.serve import _uvicorn

CONFIGURATION = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\nlanguage = "en"\n'
FAULTY = "---\ntitle: One\ndate: 2026-04-30 09:00\n---\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "content" / "one.md").write_text(FAULTY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    The URLs opened in a browser. Nothing is served in these tests.
    """
    found: list[str] = []

    def serve_nothing(_application: object, listening: socket.socket, _stopping: object) -> None:
        assert listening.getsockname()[1]

    monkeypatch.setattr(_uvicorn, "run", serve_nothing)
    monkeypatch.setattr(click, "launch", found.append)
    return found


def run(*arguments: object) -> Result:
    return CliRunner().invoke(program, ["serve", *map(str, arguments), "--port", "0", "--as-of", "2026-05-01"])


def test_preview_starts_despite_content_errors(site: Path, opened: list[str]) -> None:
    result = run(site, "--open")

    assert result.exit_code == 0
    assert "content/one.md:3: date: needs a UTC offset" in result.stderr
    assert result.stdout.startswith("Preview: http://127.0.0.1:")
    assert opened == [result.stdout.split()[1]]


@pytest.mark.usefixtures("opened")
def test_public_host_prints_a_warning(site: Path) -> None:
    assert "Warning: anyone who can reach 0.0.0.0 can read" in run(site, "--host", "0.0.0.0").stderr  # noqa: S104  # that is the point
    assert "Warning" not in run(site, "--host", "localhost").stderr


@pytest.mark.usefixtures("opened")
def test_invalid_configuration_is_wrong_usage(site: Path) -> None:
    (site / "stridesfeed.toml").write_text("[feed]\ntitel = 'A'\n", encoding="utf-8")

    result = run(site)

    assert result.exit_code == 2
    assert "stridesfeed.toml:2" in result.stderr


def test_missing_server_package_is_one_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "stridesfeed.serve._uvicorn", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    result = run(site)

    assert result.exit_code == 2
    assert result.stderr == "Error: the preview needs an optional package: pip install 'stridesfeed[serve]'\n"
