"""
The door to PyYAML: front matter as text, lists and mappings, with the line of every key.

Scalars stay the text that was written: ``title: no`` is not a boolean, ``version: 1.10`` not a number, and a date is read by
:mod:`stridesfeed.load.dates`, which knows the site's zone. The events of the parser are read in place of its objects, so that nothing is
constructed, nesting cannot exhaust the stack, and aliases cannot expand without end.
"""

from __future__ import annotations

from typing import Any

import attrs

from stridesfeed.errors import FileError, MissingExtraError
from stridesfeed.load.header import Header, Place

try:
    import yaml
except ImportError as error:
    raise MissingExtraError("YAML front matter", "markdown") from error

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: More than any front matter needs; a "billion laughs" document asks for more within a few lines.
_MOST_VALUES = 20_000
_DEEPEST = 50

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_CORE_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(_CORE_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))


@attrs.define
class _Open:
    """
    A list or mapping whose end has not come yet.
    """

    value: list[Any] | dict[str, Any]
    place: Place
    line: int
    anchor: str | None
    key: str | None = None
    size: int = 1
    refused: bool = False
    merged: dict[str, Any] = attrs.field(factory=dict)

    def whole(self) -> list[Any] | dict[str, Any]:
        """
        The value at its end: keys of its own win over those merged in with ``<<``.
        """
        if isinstance(self.value, dict):
            for key, value in self.merged.items():
                self.value.setdefault(key, value)
        return self.value


def read_yaml(text: str, path: str, first_line: int) -> Header:
    """
    The front matter in *text*, which begins at *first_line* of *path*.

    Raises :class:`FileError` where it is not valid YAML or no mapping. Keys that come twice are faults of the header.
    """
    builder = _Builder(path, first_line)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        line = (mark.line if mark else 0) + first_line
        raise FileError(path, line, None, f"is not valid YAML: {problem}{_hint(problem)}") from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        raise FileError(
            path, text[:position].count("\n") + first_line, None, "is not valid YAML: it holds a character that YAML forbids"
        ) from error
    return builder.header()


def _hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "; put a value that holds ': ' into quotation marks"
    if "cannot start any token" in problem:
        return "; indent with spaces, and put a value that begins with a special character into quotation marks"
    return ""


class _Builder:
    """
    Makes values from the parser's events.
    """

    def __init__(self, path: str, first_line: int) -> None:
        self._path = path
        self._first_line = first_line
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._lines: dict[Place, int] = {}
        self._faults: list[FileError] = []
        self._total = 0
        self._documents = 0
        self._root: Any = None

    def header(self) -> Header:
        """
        What the events made.
        """
        if self._root is None:
            return Header(line=self._first_line)
        if not isinstance(self._root, dict):
            raise self._fault(self._first_line, None, "must be keys with values, such as 'title: …'")
        return Header(self._root, self._lines, self._first_line, tuple(self._faults))

    def take(self, event: yaml.Event) -> None:
        """
        Take one event of the parser.
        """
        line = (event.start_mark.line if event.start_mark else 0) + self._first_line
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, line)
            is_null = event.value in _NULL and event.tag is None and event.implicit[0] and not self._wants_key()
            self._add(None if is_null else event.value, line, 1, event.anchor, is_scalar=True)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            self._add(done.whole(), done.line, done.size, done.anchor, is_scalar=False)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._fault(line, None, "must be one YAML document")

    def _start(self, value: list[Any] | dict[str, Any], event: Any, line: int) -> None:
        self._check_tag(event.tag, line)
        if len(self._open) >= _DEEPEST:
            raise self._fault(line, None, f"is nested deeper than {_DEEPEST} levels")
        if self._wants_key():
            raise self._fault(line, None, "a key must be text")
        self._open.append(_Open(value, self._place(), line, event.anchor))

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _place(self) -> Place:
        """
        Where the next value will stand.
        """
        if not self._open:
            return ()
        around = self._open[-1]
        return (*around.place, len(around.value) if isinstance(around.value, list) else around.key or "")

    def _add(self, value: Any, line: int, size: int, anchor: str | None, *, is_scalar: bool) -> None:
        self._count(size if is_scalar else 1, line)
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self._root = value
            return
        around = self._open[-1]
        around.size += size
        if isinstance(around.value, list):
            self._lines.setdefault(self._place(), line)
            around.value.append(value)
        elif around.key is None:
            self._key(around, value, line)
        else:
            self._assign(around, around.key, value)

    def _key(self, around: _Open, key: Any, line: int) -> None:
        if not isinstance(key, str):
            raise self._fault(line, None, "a key must be text")
        around.key = key
        around.refused = key in around.value
        place = (*around.place, key)
        if around.refused:
            self._faults.append(self._fault(line, key, f"is there twice; the first is on line {self._lines.get(place, '?')}"))
        self._lines.setdefault(place, line)

    def _assign(self, around: _Open, key: str, value: Any) -> None:
        mapping: Any = around.value
        if key == "<<":
            for merged in value if isinstance(value, list) else [value]:
                around.merged = {**merged, **around.merged} if isinstance(merged, dict) else around.merged
        elif not around.refused:
            mapping[key] = value
        around.key = None

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise self._fault(line, None, f"refers to *{anchor}, which is not complete before it")
        value, size = self._anchors[anchor]
        self._count(size, line)
        self._add(value, line, size, None, is_scalar=False)

    def _count(self, size: int, line: int) -> None:
        self._total += size
        if self._total > _MOST_VALUES:
            raise self._fault(line, None, f"expands to more than {_MOST_VALUES} values: write fewer aliases")

    def _check_tag(self, tag: str | None, line: int) -> None:
        if tag is not None and tag not in _KNOWN_TAGS and tag != "!":
            raise self._fault(line, None, f"must not use the tag {tag.replace(_CORE_TAG, '!!')}")

    def _fault(self, line: int, field: str | None, rule: str) -> FileError:
        return FileError(self._path, line, field, rule)
