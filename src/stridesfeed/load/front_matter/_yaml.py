"""
The door to PyYAML: front matter as text, lists and mappings, with the line of every key.

Scalars stay text: ``title: no`` is not a boolean, ``version: 1.10`` not a number, and a date is parsed by
:mod:`stridesfeed.load.dates.parsing`, which knows the site's time zone. This reads the parser's events instead of its objects: no objects are
constructed, nesting cannot exhaust the stack, and aliases cannot expand without limit.
"""

from __future__ import annotations

from typing import Any

import attrs

from stridesfeed.errors import FileError, MissingExtraError
from stridesfeed.load.front_matter.nodes import FrontMatter, KeyPath

try:
    import yaml
except ImportError as error:
    raise MissingExtraError("YAML front matter", "markdown") from error

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: More than front matter needs; a "billion laughs" document reaches this within a few lines.
_MAX_VALUES = 20_000
_MAX_DEPTH = 50
_TOO_DEEP = f"is nested deeper than {_MAX_DEPTH} levels"

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_CORE_TAG = "tag:yaml.org,2002:"
_ALLOWED_TAGS = frozenset(_CORE_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))

#: Hints by a part of PyYAML's message.
_HINTS = {
    "mapping values are not allowed": "; put a value that contains ': ' in quotation marks",
    "cannot start any token": "; indent with spaces, and put a value that begins with a special character in quotation marks",
}


@attrs.define
class _Collection:
    """
    A list or mapping whose end event has not come yet.
    """

    value: list[Any] | dict[str, Any]
    path: KeyPath
    line: int
    anchor: str | None

    #: In a mapping: the key whose value comes next.
    key: str | None = None

    #: The number of values inside, for the limit on aliases.
    size: int = 1

    #: The line of *key*, if it is a duplicate, so that its value is dropped.
    duplicate_line: int | None = None

    #: The keys merged in with ``<<``.
    merged: dict[str, Any] = attrs.field(factory=dict)


def parse_yaml(text: str, path: str, first_line: int, *, ignore_tags: bool = False) -> FrontMatter:
    """
    Parse the front matter in *text*, which begins at *first_line* of *path*.

    With *ignore_tags*, values with the tags of other programs (``!ENV``, ``!!python/name``) are read as if they had none.
    Raises :class:`FileError` if it is not valid YAML or not a mapping. Duplicate keys are faults of the front matter.
    """
    builder = _Builder(path, first_line, ignore_tags=ignore_tags)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.handle(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "it cannot be read"
        line = (mark.line if mark else 0) + first_line
        if "nesting depth" in problem:  # newer versions of PyYAML have a limit of their own, far above ours
            raise FileError(path, line, None, _TOO_DEEP) from error
        hint = next((hint for part, hint in _HINTS.items() if part in problem), "")
        raise FileError(path, line, None, f"is not valid YAML: {problem}{hint}") from error
    except yaml.YAMLError as error:
        line = text[: getattr(error, "position", 0)].count("\n") + first_line
        raise FileError(path, line, None, "is not valid YAML: it contains a character that YAML forbids") from error
    return builder.front_matter()


class _Builder:
    """
    Builds front matter from the parser's events.
    """

    def __init__(self, path: str, first_line: int, *, ignore_tags: bool) -> None:
        self._path = path
        self._ignore_tags = ignore_tags
        self._first_line = first_line
        self._open: list[_Collection] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._lines: dict[KeyPath, int] = {}
        self._faults: list[FileError] = []
        self._total = 0
        self._documents = 0
        self._root: Any = None

    def front_matter(self) -> FrontMatter:
        """
        Return the front matter, after the last event.
        """
        if self._root is None:
            return FrontMatter(line=self._first_line)
        if not isinstance(self._root, dict):
            raise self._error(self._first_line, None, "must be keys with values, such as 'title: …'")
        return FrontMatter(self._root, self._lines, self._first_line, tuple(self._faults))

    def handle(self, event: yaml.Event) -> None:
        """
        Handle one event of the parser.
        """
        line = (event.start_mark.line if event.start_mark else 0) + self._first_line
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, line)
            is_null = event.value in _NULL and event.tag is None and event.implicit[0] and not self._expects_key()
            self._add(None if is_null else event.value, line, 1, event.anchor, is_scalar=True)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_tag(event.tag, line)
            self._open_collection({} if isinstance(event, yaml.MappingStartEvent) else [], line, event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            if isinstance(done.value, dict):
                for key, merged in done.merged.items():
                    done.value.setdefault(key, merged)
            self._add(done.value, done.line, done.size, done.anchor, is_scalar=False)
        elif isinstance(event, yaml.AliasEvent):
            self._add_alias(event.anchor or "", line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._error(line, None, "must be one YAML document")

    def _open_collection(self, value: list[Any] | dict[str, Any], line: int, anchor: str | None) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise self._error(line, None, _TOO_DEEP)
        if self._expects_key():
            raise self._error(line, None, "a key must be text")
        self._open.append(_Collection(value, self._next_path(), line, anchor))

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _next_path(self) -> KeyPath:
        """
        The key path of the next value.
        """
        if not self._open:
            return ()
        parent = self._open[-1]
        return (*parent.path, len(parent.value) if isinstance(parent.value, list) else parent.key or "")

    def _add(self, value: Any, line: int, size: int, anchor: str | None, *, is_scalar: bool) -> None:
        """
        Add a complete value to the innermost open collection: as an item, a key, or the value of the last key.
        """
        self._count(size if is_scalar else 1, line)
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self._root = value
            return
        parent = self._open[-1]
        parent.size += size
        if isinstance(parent.value, list):
            self._lines.setdefault(self._next_path(), line)
            parent.value.append(value)
        elif parent.key is None:
            if not isinstance(value, str):
                raise self._error(line, None, "a key must be text")
            path = (*parent.path, value)
            parent.key, parent.duplicate_line = value, line if value in parent.value else None
            self._lines.setdefault(path, line)
        else:
            if parent.key == "<<":
                for merged in value if isinstance(value, list) else [value]:
                    parent.merged = {**merged, **parent.merged} if isinstance(merged, dict) else parent.merged
            elif parent.duplicate_line is None:
                parent.value[parent.key] = value
            elif parent.value[parent.key] != value:
                first = self._lines.get((*parent.path, parent.key), "?")
                self._faults.append(self._error(parent.duplicate_line, parent.key, f"is defined twice; the first is on line {first}"))
            parent.key = None

    def _add_alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise self._error(line, None, f"refers to *{anchor}, which is not defined before it")
        value, size = self._anchors[anchor]
        self._count(size, line)
        self._add(value, line, size, None, is_scalar=False)

    def _count(self, size: int, line: int) -> None:
        self._total += size
        if self._total > _MAX_VALUES:
            raise self._error(line, None, f"expands to more than {_MAX_VALUES} values; use fewer aliases")

    def _check_tag(self, tag: str | None, line: int) -> None:
        if tag is not None and tag not in _ALLOWED_TAGS and tag != "!" and not self._ignore_tags:
            raise self._error(line, None, f"must not use the tag {tag.replace(_CORE_TAG, '!!')}")

    def _error(self, line: int, field: str | None, rule: str) -> FileError:
        return FileError(self._path, line, field, rule)
