"""
Sphinx: ``conf.py`` with ``extensions``; articles are the posts of ABlog, or else all pages.
"""

from __future__ import annotations

import re
from pathlib import Path

from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, with_slash

#: Scripts that run Sphinx.
_SCRIPTS = ("Makefile", "docs/Makefile", "make.bat", "tox.ini", "noxfile.py")

_BUILDER = re.compile(r"-[bM]\W+(dirhtml|html)\b")

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
        site.feeds = [FeedDocument(f"{config.text('blog_path', 'blog')}/atom.xml", "atom")]
    else:
        site.set_folders([source or "."], "folder of conf.py")
        prefix = "/"
    builder, origin = _builder(site, config, "dirhtml" if has_blog else "html")
    site.set("content.permalink", f"{prefix}{{folders}}/{{filename}}{'/' if builder == 'dirhtml' else '.html'}", origin)
    site.set("content.timezone", "UTC", "zone of dates in Sphinx")
    built = first_folder(root, "_website", "_build/html", "_build/dirhtml", "build/html", "docs/_build/html", "_build/website")
    site.set("output.folder", config.text("ablog_website") or built or ("_website" if has_blog else "_build/html"), "output of Sphinx")
    return site


def _builder(site: RecognizedSite, config: Config, default: str) -> tuple[str, str]:
    """
    Return the builder that writes the site, which decides its URLs, and the place that names it: the host's configuration, or a script.

    ABlog builds folders unless it is told otherwise; sphinx-build builds files.
    """
    host = site.read(".readthedocs.yaml", ".readthedocs.yml")
    if host and (builder := host.text("sphinx.builder")):
        return builder, host.origin("sphinx.builder")
    if builder := config.text("ablog_builder"):
        return builder, config.origin("ablog_builder")
    for name in _SCRIPTS:
        text = (site.root / name).read_text(encoding="utf-8", errors="replace") if (site.root / name).is_file() else ""
        if (found := _BUILDER.search(text)) or "sphinx-build" in text:
            return (found[1] if found else "html"), name
    return default, "default of ABlog" if default == "dirhtml" else "default of Sphinx"


GENERATOR = Generator("Sphinx", _recognize)
