"""
What is written beside feeds: lists of them, sitemaps, redirects, and what servers have to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

import attrs

from stridesfeed import iri
from stridesfeed.build.made import Made
from stridesfeed.model import Feed
from stridesfeed.publish.hosts import host_files, on_disk
from stridesfeed.publish.manifest import File
from stridesfeed.publish.opml import MEDIA_TYPE as OPML
from stridesfeed.publish.opml import Subscription, opml
from stridesfeed.publish.planned import PlannedFeed
from stridesfeed.publish.redirects import Redirect, copies, redirects
from stridesfeed.publish.selection import FAMILIES
from stridesfeed.publish.sitemap import MEDIA_TYPE as SITEMAP
from stridesfeed.publish.sitemap import news_sitemap, sitemap
from stridesfeed.site import Site


def listings(site: Site, feed: Feed, planned: Sequence[PlannedFeed], made: Iterable[Made], as_of: datetime) -> Iterator[Made]:
    """
    The list of feeds and the sitemaps, as far as they are asked for. *feed* has all articles there are.
    """
    beside = site.output.beside
    subscribed = [each for each in planned if not each.archive and not each.is_for_partner]
    if beside.opml:
        yield _made(site, beside.opml, opml(site.feed.title, map(_subscription, subscribed)), OPML, feed.updated)
    if beside.news_sitemap:
        yield _made(site, beside.news_sitemap, news_sitemap(feed, as_of=as_of, name=beside.news_name), SITEMAP, feed.updated)
    if beside.sitemap:
        pages = [(each.file.url, each.file.updated) for each in made if each.file.url and each.file.media_type.startswith("text/html")]
        yield _made(site, beside.sitemap, sitemap(pages), SITEMAP, feed.updated)


def _made(site: Site, path: str, content: bytes, media_type: str, updated: datetime | None) -> Made:
    url = site.output.url + quote(path)
    return Made(file=File.of(path, content, media_type=media_type, url=url, updated=updated), content=content)


def _subscription(planned: PlannedFeed) -> Subscription:
    """
    A feed in the first of its formats: readers subscribe to whatever a list names.
    """
    name = next(iter(planned.files))
    shell = planned.shell
    return Subscription(
        title=shell.title,
        url=planned.urls[name],
        home=shell.url,
        format=name,
        description=shell.subtitle,
        language=shell.language,
        kind=FAMILIES.get(planned.by or ""),
        updated=max((article.updated for article in planned.articles), default=None),
    )


def targets(site: Site) -> frozenset[str]:
    """
    The addresses that feeds moved to.
    """
    return frozenset(iri.absolute(new, site.output.url) for new in site.output.beside.redirects.values())


def _moves(site: Site, made: Iterable[Made]) -> tuple[Redirect, ...]:
    return redirects(site.output.beside.redirects, base=site.output.url, made={each.file.url for each in made if each.file.url})


def moved_documents(site: Site, made: Sequence[Made], contents: Mapping[str, bytes]) -> Iterator[Made]:
    """
    Where no host is named that could redirect: the documents once more, where they were before. *contents* are given by address.
    """
    if site.output.beside.hosts:
        return
    moves = _moves(site, made)
    by_url = {each.file.url: each.file for each in made}
    new_of = {unquote(move.old.removeprefix(site.output.url)): move.new for move in moves}
    for path, content in copies(moves, contents, base=site.output.url).items():
        file = by_url[new_of[path]]
        yield Made(file=attrs.evolve(file, path=path, url=None), content=content)


def host_files_of(site: Site, folder: Path, made: Sequence[Made]) -> dict[Path, bytes]:
    """
    The files that tell servers of media types, caching and redirects, by where they lie.
    """
    beside = site.output.beside
    served = [each.served for each in made]
    moves = _moves(site, made) if beside.hosts else ()
    root = site.path.parent
    files = host_files(
        beside.hosts,
        [each for each in served if each],
        moves,
        existing=on_disk(folder, root),
        caching=beside.caching,
        encodings=beside.encodings,
    )
    return {(folder if file.in_output else root) / file.name: file.content for file in files}
