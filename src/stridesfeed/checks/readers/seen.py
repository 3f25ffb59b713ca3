"""
An article as a reader gives it, whatever the reader calls its parts.
"""

from __future__ import annotations

from datetime import datetime

import attrs


class UnreadableError(Exception):
    """
    A reader refuses a document; its own error is the cause.
    """


@attrs.frozen
class Enclosure:
    """
    A file that belongs to an article.
    """

    url: str
    type: str | None = None
    length: int | None = None


@attrs.frozen(kw_only=True)
class Seen:
    """
    One article. What a reader has no word for is left out, and is among its known properties.
    """

    title: str | None
    link: str | None
    id: str | None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None

    #: As the reader gives it: HTML in RSS, text elsewhere.
    summary: str | None = None

    #: HTML.
    content: str | None = None

    enclosures: tuple[Enclosure, ...] = ()


#: What is compared, in the order in which people look at an article.
FIELDS: tuple[str, ...] = tuple(field.name for field in attrs.fields(Seen))
