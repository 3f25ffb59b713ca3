"""
The keys of a file's front matter, their values, and the lines they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from stridesfeed.errors import FileError

#: Where a value stands: ``("image", "alt")``, ``("sources", 2, "url")``.
Place = tuple[str | int, ...]

#: Tables that hold keys of the same meaning: Zola's taxonomies and extra, Hugo's params.
_TABLES = ("taxonomies", "extra", "params")

#: What these mean is fixed for the article itself only: a link in a table of further keys is not the article's address.
_AT_THE_TOP = frozenset({"id", "guid", "uuid", "slug", "url", "path", "permalink", "draft", "published", "publish", "status", "type"})

_SEPARATOR = re.compile(r"[\s_-]+")


def normal(key: str) -> str:
    """
    *key* without its spelling: generators write ``publishDate``, ``publish_date`` and ``Publish-Date``.
    """
    return _SEPARATOR.sub("", key).lower()


@attrs.frozen
class Entry:
    """
    One value, and where it stands.
    """

    header: Header = attrs.field(repr=False)
    place: Place
    value: Any

    @property
    def key(self) -> str:
        """
        The key as the file spells it: ``image.alt``.
        """
        return ".".join(part for part in self.place if isinstance(part, str))

    @property
    def line(self) -> int:
        """
        The line of the key, or of the nearest key around it whose line is known.
        """
        return self.header.line_of(self.place)

    def items(self) -> Iterator[Entry]:
        """
        The values of a list, or the one value itself; what is empty is left out.
        """
        values = enumerate(self.value) if isinstance(self.value, list) else [(None, self.value)]
        for index, value in values:
            if value is not None and value != "":
                yield Entry(self.header, self.place if index is None else (*self.place, index), value)

    def get(self, *names: str) -> Entry | None:
        """
        The first value of a mapping under one of *names*.
        """
        found = {normal(key): key for key in self.value} if isinstance(self.value, Mapping) else {}
        for name in map(normal, names):
            if name in found and self.value[found[name]] not in (None, ""):
                return Entry(self.header, (*self.place, found[name]), self.value[found[name]])
        return None


@attrs.frozen
class Header:
    """
    The front matter of one article.
    """

    values: Mapping[str, Any] = attrs.field(factory=dict)

    #: Of every key and item, where they are known.
    lines: Mapping[Place, int] = attrs.field(factory=dict)

    #: Where the front matter begins.
    line: int = 1

    faults: tuple[FileError, ...] = ()

    _places: dict[str, list[Place]] = attrs.field(init=False, repr=False, eq=False)

    @_places.default
    def _find_places(self) -> dict[str, list[Place]]:
        places: dict[str, list[Place]] = {}
        for table in ("", *_TABLES):
            holder = self.values.get(table) if table else self.values
            for key in holder if isinstance(holder, Mapping) else ():
                name = f"{table}.{key}" if table and normal(key) in _AT_THE_TOP else normal(key)
                places.setdefault(name, []).append((table, key) if table else (key,))
        return places

    def find(self, *names: str) -> Entry | None:
        """
        The first value under one of *names*, at the top or in a table of further keys; a key without a value does not count.
        """
        return next(self.find_all(*names), None)

    def find_all(self, *names: str) -> Iterator[Entry]:
        """
        All values under *names*, in the order of the names.
        """
        for name in names:
            for place in self._places.get(normal(name), ()):
                entry = self._entry(place)
                if entry.value is not None:
                    yield entry

    def all_keys(self) -> Iterator[tuple[str, str]]:
        """
        Every key but those of the tables themselves: as normalised, and as the file spells it.
        """
        for name, places in self._places.items():
            for place in places:
                if not (len(place) == 1 and place[0] in _TABLES):
                    yield name, ".".join(map(str, place))

    def line_of(self, place: Place) -> int:
        """
        The line of *place*, or of the nearest place around it whose line is known.
        """
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return self.line

    def with_value(self, key: str, value: Any, line: int) -> Header:
        """
        This header with one more key.
        """
        return attrs.evolve(self, values={**self.values, key: value}, lines={**self.lines, (key,): line})

    def _entry(self, place: Place) -> Entry:
        value: Any = self.values
        for part in place:
            value = value[part]
        return Entry(self, place, value)
