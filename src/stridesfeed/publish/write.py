"""
Files written whole or not at all, and not touched where their bytes are the same.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from stridesfeed.errors import OutputError


@attrs.frozen(kw_only=True)
class Written:
    """
    What became of the documents, in the order in which they were given.
    """

    #: Files whose bytes are new.
    written: tuple[Path, ...] = ()

    #: Files that held the same bytes already; their dates are what they were.
    unchanged: tuple[Path, ...] = ()


def write(documents: Mapping[Path, bytes]) -> Written:
    """
    Write each document to its path, and make the folders that are missing.

    All documents are first written completely beside their targets; only then does each take its target's place, at once. An error before
    that leaves everything as it was. :class:`OutputError` names the path and says what to do.
    """
    changed = {path: content for path, content in documents.items() if not _holds(path, content)}
    with _staged(changed) as staged:
        for path, (temporary, target) in staged.items():
            with _explained(path):
                temporary.replace(target)
    return Written(written=tuple(changed), unchanged=tuple(path for path in documents if path not in changed))


def _holds(path: Path, content: bytes) -> bool:
    """
    Whether the file at *path* has the bytes *content*.
    """
    with _explained(path):
        try:
            return path.stat().st_size == len(content) and path.read_bytes() == content
        except FileNotFoundError:
            return False


@contextlib.contextmanager
def _staged(documents: Mapping[Path, bytes]) -> Iterator[dict[Path, tuple[Path, Path]]]:
    """
    For each document, a file with its bytes and the target that this file may replace.

    At the end no such file is left; after an error the folders that were made for them and are still empty go too.
    """
    staged: dict[Path, tuple[Path, Path]] = {}
    made: list[Path] = []
    try:
        for path, content in documents.items():
            with _explained(path):
                # A link to a file stays a link: what it leads to is replaced.
                target = Path(os.path.realpath(path))
                _refuse_folder(target)
                _make_folders(target.parent, made)
                temporary = target.parent / f".stridesfeed-{secrets.token_hex(8)}.tmp"
                staged[path] = temporary, target
                _write_whole(temporary, content, target)
        yield staged
    except BaseException:
        _remove(temporary for temporary, _ in staged.values())
        _remove_folders(made)
        raise


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))


def _make_folders(folder: Path, made: list[Path]) -> None:
    """
    Make *folder* and those above it that are missing, and note which.
    """
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
        made.append(parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _write_whole(temporary: Path, content: bytes, target: Path) -> None:
    """
    Write *content* down to the disk, with the permissions of the file that it will replace, or else those of any new file.
    """
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o7777)


def _remove(files: Iterator[Path]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()


def _remove_folders(made: list[Path]) -> None:
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


_ADVICE = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "free some space and run it again",
    errno.EACCES: "make its folder writable, or choose another with --output",
    errno.EPERM: "make its folder writable, or choose another with --output",
    errno.EROFS: "choose another folder with --output",
    errno.EISDIR: "a folder has this name; rename it, or the document",
    errno.ENOTDIR: "a file stands where a folder has to be; rename it, or choose another folder with --output",
    errno.EEXIST: "a file stands where a folder has to be; rename it, or choose another folder with --output",
    errno.ENAMETOOLONG: "choose a shorter name",
}


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """
    Errors of the system become ours, with the path and what to do.
    """
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "nothing that was there before is damaged")
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; {advice}") from error
