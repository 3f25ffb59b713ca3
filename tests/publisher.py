"""
A publisher: a site in a folder, days that pass, and what is served after each build.
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

#: The day 0.
START = datetime(2026, 5, 1, 12, tzinfo=UTC)

#: Nanoseconds: when every file was last written, as a build finds it.
_LONG_AGO = 10**18

FEED = 'title = "AI Strides"\nurl = "https://strides.example/"\nlanguage = "en"\nauthors = ["Desk"]\n'
CONTENT = 'permalink = "/{slug}/"\n'


class Publisher:
    """
    Writes articles and builds, with the configuration that is given below the feed's own.
    """

    def __init__(self, folder: Path, more: str = "", *, feed: str = FEED, content: str = CONTENT) -> None:
        self.folder = folder
        self.output = folder / "public"
        (folder / "content").mkdir(parents=True)
        self.configure(more, feed=feed, content=content)
        #: Files that the last build wrote, by their paths below the output folder.
        self.touched: set[str] = set()

    def configure(self, more: str = "", *, feed: str = FEED, content: str = CONTENT) -> None:
        """
        Another configuration.
        """
        text = f"[feed]\n{feed}\n[content]\n{content}\n{more}"
        (self.folder / "stridesfeed.toml").write_text(text, encoding="utf-8")

    def path(self, name: str) -> Path:
        return self.folder / "content" / f"{name}.md"

    def write(self, name: str, text: str = "", *, day: int = 0, **keys: str) -> None:
        """
        An article called *name* of a *day*; *keys* are its front matter.
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
        Build at noon of a *day*, and note what was written.
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
        Every file that a build may have made.
        """
        return (path for path in sorted(self.output.rglob("*")) if path.is_file())

    def paths(self) -> set[str]:
        """
        The same, by their paths below the output folder.
        """
        return {path.relative_to(self.output).as_posix() for path in self.files()}

    def contents(self) -> dict[str, bytes]:
        """
        What is served, by path.
        """
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in self.files()}

    def fetch(self, url: str) -> bytes:
        """
        What is served at *url*, on whatever domain the site is now.
        """
        return (self.output / unquote(urlsplit(url).path.lstrip("/"))).read_bytes()

    def parsed(self, path: str) -> Any:
        """
        A document in RSS or Atom as feedparser reads it.
        """
        return feedparser.parse((self.output / path).read_bytes())

    def json(self, path: str) -> Any:
        return json.loads((self.output / path).read_bytes())

    def titles(self, path: str) -> list[str]:
        """
        The titles in a document of any format.
        """
        if path.endswith(".json"):
            return [item["title"] for item in self.json(path)["items"]]
        return [entry.title for entry in self.parsed(path).entries]

    def entries(self, path: str = "atom.xml") -> dict[str, Any]:
        """
        The entries of a document, by title.
        """
        return {entry.title: entry for entry in self.parsed(path).entries}


def links(document: Any, rel: str) -> list[str]:
    """
    The addresses of a relation, of a feed or an entry that feedparser read.
    """
    return [link.href for link in document.get("links", ()) if link.rel == rel]
