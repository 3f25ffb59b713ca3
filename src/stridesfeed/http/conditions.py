"""
Conditional requests (RFC 9110, section 13): a client that has the current document gets an empty 304 response.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

#: An entity tag (RFC 9110, 8.8.3), which may contain commas. Group 1 is the tag without the mark of a weak one.
_TAG = re.compile(r'(?:W/)?("[^"]*")|(?<![^\s,])([^\s,"]+)')


def entity_tag(body: bytes) -> str:
    """
    Return the strong entity tag of *body*: a hash of its content, equal on every machine and after every restart.
    """
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def known_tags(headers: Mapping[str, str]) -> list[str]:
    """
    Return the entity tags of If-None-Match, without marks of weakness (weak comparison, RFC 9110, 8.8.3.2): proxies that compress mark a tag as
    weak.
    """
    return [quoted or bare for quoted, bare in _TAG.findall(headers.get("if-none-match", ""))]


def is_unchanged(headers: Mapping[str, str], etag: str, modified: datetime | None) -> bool:
    """
    Return whether the client has the current document (RFC 9110, 13.2.2). Dates are compared only if the client sends no entity tags.
    """
    if "if-none-match" in headers:
        tags = known_tags(headers)
        return "*" in tags or etag in tags
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
    except (KeyError, ValueError):
        return False
    return modified is not None and since.tzinfo is not None and int(modified.timestamp()) <= since.timestamp()
