"""
Netlify: ``_headers`` and ``_redirects`` in the output folder.

Paths are percent-encoded there, names of headers are best in their usual case, and rules may be many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.publish.headers import headers_of
from stridesfeed.publish.hosts.host import Host, Lines, Telling


def _lines(telling: Telling) -> Mapping[str, Lines]:
    files = {"_headers": tuple(_headers(telling)), "_redirects": tuple(_redirects(telling))}
    return {name: lines for name, lines in files.items() if lines}


def _headers(telling: Telling) -> Iterator[str]:
    for file in telling.files:
        yield literal(file.path)
        yield from (f"  {name}: {value}" for name, value in headers_of(file, telling.caching))


def _redirects(telling: Telling) -> Iterator[str]:
    # The exclamation mark: also where an older build left a file at that path.
    return (f"{literal(redirect.path)} {redirect.new} 301!" for redirect in telling.redirects)


def literal(path: str) -> str:
    """
    *path* without what is no plain character in a pattern.
    """
    return path.replace("*", "%2A").replace(":", "%3A")


HOST = Host(name="netlify", title="Netlify", in_output=True, files=("_headers", "_redirects"), lines=_lines)
