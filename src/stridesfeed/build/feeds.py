"""
The documents of feeds, with their pages and compressed forms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.cache import Cache, MemoryCache
from stridesfeed.emit import FORMATS
from stridesfeed.model import Link
from stridesfeed.publish import page
from stridesfeed.publish.compress import ENCODINGS, compressed
from stridesfeed.publish.headers import HostedFile
from stridesfeed.publish.manifest import Manifest, ManifestFile
from stridesfeed.publish.planned_feed import PlannedFeed
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
            reused = self._reuse(feed, path, source) if source else None
            yield reused or self._render(feed, path, source, archive_cache if feed.archive else cache)

    def _page_path(self, planned: PlannedFeed) -> str:
        """
        Return the path of a feed's page: next to its first document, named like it. Archives and feeds for partners have no page.
        """
        name = self.site.output.side_outputs.page
        if planned.archive or planned.is_for_partner or not name:
            return ""
        format_, document = next((format_, PurePosixPath(path)) for format_, path in planned.files.items())
        default = FORMATS[format_].file_name
        is_main = planned.metadata.id == self.site.feed.id
        return str(document.with_name(name if is_main or default not in document.name else document.name.replace(default, name)))

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

    def _reuse(self, planned: PlannedFeed, page_path: str, source: str) -> FeedFiles | None:
        """
        Return the files of a feed if all of them are in the folder and were rendered from *source*.
        """
        paths = [path for path in (*planned.files.values(), page_path) if path]
        suffixes = ["", *(ENCODINGS[name][0] for name in self.site.output.side_outputs.encodings)]
        files = [self.previous.unchanged(path + suffix, source, self.folder) for suffix in suffixes for path in paths]
        if not all(files):
            return None
        return FeedFiles(files=tuple(_output_file(file, None, planned) for file in files if file))

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


def _output_file(file: ManifestFile, content: bytes | None, planned: PlannedFeed) -> OutputFile:
    is_feed = file.path in planned.files.values()
    return OutputFile(file=file, content=content, immutable=planned.archive is not None, hubs=planned.metadata.hubs if is_feed else ())


def compressed_files(documents: Mapping[str, bytes], side_outputs: SideOutputs, source: str | None = None) -> Iterator[OutputFile]:
    """
    Compress *documents* in the configured encodings. Servers find the compressed files by their suffix.
    """
    for path, (content, media_type) in compressed(documents, side_outputs.encodings).items():
        yield OutputFile(file=ManifestFile.of(path, content, media_type=media_type, source=source), content=content)
