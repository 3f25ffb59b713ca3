"""
Our lines in a file that is not ours alone: they stand between two markers, and nothing else of the file is touched.
"""

from __future__ import annotations

from collections.abc import Iterable

from stridesfeed.errors import OutputError

_BEGIN = b"# stridesfeed: begin (written by each build; what stands outside stays)"
_END = b"# stridesfeed: end"
_MARK = b"# stridesfeed: begin"


def with_block(name: str, existing: bytes | None, lines: Iterable[str]) -> bytes:
    """
    What the file *name*, which holds *existing*, has to hold: *lines* in the place of our last ones, or else at its end.

    Without *lines* our block goes. :class:`OutputError` where only one of the two markers is there, or they come twice.
    """
    before, after = _around(name, existing or b"")
    block = [line.encode() for line in lines]
    if not block:
        return before + after
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + b"".join(line + b"\n" for line in (_BEGIN, *block, _END)) + after


def _around(name: str, content: bytes) -> tuple[bytes, bytes]:
    """
    What stands before and after our block.
    """
    lines = content.splitlines(keepends=True)
    begins = [number for number, line in enumerate(lines) if line.strip().startswith(_MARK)]
    ends = [number for number, line in enumerate(lines) if line.strip() == _END]
    if not begins and not ends:
        return content, b""
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
        raise OutputError(f"{name}: the lines of stridesfeed must begin and end once: take out all of them, with their markers")
    return b"".join(lines[: begins[0]]), b"".join(lines[ends[0] + 1 :])
