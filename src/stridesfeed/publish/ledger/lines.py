"""
The ledger as text: one line an article, each complete in itself, so that git can merge what two branches added.

The lines stand in the order of the SHA-256 of their ids. That order puts new lines in places far from one another, where two branches hardly
ever touch the same place; in an order by number or by date all of them would go to the end of the file, and every merge would be a conflict.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime

import attrs

from stridesfeed import rules
from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.publish.ledger.entries import Entry, Ledger

#: The version of the format that is written, and the only one that is read.
VERSION = 1

_TITLE = "stridesfeed ledger"
_COMMENT = (
    "# Keep this file under version control: it gives each article the id and the dates that readers know.\n"
    "# n published updated withdrawn fingerprint id url source\n"
)

_NONE = "-"
#: In place of an id that is the address.
_SAME = "="

_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_ADDRESS = r"https?://[^\x00-\x20\x7f-\U0010ffff<>\"{}|\\^`/?#]+[^\x00-\x20\x7f-\U0010ffff<>\"{}|\\^`]*"
_LINE = re.compile(
    rf"(?P<n>[1-9]\d{{0,8}}) (?P<published>{_DATE}) (?P<updated>{_DATE}) (?P<withdrawn>{_DATE}|-) (?P<fingerprint>\d+:[0-9a-f]+|-)"
    rf" (?P<id>[^ ]+) (?P<url>{_ADDRESS})(?: (?P<source>.*))?",
    re.ASCII | re.DOTALL,
)
_COLUMNS = ("n", "published", "updated", "withdrawn", "fingerprint", "id", "url")
_FORM = {
    "n": (re.compile(r"[1-9]\d{0,8}", re.ASCII), "must be a whole number from 1"),
    "published": (re.compile(_DATE, re.ASCII), "must be a moment such as 2026-04-30T09:00:00Z"),
    "updated": (re.compile(_DATE, re.ASCII), "must be a moment such as 2026-04-30T09:00:00Z"),
    "withdrawn": (re.compile(f"{_DATE}|-", re.ASCII), "must be a moment such as 2026-04-30T09:00:00Z, or - for none"),
    "fingerprint": (re.compile(r"\d+:[0-9a-f]+|-", re.ASCII), "must be a fingerprint such as 1:0f3a…, or - for none"),
    "url": (re.compile(_ADDRESS), "must be a URI that begins with http:// or https://"),
}
_MARK = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {written: character for character, written in _ESCAPES.items()}
_TO_ESCAPE = re.compile(r"[\\\n\r]")
_ESCAPED = re.compile(r"\\[\\nr]")


def format_ledger(ledger: Ledger) -> bytes:
    """
    *ledger* as the bytes of its file, the same for equal ledgers.
    """
    ordered = sorted(ledger.entries, key=lambda entry: hashlib.sha256(entry.id.encode("utf-8", "replace")).digest())
    lines = (f"{_TITLE} {VERSION}\n{_COMMENT}", *map(_line, ordered))
    return "".join(lines).encode("utf-8", "replace")


def _line(entry: Entry) -> str:
    source = _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], entry.source)
    published = _moment(entry.published)
    updated = published if entry.updated == entry.published else _moment(entry.updated)
    return (
        f"{entry.n} {published} {updated} {_moment(entry.withdrawn) if entry.withdrawn else _NONE}"
        f" {entry.fingerprint or _NONE} {_SAME if entry.id == entry.url else entry.id} {entry.url}{source and f' {source}'}\n"
    )


def _moment(moment: datetime) -> str:
    """
    A moment of an entry, which is in UTC and in whole seconds.
    """
    return f"{moment.isoformat()[:-6]}Z"


def parse_ledger(text: str, path: str) -> Ledger:
    """
    The ledger that *text* says; *path* is for messages.

    All faults come together in an :class:`~stridesfeed.errors.InvalidFilesError`, each with its line. Where two branches gave one number to
    two articles, the one published first keeps it, and the others get the numbers after the last.
    """
    reading = _Reading(path)
    entries = reading.entries(text)
    if reading.faults:
        raise InvalidFilesError.of(reading.faults)
    return Ledger(_numbered(entries))


def _numbered(entries: list[Entry]) -> list[Entry]:
    """
    *entries* with a number each.
    """
    if len({entry.n for entry in entries}) == len(entries):
        return entries
    ordered = sorted(entries, key=lambda entry: (entry.n, entry.published, entry.id))
    kept = {entry.n: entry for entry in reversed(ordered)}
    again = [entry for entry in ordered if kept[entry.n] is not entry]
    after = max(kept, default=0) + 1
    return [*kept.values(), *(attrs.evolve(entry, n=n) for n, entry in enumerate(again, start=after))]


class _Reading:
    """
    The reading of one file, and the faults that it found.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.faults: list[FileError] = []

    def entries(self, text: str) -> list[Entry]:
        found: dict[str, tuple[Entry, int, str]] = {}
        for number, line in self._lines(text) if self._is_ours(text) else ():
            entry = _quick(line)
            if entry is None:
                self.faults += self._faults(number, line)
                continue
            _, before, known = found.setdefault(entry.id, (entry, number, line))
            # A merge that keeps the lines of both sides keeps twice what both sides wrote alike: that is one line.
            if known != line:
                self._fault(number, "id", f"{entry.id!r} is on line {before} too: keep one of them, the one that was updated later")
        return [entry for entry, _, _ in found.values()]

    def _is_ours(self, text: str) -> bool:
        """
        Whether the text begins as a ledger of this version does, and ends with a whole line.
        """
        title, _, version = text.partition("\n")[0].strip().rpartition(" ")
        if title != _TITLE:
            what = f"is no ledger: its first line has to be {_TITLE!r} and a number" if text.strip() else "is empty"
            self._fault(1, None, f"{what}; restore it from version control, or from a backup")
        elif version != str(VERSION):
            self._fault(1, None, f"has format {version}, and this version of stridesfeed reads format {VERSION}: install a newer one")
        elif not text.endswith("\n"):
            self._fault(text.count("\n") + 1, None, "is cut off: the last line has no end; restore it from version control, or from a backup")
        return not self.faults

    def _lines(self, text: str) -> Iterator[tuple[int, str]]:
        """
        The lines that stand for articles, with their numbers; none where a merge is not finished.
        """
        marks = [mark.start() for mark in _MARK.finditer(text)]
        for at in marks:
            mark = f"has the mark of a merge that is not finished ({text[at : at + 7]})"
            self._fault(text.count("\n", 0, at) + 1, None, f"{mark}: keep the lines of both sides, and remove the marks")
        for number, line in enumerate(() if marks else text.split("\n"), start=1):
            if number > 1 and line and not line.startswith(("#", "\r")):
                yield number, line.removesuffix("\r")

    def _faults(self, number: int, line: str) -> Iterator[FileError]:
        """
        What is wrong with a line that could not be read at once.
        """
        columns = line.split(" ", len(_COLUMNS))
        if len(columns) < len(_COLUMNS):
            rule = f"has {len(columns)} columns, and needs {len(_COLUMNS)} and a file: {' '.join(_COLUMNS)}"
            yield FileError(self._path, number, None, rule)
            return
        for column, value in zip(_COLUMNS, columns, strict=False):
            if rule_ := _broken(column, value):
                yield FileError(self._path, number, column, rule_)
        if columns[2] < columns[1]:
            yield FileError(self._path, number, "updated", f"must not be before published: {columns[2]} is before {columns[1]}")

    def _fault(self, number: int, field: str | None, rule: str) -> None:
        self.faults.append(FileError(self._path, number, field, rule))


def _quick(line: str) -> Entry | None:
    """
    The entry of a line in which nothing is wrong.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    n, published, updated, withdrawn, fingerprint, id_, url, source = found.groups()
    try:
        first = datetime.fromisoformat(published)
        last = first if updated == published else datetime.fromisoformat(updated)
        left = None if withdrawn == _NONE else datetime.fromisoformat(withdrawn)
    except ValueError:
        return None
    if last < first or (id_ != _SAME and rules.absolute_iri(id_)):
        return None
    known = "" if fingerprint == _NONE else fingerprint
    return Entry(int(n), url if id_ == _SAME else id_, _unescaped(source or ""), url, first, last, known, left)


def _unescaped(source: str) -> str:
    return _ESCAPED.sub(lambda escape: _UNESCAPES[escape[0]], source) if "\\" in source else source


def _broken(column: str, value: str) -> str | None:
    """
    What is wrong with the *value* of a column.
    """
    if column == "id":
        return None if value == _SAME else rules.absolute_iri(value)
    form, rule = _FORM[column]
    if form.fullmatch(value) and not (value.endswith("Z") and column != "url" and not _is_moment(value)):
        return None
    return f"{rule}, not {value!r}"


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
