"""
Caddy: a file to import into the block of a site, next to its ``file_server``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.publish.headers import Header, HostedFile, by_headers
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines, quoted


def _lines(site: HostedSite) -> Mapping[str, Lines]:
    lines = list[str]()
    for number, (headers, files) in enumerate(by_headers(site.files, site.caching).items(), start=1):
        lines += _group(f"@stridesfeed{number}", headers, files)
    lines += [f"redir {_path(redirect.plain_path)} {quoted(_plain(redirect.new))} 301" for redirect in site.redirects]
    return {"stridesfeed.caddy": tuple(lines)} if lines else {}


def _group(matcher: str, headers: tuple[Header, ...], files: list[HostedFile]) -> Iterator[str]:
    yield f"{matcher} path {' '.join(_path(file.plain_path) for file in files)}"
    yield f"header {matcher} {{"
    yield from (f"    {name} {quoted(_plain(value))}" for name, value in headers)
    yield "}"


def _path(plain_path: str) -> str:
    # A percent-encoded character in a matcher is compared with the encoded request.
    return quoted(_plain(plain_path.replace("%", "%25").replace("*", "%2A")))


def _plain(text: str) -> str:
    """
    Percent-encode braces, which would begin a placeholder.
    """
    return text.replace("{", "%7B").replace("}", "%7D")


HOST = Host(name="caddy", title="Caddy", in_output=False, files=("stridesfeed.caddy",), lines=_lines)
