"""
Files in content folders, and the articles in them before their fields are parsed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.nodes import FrontMatter
from stridesfeed.load.links import Links

#: Why a file is skipped that is an article only with front matter.
NO_FRONT_MATTER = "has no front matter"


@attrs.frozen
class SourceFile:
    """
    A file in a content folder.
    """

    file: Path
    folder: Path

    #: The path in the content folder, with forward slashes.
    inside: str

    #: Why a symbolic link is not followed.
    skip_reason: str | None = None

    #: Why a folder cannot be read.
    fault: str | None = None


@attrs.frozen(kw_only=True)
class SourceDocument:
    """
    An article as its file has it: front matter and body.
    """

    front_matter: FrontMatter

    #: The body in the file's own markup.
    body: str

    #: Converts *body* to HTML and resolves links between files. Raises :class:`FileError` if the HTML would be too large.
    to_html: Callable[[str, Links], str]

    #: Returns the document with other front matter and the leading heading of its text as the title; ``None`` if the text has no such heading.
    with_heading_as_title: Callable[[FrontMatter], SourceDocument] | None = None

    #: Whether the file holds this article alone, so that the file's name is the article's.
    owns_file: bool = True

    #: Why this is not an article; ``None`` if it is one.
    skip_reason: str | None = None


def printable(path: str) -> str:
    """
    Return *path* with forward slashes, and without the lone surrogates that stand for undecodable bytes.
    """
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


#: Reads the articles in a file, given its text and its path for messages. An error in one of several articles is yielded in its place; an
#: error of the whole file is raised.
SourceReader = Callable[[str, str], Iterator[SourceDocument | FileError]]
