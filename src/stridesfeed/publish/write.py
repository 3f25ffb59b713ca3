"""
Files written whole or not at all, and not touched where their bytes are the same.
"""

from __future__ import annotations

import contextlib
import errno
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from stridesfeed.errors import OutputError
from stridesfeed.publish.staging import clear_leftovers, remove, temporary_names

#: More bring nothing.
_SYNCED_AT_ONCE = 16

#: Files by their paths, or one after the other, so that nobody has to hold them all. Without bytes a file lies there already, as it should be.
Documents = Mapping[Path, bytes] | Iterable[tuple[Path, bytes | None]]


@attrs.frozen(kw_only=True)
class Written:
    """
    What became of the documents, in the order in which they were given.
    """

    #: Files whose bytes are new.
    written: tuple[Path, ...] = ()

    #: Files that held the same bytes already; their dates are what they were.
    unchanged: tuple[Path, ...] = ()

    def with_(self, more: Written) -> Written:
        """
        This and *more* together.
        """
        return Written(written=self.written + more.written, unchanged=self.unchanged + more.unchanged)


def write(documents: Documents) -> Written:
    """
    Write each document to its path, and make the folders that are missing.

    All documents are first written completely beside their targets; only then does each take its target's place, at once. An error before
    that, also one of whoever gives the documents, leaves everything as it was, and so does being killed: the next run removes what a killed
    one left beside the targets. What is written is on the disk when this returns. :class:`OutputError` names the path and says what to do.
    """
    with _run() as run:
        for path, content in _pairs(documents):
            run.take(path, content)
        run.replace()
    return run.result


def would_write(documents: Documents) -> Written:
    """
    What :func:`write` would do with the same documents. Nothing is written.
    """
    names, found = _Names(), list[tuple[Path, bool]]()
    for path, content in _pairs(documents):
        names.add(path)
        found.append((path, content is not None and not _holds(path, content)))
    names.refuse_clashes()
    return _result(found)


def _pairs(documents: Documents) -> Iterable[tuple[Path, bytes | None]]:
    return documents.items() if isinstance(documents, Mapping) else documents


def _result(found: Iterable[tuple[Path, bool]]) -> Written:
    """
    What was *found*: each path with whether its bytes are new.
    """
    paths = tuple(found)
    return Written(
        written=tuple(path for path, is_new in paths if is_new),
        unchanged=tuple(path for path, is_new in paths if not is_new),
    )


@attrs.define
class _Names:
    """
    The files that documents replace, and which of them cannot live beside one another.
    """

    folders: dict[Path, None] = attrs.field(factory=dict)
    _files: dict[str, Path] = attrs.field(factory=dict)
    _below: dict[str, Path] = attrs.field(factory=dict)
    _clashes: list[str] = attrs.field(factory=list)

    def add(self, path: Path) -> Path | None:
        """
        The file that the document at *path* replaces: a link to a file stays a link, and what it leads to is replaced. ``None`` where another
        document is in its way.
        """
        with _explained(path):
            target = Path(os.path.realpath(path))
            clash = self._clash(path, target)
            if clash:
                self._clashes.append(f"{path}: {clash}: give one of them another name")
                return None
            _refuse_folder(target)
        self.folders[target.parent] = None
        return target

    def refuse_clashes(self) -> None:
        """
        Raise all clashes together, where there are any.
        """
        if self._clashes:
            raise OutputError("\n".join(self._clashes))

    def _clash(self, path: Path, target: Path) -> str | None:
        key = _key(target)
        if key in self._files:
            if self._files[key] == path:
                return "two documents are to lie here"
            return f"is {self._files[key]} on disks that take upper and lower case for the same"
        self._files[key] = path
        if key in self._below:
            return f"is to be where {self._below[key]} needs a folder"
        for folder in target.parents:
            above = _key(folder)
            if above in self._files:
                return f"needs a folder where the document {self._files[above]} is to be"
            if above in self._below:
                # Those above it are known too.
                return None
            self._below[above] = path
        return None


