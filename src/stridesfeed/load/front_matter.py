"""
Front matter as generators know it, told apart from the text below.

- YAML between lines of ``---`` (Jekyll, Hugo, Zola, MkDocs, Eleventy, …); a line of ``...`` may end it.
- TOML between lines of ``+++`` (Hugo, Zola).
- ``Key: value`` lines at the head of a file, up to an empty line (Pelican; the meta-data extension of Python-Markdown).
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.header import Header, Place, normal

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_END = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE), "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)}

_META = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")
_CONTINUED = re.compile(r"(?: {4,}|\t)\s*(?P<value>\S.*)")

#: One of these has to be among ``Key: value`` lines: "Note: this is a sentence" is none.
_META_SIGNS = frozenset({"title", "date", "published", "author", "authors", "slug", "tags", "category", "summary", "description"})

_TOML_TABLE = re.compile(r"\s*\[\[?\s*(?P<name>[^\]]+?)\s*\]\]?")
_TOML_KEY = re.compile(r"\s*(?P<name>[A-Za-z0-9_.\"'-]+)\s*=")

#: A dotted key of many parts, for which the standard library's reader needs memory by the square of their number.
_TOML_DEEP_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){50}")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@attrs.frozen
class Parted:
    """
    A file's front matter and what comes after it.
    """

    header: Header
    body: str

    #: The line that *body* begins on.
    body_line: int

    #: Whether there is front matter at all.
    has_header: bool


def part(text: str, path: str) -> Parted:
    """
    Part front matter and body of the file at *path*. Line ends have to be line feeds.

    Raises :class:`FileError` where the front matter cannot be read.
    """
    fence = _FENCE.match(text) or re.fullmatch(r"(---|\+\+\+)[ \t]*", text)
    if fence is None:
        return _part_meta(text)
    end = _END[fence[1]].search(text, fence.end())
    if end is None:
        raise FileError(path, 1, None, f"front matter begins here and never ends: put a line of {fence[1]} after it")
    inside = text[fence.end() : end.start()]
    read = _read_yaml if fence[1] == "---" else _read_toml
    return Parted(read(inside, path), text[end.end() :], text.count("\n", 0, end.end()) + 1, has_header=True)


def _read_yaml(text: str, path: str) -> Header:
    from stridesfeed.load._yaml import read_yaml  # noqa: PLC0415  # an extra: only for files that need it

    return attrs.evolve(read_yaml(text, path, 2), line=1)


def _read_toml(text: str, path: str) -> Header:
    if deep := _TOML_DEEP_KEY.search(text):
        raise FileError(path, text.count("\n", 0, deep.start()) + 2, None, "is nested deeper than 50 levels")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        place = _TOML_PLACE.search(problem)
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        raise FileError(path, line + 1, None, f"is not valid TOML: {_TOML_PLACE.sub('', problem)}") from error
    except RecursionError as error:
        raise FileError(path, 1, None, "is not valid TOML: it is nested too deep") from error
    return Header(values, _toml_lines(text))


def _toml_lines(text: str) -> dict[Place, int]:
    """
    The lines of keys, found by looking: the standard library's reader does not tell them.
    """
    lines: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(text.split("\n"), start=2):
        if found := _TOML_TABLE.match(line):
            table = _dotted(found["name"])
            lines.setdefault(table, number)
        elif found := _TOML_KEY.match(line):
            lines.setdefault((*table, *_dotted(found["name"])), number)
    return lines


def _dotted(name: str) -> Place:
    return tuple(part.strip(" \"'") for part in name.split("."))


def _part_meta(text: str) -> Parted:
    values: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    key = ""
    length = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            break
        length = number
        if found := _META.fullmatch(line):
            key = found["key"].lower()
            values[key] = (found["value"] or "").strip()
            lines[(key,)] = number
        elif key and (found := _CONTINUED.fullmatch(line)):
            values[key] = f"{values[key]}\n{found['value']}".strip()
        else:
            return Parted(Header(), text, 1, has_header=False)
    if not _META_SIGNS.intersection(map(normal, values)):
        return Parted(Header(), text, 1, has_header=False)
    return Parted(Header(values, lines), "\n".join(text.split("\n")[length:]), length + 1, has_header=True)
