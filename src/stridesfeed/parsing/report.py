"""
A record of everything in a document that the feed made from it does not contain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import attrs

from stridesfeed.emit import FormatName
from stridesfeed.errors import FieldError, FileError, InvalidError
from stridesfeed.load.dates.parsing import parse_date
from stridesfeed.parsing.tracking import TrackedElement, TrackedObject
from stridesfeed.text import line as one_line
from stridesfeed.value import Value
from stridesfeed.xml_tree import XML

V = TypeVar("V", bound=Value)


@attrs.frozen
class Location:
    """
    The location of something in a document: a line of XML, or a member of JSON.
    """

    line: int | None = None
    #: The path of the member, such as ``items[3]``; empty in XML.
    member: str = ""

    def error(self, path: str, field: str, rule: str) -> FileError:
        """
        Return an error about a field of what is here.
        """
        return FileError(path, self.line, f"{self.member}.{field}" if self.member else field, rule)


@attrs.frozen
class Unread:
    """
    Something in a document that the parsed feed does not contain.
    """

    #: What it is, and why it was not kept: "podcast:person", "invalid article language".
    description: str

    #: The line of XML that it is on, or that its item begins on; ``None`` in JSON.
    line: int | None = None

    #: The path of its item in JSON: ``items[3]``.
    member: str = ""

    #: True for an element or member that this version does not know.
    is_unknown: bool = False

    def __str__(self) -> str:
        place = self.member or (f"line {self.line}" if self.line else "")
        return f"{place}: {self.description}" if place else self.description


class Report:
    """
    Collects what is not kept while a document is read. Invalid optional values are skipped, and recorded.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        #: The location of what is being read.
        self.location = Location()
        self.unread: list[Unread] = []
        self._element: TrackedElement | None = None

    @contextmanager
    def about(self, element: TrackedElement) -> Iterator[None]:
        """
        Record what is skipped meanwhile as faults of *element*, which are reported only if no extension keeps it.
        """
        self._element = element
        yield
        self._element = None

    def skip(self, description: str, count: int = 1) -> None:
        """
        Record skipped content. *description* may contain text of the document.
        """
        if self._element is not None:
            self._element.faults += (one_line(description),) * count
            return
        self.unread += [Unread(one_line(description), self.location.line, self.location.member)] * count

    def leave(self, names: Iterable[str]) -> None:
        """
        Record unknown elements or members.
        """
        self.unread += [Unread(one_line(name), self.location.line, self.location.member, is_unknown=True) for name in names]

    def leave_rest(self, root: TrackedElement | TrackedObject, *own: str) -> None:
        """
        Record all elements or members of *root* that were not read; *own* are the namespaces of the format.
        """
        if isinstance(root, TrackedObject):
            self.location = Location()
            self.leave(root.unread())
            return
        for fault, line in root.unkept_faults():
            self.location = Location(line)
            self.skip(fault)
        for name, line in root.unread(*own):
            self.location = Location(line)
            self.leave([name])

    def leave_attributes(self, root: TrackedElement) -> None:
        """
        Record the attributes that were not read, except those that say nothing about the content.
        """
        for name, line in root.unread_attributes():
            if not name.startswith(_INSIGNIFICANT_NAMESPACES) and name not in _INSIGNIFICANT_ATTRIBUTES:
                self.location = Location(line)
                self.leave([f"attribute {name}"])

    def optional(self, kind: type[V], **fields: Any) -> V | None:
        """
        Return a value of *kind* without invalid optional fields; ``None`` if a required one is invalid.
        """
        try:
            return self.lenient(kind, fields)
        except InvalidError as error:
            for fault in error.faults:
                self.skip(f"{kind.__name__.lower()} whose {fault.field} {fault.rule.partition(',')[0]}")
        return None

    def lenient(self, kind: type[V], fields: Mapping[str, Any], *, needed: Iterable[str] = ()) -> V:
        """
        Return a value of *kind* without invalid optional fields, which are recorded. Invalid *needed* fields raise an error, as required ones
        do.
        """
        try:
            return kind(**fields)
        except InvalidError as error:
            required = {field.alias or field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING}.union(needed)
            invalid = {fault.field for fault in error.faults}
            if invalid & required or not invalid & fields.keys():
                raise
        for name in sorted(invalid):
            self.skip(f"invalid {kind.__name__.lower()} {name}")
        return self.lenient(kind, {name: value for name, value in fields.items() if name not in invalid}, needed=needed)

    def date(self, text: str | None, name: str) -> datetime | None:
        """
        Return the date in *text*, in UTC if it has no offset; ``None`` if it is invalid, which is recorded under *name*.
        """
        if not text:
            return None
        try:
            return parse_date(text, zone=UTC)
        except FieldError:
            self.skip(f"{name} {text[:_MAX_SHOWN]!r}, which is not a date")
            return None


#: Languages and bases are read where they matter; RDF says which element is about which.
_INSIGNIFICANT_NAMESPACES = (f"{{{XML}}}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}")

#: Attributes that are written anew, or follow from something else.
_INSIGNIFICANT_ATTRIBUTES = frozenset(
    {"isPermaLink of guid", "version of generator", "uri of generator", "url of generator", "unit of strides:readingTime"}
)

#: In characters: the maximum length of a text of the document in a description.
_MAX_SHOWN = 40


@attrs.frozen(kw_only=True)
class ReadItem:
    """
    The fields of an article as a document has them. None of them is checked; *guid* is the identifier, of any form.
    """

    location: Location
    fields: Mapping[str, Any]
    #: The element or object that it was read from.
    source: TrackedElement | TrackedObject


@attrs.frozen(kw_only=True)
class ReadFeed:
    """
    The fields of a feed and its articles as a document has them. None of them is checked.
    """

    #: The type of document, for messages: "RSS".
    title: str
    #: The name of its format: "rss".
    format: FormatName
    location: Location
    fields: Mapping[str, Any]
    items: tuple[ReadItem, ...]
    #: The URL of the document according to itself.
    url: str | None = None
    #: The same feed in other formats, by media type.
    alternates: Mapping[str, str] = attrs.field(factory=dict)
