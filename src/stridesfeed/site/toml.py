"""
TOML files with the line of each key, which the standard library's parser does not report.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.load.front_matter.data_formats import parse_toml

#: The names from the top level down to a key.
KeyPath = tuple[str, ...]

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


@attrs.frozen
class Setting:
    """
    A value for a key of ``stridesfeed.toml``.
    """

    value: Any

    #: The place that it was found in: ``_config.yml: permalink``.
    origin: str


@attrs.frozen(kw_only=True)
class Configuration:
    """
    The part of a TOML file that configures this library.
    """

    #: The file, as the caller gave it.
    path: Path

    #: The parsed table.
    table: Mapping[str, Any]

    #: The path of the table: empty in stridesfeed.toml, ``tool.stridesfeed`` in pyproject.toml.
    prefix: KeyPath = ()

    #: The line of each key and of each table, by its full path.
    lines: Mapping[KeyPath, int] = attrs.field(factory=dict)

    #: The places of values that are not in the file, by their path.
    origins: Mapping[KeyPath, str] = attrs.field(factory=dict)

    @property
    def root(self) -> Path:
        """
        The site's folder, which contains the file.
        """
        return self.path.parent

    def fault(self, key_path: KeyPath, rule: str) -> FileError:
        """
        Return an error at *key_path*, with the line of that key or of the nearest enclosing table.
        """
        for length in range(len(key_path), 0, -1):
            if origin := self.origins.get(key_path[:length]):
                path, _, field = origin.partition(": ")
                return FileError(path, None, field or None, rule)
        full = (*self.prefix, *key_path)
        lines = (self.lines[full[:length]] for length in range(len(full), 0, -1) if full[:length] in self.lines)
        return FileError(self.path.name, next(lines, None), ".".join(full) or None, rule)

    def with_defaults(self, defaults: Mapping[tuple[str, str], Setting]) -> Configuration:
        """
        Return a copy with values for keys that the file lacks, by section and name; the tables of an array, such as ``("feeds", "1")``, are
        used only if the file has none.
        """
        table: dict[str, Any] = {name: dict(value) if isinstance(value, Mapping) else value for name, value in self.table.items()}
        origins: dict[KeyPath, str] = {}
        for path, setting in defaults.items():
            section, name = path
            if name.isdecimal() and section not in self.table:
                table.setdefault(section, []).append(setting.value)
            elif not name.isdecimal() and isinstance(table.setdefault(section, {}), dict) and name not in table[section]:
                table[section][name] = setting.value
            else:
                continue
            origins[path] = setting.origin
        return attrs.evolve(self, table=table, origins=origins)


def read_configuration(path: Path, prefix: KeyPath = ()) -> Configuration:
    """
    Read the table at *prefix* in the file at *path*.

    A file that cannot be read, is not UTF-8 or is not TOML raises :class:`InvalidFilesError` with the line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidFilesError.of([FileError(path.name, None, None, f"cannot be read: {error.strerror}")]) from error
    return parse_configuration(content, path, prefix)


def parse_configuration(content: bytes, path: Path, prefix: KeyPath = ()) -> Configuration:
    """
    Parse the table at *prefix* in *content*, which is that of the file at *path*. Raises as :func:`read_configuration`.
    """
    try:
        # Some editors write a byte order mark.
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        fault = FileError(path.name, content.count(b"\n", 0, error.start) + 1, None, "is not UTF-8: save it in that encoding")
        raise InvalidFilesError.of([fault]) from error
    try:
        table: Any = parse_toml(text, path.name)
    except FileError as error:
        raise InvalidFilesError.of([error]) from error
    for name in prefix:
        table = table.get(name, {}) if isinstance(table, dict) else {}
    return Configuration(path=path, table=table, prefix=prefix, lines=dict(key_lines(text)))


def key_lines(text: str) -> Iterator[tuple[KeyPath, int]]:
    r"""
    Yield the path and line of each key and table header of *text*, which must be valid TOML.

    Keys of inline tables are not included. Tables of an array are numbered from 1.

    >>> list(key_lines('[content]\ntimezone = "Europe/London"\n[[feeds]]\nlimit = 1'))
    [(('content',), 1), (('content', 'timezone'), 2), (('feeds', '1'), 3), (('feeds', '1', 'limit'), 4)]
    """
    header: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for start, statement, is_header in _statements(text):
        line = text.count("\n", 0, start) + 1
        key_path: KeyPath = ()
        value: Any = tomllib.loads(statement)
        while isinstance(value, dict) and value:
            ((name, value),) = value.items()
            key_path = (*key_path, name)
            value = value[0] if isinstance(value, list) else value
        if not is_header:
            yield header + key_path, line
            continue
        # The number of the current table follows the name of each array of tables. The header of an array starts the next table.
        header = ()
        for number, name in enumerate(key_path, start=1):
            header = (*header, name)
            if number == len(key_path) and statement.startswith("[["):
                counts[header] = counts.get(header, 0) + 1
            if header in counts:
                header = (*header, str(counts[header]))
        yield header, line


def _statements(text: str) -> Iterator[tuple[int, str, bool]]:
    """
    Yield the offset of each statement, the part that tomllib needs to parse its names, and whether it is a table header.
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
