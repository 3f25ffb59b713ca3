"""
What to load and how, and what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FileError
from stridesfeed.load import permalinks
from stridesfeed.load.dates import DateOrder
from stridesfeed.model import Article, Person
from stridesfeed.value import Value, checked_by


@attrs.frozen(kw_only=True)
class Content(Value):
    """
    Where articles are, and what their files leave unsaid.
    """

    #: The site's folder: paths in messages are relative to it.
    root: Path

    #: Folders with articles; their subfolders are looked into.
    folders: tuple[Path, ...]

    #: The site's home page, under which every permalink lies.
    url: str = attrs.field(metadata=checked_by(rules.address(iri.WEB)))

    #: The pattern of addresses; see :mod:`stridesfeed.load.permalinks`.
    permalink: str = attrs.field(default="/{path}/", metadata=checked_by(permalinks.pattern))

    #: For dates without an offset; such a date is a fault where this is ``None``.
    timezone: tzinfo | None = None

    #: How to read ``02/03/2024``; such a date is a fault where this is ``None``.
    date_order: DateOrder | None = None

    #: People by the keys that stand for them in front matter.
    authors: Mapping[str, Person] = attrs.field(factory=dict)

    #: Folders whose files are served from the site's root (``static``, ``public``): for the length and type of attachments.
    statics: tuple[Path, ...] = ()

    #: The scheme of every category that names none.
    category_scheme: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.address(iri.LINK))))

    #: What ``{{ site.NAME }}`` stands for in texts, by NAME (Jekyll).
    variables: Mapping[str, str] = attrs.field(factory=dict)

    #: The site's language, for cutting summaries; articles that name their own keep it.
    language: str | None = None

    #: The most characters of a summary taken from the text; 0 for none.
    summary_length: int = 280


@attrs.frozen(kw_only=True)
class Skipped:
    """
    A file, or an article of it, that stays out and is no fault.
    """

    path: str

    #: ``draft``, ``dated 2027-01-01, after 2026-04-30``.
    reason: str


@attrs.frozen(kw_only=True)
class Loaded:
    """
    What was found: everything that is in the folders is in one of these.
    """

    #: Newest first; those of the same moment by id.
    articles: tuple[Article, ...]

    skipped: tuple[Skipped, ...]

    #: By path and line. An article with a fault is not in *articles*.
    faults: tuple[FileError, ...]

    #: The path, as in messages, of each article's file, by the article's id; with the line, where a file may hold several.
    origins: Mapping[str, str]

    #: The keys of front matter that nobody reads, by path.
    unknown: Mapping[str, tuple[str, ...]]

    #: The ids that front matter gives; all others are addresses.
    named: frozenset[str] = frozenset()

    #: The ids of articles whose date of publication counts although they were published with another one.
    redated: frozenset[str] = frozenset()
