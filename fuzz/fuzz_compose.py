"""
Composition: bodies in an element with their direction, and formulas as text, are as safe as cleaned ones, and composed only once.
"""

from __future__ import annotations

import sys
import zlib
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["stridesfeed.body", "bleach"]):
    from fuzz.judge import UnsafeError, refuse_unsafe
    from stridesfeed.body import POLICIES, Policy, clean, compose
    from stridesfeed.model import Article, Feed
    from stridesfeed.options import DEFAULT

BASE = "https://strides.example/news/one"


def compose_one(data: bytes) -> None:
    """
    Compose *data*, or *data* inside a formula, under one of the policies and in one of several languages.
    """
    number = zlib.crc32(data)
    html = data.decode("utf-8", "replace")
    if number & 1:
        html = f"<p>a <math>{html}</math> b</p>"
    policy = sorted(POLICIES.items())[(number >> 1) % len(POLICIES)][1]
    language = ("he", "ar", "fr", "en", None)[(number >> 4) % 5]
    once = _composed(html, language, policy)
    refuse_unsafe(once, policy)
    if (again := _composed(once, language, policy)) != once:
        raise UnsafeError(f"not composed at once: {once!r}, then {again!r}")


def _composed(html: str, language: str | None, policy: Policy) -> str:
    article = Article(id=BASE, url=BASE, title="One", published=datetime(2026, 4, 30, tzinfo=UTC), language=language, content=html)
    feed = Feed(id=BASE, title="Feed", url=BASE, language="en", articles=[article])
    return compose(clean(feed, policy=policy), DEFAULT, policy=policy).articles[0].content or ""


if __name__ == "__main__":
    atheris.Setup(sys.argv, compose_one)
    atheris.Fuzz()
