"""
The description of a host, and the block of lines that stridesfeed owns in a host's configuration file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from stridesfeed.errors import OutputError
from stridesfeed.publish.headers import Caching, HostedFile
from stridesfeed.publish.redirects import Redirect

#: The lines of a file, without line ends.
Lines = tuple[str, ...]

_BEGIN = b"# stridesfeed: begin (replaced by each build; other lines are kept)"
_END = b"# stridesfeed: end"
_BEGIN_PREFIX = b"# stridesfeed: begin"


@attrs.frozen(kw_only=True)
class HostedSite:
    """
    The files and redirects that a host is configured for.
    """

    files: tuple[HostedFile, ...]
    redirects: tuple[Redirect, ...]
    caching: Caching

    #: "gzip" or "brotli", if there are compressed forms next to the files.
    encodings: frozenset[str]


@attrs.frozen(kw_only=True)
class Host:
    """
    A host or a server that reads configuration files.
    """

    #: The name in the configuration.
    name: str

    #: The name in messages and documentation.
    title: str

    #: Whether it reads its files from the output folder.
    in_output: bool

    #: The names of the files that it reads.
    files: tuple[str, ...]

    #: Returns the lines for each of its files, without empty ones.
    lines: Callable[[HostedSite], Mapping[str, Lines]]


def quoted(text: str, *, escaped: str = '"\\') -> str:
    """
    Return *text* in double quotes, with a backslash before each of the characters *escaped*.
    """
    return '"' + "".join("\\" + character if character in escaped else character for character in text) + '"'


def replace_block(name: str, existing: bytes | None, lines: Iterable[str]) -> bytes:
    """
    Return the *existing* content of the file *name* with *lines* in place of the block of the last build, or at the end.

    All other lines stay unchanged. Without *lines*, the block is removed. Incomplete or repeated markers raise :class:`OutputError`.
    """
    content = existing or b""
    all_lines = content.splitlines(keepends=True)
    begins = [number for number, line in enumerate(all_lines) if line.strip().startswith(_BEGIN_PREFIX)]
    ends = [number for number, line in enumerate(all_lines) if line.strip() == _END]
    before, after = content, b""
    if begins or ends:
        if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
            raise OutputError(
                f"{name}: the begin and end markers of stridesfeed must each be there once: remove them with the lines between them, "
                "and build again"
            )
        before, after = b"".join(all_lines[: begins[0]]), b"".join(all_lines[ends[0] + 1 :])
    block = [line.encode() for line in lines]
    if not block:
        return before + after
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + b"".join(line + b"\n" for line in (_BEGIN, *block, _END)) + after
