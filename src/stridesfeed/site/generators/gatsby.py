"""
Gatsby: ``gatsby-config.js``; articles in ``content/blog``.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.javascript import find_objects
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, with_slash

_FILES = tuple(f"gatsby-config.{suffix}" for suffix in ("js", "ts", "mjs"))
_FOLDERS = ("content/blog", "content/posts", "src/posts", "src/content", "content", "posts", "blog", "src/pages/blog", "src/pages")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Gatsby", evidence=evidence, has_templates=True)
    values = site.read(evidence) or Config(evidence, {})
    data = next(
        (each["siteMetadata"] for each in find_objects({**values.values}, "siteMetadata") if isinstance(each["siteMetadata"], dict)), {}
    )
    metadata = Config(f"{evidence}: siteMetadata", data)
    site.take("feed.title", metadata, "title")
    site.take("feed.url", metadata, "siteUrl", "url", convert=with_slash)
    site.take("feed.subtitle", metadata, "description")
    site.take("feed.language", metadata, "lang", "language")
    site.set_author(metadata, "author")
    if folder := first_folder(root, *_FOLDERS):
        site.set_folders([folder], "folder of articles")
        prefix = folder.removeprefix("src/pages").strip("/") if folder.startswith("src/pages") else ""
        site.set("content.permalink", f"/{prefix}/{FULL_PATH}/".replace("//", "/"), "default of Gatsby's blog")
    site.set("content.static", "static" if (root / "static").is_dir() else None, "static folder of Gatsby")
    site.set("content.timezone", "UTC", "zone of dates in Gatsby")
    site.set("output.folder", "public", "output of Gatsby")
    if any("feed" in str(each) for plugins in find_objects({**values.values}, "plugins") for each in plugins["plugins"]):
        site.feeds = [FeedDocument("rss.xml", "rss")]
    return site


GENERATOR = Generator("Gatsby", _recognize)
