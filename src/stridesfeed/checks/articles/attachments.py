"""
Rules on files that belong to articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from stridesfeed.checks.articles.subjects import CheckedArticle
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.load.media_types import media_type_of
from stridesfeed.model import Attachment

#: Names that are in use and that nobody registered, and the registered ones.
_MISNAMED = {
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

#: One format that goes by several registered names.
_ALIKE = (
    {"audio/ogg", "video/ogg", "application/ogg"},
    {"audio/webm", "video/webm"},
    {"audio/mp4", "video/mp4"},
    {"text/xml", "application/xml"},
)


def attachment_length_wrong(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has another length than its file. Podcast programs break off a download, or take it for damaged.

    RSS 2.0, enclosure (length says how big it is in bytes); JSON Feed 1.1, size_in_bytes.

    Fix: leave the length out, so that it is taken from the file; or correct it.
    """
    for attachment in checked.article.attachments:
        real = _length(checked, attachment) if attachment.length is not None else None
        if real is not None and real != attachment.length:
            said = f"{attachment.url} has {real:,} bytes, not {attachment.length:,}"
            yield checked.found(f"{said}: leave the length out, or correct it", keys=names.ATTACHMENTS)


def attachment_length_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment does not say how long it is. RSS has to say 0, and podcast programs can show neither size nor progress.

    RSS 2.0, enclosure; RFC 4287, 4.2.7.6.

    Fix: ``length`` in bytes; for a file of the site it is found by itself.
    """
    for attachment in checked.article.attachments:
        if not attachment.length:
            yield checked.found(f"{attachment.url} does not say its length: give it in bytes", keys=names.ATTACHMENTS)


def attachment_type_wrong(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has a media type that does not fit the name of its file. Programs choose by one or the other what to open it with.

    RSS 2.0, enclosure; RFC 4287, 4.2.7.3.

    Fix: the type that the server sends.
    """
    for attachment in checked.article.attachments:
        given, expected = attachment.type.partition(";")[0].strip().lower(), _expected(attachment.url.partition("?")[0].rpartition(".")[2])
        if expected and given != expected and given not in _MISNAMED and not any({given, expected} <= alike for alike in _ALIKE):
            yield checked.found(f"{attachment.url} is called {given}, and its name says {expected}: correct one", keys=names.ATTACHMENTS)


def attachment_type_unregistered(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has a media type that nobody registered, as image/jpg or audio/mp3. Some programs do not know what to do with it.

    IANA media types; RSS 2.0, enclosure (a standard MIME type).

    Fix: the registered name.
    """
    for attachment in checked.article.attachments:
        if right := _MISNAMED.get(attachment.type.partition(";")[0].strip().lower()):
            yield checked.found(f"{attachment.type} is no registered type: write {right}", keys=names.ATTACHMENTS)


def attachment_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    An attachment has an address of the site at which there is no file.

    No specification is concerned.

    Fix: the right address. Where the file is served from a folder that the configuration does not know of, name that as static.
    """
    for attachment in checked.article.attachments:
        if checked.whole.is_dead(attachment.url):
            yield checked.found(f"at {attachment.url} is no file of the site: correct the address", keys=names.ATTACHMENTS)


def attachments_several(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has several attachments. Half of all readers take the first only; in RSS the others are media:content.

    RSS Advisory Board, best practices, enclosure.

    Fix: the most important one first; the others also as links in the text.
    """
    if len(checked.article.attachments) > 1:
        said = f"has {len(checked.article.attachments)} attachments, and half of all readers take the first only"
        yield checked.found(f"{said}: put the most important one there", keys=names.ATTACHMENTS)


@lru_cache
def _expected(suffix: str) -> str | None:
    return media_type_of(f"file.{suffix}")


def _length(checked: CheckedArticle, attachment: Attachment) -> int | None:
    file = checked.whole.file(attachment.url)
    return file.stat().st_size if file else None
