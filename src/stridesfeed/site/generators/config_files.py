"""
Configuration files of generators: TOML, YAML, JSON, and the literals in Python and JavaScript files, which are never run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.data_formats import parse_json_object, parse_toml
from stridesfeed.site.generators.javascript import javascript_values
from stridesfeed.site.generators.python_literals import python_values
from stridesfeed.site.generators.unread import Unread

__all__ = ["MAX_BYTES", "Config", "Unread", "is_true", "read_config"]

#: In bytes. Configuration is written by hand.
MAX_BYTES = 1_000_000


@attrs.frozen
class Config:
    """
    The values of one configuration file.
    """

    #: The path of the file, for messages.
    name: str

    values: Mapping[str, Any]

    #: The files of top-level keys that come from another file.
    names: Mapping[str, str] = attrs.field(factory=dict)

    def get(self, path: str, default: Any = None) -> Any:
        """
        Return the value at *path* ("theme.language"), in any case; *default* if it is missing or null.
        """
        value: Any = self.values
        for part in path.split("."):
            if not isinstance(value, Mapping):
                return default
            value = value[part] if part in value else next((each for key, each in value.items() if key.lower() == part.lower()), None)
        return default if value is None else value

    def text(self, path: str, default: str = "") -> str:
        """
        Return the text at *path*; *default* if it is missing or no text.
        """
        value = self.get(path)
        return value if isinstance(value, str) and value else default

    def texts(self, path: str, default: tuple[str, ...] = ()) -> list[str]:
        """
        Return the text at *path*, or the texts in a list there.
        """
        value = self.get(path, [*default])
        return [each for each in (value if isinstance(value, list | tuple) else [value]) if isinstance(each, str)]

    def table(self, path: str) -> Mapping[str, Any]:
        """
        Return the table at *path*; empty if it is missing or no table.
        """
        value = self.get(path)
        return value if isinstance(value, Mapping) else {}

    def origin(self, path: str) -> str:
        """
        Return the file and *path*, for messages.
        """
        return f"{self.names.get(path.partition('.')[0], self.name)}: {path}"

    def over(self, other: Config) -> Config:
        """
        Return the values of *other* with those of this file in their place.
        """
        names = {key: other.names.get(key, other.name) for key in other.values if key not in self.values}
        return Config(self.name, {**other.values, **self.values}, names | dict(self.names))


def is_true(value: object) -> bool:
    """
    Return whether a value is true; in YAML, as our parser reads it, it is text.
    """
    return value is True or (isinstance(value, str) and value.lower() in {"true", "yes", "on"})


def read_config(root: Path, path: str) -> Config:
    """
    Read the file *path* in *root*. Raises :class:`FileError` if it is too large or invalid, and
    :class:`~stridesfeed.errors.MissingExtraError` for YAML without its parser.
    """
    try:
        with (root / path).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(path, None, None, f"cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise FileError(path, None, None, f"is larger than {MAX_BYTES:,} bytes")
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return Config(path, _PARSERS[Path(path).suffix](text, path))


def _parse_yaml(text: str, path: str) -> Mapping[str, Any]:
    from stridesfeed.load.front_matter._yaml import parse_yaml  # noqa: PLC0415  # an optional package

    return parse_yaml(text, path, 1, ignore_tags=True).values


_PARSERS: dict[str, Callable[[str, str], Mapping[str, Any]]] = {
    ".toml": parse_toml,
    ".yml": _parse_yaml,
    ".yaml": _parse_yaml,
    ".json": lambda text, path: parse_json_object(text, path, 1),
    ".py": python_values,
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts"), lambda text, _path: javascript_values(text)),
}
