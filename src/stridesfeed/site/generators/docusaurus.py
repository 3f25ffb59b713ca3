"""
Docusaurus: ``docusaurus.config.js`` or ``.ts``; articles are those of the blog plugin.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from stridesfeed.site.generators.config_files import Config, Unread
from stridesfeed.site.generators.javascript import find_objects
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, with_slash

_FILES = tuple(f"docusaurus.config.{suffix}" for suffix in ("ts", "js", "mjs", "cjs", "mts"))


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Docusaurus", evidence=evidence, has_templates=True)
    values = site.read(evidence) or Config(evidence, {})
    config = Config(evidence, next(find_objects({**values.values}, "baseUrl", "presets"), {}))
    blog = Config(f"{evidence}: blog", _blog_options(values.values))
    title = config.text("title")
    site.take("feed.title", blog, "feedOptions.title")
    site.set("feed.title", f"{title} Blog" if title else None, f"{config.origin('title')}, as in the feed of Docusaurus")
    url = config.get("url")
    if isinstance(url, Unread):
        site.notes.append(f"{config.origin('url')}: {url.reason}")
    elif isinstance(url, str):
        site.set("feed.url", with_slash(urljoin(with_slash(url), config.text("baseUrl", "/"))), config.origin("url"))
    site.take("feed.subtitle", blog, "feedOptions.description", "blogDescription")
    site.take("feed.subtitle", config, "tagline")
    site.take("feed.language", config, "i18n.defaultLocale")
    site.set("feed.language", "en", "default of Docusaurus")
    folder = blog.text("path", "blog")
    site.set_folders([folder], blog.origin("path") if blog.get("path") else "blog folder of Docusaurus")
    site.set("content.static", "static" if (root / "static").is_dir() else None, "static folder of Docusaurus")
    site.set("content.timezone", "UTC", "zone of dates in Docusaurus")
    route = blog.text("routeBasePath", "blog").strip("/")
    slash = "/" if config.get("trailingSlash") is True else ""
    prefix = f"/{route}/" if route else "/"
    site.set_permalink(
        "docusaurus", f"{prefix}{{dated_path}}{slash}", blog.origin("routeBasePath") if blog.get("routeBasePath") else "default of Docusaurus"
    )
    site.has_clean_urls = config.get("trailingSlash") is not True
    site.set("output.folder", "build", "default of Docusaurus")
    names = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}
    wanted = blog.texts("feedOptions.type", ("rss", "atom"))
    wanted = [*names] if wanted == ["all"] else wanted
    site.feeds = [FeedDocument(f"{prefix}{name}".lstrip("/"), kind) for kind, name in names.items() if kind in wanted]
    return site


def _blog_options(values: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the options of the blog plugin: under ``blog`` in the options of a preset, or after the plugin's name in a list.
    """
    for each in find_objects({**values}, "blog"):
        if isinstance(each["blog"], dict):
            return each["blog"]
    for each in find_objects({**values}, "plugins"):
        for plugin in each["plugins"] if isinstance(each["plugins"], list) else ():
            if isinstance(plugin, list) and len(plugin) > 1 and "content-blog" in str(plugin[0]) and isinstance(plugin[1], dict):
                return plugin[1]
    return {}


GENERATOR = Generator("Docusaurus", _recognize)
