"""
The configuration of a site that goes on where the feed was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from stridesfeed.adopt.adoption import Adoption
from stridesfeed.emit import FORMATS
from stridesfeed.model import Feed, Person


def new_configuration(feed: Feed, *, content: str, files: Mapping[str, str]) -> str:
    """
    The text of a ``stridesfeed.toml`` for *feed*, with its articles in the folder *content* and the *files* of some formats.
    """
    lines = ["# The feeds of this site. After a change: stridesfeed build"]
    for section, values in _sections(feed, content, files):
        lines += ["", f"[{section}]", *(f"{name} = {_toml(value)}" for name, value in values.items() if value not in (None, []))]
    return "\n".join([*lines, ""])


def _sections(feed: Feed, content: str, files: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "feed",
        {
            "title": feed.title,
            "url": feed.url,
            "id": None if feed.id == feed.url else feed.id,
            "subtitle": feed.subtitle,
            "language": feed.language,
            "rights": feed.rights,
            "icon": feed.icon,
            "logo": feed.logo,
            "hubs": list(feed.hubs),
            "categories": [category.name for category in feed.categories],
            "authors": [_person(person) for person in feed.authors],
        },
    )
    yield "content", {"folder": content}
    if files:
        yield "output", dict(files)


def _person(person: Person) -> dict[str, str]:
    parts = {"name": person.name, "url": person.uri, "email": person.email, "avatar": person.avatar}
    return {name: value for name, value in parts.items() if value}


def _toml(value: object) -> str:
    """
    A value as TOML; text is written as in JSON, but for DEL.
    """
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(part)}" for name, part in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def files_for(adoption: Adoption, served_at: str | None) -> dict[str, str]:
    """
    The files of formats, by name, with which the document that readers know stays at *served_at*; nothing where no file can do that.
    """
    name = _file_at(served_at, adoption.feed.url)
    if adoption.format is None or name is None:
        return {}
    others = (known for known in FORMATS.values() if known.name != adoption.format and known.file_name.casefold() == name.casefold())
    return {adoption.format: name} | {known.name: f"{known.name}-{known.file_name}" for known in others}


def _file_at(address: str | None, home: str) -> str | None:
    """
    The name that a document has to have below *home* to be served at *address*; ``None`` where a file cannot be.
    """
    start = home if home.endswith("/") else f"{home}/"
    name = unquote(address.removeprefix(start)) if address and address.startswith(start) else ""
    is_file = name.rpartition(".")[2] in {"xml", "rss", "atom", "json"} and not set(name) & set("?#\\:")
    return name if is_file and name.isprintable() and all(part.strip(". ") for part in name.split("/")) else None
