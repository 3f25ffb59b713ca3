"""
Entries of a ledger that are read from its file and replaced there one by one, without the others.
"""

from __future__ import annotations

from collections.abc import Iterable

from stridesfeed.publish.ledger.entries import Entry
from stridesfeed.publish.ledger.file import escape_source, format_line, parse_line


class LedgerLines:
    """
    The *content* of a ledger's file, which must be what :func:`~stridesfeed.publish.ledger.format_ledger` returned, and its SHA-256 before any
    entry is replaced, in hexadecimal digits.
    """

    def __init__(self, content: bytes, sha256: str) -> None:
        self.content = content
        self.sha256 = sha256

    def numbered(self, n: int) -> Entry | None:
        """
        Return the entry with a number.
        """
        return self._entry_at(self.content.find(f"\n{n} ".encode()) + 1)

    def of_file(self, source: str) -> Entry | None:
        """
        Return the entry of the only published article of a file; ``None`` if it has none or several.
        """
        end, found = f" {escape_source(source)}\n".encode("utf-8", "replace"), list[Entry]()
        at = self.content.find(end)
        while at >= 0:
            entry = self._entry_at(self.content.rfind(b"\n", 0, at) + 1)
            if entry and entry.source == source and entry.withdrawn is None:
                found.append(entry)
            at = self.content.find(end, at + 1)
        return found[0] if len(found) == 1 else None

    def has_text(self, fingerprint: str) -> bool:
        """
        Return whether an article has the content with this fingerprint.
        """
        return f" {fingerprint} ".encode() in self.content

    def replace(self, entries: Iterable[Entry]) -> None:
        """
        Put *entries* in the place of those with the same numbers.
        """
        for entry in entries:
            start = self.content.find(f"\n{entry.n} ".encode()) + 1
            end = self.content.index(b"\n", start) + 1
            self.content = b"".join((self.content[:start], format_line(entry).encode("utf-8", "replace"), self.content[end:]))

    def _entry_at(self, start: int) -> Entry | None:
        line = self.content[start : self.content.find(b"\n", start)] if start else b""
        return parse_line(line.decode("utf-8"))
