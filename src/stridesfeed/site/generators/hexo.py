"""
Hexo: ``_config.yml``, articles in ``source/_posts``.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, has_package, with_slash

_FILES = ("_config.yml", "_config.yaml", "_config.json")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None or not ((root / "source/_posts").is_dir() or has_package(root, "hexo")):
        return None
    site = RecognizedSite(root=root, generator="Hexo", evidence=evidence)
    config = site.read(*_FILES) or Config(evidence, {})
    site.take("feed.title", config, "title")
    site.take("feed.url", config, "url", convert=with_slash)
    site.take("feed.subtitle", config, "subtitle", "description")
    languages = config.texts("language")
    site.set("feed.language", languages[0] if languages else None, config.origin("language"))
    site.set_author(config, "author")
    source = config.text("source_dir", "source")
    site.set_folders([f"{source}/_posts"], "Hexo")
    site.set("content.static", source, config.origin("source_dir"))
    site.take("content.timezone", config, "timezone")
    site.set("content.timezone", "UTC", "default of Hexo on most servers; set the zone that your posts are written in")
    permalink = config.text("permalink", ":year/:month/:day/:title/")
    if permalink.endswith("/index.html") and config.get("pretty_urls.trailing_index") == "false":
        permalink = permalink.removesuffix("index.html")
    pattern = site.translate("hexo", permalink)
    if ":title" in (new_names := config.text("new_post_name", ":title.md")) and ":day" in new_names:
        # The date in the names of files is not part of Hexo's title.
        pattern = pattern and pattern.replace(FULL_PATH, "{path}")
    site.set("content.permalink", pattern, config.origin("permalink"))
    site.take("output.folder", config, "public_dir")
    site.set("output.folder", "public", "default of Hexo")
    if has_package(root, "hexo-generator-feed"):
        types, paths = config.texts("feed.type", ("atom",)), config.texts("feed.path")
        defaults = {"atom": "atom.xml", "rss2": "rss2.xml"}
        names = dict(zip(types, paths, strict=False))
        site.feeds = [FeedDocument(names.get(type_, defaults[type_]), type_.rstrip("2")) for type_ in types if type_ in defaults]
    return site


GENERATOR = Generator("Hexo", _recognize)
