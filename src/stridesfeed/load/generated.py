"""
Articles from the pages of a site generator that runs in the same program: its values, and the bodies that it rendered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import attrs

from stridesfeed.body import excerpt
from stridesfeed.cache import Cache
from stridesfeed.errors import FileError, StridesError
from stridesfeed.load import SOURCES, pages
from stridesfeed.load.articles import ParsedArticle, parse_article
from stridesfeed.load.collecting import Collector, find_duplicates
from stridesfeed.load.content import Content, Loaded
from stridesfeed.load.dates.missing_dates import MissingDates
from stridesfeed.load.dates.undated import skip_pages
from stridesfeed.load.files import excluded
from stridesfeed.load.front_matter import names
from stridesfeed.load.front_matter.nodes import FrontMatter, normalize_key
from stridesfeed.load.links import LinkIndex, Links
from stridesfeed.load.markup.summaries import teaser_of
from stridesfeed.load.pending import PendingArticle
from stridesfeed.load.sources import SourceDocument, SourceFile, printable
from stridesfeed.load.urls import permalinks
from stridesfeed.model import Category, Person


@attrs.frozen(kw_only=True)
class GeneratedPage:
    """
    An article as a site generator has it. Fields that are ``None`` or empty are taken from *front_matter*.
    """

    #: The file that the page is made from: it is named in messages, and the ledger recognises a moved article by it.
    source: Path

    #: The URL of the page; absolute, or relative to the home page.
    url: str

    #: The rendered body. Its links are relative to *url*; anchors of headings, numbers of lines and the like are removed.
    html: str = attrs.field(repr=False)

    #: The id under which the generator's own feeds have published it: the ledger keeps it, unless it has another.
    first_id: str | None = None

    title: str | None = None
    published: datetime | date | str | None = None
    updated: datetime | date | str | None = None
    authors: Sequence[Person | str] = ()
    categories: Sequence[Category | str] = ()
    section: str | None = None
    language: str | None = None

    #: Plain text. By default, the text before ``<!-- more -->`` or the like.
    summary: str | None = None

    #: The URL of the lead image; absolute, or relative to *url*.
    image: str | None = None

    #: Why it is not published, such as "draft"; ``None`` if it is.
    skip_reason: str | None = None

    #: Everything else, by the names of our front matter: ``id``, ``sources``, ``attachments`` and so on.
    front_matter: Mapping[str, Any] = attrs.field(factory=dict, repr=False)


#: The fields of a page that take precedence over its front matter, under the name of the field in :data:`names.FIELDS`.
_FIELDS = ("title", "url", "published", "updated", "authors", "categories", "section", "language", "summary", "image")


def load_pages(
    generated: Iterable[GeneratedPage],
    content: Content,
    *,
    as_of: datetime,
    known_dates: Mapping[str, datetime] | None = None,
    cache: Cache | None = None,  # noqa: ARG001  # as LoadArticles: there are no files to parse
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """
    Load the articles among *generated* pages that are published at *as_of*, as :func:`stridesfeed.load.load` does from files.

    Of *content*, everything counts that is not about the syntax of files and the patterns of URLs.
    """
    every = [*generated]
    suffixes = {page.source.suffix.lower() for page in every}
    missing_dates = MissingDates(content, sorted(suffixes), known_dates or {})
    collector = Collector(content)
    sources = {_path(page.source, content): page.source for page in every}

    def parse(page: GeneratedPage, source: SourceFile, _key: bytes = b"") -> list[ParsedArticle]:
        return [parse_article(_document(page, source, content), source, _path(page.source, content), content, missing_dates)]

    pending: list[PendingArticle] = []
    for page in every:
        source = _source_file(page.source, content)
        (state,) = parse(page, source)
        pending.append(PendingArticle(state=state, source=source, key=b"", number=0, parse=partial(parse, page), as_of=as_of))
    skip_pages(pending, content.undated)
    find_duplicates(pending)
    index = LinkIndex(content, [article.link_target for article in pending])
    total, done = sum(article.skip_reason is None for article in pending), 0
    for article in pending:
        if collector.build(article, index):
            done += 1
            if progress:
                progress(done, total)
    for folder, error in missing_dates.faults.items():
        collector.fail(FileError(_path(folder, content), None, None, error.rule))
    loaded = collector.loaded()
    faults = tuple(_with_line(fault, sources.get(fault.path)) for fault in loaded.faults)
    first_ids = {article.id: page.first_id for article, page in zip(pending, every, strict=True) if page.first_id}
    return attrs.evolve(loaded, faults=faults, first_ids=first_ids)


def _path(file: Path, content: Content) -> str:
    """
    Return the path for messages, relative to the site's folder if it is inside.
    """
    file, root = Path(os.path.normpath(file.absolute())), Path(os.path.normpath(content.root.absolute()))
    return printable(os.path.relpath(file, root) if file.is_relative_to(root) else os.fspath(file))


def _source_file(file: Path, content: Content) -> SourceFile:
    file = Path(os.path.normpath(file.absolute()))
    places = (*content.folders, content.root, file.parent)
    folder = next(place for place in places if file.is_relative_to(os.path.normpath(place.absolute())))
    return SourceFile(file, folder, printable(os.path.relpath(file, folder.absolute())))


def _document(page: GeneratedPage, source: SourceFile, content: Content) -> SourceDocument:
    """
    Return the page as a source document, whose body is HTML already.
    """
    url = permalinks.on_site(content.url, page.url)
    own = {field: getattr(page, field) for field in _FIELDS} | {"url": url}
    values = {names.FIELDS[field][0]: _as_value(value) for field, value in own.items() if value}
    replaced = {normalize_key(name) for field, value in own.items() if value for name in names.FIELDS[field]}
    rest = {key: value for key, value in page.front_matter.items() if normalize_key(key) not in replaced}
    path = _path(page.source, content)

    def to_html(html: str, _links: Links) -> str:
        try:
            return pages.read_fragment(html, url, page.title or "", content)
        except pages.PageError as error:
            raise FileError(path, None, None, str(error)) from error

    front_matter = FrontMatter({**values, **rest})
    # The body loses its comments, and so the mark.
    if not front_matter.find(*names.SUMMARY) and (teaser := teaser_of(page.html)):
        with suppress(pages.PageError):  # raised again for the body
            teaser = pages.read_fragment(teaser, url, page.title or "", content)
        summary = excerpt(teaser, content.summary_length, language=page.language or content.language)
        front_matter = FrontMatter({**front_matter.values, names.SUMMARY[0]: summary})
    return SourceDocument(
        front_matter=front_matter,
        body=page.html,
        to_html=to_html,
        skip_reason=page.skip_reason or excluded(source.inside, content),
    )


def _as_value(value: Any) -> Any:
    """
    Return a value as front matter has it.
    """
    if isinstance(value, Person | Category):
        names_in_front_matter = {"uri": "url"}
        return {names_in_front_matter.get(name, name): part for name, part in attrs.asdict(value).items() if part}
    return [*map(_as_value, value)] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _with_line(fault: FileError, source: Path | None) -> FileError:
    """
    Return *fault* with the line of its field in the front matter of the file *source*, under any name that the file may use for it.
    """
    top = normalize_key((fault.field or "").partition(".")[0])
    synonyms = next((group for group in names.FIELDS.values() if top in map(normalize_key, group)), (top,))
    try:
        read = SOURCES[PurePosixPath(fault.path).suffix.lower()] if source and top else None
        document = next(iter(read(source.read_text(encoding="utf-8-sig"), fault.path)), None) if read and source else None
    except (OSError, UnicodeError, StridesError, KeyError):
        document = None
    found = document.front_matter.find(*synonyms) if isinstance(document, SourceDocument) else None
    return FileError(fault.path, found.line, fault.field, fault.rule) if found else fault
