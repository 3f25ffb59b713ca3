"""
MkDocs: ``mkdocs.yml``; articles in the folder of the blog plugin of Material for MkDocs, or else all pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, with_slash

_FILES = ("mkdocs.yml", "mkdocs.yaml")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="MkDocs", evidence=evidence)
    config = site.read(*_FILES) or Config(evidence, {})
    site.take("feed.title", config, "site_name")
    site.take("feed.url", config, "site_url", convert=with_slash)
    site.take("feed.subtitle", config, "site_description")
    site.take("feed.language", config, "theme.language", "theme.locale", convert=lambda tag: str(tag).replace("_", "-"))
    site.set("feed.language", "en", "default of MkDocs")
    site.set_author(config, "site_author")
    site.take("feed.rights", config, "copyright")
    docs = config.text("docs_dir", "docs").strip("/")
    plugins = {name.rpartition("/")[2]: options for name, options in _plugins(config.get("plugins"))}
    has_folders = config.get("use_directory_urls") != "false"
    if "blog" in plugins:
        blog = Config(f"{config.name}: plugins.blog", plugins["blog"])
        folder = blog.text("blog_dir", "blog").strip("/")
        posts = blog.text("post_dir", "{blog}/posts").replace("{blog}", folder)
        site.set_folders([f"{docs}/{posts}"], blog.origin("post_dir"))
        pattern = blog.text("post_url_format", "{date}/{slug}").replace("{date}", f"{{date:{blog.text('post_url_date_format', 'yyyy/MM/dd')}}}")
        prefix = "" if folder == "." else f"{folder}/"
        site.set_permalink("mkdocs", f"{prefix}{pattern}" + ("" if has_folders else ".html"), blog.origin("post_url_format"))
    else:
        site.set_folders([docs], config.origin("docs_dir"))
        site.set("content.permalink", "/{path}/" if has_folders else "/{path}.html", config.origin("use_directory_urls"))
    site.set("content.static", docs, config.origin("docs_dir"))
    site.set("content.timezone", "UTC", "default of MkDocs")
    site.take("output.folder", config, "site_dir")
    site.set("output.folder", "site", "default of MkDocs")
    if "rss" in plugins:
        rss = Config("rss", plugins["rss"])
        site.feeds = [FeedDocument(rss.text("feeds_filenames.rss_created", "feed_rss_created.xml"), "rss")]
    return site


def _plugins(plugins: object) -> list[tuple[str, Mapping[str, Any]]]:
    """
    Return the names of plugins with their options. In the file they are a list of names and of tables, or one table.
    """
    listed = [plugins] if isinstance(plugins, Mapping) else plugins if isinstance(plugins, list) else []
    tables = [each if isinstance(each, Mapping) else {each: None} for each in listed]
    return [(name, options if isinstance(options, Mapping) else {}) for table in tables for name, options in table.items()]


GENERATOR = Generator("MkDocs", _recognize)
