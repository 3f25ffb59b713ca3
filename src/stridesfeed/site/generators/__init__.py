"""
The generators of static sites, and how each is recognised and read.

:data:`GENERATORS` is the table: a new one is one module and one line here.
"""

from __future__ import annotations

from pathlib import Path

from stridesfeed.load.urls import permalink_patterns
from stridesfeed.site.generators import (
    astro,
    docusaurus,
    eleventy,
    gatsby,
    hexo,
    hugo,
    jekyll,
    mkdocs,
    nextjs,
    nikola,
    pelican,
    plain,
    sphinx,
    zola,
)
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite
from stridesfeed.site.toml import Setting

__all__ = ["GENERATORS", "FeedDocument", "Generator", "RecognizedSite", "Setting", "recognize", "recognize_below"]

#: In the order in which they are tried. Those that share the name of a file look at its content, and general programs come last.
GENERATORS: tuple[Generator, ...] = (
    zola.GENERATOR,
    hugo.GENERATOR,
    hexo.GENERATOR,
    jekyll.GENERATOR,
    mkdocs.GENERATOR,
    pelican.GENERATOR,
    nikola.GENERATOR,
    docusaurus.GENERATOR,
    astro.GENERATOR,
    gatsby.GENERATOR,
    eleventy.GENERATOR,
    nextjs.GENERATOR,
    sphinx.GENERATOR,
    plain.GENERATOR,
)


#: Folders of projects with a site of their own.
_FOLDERS = ("website", "site", "docs", "www", "web", "blog", "doc")


def recognize(root: Path) -> RecognizedSite | None:
    """
    Return the site in the folder *root*, read from its generator's configuration; ``None`` if no generator is recognised.

    Nothing is run and no file outside *root* is read, except the ``package.json`` next to it.
    """
    for generator in GENERATORS:
        if site := generator.recognize(root):
            site.set_home()
            name = site.generator.partition(" ")[0].lower()
            site.set("content.generator", name if name in permalink_patterns.GENERATORS else None, site.evidence)
            return site
    return None


def recognize_below(root: Path) -> RecognizedSite | None:
    """
    Return the site in a folder of *root* that usually holds the site of a project, such as ``website``.
    """
    return next((site for name in _FOLDERS if (root / name).is_dir() and (site := recognize(root / name))), None)
