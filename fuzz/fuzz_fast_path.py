"""
The fast path, at once or after rewriting: its result is that of the whole pipeline, under every policy and from every engine.
"""

from __future__ import annotations

import sys
import zlib

import atheris

with atheris.instrument_imports(include=["stridesfeed.body"]):
    from fuzz.judge import UnsafeError, refuse_unsafe
    from stridesfeed.body import ENGINES, POLICIES
    from stridesfeed.body.canonical import clean_canonical
    from stridesfeed.body.cleaning import pipeline

BASE = "https://strides.example/news/one"
TITLE = "Title"


def test_one(data: bytes) -> None:
    """
    Clean *data* under one of the policies, for each engine, with and without the title of an article.
    """
    html = data.decode("utf-8", "replace")
    chosen = zlib.crc32(data)
    policy = sorted(POLICIES.items())[chosen % len(POLICIES)][1]
    title = TITLE if chosen & 8 else None
    for engine in ENGINES:
        cleaned = pipeline(html, BASE, policy=policy, engine=engine, title=title)
        quick = clean_canonical(html, BASE, policy, engine, title)
        if quick is None:
            quick = pipeline(html, BASE, policy=policy, engine=engine, title=title, fast_path=True)
        if quick != cleaned:
            raise UnsafeError(f"not what {engine} writes: {quick!r}")
        refuse_unsafe(quick, policy)


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one)
    atheris.Fuzz()
