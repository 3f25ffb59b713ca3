"""
Files written whole or not at all, and not touched where their bytes are the same.
"""

from __future__ import annotations

import contextlib
import errno
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from stridesfeed.errors import OutputError
from stridesfeed.publish.staging import clear_leftovers, remove, temporary_names


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
    that leaves everything as it was, and so does being killed: the next run removes what a killed one left beside the targets.
    What is written is on the disk when this returns. :class:`OutputError` names the path and says what to do.
    """
    targets = _targets(documents)
    clear_leftovers(target.parent for target in targets.values())
    result = _compared(documents)
    if result.written:
        _replace({path: (targets[path], documents[path]) for path in result.written})
    return result


def would_write(documents: Mapping[Path, bytes]) -> Written:
    """
    What :func:`write` would do with the same documents. Nothing is written.
    """
    _targets(documents)
    return _compared(documents)


def _targets(documents: Iterable[Path]) -> dict[Path, Path]:
    """
    The file that each document replaces: a link to a file stays a link, and what it leads to is replaced.

    Names that cannot live beside one another are refused, all together.
    """
    targets: dict[Path, Path] = {}
    for path in documents:
        with _explained(path):
            targets[path] = Path(os.path.realpath(path))
            _refuse_folder(targets[path])
    clashes = [*_clashes(targets)]
    if clashes:
        raise OutputError("\n".join(clashes))
    return targets


def _clashes(targets: Mapping[Path, Path]) -> Iterator[str]:
    first: dict[str, Path] = {}
    for path, target in targets.items():
        other = first.setdefault(_key(target), path)
        if other is not path:
            yield f"{path}: is {other} on disks that take upper and lower case for the same: give one of them another name"
    for path, target in targets.items():
        below = next((first[key] for key in map(_key, target.parents) if key in first), None)
        if below:
            yield f"{path}: needs a folder where the document {below} is to be: give one of them another name"


def _key(target: Path) -> str:
    """
    The same for names that some file system takes for the same: case, and composed or decomposed letters.
    """
    return unicodedata.normalize("NFC", str(target)).casefold()


def _compared(documents: Mapping[Path, bytes]) -> Written:
    unchanged = {path for path, content in documents.items() if _holds(path, content)}
    return Written(
        written=tuple(path for path in documents if path not in unchanged),
        unchanged=tuple(path for path in documents if path in unchanged),
    )


def _holds(path: Path, content: bytes) -> bool:
    """
    Whether the file at *path* has the bytes *content*.
    """
    with _explained(path):
        try:
            return path.stat().st_size == len(content) and path.read_bytes() == content
        except FileNotFoundError:
            return False


def _replace(documents: Mapping[Path, tuple[Path, bytes]]) -> None:
    """
    Give each target its new content, by the path that errors name.
    """
    with contextlib.ExitStack() as cleaning:
        made: list[Path] = []
        # In the end this finds only what an error left: a folder with a document in it stays.
        cleaning.callback(_remove_empty, made)
        for path, (target, _) in documents.items():
            with _explained(path):
                _make_folders(target.parent, made)
        staged = cleaning.enter_context(_staged(documents))
        for path, temporary in staged.items():
            with _explained(path):
                temporary.replace(documents[path][0])
        _sync_folders([*(target.parent for target, _ in documents.values()), *(folder.parent for folder in made)])


@contextlib.contextmanager
def _staged(documents: Mapping[Path, tuple[Path, bytes]]) -> Iterator[dict[Path, Path]]:
    """
    For each document, a file with its bytes beside its target. At the end no such file is left.
    """
    staged: dict[Path, Path] = {}
    with contextlib.ExitStack() as cleaning:
        first, (target, _) = next(iter(documents.items()))
        with _explained(first):
            name = cleaning.enter_context(temporary_names(target.parent))
        cleaning.callback(lambda: remove(staged.values()))
        for path, (target, content) in documents.items():
            with _explained(path):
                staged[path] = name(target.parent)
                _write_whole(staged[path], content, target)
        yield staged


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
