"""
Zola: ``config.toml`` or ``zola.toml``, articles in ``content``.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.site.generators.config_files import Config, is_true
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, with_slash

_FILES = ("zola.toml", "config.toml")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Zola", evidence=evidence)
    config = site.read(evidence) or Config(evidence, {})
    if evidence != "zola.toml" and config.get("base_url") is None:
        return None
    site.take("feed.title", config, "title", "extra.title")
    site.take("feed.url", config, "base_url", convert=with_slash)
    site.take("feed.subtitle", config, "description")
    site.take("feed.language", config, "default_language")
    site.set("feed.language", "en", "default of Zola")
    site.leave_out_languages(config.table("languages"), "content", config.origin("languages"))
    site.set_author(config, "author", "extra.author")
    site.set_folders(["content"], "content folder of Zola")
    site.set("content.static", "static" if (root / "static").is_dir() else None, "static folder of Zola")
    site.set("content.timezone", "UTC", "default of Zola")
    site.set_permalink("zola", "", "default of Zola")
    site.take("output.folder", config, "output_dir")
    site.set("output.folder", "public", "default of Zola")
    if is_true(config.get("generate_feeds")) or is_true(config.get("generate_feed")):
        for name in config.texts("feed_filenames") or [config.text("feed_filename", "atom.xml")]:
            # The name of Zola's template decides: rss.xml is RSS, any other name Atom.
            if name.endswith(".xml"):
                site.feeds.append(FeedDocument(name, "rss" if name == "rss.xml" else "atom"))
    return site


GENERATOR = Generator("Zola", _recognize)
