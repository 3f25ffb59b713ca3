"""
Caddy: a file to import into a site's block, beside its ``file_server``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.publish.headers import Header, Served, by_headers
from stridesfeed.publish.hosts.host import Host, Lines, Telling, quoted


def _lines(telling: Telling) -> Mapping[str, Lines]:
    lines = list[str]()
    for number, (headers, files) in enumerate(by_headers(telling.files, telling.caching).items(), start=1):
        lines += _group(f"@stridesfeed{number}", headers, files)
    lines += [f"redir {_path(redirect.plain_path)} {quoted(_plain(redirect.new))} 301" for redirect in telling.redirects]
    return {"stridesfeed.caddy": tuple(lines)} if lines else {}


def _group(matcher: str, headers: tuple[Header, ...], files: list[Served]) -> Iterator[str]:
    yield f"{matcher} path {' '.join(_path(file.plain_path) for file in files)}"
    yield f"header {matcher} {{"
    yield from (f"    {name} {quoted(_plain(value))}" for name, value in headers)
    yield "}"


def _path(plain_path: str) -> str:
    # What is percent-encoded in a matcher is compared with what stands in the request.
    return quoted(_plain(plain_path.replace("%", "%25").replace("*", "%2A")))


def _plain(text: str) -> str:
    """
    *text* without the brace that would begin a placeholder.
    """
    return text.replace("{", "%7B").replace("}", "%7D")


HOST = Host(name="caddy", title="Caddy", in_output=False, files=("stridesfeed.caddy",), lines=_lines)
