"""
The ledger's file.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.publish.ledger.entries import Ledger
from stridesfeed.publish.ledger.lines import parse_ledger

#: The usual name, beside the configuration.
FILE_NAME = "stridesfeed.lock"


def read_ledger(path: Path) -> Ledger | None:
    """
    The ledger at *path*; ``None`` where there is no such file.

    All that is wrong with it comes together in an :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise _faulty(path, None, "is a symbolic link that leads nowhere") from None
        return None
    except OSError as error:
        raise _faulty(path, None, f"cannot be read: {error.strerror}") from error
    try:
        return parse_ledger(content.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _faulty(path, line, "is not UTF-8; restore it from version control, or from a backup") from error


def _faulty(path: Path, line: int | None, rule: str) -> InvalidFilesError:
    return InvalidFilesError.of([FileError(path.name, line, None, rule)])