def _key(target: Path) -> str:
    """
    The same for names that some file system takes for the same: case, and composed or decomposed letters.
    """
    return unicodedata.normalize("NFC", str(target)).casefold()


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
def _run() -> Iterator[_Run]:
    """
    A run that leaves nothing behind but documents, whatever happens.
    """
    with contextlib.ExitStack() as cleaning:
        run = _Run(cleaning)
        cleaning.callback(lambda: clear_leftovers(run.names.folders))
        # This finds only what an error left: a folder with a document in it stays.
        cleaning.callback(_remove_empty, run.made)
        yield run


class _Run:
    """
    Documents that wait beside their targets, to take their places together.
    """

    def __init__(self, cleaning: contextlib.ExitStack) -> None:
        self.names = _Names()
        self.made: list[Path] = []
        self._cleaning = cleaning
        self._name: Callable[[Path], Path] | None = None
        self._staged: dict[Path, tuple[Path, Path]] = {}
        self._found: list[tuple[Path, bool]] = []

    @property
    def result(self) -> Written:
        """
        What became of all documents.
        """
        return _result(self._found)

    def take(self, path: Path, content: bytes | None) -> None:
        """
        Take one document, and write it beside its target unless that has the same bytes.
        """
        target = self.names.add(path)
        is_new = content is not None and target is not None and not _holds(path, content)
        self._found.append((path, is_new))
        if is_new and content is not None and target is not None:
            with _explained(path):
                self._stage(path, target, content)

    def replace(self) -> None:
        """
        Let every document take its place.
        """
        self.names.refuse_clashes()
        self._sync()
        for path, (temporary, target) in self._staged.items():
            with _explained(path):
                _keep_permissions(temporary, target)
        for path, (temporary, target) in self._staged.items():
            with _explained(path):
                temporary.replace(target)
        _sync_folders([*(target.parent for _, target in self._staged.values()), *(folder.parent for folder in self.made)])

    def _sync(self) -> None:
        """
        Write down to the disk what waits. Disks do many files at once in the time of a few.
        """
        with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
            waiting = [(path, pool.submit(_sync_file, temporary)) for path, (temporary, _) in self._staged.items()]
            for path, synced in waiting:
                with _explained(path):
                    synced.result()

    def _stage(self, path: Path, target: Path, content: bytes) -> None:
        _make_folders(target.parent, self.made)
        if self._name is None:
            self._name = self._cleaning.enter_context(temporary_names(target.parent))
            # Before the lock on their names is given back.
            self._cleaning.callback(lambda: remove(temporary for temporary, _ in self._staged.values()))
        self._staged[path] = self._name(target.parent), target
        with self._staged[path][0].open("xb") as file:
            file.write(content)


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))


def _make_folders(folder: Path, made: list[Path]) -> None:
    """
    Make *folder* and those above it that are missing, and note which.
    """
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        # Another build may make the same folder at this moment; whether it is one is asked below.
        with contextlib.suppress(FileExistsError):
            parent.mkdir()
            made.append(parent)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _sync_file(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_permissions(temporary: Path, target: Path) -> None:
    """
    Give *temporary* the permissions of the file that it will replace, where there is one; else it keeps those of any new file.
    """
    if target.exists():
        temporary.chmod(target.stat().st_mode & 0o7777)


def _sync_folders(folders: Iterable[Path]) -> None:
    """
    Write down which files *folders* hold, so that this outlives a power cut too.
    """
    for folder in dict.fromkeys(folders):
        with _explained(folder):
            _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        # Where folders cannot be opened (Windows, or no right to list this one), there is no way to ask for it.
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems do not know this for folders.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


def _remove_empty(folders: list[Path]) -> None:
    for folder in reversed(folders):
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
    errno.ELOOP: "a link leads back to itself; remove it",
    errno.EMFILE: "too many files are open; close other programs and run it again",
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
