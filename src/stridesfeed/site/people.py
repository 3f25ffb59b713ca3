"""
Authors by the keys that front matter uses for them: from ``[authors]``, and from the data files of the common generators.

======================================  ==========================================
``.authors.yml``                        MkDocs Material, in the folder of the blog
``authors.yml``                         Docusaurus, in the folder of the blog
``_data/authors.yml``                   Jekyll, Hexo, Eleventy
``data/authors.toml``, ``data/authors/KEY.toml``   Hugo
======================================  ==========================================
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.load.front_matter import fields
from stridesfeed.load.front_matter.data_files import PARSERS, read_data_file
from stridesfeed.load.front_matter.nodes import FieldReader, FrontMatter, Node
from stridesfeed.model import Person
from stridesfeed.site.keys import setting
from stridesfeed.site.toml import Configuration
from stridesfeed.site.value_types import as_list

_NAMES = (".authors", "authors", "_data/authors", "data/authors")


@attrs.frozen
class People:
    """
    The authors of a site.
    """

    #: By the key that front matter uses.
    by_key: Mapping[str, Person]

    #: The data files that were read.
    files: tuple[Path, ...]

    #: Errors in files that were found: what is invalid in them is left out.
    faults: tuple[FileError, ...]


def read_people(configuration: Configuration, folders: Iterable[Path], site_url: str) -> People:
    """
    Return the authors of the site at *site_url*, whose articles are in *folders*. Those in the configuration override those in files.

    The files are ``content.authors_file``, or those in the usual places. Raises :class:`InvalidFilesError` with all errors in named files.
    """
    root = configuration.root
    named = setting(configuration, "content", "authors_file")
    files = [*_usual_files(root, folders)] if named is None else [root / name for name in as_list(named)]
    by_key: dict[str, Person] = {}
    faults: list[FileError] = []
    for file in files:
        path = os.path.relpath(file, root).replace(os.sep, "/")
        try:
            for key, person in _people_in(file, path, site_url, faults):
                by_key.setdefault(key, person)
        except FileError as fault:
            faults.append(fault)
    if faults and named is not None:
        raise InvalidFilesError.of(faults)
    configured = {key: person_of(person) for key, person in configuration.table.get("authors", {}).items()}
    return People({**by_key, **configured}, tuple(files), tuple(faults))


def person_of(person: str | Mapping[str, Any]) -> Person:
    """
    Return the author in a value of the configuration: a name, or a table.
    """
    if isinstance(person, str):
        return Person(person)
    return Person(person["name"], person.get("url", person.get("uri")), person.get("email"), person.get("avatar"))


def _usual_files(root: Path, folders: Iterable[Path]) -> Iterator[Path]:
    """
    Yield the files of authors in the content folders and the folders above them, up to the site's.
    """
    places = [place for folder in folders for place in (folder, *folder.parents) if place == root or place.is_relative_to(root)]
    for place in dict.fromkeys((*places, root)):
        for name in _NAMES:
            yield from (file for suffix in PARSERS if (file := place / f"{name}{suffix}").is_file())
            if (place / name).is_dir() and "/" in name:
                yield from sorted(file for file in (place / name).iterdir() if file.suffix.lower() in PARSERS)


def _people_in(file: Path, path: str, site_url: str, faults: list[FileError]) -> Iterator[tuple[str, Person]]:
    """
    Yield the people in a file by key. Errors of single values are added to *faults*, and the values left out.

    A file in a folder ``authors`` is one person. In MkDocs, all people are below the key ``authors``.
    """
    data = read_data_file(file, path)
    reader = FieldReader(data, path)

    def with_detail(person: Person, field: str, node: Node, value: str) -> Person:
        return reader.parse(field, node, lambda _: attrs.evolve(person, **{field: value})) or person

    for key, node in _nodes(file, data):
        person = reader.parse(key, node, partial(fields.name_in_file, key=key))
        for detail in fields.details(node, site_url) if person else ():
            person = person and with_detail(person, *detail)
        if person:
            yield key, person
    faults += reader.faults


def _nodes(file: Path, data: FrontMatter) -> Iterator[tuple[str, Node]]:
    if file.parent.name == "authors":
        yield file.stem, Node(data, (), data.values)
        return
    inner = data.values.get("authors")
    path, people = (("authors",), inner) if isinstance(inner, dict) and len(data.values) == 1 else ((), data.values)
    for key, value in people.items():
        if isinstance(value, str | dict):
            yield key, Node(data, (*path, key), value)
