from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stridesfeed.errors import OutputError
from stridesfeed.publish import lock
from stridesfeed.publish.lock import locked

HOLD = """
import sys
from pathlib import Path
from stridesfeed.publish.lock import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    file = tmp_path / "stridesfeed.toml"
    file.write_bytes(b"[feed]\n")
    return file


def holder(site: Path) -> subprocess.Popen[str]:
    """
    Another process that has locked *site*.
    """
    process = subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, "-c", HOLD, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "locked\n"
    return process


def test_a_second_build_is_refused_while_the_first_runs(site: Path) -> None:
    with holder(site) as first:
        with (
            pytest.raises(OutputError, match=r"stridesfeed\.toml: another build of this site is running: wait until it ends"),
            locked(site),
        ):
            pass
        first.communicate()

    with locked(site):
        pass


def test_a_build_that_was_killed_leaves_no_lock(site: Path) -> None:
    with holder(site) as first:
        first.kill()

    with locked(site):
        pass


def test_a_build_that_failed_leaves_no_lock(site: Path) -> None:
    with pytest.raises(KeyError), locked(site):
        raise KeyError

    with locked(site):
        pass


def test_the_same_process_cannot_build_twice_at_once_either(site: Path) -> None:
    with locked(site), pytest.raises(OutputError, match="another build"), locked(site):
        pass


def test_other_sites_are_free_and_nothing_is_written(site: Path) -> None:
    other = site.with_name("other.toml")
    other.touch()

    with locked(site), locked(other):
        assert sorted(site.parent.iterdir()) == [other, site]
        assert site.read_bytes() == b"[feed]\n"


def test_a_build_runs_on_a_file_system_without_locks(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_lock", refuse)

    with locked(site):
        pass


def test_a_missing_site_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone\.toml: cannot be locked: No such file"), locked(tmp_path / "gone.toml"):
        pass
