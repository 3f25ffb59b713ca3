"""
The articles of the last build, read from its documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from stridesfeed.emit import FORMATS
from stridesfeed.errors import InvalidFilesError
from stridesfeed.model import Article
from stridesfeed.publish.ledger import Entry
from stridesfeed.publish.manifest import read_manifest
from stridesfeed.site import Site

#: JSON Feed has all fields of an article; Atom lacks its ``guid``.
_FORMATS = ("json", "rss", "atom")


def last_published(site: Site, folder: Path, entries: Iterable[Entry]) -> dict[str, Article]:
    """
    Return the articles of *entries* as the documents of *site* in *folder* have them, with the ids and dates of the entries, by id.

    An article that is in no document is left out. Only documents in the manifest are read, and only if nobody has changed them.
    """
    found: dict[str, Article] = {}
    missing = {entry.id: entry for entry in entries}
    for document in (document for name in _FORMATS for document in _documents(site, folder, name)):
        articles = _read(document)
        by_url = {article.url: article for article in articles}
        by_id = {article.guid or article.id: article for article in articles}
        for entry in [*missing.values()]:
            if article := by_id.get(entry.id) or by_url.get(entry.url):
                # An identifier of the document that is not the id is its guid.
                identifier = article.guid or article.id
                found[entry.id] = attrs.evolve(
                    article,
                    id=entry.id,
                    guid=None if identifier == entry.id else identifier,
                    published=entry.published,
                    updated=None if entry.updated == entry.published else entry.updated,
                )
                del missing[entry.id]
        if not missing:
            break
    return found


def published_articles(site: Site, format_name: str) -> Iterator[Article]:
    """
    Yield the articles in all documents of a format that the last build wrote to the site's output folder. Some may be in several documents.
    """
    for document in _documents(site, site.output.folder, format_name):
        yield from _read(document)


def is_published(site: Site, document: Path, format_name: str) -> bool:
    """
    Return whether the last build wrote *document*, a feed of a format, to the site's output folder, and nobody has changed it since.
    """
    return any(document.resolve() == each.resolve() for each in _documents(site, site.output.folder, format_name))


def _documents(site: Site, folder: Path, format_name: str) -> Iterator[Path]:
    """
    Yield the unchanged documents of a format that the last build wrote: that of the main feed first, then by path.
    """
    name = site.output.side_outputs.manifest
    manifest = read_manifest(folder / name) if name else None
    media_type = FORMATS[format_name].media_type.partition(";")[0]
    files = [file for file in manifest.files if file.url and file.media_type.partition(";")[0] == media_type] if manifest else []
    for file in sorted(files, key=lambda file: (file.path != site.output.files.get(format_name), file.path)):
        if file.is_intact(folder):
            yield folder / file.path


def _read(path: Path) -> list[Article]:
    from stridesfeed.adopt import adopt  # noqa: PLC0415  # slow to import, and rarely used

    try:
        return [adopted.article for adopted in adopt(path.read_bytes(), path.name).articles]
    except (OSError, InvalidFilesError):
        return []
