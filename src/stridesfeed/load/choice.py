"""
The choice of articles by their section and front matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from stridesfeed.load.content import Content
from stridesfeed.load.front_matter import fields, names
from stridesfeed.load.front_matter.nodes import FrontMatter, Node
from stridesfeed.load.urls.permalinks import name_of
from stridesfeed.load.urls.slugs import slugify

#: Names and layouts of pages.
_PAGES = frozenset(
    {
        *("404", "about", "archive", "archives", "base", "blog", "categories", "contact", "default", "home", "imprint", "index", "list"),
        *("page", "pages", "privacy", "redirect", "search", "sitemap", "tag", "tags", "terms"),
    }
)


def is_page(front_matter: FrontMatter, inside: PurePosixPath) -> bool:
    """
    Return whether a file without a date is clearly a page of the site, by its name or layout, rather than an article whose date was forgotten.
    """
    layouts = (PurePosixPath(str(node.value)).stem.lower() for node in front_matter.find_all(*names.LAYOUT))
    is_redirect = front_matter.find(*names.REDIRECT) is not None
    return is_redirect or not _PAGES.isdisjoint((name_of(inside).lower(), *layouts))


def skip_reason(front_matter: FrontMatter, section: str | None, content: Content) -> str | None:
    """
    Return why an article is not among those that *content* chooses; ``None`` if it is.
    """
    if content.sections and slugify(section or "") not in map(slugify, content.sections):
        return f"is in section {section!r}" if section else "is in no section"
    for key, values in content.include_if.items():
        if not _has(front_matter, key, values):
            return f"does not have {key}: {' or '.join(map(_as_text, values))}"
    excluded = ((key, value) for key, values in content.exclude_if.items() for value in values if _has(front_matter, key, [value]))
    return next((f"has {key}: {_as_text(value)}" for key, value in excluded), None)


def _has(front_matter: FrontMatter, key: str, values: Sequence[object]) -> bool:
    node = front_matter.at(key)
    return node is not None and any(_equals(item, value) for item in node.items() for value in values)


def _equals(node: Node, value: object) -> bool:
    if isinstance(value, bool):
        return fields.is_flag(node) and fields.flag(node) == value
    return _as_text(node.value).casefold() == _as_text(value).casefold()


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value).strip()
