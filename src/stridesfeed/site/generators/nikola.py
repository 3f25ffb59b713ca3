"""
Nikola: ``conf.py`` with ``POSTS``.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, with_slash


def _recognize(root: Path) -> RecognizedSite | None:
    if not (root / "conf.py").is_file():
        return None
    site = RecognizedSite(root=root, generator="Nikola", evidence="conf.py")
    config = site.read("conf.py") or Config("conf.py", {})
    if "POSTS" not in config.values:
        return None
    site.take("feed.title", config, "BLOG_TITLE")
    site.take("feed.url", config, "SITE_URL", "BASE_URL", convert=with_slash)
    site.take("feed.subtitle", config, "BLOG_DESCRIPTION")
    site.take("feed.language", config, "DEFAULT_LANG", convert=lambda tag: str(tag).replace("_", "-"))
    site.set_author(config, "BLOG_AUTHOR")
    posts = config.get("POSTS")
    # Each of POSTS is a pattern of files, a folder of the output, and a template.
    places = (
        [(each[0].rpartition("/")[0], each[1]) for each in posts if isinstance(each, list) and len(each) > 1] if isinstance(posts, list) else []
    )
    site.set_folders(dict.fromkeys(folder for folder, _ in places), config.origin("POSTS"))
    outputs = dict.fromkeys(output for _, output in places)
    if len(outputs) > 1:
        site.notes.append(f"{config.origin('POSTS')}: has posts in several folders of the output ({', '.join(outputs)}); the first is used")
    prefix = f"/{next(iter(outputs), 'posts')}/".replace("//", "/")
    is_pretty = config.get("PRETTY_URLS", True) is not False
    site.set("content.permalink", f"{prefix}{FULL_PATH}{'/' if is_pretty else '.html'}", config.origin("POSTS"))
    files = config.table("FILES_FOLDERS") or {"files": ""}
    site.set(
        "content.static",
        [folder for folder, output in files.items() if not output and (root / folder).is_dir()],
        config.origin("FILES_FOLDERS"),
    )
    site.take("content.timezone", config, "TIMEZONE")
    site.set("content.timezone", "UTC", "default of Nikola")
    site.take("output.folder", config, "OUTPUT_FOLDER")
    site.set("output.folder", "output", "default of Nikola")
    folder = f"{config.text('RSS_PATH')}/".lstrip("/")
    site.feeds = [FeedDocument(f"{folder}{config.text('RSS_FILENAME_BASE', 'rss')}.xml", "rss")]
    if config.get("GENERATE_ATOM") is True:
        site.feeds.append(FeedDocument("feed.atom", "atom"))
    return site


GENERATOR = Generator("Nikola", _recognize)
