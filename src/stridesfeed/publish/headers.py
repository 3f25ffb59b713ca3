"""
The HTTP headers that a server sends with each file: media type, caching, cross-origin access, WebSub hub and rights.

There is no entity tag among them: all hosts and servers create their own and answer 304 by it, and a different one would break that. The
manifest has entity tags for applications that serve the files themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.iri import absolute

#: The name and the value of a header.
Header = tuple[str, str]

_TEXTUAL = ("+xml", "+json", "/xml", "/json", "/x-opml")


@attrs.frozen(kw_only=True)
class Caching:
    """
    How long readers may cache a file, in seconds.
    """

    #: For feeds and all other files that may change with each build.
    max_age: int = 300

    #: For full archive documents, which only an edit or a withdrawal changes.
    archive_max_age: int = 7 * 24 * 60 * 60


@attrs.frozen(kw_only=True)
class HostedFile:
    """
    A file with the facts that a server needs.
    """

    url: str

    #: Without a charset: all files are in UTF-8.
    media_type: str

    #: Whether newer articles never change it.
    immutable: bool = False

    #: The WebSub hubs that announce its changes.
    hubs: tuple[str, ...] = ()

    #: Headers that tell how machines may use it.
    rights: tuple[Header, ...] = ()

    @property
    def path(self) -> str:
        """
        The path of the URL, percent-encoded as in requests.
        """
        return urlsplit(self.url).path or "/"

    @property
    def plain_path(self) -> str:
        """
        The decoded path of the URL, which servers compare.
        """
        return unquote(self.path)


def headers_of(file: HostedFile, caching: Caching) -> tuple[Header, ...]:
    """
    Return the headers of *file*. Programs of any origin may read all files except pages: they are public.
    """
    seconds = caching.archive_max_age if file.immutable else caching.max_age
    headers = [("Content-Type", content_type(file.media_type)), ("Cache-Control", f"public, max-age={seconds}")]
    if file.media_type != "text/html":
        headers.append(("Access-Control-Allow-Origin", "*"))
    if file.hubs:
        headers.append(("Link", link_header(file.url, file.hubs)))
    return (*headers, *file.rights)


def link_header(url: str | None, hubs: Iterable[str] = (), alternates: Iterable[tuple[str, str]] = ()) -> str:
    """
    Return the value of a Link header (RFC 8288) with the hubs and the address of a document, which a WebSub publisher should name in headers
    too (WebSub, 4), and the addresses of the same feed in other formats, each with its media type.
    """
    links = [*(_link(hub, "hub") for hub in hubs), *([_link(url, "self")] if url else [])]
    return ", ".join([*links, *(f'{_link(href, "alternate")}; type="{media_type}"' for href, media_type in alternates)])


def content_type(media_type: str) -> str:
    """
    Return *media_type* with the charset, if it is a textual type (RFC 7303, 3.2).
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") or media_type.endswith(_TEXTUAL) else media_type


def _link(url: str, rel: str) -> str:
    return f'<{absolute(url, "")}>; rel="{rel}"'


def by_headers(files: Iterable[HostedFile], caching: Caching) -> dict[tuple[Header, ...], list[HostedFile]]:
    """
    Group *files* by their headers, for servers whose rules may name several files.
    """
    groups = defaultdict[tuple[Header, ...], list[HostedFile]](list)
    for file in files:
        groups[headers_of(file, caching)].append(file)
    return dict(groups)
