"""
The documents of feeds, each with what lies beside it: its page for people, and its compressed forms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.build.made import Made, Unit
from stridesfeed.cache import Cache, MemoryCache
from stridesfeed.emit import FORMATS
from stridesfeed.model import Feed, Link
from stridesfeed.publish import page
from stridesfeed.publish.compress import ENCODINGS, compressed
from stridesfeed.publish.manifest import File, Manifest
from stridesfeed.publish.planned import PlannedFeed
from stridesfeed.site import Beside, Site

#: What is remembered of articles while their feeds are made one after the other.
_MOST_BYTES = 64 * 2**20


@attrs.frozen(kw_only=True)
class FeedMaker:
    """
    Makes the files of planned feeds, but for those that lie in *folder* already, as an earlier build made them of the same facts.
    """

    site: Site
    folder: Path

    #: What earlier builds made.
    before: Manifest

    #: What is remembered of articles from build to build.
    cache: Cache | None

    def units(self, planned: Iterable[PlannedFeed]) -> Iterator[Unit]:
        """
        The files of each feed, in the same order.
        """
        # Parts of articles are shared by feeds; what archives hold is made once and then left alone.
        cache, passing = self.cache or MemoryCache(_MOST_BYTES), MemoryCache(_MOST_BYTES)
        for each in map(self._with_page, planned):
            source = self._source(each)
            yield (self._unchanged(each, source) if source else None) or self._made(each, source, passing if each.archive else cache)

    def _with_page(self, planned: PlannedFeed) -> PlannedFeed:
        """
        The feed, leading to its page.
        """
        path = self._page_path(planned)
        if not path:
            return planned
        link = Link(self._url(path), "describedby", type=page.MEDIA_TYPE.partition(";")[0])
        return attrs.evolve(planned, links={name: (*planned.links.get(name, ()), link) for name in planned.files})

    def _page_path(self, planned: PlannedFeed) -> str:
        """
        Where the page of a feed lies: beside its first document, with what is put around the names of documents. Archives have none, nor
        have feeds for partners.
        """
        name = self.site.output.beside.page
        if planned.archive or planned.is_for_partner or not name:
            return ""
        format_, document = next((format_, PurePosixPath(path)) for format_, path in planned.files.items())
        usual = FORMATS[format_].file_name
        is_main = planned.shell.id == self.site.feed.id
        return str(document.with_name(name if is_main or usual not in document.name else document.name.replace(usual, name)))

    def _url(self, path: str) -> str:
        return self.site.output.url + quote(path)

    def _source(self, planned: PlannedFeed) -> str | None:
        """
        The SHA-256 of all that the files of a feed are made from. ``None`` where nobody can tell, or what was left out has to be counted.
        """
        if planned.digest is None or planned.max_bytes:
            return None
        beside = self.site.output.beside
        template = beside.page_template.read_bytes() if beside.page_template and beside.page_template.exists() else b""
        settings = (self._page_path(planned), beside.page_articles, sorted(beside.page_theme.items()), template, beside.encodings)
        return hashlib.sha256(planned.digest + repr(settings).encode()).hexdigest()

    def _unchanged(self, planned: PlannedFeed, source: str) -> Unit | None:
        """
        The files of a feed, where all of them lie there as they were made of *source*.
        """
        own = [path for path in (*planned.files.values(), self._page_path(planned)) if path]
        endings = ["", *(ENCODINGS[name][0] for name in self.site.output.beside.encodings)]
        files = [self.before.unchanged(path + ending, source, self.folder) for ending in endings for path in own]
        if not all(files):
            return None
        return Unit(files=tuple(_placed(file, None, planned) for file in files if file))

    def _made(self, planned: PlannedFeed, source: str | None, cache: Cache) -> Unit:
        rendered = attrs.evolve(planned, settings=attrs.evolve(planned.settings, cache=cache)).render()
        documents = dict(rendered.documents)
        types = {path: FORMATS[name].media_type for name, path in planned.files.items()}
        if path := self._page_path(planned):
            documents[path], types[path] = self._page(planned, rendered.feed, path, cache), page.MEDIA_TYPE
        updated = rendered.feed.updated
        own = [
            File.of(path, content, media_type=types[path], url=self._url(path), updated=updated, source=source)
            for path, content in documents.items()
        ]
        files = [_placed(file, documents[file.path], planned) for file in own]
        return Unit(
            files=(*files, *compressed_files(documents, self.site.output.beside, source)),
            left_out=len(rendered.left_out),
        )

    def _page(self, planned: PlannedFeed, feed: Feed, path: str, cache: Cache) -> bytes:
        beside, settings = self.site.output.beside, planned.settings
        shown = attrs.evolve(feed, articles=feed.articles[: beside.page_articles])
        cleaned = clean(shown, policy=settings.policy, engine=settings.engine, cache=cache)
        return page.page(
            compose(cleaned, planned.options, policy=settings.policy, engine=settings.engine),
            documents=planned.urls,
            url=self._url(path),
            latest=beside.page_articles,
            theme=beside.page_theme,
            template=beside.page_template,
        )


def _placed(file: File, content: bytes | None, planned: PlannedFeed) -> Made:
    is_feed = file.path in planned.files.values()
    return Made(file=file, content=content, lasting=planned.archive is not None, hubs=planned.shell.hubs if is_feed else ())


def compressed_files(documents: Mapping[str, bytes], beside: Beside, source: str | None = None) -> Iterator[Made]:
    """
    The compressed forms of *documents*, which servers find by their names.
    """
    for path, (content, media_type) in compressed(documents, beside.encodings).items():
        yield Made(file=File.of(path, content, media_type=media_type, source=source), content=content)
