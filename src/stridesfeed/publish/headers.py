"""
What a server has to say with each file: its media type, how long it may be kept, who may read it, and where its hub is.

There is no entity tag among it: all hosts and servers make their own, answer 304 by that, and would no longer do so if another was sent in its
place. That of the manifest is for servers of one's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.iri import absolute

#: A header: its name and its value.
Header = tuple[str, str]

_TEXTUAL = ("+xml", "+json", "/xml", "/json", "/x-opml")


@attrs.frozen(kw_only=True)
class Caching:
    """
    How long readers may keep a file without asking, in seconds.
    """

    #: A feed, and everything else that may change with the next build.
    usual: int = 300

    #: An archive that is full: only an edit or a withdrawal changes it.
    lasting: int = 7 * 24 * 60 * 60


@attrs.frozen(kw_only=True)
class Served:
    """
    A file as servers see it.
    """

    #: Its address.
    url: str

    #: Without a charset: all files are UTF-8.
    media_type: str

    #: Whether newer articles never change it.
    lasting: bool = False

    #: The WebSub hubs that tell of its changes.
    hubs: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """
        The path of its address, percent-encoded, as it stands in requests.
        """
        return urlsplit(self.url).path or "/"

    @property
    def plain_path(self) -> str:
        """
        The path of its address as people write it, as servers compare it.
        """
        return unquote(self.path)


def headers_of(served: Served, caching: Caching) -> tuple[Header, ...]:
    """
    The headers that *served* is sent with.

    All but pages may be read by programs of any origin: they are public, and that is what they are for.
    """
    seconds = caching.lasting if served.lasting else caching.usual
    headers = [("Content-Type", content_type(served.media_type)), ("Cache-Control", f"public, max-age={seconds}")]
    if served.media_type != "text/html":
        headers.append(("Access-Control-Allow-Origin", "*"))
    if served.hubs:
        headers.append(("Link", ", ".join([*(_link(hub, "hub") for hub in served.hubs), _link(served.url, "self")])))
    return tuple(headers)


def content_type(media_type: str) -> str:
    """
    *media_type* with the charset of the document, where it is one of text (RFC 7303, 3.2).
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") or media_type.endswith(_TEXTUAL) else media_type


def _link(url: str, rel: str) -> str:
    # WebSub, 4: a publisher should name hub and topic in headers too.
    return f'<{absolute(url, "")}>; rel="{rel}"'


def by_headers(files: Iterable[Served], caching: Caching) -> dict[tuple[Header, ...], list[Served]]:
    """
    *files* by the headers that they are sent with, for servers that can be told of several at once.
    """
    groups = defaultdict[tuple[Header, ...], list[Served]](list)
    for file in files:
        groups[headers_of(file, caching)].append(file)
    return dict(groups)
