"""
nginx: a file to include in a ``server`` block.

nginx computes the ETag from a file's modification time and size, so unchanged files must keep their modification times when they are copied.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.publish.headers import headers_of
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines, quoted


def configure(site: HostedSite) -> Mapping[str, Lines]:
    """
    Return the lines of ``stridesfeed.nginx.conf``.
    """
    lines = list[str]()
    for file in site.files:
        (_, media_type), *others = headers_of(file, site.caching)
        lines += [f"location = {quoted(file.plain_path)} {{", "    types { }", f"    default_type {quoted(media_type)};"]
        # A location with add_header does not inherit headers: repeat here those that feeds need too.
        lines += (f"    add_header {name} {_without_variables(value)};" for name, value in others)
        if "gzip" in site.encodings:
            lines += ["    gzip_static on;", "    gzip_vary on;"]
        if "brotli" in site.encodings:
            lines.append("    # brotli_static on;  # with the module ngx_brotli")
        lines.append("}")
    for redirect in site.redirects:
        lines += [f"location = {quoted(redirect.plain_path)} {{", f"    return 301 {_without_variables(redirect.new)};", "}"]
    return {"stridesfeed.nginx.conf": tuple(lines)} if lines else {}


def _without_variables(text: str) -> str:
    """
    Return *text* quoted, with its dollar signs percent-encoded: in values they would begin a variable.
    """
    return quoted(text.replace("$", "%24"))


HOST = Host(name="nginx", title="nginx", in_output=False, files=("stridesfeed.nginx.conf",), lines=configure)
