"""
From a feed or an export to a site that goes on with it: readers know every article by what they knew it by before.

:data:`KINDS` is the table of what is understood: a new kind is one module and one line here.
"""

from __future__ import annotations

import re

from stridesfeed.adopt import atom, ghost, json_feed, members, rss, wordpress
from stridesfeed.adopt.adoption import Adopted, Adoption
from stridesfeed.adopt.configuration import files_for, new_configuration
from stridesfeed.adopt.document import Document, Kind, parse_root
from stridesfeed.adopt.files import LAYOUTS, File
from stridesfeed.adopt.ledger import entered
from stridesfeed.errors import FileError, InvalidFilesError

__all__ = ["KINDS", "LAYOUTS", "Adopted", "Adoption", "File", "Kind", "adopt", "entered", "files_for", "new_configuration"]

#: The kinds of documents, in the order in which they are asked: a WordPress export is RSS too.
KINDS: tuple[Kind, ...] = (wordpress.KIND, rss.KIND, atom.KIND, json_feed.KIND, ghost.KIND)

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")


def adopt(content: bytes, path: str, *, charset: str | None = None, home: str | None = None) -> Adoption:
    """
    What the document *content* holds: a feed or an export, of any of :data:`KINDS`.

    *path* is for messages, *charset* what a server said of the document, *home* the home page, for exports that do not say it. A document that
    cannot be read raises :class:`InvalidFilesError`; faults of single articles are in what is given back.
    """
    try:
        root = members.parse(content, path) if _OBJECT.match(content) else parse_root(content, path, charset)
        return _kind_of(document := Document(path=path, root=root, home=home)).read(document)
    except FileError as error:
        raise InvalidFilesError.of([error]) from error


def _kind_of(document: Document) -> Kind:
    for kind in KINDS:
        if kind.fits(document):
            return kind
    raise FileError(document.path, None, None, f"is none of {', '.join(kind.title for kind in KINDS)}")
