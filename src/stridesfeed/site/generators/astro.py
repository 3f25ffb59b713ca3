"""
Astro: ``astro.config.mjs``; articles in a collection of ``src/content`` or in ``src/pages``.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

from stridesfeed.load.urls.permalink_patterns import FULL_PATH
from stridesfeed.site.generators.config_files import Config
from stridesfeed.site.generators.javascript import find_objects
from stridesfeed.site.generators.recognized import FeedDocument, Generator, RecognizedSite, first_file, first_folder, with_slash

_SUFFIXES = ("mjs", "ts", "js", "cjs", "mts")
_FILES = tuple(f"astro.config.{suffix}" for suffix in _SUFFIXES)

#: Files in which themes keep the name of the site.
_CONSTANTS = tuple(
    f"src/{name}.{suffix}" for name in ("consts", "config", "constants", "site.config", "data/site", "config/site") for suffix in _SUFFIXES
)

_COLLECTIONS = ("blog", "posts", "post", "articles", "news", "writing", "notes")


def _recognize(root: Path) -> RecognizedSite | None:
    evidence = first_file(root, *_FILES)
    if evidence is None:
        return None
    site = RecognizedSite(root=root, generator="Astro", evidence=evidence, has_templates=True)
    values = site.read(evidence) or Config(evidence, {})
    config = Config(evidence, next(find_objects({**values.values}, "site", "integrations", "outDir", "base"), {}))
    constants = site.read(*_CONSTANTS) or Config(evidence, {})
    theme = Config(constants.name, next(find_objects({**constants.values}, "title", "website", "siteUrl"), {}))
    url = config.get("site") if isinstance(config.get("site"), str) else None
    if url:
        site.set("feed.url", with_slash(urljoin(with_slash(url), config.text("base").strip("/"))), config.origin("site"))
    site.take("feed.url", theme, "website", "siteUrl", "url", convert=with_slash)
    site.take("feed.title", constants, "SITE_TITLE", "TITLE")
    site.take("feed.title", theme, "title", "name")
    site.take("feed.subtitle", constants, "SITE_DESCRIPTION", "DESCRIPTION")
    site.take("feed.subtitle", theme, "desc", "description")
    site.take("feed.language", config, "i18n.defaultLocale")
    site.take("feed.language", theme, "lang", "language", "locale")
    site.set_author(theme, "author")
    folder = first_folder(
        root,
        *(f"{base}/{name}" for base in ("src/content", "src/data", "content", "src/pages") for name in _COLLECTIONS),
        "src/content",
        "content",
    )
    if folder:
        site.set_folders([folder], "articles of Astro")
        route, origin = _route(root, folder)
        site.set("content.permalink", f"{route}{FULL_PATH}{'' if config.get('trailingSlash') == 'never' else '/'}", origin)
    site.set("content.static", "public" if (root / "public").is_dir() else None, "static folder of Astro")
    site.take("content.timezone", theme, "timezone")
    site.set("content.timezone", "UTC", "zone of dates in Astro")
    site.take("output.folder", config, "outDir", convert=lambda folder: str(folder).removeprefix("./").rstrip("/"))
    site.set("output.folder", "dist", "default of Astro")
    pages = sorted((root / "src/pages").glob("**/*.xml.*"))
    site.feeds = [
        FeedDocument(page.relative_to(root / "src/pages").as_posix().rpartition(".")[0], "rss") for page in pages if "sitemap" not in page.name
    ]
    return site


def _route(root: Path, folder: str) -> tuple[str, str]:
    """
    Return the path of the pages of the articles in *folder*, and its origin: the page that renders them.
    """
    if folder.startswith("src/pages"):
        return f"/{folder.removeprefix('src/pages').strip('/')}/".replace("//", "/"), folder
    routes = [page for page in sorted((root / "src/pages").glob("**/[[]*slug*")) if not {"tags", "categories"} & {*page.parts}]
    name = folder.rpartition("/")[2]
    for page in sorted(routes, key=lambda page: page.parent.name != name):
        inside = page.parent.relative_to(root / "src/pages").as_posix()
        return ("/" if inside == "." else f"/{inside}/"), page.relative_to(root).as_posix()
    return f"/{name}/", "folder of the articles"


GENERATOR = Generator("Astro", _recognize)
