"""
Data files, and front matter in their languages: YAML, TOML and JSON, with the lines of keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.data_formats import parse_json_object, parse_toml
from stridesfeed.load.front_matter.nodes import FrontMatter, KeyPath

_TOML_TABLE = re.compile(r"\s*\[\[?(?P<name>[^\[\]]+)\]")
_TOML_KEY = re.compile(r"\s*(?P<name>[A-Za-z0-9_.\"'-]+)\s*=")

_JSON_TOKEN = re.compile(r'"(?P<text>(?:\\.|[^"\\])*)"(?P<is_key>\s*:)?|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)')


def read_yaml(text: str, path: str, first_line: int = 1) -> FrontMatter:
    """
    Parse YAML; see :mod:`stridesfeed.load.front_matter._yaml`.
    """
    from stridesfeed.load.front_matter._yaml import parse_yaml  # noqa: PLC0415  # an extra: only for files that need it

    return parse_yaml(text, path, first_line)


def read_toml(text: str, path: str, first_line: int = 1) -> FrontMatter:
    """
    Parse TOML. tomllib reports no lines of keys, so they are searched.
    """
    values = parse_toml(text, path, first_line)
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, line_text in enumerate(text.split("\n"), start=first_line):
        if found := _TOML_TABLE.match(line_text):
            table = _parse_dotted_key(found["name"])
            lines.setdefault(table, number)
        elif found := _TOML_KEY.match(line_text):
            lines.setdefault((*table, *_parse_dotted_key(found["name"])), number)
    return FrontMatter(values, lines, first_line)


def _parse_dotted_key(name: str) -> KeyPath:
    return tuple(part.strip(" \"'") for part in name.split("."))


def read_json(text: str, path: str, first_line: int = 1) -> FrontMatter:
    """
    Parse a JSON object. The lines of its own keys and of the keys of objects in it are searched.
    """
    if not text.lstrip().startswith("{"):
        raise FileError(path, first_line, None, 'must be an object: keys with values in braces, such as {"title": "…"}')
    values = parse_json_object(text, path, first_line)
    lines: dict[KeyPath, int] = {}
    key_path: list[str | int] = []
    line, counted = first_line, 0
    for token in _JSON_TOKEN.finditer(text):
        if token["open"]:
            key_path.append(0 if token["open"] == "[" else "")
        elif token["close"]:
            key_path.pop()
        elif token["comma"] and isinstance(key_path[-1], int):
            key_path[-1] += 1
        elif token["is_key"]:
            key_path[-1] = token["text"]
            line, counted = line + text.count("\n", counted, token.start()), token.start()
            lines.setdefault(tuple(key_path), line)
    return FrontMatter(values, lines, first_line)


#: Parsers of data files, by suffix.
PARSERS: Mapping[str, Callable[[str, str, int], FrontMatter]] = {
    ".yml": read_yaml,
    ".yaml": read_yaml,
    ".toml": read_toml,
    ".json": read_json,
}


def read_data_file(file: Path, path: str) -> FrontMatter:
    """
    Read a data file in one of the formats of :data:`PARSERS`; *path* is its path for messages.

    Raises :class:`FileError` if it cannot be read or is not valid.
    """
    return attrs.evolve(PARSERS[file.suffix.lower()](read_text(file, path), path, 1), line=1)


def read_text(file: Path, path: str) -> str:
    """
    Return the text of a file in UTF-8, with line feeds as line ends. Raises :class:`FileError` if it cannot be read.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(path, None, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FileError(path, error.object.count(b"\n", 0, error.start) + 1, None, "is not UTF-8: save it in that encoding") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
