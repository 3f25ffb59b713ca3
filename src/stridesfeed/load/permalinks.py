"""
The addresses of articles: from a pattern, or as their front matter says.

A pattern is text with placeholders in braces::

    {path}      the file's folders and its slug: what Hugo, Zola and MkDocs use
    {section}   the article's section; nothing where there is none
    {slug}      of the front matter, else the file's name without its date, or the folder of an index file
    {filename}  the file's name without its suffix
    {year} {month} {day}   when it was published, as the date is written: four, two and two digits
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

#: ``2026-04-30-slug``, as Jekyll, Pelican and Zola name files; Zola knows ``_`` too.
_DATED = re.compile(r"(?P<date>\d{4}-\d\d?-\d\d?)(?:[-_](?P<slug>.+))?", re.ASCII)
_DATED_FOLDERS = re.compile(r"(?:^|/)(?P<year>\d{4})[/-](?P<month>\d\d)[/-](?P<day>\d\d)(?=[-_/]|$)", re.ASCII)

#: Jekyll's folders say what a file is, and are no part of its address.
POSTS = "_posts"
DRAFTS = "_drafts"


def pattern(value: object) -> str | None:
    """
    The rule of a pattern: known placeholders, and something that tells articles apart.
    """
    if not isinstance(value, str):
        return f"must be a pattern as text, not {type(value).__name__}"
    names = _PLACEHOLDER.findall(value)
    for name in names:
        if name not in NAMES:
            return f"must not have {{{name}}}{suggestion(name, NAMES)}"
    if "{" in (rest := _PLACEHOLDER.sub("", value)) or "}" in rest:
        return f"must have its braces in pairs, not {value!r}"
    if not {"path", "slug", "filename"}.intersection(names):
        return f"must have {{slug}}, {{path}} or {{filename}}, or all articles would have one address: {value!r}"
    return None


def expand(permalink: str, values: Mapping[str, str]) -> str:
    """
    *permalink* with its placeholders replaced; where one is empty, its slash goes too.

    >>> expand("/{section}/{slug}/", {"section": "", "slug": "grok"})
    '/grok/'
    """
    return _SLASHES.sub("/", _PLACEHOLDER.sub(lambda name: values[name[1]], permalink))


def expand_own(permalink: str, slug: str, published: datetime | None) -> str:
    """
    The front matter's own *permalink*, with the placeholders that Jekyll knows replaced (``/:year/:title/``); else as it is.
    """
    values = {"title": slug, "slug": slug}
    if published:
        values |= date_values(published)
    return permalink if iri.scheme(permalink) in iri.WEB else _JEKYLL_PLACEHOLDER.sub(lambda name: values.get(name[1], name[0]), permalink)


def date_values(published: datetime) -> dict[str, str]:
    """
    The parts of a date, as it was written: a moment has another date elsewhere.
    """
    return {"year": f"{published.year:04}", "month": f"{published.month:02}", "day": f"{published.day:02}"}


def under(site: str, path: str) -> str:
    """
    The address of *path* on the site at *site*; an absolute URL is one already.

    >>> under("https://example.org/blog", "/news/grok")
    'https://example.org/blog/news/grok'
    """
    if iri.scheme(path) in iri.WEB:
        return path
    return site.partition("#")[0].partition("?")[0].rstrip("/") + "/" + path.lstrip("/")


def slug_of(file: PurePosixPath) -> str:
    """
    The slug that a file's path gives.

    >>> slug_of(PurePosixPath("news/2026-04-30-grok.md")), slug_of(PurePosixPath("news/grok/index.md"))
    ('grok', 'grok')
    """
    name = _own_name(file)
    dated = _DATED.fullmatch(name)
    return segment((dated["slug"] or name) if dated else name)


def date_of(file: PurePosixPath) -> str | None:
    """
    The date in a file's name, or else in its folders, as ``YYYY-MM-DD``.

    >>> date_of(PurePosixPath("2026/04/30/grok.md")), date_of(PurePosixPath("2026-04-30-grok/index.md")), date_of(PurePosixPath("grok.md"))
    ('2026-04-30', '2026-04-30', None)
    """
    dated = _DATED.fullmatch(_own_name(file))
    if dated:
        return dated["date"]
    folders = _DATED_FOLDERS.search(file.as_posix())
    return f"{folders['year']}-{folders['month']}-{folders['day']}" if folders else None


def is_bundle(file: PurePosixPath) -> bool:
    """
    Whether *file* stands for its folder, which then holds the article's pictures too.
    """
    return file.stem == "index" and len(file.parts) > 1


def folders_of(file: PurePosixPath) -> tuple[str, ...]:
    """
    The folders that an article lies in; neither its own, if it is a bundle, nor Jekyll's.
    """
    folders = file.parent.parts[:-1] if is_bundle(file) else file.parent.parts
    return tuple(folder for folder in folders if folder not in {POSTS, DRAFTS})


def section_of(file: PurePosixPath) -> str | None:
    """
    The first folder that is no part of a date.
    """
    return next((folder for folder in folders_of(file) if not folder[:1].isdigit() or not folder.replace("-", "").isdigit()), None)


def segment(text: str) -> str:
    """
    *text* as part of a path: white space becomes hyphens, and what would end the path goes.
    """
    return _WHITE.sub("-", text.strip()).replace("?", "").replace("#", "")


def slugify(text: str) -> str:
    """
    A name as part of a path.

    >>> slugify("AI News & Views")
    'ai-news-views'
    """
    return _NOT_WORD.sub("-", text.lower()).strip("-")


def _own_name(file: PurePosixPath) -> str:
    return file.parent.name if is_bundle(file) else file.stem
