"""
Rules about Media RSS 1.5.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table

_MEDIUMS = frozenset({"image", "audio", "video", "document", "executable"})
_NUMBERS = ("fileSize", "height", "width", "channels")


def media_medium_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A medium that is none of the five: readers do not know whether it is a picture or a film.

    Media RSS 1.5.1, media:content.

    Fix: image, audio, video, document or executable.
    """
    for element in document.named("content", namespace=ns.MEDIA):
        medium = element.get("medium")
        if medium is not None and medium not in _MEDIUMS:
            yield document.found(element, f"{medium!r} is none of {', '.join(sorted(_MEDIUMS))}")


def media_without_address(document: XmlDocument) -> Iterator[Found]:
    """
    A media:content, thumbnail or player that leads nowhere.

    Media RSS 1.5.1: url is required, but where media:content has a player.

    Fix: give the url.
    """
    for element in document.named("content", "thumbnail", "player", namespace=ns.MEDIA):
        if element.get("url") is None and not children(element, "player"):
            yield document.found(element, f"<{element.tag}> needs the attribute 'url'")


def media_group_pointless(document: XmlDocument) -> Iterator[Found]:
    """
    A media:group of one: it is for the same thing in several forms.

    Media RSS 1.5.1, media:group.

    Fix: media:content alone.
    """
    for element in document.named("group", namespace=ns.MEDIA):
        if len(children(element, "content")) < 2:
            yield document.found(element, "a group holds the same thing in two forms or more")


def media_credit_role_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The role in a credit has capitals, so programs do not find it in the list.

    Media RSS 1.5.1, media:credit.

    Fix: lower case.
    """
    for element in document.named("credit", namespace=ns.MEDIA):
        role = element.get("role")
        if role is not None and (role != role.lower() or not role.strip()):
            yield document.found(element, f"write the role in lower case: {role.lower()!r}")


def media_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A size that is no number.

    Media RSS 1.5.1, media:content, media:thumbnail.

    Fix: digits alone, in bytes or pixels.
    """
    for element in document.named("content", "thumbnail", namespace=ns.MEDIA):
        for name in _NUMBERS:
            value = element.get(name)
            if value is not None and not (value.isascii() and value.isdigit()):
                yield document.found(element, f"{name} must be a whole number, not {value!r}")


def media_text_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of a title, description or text is neither plain nor html.

    Media RSS 1.5.1, media:title.

    Fix: plain, or html.
    """
    for element in document.named("title", "description", "text", namespace=ns.MEDIA):
        if element.get("type") not in {None, "plain", "html"}:
            yield document.found(element, f"the type is plain or html, not {element.get('type')!r}")


RULES = table(
    errors=(media_medium_invalid, media_without_address, media_credit_role_invalid, media_number_invalid, media_text_type_invalid),
    warnings=(media_group_pointless,),
)
