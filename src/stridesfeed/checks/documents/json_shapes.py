"""
The grammar of JSON Feed as data: what each object may hold, and what it has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.json_tree import Kind, Value

#: The newest first.
VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")


def _strings(text: str) -> dict[str, Kind]:
    return dict.fromkeys(text.split(), "string")


_FEED: Mapping[str, Kind] = MappingProxyType(
    _strings("version title home_page_url feed_url description user_comment next_url icon favicon language")
    | {"author": "object", "authors": "array", "expired": "boolean", "hubs": "array", "items": "array"}
)
_ITEM: Mapping[str, Kind] = MappingProxyType(
    _strings("id url external_url title content_html content_text summary image banner_image date_published date_modified language")
    | {"author": "object", "authors": "array", "tags": "array", "attachments": "array"}
)
AUTHOR: Mapping[str, Kind] = MappingProxyType({"name": "string", "url": "string", "avatar": "string"})
_ATTACHMENT: Mapping[str, Kind] = MappingProxyType(
    {"url": "string", "mime_type": "string", "title": "string", "size_in_bytes": "number", "duration_in_seconds": "number"}
)
_HUB: Mapping[str, Kind] = MappingProxyType({"type": "string", "url": "string"})


@attrs.frozen
class Shaped:
    """
    An object that the format describes.
    """

    #: As a person would name it: ``item``, ``attachment``.
    what: str
    value: Value
    members: Mapping[str, Kind]
    required: tuple[str, ...]
    #: The item that it is part of, or the feed.
    holder: Value


def objects(document: JsonDocument) -> Iterator[Shaped]:
    """
    Every object that the format describes.
    """
    feed = document.feed
    if feed is None:
        return
    yield Shaped("feed", feed, _FEED, ("version", "title", "items"), feed)
    for hub in _listed(feed, "hubs"):
        yield Shaped("hub", hub, _HUB, ("type", "url"), feed)
    for item in document.items:
        yield Shaped("item", item, _ITEM, ("id",), item)
        for attachment in _listed(item, "attachments"):
            yield Shaped("attachment", attachment, _ATTACHMENT, ("url", "mime_type"), item)
    for holder in document.holders():
        for author in _authors(holder):
            yield Shaped("author", author, AUTHOR, (), holder)


def _listed(holder: Value, name: str) -> Iterator[Value]:
    listed = holder.get(name)
    return (value for value in (listed.items if listed else ()) if value.kind == "object")


def _authors(holder: Value) -> Iterator[Value]:
    single = holder.get("author")
    if single is not None and single.kind == "object":
        yield single
    yield from _listed(holder, "authors")
