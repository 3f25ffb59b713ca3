"""
A TOML file as a table whose keys know their lines; the standard library's reader gives the table alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.errors import FileError, InvalidFilesError

#: The names from the top of the file down to a key.
Place = tuple[str, ...]

_TOKEN = re.compile(
    r"""
    (?P<string> \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<ignored> \#[^\n]* | [^\S\n]+ )
    | (?P<newline> \n )
    | (?P<open> [\[{] )
    | (?P<close> [\]}] )
    | (?P<equals> = )
    | (?P<bare> [^\s"'\#\[\]{}=]+ )
    """,
    re.VERBOSE | re.DOTALL,
)

_LINE_IN_MESSAGE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@attrs.frozen(kw_only=True)
class Configuration:
    """
    The part of a TOML file that is ours.
    """

    #: The file, as the caller named it.
    path: Path

    #: Our part of it, as the standard library reads it.
    table: Mapping[str, Any]

    #: Where our part begins: nothing in a file of our own, ``tool.stridesfeed`` in a pyproject.toml.
    prefix: Place = ()

    #: The line of each key and of each table, by its whole place.
    lines: Mapping[Place, int]

    @property
    def root(self) -> Path:
        """
        The site's folder, which holds the file.
        """
        return self.path.parent

    def fault(self, place: Place, rule: str) -> FileError:
        """
        The fault at *place*, with the line of that key or of the nearest table around it.
        """
        whole = (*self.prefix, *place)
        around = (self.lines[whole[:length]] for length in range(len(whole), 0, -1) if whole[:length] in self.lines)
        return FileError(self.path.name, next(around, None), ".".join(whole) or None, rule)


def read_configuration(path: Path, prefix: Place = ()) -> Configuration:
    """
    The table under *prefix* in the file at *path*.

    A file that cannot be read, is not UTF-8 or is no TOML raises :class:`InvalidFilesError` with the line.
    """
    text = _text(path)
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFilesError.of([_syntax_fault(path, text, str(error))]) from error
    for name in prefix:
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return Configuration(path=path, table=table, prefix=prefix, lines=dict(key_lines(text)))


def _text(path: Path) -> str:
    """
    The file's text. A byte order mark, which some editors write, is no part of it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFilesError.of([FileError(path.name, None, None, f"cannot be read: {error.strerror}")]) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        fault = FileError(path.name, content.count(b"\n", 0, error.start) + 1, None, "is not UTF-8: save it in that encoding")
        raise InvalidFilesError.of([fault]) from error


def _syntax_fault(path: Path, text: str, message: str) -> FileError:
    """
    The standard library's sentence, with the line that it ends with taken out.
    """
    match = _LINE_IN_MESSAGE.search(message)
    if match is None:
        return FileError(path.name, None, None, f"is not TOML: {message}")
    line = int(match[1]) if match[1] else text.rstrip().count("\n") + 1
    return FileError(path.name, line, None, f"is not TOML: {message[: match.start()]}")


def key_lines(text: str) -> Iterator[tuple[Place, int]]:
    r"""
    The place and line of each key and table header of *text*, which has to be TOML. Keys inside inline tables are not looked for. The tables
    of an array are counted from 1.

    >>> list(key_lines('[content]\ntimezone = "Europe/London"\n[[feeds]]\nlimit = 1'))
    [(('content',), 1), (('content', 'timezone'), 2), (('feeds', '1'), 3), (('feeds', '1', 'limit'), 4)]
    """
    header: Place = ()
    counts: dict[Place, int] = {}
    for start, statement, is_header in _statements(text):
        place = _place(statement)
        if is_header:
            header = _counted(place, counts, is_one_more=statement.startswith("[["))
        yield (header if is_header else header + place), text.count("\n", 0, start) + 1


def _counted(place: Place, counts: dict[Place, int], *, is_one_more: bool) -> Place:
    """
    *place* with the number of the table after the name of each array of tables; the header may be of one more.
    """
    whole: Place = ()
    for left, name in zip(reversed(range(len(place))), place, strict=True):
        whole = (*whole, name)
        if is_one_more and not left:
            counts[whole] = counts.get(whole, 0) + 1
        if whole in counts:
            whole = (*whole, str(counts[whole]))
    return whole


def _statements(text: str) -> Iterator[tuple[int, str, bool]]:
    """
    Where each statement starts, what tomllib needs to tell its names, and whether it is the header of a table.
    """
    start, equals, depth = -1, -1, 0
    for token in _TOKEN.finditer(text + "\n"):
        kind = token.lastgroup
        if kind == "newline" and depth == 0 and start >= 0:
            is_header = equals < 0
            yield start, text[start : token.start()] if is_header else text[start:equals] + "= 0", is_header
            start = equals = -1
        if kind not in {"newline", "ignored"} and start < 0:
            start = token.start()
        if kind == "equals" and equals < 0 and depth == 0:
            equals = token.start()
        depth += {"open": 1, "close": -1}.get(kind or "", 0)


def _place(statement: str) -> Place:
    """
    The names in a statement that sets one key or opens one table.
    """
    names: list[str] = []
    value: Any = tomllib.loads(statement)
    while isinstance(value, dict) and value:
        ((name, value),) = value.items()
        names.append(name)
        value = value[0] if isinstance(value, list) else value
    return tuple(names)
