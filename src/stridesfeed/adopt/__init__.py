"""
Import articles from an existing feed or export into a site, so that feed readers recognise every article.

:data:`IMPORTERS` is the table of document types: a new one is one module and one line here.
"""

from __future__ import annotations

from stridesfeed.adopt import feeds, ghost, wordpress
from stridesfeed.adopt.adoption import AdoptedArticle, Adoption
from stridesfeed.adopt.files import LAYOUTS, ContentFile
from stridesfeed.adopt.importer import Importer
from stridesfeed.adopt.matching import KnownIds, SiteArticles, add_known_ids
from stridesfeed.adopt.new_site import add_to_ledger, new_configuration, output_files
from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.parsing.documents import InputDocument, parse_root

__all__ = [
    "IMPORTERS",
    "LAYOUTS",
    "AdoptedArticle",
    "Adoption",
    "ContentFile",
    "Importer",
    "KnownIds",
    "SiteArticles",
    "add_known_ids",
    "add_to_ledger",
    "adopt",
    "new_configuration",
    "output_files",
]

#: The importers, in the order in which they are tried: a WordPress export is RSS too.
IMPORTERS: tuple[Importer, ...] = (wordpress.IMPORTER, *feeds.IMPORTERS, ghost.IMPORTER)


def adopt(content: bytes, path: str, *, charset: str | None = None, home: str | None = None) -> Adoption:
    """
    Return the feed and the articles in a document: a feed or an export, of any type in :data:`IMPORTERS`.

    *path* is for messages, *charset* is what the server sent, and *home* is the site's home page, for exports that do not contain it. Raises
    :class:`~stridesfeed.errors.InvalidFilesError` if the document cannot be read; errors of single articles are in the result.
    """
    try:
        document = InputDocument(path=path, root=parse_root(content, path, charset), url=home)
        return _importer_for(document).read(document)
    except FileError as error:
        raise InvalidFilesError.of([error]) from error


def _importer_for(document: InputDocument) -> Importer:
    for importer in IMPORTERS:
        if importer.matches(document):
            return importer
    titles = ", ".join(importer.title for importer in IMPORTERS)
    raise FileError(document.path, None, None, f"is not a supported feed or export ({titles})")
