"""
Read shows and episodes: the elements of Apple Podcasts, Podcasting 2.0 and Spotify.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.extensions.elements import TypedElement, attribute_name
from stridesfeed.extensions.shows import Episode, Podcast
from stridesfeed.load.shows import PARTS, as_episode, as_podcast
from stridesfeed.parsing.report import Report
from stridesfeed.parsing.tracking import TrackedElement
from stridesfeed.vocabularies import vocabularies

Show = TypeVar("Show", Podcast, Episode)

#: The fields of a show or an episode that are the text of an element.
_TEXTS: Mapping[type[Podcast | Episode], tuple[tuple[str, str], ...]] = {
    Podcast: (
        ("itunes:author", "author"),
        ("itunes:title", "title"),
        ("itunes:explicit", "explicit"),
        ("itunes:type", "type"),
        ("itunes:new-feed-url", "new_feed_url"),
        ("itunes:block", "block"),
        ("itunes:complete", "complete"),
        ("podcast:guid", "guid"),
        ("podcast:medium", "medium"),
        ("podcast:locked", "locked"),
        ("spotify:countryOfOrigin", "country_of_origin"),
    ),
    Episode: (
        ("itunes:title", "title"),
        ("itunes:season", "season"),
        ("itunes:episode", "number"),
        ("podcast:season", "season"),
        ("podcast:episode", "number"),
        ("itunes:episodeType", "type"),
        ("itunes:explicit", "explicit"),
        ("itunes:block", "block"),
    ),
}

#: The fields that are an attribute of an element.
_ATTRIBUTES: Mapping[type[Podcast | Episode], tuple[tuple[str, str, str], ...]] = {
    Podcast: (
        ("itunes:image", "href", "image"),
        ("podcast:locked", "owner", "locked_owner"),
        ("podcast:podping", "usesPodping", "podping"),
        ("spotify:limit", "recentCount", "recent_count"),
    ),
    Episode: (
        ("itunes:image", "href", "image"),
        ("podcast:season", "name", "season_name"),
        ("podcast:episode", "display", "number_display"),
    ),
}


def read_podcast(report: Report, channel: TrackedElement) -> list[Podcast]:
    """
    Return the show of *channel*, if it has the elements that every show has. Invalid elements are left out, and recorded.
    """
    if not (_find(channel, "itunes:explicit") or (_find(channel, "itunes:category") and _find(channel, "itunes:image"))):
        return []
    table = _table(channel, Podcast)
    table["category"] = list(_categories(channel))
    for name, field in (("name", "owner_name"), ("email", "owner_email")):
        for owner in _find(channel, "itunes:owner"):
            for each in _find(owner, f"itunes:{name}"):
                table[field] = each.full_text
    for tag, field in (("podcast:podroll", "podroll"), ("podcast:publisher", "publisher")):
        items = [_part_table(item, PARTS[field][0]) for holder in _find(channel, tag) for item in _find(holder, "podcast:remoteItem")]
        if items:
            table[field] = items[0] if field == "publisher" else items
    return _lenient(report, as_podcast, table)


def read_episode(report: Report, item: TrackedElement) -> list[Episode]:
    """
    Return the episode of *item*, if it has any element of one. Invalid elements are left out, and recorded.
    """
    table = _table(item, Episode)
    if marks := [_part_table(mark, PARTS["marks"][0]) for chapters in _find(item, "psc:chapters") for mark in _find(chapters, "psc:chapter")]:
        table["marks"] = marks
    return _lenient(report, as_episode, table) if table else []


def _lenient(report: Report, make: Callable[[Mapping[str, Any]], Show], table: dict[str, Any]) -> list[Show]:
    """
    Return the show that *make* returns for *table* without what it refuses; none without required values.
    """
    while table:
        try:
            return [make(table)]
        except (FieldError, InvalidError) as error:
            faults = error.faults if isinstance(error, InvalidError) else (error,)
            wrong = {fault.field for fault in faults} & table.keys()
            if not wrong:
                return []
            for fault in faults:
                if fault.field in wrong:
                    report.skip(f"podcast {fault.field} that {fault.rule.partition(';')[0]}")
            table = {key: value for key, value in table.items() if key not in wrong}
    return []


def _table(holder: TrackedElement, kind: type[Podcast | Episode]) -> dict[str, Any]:
    """
    Return the fields of *kind* that *holder* has, as in a configuration.
    """
    table: dict[str, Any] = {}
    for tag, name, field in _ATTRIBUTES[kind]:
        for element in _find(holder, tag):
            if value := element.attribute(name):
                table[field] = value
    for tag, field in _TEXTS[kind]:
        for element in _find(holder, tag):
            if text := element.full_text:
                table.setdefault(field, text)
    names = {field.name for field in attrs.fields(kind)}
    for field, (part, _) in PARTS.items():
        # Some are inside elements of their own; a live item contains elements of RSS.
        if field not in names or field in {"podroll", "publisher", "marks", "live_items"}:
            continue
        found = [_part_table(element, part) for element in _find(holder, part.TAG)]
        if found:
            is_list = "tuple" in str(getattr(attrs.fields(kind), field).type)
            table[field] = found if is_list else found[0]
    return table


def _part_table(element: TrackedElement, kind: type[TypedElement]) -> dict[str, Any]:
    """
    Return the fields of a single element.
    """
    element.is_done = True
    names = {kind.ATTRIBUTES.get(field.name) or attribute_name(field.name): field.name for field in attrs.fields(kind)}
    table: dict[str, Any] = {names[name]: value for name, value in element.attributes.items() if name in names}
    for field in attrs.fields(kind):
        if field.name == "text":
            table |= {"text": text} if (text := element.full_text) else {}
        elif field.name in PARTS:
            part = PARTS[field.name][0]
            children = [_part_table(child, part) for child in _find(element, part.TAG)]
            if children:
                table[field.name] = children if "tuple" in str(field.type) else children[0]
    return table


def _categories(channel: TrackedElement) -> Iterator[str]:
    for category in _find(channel, "itunes:category"):
        name = category.attribute("text") or ""
        inner = [each.attribute("text") for each in _find(category, "itunes:category")]
        yield from (f"{name} > {each}" for each in inner if each)
        if not inner:
            yield name


def _find(holder: TrackedElement, tag: str) -> list[TrackedElement]:
    """
    Return the children of *holder* with that name, and mark them as read.
    """
    prefix, _, name = tag.partition(":")
    vocabulary = vocabularies()[prefix]
    found = holder.find_all(name, vocabulary.uri, *vocabulary.also, *vocabulary.misspelt)
    for element in found:
        if not vocabulary.elements[name].text and not element.children:
            element.is_done = True
    return found
