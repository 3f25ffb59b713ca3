"""
The URLs of articles, from a pattern or from their front matter.

A pattern is text with placeholders in braces: those of :data:`PLACEHOLDERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath

import attrs

from stridesfeed import iri
from stridesfeed.errors import suggestion
from stridesfeed.load import globs
from stridesfeed.load.urls.slugs import NEUTRAL, SlugRules

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_JOINED_PLACEHOLDER = re.compile(r"(?P<joint>(?<=[^/])[-.])?\{(?P<name>[^{}]*)\}")
_SLASHES = re.compile(r"/{2,}")
_MONTHS = (
    "",
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)

#: ``2026-04-30-slug``, as in Jekyll, Pelican and Zola; Zola also accepts ``_``.
_DATED = re.compile(r"(?P<date>\d{4}-\d\d?-\d\d?)(?:[-_](?P<slug>.+))?", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)(?P<year>\d{4})[/-](?P<month>\d\d)[/-](?P<day>\d\d)(?=[-_/]|$)", re.ASCII)

#: The same in a path, as Docusaurus finds it: ``2026/04/30/slug/index.md``, ``2026-04-30-slug.md``.
_DATED_PATH = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d\d?[-/]\d\d?)[-/]?(?P<text>.*?)(?:/index)?", re.ASCII)

#: Jekyll's folders for posts and drafts; they are not part of a URL.
POSTS = "_posts"
DRAFTS = "_drafts"


@attrs.frozen(kw_only=True)
class Parts:
    """
    The parts of an article that its URL can be made of.
    """

    #: The path of its file in the content folder.
    file: PurePosixPath

    #: The slug in its front matter; empty if there is none.
    own_slug: str

    #: The slug: its own, if the generator uses it, or that of its file; in a file of several articles, that of its title.
    slug: str

    title: str
    section: str

    #: Returns the names of its categories, without the section and tags.
    categories: Callable[[], Iterable[str]]

    #: In its own time zone.
    published: datetime

    #: The part of URLs that names its language; empty for the site's main language.
    language: str = ""

    rules: SlugRules = NEUTRAL

    @property
    def folders(self) -> list[str]:
        """
        The folders of its file, as in a URL.
        """
        return [self.rules.folder(folder) for folder in folders_of(self.file)]

    @property
    def used_slug(self) -> str:
        """
        The slug in its front matter, if the generator uses it.
        """
        return self.own_slug if self.rules.uses_slug else ""

    @property
    def slug_or_title(self) -> str:
        """
        Its own slug, or its title as a slug.
        """
        return self.used_slug or self.rules.title(self.title)


def _categories(parts: Parts) -> list[str]:
    return [*dict.fromkeys(filter(None, map(parts.rules.category, parts.categories())))]


def _dated_path(parts: Parts) -> str:
    path = parts.file.with_suffix("").as_posix()
    dated = _DATED_PATH.fullmatch(path)
    return parts.own_slug or (f"{dated['date'].replace('-', '/')}/{dated['folder']}{dated['text']}" if dated else path.removesuffix("/index"))


#: TABLE of the placeholders. Names of months are English, whatever the locale.
PLACEHOLDERS: Mapping[str, Callable[[Parts], str]] = {
    "path": lambda parts: "/".join((*parts.folders, parts.slug)),
    "folders": lambda parts: "/".join(parts.folders),
    "dated_path": _dated_path,
    "section": lambda parts: parts.rules.category(parts.section),
    "category": lambda parts: next(iter(_categories(parts)), parts.rules.category(parts.section)),
    "categories": lambda parts: "/".join(_categories(parts)),
    "lang": lambda parts: parts.language,
    "slug": lambda parts: parts.slug,
    "own_slug": lambda parts: parts.own_slug,
    "slug_or_title": lambda parts: parts.slug_or_title,
    "slug_or_filename": lambda parts: parts.used_slug or parts.rules.name(name_of(parts.file)),
    "title": lambda parts: parts.rules.title(parts.title),
    "filename": lambda parts: parts.rules.name(name_of(parts.file)),
    "year": lambda parts: f"{parts.published.year:04}",
    "month": lambda parts: f"{parts.published.month:02}",
    "day": lambda parts: f"{parts.published.day:02}",
    "i_month": lambda parts: str(parts.published.month),
    "i_day": lambda parts: str(parts.published.day),
    "year2": lambda parts: f"{parts.published.year % 100:02}",
    "y_day": lambda parts: f"{parts.published.timetuple().tm_yday:03}",
    "short_month": lambda parts: _MONTHS[parts.published.month][:3],
    "long_month": lambda parts: _MONTHS[parts.published.month],
    "hour": lambda parts: f"{parts.published.hour:02}",
    "minute": lambda parts: f"{parts.published.minute:02}",
    "second": lambda parts: f"{parts.published.second:02}",
}

NAMES = tuple(PLACEHOLDERS)

_DATE_PARTS = frozenset({"year", "month", "day", "i_month", "i_day", "year2", "y_day", "short_month", "long_month", "hour", "minute", "second"})

#: A pattern without any of these would give all articles of a day the same URL.
_DISTINCT = frozenset({"path", "dated_path", "slug", "own_slug", "slug_or_title", "slug_or_filename", "title", "filename"})


def pattern(value: object) -> str | None:
    """
    Check that a pattern has known placeholders only, and one that differs between articles.
    """
    if not isinstance(value, str):
        return f"must be a pattern as text, not {type(value).__name__}"
    names = _PLACEHOLDER.findall(value)
    for name in names:
        if name not in PLACEHOLDERS:
            return f"must not have {{{name}}}{suggestion(name, NAMES)}"
    if "{" in (rest := _PLACEHOLDER.sub("", value)) or "}" in rest:
        return f"has an unpaired brace: {value!r}"
    if not _DISTINCT.intersection(names):
        return f"must have {{slug}}, {{path}}, {{title}} or {{filename}}, or all articles would have the same URL: {value!r}"
    return None


def has_date(permalink: str) -> bool:
    """
    Return whether a pattern contains a part of the date.
    """
    return not _DATE_PARTS.isdisjoint(_PLACEHOLDER.findall(permalink))


def is_distinct(permalink: str, parts: Parts) -> bool:
    """
    Return whether a part of *permalink* that differs between articles has a value.
    """
    return any(PLACEHOLDERS[name](parts) for name in _PLACEHOLDER.findall(permalink) if name in _DISTINCT)


def patterns(value: object) -> str | None:
    """
    Check the patterns of some articles, by section, folder or pattern of paths.
    """
    if not isinstance(value, Mapping):
        return f"must be a table of patterns, not {type(value).__name__}"
    faults = ((key, globs.pattern(key) or pattern(each)) for key, each in value.items())
    return next((f"{key}: {fault}" for key, fault in faults if fault), None)


def expand(permalink: str, parts: Parts) -> str:
    """
    Return *permalink* with its placeholders replaced. An empty placeholder takes its slash, hyphen or dot with it; unknown ones stay.
    """

    def replace(found: re.Match[str]) -> str:
        placeholder = PLACEHOLDERS.get(found["name"])
        if placeholder is None:
            return found[0]
        value = placeholder(parts)
        return (found["joint"] or "") + value if value else ""

    return _SLASHES.sub("/", _JOINED_PLACEHOLDER.sub(replace, permalink))


def on_site(site: str, path: str) -> str:
    """
    Return the URL of *path* on the site at *site*; absolute URLs are returned unchanged.

    >>> on_site("https://example.org/blog", "/news/grok")
    'https://example.org/blog/news/grok'
    """
    if iri.scheme(path) in iri.WEB:
        return path
    return site.partition("#")[0].partition("?")[0].rstrip("/") + "/" + path.lstrip("/")


def slug_of(file: PurePosixPath, rules: SlugRules = NEUTRAL) -> str:
    """
    Return the slug for a file's path.

    >>> slug_of(PurePosixPath("news/2026-04-30-grok.md")), slug_of(PurePosixPath("news/grok/index.md"))
    ('grok', 'grok')
    """
    name = name_of(file)
    dated = _DATED.fullmatch(name)
    return rules.name((dated["slug"] or name) if dated else name)


def page_of_folder(file: PurePosixPath) -> PurePosixPath:
    """
    Return the index file of its folder for a file with the folder's name, as in Eleventy.

    >>> page_of_folder(PurePosixPath("news/grok/grok.md"))
    PurePosixPath('news/grok/index.md')
    """
    return file.with_stem("index") if file.stem == file.parent.name else file


def date_of(file: PurePosixPath, permalink: str = "") -> str | None:
    """
    Return the date in a file's name, else in its folders, else in *permalink*, as ``YYYY-MM-DD``.

    >>> date_of(PurePosixPath("2026/04/30/grok.md")), date_of(PurePosixPath("2026-04-30-grok/index.md")), date_of(PurePosixPath("grok.md"))
    ('2026-04-30', '2026-04-30', None)
    >>> date_of(PurePosixPath("grok.md"), "/2026/04/30/grok/")
    '2026-04-30'
    """
    dated = _DATED.fullmatch(name_of(file))
    if dated:
        return dated["date"]
    folders = _DATED_FOLDERS.search(file.as_posix()) or _DATED_FOLDERS.search(permalink)
    return f"{folders['year']}-{folders['month']}-{folders['day']}" if folders else None


def name_of(file: PurePosixPath) -> str:
    """
    Return the name of a file without its suffix; of the index file of a folder, the folder's name.
    """
    return file.parent.name if is_bundle(file) else file.stem


def is_bundle(file: PurePosixPath) -> bool:
    """
    Return whether *file* is the index file of a folder, which also contains the article's images.
    """
    return file.stem == "index" and len(file.parts) > 1


def folders_of(file: PurePosixPath) -> tuple[str, ...]:
    """
    Return the folders that contain an article, without the folder of a bundle and Jekyll's.
    """
    folders = file.parent.parts[:-1] if is_bundle(file) else file.parent.parts
    return without_posts(folders)


def without_posts(folders: Iterable[str]) -> tuple[str, ...]:
    """
    Return *folders* without Jekyll's.
    """
    return tuple(folder for folder in folders if folder not in {POSTS, DRAFTS})


def section_of(file: PurePosixPath) -> str | None:
    """
    Return the first folder that is not part of a date.
    """
    return next((folder for folder in folders_of(file) if not folder[:1].isdigit() or not folder.replace("-", "").isdigit()), None)
