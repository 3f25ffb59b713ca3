"""
Rules about media: Media RSS 1.5.1, Apple's podcast namespace, and Podcasting 2.0.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from stridesfeed import rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table


def media_medium_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The medium is unknown, so readers cannot tell an image from a video.

    Media RSS 1.5.1, media:content.

    Fix: Write image, audio, video, document or executable.
    """
    for element in document.named("content", namespace=ns.MEDIA):
        medium = element.get("medium")
        if medium is not None and medium not in {"image", "audio", "video", "document", "executable"}:
            yield document.found(element, f"the medium must be image, audio, video, document or executable, not {medium!r}")


def media_without_address(document: XmlDocument) -> Iterator[Found]:
    """
    A media:content, media:thumbnail or media:player has no URL.

    Media RSS 1.5.1: url is required, except for media:content with a player.

    Fix: Add the attribute url.
    """
    for element in document.named("content", "thumbnail", "player", namespace=ns.MEDIA):
        if element.get("url") is None and not children(element, "player"):
            yield document.found(element, f"<{element.tag}> needs the attribute 'url': add it")


def media_group_pointless(document: XmlDocument) -> Iterator[Found]:
    """
    A media:group contains a single file. It is for several versions of the same content.

    Media RSS 1.5.1, media:group.

    Fix: Write media:content without the group.
    """
    for element in document.named("group", namespace=ns.MEDIA):
        if len(children(element, "content")) < 2:
            yield document.found(element, f"<{element.tag}> has fewer than two versions: write <media:content> without it")


def media_credit_role_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The role in a credit contains capitals, so programs do not find it in the list of roles.

    Media RSS 1.5.1, media:credit.

    Fix: Write it in lower case.
    """
    for element in document.named("credit", namespace=ns.MEDIA):
        role = element.get("role")
        if role is not None and not role.strip():
            yield document.found(element, "the role is empty: fill it, or remove it")
        elif role is not None and role != role.lower():
            yield document.found(element, f"the role {role!r} must be in lower case: write {role.lower()!r}")


def media_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A size is not a number.

    Media RSS 1.5.1, media:content, media:thumbnail.

    Fix: Write digits only, in bytes or pixels.
    """
    for element in document.named("content", "thumbnail", namespace=ns.MEDIA):
        for name in ("fileSize", "height", "width", "channels"):
            value = element.get(name)
            if value is not None and not (value.isascii() and value.isdigit()):
                yield document.found(element, f"{name} must be a whole number, not {value!r}")


def media_text_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of a title, description or text is neither plain nor html.

    Media RSS 1.5.1, media:title.

    Fix: Write plain or html.
    """
    for element in document.named("title", "description", "text", namespace=ns.MEDIA):
        if element.get("type") not in {None, "plain", "html"}:
            yield document.found(element, f"the type of <{element.tag}> must be plain or html, not {element.get('type')!r}")


def _is_podcast(document: XmlDocument) -> bool:
    return any(element.namespace == ns.ITUNES for element in (document.feed.children if document.feed else ()))


def show_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    A podcast lacks an element that Apple requires in the channel. Apple's directory refuses it.

    Apple, a podcaster's guide to RSS.

    Fix: Add itunes:image, itunes:category and itunes:explicit.
    """
    if _is_podcast(document) and document.feed:
        for name in ("image", "category", "explicit"):
            if not children(document.feed, name, namespace=ns.ITUNES):
                yield document.found(document.feed, f"Apple requires <itunes:{name}> in the channel: add it")


def explicit_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The value of itunes:explicit is neither true nor false; yes, no and clean are outdated.

    Apple, a podcaster's guide to RSS.

    Fix: Write true or false.
    """
    for element in document.named("explicit", namespace=ns.ITUNES):
        if element.text.strip().lower() not in {"true", "false"}:
            yield document.found(element, f"<{element.tag}> must be true or false, not {element.text.strip()[:20]!r}")


def duration_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Players cannot read the duration.

    Apple, a podcaster's guide to RSS: seconds, or hours:minutes:seconds.

    Fix: Write whole seconds.
    """
    for element in document.named("duration", namespace=ns.ITUNES):
        if not re.fullmatch(r"\d+|(?:\d+:)?[0-5]?\d:[0-5]\d", element.text.strip()):
            yield document.found(element, f"<{element.tag}> must be seconds or h:mm:ss, not {element.text.strip()[:20]!r}")


