"""
Caddy: a file to import into the block of a site, next to its ``file_server``.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.publish.headers import by_headers
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines, quoted


def configure(site: HostedSite) -> Mapping[str, Lines]:
    """
    Return the lines of ``stridesfeed.caddy``.
    """
    lines = list[str]()
    for number, (headers, files) in enumerate(by_headers(site.files, site.caching).items(), start=1):
        matcher = f"@stridesfeed{number}"
        lines.append(f"{matcher} path {' '.join(_path(file.plain_path) for file in files)}")
        lines.append(f"header {matcher} {{")
        lines += (f"    {name} {quoted(_plain(value))}" for name, value in headers)
        lines.append("}")
    lines += [f"redir {_path(redirect.plain_path)} {quoted(_plain(redirect.new))} 301" for redirect in site.redirects]
    return {"stridesfeed.caddy": tuple(lines)} if lines else {}


def _path(plain_path: str) -> str:
    # A percent-encoded character in a matcher is compared with the encoded request.
    return quoted(_plain(plain_path.replace("%", "%25").replace("*", "%2A")))


def _plain(text: str) -> str:
    """
    Percent-encode braces, which would begin a placeholder.
    """
    return text.replace("{", "%7B").replace("}", "%7D")


HOST = Host(name="caddy", title="Caddy", in_output=False, files=("stridesfeed.caddy",), lines=configure)
