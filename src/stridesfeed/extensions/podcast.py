"""
Podcasting 2.0: typed elements of its namespace, checked by its table. :class:`~stridesfeed.Podcast` and :class:`~stridesfeed.Episode` contain
them.

>>> Person("Ann Lee", role="guest").element.attributes
(('role', 'guest'),)
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import ClassVar, Literal

import attrs

from stridesfeed.dates import format_rfc3339
from stridesfeed.extensions import NAMESPACES
from stridesfeed.extensions.elements import TypedElement
from stridesfeed.extensions.payments import RemoteItem, Value, ValueRecipient, ValueTimeSplit
from stridesfeed.markup import Element
from stridesfeed.model import XmlFormat
from stridesfeed.value import Many, as_tuple

__all__ = [
    "NAMESPACE",
    "AlternateEnclosure",
    "Block",
    "Chapters",
    "Chat",
    "ContentLink",
    "Funding",
    "Image",
    "Integrity",
    "License",
    "LiveItem",
    "Location",
    "Person",
    "RemoteItem",
    "SocialInteract",
    "Soundbite",
    "Source",
    "Trailer",
    "Transcript",
    "Txt",
    "UpdateFrequency",
    "Value",
    "ValueRecipient",
    "ValueTimeSplit",
    "guid_of",
]

NAMESPACE = NAMESPACES["podcast"]

#: The namespace of UUIDs of shows (Podcast namespace 1.0, guid).
_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def guid_of(feed_url: str) -> str:
    """
    Return the podcast:guid of the show whose feed is at *feed_url*: a UUIDv5 of the address without scheme and final slashes.

    Assign it once, and keep it when the feed moves.

    >>> guid_of("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid.uuid5(_GUIDS, feed_url.partition("://")[2].rstrip("/")))


@attrs.frozen
class Funding(TypedElement):
    """
    A page for donations.

    RSS, Atom: podcast:funding. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:funding"

    url: str

    #: The words for the link: at most 128 characters.
    text: str | None = None


@attrs.frozen
class Person(TypedElement):
    """
    A host, a guest or another participant. Those of an episode replace those of the show.

    RSS, Atom: podcast:person. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:person"

    #: The name.
    text: str

    #: A role of the Podcast Taxonomy: "host" (the default), "guest", "editor".
    role: str | None = None

    #: A group of the Podcast Taxonomy: "cast" (the default), "writing".
    group: str | None = None

    #: The address of a picture.
    img: str | None = None

    #: The address of a page about the person.
    href: str | None = None


@attrs.frozen
class Location(TypedElement):
    """
    A place that a show or an episode is about, or where it was made.

    RSS, Atom: podcast:location. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:location"

    #: The name: "Lisbon".
    text: str

    #: "subject" (the default) or "creator".
    rel: Literal["subject", "creator"] | None = None

    #: Latitude and longitude (RFC 5870): "geo:38.7,-9.1".
    geo: str | None = None

    #: The object of OpenStreetMap: "R5400890".
    osm: str | None = None

    #: The code of the country (ISO 3166-1): "PT".
    country: str | None = None


@attrs.frozen
class License(TypedElement):
    """
    The licence of a show or an episode.

    RSS, Atom: podcast:license. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:license"

    #: The identifier in lower case: "cc-by-4.0".
    text: str

    #: Required for a licence of your own.
    url: str | None = None


@attrs.frozen
class Transcript(TypedElement):
    """
    A transcript, or captions.

    RSS, Atom: podcast:transcript. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:transcript"

    url: str

    #: The media type: "text/vtt", "application/x-subrip", "application/json", "text/html".
    type: str

    #: Defaults to the language of the feed.
    language: str | None = None

    #: "captions" for a file with times.
    rel: Literal["captions"] | None = None


@attrs.frozen
class Chapters(TypedElement):
    """
    A file with chapters.

    RSS, Atom: podcast:chapters. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:chapters"

    url: str
    type: str = "application/json+chapters"


@attrs.frozen
class ChapterMark(TypedElement):
    """
    A chapter in the feed itself, which needs no file.

    RSS, Atom: psc:chapter (Podlove Simple Chapters 1.2). JSON Feed: –.
    """

    TAG: ClassVar[str] = "psc:chapter"

    #: In seconds, or as 12:05:35.3.
    start: float | str

    title: str

    #: A page about the chapter.
    href: str | None = None

    #: The address of a picture.
    image: str | None = None


@attrs.frozen
class Soundbite(TypedElement):
    """
    A highlight of an episode.

    RSS, Atom: podcast:soundbite. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:soundbite"

    #: In seconds.
    start_time: float

    #: In seconds; 15 to 120 are recommended.
    duration: float

    #: A title: at most 128 characters.
    text: str | None = None


@attrs.frozen
class Source(TypedElement):
    """
    An address of a file.

    RSS, Atom: podcast:source. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:source"

    uri: str

    #: The media type, if it is not that of the file: "application/x-bittorrent".
    content_type: str | None = None


@attrs.frozen
class Integrity(TypedElement):
    """
    A means to verify a file.

    RSS, Atom: podcast:integrity. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:integrity"

    type: Literal["sri", "pgp-signature"]
    value: str


def _sources(sources: Many[Source]) -> tuple[Source, ...]:
    return as_tuple(sources)


@attrs.frozen
class AlternateEnclosure(TypedElement):
    """
    Another version of the file of an episode.

    RSS, Atom: podcast:alternateEnclosure. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:alternateEnclosure"

    #: The media type.
    type: str

    sources: tuple[Source, ...] = attrs.field(converter=_sources)

    #: In bytes.
    length: int | None = None

    #: In bits per second.
    bitrate: float | None = None

    #: In pixels, of a video.
    height: int | None = None

    #: The language (BCP 47).
    lang: str | None = None

    #: A name of at most 32 characters: "High quality".
    title: str | None = None

    #: Files with the same value belong together.
    rel: str | None = None

    #: RFC 6381.
    codecs: str | None = None

    #: True for the file of the enclosure.
    default: bool | None = None

    integrity: Integrity | None = None


@attrs.frozen
class Trailer(TypedElement):
    """
    A trailer of a show or of a season.

    RSS, Atom: podcast:trailer. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:trailer"

    #: The title.
    text: str

    url: str

    #: The date of publication.
    pubdate: datetime

    #: In bytes.
    length: int | None = None

    #: The media type.
    type: str | None = None

    season: int | None = None


@attrs.frozen
class Image(TypedElement):
    """
    A picture for a certain purpose.

    RSS, Atom: podcast:image. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:image"
    ATTRIBUTES: ClassVar[Mapping[str, str]] = {"aspect_ratio": "aspect-ratio"}

    href: str
    alt: str | None = None

    #: "1/1" (the default), "16/9".
    aspect_ratio: str | None = None

    #: In pixels.
    width: int | None = None

    #: In pixels.
    height: int | None = None

    #: The media type.
    type: str | None = None

    #: Words: "artwork", "social", "banner".
    purpose: str | None = None


@attrs.frozen
class ContentLink(TypedElement):
    """
    A page that shows an episode or a live stream.

    RSS, Atom: podcast:contentLink. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:contentLink"

    href: str

    #: The words for the link.
    text: str


@attrs.frozen
class SocialInteract(TypedElement):
    """
    The post whose replies are the comments.

    RSS, Atom: podcast:socialInteract. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:socialInteract"

    #: "activitypub", "atproto", "nostr", …, or "disabled" without anything else.
    protocol: str

    uri: str | None = None
    account_id: str | None = None
    account_url: str | None = None

    #: Lower numbers come first.
    priority: int | None = None


@attrs.frozen
class Chat(TypedElement):
    """
    A chat room.

    RSS, Atom: podcast:chat. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:chat"

    server: str

    #: "irc", "xmpp", "nostr", "matrix".
    protocol: str

    account_id: str | None = None
    space: str | None = None


@attrs.frozen
class Block(TypedElement):
    """
    A service that may not, or may, show the feed.

    RSS, Atom: podcast:block. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:block"

    #: True to block.
    text: bool

    #: A name of the list of services; all services if omitted.
    id: str | None = None


@attrs.frozen
class Txt(TypedElement):
    """
    A text for a service: a proof of ownership, for example.

    RSS, Atom: podcast:txt. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:txt"

    text: str

    #: "verify", "applepodcastsverify".
    purpose: str | None = None


@attrs.frozen
class UpdateFrequency(TypedElement):
    """
    The schedule of new episodes.

    RSS, Atom: podcast:updateFrequency. JSON Feed: –.
    """

    TAG: ClassVar[str] = "podcast:updateFrequency"

    #: "Every Friday".
    text: str

    #: True if no more episodes follow.
    complete: bool | None = None

    dtstart: date | None = None

    #: A rule of RFC 5545: "FREQ=WEEKLY".
    rrule: str | None = None


def _content_links(links: Many[ContentLink]) -> tuple[ContentLink, ...]:
    return as_tuple(links)


def _persons(persons: Many[Person]) -> tuple[Person, ...]:
    return as_tuple(persons)


def _alternates(enclosures: Many[AlternateEnclosure]) -> tuple[AlternateEnclosure, ...]:
    return as_tuple(enclosures)


@attrs.frozen(kw_only=True)
class LiveItem(TypedElement):
    """
    A live stream.

    RSS: podcast:liveItem. Atom, JSON Feed: –, because it contains elements of RSS.
    """

    TAG: ClassVar[str] = "podcast:liveItem"

    title: str

    #: A permanent identifier: a new one is a new stream.
    guid: str

    status: Literal["pending", "live", "ended"]
    start: datetime
    end: datetime | None = None

    #: The page.
    link: str | None = None

    #: The address of the stream.
    enclosure_url: str | None = None

    #: The media type of the stream.
    enclosure_type: str = "audio/mpeg"

    #: Pages that show the stream; at least one is required.
    content_links: tuple[ContentLink, ...] = attrs.field(converter=_content_links)

    persons: tuple[Person, ...] = attrs.field(default=(), converter=_persons)
    alternate_enclosures: tuple[AlternateEnclosure, ...] = attrs.field(default=(), converter=_alternates)
    chat: Chat | None = None

    @property
    def element(self) -> Element:
        """
        The element, with elements of RSS in it.
        """
        end = {"end": format_rfc3339(self.end)} if self.end else {}
        own = [Element("title", self.title), *([Element("link", self.link)] if self.link else ())]
        own.append(Element("guid", self.guid, attributes={"isPermaLink": "true" if self.guid == self.link else "false"}))
        if self.enclosure_url:
            enclosure = {"url": self.enclosure_url, "length": "0", "type": self.enclosure_type}
            own.append(Element("enclosure", attributes=enclosure))
        parts = (*self.persons, *self.alternate_enclosures, *self.content_links, *([self.chat] if self.chat else ()))
        return NAMESPACE.element(
            "liveItem",
            children=[*own, *(part.element for part in parts)],
            attributes={"status": self.status, "start": format_rfc3339(self.start), **end},
        )

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the element for RSS.
        """
        return (self.element,) if format == "rss" else ()
