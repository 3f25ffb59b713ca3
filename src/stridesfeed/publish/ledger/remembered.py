"""
Fingerprints of many articles, of which most are as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from stridesfeed.cache import Cache
from stridesfeed.model import Article
from stridesfeed.publish.ledger.fingerprint import ALGORITHM, fingerprint
from stridesfeed.versions import installed

#: So many are put into the cache together.
_AT_ONCE = 1_000


def fingerprints(articles: Sequence[Article], cache: Cache | None) -> list[str]:
    """
    The fingerprint of each article; *cache* remembers those of articles that say the same, character by character.
    """
    if cache is None:
        return [fingerprint(article) for article in articles]
    parts = (articles[start : start + _AT_ONCE] for start in range(0, len(articles), _AT_ONCE))
    return [each for part in parts for each in _asked(part, cache)]


def _asked(articles: Sequence[Article], cache: Cache) -> Iterable[str]:
    keys = [_key(article) for article in articles]
    known = cache.get(keys)
    new = {key: fingerprint(article).encode() for key, article in zip(keys, articles, strict=True) if key not in known}
    if new:
        cache.put(new)
    return ((known.get(key) or new[key]).decode() for key in keys)


def _key(article: Article) -> bytes:
    """
    The hash of all that a fingerprint may come from.
    """
    attachments = [(each.url, each.title) for each in article.attachments]
    said = (article.url, article.title, article.summary, article.image and article.image.url, attachments)
    start = repr(("fingerprint", ALGORITHM, installed("stridesfeed"), said))
    return hashlib.sha256(f"{start}\n{article.content}".encode("utf-8", "replace")).digest()
