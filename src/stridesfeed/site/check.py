"""
A configuration against the table of keys: all faults together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError, InvalidError, InvalidFilesError, suggestion
from stridesfeed.site.feeds import feed_plan
from stridesfeed.site.keys import AUTHOR, FEED, KEYS, SECTIONS, Key, chosen, keys_of
from stridesfeed.site.kinds import as_list
from stridesfeed.site.toml import Configuration, Place


def faults(configuration: Configuration) -> Iterator[FileError]:
    """
    Everything that is wrong with *configuration*.
    """
    table = configuration.table
    for name in table:
        if name not in SECTIONS:
            yield configuration.fault((name,), _unknown(name, "", SECTIONS))
    for section in SECTIONS:
        yield from _section_faults(configuration, section, table.get(section, {}))


def _section_faults(configuration: Configuration, section: str, values: object) -> Iterator[FileError]:
    if section == FEED:
        yield from _feeds_faults(configuration, values)
        return
    if not isinstance(values, Mapping):
        yield configuration.fault((section,), f"must be a table: write [{section}] and its keys below")
        return
    if section == "authors":
        for name, person in values.items():
            yield from _person_faults(configuration, (section, name), person)
        return
    yield from _table_faults(configuration, (section,), values, section)
    more = _MORE.get(section)
    yield from more(configuration, values) if more else ()


def _table_faults(configuration: Configuration, place: Place, values: Mapping[str, Any], section: str) -> Iterator[FileError]:
    """
    The faults of the single keys of a table at *place* that has the keys of *section*.
    """
    known = keys_of(section)
    for name, value in values.items():
        rule = known[name].kind.rule(value) if name in known else _unknown(name, section, known)
        if rule:
            yield configuration.fault((*place, name), rule)
    for key in known.values():
        if key.required and key.name not in values:
            yield configuration.fault((*place, key.name), f"is missing: {_start_small(key.meaning)}")


def _start_small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _unknown(name: str, section: str, known: Mapping[str, Key] | tuple[str, ...]) -> str:
    """
    The sentence about a key that the table does not have: where it belongs, or what it is nearest to.
    """
    elsewhere = next((key.section for key in KEYS if key.name == name and key.section not in {section, AUTHOR}), None)
    what = "key" if section else "table"
    return f"is no {what} here; it belongs into [{elsewhere}]" if elsewhere else f"no {what} has this name{suggestion(name, known)}"


def _feeds_faults(configuration: Configuration, feeds: object) -> Iterator[FileError]:
    """
    The faults of further feeds: of each key, and where there is none, of what they say together.
    """
    if not feeds:
        return
    if not isinstance(feeds, list) or not all(isinstance(each, Mapping) for each in feeds):
        yield configuration.fault((FEED,), f"must be tables: write [[{FEED}]] and its keys below, once for each")
        return
    for number, values in enumerate(feeds, start=1):
        place = (FEED, str(number))
        found = list(_table_faults(configuration, place, values, FEED))
        yield from found or _plan_faults(configuration, place, values)


def _plan_faults(configuration: Configuration, place: Place, values: Mapping[str, Any]) -> Iterator[FileError]:
    try:
        feed_plan(values, configuration.root)
    except InvalidFilesError as error:
        yield from error.faults
    except InvalidError as error:
        for fault in error.faults:
            yield configuration.fault((*place, _SPELLED.get(fault.field, fault.field)), fault.rule)


#: What a plan calls otherwise than the file does.
_SPELLED = {"files": "formats"}


def _person_faults(configuration: Configuration, place: Place, person: object) -> Iterator[FileError]:
    """
    The faults of one author, who is a table or a name.
    """
    if isinstance(person, str) and person.strip():
        return
    if not isinstance(person, Mapping):
        yield configuration.fault(place, f"must be a name, or a table with a name, not {person!r}")
        return
    yield from _table_faults(configuration, place, person, AUTHOR)
    if "url" in person and "uri" in person:
        yield configuration.fault((*place, "uri"), "says the same as url: give one of the two")


def _feed_faults(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    for person in as_list(values.get("authors", [])):
        if isinstance(person, Mapping):
            yield from _person_faults(configuration, ("feed", "authors"), person)


def _content_faults(configuration: Configuration, _values: Mapping[str, Any]) -> Iterator[FileError]:
    """
    Folders that are not there.
    """
    for name in ("folder", "static"):
        for folder in as_list(chosen(configuration, "content", name)):
            known_bad = keys_of("content")[name].kind.rule(folder)
            if not known_bad and not (configuration.root / folder).is_dir():
                yield configuration.fault(("content", name), f"there is no folder {folder!r} beside this file: make it, or name another")


def _output_faults(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    """
    Two documents in one file; no document at all.
    """
    seen: dict[str, str] = {}
    for name in (*FORMATS, *_BESIDE):
        file_name = values.get(name, keys_of("output")[name].default)
        if not isinstance(file_name, str) or not file_name:
            continue
        # Two names that differ in case alone are one file on Windows and macOS.
        first = seen.setdefault(file_name.casefold(), name)
        if first != name:
            yield configuration.fault(("output", name), f"must not be the file of output.{first}, {file_name!r}")
    if all(values.get(name) in {False, ""} for name in FORMATS):
        yield configuration.fault(("output",), f"needs a file name for one of {', '.join(FORMATS)}: nothing would be written")


#: What else is written, and may not lie in a feed's place.
_BESIDE = ("page", "opml", "news_sitemap", "sitemap", "manifest")

_MORE = {"feed": _feed_faults, "content": _content_faults, "output": _output_faults}
