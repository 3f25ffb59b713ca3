"""
Rules on attachments.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stridesfeed.checks.articles.checked_feed import CheckedArticle
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names
from stridesfeed.media_types import media_type_of

#: Unregistered types in use, and the registered ones.
_REGISTERED = {
    "application/mp3": "audio/mpeg",
    "application/x-pdf": "application/pdf",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "text/javascript+json": "application/json",
    "video/m4v": "video/mp4",
    "video/x-m4v": "video/mp4",
    "video/x-mp4": "video/mp4",
}

#: Registered types of the same format.
_SYNONYMS = (
    {"audio/ogg", "video/ogg", "application/ogg"},
    {"audio/webm", "video/webm"},
    {"audio/mp4", "video/mp4"},
    {"text/xml", "application/xml"},
)


def attachment_length_wrong(checked: CheckedArticle) -> Iterator[Found]:
    """
    The length of an attachment differs from the size of its file. Podcast apps abort the download, or consider the file damaged.

    RSS 2.0, enclosure (length says how big it is in bytes); JSON Feed 1.1, size_in_bytes.

    Fix: Remove the length, which is then read from the file; or correct it.
    """
    for attachment in checked.article.attachments:
        file = checked.file(attachment.url) if attachment.length is not None else None
        size = file.stat().st_size if file else None
        if size is not None and size != attachment.length:
            message = f"{attachment.url} has {size:,} bytes, not {attachment.length:,}: correct the length, or remove it"
            yield checked.found(message, keys=names.ATTACHMENTS)


def attachment_length_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has no length. RSS contains 0 instead, and podcast apps show neither size nor progress.

    RSS 2.0, enclosure; RFC 4287, 4.2.7.6.

    Fix: Add ``length`` in bytes. For files of the site it is detected.
    """
    for attachment in checked.article.attachments:
        if not attachment.length:
            yield checked.found(f"{attachment.url} has no length: add it in bytes", keys=names.ATTACHMENTS)


def attachment_type_wrong(checked: CheckedArticle) -> Iterator[Found]:
    """
    The media type of an attachment does not match its file name. Apps choose the player by one or the other.

    RSS 2.0, enclosure; RFC 4287, 4.2.7.3.

    Fix: Use the type that the server sends.
    """
    for attachment in checked.article.attachments:
        given = _essence(attachment.type)
        expected = _expected(attachment.url.partition("?")[0].rpartition(".")[2])
        if expected and given != expected and given not in _REGISTERED and not any({given, expected} <= types for types in _SYNONYMS):
            message = f"{attachment.url} has the type {given}, but its name suggests {expected}: correct one of them"
            yield checked.found(message, keys=names.ATTACHMENTS)


def attachment_type_unregistered(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has an unregistered media type, such as image/jpg or audio/mp3. Some apps cannot handle it.

    IANA media types; RSS 2.0, enclosure (a standard MIME type).

    Fix: Use the registered type.
    """
    for attachment in checked.article.attachments:
        if registered := _REGISTERED.get(_essence(attachment.type)):
            yield checked.found(f"{attachment.type} is not a registered media type: use {registered}", keys=names.ATTACHMENTS)


def attachment_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has an address on the site where there is no file.

    No specification covers this.

    Fix: Correct the address. If the file is served from a folder that is missing in the configuration, add that folder as static.
    """
    for attachment in checked.article.attachments:
        if checked.is_dead(attachment.url):
            yield checked.found(f"{attachment.url} does not exist on the site: correct the address", keys=names.ATTACHMENTS)


def attachments_several(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has several attachments. Half of all readers use only the first; RSS contains the others as media:content, which
    many programs do not read.

    RSS Advisory Board, best practices, enclosure.

    Fix: Put the most important attachment first, and link to the others in the text. With options.enclosures = "all", RSS has an enclosure for
    each.
    """
    count = len(checked.article.attachments)
    if count > 1:
        message = f"{count} attachments, half of all readers use only the first: put the most important one first"
        yield checked.found(message, keys=names.ATTACHMENTS)


def _essence(media_type: str) -> str:
    """
    Return the type without parameters, in lower case.
    """
    return media_type.partition(";")[0].strip().lower()


@lru_cache
def _expected(suffix: str) -> str | None:
    return media_type_of(f"file.{suffix}")
