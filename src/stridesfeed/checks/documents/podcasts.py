"""
Rules about podcasts: Apple's namespace, and that of Podcasting 2.0.
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

_DURATION = re.compile(r"\d+|(?:\d+:)?[0-5]?\d:[0-5]\d")
_ENDINGS = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub")
_NEEDED = ("image", "category", "explicit")
_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "transcript": ("url", "type"),
        "chapters": ("url", "type"),
        "soundbite": ("startTime", "duration"),
        "funding": ("url",),
        "locked": (),
        "trailer": ("pubdate", "url"),
        "license": (),
        "alternateEnclosure": ("type",),
        "source": ("uri",),
        "value": ("type", "method"),
        "images": ("srcset",),
    }
)


def _is_podcast(document: XmlDocument) -> bool:
    return any(element.namespace == ns.ITUNES for element in (document.feed.children if document.feed else ()))


def show_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    A podcast without what Apple's directory requires of the channel: it is refused there.

    Apple, a podcaster's guide to RSS.

    Fix: itunes:image, itunes:category, itunes:explicit.
    """
    if _is_podcast(document) and document.feed:
        for name in _NEEDED:
            if not children(document.feed, name, namespace=ns.ITUNES):
                yield document.found(document.feed, f"Apple wants <itunes:{name}> in the channel")


def explicit_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    itunes:explicit is neither true nor false; yes, no and clean were given up.

    Apple, a podcaster's guide to RSS.

    Fix: true, or false.
    """
    for element in document.named("explicit", namespace=ns.ITUNES):
        if element.text.strip().lower() not in {"true", "false"}:
            yield document.found(element, f"write true or false, not {element.text.strip()[:20]!r}")


def duration_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A duration that players cannot read.

    Apple, a podcaster's guide to RSS: seconds, or hours:minutes:seconds.

    Fix: whole seconds.
    """
    for element in document.named("duration", namespace=ns.ITUNES):
        if not _DURATION.fullmatch(element.text.strip()):
            yield document.found(element, f"{element.text.strip()[:20]!r} is neither seconds nor h:mm:ss")


def episode_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The number of an episode or a season is no whole number above zero.

    Apple, a podcaster's guide to RSS.

    Fix: digits alone.
    """
    for element in document.named("episode", "season", namespace=ns.ITUNES):
        text = element.text.strip()
        if not text.isascii() or not text.isdigit() or int(text) == 0:
            yield document.found(element, f"<{element.tag}> is a whole number above 0, not {text[:20]!r}")


def episode_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The type of an episode or a show is none that there is.

    Apple, a podcaster's guide to RSS.

    Fix: full, trailer or bonus; episodic or serial.
    """
    for name, allowed in (("episodeType", ("full", "trailer", "bonus")), ("type", ("episodic", "serial"))):
        for element in document.named(name, namespace=ns.ITUNES):
            if element.text.strip().lower() not in allowed:
                yield document.found(element, f"write {', '.join(allowed)}, not {element.text.strip()[:20]!r}")


def artwork_unreachable(document: XmlDocument) -> Iterator[Found]:
    """
    itunes:image has no address: the show has no picture.

    Apple, a podcaster's guide to RSS.

    Fix: ``<itunes:image href="https://…"/>``.
    """
    for element in document.named("image", namespace=ns.ITUNES):
        if not element.get("href"):
            yield document.found(element, "itunes:image needs the attribute 'href'")


def owner_email_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The owner's address for mail is none: Apple cannot confirm the show.

    Apple, a podcaster's guide to RSS.

    Fix: one address.
    """
    for element in document.named("email", namespace=ns.ITUNES):
        if rules.email(element.text.strip()):
            yield document.found(element, f"{element.text.strip()[:60]!r} is no e-mail address")


def episode_format_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    The file of an episode has an ending that Apple does not take.

    Apple, a podcaster's guide to RSS.

    Fix: m4a, mp3, mov, mp4, m4v, pdf or epub, before any "?".
    """
    for element in document.named("enclosure", inside="item") if _is_podcast(document) and document.format == "rss" else ():
        url = element.get("url") or ""
        if rules.address(("http", "https"))(url) is None and not urlsplit(url).path.lower().endswith(_ENDINGS):
            yield document.found(element, f"Apple takes files that end in {', '.join(_ENDINGS)}")


def podcast_attribute_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An element of Podcasting 2.0 without what it needs: applications pass over it.

    Podcast namespace 1.0.

    Fix: write the attribute.
    """
    for name, needed in _REQUIRED.items():
        for element in document.named(name, namespace=ns.PODCAST):
            for attribute in needed:
                if element.get(attribute) is None:
                    yield document.found(element, f"<{element.tag}> needs the attribute {attribute!r}")


def podcast_guid_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    podcast:guid is no UUID, so directories do not know the show again after a move.

    Podcast namespace 1.0, guid.

    Fix: the UUIDv5 of the feed's first address, which never changes.
    """
    for element in document.named("guid", namespace=ns.PODCAST):
        try:
            uuid.UUID(element.text.strip())
        except ValueError:
            yield document.found(element, f"{element.text.strip()[:60]!r} is no UUID")


RULES = table(
    errors=(
        explicit_invalid,
        duration_invalid,
        episode_number_invalid,
        episode_type_invalid,
        artwork_unreachable,
        owner_email_invalid,
        podcast_attribute_missing,
        podcast_guid_invalid,
    ),
    warnings=(show_incomplete, episode_format_unusual),
)
