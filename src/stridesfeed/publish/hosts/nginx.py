"""
nginx: a file to include in a ``server`` block.

It makes its ETag of a file's date and size, and answers 304 by that; so files that did not change have to keep their dates when they are
copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.publish.headers import Served, headers_of
from stridesfeed.publish.hosts.host import Host, Lines, Telling, quoted


def _lines(telling: Telling) -> Mapping[str, Lines]:
    lines = [line for file in telling.files for line in _location(file, telling)]
    lines += [line for redirect in telling.redirects for line in _moved(redirect.plain_path, redirect.new)]
    return {"stridesfeed.nginx.conf": tuple(lines)} if lines else {}


def _location(file: Served, telling: Telling) -> Iterator[str]:
    (_, media_type), *others = headers_of(file, telling.caching)
    yield f"location = {quoted(file.plain_path)} {{"
    yield "    types { }"
    yield f"    default_type {quoted(media_type)};"
    # A location that adds headers has none of those around it: repeat here what is to be sent with feeds too.
    yield from (f"    add_header {name} {quoted(value)};" for name, value in others)
    if "gzip" in telling.encodings:
        yield from ("    gzip_static on;", "    gzip_vary on;")
    if "brotli" in telling.encodings:
        yield "    # brotli_static on;  # with the module ngx_brotli"
    yield "}"


def _moved(path: str, url: str) -> Iterator[str]:
    yield f"location = {quoted(path)} {{"
    # A dollar sign would begin a variable.
    yield f"    return 301 {quoted(url.replace('$', '%24'))};"
    yield "}"


HOST = Host(name="nginx", title="nginx", in_output=False, files=("stridesfeed.nginx.conf",), lines=_lines)
