"""
Validation of a configuration: all errors together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError, InvalidError, InvalidFilesError, suggestion
from stridesfeed.site.feeds import feed_plan
from stridesfeed.site.keys import AUTHOR, FEED, KEYS, SECTIONS, Key, as_list, keys_of, setting
from stridesfeed.site.toml import Configuration, KeyPath

#: Keys of side outputs, whose files must differ from those of the feeds.
_SIDE_OUTPUTS = ("page", "opml", "news_sitemap", "sitemap", "manifest")


def validate(configuration: Configuration) -> Iterator[FileError]:
    """
    Yield all errors of *configuration*.
    """
    table = configuration.table
    for name in table:
        if name not in SECTIONS:
            yield configuration.fault((name,), _unknown(name, "", SECTIONS))
    for section in SECTIONS:
        values = table.get(section, {})
        if section == FEED:
            yield from _validate_feeds(configuration, values)
        elif not isinstance(values, Mapping):
            yield configuration.fault((section,), f"must be a table: write [{section}] and its keys below")
        elif section == "authors":
            for name, person in values.items():
                yield from _validate_person(configuration, (section, name), person)
        else:
            yield from _validate_keys(configuration, (section,), values, section)
    for section, more in (("feed", _validate_authors), ("content", _validate_folders), ("output", _validate_output)):
        values = table.get(section, {})
        yield from more(configuration, values) if isinstance(values, Mapping) else ()


def _validate_keys(configuration: Configuration, path: KeyPath, values: Mapping[str, Any], section: str) -> Iterator[FileError]:
    """
    Validate each key of the table at *path*, which has the keys of *section*.
    """
    known = keys_of(section)
    for name, value in values.items():
        rule = known[name].type.rule(value) if name in known else _unknown(name, section, known)
        if rule:
            yield configuration.fault((*path, name), rule)
    for key in known.values():
        if key.required and key.name not in values:
            description = key.description[0].lower() + key.description[1:].rstrip(".")
            yield configuration.fault((*path, key.name), f"is missing: {description}")


def _unknown(name: str, section: str, known: Mapping[str, Key] | tuple[str, ...]) -> str:
    other = next((key.section for key in KEYS if key.name == name and key.section not in {section, AUTHOR}), None)
    return f"belongs in [{other}]: move it there" if other else f"unknown {'key' if section else 'table'}{suggestion(name, known)}"


def _validate_feeds(configuration: Configuration, feeds: object) -> Iterator[FileError]:
    """
    Validate each key of additional feeds, and then the combination of keys.
    """
    if not feeds:
        return
    if not isinstance(feeds, list) or not all(isinstance(each, Mapping) for each in feeds):
        yield configuration.fault((FEED,), f"must be tables: write [[{FEED}]] and its keys below, once for each feed")
        return
    for number, values in enumerate(feeds, start=1):
        path = (FEED, str(number))
        faults = list(_validate_keys(configuration, path, values, FEED))
        yield from faults
        if faults:
            continue
        try:
            feed_plan(values, configuration.root)
        except InvalidFilesError as error:
            yield from error.faults
        except InvalidError as error:
            for fault in error.faults:
                yield configuration.fault((*path, "formats" if fault.field == "files" else fault.field), fault.rule)


def _validate_person(configuration: Configuration, path: KeyPath, person: object) -> Iterator[FileError]:
    if isinstance(person, str) and person.strip():
        return
    if not isinstance(person, Mapping):
        yield configuration.fault(path, f"must be a name, or a table with a name, not {person!r}")
        return
    yield from _validate_keys(configuration, path, person, AUTHOR)
    if "url" in person and "uri" in person:
        yield configuration.fault((*path, "uri"), "same as url: give one of the two")


def _validate_authors(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    for person in as_list(values.get("authors", [])):
        if isinstance(person, Mapping):
            yield from _validate_person(configuration, ("feed", "authors"), person)


def _validate_folders(configuration: Configuration, _values: Mapping[str, Any]) -> Iterator[FileError]:
    for name in ("folder", "static"):
        for folder in as_list(setting(configuration, "content", name)):
            is_invalid = keys_of("content")[name].type.rule(folder)
            if not is_invalid and not (configuration.root / folder).is_dir():
                yield configuration.fault(("content", name), f"no folder {folder!r} next to this file: create it, or name another")


def _validate_output(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    """
    Refuse two documents in one file, and a site without documents.
    """
    seen: dict[str, str] = {}
    for name in (*FORMATS, *_SIDE_OUTPUTS):
        file_name = values.get(name, keys_of("output")[name].default)
        if not isinstance(file_name, str) or not file_name:
            continue
        # Windows and macOS ignore case.
        first = seen.setdefault(file_name.casefold(), name)
        if first != name:
            yield configuration.fault(("output", name), f"same file as output.{first}, {file_name!r}: give each its own")
    if not any(values.get(name, keys_of("output")[name].default) for name in FORMATS):
        yield configuration.fault(("output",), f"no document would be written: give a file name for at least one of {', '.join(FORMATS)}")
