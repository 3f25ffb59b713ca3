"""
Create ids for new articles.

:data:`ID_KINDS` is the table of the kinds of ids: a new kind is one function and one line here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Container
from datetime import datetime
from itertools import chain, count
from urllib.parse import urlsplit

from stridesfeed.dates import whole_utc
from stridesfeed.errors import UnknownNameError

#: Creates an id from an article's URL, its date of publication and the feed's id.
CreateId = Callable[[str, datetime, str], str]

_NOT_IN_HOST = re.compile(r"[^a-z0-9.-]+")
_PORTS = {"http": 80, "https": 443}


def url_id(url: str, _published: datetime, _feed_id: str) -> str:
    """
    Return the URL itself.
    """
    return url


def tag_id(url: str, published: datetime, _feed_id: str) -> str:
    """
    Return a tag: URI (RFC 4151) of the URL's host, the day of publication in UTC, and the rest of the URL.

    >>> from datetime import UTC
    >>> tag_id("https://xn--bcher-kva.example:8080/news/?p=1", datetime(2026, 4, 30, tzinfo=UTC), "")
    'tag:xn--bcher-kva.example,2026-04-30:8080/news/?p=1'
    """
    parts = urlsplit(url)
    # The authority of a tag is a DNS name, which has no port and no colon (RFC 4151, 2.1).
    host = _NOT_IN_HOST.sub("-", parts.hostname or "").strip("-.") or "localhost"
    port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else str(parts.port)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"tag:{host},{whole_utc(published).date().isoformat()}:{port}{parts.path or '/'}{query}{fragment}"


def uuid_id(url: str, _published: datetime, feed_id: str) -> str:
    """
    Return a UUID of version 5 (RFC 9562, 5.5) of the feed's id and the URL, as a URN.
    """
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, feed_id), url).urn


#: The kinds of ids, by their names in the configuration.
ID_KINDS: dict[str, CreateId] = {"url": url_id, "tag": tag_id, "uuid": uuid_id}


def new_id(kind: str, url: str, published: datetime, feed_id: str, taken: Container[str]) -> str:
    """
    Return an id for a new article at *url* that is not in *taken*, if necessary by adding a number to the URL.
    """
    if kind not in ID_KINDS:
        raise UnknownNameError("kind of id", kind, ID_KINDS)
    create = ID_KINDS[kind]
    mark = "-" if "#" in url else "#"
    variants = chain((url,), (f"{url}{mark}{number}" for number in count(2)))
    return next(id_ for variant in variants if (id_ := create(variant, published, feed_id)) not in taken)
