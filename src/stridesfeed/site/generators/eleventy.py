"""
Eleventy: ``eleventy.config.js`` or ``.eleventy.js``; articles in a folder of the input folder.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.javascript import find_objects
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, has_package, with_slash

_FILES = ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", "eleventy.config.ts", ".eleventy.js")
_DATA = tuple(f"_data/{name}.{suffix}" for name in ("metadata", "site", "meta") for suffix in ("json", "js", "mjs", "cjs", "yml", "yaml"))
_FOLDERS = ("blog", "posts", "post", "articles", "news", "writing", "notes")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES) or ("package.json" if has_package(root, "@11ty/eleventy") else None)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Eleventy", evidence=evidence)
    values = (site.read(evidence) if evidence != "package.json" else None) or Config(evidence, {})
    folders = Config(evidence, next((each["dir"] for each in find_objects({**values.values}, "dir") if isinstance(each["dir"], dict)), {}))
    source = folders.text("input", ".").strip("/").removeprefix("./") or "."
    inside = "" if source == "." else f"{source}/"
    data = folders.text("data", "_data")
    metadata = site.read(*(f"{base}{path}" for base in dict.fromkeys((inside, "")) for path in _DATA), f"{inside}{data}/metadata.js")
    metadata = metadata or Config(evidence, {})
    if metadata.get(""):
        metadata = Config(metadata.name, next(find_objects({**metadata.values}, "title", "url", "name"), {}))
    plugin = Config(evidence, next(find_objects({**values.values}, "outputPath"), {}))
    for config, prefix in ((metadata, ""), (plugin, "metadata.")):
        site.take("feed.title", config, f"{prefix}title", f"{prefix}name", f"{prefix}siteName")
        site.take("feed.url", config, f"{prefix}url", f"{prefix}base", f"{prefix}siteUrl", convert=with_slash)
        site.take("feed.subtitle", config, f"{prefix}description", f"{prefix}subtitle")
        site.take("feed.language", config, f"{prefix}language", f"{prefix}lang")
        site.set_author(config, f"{prefix}author")
    folder = first_folder(root, *(f"{inside}{name}" for name in _FOLDERS)) or source
    site.set_folders([folder], folders.origin("input") if folders.get("input") else "folder of articles")
    prefix = folder.removeprefix(source).strip("/") if source != "." else folder.strip(".")
    site.set("content.permalink", f"/{prefix}/{FULL_PATH}/".replace("//", "/"), "default of Eleventy")
    site.set("content.static", "public" if (root / "public").is_dir() else None, "folder of static files")
    site.set("content.timezone", "UTC", "zone of dates in Eleventy")
    site.take("output.folder", folders, "output", convert=lambda folder: str(folder).removeprefix("./").rstrip("/"))
    site.set("output.folder", "_site", "default of Eleventy")
    if path := plugin.text("outputPath").lstrip("/"):
        site.feeds = [FeedDocument(path, plugin.text("type", "atom"))]
    return site


GENERATOR = Generator("Eleventy", _recognize)