def episode_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The number of an episode or season is not a whole number above zero.

    Apple, a podcaster's guide to RSS.

    Fix: Write digits only.
    """
    for element in document.named("episode", "season", namespace=ns.ITUNES):
        text = element.text.strip()
        if not text.isascii() or not text.isdigit() or int(text) == 0:
            yield document.found(element, f"<{element.tag}> must be a whole number above 0, not {text[:20]!r}")


def episode_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of an episode or a show is unknown.

    Apple, a podcaster's guide to RSS.

    Fix: Write full, trailer or bonus for an episode, episodic or serial for a show.
    """
    for name, allowed, listed in (
        ("episodeType", {"full", "trailer", "bonus"}, "full, trailer or bonus"),
        ("type", {"episodic", "serial"}, "episodic or serial"),
    ):
        for element in document.named(name, namespace=ns.ITUNES):
            if element.text.strip().lower() not in allowed:
                yield document.found(element, f"<{element.tag}> must be {listed}, not {element.text.strip()[:20]!r}")


def artwork_unreachable(document: XmlDocument) -> Iterator[Found]:
    """
    The element itunes:image has no URL, so the show has no image.

    Apple, a podcaster's guide to RSS.

    Fix: Write ``<itunes:image href="https://…"/>``.
    """
    for element in document.named("image", namespace=ns.ITUNES):
        if not element.get("href"):
            yield document.found(element, f"<{element.tag}> needs the attribute 'href': add the URL of the image")


def owner_email_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The owner's e-mail address is invalid, so Apple cannot verify the show.

    Apple, a podcaster's guide to RSS.

    Fix: Write one e-mail address.
    """
    for element in document.named("email", namespace=ns.ITUNES):
        if rules.email(element.text.strip()):
            yield document.found(element, f"<{element.tag}> must be an e-mail address, not {element.text.strip()[:60]!r}")


def episode_format_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    Apple does not accept the file extension of an episode.

    Apple, a podcaster's guide to RSS.

    Fix: Use m4a, mp3, mov, mp4, m4v, pdf or epub, before any "?" in the URL.
    """
    extensions = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub")
    for element in document.rss("enclosure", inside="item") if _is_podcast(document) else ():
        url = element.get("url") or ""
        if rules.address(("http", "https"))(url) is None and not urlsplit(url).path.lower().endswith(extensions):
            yield document.found(element, f"Apple does not accept this file: use one that ends in {', '.join(extensions)}")


#: Required attributes of Podcasting 2.0.
_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "transcript": ("url", "type"),
        "chapters": ("url", "type"),
        "soundbite": ("startTime", "duration"),
        "funding": ("url",),
        "trailer": ("pubdate", "url"),
        "alternateEnclosure": ("type",),
        "source": ("uri",),
        "value": ("type", "method"),
        "images": ("srcset",),
    }
)


def podcast_attribute_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An element of Podcasting 2.0 lacks a required attribute, so apps ignore it.

    Podcast namespace 1.0.

    Fix: Add the attribute.
    """
    for name, attributes in _REQUIRED.items():
        for element in document.named(name, namespace=ns.PODCAST):
            for attribute in attributes:
                if element.get(attribute) is None:
                    yield document.found(element, f"<{element.tag}> needs the attribute {attribute!r}: add it")


def podcast_guid_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The element podcast:guid is not a UUID, so directories do not recognize the show after a move.

    Podcast namespace 1.0, guid.

    Fix: Write the UUIDv5 of the feed's first URL, and never change it.
    """
    for element in document.named("guid", namespace=ns.PODCAST):
        try:
            uuid.UUID(element.text.strip())
        except ValueError:
            yield document.found(element, f"<{element.tag}> must be a UUID, not {element.text.strip()[:60]!r}")


RULES = table(
    errors=(
        media_medium_invalid,
        media_without_address,
        media_credit_role_invalid,
        media_number_invalid,
        media_text_type_invalid,
        explicit_invalid,
        duration_invalid,
        episode_number_invalid,
        episode_type_invalid,
        artwork_unreachable,
        owner_email_invalid,
        podcast_attribute_missing,
        podcast_guid_invalid,
    ),
    warnings=(media_group_pointless, show_incomplete, episode_format_unusual),
)
