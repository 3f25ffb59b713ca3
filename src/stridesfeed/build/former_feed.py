"""
A site that continues its former feed, which another program or stridesfeed itself wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.adopt import Adoption, KnownIds, SiteArticles, add_known_ids
from stridesfeed.build.last_published import is_published, published_articles
from stridesfeed.load import Loaded
from stridesfeed.publish.ledger import Ledger, read_ledger
from stridesfeed.site import Site

#: The usual paths of the main feed in the output folders of generators.
_USUAL_PATHS = tuple(
    f"{folder}{name}"
    for folder in ("", "feed/", "feeds/", "blog/", "posts/", "news/")
    for name in ("atom.xml", "feed.xml", "index.xml", "rss.xml", "feed.atom", "all.atom.xml", "feed.json", "rss2.xml")
)


#: A placeholder in the path of a redirect: ``/blog/*``, ``/blog/:slug``.
_PATTERN = re.compile(r"\*|/:")


def find_documents(output: Path, paths: Iterable[str]) -> Iterator[Path]:
    """
    Yield the documents of feeds in the folder *output*: those at *paths*, then those at the usual paths.
    """
    found = (output / path for path in dict.fromkeys((*paths, *_USUAL_PATHS)))
    return (path for path in found if path.is_file())


def _redirects(site: Site) -> dict[str, str]:
    """
    Return the paths that a file ``_redirects`` of the host (Netlify, Cloudflare Pages) redirects, with their targets. Patterns are left out.
    """
    found: dict[str, str] = {}
    for folder in (site.output.folder, *site.content.statics, site.content.root):
        path = folder / "_redirects"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
        for old, new, *_ in (parts for line in lines if len(parts := line.split()) > 1 and not line.startswith("#")):
            if not _PATTERN.search(old):
                found.setdefault(old, new)
    return found


def continue_feed(site: Site, loaded: Loaded, adoption: Adoption, document: Path | None, *, as_of: datetime) -> KnownIds:
    """
    Return the ledger of *site*, whose content is *loaded*, with the ids and dates of the feed *adoption*, read from the file *document*.

    A document of the site's own stands for all of the same format, for example those of archives; its items stay in the ledger even if no
    article matches them. An invalid ledger raises :class:`~stridesfeed.errors.InvalidFilesError`.
    """
    items = [adopted.article for adopted in adoption.articles if not adopted.is_draft]
    is_own = adoption.format is not None and document is not None and is_published(site, document, adoption.format)
    if is_own and adoption.format:
        items += published_articles(site, adoption.format)
    ledger = read_ledger(site.identity.file) or Ledger()
    articles = SiteArticles(
        url=site.feed.url,
        articles=loaded.articles,
        origins=loaded.origins,
        aliases=loaded.aliases,
        redirects=_redirects(site),
        explicit_ids=loaded.explicit_ids,
        id_kind=site.identity.ids,
    )
    known = attrs.evolve(ledger, feed_id=ledger.feed_id or adoption.feed.id)
    return add_known_ids(known, items, adoption.feed.url, articles, as_of=as_of, keep_unmatched=is_own)
