from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridesfeed.errors import MissingExtraError, UnknownNameError
from stridesfeed.publish.compress import compressed

FEED = "<rss>Ein Versuch, 😀</rss>\n".encode() * 500


@given(st.binary(max_size=500))
def test_every_document_comes_back(content: bytes) -> None:
    files = compressed({"feed.xml": content}, ["gzip", "brotli"])

    assert gzip.decompress(files["feed.xml.gz"][0]) == content
    assert brotli.decompress(files["feed.xml.br"][0]) == content


def test_compressed_forms_are_much_smaller() -> None:
    assert all(len(content) < len(FEED) / 10 for content, _ in compressed({"feed.xml": FEED}, ["gzip", "brotli"]).values())


def test_gzip_header_has_no_name_time_or_system() -> None:
    """
    RFC 1952, 2.3: flags, time and operating system of the header.
    """
    content, media_type = compressed({"feed.xml": FEED}, ["gzip"])["feed.xml.gz"]

    assert content[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    assert media_type == "application/gzip"


def test_gzip_reads_it(tmp_path: Path) -> None:
    (tmp_path / "feed.xml.gz").write_bytes(compressed({"feed.xml": FEED}, ["gzip"])["feed.xml.gz"][0])
    program = shutil.which("gzip")
    assert program

    done = subprocess.run([program, "-dc", str(tmp_path / "feed.xml.gz")], capture_output=True, check=True)  # noqa: S603 -- gzip itself

    assert done.stdout == FEED


def test_each_document_has_each_form() -> None:
    assert list(compressed({"a/b é.xml": b"", "c": b""}, ["gzip", "brotli"])) == ["a/b é.xml.gz", "a/b é.xml.br", "c.gz", "c.br"]


def test_unknown_encoding_is_named() -> None:
    with pytest.raises(UnknownNameError, match="unknown encoding 'gzipp'; did you mean 'gzip'"):
        compressed({}, ["gzipp"])


def test_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'stridesfeed\[brotli\]'"):
        compressed({"feed.xml": FEED}, ["brotli"])
