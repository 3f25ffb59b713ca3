"""
Hugo: ``hugo.toml``, ``config.toml`` or the folder ``config``; articles in ``content``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from stridesfeed.site.generators.config_files import Config, is_true
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, with_slash

_SUFFIXES = ("toml", "yaml", "yml", "json")
_FILES = tuple(f"{folder}{name}.{suffix}" for folder in ("", "config/_default/") for name in ("hugo", "config") for suffix in _SUFFIXES)

#: Templates of the home page's feed, in the order in which Hugo looks for them.
_FEED_TEMPLATES = (
    *("index.rss.xml", "home.rss.xml", "index.xml", "home.xml", "rss.xml", "_default/index.rss.xml", "_default/home.rss.xml"),
    *("_default/rss.xml", "_default/list.rss.xml", "list.rss.xml"),
)

_CHOICE = re.compile(r'where\s+\S*Pages\s+"(?:Type|Section)"\s+(?:"(?:in|eq|==|=)"\s+)?(\(slice(?:\s+"[^"]*")+\s*\)|"[^"]*")')
_NAME = re.compile(r'"([^"]*)"')

#: Tables that may be files of their own in the folder config/_default.
_PARTS = ("params", "permalinks", "outputFormats", "languages")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Hugo", evidence=evidence)
    config = site.read(evidence) or Config(evidence, {})
    if not evidence.rpartition("/")[2].startswith("hugo.") and config.get("baseURL") is None and not (root / "archetypes").is_dir():
        return None
    for part in _PARTS:
        if table := site.read(*(f"config/_default/{part}.{suffix}" for suffix in _SUFFIXES)):
            config = Config(table.name, {part: table.values}).over(config)
    language = config.text("defaultContentLanguage", "en")
    own = site.read(*(f"config/_default/languages.{language}.{suffix}" for suffix in _SUFFIXES))
    own = own or Config(f"{config.name}: languages.{language}", config.table(f"languages.{language}"))
    site.take("feed.title", own, "title")
    site.take("feed.title", config, "title")
    site.take("feed.url", own, "baseURL")
    site.take("feed.url", config, "baseURL", convert=with_slash)
    for each, names in (
        (own, ("params.description", "params.subtitle")),
        (config, ("params.description", "params.subtitle", "params.tagline")),
    ):
        site.take("feed.subtitle", each, *names)
    site.take("feed.language", own, "locale", "languageCode")
    site.take("feed.language", config, "locale", "languageCode", "defaultContentLanguage")
    for name in ("params.author", "author"):
        site.set_author(config, name)
    site.take("feed.rights", config, "copyright")
    content = own.text("contentDir") or config.text("contentDir", "content")
    if not own.get("contentDir") and (root / content / language).is_dir():
        content = f"{content}/{language}"
    else:
        others = (code for code in config.table("languages") if code.casefold() != language.casefold())
        site.leave_out_languages(others, content, config.origin("languages"))
    _set_content(site, config, content)
    site.set("content.sections", _sections(root, config), "the sections in the site's template of feeds")
    statics = [folder for folder in config.texts("staticDir", ("static",)) if (root / folder).is_dir()]
    site.set("content.static", statics, "static folder of Hugo")
    site.take("content.timezone", config, "timeZone")
    site.set("content.timezone", "UTC", "default of Hugo")
    site.take("output.folder", config, "publishDir")
    site.set("output.folder", "public", "default of Hugo")
    if "RSS" not in {kind.upper() for kind in config.texts("disableKinds")}:
        site.feeds = [FeedDocument(f"{config.text('outputFormats.RSS.baseName', 'index')}.xml", "rss")]
    return site


def _sections(root: Path, config: Config) -> list[str]:
    """
    Return the sections that a template of the home page's feed chooses: ``where .Site.RegularPages "Section" "posts"``.
    """
    layouts = (root / "layouts", *(root / "themes" / theme / "layouts" for theme in config.texts("theme")))
    for path in (folder / name for folder in layouts for name in _FEED_TEMPLATES):
        if path.is_file():
            found = _CHOICE.search(path.read_text(encoding="utf-8", errors="replace"))
            return _NAME.findall(found[1]) if found else []
    return []


def _set_content(site: RecognizedSite, config: Config, content: str) -> None:
    """
    Set the content folder and the patterns of URLs, which are by section and may be in a table for pages.
    """
    permalinks = config.table("permalinks")
    patterns = permalinks["page"] if isinstance(permalinks.get("page"), Mapping) else permalinks
    by_section = {name: pattern for name, pattern in patterns.items() if isinstance(pattern, str)}
    uglify = config.get("uglyURLs")
    for name, pattern in by_section.items():
        origin = config.origin(f"permalinks.{name}")
        if "[1:]" in pattern and site.set_folders([f"{content}/{name}"], f"{origin}, which leaves out the section"):
            site.set("content.permalink", _translate(site, config, pattern.replace("[1:]", "")), origin)
    site.set_folders([content], config.origin("contentDir") if config.get("contentDir") else "content folder of Hugo")
    whole = {name: pattern for name, pattern in by_section.items() if "[1:]" not in pattern}
    translated = {name: _ugly(own, uglify, name) for name, pattern in whole.items() if (own := _translate(site, config, pattern))}
    site.set("content.permalinks", translated, config.origin("permalinks"))
    origin = config.origin("uglyURLs") if is_true(uglify) else "default of Hugo"
    site.set("content.permalink", _ugly(_translate(site, config, "") or "", uglify, ""), origin)


def _translate(site: RecognizedSite, config: Config, pattern: str) -> str | None:
    """
    Return a *pattern* of Hugo, or its default, as one of ours. Where dates are taken from the names of files, the rest of the name is the slug.
    """
    translated = site.translate("hugo", pattern)
    if translated and ":filename" in config.texts("frontmatter.date"):
        return translated.replace("{slug_or_filename}", "{slug}").replace("{slug_or_title}", "{slug}")
    return translated


def _ugly(pattern: str, uglify: object, section: str) -> str:
    """
    Return the *pattern* of a section, with ``.html`` if the setting *uglify*, of the site or by section, says so.
    """
    is_ugly = is_true(uglify.get(section) if isinstance(uglify, Mapping) else uglify)
    return f"{pattern.rstrip('/')}.html" if is_ugly else pattern


GENERATOR = Generator("Hugo", _recognize)
