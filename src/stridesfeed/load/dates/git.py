"""
The dates of files in git: of the first commit and of the last change, by one ``git log`` for all files of a repository.

Only the ``git`` command is run, without a shell or a pager, and with options that make its output independent of the user's settings.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from stridesfeed.errors import FieldError

#: Overrides the user's settings that change the output.
_SETTINGS = (
    *("core.quotePath=false", "core.fsmonitor=false", "color.ui=false", "diff.relative=false", "diff.renameLimit=1000"),
    # Nothing is fetched, not even what a partial clone lacks.
    "protocol.allow=never",
    *("log.showSignature=false", "log.showRoot=true", "log.follow=false", "log.diffMerges=off"),
)

#: Variables that may stay: where git is, the folders that the user declared safe, and where to look for a repository.
_ENVIRONMENT = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")

#: Begins a commit in the output.
_COMMIT = "\x01"

#: The status of a file that was renamed without a change.
_RENAMED_ONLY = "R100"

#: In minutes: a day.
_MAX_OFFSET = 24 * 60


class FileDates(NamedTuple):
    """
    The dates of a file.
    """

    published: datetime
    updated: datetime


def find_repository(folder: Path) -> Path:
    """
    Return the root of the repository that contains *folder*.

    Raises :class:`FieldError` if git is not installed, *folder* is in no repository, or the repository lacks a part of its history.
    """
    top, is_shallow = _run(folder, "rev-parse", "--show-toplevel", "--is-shallow-repository").splitlines()[:2]
    if is_shallow == "true":
        rule = "is in a shallow clone, which lacks the dates of most commits"
        raise _error(
            f"{rule}: fetch the whole history (fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 for GitLab, or git fetch --unshallow)"
        )
    return Path(os.path.realpath(top))


def read_dates(repository: Path, suffixes: Iterable[str]) -> Mapping[str, FileDates]:
    """
    Return the dates of the files with one of *suffixes* in *repository*, by their real paths. Renamed files keep their history.

    The dates are those of the authors, in their time zones. Raises :class:`FieldError` if the history cannot be read.
    """
    log = ("log", "-z", "--topo-order", "--name-status", "--date=raw", f"--format={_COMMIT}%ad")
    # Without the magic word "glob", the star also stands for folders, and git compares the ends of paths only.
    files = ["--", *(f":(top,icase)*{suffix}" for suffix in suffixes)]
    try:
        output = _run(repository, *log, "--find-renames", *files)
    except FieldError:
        # A clone without the content of older files: only files that were renamed without a change can be followed.
        output = _run(repository, *log, "--find-renames=100%", *files)
    return {os.path.normpath(f"{repository}/{path}"): dates for path, dates in _trace(_changes(output)).items()}


def _run(folder: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise _error("cannot be dated by git, which is not installed: install it, or write dates")
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_ENVIRONMENT)}
    finished = subprocess.run(  # noqa: S603  # no shell, and no argument that begins with a hyphen comes from outside
        [git, "--no-pager", "-C", os.fspath(folder.absolute()), *settings, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        env=kept | {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
    )
    if finished.returncode:
        said = os.fsdecode(finished.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
        raise _error(
            f"cannot be dated by git: {said or f'exit code {finished.returncode}'}; run the command in a full clone of the site, or write dates"
        )
    return os.fsdecode(finished.stdout)


def _error(rule: str) -> FieldError:
    return FieldError("git", "date", rule)


class _Change(NamedTuple):
    """
    A change of one file in one commit.
    """

    moment: datetime

    #: The first letter is A (added), D (deleted), M (modified), R (renamed), …; a number tells how much of a renamed file stayed.
    status: str

    path: str

    #: The former path of a renamed file.
    former: str


def _changes(output: str) -> Iterator[_Change]:
    """
    Yield the changes in the output of ``git log -z --name-status``, the newest first.
    """
    parts = iter(output.split("\0"))
    moment: datetime | None = None
    for part in parts:
        status = part.lstrip("\n")
        if status.startswith(_COMMIT):
            moment = _moment(status[1:])
        elif status:
            former = next(parts) if status[0] in "RC" else ""
            path = next(parts)
            if moment:
                yield _Change(moment, status, path, former)


def _moment(raw: str) -> datetime | None:
    """
    Return the moment of git's ``1777539600 +0200``; ``None`` if it is not between the years 1970 and 9000. Impossible time zones are UTC.
    """
    seconds, _, offset = raw.strip().partition(" ")
    minutes = int(f"{offset[:1]}1") * (int(offset[1:3]) * 60 + int(offset[3:5]))
    zone = timezone(timedelta(minutes=minutes)) if minutes and abs(minutes) < _MAX_OFFSET else UTC
    return datetime.fromtimestamp(int(seconds), zone) if 0 <= int(seconds) < 221_845_392_000 else None


def _trace(changes: Iterable[_Change]) -> dict[str, FileDates]:
    """
    Return the dates of the files that exist, by their present paths.
    """
    first: dict[str, datetime] = {}
    last: dict[str, datetime] = {}
    # The present path of the file that had a path at this point of the history; empty if it was deleted since, or is traced to its beginning.
    present: dict[str, str] = {}
    for change in changes:
        file = present.setdefault(change.path, "" if change.status == "D" else change.path)
        if change.former:
            present[change.former] = file
        if file:
            first[file] = change.moment
            if change.status != _RENAMED_ONLY:
                last.setdefault(file, change.moment)
        if change.status[0] in "AR":
            present[change.path] = ""
    return {file: FileDates(published, max(published, last.get(file, published))) for file, published in first.items()}
