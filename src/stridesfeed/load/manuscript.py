"""
What a source finds in a file, before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.header import Header
from stridesfeed.load.links import Links


@attrs.frozen(kw_only=True)
class Manuscript:
    """
    An article as its file has it.
    """

    header: Header

    #: As written, in the file's own markup.
    body: str

    #: From the file's own markup to HTML, with links between files resolved.
    to_html: Callable[[str, Links], str]

    #: Whether the file's name is the article's, as it is where a file holds one article.
    owns_file: bool = True

    #: Why this is no article; ``None`` where it is one.
    left_out: str | None = None


#: Reads the articles in a file: its text, and its path for messages. A fault of one article among several is given in its place; one of the
#: whole file is raised.
Source = Callable[[str, str], Iterator[Manuscript | FileError]]
