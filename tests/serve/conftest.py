from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from makers import a_feed, an_article
from stridesfeed import FORMATS, render_all

#: When the files of a folder were written.
WRITTEN = 1_777_550_400


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """
    A folder with the documents of a feed, one of them also compressed, a page and an image.
    """
    folder = tmp_path / "public"
    (folder / "news" / "é").mkdir(parents=True)
    documents = render_all(a_feed(an_article()))
    files = {FORMATS[name].file_name: document for name, document in documents.items()}
    files["feed.xml.gz"] = gzip.compress(documents["rss"], mtime=0)
    files |= {
        "feed.html": b"<!DOCTYPE html><title>Feed</title>",
        "news/index.html": b"<!DOCTYPE html><title>News</title>",
        "one.png": b"\x89PNG",
    }
    files |= {"news/\u00e9/atom.xml": documents["atom"], ".stridesfeed-1.tmp": b"half", "sitemap.xml": b"<?xml version='1.0'?><urlset/>"}
    for name, content in files.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (WRITTEN, WRITTEN))
    (tmp_path / "secret.xml").write_bytes(b"<rss>secret</rss>")
    return folder
