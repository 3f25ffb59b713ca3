"""
The output of a build: feeds, side outputs (OPML, sitemaps, redirects, server configuration), ledger and manifest.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

import attrs

from stridesfeed import iri
from stridesfeed.build.feeds import FeedFiles, FeedRenderer, OutputFile, compressed_files
from stridesfeed.cache import Cache
from stridesfeed.emit import RenderSettings
from stridesfeed.errors import OutputError
from stridesfeed.model import Article, Feed
from stridesfeed.publish.hosts import existing_files, host_files
from stridesfeed.publish.ledger import Ledger, format_ledger
from stridesfeed.publish.manifest import Manifest, ManifestFile, find_stale, read_manifest, remove_stale, write_manifest
from stridesfeed.publish.opml import MEDIA_TYPE as OPML
from stridesfeed.publish.opml import Subscription, opml
from stridesfeed.publish.plan import PlannedFeed, plan
from stridesfeed.publish.redirects import Redirect, copies, redirects
from stridesfeed.publish.selection import FAMILY_TITLES
from stridesfeed.publish.sitemap import MEDIA_TYPE as SITEMAP
from stridesfeed.publish.sitemap import news_sitemap, sitemap
from stridesfeed.publish.write import WrittenFiles, would_write, write
from stridesfeed.site import Site


@attrs.frozen(kw_only=True)
class WriteResult:
    """
    The outcome of a build: planned feeds, their files, and the changes in the output folder.
    """

    planned: tuple[PlannedFeed, ...]
    feeds: tuple[FeedFiles, ...]
    written: WrittenFiles
    removed: tuple[Path, ...]
    stale: tuple[Path, ...]


@attrs.frozen(kw_only=True)
class OutputWriter:
    """
    Writes the files of a site.
    """

    site: Site

    #: The output folder.
    folder: Path

    ledger: Ledger
    as_of: datetime

    #: Rendered articles of earlier builds.
    cache: Cache | None

    #: Whether documents of earlier builds are reused if their input is unchanged.
    use_cache: bool = True

    #: Files of articles, relative to the site's folder, that no document may overwrite.
    sources: frozenset[str] = frozenset()

    def write(self, feed: Feed, *, archived: Mapping[str, Article], dry_run: bool) -> WriteResult:
        """
        Write the files of *feed*, which holds all articles; with *dry_run*, only report what would be written.

        *archived* has the articles, by id, as archives show them. The ledger is replaced first, so that it never lacks an article that was
        published. The manifest is written last, so that every file in it exists.
        """
        output = self.site.output
        settings = RenderSettings(engine=self.site.engine, jobs=self.site.jobs)
        numbers = {entry.id: entry.n for entry in self.ledger.entries}
        planned = plan(
            feed,
            output.plans,
            url=output.url,
            options=self.site.options,
            settings=settings,
            numbers=numbers,
            newest_n=self.ledger.newest_n,
            families=self.ledger.families,
            archived=archived,
        )
        manifest_path = output.side_outputs.manifest
        previous = (read_manifest(self.folder / manifest_path) if manifest_path else None) or Manifest()
        feeds: list[FeedFiles] = []
        side_files: list[OutputFile] = []
        documents = map(self._check_path, self._documents(feed, planned, previous, feeds, side_files))
        written = would_write(documents) if dry_run else write(documents)
        files = [*(file for each in feeds for file in each.files), *side_files]
        removed, stale, manifest = self._remove_stale(previous, files, dry_run=dry_run)
        return WriteResult(planned=planned, feeds=tuple(feeds), written=written + manifest, removed=removed, stale=stale)

    def _check_path(self, document: tuple[Path, bytes | None]) -> tuple[Path, bytes | None]:
        """
        Return *document*, or raise :class:`OutputError` if it would overwrite an article or a symbolic link leads it out of the output folder.
        """
        path, root = document[0], self.site.content.root
        if path.is_relative_to(self.folder) and not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(self.folder)):
            raise OutputError(f"{path}: a symbolic link leads out of the output folder {self.folder}: replace the link with a folder")
        if self.sources and path.is_relative_to(root) and path.relative_to(root).as_posix() in self.sources:
            raise OutputError(f"{path}: a document would overwrite this article: give the document another name")
        return document

    def _documents(
        self, feed: Feed, planned: Sequence[PlannedFeed], previous: Manifest, feeds: list[FeedFiles], side_files: list[OutputFile]
    ) -> Iterator[tuple[Path, bytes | None]]:
        """
        Yield each path with its content, or with ``None`` if the file is unchanged, and add the files, without content, to *feeds* and
        *side_files*.
        """
        families = [each.family for each in planned if each.family]
        yield self.site.identity.file, format_ledger(attrs.evolve(self.ledger, families=families))
        site = self.site
        redirected = frozenset(iri.absolute(new, site.output.url) for new in site.output.side_outputs.redirects.values())
        redirected_content: dict[str, bytes] = {}
        renderer = FeedRenderer(site=site, folder=self.folder, previous=previous if self.use_cache else Manifest(), cache=self.cache)
        for each in renderer.render(planned):
            feeds.append(attrs.evolve(each, files=tuple(file.without_content() for file in each.files)))
            for file in each.files:
                path = self.folder / file.file.path
                yield path, file.content
                if file.file.url in redirected:
                    redirected_content[file.file.url] = path.read_bytes() if file.content is None else file.content
        feed_files = [file for each in feeds for file in each.files]
        for file in self._side_files(feed, planned, feed_files, redirected_content):
            side_files.append(file.without_content())
            yield self.folder / file.file.path, file.content
        yield from self._server_files([*feed_files, *side_files]).items()

    def _side_files(
        self, feed: Feed, planned: Sequence[PlannedFeed], feed_files: Sequence[OutputFile], redirected_content: Mapping[str, bytes]
    ) -> Iterator[OutputFile]:
        """
        Yield OPML and sitemaps, their compressed forms, and copies of moved documents. *feed* holds all articles.
        """
        side, base = self.site.output.side_outputs, self.site.output.url
        lists = list[tuple[str, bytes, str]]()
        if side.opml:
            subscriptions = (_subscription(each) for each in planned if not each.archive and not each.is_for_partner)
            lists.append((side.opml, opml(self.site.feed.title, subscriptions), OPML))
        if side.news_sitemap:
            lists.append((side.news_sitemap, news_sitemap(feed, as_of=self.as_of, name=side.news_name), SITEMAP))
        if side.sitemap:
            files = [each.file for each in feed_files]
            pages = [(file.url, file.updated) for file in files if file.url and file.media_type.startswith("text/html")]
            lists.append((side.sitemap, sitemap(pages), SITEMAP))
        for path, content, type_ in lists:
            file = ManifestFile.of(path, content, media_type=type_, url=base + quote(path), updated=feed.updated)
            yield OutputFile(file=file, content=content)
        yield from compressed_files({path: content for path, content, _ in lists}, side)
        # A host redirects readers of a moved document; without one, the old path gets a copy.
        if not side.hosts:
            moves = self._redirects(feed_files)
            by_url = {file.file.url: file.file for file in feed_files}
            new_urls = {unquote(move.old.removeprefix(base)): move.new for move in moves}
            for path, content in copies(moves, redirected_content, base=base).items():
                yield OutputFile(file=attrs.evolve(by_url[new_urls[path]], path=path, url=None), content=content)

    def _redirects(self, files: Iterable[OutputFile]) -> tuple[Redirect, ...]:
        output = self.site.output
        return redirects(output.side_outputs.redirects, base=output.url, documents={each.file.url for each in files if each.file.url})

    def _server_files(self, files: Sequence[OutputFile]) -> dict[Path, bytes]:
        """
        Return the configuration files that give servers media types, caching and redirects, by path.
        """
        side, root = self.site.output.side_outputs, self.site.path.parent
        configured = host_files(
            side.hosts,
            [served for each in files if (served := each.served)],
            self._redirects(files) if side.hosts else (),
            existing=existing_files(self.folder, root),
            caching=side.caching,
            encodings=side.encodings,
        )
        return {(self.folder if file.in_output else root) / file.name: file.content for file in configured}

    def _remove_stale(
        self, previous: Manifest, files: Sequence[OutputFile], *, dry_run: bool
    ) -> tuple[tuple[Path, ...], tuple[Path, ...], WrittenFiles]:
        """
        Remove files of earlier builds that this build no longer writes, and write the manifest.

        Returns the files that were removed, those that remain, and the result of writing the manifest.
        """
        side = self.site.output.side_outputs
        stale = find_stale(previous, {each.file.path for each in files}, self.folder)
        removed = (*stale.compressed, *(stale.unmodified if side.remove_stale else ()))
        remaining = (*stale.modified, *(() if side.remove_stale else stale.unmodified))
        if not dry_run:
            remove_stale(removed, self.folder)
        manifest = previous.after((each.file for each in files), removed=(*removed, *stale.missing))
        documents = {self.folder / side.manifest: write_manifest(manifest)} if side.manifest else {}
        written = would_write(documents) if dry_run else write(documents)
        return tuple(self.folder / name for name in removed), tuple(self.folder / name for name in remaining), written


def _subscription(planned: PlannedFeed) -> Subscription:
    """
    Return the OPML entry of a feed: its first format, because readers subscribe to every entry of a list.
    """
    name = next(iter(planned.files))
    shell = planned.metadata
    return Subscription(
        title=shell.title,
        url=planned.urls[name],
        home=shell.url,
        format=name,
        description=shell.subtitle,
        language=shell.language,
        kind=FAMILY_TITLES.get(planned.by or ""),
        updated=max((article.updated for article in planned.articles), default=None),
    )
