"""
Compressed responses: all of the content arrives, or an error says why not.
"""

from __future__ import annotations

import gzip
import itertools
import zlib

import pytest

from servers import Answer, serving
from stridesfeed.errors import WebError
from stridesfeed.web import fetch
from stridesfeed.web.content_codings import decoded

ONE, TWO = b"one " * 100, b"two " * 100


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def raw_deflate(content: bytes) -> bytes:
    compress = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compress.compress(content) + compress.flush()


def short(value: object) -> str:
    """
    Name a case without its bytes.
    """
    return value if isinstance(value, str) and len(value) < 50 else ""


def decode(coding: str, content: bytes, *, size: int = 0, max_bytes: int = 10_000) -> bytes:
    """
    Decode *content*, which arrives in chunks of *size* bytes, or in one.
    """
    step = size or max(len(content), 1)
    chunks = [content[start : start + step] for start in range(0, len(content), step)]
    return b"".join(decoded("https://strides.example/", coding, iter(chunks), max_bytes))


@pytest.mark.parametrize("size", [0, 1, 2, 7])
@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip", gzipped(ONE) + gzipped(TWO)),
        ("gzip", gzipped(ONE) + gzipped(b"") + gzipped(TWO)),
        ("gzip", gzipped(ONE) + gzipped(TWO) + bytes(20)),
        (" X-GZIP ", gzipped(ONE + TWO)),
        ("identity", ONE + TWO),
        ("", ONE + TWO),
        ("deflate", zlib.compress(ONE + TWO)),
        ("deflate", raw_deflate(ONE + TWO)),
        ("gzip, gzip", gzipped(gzipped(ONE) + gzipped(TWO))),
        ("deflate,identity , gzip", gzipped(zlib.compress(ONE + TWO))),
    ],
    ids=short,
)
def test_all_of_the_content_is_decoded(coding: str, content: bytes, size: int) -> None:
    assert decode(coding, content, size=size) == ONE + TWO


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize(
    ("coding", "content", "words"),
    [
        ("gzip", gzipped(ONE)[:-1], "incomplete"),
        ("gzip", gzipped(ONE) + gzipped(TWO)[:-9], "incomplete"),
        ("gzip", gzipped(ONE) + b"\x1f", "incomplete"),
        ("gzip", gzipped(gzipped(ONE))[:-20], "incomplete"),
        ("deflate", zlib.compress(ONE)[:-1], "incomplete"),
        ("deflate", raw_deflate(ONE)[:-1], "incomplete"),
        ("deflate", b"\x78", "incomplete"),
        ("gzip", gzipped(ONE) + b"garbage", "is damaged"),
        ("gzip", gzipped(ONE) + bytes(20) + b"xy", "is damaged"),
        ("deflate", zlib.compress(ONE) + b"garbage", "is followed by other data"),
        ("deflate", raw_deflate(ONE) + zlib.compress(TWO), "is followed by other data"),
        ("gzip", b"no gzip at all", "is damaged"),
        ("gzip", zlib.compress(ONE), "is damaged"),
        ("gzip", gzipped(ONE)[:-8] + bytes(8), "is damaged"),
        ("gzip, gzip", gzipped(ONE), "is damaged"),
        ("br", b"\x0b\x02\x80abcde\x03", "'br', which was not requested"),
        ("zstd, gzip", gzipped(ONE), "'zstd', which was not requested"),
        ("gzip, gzip, gzip", gzipped(ONE), "more than 2 times"),
        ("gzip," * 50_000, gzipped(ONE), "more than 2 times"),
    ],
    ids=short,
)
def test_content_that_is_not_complete_or_not_valid_is_an_error(coding: str, content: bytes, words: str, size: int) -> None:
    with pytest.raises(WebError, match=words) as caught:
        decode(coding, content, size=size)

    assert caught.value.temporary == (words == "incomplete")


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip", gzipped(bytes(50_000_000))),
        ("gzip", gzipped(bytes(600)) * 20),
        ("gzip", gzipped(b"") * 1000),
        ("gzip, gzip", gzipped(gzipped(b"") * 1000)),
        ("gzip, gzip", gzipped(gzipped(bytes(50_000_000)))),
        ("deflate", raw_deflate(bytes(50_000_000))),
        ("gzip", gzipped(b"") + bytes(20_000)),
    ],
    ids=short,
)
def test_every_stage_of_decoding_is_limited(coding: str, content: bytes) -> None:
    with pytest.raises(WebError, match="larger than 10000 bytes"):
        decode(coding, content)


@pytest.mark.parametrize("content", [gzipped(b""), bytes(20)], ids=["members", "zeros"])
def test_endless_compressed_content_is_refused(content: bytes) -> None:
    with pytest.raises(WebError, match="larger than 10000 bytes"):
        b"".join(decoded("https://strides.example/", "gzip", itertools.chain([gzipped(ONE)], itertools.repeat(content)), 10_000))


def test_a_response_without_content_is_empty() -> None:
    assert decode("gzip", b"") == b""


def test_codings_in_several_headers_are_all_decoded() -> None:
    """
    Several headers are one list (RFC 9110, 5.3).
    """
    twice = gzipped(gzipped(ONE) + gzipped(TWO))
    with serving(lambda _: Answer(twice, headers={"Content-Encoding": "gzip", "content-encoding": "gzip"})) as server:
        response = fetch(server.url, max_bytes=10_000, timeout=10, allow_private=True)

    assert response.content == ONE + TWO
