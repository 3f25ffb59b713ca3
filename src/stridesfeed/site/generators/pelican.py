"""
Pelican: ``pelicanconf.py`` and ``publishconf.py``.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, with_slash


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, "pelicanconf.py", "publishconf.py")
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Pelican", evidence=evidence)
    config = site.read("pelicanconf.py") or Config(evidence, {})
    if published := site.read("publishconf.py"):
        config = published.over(config)
    site.take("feed.title", config, "SITENAME")
    site.take("feed.url", config, "SITEURL", convert=with_slash)
    site.take("feed.subtitle", config, "SITESUBTITLE", "SITEDESCRIPTION")
    site.take("feed.language", config, "DEFAULT_LANG")
    site.set_author(config, "AUTHOR")
    content = config.text("PATH", "content")
    site.set_folders([f"{content}/{folder}" for folder in config.texts("ARTICLE_PATHS", ("",))], config.origin("PATH"))
    site.set("content.static", content, config.origin("PATH"))
    site.take("content.timezone", config, "TIMEZONE")
    site.set("content.timezone", "UTC", "default of Pelican")
    site.set_permalink(
        "pelican", config.text("ARTICLE_URL"), config.origin("ARTICLE_URL") if config.get("ARTICLE_URL") else "default of Pelican"
    )
    site.take("output.folder", config, "OUTPUT_PATH", convert=lambda folder: folder.strip("/"))
    site.set("output.folder", "output", "default of Pelican")
    names = {
        "atom": config.get("FEED_ALL_ATOM", "feeds/all.atom.xml" if "FEED_ALL_ATOM" not in config.values else None) or config.get("FEED_ATOM"),
        "rss": config.get("FEED_ALL_RSS") or config.get("FEED_RSS"),
    }
    site.feeds = [FeedDocument(name, format_) for format_, name in names.items() if isinstance(name, str) and "%" not in name]
    return site


GENERATOR = Generator("Pelican", _recognize)
