"""
Front matter: its keys and values, their lines, and a reader that collects errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import attrs

from stridesfeed.errors import FieldError, FileError, InvalidError

T = TypeVar("T")

#: The keys and list indexes that lead to a value: ``("image", "alt")``, ``("sources", 2, "url")``.
KeyPath = tuple[str | int, ...]

#: Tables whose keys mean the same as top-level keys: Zola's taxonomies and extra, Hugo's params.
_TABLES = ("taxonomies", "extra", "params")

#: Keys with a meaning only at the top level: a "url" in the table "extra" is not the article's URL.
_TOP_LEVEL_ONLY = frozenset({"id", "guid", "uuid", "slug", "url", "path", "permalink", "draft", "published", "publish", "status", "type"})

#: The keys of a person's details, by field of :class:`~stridesfeed.model.Person`.
PERSON_KEYS: Mapping[str, tuple[str, ...]] = {
    "uri": ("url", "uri", "link", "homepage", "website", "web", "site"),
    "email": ("email", "mail"),
    "avatar": ("avatar", "image", "image_url", "picture", "photo"),
}

_SEPARATOR = re.compile(r"[\s_-]+")


@lru_cache(4096)
def normalize_key(key: str) -> str:
    """
    Return *key* in lower case without separators: generators write ``publishDate``, ``publish_date`` and ``Publish-Date``.
    """
    return _SEPARATOR.sub("", key).lower()


@attrs.frozen
class Node:
    """
    A value in front matter, with its key path.
    """

    front_matter: FrontMatter = attrs.field(repr=False)
    path: KeyPath
    value: Any

    @property
    def key(self) -> str:
        """
        The key as spelled in the file: ``image.alt``.
        """
        return ".".join(part for part in self.path if isinstance(part, str))

    @property
    def line(self) -> int:
        """
        The line of the key, or of its nearest parent with a known line.
        """
        return self.front_matter.line_of(self.path)

    def items(self) -> Iterator[Node]:
        """
        Yield the items of a list, or the node itself if it is no list; empty values are skipped.
        """
        values = enumerate(self.value) if isinstance(self.value, list) else [(None, self.value)]
        for index, value in values:
            if value is not None and value != "":
                yield Node(self.front_matter, self.path if index is None else (*self.path, index), value)

    def get(self, *names: str) -> Node | None:
        """
        Return the first non-empty value of a mapping under one of *names*.
        """
        found = {normalize_key(key): key for key in self.value} if isinstance(self.value, Mapping) else {}
        for name in map(normalize_key, names):
            if name in found and self.value[found[name]] not in (None, ""):
                return Node(self.front_matter, (*self.path, found[name]), self.value[found[name]])
        return None


@attrs.frozen
class FrontMatter:
    """
    The front matter of one article.
    """

    values: Mapping[str, Any] = attrs.field(factory=dict)

    #: The lines of keys and list items, as far as they are known.
    lines: Mapping[KeyPath, int] = attrs.field(factory=dict)

    #: The first line of the front matter.
    line: int = 1

    faults: tuple[FileError, ...] = ()

    #: The files of keys that are inherited from data files, for messages.
    inherited: Mapping[str, str] = attrs.field(factory=dict)

    #: Further keys of fields, by the field's normalized name; keys may be nested (``extra.by``).
    _keys: Mapping[str, Sequence[str]] = attrs.field(factory=dict, repr=False)

    @cached_property
    def _paths(self) -> dict[str, list[KeyPath]]:
        """
        The key paths by normalized key.
        """
        paths: dict[str, list[KeyPath]] = {}
        for table in ("", *_TABLES):
            parent = self.values.get(table) if table else self.values
            for key in parent if isinstance(parent, Mapping) else ():
                name = f"{table}.{key}" if table and normalize_key(key) in _TOP_LEVEL_ONLY else normalize_key(key)
                paths.setdefault(name, []).append((table, key) if table else (key,))
        for field, keys in self._keys.items():
            found = [path for key in keys if (path := self._path_to(key, paths))]
            parents = {path[: length + 1] for path in found for length in range(len(path))}
            paths = {name: [path for path in others if path not in parents] for name, others in paths.items()}
            paths[field] = [*found, *paths.get(field, ())]
        return paths

    def _path_to(self, key: str, paths: Mapping[str, Sequence[KeyPath]]) -> KeyPath | None:
        if known := paths.get(normalize_key(key)):
            return known[0]
        node: Node | None = Node(self, (), self.values)
        for part in key.split("."):
            node = None if node is None else node.get(part)
        return None if node is None else node.path

    def find(self, *names: str) -> Node | None:
        """
        Return the first value under one of *names*, at the top level or in a table of further keys; ``None`` values are skipped.
        """
        return next(self.find_all(*names), None)

    def find_all(self, *names: str) -> Iterator[Node]:
        """
        Yield all values under *names*, in the order of the names.
        """
        for name in names:
            for path in self._paths.get(normalize_key(name), ()):
                node = self._node(path)
                if node.value is not None:
                    yield node

    def at(self, key: str) -> Node | None:
        """
        Return the value of a key that may be nested: ``extra.kind``.
        """
        path = self._path_to(key, self._paths)
        return None if path is None else self._node(path)

    def _node(self, path: KeyPath) -> Node:
        value: Any = self.values
        for part in path:
            value = value[part]
        return Node(self, path, value)

    def all_keys(self) -> Iterator[tuple[str, str]]:
        """
        Yield every key of the file itself except the tables' own, as a pair: normalized, and as spelled in the file.
        """
        for name, paths in self._paths.items():
            for path in paths:
                if not (len(path) == 1 and path[0] in _TABLES) and path[0] not in self.inherited:
                    yield name, ".".join(map(str, path))

    def line_of(self, path: KeyPath) -> int:
        """
        Return the line of *path*, or of its nearest parent with a known line.
        """
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.line

    def with_keys(self, keys: Mapping[str, Sequence[str]]) -> FrontMatter:
        """
        Return a copy in which *keys* are read as well, by the name of the field that they come first for.
        """
        return attrs.evolve(self, keys={normalize_key(field): names for field, names in keys.items()}) if keys else self

    def with_defaults(self, other: FrontMatter, path: str) -> FrontMatter:
        """
        Return a copy with the values of the data file at *path*, *other*, for keys that have none.
        """
        own = set(map(normalize_key, self.values))
        new = {key: value for key, value in other.values.items() if normalize_key(key) not in own}
        return attrs.evolve(
            self,
            values={**new, **self.values},
            lines={**{key_path: line for key_path, line in other.lines.items() if key_path[0] in new}, **self.lines},
            inherited={**self.inherited, **dict.fromkeys(new, path)},
            faults=(*self.faults, *other.faults),
        )

    def with_value(self, key: str, value: Any, line: int) -> FrontMatter:
        """
        Return a copy with one more key.
        """
        return attrs.evolve(self, values={**self.values, key: value}, lines={**self.lines, (key,): line})


class FieldReader:
    """
    Reads the fields of one article from its front matter, and collects errors with their lines.
    """

    def __init__(self, front_matter: FrontMatter, path: str) -> None:
        self.front_matter = front_matter
        self.path = path
        self.faults: list[FileError] = list(front_matter.faults)
        self._nodes: dict[str, Node] = {}

    def value(self, field: str, names: Iterable[str], parse: Callable[[Node], T]) -> T | None:
        """
        Return the value of *field* from the first key among *names*; ``None`` if there is no such key or its value is invalid.

        *parse* converts the node; it raises :class:`FieldError`, or :class:`InvalidError` from the model.
        """
        node = self.front_matter.find(*names)
        return None if node is None else self.parse(field, node, parse)

    def values(self, field: str, names: Iterable[str], parse: Callable[[Node], T]) -> tuple[T, ...]:
        """
        Return the value, or every value of the list, of the first key among *names*.
        """
        node = self.front_matter.find(*names)
        items = [] if node is None else [self.parse(field, item, parse) for item in node.items()]
        return tuple(item for item in items if item is not None)

    def parse(self, field: str, node: Node, parse: Callable[[Node], T]) -> T | None:
        """
        Return the value of *field* from *node*; ``None`` if it is invalid.
        """
        self._nodes[field] = node
        try:
            return parse(node)
        except FieldError as fault:
            part = node.get(fault.field.removeprefix(f"{node.key}."))
            self._add(part or node, fault.rule)
        except InvalidError as group:
            for each in group.faults:
                if not isinstance(node.value, Mapping):
                    self._add(node, each.rule)
                elif part := node.get(*PERSON_KEYS.get(each.field, (each.field,))):
                    self._add(part, each.rule)
                else:
                    self._add(node, f"{each.field}: {each.rule}")
        return None

    def node_of(self, field: str) -> Node | None:
        """
        Return the node that *field* was read from.
        """
        return self._nodes.get(field)

    def add_error(self, field: str, rule: str) -> None:
        """
        Record that *field* breaks *rule*, at the line of its key if it has one.
        """
        if node := self._nodes.get(field):
            self._add(node, rule)
        else:
            self.faults.append(FileError(self.path, self.front_matter.line, field, rule))

    def _add(self, node: Node, rule: str) -> None:
        path = node.front_matter.inherited.get(str(node.path[0]), self.path) if node.path else self.path
        self.faults.append(FileError(path, node.line, node.key, rule))
