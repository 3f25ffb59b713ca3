"""
Shows and episodes from plain tables: ``[podcast]`` in a configuration, ``episode`` in front matter. Keys are the names of the fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import attrs

from stridesfeed.errors import FieldError, InvalidError, suggestion
from stridesfeed.extensions import podcast
from stridesfeed.extensions.elements import TypedElement
from stridesfeed.extensions.shows import Episode, Podcast
from stridesfeed.load.dates.parsing import parse_date
from stridesfeed.load.front_matter.nodes import normalize_key
from stridesfeed.media_types import media_type_of
from stridesfeed.model import Image

#: Returns the URL of a file that a table names.
Resolve = Callable[[str], str]

Show = TypeVar("Show", Podcast, Episode)

#: The class of each field that holds elements, and the field of the element that a text or a number stands for.
PARTS: Mapping[str, tuple[type[TypedElement], str]] = {
    "alternate_enclosures": (podcast.AlternateEnclosure, "type"),
    "blocks": (podcast.Block, "text"),
    "chapters": (podcast.Chapters, "url"),
    "chat": (podcast.Chat, "server"),
    "content_links": (podcast.ContentLink, "href"),
    "funding": (podcast.Funding, "url"),
    "images": (podcast.Image, "href"),
    "integrity": (podcast.Integrity, "value"),
    "license": (podcast.License, "text"),
    "live_items": (podcast.LiveItem, "title"),
    "locations": (podcast.Location, "text"),
    "marks": (podcast.ChapterMark, "title"),
    "persons": (podcast.Person, "text"),
    "podroll": (podcast.RemoteItem, "feed_guid"),
    "publisher": (podcast.RemoteItem, "feed_guid"),
    "recipients": (podcast.ValueRecipient, "address"),
    "remote_item": (podcast.RemoteItem, "feed_guid"),
    "remote_items": (podcast.RemoteItem, "feed_guid"),
    "social": (podcast.SocialInteract, "protocol"),
    "soundbites": (podcast.Soundbite, "start_time"),
    "sources": (podcast.Source, "uri"),
    "time_splits": (podcast.ValueTimeSplit, "start_time"),
    "trailers": (podcast.Trailer, "url"),
    "transcripts": (podcast.Transcript, "url"),
    "txts": (podcast.Txt, "text"),
    "update_frequency": (podcast.UpdateFrequency, "text"),
    "values": (podcast.Value, "recipients"),
}

#: Fields that are not a list.
_SINGLE = frozenset({"chapters", "chat", "integrity", "license", "publisher", "remote_item", "update_frequency"})

#: Fields with the URL of a file of the site.
_FILES = frozenset({"href", "image", "img", "url"})

_DATES = frozenset({"dtstart", "end", "pubdate", "start"})

#: Other names of fields.
_ALIASES: Mapping[str, str] = {
    "category": "category",
    "categories": "category",
    "episode": "number",
    "guests": "persons",
    "hosts": "persons",
    "img": "image",
    "location": "locations",
    "name": "text",
    "person": "persons",
    "soundbite": "soundbites",
    "start_time": "start",
    "starttime": "start",
    "title": "text",
    "transcript": "transcripts",
    "trailer": "trailers",
    "url": "href",
    "value": "values",
}

_FLAGS = {"yes": True, "true": True, "no": False, "false": False, "clean": False}


def as_podcast(table: Mapping[str, Any], resolve: Resolve = str) -> Podcast:
    """
    Return the show that *table* describes. Raises :class:`~stridesfeed.FieldError` or :class:`~stridesfeed.InvalidError`.
    """
    return _show(Podcast, table, resolve)


def as_episode(table: Mapping[str, Any], resolve: Resolve = str) -> Episode:
    """
    Return the episode that *table* describes. Raises :class:`~stridesfeed.FieldError` or :class:`~stridesfeed.InvalidError`.
    """
    return _show(Episode, table, resolve)


def as_table(show: Podcast | Episode | TypedElement) -> dict[str, Any]:
    """
    Return a table from which the same *show* is read: the fields that are set.
    """
    kind: Any = type(show)
    given = {field.name: (getattr(show, field.name), field.default) for field in attrs.fields(kind)}
    return {name: _as_plain(value) for name, (value, default) in given.items() if value not in (None, (), default)}


def _as_plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_plain(each) for each in value]
    if isinstance(value, TypedElement):
        return as_table(value)
    if isinstance(value, Image):
        return value.url
    return value.isoformat() if isinstance(value, date) else value


def _show(kind: type[Show], table: Mapping[str, Any], resolve: Resolve) -> Show:
    return kind(**_fields(kind, table, resolve))


def _fields(kind: type[Any], table: Mapping[str, Any], resolve: Resolve) -> dict[str, Any]:
    """
    Return the fields of *kind* by name.
    """
    types: dict[str, str] = {field.name: str(field.type) for field in attrs.fields(kind)}
    normalized = {normalize_key(name): name for name in types}
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if value is None:
            continue
        name = normalized.get(normalize_key(str(key))) or _ALIASES.get(str(key).lower(), "")
        if name == "chapters" and isinstance(value, list):
            name = "marks"
        if name not in types:
            raise FieldError(kind.__name__, str(key), f"unknown key{suggestion(str(key), sorted(types))}")
        try:
            found = _value(name, types[name], value, resolve)
        except (FieldError, InvalidError) as error:
            faults = error.faults if isinstance(error, InvalidError) else (error,)
            raise FieldError(kind.__name__, str(key), "; ".join(f"{fault.field}: {fault.rule}" for fault in faults)) from error
        if str(key).lower() == "guests":
            found = tuple(attrs.evolve(person, role=person.role or "guest") for person in found)
        fields[name] = (*fields.get(name, ()), *found) if isinstance(found, tuple) else found
    return fields


def _value(name: str, type_: str, value: Any, resolve: Resolve) -> Any:
    """
    Return the value of the field *name*, which has the annotation *type_*.
    """
    if name in PARTS:
        kind, main = PARTS[name]
        if name in _SINGLE:
            return _part(kind, main, value, resolve)
        return tuple(_part(kind, main, each, resolve) for each in (value if isinstance(value, list) else [value]))
    if name in _DATES and "date" in type_:
        return _date(value)
    if name in _FILES and isinstance(value, str):
        return resolve(value)
    return _scalar(type_, value)


def _scalar(type_: str, value: Any) -> Any:
    """
    Return a number or a flag that front matter has as text; other values are unchanged.
    """
    if not isinstance(value, str):
        return value
    if "bool" in type_:
        return _FLAGS.get(value.lower(), value)
    convert = None if "str" in type_ else int if "int" in type_ else float if "float" in type_ else None
    try:
        return convert(value) if convert else value
    except ValueError:
        return value


def _part(kind: type[TypedElement], main: str, value: Any, resolve: Resolve) -> TypedElement:
    if isinstance(value, TypedElement):
        return value
    fields = _fields(kind, value if isinstance(value, Mapping) else {main: value}, resolve)
    if kind is podcast.Transcript and "type" not in fields:
        fields["type"] = media_type_of(str(fields.get("url", ""))) or ""
    missing = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING and field.name not in fields]
    if missing:
        raise FieldError(kind.__name__.lower(), missing[0], "is missing: add it")
    return kind(**fields)


def _date(value: Any) -> Any:
    if isinstance(value, str):
        return parse_date(value, zone=UTC)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else value
