"""
From a feed with all its articles to files: planned, rendered, compared with what lies there, and written together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.build import beside
from stridesfeed.build.feeds import FeedMaker, compressed_files
from stridesfeed.build.made import Made, Unit
from stridesfeed.cache import Cache
from stridesfeed.emit import RenderSettings
from stridesfeed.errors import OutputError
from stridesfeed.model import Article, Feed
from stridesfeed.publish.ledger import Ledger, format_ledger
from stridesfeed.publish.manifest import Manifest, read_manifest, write_manifest
from stridesfeed.publish.plan import PlannedFeed, plan
from stridesfeed.publish.sweep import find_stale, remove_stale
from stridesfeed.publish.write import Written, would_write, write
from stridesfeed.site import Site


@attrs.frozen(kw_only=True)
class Outcome:
    """
    What came of it.
    """

    planned: tuple[PlannedFeed, ...]
    units: tuple[Unit, ...]
    written: Written
    removed: tuple[Path, ...]
    stale: tuple[Path, ...]


@attrs.frozen(kw_only=True)
class Making:
    """
    How the files of a site are made.
    """

    site: Site

    #: Where they lie.
    folder: Path

    ledger: Ledger
    as_of: datetime

    #: What is remembered from build to build.
    cache: Cache | None

    #: Whether every document is made, also where an earlier build made it of the same.
    anew: bool = False

    #: Files of articles, from the site's folder, whose place no document may take.
    sources: frozenset[str] = frozenset()

    def make(self, feed: Feed, *, archived: Mapping[str, Article], dry_run: bool) -> Outcome:
        """
        Write the files of *feed*, which has all articles there are; with *dry_run* say what would be written. *archived* has them, by id, as
        archives hold them.

        The ledger takes its place first: what was published is always known. The manifest is last: what it names lies there.
        """
        output = self.site.output
        settings = RenderSettings(engine=self.site.engine, jobs=self.site.jobs)
        numbers = {entry.id: entry.n for entry in self.ledger.entries}
        planned = plan(feed, output.plans, url=output.url, options=self.site.options, settings=settings, numbers=numbers, archived=archived)
        before = self._manifest()
        units: list[Unit] = []
        others: list[Made] = []
        documents = map(self._apart, self._documents(feed, planned, before, units, others))
        written = would_write(documents) if dry_run else write(documents)
        made = [*(made for unit in units for made in unit.files), *others]
        removed, stale, manifest = self._swept(before, made, dry_run=dry_run)
        return Outcome(planned=planned, units=tuple(units), written=written.with_(manifest), removed=removed, stale=stale)

    def _apart(self, document: tuple[Path, bytes | None]) -> tuple[Path, bytes | None]:
        """
        *document*, unless it would take the place of an article: :class:`OutputError`.
        """
        path, root = document[0], self.site.content.root
        if self.sources and path.is_relative_to(root) and path.relative_to(root).as_posix() in self.sources:
            raise OutputError(f"{path}: holds an article, and a document of this name would take its place: give that another name")
        return document

    def _manifest(self) -> Manifest:
        """
        What earlier builds made, as far as that is noted.
        """
        name = self.site.output.beside.manifest
        return (read_manifest(self.folder / name) if name else None) or Manifest()

    def _documents(
        self, feed: Feed, planned: Sequence[PlannedFeed], before: Manifest, units: list[Unit], others: list[Made]
    ) -> Iterator[tuple[Path, bytes | None]]:
        """
        Each file with its bytes, or without, where it lies there already. What was made is added to *units* and *others*, without bytes.
        """
        yield self.site.identity.file, format_ledger(self.ledger)
        moved_to = beside.targets(self.site)
        held: dict[str, bytes] = {}
        for unit in FeedMaker(site=self.site, folder=self.folder, before=Manifest() if self.anew else before, cache=self.cache).units(planned):
            units.append(unit.without_content())
            for made in unit.files:
                yield self.folder / made.file.path, made.content
                if made.file.url in moved_to:
                    held[made.file.url] = (self.folder / made.file.path).read_bytes() if made.content is None else made.content
        in_feeds = [made for unit in units for made in unit.files]
        for made in self._beside(feed, planned, in_feeds, held):
            others.append(made.without_content())
            yield self.folder / made.file.path, made.content
        yield from beside.host_files_of(self.site, self.folder, [*in_feeds, *others]).items()

    def _beside(self, feed: Feed, planned: Sequence[PlannedFeed], in_feeds: Sequence[Made], held: Mapping[str, bytes]) -> Iterator[Made]:
        listed = [*beside.listings(self.site, feed, planned, in_feeds, self.as_of)]
        yield from listed
        yield from compressed_files({made.file.path: made.content for made in listed if made.content}, self.site.output.beside)
        yield from beside.moved_documents(self.site, in_feeds, held)

    def _swept(self, before: Manifest, made: Sequence[Made], *, dry_run: bool) -> tuple[tuple[Path, ...], tuple[Path, ...], Written]:
        """
        What went of what earlier builds made, what is still there, and what became of the manifest.
        """
        settings = self.site.output.beside
        found = find_stale(before, {each.file.path for each in made}, self.folder)
        going = (*found.shadows, *(found.ours if settings.remove_stale else ()))
        staying = (*found.changed, *(() if settings.remove_stale else found.ours))
        if not dry_run:
            remove_stale(going, self.folder)
        manifest = before.after((each.file for each in made), removed=(*going, *found.gone))
        documents = {self.folder / settings.manifest: write_manifest(manifest)} if settings.manifest else {}
        written = would_write(documents) if dry_run else write(documents)
        return tuple(self.folder / name for name in going), tuple(self.folder / name for name in staying), written
