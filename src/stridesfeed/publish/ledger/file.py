"""
The ledger's file: one line per article, each complete in itself, so that git can merge additions of two branches.

Lines are sorted by the SHA-256 of their ids. New lines then land far from one another, where two branches rarely touch the same place; sorted
by number or date, all of them would go to the end of the file, and every merge would be a conflict.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed import rules
from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.publish.ledger.entries import Entry, Ledger

#: The default name, next to the configuration.
FILE_NAME = "stridesfeed.lock"

#: The version of the format that is written, and the only one that can be read.
VERSION = 1

_TITLE = "stridesfeed ledger"
_COMMENT = (
    "# Keep this file under version control: it gives each article the id and the dates that readers know.\n"
    "# n published updated withdrawn fingerprint signature id url source\n"
)

_NONE = "-"
#: The start of the line with the id of the feed.
_FEED = "feed "
#: The start of the line with the number of the first of the newest articles.
_NEWEST = "newest "
#: The start of a line with a feed of a family: its path, with spaces percent-encoded, and its name.
_FAMILY = "family "
#: Stands for an id that is the URL.
_SAME = "="

_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
#: The characters of URIs; all other characters as a class take Python long to compile.
_URL = r"https?://[!$-.0-;=@-\[\]_a-z~]+[!#-;=?-\[\]_a-z~]*"
#: An optional column. Unlike ids, it has no colon.
_SIGNATURE = r"[A-Za-z0-9_.-]{64}"
_LINE = re.compile(
    rf"(?P<n>[1-9]\d{{0,8}}) (?P<published>{_DATE}) (?P<updated>{_DATE}) (?P<withdrawn>{_DATE}|-) (?P<fingerprint>\d+:[0-9a-f]+|-)"
    rf"(?: (?P<signature>{_SIGNATURE}))? (?P<id>[^ ]+) (?P<url>{_URL})(?: (?P<source>.*))?",
    re.ASCII | re.DOTALL,
)
_COLUMNS = ("n", "published", "updated", "withdrawn", "fingerprint", "id", "url")
_COLUMN_RULES = {
    "n": (re.compile(r"[1-9]\d{0,8}", re.ASCII), "must be a whole number from 1"),
    "published": (re.compile(_DATE, re.ASCII), "must be a date such as 2026-04-30T09:00:00Z"),
    "updated": (re.compile(_DATE, re.ASCII), "must be a date such as 2026-04-30T09:00:00Z"),
    "withdrawn": (re.compile(f"{_DATE}|-", re.ASCII), "must be a date such as 2026-04-30T09:00:00Z, or - for none"),
    "fingerprint": (re.compile(r"\d+:[0-9a-f]+|-", re.ASCII), "must be a fingerprint such as 1:0f3a…, or - for none"),
    "url": (re.compile(_URL), "must be a URI that begins with http:// or https://"),
}
_CONFLICT_MARKER = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?", re.DOTALL)
_RESTORE = "restore the file from version control or a backup"

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {written: character for character, written in _ESCAPES.items()}
_TO_ESCAPE = re.compile(r"[\\\n\r]")
_ESCAPED = re.compile(r"\\[\\nr]")


def format_ledger(ledger: Ledger) -> bytes:
    """
    Return *ledger* as the bytes of its file. Equal ledgers have equal bytes.
    """
    ordered = sorted(ledger.entries, key=lambda entry: hashlib.sha256(entry.id.encode("utf-8", "replace")).digest())
    feed = f"{_FEED}{ledger.feed_id}\n" if ledger.feed_id else ""
    newest = f"{_NEWEST}{ledger.newest_n}\n" if ledger.newest_n else ""
    lines = (f"{_TITLE} {VERSION}\n{_COMMENT}{feed}{newest}", *map(_format_family, ledger.families), *map(format_line, ordered))
    return "".join(lines).encode("utf-8", "replace")


def _format_family(family: tuple[str, str]) -> str:
    path, name = family
    return f"{_FAMILY}{path.replace('%', '%25').replace(' ', '%20')} {name}\n"


def escape_source(source: str) -> str:
    """
    Return the path of a file without line breaks.
    """
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], source)


def format_line(entry: Entry) -> str:
    """
    Return the line of an entry.
    """
    source = escape_source(entry.source)
    published = _format_moment(entry.published)
    updated = published if entry.updated == entry.published else _format_moment(entry.updated)
    text = f"{entry.fingerprint or _NONE} {entry.signature}" if entry.signature else entry.fingerprint or _NONE
    return (
        f"{entry.n} {published} {updated} {_format_moment(entry.withdrawn) if entry.withdrawn else _NONE}"
        f" {text} {_SAME if entry.id == entry.url else entry.id} {entry.url}{source and f' {source}'}\n"
    )


def _format_moment(moment: datetime) -> str:
    # Moments of entries are in UTC and in whole seconds.
    return f"{moment.isoformat()[:-6]}Z"


def read_ledger(path: Path) -> Ledger | None:
    """
    Read the ledger at *path*; return ``None`` if the file does not exist.

    All errors in the file are raised together as an :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise _invalid(path, None, "is a broken symbolic link: fix or remove it") from None
        return None
    except OSError as error:
        raise _invalid(path, None, f"cannot be read: {error.strerror}") from error
    try:
        return parse_ledger(content.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _invalid(path, line, f"is not UTF-8: {_RESTORE}") from error


def _invalid(path: Path, line: int | None, rule: str) -> InvalidFilesError:
    return InvalidFilesError.of([FileError(path.name, line, None, rule)])


def parse_ledger(text: str, path: str) -> Ledger:
    """
    Parse the *text* of a ledger; *path* appears in messages.

    All errors are raised together as an :class:`~stridesfeed.errors.InvalidFilesError`, each with its line. The result of a merge is resolved:
    conflict markers are removed and the lines of both sides are kept; of two lines for one article, the one that changed last counts; if two
    branches gave the same number to different articles, the one published first keeps it, and the others get new numbers at the end.
    """
    parser = _Parser(path)
    entries = parser.entries(text)
    if parser.faults:
        raise InvalidFilesError.of(parser.faults)
    if len({entry.n for entry in entries}) == len(entries):
        return Ledger(entries, parser.feed_id, parser.newest_n, parser.families)
    ordered = sorted(entries, key=lambda entry: (entry.n, entry.published, entry.id))
    first = {entry.n: entry for entry in reversed(ordered)}
    duplicates = [entry for entry in ordered if first[entry.n] is not entry]
    next_n = max(first, default=0) + 1
    renumbered = (attrs.evolve(entry, n=n) for n, entry in enumerate(duplicates, start=next_n))
    return Ledger([*first.values(), *renumbered], parser.feed_id, parser.newest_n, parser.families)


class _Parser:
    """
    Parses one file and collects all errors in it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self.faults: list[FileError] = []
        self.feed_id: str | None = None
        self.newest_n = 0
        self.families: list[tuple[str, str]] = []
        self._feed_line = 0

    def entries(self, text: str) -> list[Entry]:
        self._check_file(text)
        found: dict[str, Entry] = {}
        for number, line in [] if self.faults else self._merged_lines(text.split("\n")):
            if number == 1 or not line or line.startswith(("#", "\r")):
                continue
            row = line.removesuffix("\r")
            if row.startswith(_FEED):
                self._read_feed_id(number, row.removeprefix(_FEED))
                continue
            if row.startswith(_NEWEST):
                self._read_newest_n(number, row.removeprefix(_NEWEST))
                continue
            if row.startswith(_FAMILY):
                self._read_family(number, row.removeprefix(_FAMILY))
                continue
            entry = parse_line(row)
            if entry is None:
                self.faults += self._line_faults(number, row)
                continue
            # A merge that keeps the lines of both sides has two lines for an article that changed in one or both.
            other = found.get(entry.id, entry)
            found[entry.id] = attrs.evolve(max(entry, other, key=_last_change), n=min(entry.n, other.n)) if other != entry else entry
        return [*found.values()]

    def _merged_lines(self, lines: list[str]) -> Iterator[tuple[int, str]]:
        """
        Yield the lines with their numbers, without conflict markers and without the former lines that some styles of markers repeat.
        """
        #: The marker of the section that a line is in, and where the conflict began.
        section, start = "", 0
        for number, line in enumerate(lines, start=1):
            if not _CONFLICT_MARKER.fullmatch(line):
                if section != "|":
                    yield number, line
            elif section + line[0] in {"<", "<|", "<=", "|=", "=>"}:
                section, start = "" if line[0] == ">" else line[0], start if section else number
            else:
                self._add_conflict_fault(start if section else number)
                return
        if section:
            self._add_conflict_fault(start)

    def _add_conflict_fault(self, number: int) -> None:
        rule = "is only a part of a conflict: keep the lines of both sides and remove all markers (<<<<<<<, =======, >>>>>>>)"
        self._add_fault(number, None, rule)

    def _read_feed_id(self, number: int, value: str) -> None:
        if fault := rules.absolute_iri(value):
            self._add_fault(number, "feed", fault)
        elif self.feed_id not in {None, value}:
            self._add_fault(number, "feed", f"{self.feed_id!r} is the id of the feed on line {self._feed_line}: keep one of both lines")
        else:
            self.feed_id, self._feed_line = value, number

    def _read_newest_n(self, number: int, value: str) -> None:
        form, rule = _COLUMN_RULES["n"]
        if not form.fullmatch(value):
            self._add_fault(number, "newest", f"{rule}, not {value!r}")
            return
        # After a merge, the articles of both branches are new.
        self.newest_n = min(int(value), self.newest_n or int(value))

    def _read_family(self, number: int, value: str) -> None:
        path, _, name = value.partition(" ")
        if not path or not name.strip():
            self._add_fault(number, "family", "must have a path and a name: restore the line, or delete it to end the feed")
            return
        self.families.append((path.replace("%20", " ").replace("%25", "%"), name))

    def _check_file(self, text: str) -> None:
        """
        Check the first line and the end.
        """
        title, _, version = text.partition("\n")[0].strip().rpartition(" ")
        if title != _TITLE:
            rule = f"is not a ledger: the first line must be {_TITLE!r} and a number" if text.strip() else "is empty"
            self._add_fault(1, None, f"{rule}; {_RESTORE}")
        elif version != str(VERSION):
            rule = f"has format {version}, but this version of stridesfeed reads format {VERSION}: install a newer version"
            self._add_fault(1, None, rule)
        elif not text.endswith("\n"):
            self._add_fault(text.count("\n") + 1, None, f"is cut off, because the last line has no line feed: {_RESTORE}")

    def _line_faults(self, number: int, line: str) -> Iterator[FileError]:
        """
        Yield the errors in a line that could not be parsed.
        """
        columns = re.sub(rf"^((?:\S+ ){{5}}){_SIGNATURE} ", r"\1", line).split(" ", len(_COLUMNS))
        if len(columns) < len(_COLUMNS):
            rule = f"has {len(columns)} columns, but needs {len(_COLUMNS)} and a file: {' '.join(_COLUMNS)}"
            yield FileError(self._path, number, None, rule)
            return
        for column, value in zip(_COLUMNS, columns, strict=False):
            if fault := _column_fault(column, value):
                yield FileError(self._path, number, column, fault)
        if columns[2] < columns[1]:
            yield FileError(self._path, number, "updated", f"must not be before published: {columns[2]} is before {columns[1]}")

    def _add_fault(self, number: int, field: str | None, rule: str) -> None:
        self.faults.append(FileError(self._path, number, field, rule))


def _last_change(entry: Entry) -> tuple[datetime, str]:
    """
    Return the date of an entry's last change, and its line to decide between changes of the same moment.
    """
    return max(entry.updated, entry.withdrawn or entry.updated), format_line(entry)


def parse_line(line: str) -> Entry | None:
    """
    Return the entry of a line; ``None`` if there is any error in it.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    n, published, updated, withdrawn, fingerprint, signature, id_, url, source = match.groups()
    try:
        published_at = datetime.fromisoformat(published)
        updated_at = published_at if updated == published else datetime.fromisoformat(updated)
        withdrawn_at = None if withdrawn == _NONE else datetime.fromisoformat(withdrawn)
    except ValueError:
        return None
    if updated_at < published_at or (id_ != _SAME and rules.absolute_iri(id_)):
        return None
    return Entry(
        n=int(n),
        id=url if id_ == _SAME else id_,
        source=_ESCAPED.sub(lambda escape: _UNESCAPES[escape[0]], source) if source and "\\" in source else source or "",
        url=url,
        published=published_at,
        updated=updated_at,
        fingerprint="" if fingerprint == _NONE else fingerprint,
        withdrawn=withdrawn_at,
        signature=signature or "",
    )


def _column_fault(column: str, value: str) -> str | None:
    if column == "id":
        return None if value == _SAME else rules.absolute_iri(value)
    form, rule = _COLUMN_RULES[column]
    if form.fullmatch(value) and not (value.endswith("Z") and column != "url" and not _is_moment(value)):
        return None
    return f"{rule}, not {value!r}"


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
