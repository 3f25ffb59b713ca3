"""
Netlify: ``_headers`` and ``_redirects`` in the output folder.

Paths are percent-encoded there, and there is no limit to the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.publish.headers import headers_of
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines


def _lines(site: HostedSite) -> Mapping[str, Lines]:
    files = {"_headers": tuple(_headers(site)), "_redirects": tuple(_redirects(site))}
    return {name: lines for name, lines in files.items() if lines}


def _headers(site: HostedSite) -> Iterator[str]:
    for file in site.files:
        yield literal(file.path)
        yield from (f"  {name}: {value}" for name, value in headers_of(file, site.caching))


def _redirects(site: HostedSite) -> Iterator[str]:
    # The exclamation mark makes the redirect take precedence over a file that an earlier build left there.
    return (f"{literal(redirect.path)} {redirect.new} 301!" for redirect in site.redirects)


def literal(path: str) -> str:
    """
    Percent-encode the characters with a meaning in patterns.
    """
    return path.replace("*", "%2A").replace(":", "%3A")


HOST = Host(name="netlify", title="Netlify", in_output=True, files=("_headers", "_redirects"), lines=_lines)
