from __future__ import annotations

import sys
from io import StringIO

import pytest

from stridesfeed.cli._click.build import show_progress


class Terminal(StringIO):
    """
    A stream that is a terminal.
    """

    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, stream: StringIO, *, wanted: bool = True) -> str:
    """
    Return what a build of three articles draws on the standard error, replaced by *stream*.
    """
    monkeypatch.setattr(sys, "stderr", stream)
    with show_progress(wanted=wanted) as progress:
        if progress:
            progress("load", 0, 3)
            progress("load", 3, 3)
            progress("render", 0, 1)
            progress("render", 1, 1)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_bars_are_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(monkeypatch, Terminal())

    assert "Reading articles" in text
    assert "Writing feeds" in text


def test_nothing_is_drawn_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, StringIO()) == ""


def test_nothing_is_drawn_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    assert drawn(monkeypatch, Terminal()) == ""


def test_nothing_is_drawn_if_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, Terminal(), wanted=False) == ""
