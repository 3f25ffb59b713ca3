"""
New ids for articles that have none.

:data:`MINTS` is the table of the kinds: a new kind is one function and one line here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Container, Iterator
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from stridesfeed.dates import whole_utc
from stridesfeed.errors import UnknownNameError

#: Makes an id from an address, the moment of publication and the feed's id.
Mint = Callable[[str, datetime, str], str]

_UNFIT_FOR_HOST = re.compile(r"[^a-z0-9.-]+")
_PORTS = {"http": 80, "https": 443}


def of_address(address: str, _published: datetime, _feed: str) -> str:
    """
    The address itself.
    """
    return address


def tag(address: str, published: datetime, _feed: str) -> str:
    """
    A tag: URI (RFC 4151) of the address's host, the day of publication in UTC, and what follows the host.

    >>> from datetime import UTC
    >>> tag("https://xn--bcher-kva.example:8080/news/?p=1", datetime(2026, 4, 30, tzinfo=UTC), "")
    'tag:xn--bcher-kva.example,2026-04-30:8080/news/?p=1'
    """
    parts = urlsplit(address)
    # The authority of a tag is a name of the DNS, which has no port and no colon (RFC 4151, 2.1).
    host = _UNFIT_FOR_HOST.sub("-", parts.hostname or "").strip("-.") or "localhost"
    port = "" if parts.port in {None, _PORTS.get(parts.scheme)} else str(parts.port)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"tag:{host},{whole_utc(published).date().isoformat()}:{port}{parts.path or '/'}{query}{fragment}"


def of_uuid(address: str, _published: datetime, feed: str) -> str:
    """
    A UUID of version 5 (RFC 9562, 5.5) from the feed's id and the address, as an IRI.
    """
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, feed), address).urn


#: The kinds of ids, by the names that a configuration has for them.
MINTS: dict[str, Mint] = {"url": of_address, "tag": tag, "uuid": of_uuid}


def new_id(kind: str, address: str, published: datetime, feed: str, taken: Container[str]) -> str:
    """
    The id for a new article at *address*, and none of those that are *taken*.
    """
    if kind not in MINTS:
        raise UnknownNameError("kind of id", kind, MINTS)
    return next(id_ for spelled in _spellings(address) if (id_ := MINTS[kind](spelled, published, feed)) not in taken)


def _spellings(address: str) -> Iterator[str]:
    """
    *address*, then the same with a number behind it.
    """
    yield address
    mark = "-" if "#" in address else "#"
    yield from (f"{address}{mark}{number}" for number in count(2))
