"""
A publisher: a site in a folder that is built day by day.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser

from stridesfeed.build import Report, build
from stridesfeed.site import read_site

ROOT = "https://strides.example/"

#: Noon of day 0.
START = datetime(2026, 5, 1, 12, tzinfo=UTC)

#: In nanoseconds: the modification time of every file before a build.
_LONG_AGO = 10**18

FEED = 'title = "AI Strides"\nurl = "https://strides.example/"\nlanguage = "en"\nauthors = ["Desk"]\n'
CONTENT = 'permalink = "/{slug}/"\n'


class Publisher:
    """
    Writes articles and builds the site; *more* is added to the configuration.
    """

    def __init__(self, folder: Path, more: str = "", *, feed: str = FEED, content: str = CONTENT) -> None:
        self.folder = folder
        self.output = folder / "public"
        (folder / "content").mkdir(parents=True)
        self.configure(more, feed=feed, content=content)
        #: The paths, below the output folder, of files that the last build wrote.
        self.touched: set[str] = set()

    def configure(self, more: str = "", *, feed: str = FEED, content: str = CONTENT) -> None:
        """
        Write the configuration.
        """
        text = f"[feed]\n{feed}\n[content]\n{content}\n{more}"
        (self.folder / "stridesfeed.toml").write_text(text, encoding="utf-8")

    def path(self, name: str) -> Path:
        return self.folder / "content" / f"{name}.md"

    def write(self, name: str, text: str = "", *, day: int = 0, **keys: str) -> None:
        """
        Write an article, dated one hour before noon of *day*; *keys* are its front matter.
        """
        given = {"title": f"Article {name}", "date": (START + timedelta(days=day, hours=-1)).isoformat()} | keys
        lines = [f"{key}: {value}" for key, value in given.items()]
        self.path(name).parent.mkdir(exist_ok=True)
        self.path(name).write_text("\n".join(["---", *lines, "---", text or f"Text of {name}.", ""]), encoding="utf-8")

    def withdraw(self, name: str) -> None:
        self.path(name).unlink()

    def move(self, old: str, new: str) -> None:
        self.path(new).parent.mkdir(exist_ok=True)
        self.path(old).rename(self.path(new))

    def build(self, day: int = 0, **options: Any) -> Report:
        """
        Build the site at noon of *day*, and record the written files.
        """
        self._age()
        report = build(read_site(self.folder), as_of=START + timedelta(days=day), **options)
        self.touched = {path.relative_to(self.output).as_posix() for path in self.files() if path.stat().st_mtime_ns != _LONG_AGO}
        return report

    def _age(self) -> None:
        for path in self.files():
            os.utime(path, ns=(_LONG_AGO, _LONG_AGO))

    def files(self) -> Iterator[Path]:
        """
        Return all files in the output folder.
        """
        return (path for path in sorted(self.output.rglob("*")) if path.is_file())

    def paths(self) -> set[str]:
        """
        Return the paths of all files, relative to the output folder.
        """
        return {path.relative_to(self.output).as_posix() for path in self.files()}

    def contents(self) -> dict[str, bytes]:
        """
        Return the content of all files, by path.
        """
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in self.files()}

    def fetch(self, url: str) -> bytes:
        """
        Return the content of the file at *url*, on any domain.
        """
        return (self.output / unquote(urlsplit(url).path.lstrip("/"))).read_bytes()

    def parsed(self, path: str) -> Any:
        """
        Return an RSS or Atom document as parsed by feedparser.
        """
        return feedparser.parse((self.output / path).read_bytes())

    def json(self, path: str) -> Any:
        return json.loads((self.output / path).read_bytes())

    def titles(self, path: str) -> list[str]:
        """
        Return the titles in a document of any format.
        """
        if path.endswith(".json"):
            return [item["title"] for item in self.json(path)["items"]]
        return [entry.title for entry in self.parsed(path).entries]

    def entries(self, path: str = "atom.xml") -> dict[str, Any]:
        """
        Return the entries of a document, by title.
        """
        return {entry.title: entry for entry in self.parsed(path).entries}


def links(document: Any, rel: str) -> list[str]:
    """
    Return the URLs with this relation in a feed or entry of feedparser.
    """
    return [link.href for link in document.get("links", ()) if link.rel == rel]
