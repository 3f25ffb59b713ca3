"""
Clean bodies, as a cache keeps them.
"""

from __future__ import annotations

import hashlib

from stridesfeed.body.policy import Policy
from stridesfeed.model import Article
from stridesfeed.versions import installed

#: The body came out as it went in.
_UNCHANGED = b"="
_CHANGED = b"+"


def key(article: Article, policy: Policy, engine: str) -> bytes:
    """
    What stands for a body and everything that decides what becomes of it.
    """
    content = (article.content or "").encode()
    facts = (installed("stridesfeed"), engine, installed(engine), policy.fingerprint, article.url, article.title, len(content))
    return hashlib.sha256(repr(facts).encode() + content).digest()


def packed(body: str, article: Article) -> bytes:
    """
    A clean body as bytes; of one that is what it was before, a mark is enough.
    """
    return _UNCHANGED if body == article.content else _CHANGED + body.encode()


def unpacked(kept: bytes, article: Article) -> str:
    """
    The clean body of *article* again.
    """
    return article.content or "" if kept == _UNCHANGED else kept[len(_CHANGED) :].decode()
