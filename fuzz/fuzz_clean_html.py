"""
Cleaning: no exception, nothing unsafe, nothing left to clean, and the same from every engine.
"""

from __future__ import annotations

import re
import sys
import zlib

import atheris

with atheris.instrument_imports(include=["stridesfeed.body", "bleach"]):
    from fuzz.judge import UnsafeError, refuse_unsafe
    from stridesfeed.body import ENGINES, POLICIES
    from stridesfeed.body.cleaning import pipeline

#: The value of an attribute that engines write with or without it.
_VALUE = re.compile(r' (open|controls)="[^"]*"|=""')

BASE = "https://strides.example/news/one"


def clean_one(data: bytes) -> None:
    """
    Clean *data* under one of the policies, with every engine.
    """
    html = data.decode("utf-8", "replace")
    policy = sorted(POLICIES.items())[zlib.crc32(data) % len(POLICIES)][1]
    # How an attribute without value is written is the one thing in which engines differ.
    results = [pipeline(html, BASE, policy=policy, engine=engine) for engine in ENGINES]
    written = {_VALUE.sub(lambda match: f" {match[1]}" if match[1] else "", result) for result in results}
    once = pipeline(html, BASE, policy=policy, engine="bleach")
    if len(written) > 1:
        raise UnsafeError(f"engines differ: {written!r}")
    refuse_unsafe(once, policy)
    if pipeline(once, BASE, policy=policy, engine="bleach") != once:
        raise UnsafeError(f"not clean at once: {once!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, clean_one)
    atheris.Fuzz()
