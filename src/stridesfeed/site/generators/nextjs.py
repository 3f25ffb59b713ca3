"""
Next.js: ``next.config.js``; articles in a folder of Markdown or MDX files.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.javascript import find_objects
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, has_package, with_slash

_FILES = tuple(f"next.config.{suffix}" for suffix in ("js", "mjs", "ts", "cjs"))
_METADATA = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("data/", "src/", "", "lib/", "config/", "src/config/")
    for name in ("siteMetadata", "siteConfig", "site.config", "site")
    for suffix in ("js", "ts", "mjs", "cjs", "json")
)

#: Folders of articles, and the path of their pages.
_FOLDERS = {
    **{f"{base}content/{name}": f"/{name}/" for base in ("", "src/") for name in ("blog", "posts", "articles")},
    **{f"data/{name}": f"/{name}/" for name in ("blog", "posts")},
    **{f"{base}pages/{name}": f"/{name}/" for base in ("", "src/") for name in ("blog", "posts", "articles", "news")},
    **{f"{base}app/{name}": f"/{name}/" for base in ("", "src/") for name in ("blog", "posts", "articles")},
    **dict.fromkeys(("_posts", "posts", "src/posts"), "/posts/"),
    **dict.fromkeys(("blog", "content"), "/blog/"),
    **dict.fromkeys(("src/pages", "pages"), "/"),
}


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES) or ("package.json" if has_package(root, "next") else None)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Next.js", evidence=evidence, has_templates=True)
    values = (site.read(evidence) if evidence != "package.json" else None) or Config(evidence, {})
    options = Config(
        evidence, {name: value for each in reversed([*find_objects({**values.values}, *_OPTIONS)]) for name, value in each.items()}
    )
    metadata = site.read(*_METADATA) or Config(evidence, {})
    if metadata.get(""):
        metadata = Config(metadata.name, next(find_objects({**metadata.values}, "title", "siteUrl", "name"), {}))
    site.take("feed.title", metadata, "title", "name")
    site.take("feed.url", metadata, "siteUrl", "url", convert=with_slash)
    site.take("feed.subtitle", metadata, "description")
    site.take("feed.language", metadata, "locale", "language", "lang")
    site.set_author(metadata, "author")
    if folder := first_folder(root, *_FOLDERS):
        site.set_folders([folder], "folder of articles")
        route = f"{options.text('basePath').rstrip('/')}{_FOLDERS[folder]}"
        site.set(
            "content.permalink",
            f"{route}{FULL_PATH}{'/' if options.get('trailingSlash') is True else ''}",
            "folder of articles; compare with your URLs",
        )
    site.has_clean_urls = options.get("trailingSlash") is not True
    site.set("content.static", "public" if (root / "public").is_dir() else None, "static folder of Next.js")
    site.set("content.timezone", "UTC", "zone of dates in Next.js")
    site.take("output.folder", options, "distDir")
    site.set("output.folder", "out", "output of a static export of Next.js")
    names = ("rss.xml", "feed.xml", "atom.xml", "feed.json")
    kinds = ("rss", "rss", "atom", "json")
    site.feeds = [FeedDocument(name, kind) for name, kind in zip(names, kinds, strict=True) if (root / "out" / name).is_file()]
    return site


_OPTIONS = ("basePath", "trailingSlash", "distDir", "output", "pageExtensions")

GENERATOR = Generator("Next.js", _recognize)
