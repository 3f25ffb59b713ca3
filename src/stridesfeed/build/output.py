"""
The output of a build: the documents of feeds with their pages and compressed forms, side outputs (OPML, sitemaps, redirects, server
configuration), ledger and manifest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

import attrs

from stridesfeed import iri
from stridesfeed.body import clean, compose
from stridesfeed.cache import Cache, MemoryCache
from stridesfeed.emit import FORMATS, RenderSettings
from stridesfeed.errors import OutputError
from stridesfeed.file_digests import FileDigests
from stridesfeed.model import Article, Feed, Link
from stridesfeed.publish import page
from stridesfeed.publish.compress import ENCODINGS, compressed
from stridesfeed.publish.digest.page import issue_html
from stridesfeed.publish.headers import HostedFile
from stridesfeed.publish.hosts import existing_files, host_files, replace_block
from stridesfeed.publish.ledger import Ledger, format_ledger
from stridesfeed.publish.manifest import Manifest, ManifestFile, find_stale, read_manifest, remove_stale, write_manifest
from stridesfeed.publish.opml import MEDIA_TYPE as OPML
from stridesfeed.publish.opml import Subscription, opml
from stridesfeed.publish.plan import PlannedFeed, plan
from stridesfeed.publish.redirects import Redirect, copies, redirects
from stridesfeed.publish.rights import ROBOTS_PATH, RSL_MEDIA_TYPE, TDMREP_PATH
from stridesfeed.publish.selection import FAMILY_TITLES
from stridesfeed.publish.sitemap import MEDIA_TYPE as SITEMAP
from stridesfeed.publish.sitemap import news_sitemap, sitemap
from stridesfeed.publish.write import WrittenFiles, would_write, write
from stridesfeed.site import SideOutputs, Site

#: In bytes: rendered articles that the feeds of one build share.
_MEMORY_CACHE_SIZE = 64 * 2**20


@attrs.frozen(kw_only=True)
class OutputFile:
    """
    A file in the output folder.
    """

    file: ManifestFile

    #: ``None`` if the file exists with the same bytes.
    content: bytes | None = attrs.field(repr=False)

    #: Whether newer articles never change it, as documents of an archive.
    immutable: bool = False

    #: The hubs to notify of changes.
    hubs: tuple[str, ...] = ()

    def without_content(self) -> OutputFile:
        """
        Return the file without its content, which may be large.
        """
        return attrs.evolve(self, content=None)

    @property
    def served(self) -> HostedFile | None:
        """
        The file as servers serve it; ``None`` if it has no URL of its own.
        """
        if self.file.url is None:
            return None
        return HostedFile(url=self.file.url, media_type=self.file.media_type.partition(";")[0], immutable=self.immutable, hubs=self.hubs)


@attrs.frozen(kw_only=True)
class FeedFiles:
    """
    The files of one planned feed.
    """

    files: tuple[OutputFile, ...]

    #: The number of articles left out because of ``max_bytes``.
    left_out: int = 0


@attrs.frozen(kw_only=True)
class FeedRenderer:
    """
    Renders planned feeds, and reuses files in *folder* that an earlier build rendered from the same input.
    """

    site: Site
    folder: Path

    #: The manifest of the last build.
    previous: Manifest

    #: Rendered articles of earlier builds.
    cache: Cache | None

    #: Those of documents.
    digests: FileDigests

    def render(self, planned: Iterable[PlannedFeed]) -> Iterator[FeedFiles]:
        """
        Yield the files of each feed, in the same order.
        """
        # Feeds share articles; those of archives are rendered once and get a cache of their own, so that they do not displace the others.
        cache, archive_cache = self.cache or MemoryCache(_MEMORY_CACHE_SIZE), MemoryCache(_MEMORY_CACHE_SIZE)
        for feed in planned:
            path = self._page_path(feed)
            if path:
                link = Link(self._url(path), "describedby", type=page.MEDIA_TYPE.partition(";")[0])
                feed = attrs.evolve(feed, links={name: (*feed.links.get(name, ()), link) for name in feed.files})  # noqa: PLW2901
            source = self._source_digest(feed, path)
            if source:
                paths = [path for path in (*feed.files.values(), path) if path]
                suffixes = ["", *(ENCODINGS[name][0] for name in self.site.output.side_outputs.encodings)]
                files = [self.previous.unchanged(path + suffix, source, self.folder, self.digests) for suffix in suffixes for path in paths]
                if all(files):
                    unchanged = (_output_file(file, None, feed) for file in files if file)
                    yield FeedFiles(files=(*unchanged, *self._issue_files(feed)))
                    continue
            rendered = self._render(feed, path, source, archive_cache if feed.archive else cache)
            yield attrs.evolve(rendered, files=(*rendered.files, *self._issue_files(feed)))
        self.digests.save()

    def _page_path(self, planned: PlannedFeed) -> str:
        """
        Return the path of a feed's page: next to its first document, and named like it. Archives and feeds for partners have no page.
        """
        name = self.site.output.side_outputs.page
        if planned.archive or planned.is_for_partner or not name:
            return ""
        format_, document = next((format_, PurePosixPath(path)) for format_, path in planned.files.items())
        default = FORMATS[format_].file_name
        if planned.metadata.id == self.site.feed.id:
            return str(document.with_name(name))
        own = document.name.replace(default, name) if default in document.name else document.name + PurePosixPath(name).suffix
        return str(document.with_name(own))

    def _url(self, path: str) -> str:
        return self.site.output.url + quote(path)

    def _source_digest(self, planned: PlannedFeed, page_path: str) -> str | None:
        """
        Return the SHA-256 of everything that the files of a feed depend on.

        ``None`` if the input cannot be fingerprinted, or if the feed must be rendered to count the articles that ``max_bytes`` leaves out.
        """
        if planned.digest is None or planned.max_bytes:
            return None
        side = self.site.output.side_outputs
        template = side.page_template.read_bytes() if side.page_template and side.page_template.exists() else b""
        settings = (page_path, side.page_articles, sorted(side.page_theme.items()), template, side.encodings)
        return hashlib.sha256(planned.digest + repr(settings).encode()).hexdigest()

    def _render(self, planned: PlannedFeed, page_path: str, source: str | None, cache: Cache) -> FeedFiles:
        rendered = attrs.evolve(planned, settings=attrs.evolve(planned.settings, cache=cache)).render()
        documents = dict(rendered.documents)
        types = {path: FORMATS[name].media_type for name, path in planned.files.items()}
        if page_path:
            side, settings, articles = self.site.output.side_outputs, planned.settings, rendered.feed.articles
            shown = attrs.evolve(rendered.feed, articles=articles[: side.page_articles])
            cleaned = clean(shown, policy=settings.policy, engine=settings.engine, cache=cache)
            documents[page_path] = page.page(
                compose(cleaned, planned.options, policy=settings.policy, engine=settings.engine),
                documents=planned.urls,
                url=self._url(page_path),
                latest=side.page_articles,
                theme=side.page_theme,
                template=side.page_template,
            )
            types[page_path] = page.MEDIA_TYPE
        files = [
            _output_file(
                ManifestFile.of(path, content, media_type=types[path], url=self._url(path), updated=rendered.feed.updated, source=source),
                content,
                planned,
            )
            for path, content in documents.items()
        ]
        compressed = compressed_files(documents, self.site.output.side_outputs, source)
        return FeedFiles(files=(*files, *compressed), left_out=len(rendered.omitted))

    def _issue_files(self, planned: PlannedFeed) -> Iterator[OutputFile]:
        """
        Yield the page of each issue of a digest and its compressed forms.
        """
        side = self.site.output.side_outputs
        template = side.digest_template.read_bytes() if side.digest_template and side.digest_template.exists() else b""
        pages = {path: issue for path, issue in (planned.issues or {}).items() if issue.plan.pages}
        for path, issue in pages.items():
            facts = (planned.settings.fingerprint(), path, sorted(side.page_theme.items()), template, side.encodings)
            source = hashlib.sha256(issue.fingerprint + repr(facts).encode()).hexdigest() if issue.fingerprint else None
            if source:
                suffixes = ["", *(ENCODINGS[name][0] for name in side.encodings)]
                files = [self.previous.unchanged(path + suffix, source, self.folder, self.digests) for suffix in suffixes]
                if all(files):
                    yield from (OutputFile(file=file, content=None) for file in files if file)
                    continue
            content = issue_html(issue, theme=side.page_theme, template=side.digest_template).encode()
            file = ManifestFile.of(path, content, media_type=page.MEDIA_TYPE, url=self._url(path), updated=issue.updated, source=source)
            yield OutputFile(file=file, content=content)
            yield from compressed_files({path: content}, side, source)


def _output_file(file: ManifestFile, content: bytes | None, planned: PlannedFeed) -> OutputFile:
    is_feed = file.path in planned.files.values()
    return OutputFile(file=file, content=content, immutable=planned.archive is not None, hubs=planned.metadata.hubs if is_feed else ())


def compressed_files(documents: Mapping[str, bytes], side_outputs: SideOutputs, source: str | None = None) -> Iterator[OutputFile]:
    """
    Compress *documents* in the configured encodings. Servers find the compressed files by their suffix.
    """
    for path, (content, media_type) in compressed(documents, side_outputs.encodings).items():
        yield OutputFile(file=ManifestFile.of(path, content, media_type=media_type, source=source), content=content)


@attrs.frozen(kw_only=True)
class WriteResult:
    """
    The outcome of a build: planned feeds, their files, and the changes in the output folder.
    """

    #: All articles.
    feed: Feed

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

    #: Renders articles in place of the site's processes.
    executor: Executor | None = None

    #: Files of articles, relative to the site's folder, that no document may overwrite.
    sources: frozenset[str] = frozenset()

    def write(self, feed: Feed, *, archived: Mapping[str, Article], dry_run: bool) -> WriteResult:
        """
        Write the files of *feed*, which holds all articles; with *dry_run*, only report what would be written.

        *archived* has the articles, by id, as archives show them. The ledger is replaced first, so that it never lacks an article that was
        published. The manifest is written last, so that every file in it exists.
        """
        output = self.site.output
        settings = RenderSettings(engine=self.site.engine, jobs=self.site.jobs or 1, executor=self.executor)
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
            as_of=self.as_of,
        )
        manifest_path = output.side_outputs.manifest
        previous = (read_manifest(self.folder / manifest_path) if manifest_path else None) or Manifest()
        feeds: list[FeedFiles] = []
        side_files: list[OutputFile] = []
        documents = map(self._check_path, self._documents(feed, planned, previous, feeds, side_files))
        written = would_write(documents) if dry_run else write(documents)
        files = [*(file for each in feeds for file in each.files), *side_files]
        removed, stale, manifest = self._remove_stale(previous, files, dry_run=dry_run)
        return WriteResult(feed=feed, planned=planned, feeds=tuple(feeds), written=written + manifest, removed=removed, stale=stale)

    def rewrite(
        self,
        planned: Sequence[PlannedFeed],
        *,
        manifest: Manifest,
        ledger: bytes,
        paths: Iterable[str],
        subscribed: Iterable[Subscription],
        updated: datetime | None,
        dry_run: bool,
    ) -> WrittenFiles:
        """
        Write only the documents *planned*, whose articles were edited, and the files that list documents.

        *manifest* is that of the last build, and *paths* are those of all its documents in their order. The other arguments are the content of
        the ledger's file and what the lists need, as after the edits.
        """
        files = {file.path: file for file in manifest.files}
        renderer = FeedRenderer(site=self.site, folder=self.folder, previous=manifest, cache=self.cache, digests=FileDigests())

        def documents() -> Iterator[tuple[Path, bytes | None]]:
            yield self.site.identity.file, ledger
            for each in renderer.render(planned):
                yield from changed(each.files)
            yield from changed(self._lists(subscribed, [files[path] for path in paths if path in files], updated, None))
            if name := self.site.output.side_outputs.manifest:
                yield self.folder / name, write_manifest(attrs.evolve(manifest, files=tuple(files.values())))

        def changed(output: Iterable[OutputFile]) -> Iterator[tuple[Path, bytes | None]]:
            for each in output:
                files[each.file.path] = each.file
                yield self.folder / each.file.path, each.content

        pairs = map(self._check_path, documents())
        return would_write(pairs) if dry_run else write(pairs)

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
        renderer = FeedRenderer(
            site=site,
            folder=self.folder,
            previous=previous if self.use_cache else Manifest(),
            cache=self.cache,
            digests=FileDigests("documents", self.cache),
        )
        for each in renderer.render(planned):
            feeds.append(attrs.evolve(each, files=tuple(file.without_content() for file in each.files)))
            for file in each.files:
                path = self.folder / file.file.path
                yield path, file.content
                if file.file.url in redirected:
                    redirected_content[file.file.url] = path.read_bytes() if file.content is None else file.content
        feed_files = [file for each in feeds for file in each.files]
        side = site.output.side_outputs
        rights_paths = {path for path, wanted in ((side.rsl, side.rsl), (TDMREP_PATH, side.tdmrep)) if wanted}
        known = {file.path for file in (*previous.files, *previous.stale)}
        for file in self._side_files(feed, planned, feed_files, redirected_content):
            if file.file.path in rights_paths - known:
                _check_unused(self.folder / file.file.path, file.content)
            side_files.append(file.without_content())
            yield self.folder / file.file.path, file.content
        yield from self._server_files([*feed_files, *side_files]).items()

    def _side_files(
        self, feed: Feed, planned: Sequence[PlannedFeed], feed_files: Sequence[OutputFile], redirected_content: Mapping[str, bytes]
    ) -> Iterator[OutputFile]:
        """
        Yield OPML and sitemaps, their compressed forms, and copies of moved documents. *feed* holds all articles.
        """
        yield from self._lists(subscriptions(planned), [each.file for each in feed_files], feed.updated, feed)
        side, base = self.site.output.side_outputs, self.site.output.url
        # A host redirects readers of a moved document; without one, the old path gets a copy.
        if side.redirects and not side.hosts:
            moves = self._redirects(feed_files)
            by_url = {file.file.url: file.file for file in feed_files}
            new_urls = {unquote(move.old.removeprefix(base)): move.new for move in moves}
            for path, content in copies(moves, redirected_content, base=base).items():
                yield OutputFile(file=attrs.evolve(by_url[new_urls[path]], path=path, url=None), content=content)

    def _lists(
        self, subscribed: Iterable[Subscription], files: Iterable[ManifestFile], updated: datetime | None, feed: Feed | None
    ) -> Iterator[OutputFile]:
        """
        Yield the lists of feeds, of pages among *files*, and of news in *feed*, statements of rights, and their compressed forms. *updated* is
        the date of the last change of any article.
        """
        side, base = self.site.output.side_outputs, self.site.output.url
        lists = list[tuple[str, bytes, str]]()
        if side.opml:
            lists.append((side.opml, opml(self.site.feed.title, subscribed), OPML))
        if side.news_sitemap and feed:
            lists.append((side.news_sitemap, news_sitemap(feed, as_of=self.as_of, name=side.news_name), SITEMAP))
        if side.sitemap:
            pages = [(file.url, file.updated) for file in files if file.url and file.media_type.startswith("text/html")]
            lists.append((side.sitemap, sitemap(pages), SITEMAP))
        home = self.site.feed.url
        if side.rsl:
            lists.append((side.rsl, side.rights.rsl(home), RSL_MEDIA_TYPE))
        if side.tdmrep:
            lists.append((TDMREP_PATH, side.rights.tdmrep(home), "application/json"))
        for path, content, type_ in lists:
            file = ManifestFile.of(path, content, media_type=type_, url=base + quote(path), updated=updated)
            yield OutputFile(file=file, content=content)
        yield from compressed_files({path: content for path, content, _ in lists}, side)

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
            [attrs.evolve(served, rights=side.rights.headers) for each in files if (served := each.served)],
            self._redirects(files) if side.redirects and side.hosts else (),
            existing=existing_files(self.folder, root),
            caching=side.caching,
            encodings=side.encodings,
        )
        found = {(self.folder if file.in_output else root) / file.name: file.content for file in configured}
        if side.robots:
            rsl_url = self.site.output.url + quote(side.rsl) if side.rsl else None
            path, lines = self.folder / ROBOTS_PATH, side.rights.robots(self.site.feed.url, rsl_url)
            found[path] = replace_block(ROBOTS_PATH, existing_files(self.folder, root)(ROBOTS_PATH, True), lines)
        return found

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


def _check_unused(path: Path, content: bytes | None) -> None:
    """
    Raise :class:`OutputError` if another program wrote the file at *path*: a licence must not be replaced unseen.
    """
    if path.exists() and path.read_bytes() != content:
        raise OutputError(f"{path}: exists, but no earlier build wrote it: delete it, or keep it and turn off the key in [output]")


def subscriptions(planned: Iterable[PlannedFeed]) -> Iterator[Subscription]:
    """
    Yield the OPML entries of feeds: the first format of each, because readers subscribe to every entry of a list.
    """
    return (_subscription(each) for each in planned if not each.archive and not each.is_for_partner)


def _subscription(planned: PlannedFeed) -> Subscription:
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
        updated=max((article.updated for article in planned.articles if article.updated), default=None),
    )
