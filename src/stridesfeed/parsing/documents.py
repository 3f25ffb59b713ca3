"""
Documents: XML and JSON as trees, and the parser for one format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Protocol

import attrs

from stridesfeed.decoding import ParseProblem, decode
from stridesfeed.errors import FileError
from stridesfeed.parsing.report import ReadFeed, Report
from stridesfeed.parsing.tracking import TrackedElement, TrackedObject
from stridesfeed.xml_tree import parse_xml

#: Limits of documents, beside those of :mod:`stridesfeed.xml_tree`. Exports of large sites have several hundred thousand elements.
_MAX_ELEMENTS = 1_000_000
_MAX_BYTES = 200_000_000

#: RFC 1952, 2.3.1.
_GZIP_MAGIC = b"\x1f\x8b"

_JSON_BYTES = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")


@attrs.frozen(kw_only=True)
class InputDocument:
    """
    A parsed feed or export.
    """

    #: The file's name or URL, for messages.
    path: str

    #: The root element of XML, or the object of JSON.
    root: TrackedElement | TrackedObject

    #: The URL that it was fetched from, against which its addresses are resolved; or the home page of an exported site.
    url: str | None = None

    @property
    def xml(self) -> TrackedElement:
        """
        The root element of an XML document.
        """
        assert isinstance(self.root, TrackedElement)  # noqa: S101  # parsers read only documents that they match
        return self.root

    @property
    def json(self) -> JsonObject:
        """
        The object of a JSON document.
        """
        assert isinstance(self.root, TrackedObject)  # noqa: S101  # likewise
        return JsonObject(self.root)


class Read(Protocol):
    """
    Reads a document of one format, and records in *report* what is not kept. With *keep*, unknown elements become extensions.
    """

    def __call__(self, document: InputDocument, report: Report, *, keep: bool) -> ReadFeed:
        """
        Return the fields of the feed and its articles.
        """


@attrs.frozen(kw_only=True)
class Parser:
    """
    Reads documents of one format.
    """

    #: The name of the format, for messages.
    title: str

    #: Returns True if a document is of this format.
    matches: Callable[[InputDocument], bool]

    read: Read


def parse_root(content: bytes, path: str, charset: str | None = None) -> TrackedElement | TrackedObject:
    """
    Parse an XML or JSON document: return its root element or its object. Raises :class:`FileError` with the line of the first problem.

    *charset* is the one that the server sent.
    """
    if content.startswith(_GZIP_MAGIC):
        raise FileError(path, None, None, "is compressed with gzip: decompress it first, for example with gunzip")
    if len(content) > _MAX_BYTES:
        raise FileError(path, None, None, f"has {len(content):,} bytes, at most {_MAX_BYTES:,} are read: split the document")
    # The media type of JSON has no charset parameter (RFC 8259, 11).
    decoded = decode(content, None if _JSON_BYTES.match(content) else charset)
    if decoded.problems:
        raise _file_error(path, decoded.problems[0])
    if decoded.text.lstrip().startswith(("{", "[")):
        return _parse_json_object(decoded.text, path)
    tree = parse_xml(decoded.text, max_elements=_MAX_ELEMENTS, allow_internal_subset=False, element_type=TrackedElement)
    if not isinstance(tree.root, TrackedElement):
        # A problem that stops the parser is the last one.
        raise _file_error(path, tree.problems[-1])
    return tree.root


def _file_error(path: str, problem: ParseProblem) -> FileError:
    return FileError(path, problem.position.line, None, f"{problem.message} (column {problem.position.column})")


def _parse_json_object(text: str, path: str) -> TrackedObject:
    try:
        value = json.loads(text, object_pairs_hook=TrackedObject, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FileError(path, error.lineno, None, f"is not valid JSON: {error.msg} at column {error.colno}") from error
    except (RecursionError, ValueError) as error:
        raise FileError(path, None, None, "is not valid JSON: nested too deep, or a number is invalid") from error
    if not isinstance(value, TrackedObject):
        raise FileError(path, 1, None, "must be a JSON object, as JSON Feeds and Ghost exports are")
    return value


def _refuse_constant(name: str) -> None:
    """
    Refuse ``NaN`` and ``Infinity``, which Python accepts and JSON does not.
    """
    raise ValueError(name)


@attrs.frozen
class JsonObject:
    """
    A JSON object with typed access: members of another type count as missing.
    """

    values: TrackedObject

    def text(self, name: str) -> str | None:
        """
        Return a string without surrounding white space; ``None`` if it is empty. Numbers become strings (JSON Feed 1.1, items, id).
        """
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return (value.strip() or None) if isinstance(value, str) else None

    def whole_number(self, name: str) -> int | None:
        """
        Return a whole number, which may be written as 12.0.
        """
        value = self.number(name)
        return int(value) if value is not None and value == value // 1 else None

    def number(self, name: str) -> float | None:
        """
        Return a number.
        """
        value = self.values.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def texts(self, name: str) -> list[str]:
        """
        Return the strings in a list.
        """
        value = self.values.get(name)
        return [item.strip() for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []

    def object(self, name: str) -> JsonObject:
        """
        Return an object; an empty one if it is missing.
        """
        value = self.values.get(name)
        return JsonObject(value if isinstance(value, TrackedObject) else TrackedObject())

    def objects(self, name: str) -> list[JsonObject]:
        """
        Return the objects in a list; a single object counts as a list of one.
        """
        value = self.values.get(name)
        return [JsonObject(item) for item in (value if isinstance(value, list) else [value]) if isinstance(item, TrackedObject)]
