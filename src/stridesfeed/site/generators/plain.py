"""
A site without a generator: a folder of HTML pages with a home page.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from stridesfeed.site.generators.config_files import MAX_BYTES
from stridesfeed.site.generators.recognized import Generator, RecognizedSite

#: Folders that a host serves, and the site's own.
_FOLDERS = (".", "public", "html", "htdocs", "www", "docs", "_site", "dist", "build", "out", "output")

#: Folders of texts, from which a program of the site's own makes the pages.
_TEXTS = ("content", "_posts", "posts", "src/content")


def _recognize(root: Path) -> RecognizedSite | None:
    folder = next((name for name in _FOLDERS if (root / name / "index.html").is_file()), None)
    has_texts = any((root / name).is_dir() for name in _TEXTS)
    if folder is None or has_texts or not any(path.name != "index.html" for path in (root / folder).rglob("*.html")):
        return None
    evidence = "index.html" if folder == "." else f"{folder}/index.html"
    site = RecognizedSite(root=root, generator="HTML", evidence=evidence)
    with (root / evidence).open("rb") as file:
        head = _Head(file.read(MAX_BYTES).decode("utf-8", "replace"))
    for key in ("title", "url", "subtitle", "language"):
        site.set(f"feed.{key}", head.found.get(key), evidence)
    site.set("content.pages", folder, "folder of the home page")
    site.set("content.timezone", "UTC", "a guess: edit it")
    site.set("output.folder", folder, "folder of the home page")
    return site


class _Head(HTMLParser):
    """
    The title, URL, description and language of a page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """
        Record the value of a link, a meta element or the language of the page.
        """
        values = {name: value or "" for name, value in attrs}
        kind = values.get("name") or values.get("property") or values.get("rel") or ""
        key = {("meta", "description"): "subtitle", ("meta", "og:url"): "url", ("link", "canonical"): "url"}.get((tag, kind.lower()))
        if value := values.get("content") or values.get("href") if key else "":
            self.found.setdefault(key or "", value)
        if tag == "html" and values.get("lang"):
            self.found["language"] = values["lang"]
        self._in_title = tag == "title"

    def handle_data(self, data: str) -> None:
        """
        Record the title.
        """
        if self._in_title:
            self.found["title"] = self.found.get("title", "") + data

    def handle_endtag(self, tag: str) -> None:
        """
        End the title.
        """
        self._in_title = self._in_title and tag != "title"


GENERATOR = Generator("HTML", _recognize)
