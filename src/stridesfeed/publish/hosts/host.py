"""
The description of a host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from stridesfeed.publish.headers import Caching, HostedFile
from stridesfeed.publish.redirects import Redirect

#: The lines of a file, without line ends.
Lines = tuple[str, ...]


@attrs.frozen(kw_only=True)
class HostedSite:
    """
    The files and redirects that a host is configured for.
    """

    files: tuple[HostedFile, ...]
    redirects: tuple[Redirect, ...]
    caching: Caching

    #: "gzip" or "brotli", if there are compressed forms next to the files.
    encodings: frozenset[str]


@attrs.frozen(kw_only=True)
class Host:
    """
    A host or a server that reads configuration files.
    """

    #: The name in the configuration.
    name: str

    #: The name in messages and documentation.
    title: str

    #: Whether it reads its files from the output folder.
    in_output: bool

    #: The names of the files that it reads.
    files: tuple[str, ...]

    #: Returns the lines for each of its files, without empty ones.
    lines: Callable[[HostedSite], Mapping[str, Lines]]


def quoted(text: str, *, escaped: str = '"\\') -> str:
    """
    Return *text* in double quotes, with a backslash before each of the characters *escaped*.
    """
    return '"' + "".join("\\" + character if character in escaped else character for character in text) + '"'
