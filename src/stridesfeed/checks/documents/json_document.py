"""
The JSON document that rules check, and the grammar of JSON Feed: the members of each object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

import attrs

from stridesfeed.checks.documents.json_tree import JsonMember, JsonType, JsonValue
from stridesfeed.checks.rule import Found
from stridesfeed.decoding import DecodedText, ParseProblem

Cached = TypeVar("Cached")

#: The newest first.
VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")


def _strings(names: str) -> dict[str, JsonType]:
    return dict.fromkeys(names.split(), "string")


_FEED: Mapping[str, JsonType] = MappingProxyType(
    _strings("version title home_page_url feed_url description user_comment next_url icon favicon language")
    | {"author": "object", "authors": "array", "expired": "boolean", "hubs": "array", "items": "array"}
)
_ITEM: Mapping[str, JsonType] = MappingProxyType(
    _strings("id url external_url title content_html content_text summary image banner_image date_published date_modified language")
    | {"author": "object", "authors": "array", "tags": "array", "attachments": "array"}
)
_AUTHOR: Mapping[str, JsonType] = MappingProxyType({"name": "string", "url": "string", "avatar": "string"})
_ATTACHMENT: Mapping[str, JsonType] = MappingProxyType(
    {"url": "string", "mime_type": "string", "title": "string", "size_in_bytes": "number", "duration_in_seconds": "number"}
)
_HUB: Mapping[str, JsonType] = MappingProxyType({"type": "string", "url": "string"})


@attrs.frozen
class FeedObject:
    """
    An object of JSON Feed and its grammar.
    """

    #: ``feed``, ``item``, ``author``, ``attachment`` or ``hub``.
    name: str
    value: JsonValue
    #: The members of the format and their types.
    grammar: Mapping[str, JsonType]
    required: tuple[str, ...]
    #: The item that contains it, or the feed.
    holder: JsonValue


@attrs.define(eq=False)
class JsonDocument:
    """
    A JSON Feed, or other JSON.
    """

    decoded: DecodedText
    #: ``None`` if the document could not be parsed.
    root: JsonValue | None
    problems: tuple[ParseProblem, ...] = ()
    #: The URL of the document, if known.
    url: str | None = None
    #: The time of the check, for dates in the future.
    as_of: datetime | None = None
    _cache: dict[str, object] = attrs.field(factory=dict, init=False)

    @property
    def feed(self) -> JsonValue | None:
        """
        The root, if it is a feed.
        """
        root = self.root
        is_feed = root is not None and root.type == "object" and (root.get("version") is not None or root.get("items") is not None)
        return root if is_feed else None

    @cached_property
    def items(self) -> tuple[JsonValue, ...]:
        """
        The items that are objects.
        """
        return tuple(_objects_in(self.feed, "items")) if self.feed else ()

    @property
    def holders(self) -> tuple[JsonValue, ...]:
        """
        The feed and its items.
        """
        return (self.feed, *self.items) if self.feed else ()

    def named(self, *names: str) -> Iterator[tuple[str, JsonValue, JsonValue]]:
        """
        Yield the members of the feed and its items with these names: name, value, and the feed or item.
        """
        for holder in self.holders:
            for name in names:
                if (value := holder.get(name)) is not None:
                    yield name, value, holder

    def objects(self, name: str | None = None) -> Iterator[FeedObject]:
        """
        Yield the objects of the format; those with that *name* only, if it is given.
        """
        return (each for each in self.cached("objects", lambda: tuple(self._find_objects())) if name is None or each.name == name)

    def _find_objects(self) -> Iterator[FeedObject]:
        feed = self.feed
        if feed is None:
            return
        yield FeedObject("feed", feed, _FEED, ("version", "title", "items"), feed)
        for hub in _objects_in(feed, "hubs"):
            yield FeedObject("hub", hub, _HUB, ("type", "url"), feed)
        for item in self.items:
            yield FeedObject("item", item, _ITEM, ("id",), item)
            for attachment in _objects_in(item, "attachments"):
                yield FeedObject("attachment", attachment, _ATTACHMENT, ("url", "mime_type"), item)
        for holder in self.holders:
            author = holder.get("author")
            if author is not None and author.type == "object":
                yield FeedObject("author", author, _AUTHOR, (), holder)
            for author in _objects_in(holder, "authors"):
                yield FeedObject("author", author, _AUTHOR, (), holder)

    @cached_property
    def _item_numbers(self) -> dict[JsonValue, int]:
        return {item: number for number, item in enumerate(self.items, 1)}

    def subject(self, holder: JsonValue) -> str:
        """
        Return the subject of a finding about an item, by id or number, or the feed.
        """
        if holder is self.feed or holder not in self._item_numbers:
            return "feed"
        value = next((value for name in ("id", "url", "title") if (value := holder.get(name)) is not None), None)
        name = value.text if value else ""
        return f"item {name[:100]!r}" if name else f"item {self._item_numbers[holder]}"

    def found(self, at: JsonValue | JsonMember, message: str, holder: JsonValue | None = None) -> Found:
        """
        Report a problem at a value; *holder* is the item that contains it.
        """
        subject = self.subject(holder) if holder is not None else "feed"
        return Found(message, subject, line=at.position.line, column=at.position.column)

    def cached(self, name: str, build: Callable[[], Cached]) -> Cached:
        """
        Return the result of *build*, called once for all rules.
        """
        if name not in self._cache:
            self._cache[name] = build()
        return cast("Cached", self._cache[name])


def _objects_in(holder: JsonValue, name: str) -> Iterator[JsonValue]:
    """
    Yield the objects in the array *name*.
    """
    array = holder.get(name)
    return (value for value in (array.items if array else ()) if value.type == "object")
