"""
The settings for loading a content folder, and the result.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

import attrs

from stridesfeed import iri, rules
from stridesfeed.cache import Cache
from stridesfeed.errors import FileError
from stridesfeed.load.dates.parsing import DateOrder
from stridesfeed.load.urls import permalinks
from stridesfeed.model import Article, Person
from stridesfeed.value import Value, checked_by

#: How files without a date are treated.
Undated = Literal["skip", "error"]


@attrs.frozen(kw_only=True)
class Content(Value):
    """
    The folders of a site with articles, and defaults for what their files leave out.
    """

    #: The site's folder. Paths in messages are relative to it.
    root: Path

    #: Folders with articles, searched recursively. Empty if built pages are the articles.
    folders: tuple[Path, ...] = ()

    #: The folder of built pages. Without *folders*, its pages are the articles; otherwise each article has the body of the page at its URL.
    pages: Path | None = None

    #: The CSS selector of the body in built pages. If ``None``, it is found by the page's markup.
    pages_selector: str | None = None

    #: The CSS selectors of elements in the body of built pages that are left out.
    pages_remove: tuple[str, ...] = ()

    #: Whether the URLs of built pages have no ``.html``.
    clean_urls: bool = False

    #: Patterns of files relative to their content folder, as in ``.gitignore``: if there are any, other files are skipped.
    include: tuple[str, ...] = ()

    #: Patterns of files and folders that are skipped.
    exclude: tuple[str, ...] = ()

    #: Folders that are not searched, such as the output folder.
    ignored_folders: tuple[Path, ...] = ()

    #: Only articles whose front matter has one of these values under each key; keys may be nested (``extra.kind``).
    include_if: Mapping[str, Sequence[str | bool | float]] = attrs.field(factory=dict)

    #: Skips articles whose front matter has one of these values under any key.
    exclude_if: Mapping[str, Sequence[str | bool | float]] = attrs.field(factory=dict)

    #: Only articles in one of these sections, if there are any.
    sections: tuple[str, ...] = ()

    #: Skip files without a date, or treat them as errors. If ``None``, they are errors where most files of their folder have a date.
    undated: Undated | None = None

    #: The URL of the site's home page. All permalinks are below it.
    url: str = attrs.field(metadata=checked_by(rules.address(iri.WEB)))

    #: The pattern of URLs; see :mod:`stridesfeed.load.urls.permalinks`.
    permalink: str = attrs.field(default="/{path}/", metadata=checked_by(permalinks.pattern))

    #: The patterns of some articles, by their section, a folder, or a pattern of paths (:mod:`stridesfeed.load.globs`). The first match counts.
    permalinks: Mapping[str, str] = attrs.field(factory=dict, metadata=checked_by(permalinks.patterns))

    #: The site generator whose rules for names in URLs apply, one of :data:`~stridesfeed.load.urls.slugs.SLUG_RULES`; ``None`` for none.
    generator: str | None = None

    #: Where articles without a date get one: "git" for that of the first commit, with the last change as ``updated``.
    date: Literal["git"] | None = None

    #: The time zone of dates without an offset. If ``None``, such dates are errors.
    timezone: tzinfo | None = None

    #: The order of day, month and year in dates such as ``02/03/2024``. If ``None``, such dates are errors.
    date_order: DateOrder | None = None

    #: Further keys of front matter, which may be nested (``extra.by``), by the field of
    #: :data:`stridesfeed.load.front_matter.names.FIELDS` that they stand for.
    keys: Mapping[str, Sequence[str]] = attrs.field(factory=dict)

    #: People, by the key that front matter uses for them.
    authors: Mapping[str, Person] = attrs.field(factory=dict)

    #: Errors in files of authors, whose invalid values are left out.
    author_faults: tuple[FileError, ...] = ()

    #: Folders whose files are served from the site's root (``static``, ``public``), to determine the length and type of attachments.
    statics: tuple[Path, ...] = ()

    #: The scheme of categories without one.
    category_scheme: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.address(iri.LINK))))

    #: The values of ``{{ site.NAME }}`` in texts, by NAME (Jekyll).
    variables: Mapping[str, str] = attrs.field(factory=dict)

    #: The codes of the site's languages, as in names of files (``post.fr.md``), of folders (``fr/``) and in URLs.
    languages: tuple[str, ...] = ()

    #: The site's language, which URLs do not name; also for shortening summaries of articles without a language.
    language: str | None = None

    #: The maximum length, in characters, of a summary taken from the text; 0 for no summary.
    summary_length: int = 280

    @cached_property
    def prefixes(self) -> Mapping[Path, str]:
        """
        The path of each content folder in URLs: empty for a single folder, and that below the folder which contains all content folders.

        The site's own folder is not such a folder, except for Jekyll's folders named ``_posts``, which are never a part of URLs.
        """
        folders = {folder: _absolute(folder) for folder in self.sources}
        if folders and all(path.name == permalinks.POSTS for path in folders.values()):
            common = os.path.commonpath([path.parent for path in folders.values()])
            return {folder: path.relative_to(common).as_posix() for folder, path in folders.items()}
        common, root = os.path.commonpath(folders.values()) if folders else "", _absolute(self.root)
        is_inside = len(folders) > 1 and Path(common) != root and Path(common).is_relative_to(root)
        return {folder: path.relative_to(common).as_posix() if is_inside else "" for folder, path in folders.items()}

    @property
    def sources(self) -> tuple[Path, ...]:
        """
        The folders with articles: *folders*, else the folder of built pages.
        """
        return self.folders or ((self.pages,) if self.pages else ())


def _absolute(folder: Path) -> Path:
    """
    Return *folder* as an absolute path without ``..``; symbolic links stay.
    """
    return Path(os.path.normpath(folder.absolute()))


@attrs.frozen(kw_only=True)
class Skipped:
    """
    A file or an article that is skipped, and is not an error.
    """

    path: str

    #: For example ``draft`` or ``dated after 2026-04-30T09:00:00+00:00``.
    reason: str

    #: The date in the future that is the reason; ``None`` for other reasons.
    published: datetime | None = None


@attrs.frozen(kw_only=True)
class Dependencies:
    """
    What the result of loading depends on, apart from the settings and the files in content and static folders.
    """

    #: The next moment at which the same files give another result: an article is published or expires. ``None`` if there is none.
    until: datetime | None = None

    #: Whether it depends on other files too, on git, or on the ledger.
    elsewhere: bool = False

    #: The key at which the cache has the names that links between files use; ``None`` without a cache.
    targets: bytes | None = None


@attrs.frozen(kw_only=True)
class Loaded:
    """
    The result of loading: articles, skipped files and errors.
    """

    #: Newest first, then by id.
    articles: tuple[Article, ...]

    skipped: tuple[Skipped, ...]

    #: Errors, by path and line. An article with an error is not in *articles*.
    faults: tuple[FileError, ...]

    #: Markup in the texts of articles that could not be rendered and is left out, by path and line.
    omissions: tuple[FileError, ...] = ()

    #: The path of each article's file, as in messages, by article id; ``path:line`` if the file can hold several articles.
    origins: Mapping[str, str]

    #: Unknown front-matter keys, by path. They are ignored.
    unknown_keys: Mapping[str, tuple[str, ...]]

    #: URLs of the site that are no article's and not dead either: the aliases of articles, which redirect, and articles with errors.
    other_urls: frozenset[str] = frozenset()

    #: The id of the article that each alias redirects to, by the alias's URL.
    aliases: Mapping[str, str] = attrs.field(factory=dict)

    #: The ids that front matter sets. All other ids are URLs.
    explicit_ids: frozenset[str] = frozenset()

    #: The ids with which articles have been published by another program, by present id: new articles get them.
    first_ids: Mapping[str, str] = attrs.field(factory=dict)

    #: The ids of articles with ``redate: true``: their date of publication replaces the one they were first published with.
    redated_ids: frozenset[str] = frozenset()

    #: The people that articles can refer to, by key.
    authors: Mapping[str, Person] = attrs.field(factory=dict)

    #: Errors in files of authors, whose invalid values are left out.
    author_faults: tuple[FileError, ...] = ()

    #: Where the cache has each article, by id: the key of its file, and its index there. Empty without a cache.
    places: Mapping[str, tuple[bytes, int]] = attrs.field(factory=dict, eq=False, repr=False)

    #: ``None`` if they are unknown.
    dependencies: Dependencies | None = attrs.field(default=None, eq=False, repr=False)


class LoadArticles(Protocol):
    """
    Loads the articles of a site: from its files (:func:`stridesfeed.load.load`), or from elsewhere.
    """

    def __call__(
        self,
        content: Content,
        *,
        as_of: datetime,
        known_dates: Mapping[str, datetime] | None,
        cache: Cache | None,
        progress: Callable[[int, int], None] | None,
    ) -> Loaded:
        """
        Return the articles that are published at *as_of*.
        """
