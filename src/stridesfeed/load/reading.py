"""
Taking values out of a header: each is checked, and every fault is kept with the line it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from stridesfeed.errors import FieldError, FileError, InvalidError
from stridesfeed.load.header import Entry, Header

T = TypeVar("T")

#: Makes a value of an entry; raises FieldError, or InvalidError from the model.
Parse = Callable[[Entry], T]


class Reading:
    """
    The reading of one article's header.
    """

    def __init__(self, header: Header, path: str) -> None:
        self.header = header
        self.path = path
        self.faults: list[FileError] = list(header.faults)
        self._source_of: dict[str, Entry] = {}

    def value(self, field: str, names: Iterable[str], parse: Parse[T]) -> T | None:
        """
        The value of the first key among *names*, for the article's *field*; ``None`` where there is none, or it has a fault.
        """
        entry = self.header.find(*names)
        return None if entry is None else self.parsed(field, entry, parse)

    def values(self, field: str, names: Iterable[str], parse: Parse[T]) -> tuple[T, ...]:
        """
        The value, or every value of the list, of the first key among *names*.
        """
        entry = self.header.find(*names)
        items = [] if entry is None else [self.parsed(field, item, parse) for item in entry.items()]
        return tuple(item for item in items if item is not None)

    def parsed(self, field: str, entry: Entry, parse: Parse[T]) -> T | None:
        """
        The value of *entry*, for the article's *field*.
        """
        self._source_of[field] = entry
        try:
            return parse(entry)
        except FieldError as fault:
            part = entry.get(fault.field.removeprefix(f"{entry.key}."))
            self._refuse(part or entry, fault.rule)
        except InvalidError as group:
            for fault_of_part in group.faults:
                self._refuse_part(entry, fault_of_part)
        return None

    def source_of(self, field: str) -> Entry | None:
        """
        The entry that gave *field*.
        """
        return self._source_of.get(field)

    def fault(self, field: str, rule: str) -> None:
        """
        Keep a fault of the article's *field*.
        """
        entry = self._source_of.get(field)
        if entry:
            self._refuse(entry, rule)
        else:
            self.faults.append(FileError(self.path, self.header.line, field, rule))

    def _refuse(self, entry: Entry, rule: str) -> None:
        self.faults.append(FileError(self.path, entry.line, entry.key, rule))

    def _refuse_part(self, entry: Entry, fault: FieldError) -> None:
        """
        Keep a fault that the model found in a value made of *entry*: of its part of that name, where it has one.
        """
        part = entry.get(fault.field) if isinstance(entry.value, Mapping) else None
        if part:
            self._refuse(part, fault.rule)
        else:
            self._refuse(entry, f"{fault.field}: {fault.rule}" if isinstance(entry.value, Mapping) else fault.rule)
