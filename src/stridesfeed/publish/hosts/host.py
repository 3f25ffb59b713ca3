"""
What a host is: a name, and how it is told about headers and redirects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from stridesfeed.publish.headers import Caching, Served
from stridesfeed.publish.redirects import Redirect

#: The lines of a file, without their ends.
Lines = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Telling:
    """
    All that there is to tell a host.
    """

    files: tuple[Served, ...]
    redirects: tuple[Redirect, ...]
    caching: Caching

    #: "gzip" or "brotli", where compressed forms lie beside the files.
    encodings: frozenset[str]


@attrs.frozen(kw_only=True)
class Host:
    """
    A host or a server.
    """

    #: As the configuration says it.
    name: str

    #: As people call it.
    title: str

    #: Whether it looks for its files in the output folder.
    in_output: bool

    #: The names of the files that it reads.
    files: tuple[str, ...]

    #: Our lines of each of its files of which there are any.
    lines: Callable[[Telling], Mapping[str, Lines]]


def quoted(text: str, *, escaped: str = '"\\') -> str:
    """
    *text* in double quotes, with a backslash before each of the characters *escaped*.
    """
    return '"' + "".join("\\" + character if character in escaped else character for character in text) + '"'
