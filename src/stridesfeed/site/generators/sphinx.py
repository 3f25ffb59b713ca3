"""
Sphinx: ``conf.py`` with ``extensions``; articles are the posts of ABlog, or else all pages.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, with_slash

_MAKEFILES = ("Makefile", "make.bat", "noxfile.py", "tox.ini")
_FILES = ("conf.py", "source/conf.py", "docs/conf.py", "doc/conf.py", "docs/source/conf.py")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Sphinx", evidence=evidence)
    config = site.read(evidence) or Config(evidence, {})
    if "extensions" not in config.values and "project" not in config.values:
        return None
    source = evidence.rpartition("/")[0]
    site.take("feed.title", config, "blog_title", "html_title", "project")
    site.take("feed.url", config, "blog_baseurl", "html_baseurl", "ogp_site_url", convert=with_slash)
    site.take("feed.language", config, "language", convert=lambda tag: str(tag).replace("_", "-"))
    site.set("feed.language", "en", "default of Sphinx")
    site.set_author(config, "author")
    site.take("feed.rights", config, "copyright")
    inside = f"{source}/" if source else ""
    has_blog = "ablog" in config.texts("extensions")
    if has_blog:
        site.generator = "Sphinx with ABlog"
        patterns = [pattern.partition("*")[0].rpartition("/")[0] for pattern in config.texts("blog_post_pattern")]
        posts = next(filter(None, patterns), None) or (first_folder(root / source, "posts", "blog", "news") or ".")
        site.set_folders([f"{inside}{posts}"], config.origin("blog_post_pattern") if patterns else "folder of posts")
        prefix = "/" if posts == "." else f"/{posts}/"
        # ABlog builds folders unless it is told otherwise; sphinx-build builds files.
        built_by_sphinx = any(
            "sphinx-build" in (root / name).read_text(encoding="utf-8", errors="replace") for name in _MAKEFILES if (root / name).is_file()
        )
        is_folder = config.text("ablog_builder", "html" if built_by_sphinx else "dirhtml") == "dirhtml"
        site.feeds = [FeedDocument(f"{config.text('blog_path', 'blog')}/atom.xml", "atom")]
    else:
        site.set_folders([source or "."], "folder of conf.py")
        prefix, is_folder = "/", False
    site.set(
        "content.permalink",
        prefix + ("{folders}/{filename}/" if is_folder else "{folders}/{filename}.html"),
        config.origin("ablog_builder") if has_blog else "default of Sphinx",
    )
    site.set("content.timezone", "UTC", "zone of dates in Sphinx")
    built = first_folder(root, "_website", "_build/html", "_build/dirhtml", "build/html", "docs/_build/html", "_build/website")
    site.set("output.folder", config.text("ablog_website") or built or ("_website" if has_blog else "_build/html"), "output of Sphinx")
    return site


GENERATOR = Generator("Sphinx", _recognize)
