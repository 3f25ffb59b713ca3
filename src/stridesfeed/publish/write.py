"""
Write files atomically: completely or not at all, and only if their bytes change.

New files are first written to temporary files next to their targets. All temporary files of a run have its token in their names, and while the
run lives it holds a lock on a file with that token. So any later run can tell the files of a running build from those of a killed one, even on
another machine that shares the disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import attrs

from stridesfeed.errors import OutputError

#: More threads are not faster.
_SYNC_THREADS = 16

#: Files by path, or one after the other so that not all are in memory. ``None`` stands for a file that exists and is up to date.
Documents = Mapping[Path, bytes] | Iterable[tuple[Path, bytes | None]]


@attrs.frozen(kw_only=True)
class WrittenFiles:
    """
    The paths of documents, in the order in which they were given.
    """

    #: All of them.
    paths: tuple[Path, ...] = attrs.field(default=(), eq=False)

    #: Files with new bytes.
    written: tuple[Path, ...] = ()

    #: Files that already had the same bytes; their modification times are unchanged.
    unchanged: tuple[Path, ...] = ()

    def __add__(self, other: WrittenFiles) -> WrittenFiles:
        return WrittenFiles(paths=self.paths + other.paths, written=self.written + other.written, unchanged=self.unchanged + other.unchanged)


def write(documents: Documents) -> WrittenFiles:
    """
    Write each document to its path, creating missing folders.

    All documents are first written completely to temporary files; only then does each replace its target, atomically. An error before that,
    including one raised by the *documents* iterator, leaves everything unchanged, and so does killing the process: the next run removes the
    temporary files of a killed one. When this returns, the files are synced to the disk. :class:`OutputError` names the path and the fix.
    """
    with contextlib.ExitStack() as cleanup:
        run = _Run(cleanup)
        cleanup.callback(lambda: clear_leftovers(run.targets.folders))
        # Folders are empty only after an error: one with a document in it stays.
        cleanup.callback(_remove_empty_folders, run.created_folders)
        for path, content in _pairs(documents):
            run.add(path, content)
        run.replace_targets()
        return run.result


def would_write(documents: Documents) -> WrittenFiles:
    """
    Return what :func:`write` would return for the same documents, without writing anything.
    """
    targets, found = _Targets(), list[tuple[Path, bool]]()
    for path, content in _pairs(documents):
        targets.add(path)
        found.append((path, content is not None and not _has_content(path, content)))
    targets.raise_conflicts()
    return _written_files(found)


def _pairs(documents: Documents) -> Iterable[tuple[Path, bytes | None]]:
    return documents.items() if isinstance(documents, Mapping) else documents


def _written_files(found: list[tuple[Path, bool]]) -> WrittenFiles:
    return WrittenFiles(
        paths=tuple(path for path, _ in found),
        written=tuple(path for path, is_new in found if is_new),
        unchanged=tuple(path for path, is_new in found if not is_new),
    )


@attrs.define
class _Targets:
    """
    The files that documents replace, and the conflicts between them.
    """

    #: The folders of all targets, in order.
    folders: dict[Path, None] = attrs.field(factory=dict)
    _files: dict[str, Path] = attrs.field(factory=dict)
    #: Folders that a document needs, with that document.
    _needed_folders: dict[str, Path] = attrs.field(factory=dict)
    _conflicts: list[str] = attrs.field(factory=list)

    def add(self, path: Path) -> Path | None:
        """
        Return the file that the document at *path* replaces; ``None`` if it conflicts with another document.

        A symbolic link is replaced and never followed: its target may belong to another program.
        """
        with _output_errors(path):
            target = Path(os.path.realpath(path.parent), path.name)
            conflict = self._conflict(path, target)
            if conflict:
                self._conflicts.append(f"{path}: {conflict}: give one of them another name")
                return None
            if target.is_dir() and not target.is_symlink():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        self.folders[target.parent] = None
        return target

    def raise_conflicts(self) -> None:
        """
        Raise all conflicts together, if there are any.
        """
        if self._conflicts:
            raise OutputError("\n".join(self._conflicts))

    def _conflict(self, path: Path, target: Path) -> str | None:
        key = _key(target)
        if key in self._files:
            if self._files[key] == path:
                return "two documents have this path"
            return f"is the same file as {self._files[key]} on disks that ignore case"
        self._files[key] = path
        if key in self._needed_folders:
            return f"is a document where {self._needed_folders[key]} needs a folder"
        for folder in target.parents:
            above = _key(folder)
            if above in self._files:
                return f"needs a folder where the document {self._files[above]} is"
            if above in self._needed_folders:
                # The folders above it were added together with it.
                return None
            self._needed_folders[above] = path
        return None


def _key(target: Path) -> str:
    """
    Return the same key for paths that some file system does not distinguish: case, composed and decomposed letters.
    """
    return unicodedata.normalize("NFC", str(target)).casefold()


def _has_content(path: Path, content: bytes) -> bool:
    with _output_errors(path):
        try:
            return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
        except FileNotFoundError:
            return False


class _Run:
    """
    Documents in temporary files, ready to replace their targets together.
    """

    def __init__(self, cleanup: contextlib.ExitStack) -> None:
        self.targets = _Targets()
        self.created_folders: list[Path] = []
        self._cleanup = cleanup
        self._temporary_name: Callable[[Path], Path] | None = None
        self._staged: dict[Path, tuple[Path, Path]] = {}
        self._found: list[tuple[Path, bool]] = []

    @property
    def result(self) -> WrittenFiles:
        return _written_files(self._found)

    def add(self, path: Path, content: bytes | None) -> None:
        """
        Write one document to a temporary file, unless its target has the same bytes.
        """
        target = self.targets.add(path)
        is_new = content is not None and target is not None and not _has_content(path, content)
        self._found.append((path, is_new))
        if is_new and content is not None and target is not None:
            with _output_errors(path):
                _create_folders(target.parent, self.created_folders)
                if self._temporary_name is None:
                    self._temporary_name = self._cleanup.enter_context(temporary_names(target.parent))
                    # Runs before the lock on the names is released.
                    self._cleanup.callback(lambda: _remove_if_possible(temporary for temporary, _ in self._staged.values()))
                self._staged[path] = self._temporary_name(target.parent), target
                with self._staged[path][0].open("xb") as file:
                    file.write(content)

    def replace_targets(self) -> None:
        """
        Sync all temporary files to the disk and let them replace their targets.
        """
        self.targets.raise_conflicts()
        # Disks sync many files at once in the time of a few.
        with ThreadPoolExecutor(_SYNC_THREADS) as pool:
            pending = [(path, pool.submit(_sync_file, temporary)) for path, (temporary, _) in self._staged.items()]
            for path, synced in pending:
                with _output_errors(path):
                    synced.result()
        for path, (temporary, target) in self._staged.items():
            with _output_errors(path):
                # A new file keeps the default permissions, and so does one in place of a link.
                if target.exists() and not target.is_symlink():
                    temporary.chmod(target.stat().st_mode & 0o7777)
        for path, (temporary, target) in self._staged.items():
            with _output_errors(path):
                temporary.replace(target)
        # After this, the new names survive a power failure too.
        folders = [*(target.parent for _, target in self._staged.values()), *(folder.parent for folder in self.created_folders)]
        for folder in dict.fromkeys(folders):
            with _output_errors(folder):
                _sync_folder(folder)


def _create_folders(folder: Path, created: list[Path]) -> None:
    """
    Create *folder* and its missing parents, and add them to *created*.
    """
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        # Another build may create the same folder at this moment; the check below reports a file in its place.
        with contextlib.suppress(FileExistsError):
            parent.mkdir()
            created.append(parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _sync_file(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # Folders that cannot be opened (on Windows, or without the right to list them) cannot be synced.
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems do not support this for folders.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


def _remove_empty_folders(folders: list[Path]) -> None:
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


_FIXES = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "free some space and run it again",
    errno.EACCES: "make its folder writable, or choose another with --output",
    errno.EPERM: "make its folder writable, or choose another with --output",
    errno.EROFS: "choose another folder with --output",
    errno.EISDIR: "a folder has this name; rename it, or the document",
    errno.ENOTDIR: "there is a file in place of a folder; rename it, or choose another folder with --output",
    errno.EEXIST: "there is a file in place of a folder; rename it, or choose another folder with --output",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "the folder is a symbolic link that points to itself; remove it",
    errno.EMFILE: "too many files are open; close other programs and run it again",
}


@contextlib.contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    """
    Turn errors of the operating system into :class:`OutputError`, with the path and the fix.
    """
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        fix = _FIXES.get(error.errno or 0, "existing files are intact")
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; {fix}") from error


_TEMPORARY_NAME = re.compile(r"\.stridesfeed-([0-9a-f]{16})(?:-[0-9]+\.tmp|\.lock)")

if sys.platform == "win32":

    def _is_locked(lock: Path) -> bool:
        try:
            lock.unlink(missing_ok=True)
        except OSError:
            return True
        return False

else:
    import fcntl

    def _is_locked(lock: Path) -> bool:
        try:
            descriptor = os.open(lock, os.O_RDWR)
        except OSError:
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def temporary_names(folder: Path) -> Iterator[Callable[[Path], Path]]:
    """
    Yield a function that returns a new temporary file name in any folder. The run is marked as alive by a lock in *folder*.
    """
    token = secrets.token_hex(8)
    numbers = count()
    lock = folder / f".stridesfeed-{token}.lock"
    descriptor = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        # Locked before the first temporary file exists, so that any run that finds one can rely on the lock.
        if sys.platform != "win32":
            # On a disk without locks, the files of a killed run stay until they are removed by hand. On Windows, an open file is locked.
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield lambda target_folder: target_folder / f".stridesfeed-{token}-{next(numbers)}.tmp"
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            lock.unlink()


def clear_leftovers(folders: Iterable[Path]) -> None:
    """
    Remove the temporary files of killed runs from *folders*, but not those of running ones.

    The files of a run whose lock is in none of *folders* are ignored: it may be running. Files that cannot be removed stay and do no harm.
    """
    found = defaultdict[str, list[Path]](list)
    for folder in dict.fromkeys(folders):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if match := _TEMPORARY_NAME.fullmatch(entry.name):
                    found[match[1]].append(folder / entry.name)
    for files in found.values():
        locks = [file for file in files if file.suffix == ".lock"]
        if locks and not any(map(_is_locked, locks)):
            # The lock is removed last: while a file remains, the next run can tell which run it belongs to.
            _remove_if_possible(sorted(files, key=lambda file: file.suffix == ".lock"))


def _remove_if_possible(files: Iterable[Path]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()
