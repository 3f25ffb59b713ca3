"""
The members of an object of JSON, each as what it has to be, or as nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from stridesfeed.errors import FileError


@attrs.frozen
class Members:
    """
    One object.
    """

    values: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """
        Text without white space at its ends; a number as it is written (JSON Feed 1.1, items: a reader has to take it for text). ``None`` where
        nothing is left.
        """
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return (value.strip() or None) if isinstance(value, str) else None

    def whole(self, name: str) -> int | None:
        """
        A whole number, also where it is written as 12.0.
        """
        value = self.values.get(name)
        is_whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
        return int(value) if is_whole and value is not None else None

    def number(self, name: str) -> float | None:
        """
        A number.
        """
        value = self.values.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def texts(self, name: str) -> list[str]:
        """
        The texts of a list.
        """
        value = self.values.get(name)
        return [item.strip() for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []

    def object(self, name: str) -> Members:
        """
        An object; an empty one where there is none.
        """
        value = self.values.get(name)
        return Members(value if isinstance(value, dict) else {})

    def objects(self, name: str) -> list[Members]:
        """
        The objects of a list; an object alone is a list of one.
        """
        value = self.values.get(name)
        return [Members(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def parse(content: bytes, path: str) -> dict[str, Any]:
    """
    The object that a document of JSON is. Raises :class:`FileError`.
    """
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileError(path, line, None, f"is not UTF-8, as JSON has to be: byte {content[error.start]:#04x}") from error
    except json.JSONDecodeError as error:
        raise FileError(path, error.lineno, None, f"is not valid JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise FileError(path, None, None, "is not valid JSON: it is nested too deep, or holds a number that is none") from error
    if not isinstance(value, dict):
        raise FileError(path, 1, None, "is no JSON Feed and no export: it has to be an object")
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
