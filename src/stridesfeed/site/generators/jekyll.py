"""
Jekyll: ``_config.yml``, articles in ``_posts``.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

from stridesfeed.site.generators.config_files import MAX_BYTES, Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, has_package, with_slash

_VARIABLE = re.compile(r"\{\{-?\s*site\.(\w+)")

_FILES = ("_config.yml", "_config.yaml", "_config.toml")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES) or ("_posts" if (root / "_posts").is_dir() else None)
    if evidence is None or (root / "source/_posts").is_dir() or has_package(root, "hexo"):
        return None
    site = RecognizedSite(root=root, generator="Jekyll", evidence=evidence)
    config = site.read(*_FILES) or Config(evidence, {})
    if url := config.text("url"):
        site.set("feed.url", with_slash(urljoin(with_slash(url), config.text("baseurl").strip("/"))), config.origin("url"))
    site.take("feed.title", config, "title", "name")
    site.take("feed.subtitle", config, "tagline", "description")
    site.take("feed.language", config, "lang", "locale", "language", convert=_language)
    site.set_author(config, "author")
    source = config.text("source", ".").strip("/") or "."
    collections = f"{source}/{config.text('collections_dir')}".strip("/")
    folders = _post_folders(root, collections)
    site.set_folders(folders, "Jekyll")
    site.set("content.variables", _variables(root, folders, config), f"{config.name}: the values that posts use")
    site.take("content.timezone", config, "timezone")
    site.set("content.timezone", "UTC", "default of Jekyll on most servers; set the zone that your posts are written in")
    _set_permalink(site, config)
    site.take("output.folder", config, "destination", convert=lambda folder: folder.removeprefix("./"))
    site.set("output.folder", "_site", "default of Jekyll")
    site.feeds = [FeedDocument(config.text("feed.path", "feed.xml").lstrip("/"), "atom")]
    return site


def _post_folders(root: Path, collections: str) -> list[str]:
    """
    Return the folders named ``_posts``: that of the site and those of sections (``news/_posts``).
    """
    found = [folder for pattern in ("_posts", "[!_.]*/_posts") for folder in sorted((root / collections).glob(pattern)) if folder.is_dir()]
    return [folder.relative_to(root).as_posix() for folder in found if "node_modules" not in folder.parts]


def _variables(root: Path, folders: list[str], config: Config) -> dict[str, str]:
    """
    Return the texts in *config* that posts refer to as ``{{ site.NAME }}``, by name; ``url`` and ``baseurl`` are known without them.
    """
    files = (path for folder in folders for path in sorted((root / folder).rglob("*")) if path.is_file() and path.stat().st_size <= MAX_BYTES)
    names = {name for path in files for name in _VARIABLE.findall(path.read_text(encoding="utf-8", errors="replace"))}
    return {name: value for name in sorted(names - {"url", "baseurl"}) if (value := config.text(name))}


def _set_permalink(site: RecognizedSite, config: Config) -> None:
    """
    Set the pattern of posts: in the defaults for posts, in the settings of their collection, or of the whole site.
    """
    defaults = config.get("defaults")
    for number, each in enumerate(defaults if isinstance(defaults, list) else []):
        scope = Config(f"{config.name}: defaults", each if isinstance(each, dict) else {})
        if scope.get("values.permalink") and scope.text("scope.type", "posts") == "posts" and scope.text("scope.path") in {"", "_posts"}:
            site.set_permalink("jekyll", scope.text("values.permalink"), f"{config.name}: defaults[{number}].values.permalink")
    for name in ("collections.posts.permalink", "permalink"):
        if config.text(name):
            site.set_permalink("jekyll", config.text(name), config.origin(name))
    site.set_permalink("jekyll", "", "default of Jekyll")


def _language(value: object) -> object:
    return value.replace("_", "-") if isinstance(value, str) else value


GENERATOR = Generator("Jekyll", _recognize)
