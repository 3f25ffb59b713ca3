"""
Netlify: ``_headers`` and ``_redirects`` in the output folder.

Paths are percent-encoded there, and there is no limit to the number of rules.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.publish.headers import headers_of
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines


def configure(site: HostedSite) -> Mapping[str, Lines]:
    """
    Return the lines of ``_headers`` and ``_redirects``.
    """
    headers = list[str]()
    for file in site.files:
        headers.append(literal(file.path))
        headers += (f"  {name}: {value}" for name, value in headers_of(file, site.caching))
    # The exclamation mark makes the redirect take precedence over a file that an earlier build left there.
    redirects = [f"{literal(redirect.path)} {redirect.new} 301!" for redirect in site.redirects]
    return {name: tuple(lines) for name, lines in {"_headers": headers, "_redirects": redirects}.items() if lines}


def literal(path: str) -> str:
    """
    Percent-encode the characters with a meaning in patterns.
    """
    return path.replace("*", "%2A").replace(":", "%3A")


HOST = Host(name="netlify", title="Netlify", in_output=True, files=("_headers", "_redirects"), lines=configure)
