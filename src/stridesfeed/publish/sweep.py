"""
Files that an earlier build made and this one does not: found, and removed where that is wished.

Only what the manifest names is ever looked at, and only what still holds the bytes that we wrote is ever removed.
"""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import attrs

from stridesfeed.errors import OutputError
from stridesfeed.publish.compress import SUFFIXES
from stridesfeed.publish.manifest import File, Manifest


@attrs.frozen(kw_only=True)
class Stale:
    """
    Files below the output folder that no build makes any more, by their paths.
    """

    #: As we wrote them: they can be removed.
    ours: tuple[str, ...] = ()

    #: Somebody changed them since, or put a link in their place: they are theirs now.
    changed: tuple[str, ...] = ()

    #: Compressed forms, as we wrote them, of documents that are still made. Servers would go on sending them: remove them always.
    shadows: tuple[str, ...] = ()

    #: Named in the manifest, and not there any more.
    gone: tuple[str, ...] = ()


def find_stale(manifest: Manifest, made: Collection[str], folder: Path) -> Stale:
    """
    What *manifest* knows of in *folder* beside the paths *made* of this build. Nothing is changed.

    Names are compared as the disk does: where upper and lower case are one, a document that only changed its case is not stale.
    """
    found = dict[str, list[str]](ours=[], changed=[], shadows=[], gone=[])
    spelled = {name.casefold(): name for name in made}
    for file in (*manifest.files, *manifest.stale):
        if file.path not in made:
            found[_state(file, spelled, folder)].append(file.path)
    return Stale(**{state: tuple(sorted(paths)) for state, paths in found.items()})


def _state(file: File, spelled: Mapping[str, str], folder: Path) -> str:
    """
    What has become of *file*, where the documents of this build are *spelled* by their names without case.
    """
    path = folder / file.path
    twin = spelled.get(file.path.casefold())
    if twin and _same_file(path, folder / twin):
        return "gone"
    try:
        is_link = stat.S_ISLNK(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return "gone"
    except OSError:
        return "changed"
    if is_link or not file.is_intact(folder):
        return "changed"
    stem, dot, ending = file.path.rpartition(".")
    return "shadows" if dot + ending in SUFFIXES and stem.casefold() in spelled else "ours"


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def remove_stale(paths: Iterable[str], folder: Path) -> None:
    """
    Remove the files at *paths* below *folder*, and the folders that are empty then. :class:`OutputError` names all that could not be removed.
    """
    faults: list[str] = []
    for name in paths:
        try:
            (folder / name).unlink(missing_ok=True)
            _remove_empty_folders((folder / name).parent, folder)
        except OSError as error:
            faults.append(f"{folder / name}: cannot be removed: {error.strerror}; make its folder writable")
    if faults:
        raise OutputError("\n".join(faults))


def _remove_empty_folders(inner: Path, folder: Path) -> None:
    while inner != folder and not any(inner.iterdir()):
        inner.rmdir()
        inner = inner.parent
