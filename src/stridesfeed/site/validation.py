"""
Validation of a configuration: all errors together. Some are found when the feeds are planned, and a few only when they are rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import attrs

from stridesfeed.checks.profiles import load_profile
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError, suggestion
from stridesfeed.extensions import RssChannel
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput
from stridesfeed.load.front_matter.data_files import PARSERS
from stridesfeed.publish.digest import DigestPlan, PeriodKind
from stridesfeed.publish.digest.envelope import Envelope
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.publish.rights import Rights
from stridesfeed.site.keys import AUTHOR, DIGEST, FEED, KEYS, PODCAST, RIGHTS, RSS, SECTIONS, Key, content_folders, keys_of, setting
from stridesfeed.site.toml import Configuration, KeyPath
from stridesfeed.site.value_types import ZONE, as_list

#: Keys of side outputs, whose files must differ from those of the feeds.
_SIDE_OUTPUTS = ("page", "opml", "news_sitemap", "sitemap", "rsl", "manifest")


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
    for section, more in (
        ("feed", _validate_people),
        (PODCAST, _validate_podcast),
        (RSS, _validate_rss),
        (RIGHTS, _validate_rights),
        (DIGEST, _validate_digest),
        ("content", _validate_paths),
        ("output", _validate_output),
    ):
        values = table.get(section, {})
        yield from more(configuration, values) if isinstance(values, Mapping) else ()


def _validate_podcast(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    if PODCAST not in configuration.table or any(True for _ in _validate_keys(configuration, (PODCAST,), values, PODCAST)):
        return
    from stridesfeed.load.shows import as_podcast  # noqa: PLC0415  # slow to import, and rarely used

    try:
        as_podcast(values)
    except (FieldError, InvalidError) as error:
        for fault in error.faults if isinstance(error, InvalidError) else (error,):
            yield configuration.fault((PODCAST, fault.field), fault.rule)


def _validate_rss(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    if any(True for _ in _validate_keys(configuration, (RSS,), values, RSS)):
        return
    try:
        rss_channel(values)
    except InvalidError as error:
        for fault in error.faults:
            yield configuration.fault((RSS, fault.field), fault.rule)


def rss_channel(values: Mapping[str, Any]) -> RssChannel:
    """
    Return the channel of the table [rss], whose keys are valid.
    """
    parts: Mapping[str, type[Any]] = {"image": ChannelImage, "cloud": Cloud, "text_input": TextInput}
    lists = {name: as_list(values[name]) for name in ("skip_hours", "skip_days") if name in values}
    return RssChannel(**{**values, **lists, **{name: kind(**values[name]) for name, kind in parts.items() if name in values}})


def _validate_rights(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    """
    Refuse rights that contradict themselves, and files that would say nothing or be at a place where no crawler looks.
    """
    output, feed = configuration.table.get("output", {}), configuration.table.get("feed", {})
    if not isinstance(output, Mapping) or not isinstance(feed, Mapping):
        return
    if any(True for _ in _validate_keys(configuration, (RIGHTS,), values, RIGHTS)):
        return
    if "statement" in values and "rights" in feed:
        yield configuration.fault((RIGHTS, "statement"), "says again what feed.rights says: remove feed.rights")
    try:
        rights = rights_of(configuration)
    except InvalidError as error:
        for fault in error.faults:
            yield configuration.fault((RIGHTS, fault.field), fault.rule)
        return
    url = output.get("url") or feed.get("url")
    texts = {"rsl": rights.rsl("/"), "tdmrep": rights.tdmrep("/"), "robots": rights.robots("/", "/rsl.xml" if output.get("rsl") else None)}
    for name, text in texts.items():
        if not output.get(name):
            continue
        if not text:
            yield configuration.fault(("output", name), 'has nothing to say: add [rights] with permits or prohibits, such as ["ai-train"]')
        elif name != "rsl" and isinstance(url, str) and urlsplit(url).path.strip("/"):
            yield configuration.fault(
                ("output", name), f"must be at the root of the host, but the output folder is served at {url}: write it there yourself"
            )


def _validate_digest(configuration: Configuration, _values: Mapping[str, Any]) -> Iterator[FileError]:
    """
    Validate patterns and addresses. The file of a template is read only when it is used.
    """
    if not _has_valid_digest_keys(configuration):
        return
    for make in (lambda: digest_plan(configuration, "day"), lambda: envelope(configuration)):
        try:
            make()
        except InvalidError as error:
            for fault in error.faults:
                yield configuration.fault((DIGEST, fault.field), fault.rule)


def _has_valid_digest_keys(configuration: Configuration) -> bool:
    values, content = configuration.table.get(DIGEST, {}), configuration.table.get("content", {})
    if not isinstance(values, Mapping) or not isinstance(content, Mapping) or ZONE.rule(content.get("timezone", "UTC")):
        return False
    return not any(True for _ in _validate_keys(configuration, (DIGEST,), values, DIGEST))


def rights_of(configuration: Configuration) -> Rights:
    """
    Return the rights in *configuration*. A use that is both permitted and prohibited raises :class:`InvalidError`.
    """
    values = {name: setting(configuration, RIGHTS, name) for name in keys_of(RIGHTS) if name != "statement"}
    lists = {name: as_list(values[name]) for name in ("permits", "prohibits")}
    return Rights(**values | lists)


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
    has_valid_digest_keys = _has_valid_digest_keys(configuration)
    for number, values in enumerate(map(dict, feeds), start=1):
        path = (FEED, str(number))
        faults = list(_validate_keys(configuration, path, values, FEED))
        yield from faults
        if faults:
            continue
        if not has_valid_digest_keys:
            values.pop("digest", None)
        try:
            feed_plan(values, configuration)
        except InvalidFilesError as error:
            yield from error.faults
        except InvalidError as error:
            # Faults of [digest] are reported there.
            for fault in (fault for fault in error.faults if fault.subject != DIGEST):
                field = "formats" if fault.field == "files" and "files" not in values else fault.field
                yield configuration.fault((*path, field), fault.rule)


def _validate_person(configuration: Configuration, path: KeyPath, person: object) -> Iterator[FileError]:
    if isinstance(person, str) and person.strip():
        return
    if not isinstance(person, Mapping):
        yield configuration.fault(path, f"must be a name, or a table with a name, not {person!r}")
        return
    yield from _validate_keys(configuration, path, person, AUTHOR)
    if "url" in person and "uri" in person:
        yield configuration.fault((*path, "uri"), "same as url: give one of the two")


def _validate_people(configuration: Configuration, values: Mapping[str, Any]) -> Iterator[FileError]:
    for key in ("authors", "contributors"):
        for person in as_list(values.get(key, [])):
            if isinstance(person, Mapping):
                yield from _validate_person(configuration, ("feed", key), person)


def _validate_paths(configuration: Configuration, _values: Mapping[str, Any]) -> Iterator[FileError]:
    folders = {name: as_list(setting(configuration, "content", name) or []) for name in ("pages", "static")}
    for name, given in {"folder": content_folders(configuration), **folders}.items():
        for folder in given:
            is_invalid = keys_of("content")[name].type.rule(folder)
            if not is_invalid and not (configuration.root / folder).is_dir():
                yield configuration.fault(("content", name), f"no folder {folder!r} next to this file: create it, or name another")
    for file in as_list(setting(configuration, "content", "authors_file") or []):
        if not keys_of("content")["authors_file"].type.rule(file):
            if Path(file).suffix.lower() not in PARSERS:
                yield configuration.fault(("content", "authors_file"), f"must be a file of {', '.join(PARSERS)}, not {file!r}")
            elif not (configuration.root / file).is_file():
                yield configuration.fault(("content", "authors_file"), f"no file {file!r} next to this file: create it, or name another")


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


def main_plan(configuration: Configuration, files: Mapping[str, str], id: str) -> FeedPlan:
    """
    Return the plan of the main feed, which has this *id*.
    """
    values = {
        name: setting(configuration, "output", name) for name in ("limit", "extend_for_new", "max_bytes", "archive", "complete", "content")
    }
    return FeedPlan(files=files, id=id, **values)


def envelope(configuration: Configuration) -> Envelope:
    """
    Return the addresses of the e-mails of digests. Raises :class:`~stridesfeed.errors.InvalidError`.
    """
    return Envelope(**{field.name: setting(configuration, DIGEST, field.name) for field in attrs.fields(Envelope)})


def digest_plan(configuration: Configuration, period: PeriodKind) -> DigestPlan:
    """
    Return the plan of digests with this *period*. Raises :class:`~stridesfeed.errors.InvalidError`.
    """
    values = {name: setting(configuration, DIGEST, name) for name in ("week_start", "title", "url", "articles", "images")}
    zone = setting(configuration, DIGEST, "timezone") or setting(configuration, "content", "timezone")
    return DigestPlan(period=period, timezone=ZoneInfo(zone) if zone else UTC, pages=values["url"] is None, **values)


def feed_plan(table: Mapping[str, Any], configuration: Configuration) -> FeedPlan:
    """
    Return the plan of one table of ``[[feeds]]`` in *configuration*.

    Formats and limits default to those of the partner's profile, and a partner's limit is not extended. Keys that exclude one another raise
    :class:`~stridesfeed.errors.InvalidError`; a profile that cannot be read raises :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    name = table.get("profile")
    partner = None if name is None else load_profile(str(configuration.root / name) if name.endswith(".toml") else name)
    period = table.get("digest")
    digest = None if period is None else digest_plan(configuration, period)
    values = {name: table.get(name, key.default) for name, key in keys_of(FEED).items()} | {"profile": partner, "digest": digest}
    if partner:
        limit = partner.feed.limit or values["limit"]
        defaults = {"formats": [*partner.feed.formats], "limit": limit, "max_bytes": partner.feed.max_bytes, "extend_for_new": False}
        values |= {name: value for name, value in defaults.items() if name not in table}
    own, formats = values.pop("files"), as_list(values.pop("formats"))
    files = {name: FORMATS[name].file_name for name in formats if "formats" in table or not own} | own
    lists: dict[str, Any] = {name: as_list(values.pop(name)) for name in ("categories", "sections", "authors", "languages")}
    return FeedPlan(files=files, **values, **lists)


def configuration_faults(configuration: Configuration, plans: Sequence[FeedPlan], error: FieldError | InvalidError) -> Iterator[FileError]:
    """
    Yield the errors in *error* that a key of *configuration* causes, with the line of the key. The first of *plans* is the main feed's.
    """
    for fault in error.faults if isinstance(error, InvalidError) else (error,):
        if fault.subject in {"output.redirects", "output"}:
            yield configuration.fault((*fault.subject.split("."), fault.field), fault.rule)
            continue
        for number, plan in reversed([*enumerate(plans)]):
            if fault.subject.startswith(f"feed by {plan.by} " if plan.by else plan.subject) or fault.subject == plan.subject:
                key_path = (FEED, str(number)) if number else ("output",)
                rule = fault.rule if fault.subject == plan.subject else f"{fault.subject}: {fault.rule}"
                yield configuration.fault((*key_path, fault.field), rule)
                break
