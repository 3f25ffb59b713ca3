"""
The URLs of articles, from a pattern or from their front matter.

A pattern is text with placeholders in braces::

    {path}      the file's folders and its slug, as in Hugo, Zola and MkDocs
    {section}   the article's section; empty if it has none
    {slug}      from front matter, else the file's name without its date, or the folder of an index file
    {filename}  the file's name without its suffix
    {year} {month} {day}   the date of publication as written: four, two and two digits
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from stridesfeed import iri
from stridesfeed.errors import suggestion

NAMES = ("path", "section", "slug", "filename", "year", "month", "day")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_JEKYLL_PLACEHOLDER = re.compile(r":(year|month|day|title|slug)\b")
_SLASHES = re.compile(r"/{2,}")
_WHITE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")

#: ``2026-04-30-slug``, as in Jekyll, Pelican and Zola; Zola also accepts ``_``.
_DATED = re.compile(r"(?P<date>\d{4}-\d\d?-\d\d?)(?:[-_](?P<slug>.+))?", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)(?P<year>\d{4})[/-](?P<month>\d\d)[/-](?P<day>\d\d)(?=[-_/]|$)", re.ASCII)

#: Jekyll's folders for posts and drafts; they are not part of a URL.
POSTS = "_posts"
DRAFTS = "_drafts"


def pattern(value: object) -> str | None:
    """
    Check that a pattern has known placeholders only, and one that differs between articles.
    """
    if not isinstance(value, str):
        return f"must be a pattern as text, not {type(value).__name__}"
    names = _PLACEHOLDER.findall(value)
    for name in names:
        if name not in NAMES:
            return f"must not have {{{name}}}{suggestion(name, NAMES)}"
    if "{" in (rest := _PLACEHOLDER.sub("", value)) or "}" in rest:
        return f"has an unpaired brace: {value!r}"
    if not {"path", "slug", "filename"}.intersection(names):
        return f"must have {{slug}}, {{path}} or {{filename}}, or all articles would have the same URL: {value!r}"
    return None


def expand(permalink: str, values: Mapping[str, str]) -> str:
    """
    Return *permalink* with its placeholders replaced. An empty placeholder takes its slash with it.

    >>> expand("/{section}/{slug}/", {"section": "", "slug": "grok"})
    '/grok/'
    """
    return _SLASHES.sub("/", _PLACEHOLDER.sub(lambda name: values[name[1]], permalink))


def expand_jekyll(permalink: str, slug: str, published: datetime | None) -> str:
    """
    Return a *permalink* from front matter with Jekyll's placeholders (``/:year/:title/``) replaced.
    """
    values = {"title": slug, "slug": slug}
    if published:
        values |= date_values(published)
    return permalink if iri.scheme(permalink) in iri.WEB else _JEKYLL_PLACEHOLDER.sub(lambda name: values.get(name[1], name[0]), permalink)


def date_values(published: datetime) -> dict[str, str]:
    """
    Return the placeholders of a date, in its own time zone.
    """
    return {"year": f"{published.year:04}", "month": f"{published.month:02}", "day": f"{published.day:02}"}


def on_site(site: str, path: str) -> str:
    """
    Return the URL of *path* on the site at *site*; absolute URLs are returned unchanged.

    >>> on_site("https://example.org/blog", "/news/grok")
    'https://example.org/blog/news/grok'
    """
    if iri.scheme(path) in iri.WEB:
        return path
    return site.partition("#")[0].partition("?")[0].rstrip("/") + "/" + path.lstrip("/")


def slug_of(file: PurePosixPath) -> str:
    """
    Return the slug for a file's path.

    >>> slug_of(PurePosixPath("news/2026-04-30-grok.md")), slug_of(PurePosixPath("news/grok/index.md"))
    ('grok', 'grok')
    """
    name = _name_of(file)
    dated = _DATED.fullmatch(name)
    return path_segment((dated["slug"] or name) if dated else name)


def date_of(file: PurePosixPath, permalink: str = "") -> str | None:
    """
    Return the date in a file's name, else in its folders, else in *permalink*, as ``YYYY-MM-DD``.

    >>> date_of(PurePosixPath("2026/04/30/grok.md")), date_of(PurePosixPath("2026-04-30-grok/index.md")), date_of(PurePosixPath("grok.md"))
    ('2026-04-30', '2026-04-30', None)
    >>> date_of(PurePosixPath("grok.md"), "/2026/04/30/grok/")
    '2026-04-30'
    """
    dated = _DATED.fullmatch(_name_of(file))
    if dated:
        return dated["date"]
    folders = _DATED_FOLDERS.search(file.as_posix()) or _DATED_FOLDERS.search(permalink)
    return f"{folders['year']}-{folders['month']}-{folders['day']}" if folders else None


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
    return tuple(folder for folder in folders if folder not in {POSTS, DRAFTS})


def section_of(file: PurePosixPath) -> str | None:
    """
    Return the first folder that is not part of a date.
    """
    return next((folder for folder in folders_of(file) if not folder[:1].isdigit() or not folder.replace("-", "").isdigit()), None)


def path_segment(text: str) -> str:
    """
    Return *text* as a path segment: hyphens for white space, without ``?`` and ``#``.
    """
    return _WHITE.sub("-", text.strip()).replace("?", "").replace("#", "")


def slugify(text: str) -> str:
    """
    Return *text* as a slug.

    >>> slugify("AI News & Views")
    'ai-news-views'
    """
    return _NOT_WORD.sub("-", text.lower()).strip("-")


def _name_of(file: PurePosixPath) -> str:
    return file.parent.name if is_bundle(file) else file.stem
