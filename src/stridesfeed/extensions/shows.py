"""
Shows and episodes: the elements of Apple Podcasts and Spotify, and those of :mod:`stridesfeed.extensions.podcast`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal

import attrs

from stridesfeed import rules
from stridesfeed.errors import FieldError, InvalidError, suggestion
from stridesfeed.extensions.elements import TypedElement, build_element, element_errors
from stridesfeed.extensions.itunes import NAMESPACE
from stridesfeed.extensions.podcast import (
    AlternateEnclosure,
    Block,
    ChapterMark,
    Chapters,
    Chat,
    ContentLink,
    Funding,
    License,
    LiveItem,
    Location,
    Person,
    RemoteItem,
    SocialInteract,
    Soundbite,
    Trailer,
    Transcript,
    Txt,
    UpdateFrequency,
    Value,
)
from stridesfeed.extensions.podcast import Image as PodcastImage
from stridesfeed.markup import Element
from stridesfeed.model import Extension, Image, Place, XmlFormat
from stridesfeed.value import Many, as_tuple, checked_by
from stridesfeed.vocabularies.apple_categories import APPLE_CATEGORIES, APPLE_CATEGORY_NAMES

#: In pixels: the artwork of a show or an episode (Apple, artwork requirements).
_ARTWORK_SIZES = (1400, 3000)

_ARTWORK_TYPES = ("image/jpeg", "image/png")


def _categories(value: str | Many[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else as_tuple(value)


def _category(value: object) -> str | None:
    if not isinstance(value, tuple):
        return "must be one category of Apple Podcasts or several, such as 'News' or 'News > Tech News'"
    return next((fault for name in value if (fault := _category_fault(name))), None)


def _category_fault(name: object) -> str | None:
    if not isinstance(name, str):
        return f"must be text, not {type(name).__name__}"
    category, _, subcategory = (part.strip() for part in name.partition(">"))
    if category not in APPLE_CATEGORY_NAMES:
        near = difflib.get_close_matches(category, APPLE_CATEGORY_NAMES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"write one of {', '.join(APPLE_CATEGORIES)}"
        return f"must be a category of Apple Podcasts, not {category!r}; {hint}"
    if subcategory and subcategory not in APPLE_CATEGORIES.get(category, ()):
        return f"{category!r} has no subcategory {subcategory!r}{suggestion(subcategory, APPLE_CATEGORIES.get(category, ()))}"
    return None


def category_elements(names: Iterable[str]) -> Iterator[Element]:
    """
    Yield itunes:category for "News", "News > Tech News", or a subcategory alone, which is written inside its category.
    """
    for name in names:
        category, _, subcategory = (part.strip() for part in name.partition(">"))
        if category not in APPLE_CATEGORIES:
            category, subcategory = next((each for each, inside in APPLE_CATEGORIES.items() if category in inside), category), category
        inner = [NAMESPACE.element("category", attributes={"text": subcategory})] if subcategory else []
        yield NAMESPACE.element("category", children=inner, attributes={"text": category})


def _image(value: Image | str | None) -> Image | None:
    given: Any = value
    try:
        return Image(given) if isinstance(given, str) else value  # type: ignore[return-value]  # the field's rule rejects others
    except InvalidError:
        return given  # type: ignore[no-any-return]  # the same


def artwork_fault(value: object) -> str | None:
    """
    Artwork: an image, of which the size and the media type, if given, are those that Apple requires.
    """
    if not isinstance(value, Image):
        return f"must be the URL of an image with http or https, or an Image, not {value!r}"
    low, high = _ARTWORK_SIZES
    if value.type is not None and value.type not in _ARTWORK_TYPES:
        return f"must be JPEG or PNG, not {value.type}: save it in one of these formats"
    if value.width is not None and value.height is not None and value.width != value.height:
        return f"must be square, not {value.width} by {value.height} pixels: crop it"
    size = value.width if value.width is not None else value.height
    if size is not None and not low <= size <= high:
        return f"must be from {low} to {high} pixels wide and high, not {size}: scale it"
    return None


def _fundings(values: Many[Funding]) -> tuple[Funding, ...]:
    return as_tuple(values)


def _persons(values: Many[Person | str]) -> tuple[Person, ...]:
    given: Any = as_tuple(values)
    return tuple(Person(each) if isinstance(each, str) and each.strip() else each for each in given) if isinstance(given, tuple) else given


def _values(values: Many[Value]) -> tuple[Value, ...]:
    return as_tuple(values)


def _locations(values: Many[Location]) -> tuple[Location, ...]:
    return as_tuple(values)


def _txts(values: Many[Txt]) -> tuple[Txt, ...]:
    return as_tuple(values)


def _images(values: Many[PodcastImage]) -> tuple[PodcastImage, ...]:
    return as_tuple(values)


def _social(values: Many[SocialInteract]) -> tuple[SocialInteract, ...]:
    return as_tuple(values)


def _trailers(values: Many[Trailer]) -> tuple[Trailer, ...]:
    return as_tuple(values)


def _remote_items(values: Many[RemoteItem]) -> tuple[RemoteItem, ...]:
    return as_tuple(values)


def _live_items(values: Many[LiveItem]) -> tuple[LiveItem, ...]:
    return as_tuple(values)


def _blocks(values: Many[Block]) -> tuple[Block, ...]:
    return as_tuple(values)


def _transcripts(values: Many[Transcript]) -> tuple[Transcript, ...]:
    return as_tuple(values)


def _marks(values: Many[ChapterMark]) -> tuple[ChapterMark, ...]:
    return as_tuple(values)


def _soundbites(values: Many[Soundbite]) -> tuple[Soundbite, ...]:
    return as_tuple(values)


def _alternates(values: Many[AlternateEnclosure]) -> tuple[AlternateEnclosure, ...]:
    return as_tuple(values)


def _links(values: Many[ContentLink]) -> tuple[ContentLink, ...]:
    return as_tuple(values)


def _of(kind: type[TypedElement]) -> dict[str, Any]:
    return checked_by(rules.optional(rules.instance(kind)))


def _many(kind: type[TypedElement], or_text: str | None = None) -> dict[str, Any]:
    return checked_by(rules.sequence(kind, or_text))


@attrs.frozen(kw_only=True)
class _Show(Extension):
    """
    The elements that shows and episodes have in common.
    """

    #: The title, if it differs in podcast directories. itunes:title.
    title: str | None = None

    #: Hides it in Apple Podcasts. itunes:block.
    block: bool = False

    #: Hosts and guests; a string is a name. podcast:person.
    persons: tuple[Person, ...] = attrs.field(default=(), converter=_persons, metadata=_many(Person, "a name"))

    #: podcast:location.
    locations: tuple[Location, ...] = attrs.field(default=(), converter=_locations, metadata=_many(Location))

    #: podcast:license.
    license: License | None = attrs.field(default=None, metadata=_of(License))

    #: Pages for donations. podcast:funding.
    funding: tuple[Funding, ...] = attrs.field(default=(), converter=_fundings, metadata=_many(Funding))

    #: podcast:value.
    values: tuple[Value, ...] = attrs.field(default=(), converter=_values, metadata=_many(Value))

    #: podcast:socialInteract.
    social: tuple[SocialInteract, ...] = attrs.field(default=(), converter=_social, metadata=_many(SocialInteract))

    #: podcast:chat.
    chat: Chat | None = attrs.field(default=None, metadata=_of(Chat))

    #: podcast:image.
    images: tuple[PodcastImage, ...] = attrs.field(default=(), converter=_images, metadata=_many(PodcastImage))

    #: podcast:txt.
    txts: tuple[Txt, ...] = attrs.field(default=(), converter=_txts, metadata=_many(Txt))

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return type(self).__name__

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the elements of the fields that are set.
        """
        return [element for _, element in self._parts]

    @cached_property
    def _parts(self) -> tuple[tuple[str, Element], ...]:
        """
        The name of each field that is set and its element. They are checked by the constructor and written in each format.
        """
        return tuple(self._build_parts())

    def _build_parts(self) -> Iterator[tuple[str, Element]]:
        raise NotImplementedError

    def _scalars(self, *tags: tuple[str, str]) -> Iterator[tuple[str, Element]]:
        for field, tag in tags:
            value = getattr(self, field)
            if value is not None and value is not False:
                yield field, build_element(tag, value, {}, ())

    def _typed(self, *fields: str) -> Iterator[tuple[str, Element]]:
        for field in fields:
            value = getattr(self, field)
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, TypedElement):
                    yield field, each.element

    def _faults(self) -> Iterator[FieldError]:
        # The fields with rules of their own have to be right before elements can be made of them.
        if any(True for _ in self._field_faults()):
            return
        for field, element in self._parts:
            for error in element_errors(self, lambda made=element: made):
                yield self.fault(field, error.rule)


@attrs.frozen(kw_only=True)
class Podcast(_Show):
    """
    A show: the elements of Apple Podcasts, Spotify and Podcasting 2.0 in a feed.

    RSS, Atom: itunes:…, podcast:…, spotify:…, as named at each field. JSON Feed: –. Apple and Spotify read RSS only.

    Values that Apple or another directory does not accept raise :class:`~stridesfeed.errors.InvalidError`. Directories list no show
    without category and image; a show for friends needs neither.

    >>> Podcast(category="Tech News", image="https://strides.example/cover.jpg").category
    ('Tech News',)
    """

    #: One category of Apple Podcasts or several, the most important one first: "True Crime", "News > Tech News". itunes:category. Required by
    #: directories.
    category: tuple[str, ...] = attrs.field(default=(), converter=_categories, metadata=checked_by(_category))

    #: The artwork: square, 1400 to 3000 pixels, JPEG or PNG. An :class:`~stridesfeed.Image` with its size is checked; see :func:`artwork`.
    #: itunes:image. Required by directories.
    image: Image | None = attrs.field(default=None, converter=_image, metadata=checked_by(rules.optional(artwork_fault)))

    #: True if any episode is for adults only. itunes:explicit.
    explicit: bool = False

    #: The people responsible, as a text. itunes:author.
    author: str | None = None

    #: The owner, to whom directories write. It is public. itunes:name.
    owner_name: str | None = None

    #: itunes:email. Spotify and Amazon verify the show by it.
    owner_email: str | None = None

    #: "serial" if episodes are listened to from the first; "episodic" is the default. itunes:type.
    type: Literal["episodic", "serial"] | None = None

    #: The new address of the feed, after a move. itunes:new-feed-url.
    new_feed_url: str | None = None

    #: True if no more episodes follow. itunes:complete.
    complete: bool = False

    #: The UUID of the show, which never changes; see :func:`~stridesfeed.extensions.podcast.guid_of`. podcast:guid.
    guid: str | None = None

    #: True forbids, and False allows, other hosts to import the feed. podcast:locked.
    locked: bool | None = None

    #: The address that proves ownership when the feed moves. podcast:locked, owner.
    locked_owner: str | None = None

    #: "podcast" is the default. podcast:medium.
    medium: str | None = None

    #: podcast:trailer.
    trailers: tuple[Trailer, ...] = attrs.field(default=(), converter=_trailers, metadata=_many(Trailer))

    #: Recommended shows. podcast:podroll.
    podroll: tuple[RemoteItem, ...] = attrs.field(default=(), converter=_remote_items, metadata=_many(RemoteItem))

    #: The feed of the publisher, whose medium is "publisher". podcast:publisher.
    publisher: RemoteItem | None = attrs.field(default=None, metadata=_of(RemoteItem))

    #: The shows or episodes of a list. podcast:remoteItem.
    remote_items: tuple[RemoteItem, ...] = attrs.field(default=(), converter=_remote_items, metadata=_many(RemoteItem))

    #: RSS only. podcast:liveItem.
    live_items: tuple[LiveItem, ...] = attrs.field(default=(), converter=_live_items, metadata=_many(LiveItem))

    #: podcast:block.
    blocks: tuple[Block, ...] = attrs.field(default=(), converter=_blocks, metadata=_many(Block))

    #: podcast:updateFrequency.
    update_frequency: UpdateFrequency | None = attrs.field(default=None, metadata=_of(UpdateFrequency))

    #: True if changes are announced by Podping. podcast:podping.
    podping: bool | None = None

    #: The countries that it is meant for, in lower case: "pt br". spotify:countryOfOrigin.
    country_of_origin: str | None = None

    #: The number of new episodes that Spotify shows. spotify:limit.
    recent_count: int | None = None

    @property
    def place(self) -> Place | None:
        """
        A feed.
        """
        return "feed"

    def elements(self, format: XmlFormat) -> Iterable[Element]:
        """
        Return the elements of the fields that are set; live items only in RSS.
        """
        return [element for field, element in self._parts if format == "rss" or field != "live_items"]

    def _build_parts(self) -> Iterator[tuple[str, Element]]:
        for element in category_elements(self.category):
            yield "category", element
        if self.image is not None:
            yield "image", NAMESPACE.element("image", attributes={"href": self.image.url})
        yield "explicit", build_element("itunes:explicit", self.explicit, {}, ())
        yield from self._scalars(("author", "itunes:author"), ("title", "itunes:title"), ("type", "itunes:type"))
        owner = [element for _, element in self._scalars(("owner_name", "itunes:name"), ("owner_email", "itunes:email"))]
        if owner:
            yield "owner_name" if self.owner_email is None else "owner_email", NAMESPACE.element("owner", children=owner)
        yield from self._scalars(("new_feed_url", "itunes:new-feed-url"), ("block", "itunes:block"), ("complete", "itunes:complete"))
        yield from self._scalars(("guid", "podcast:guid"), ("medium", "podcast:medium"))
        if self.locked is not None:
            yield "locked", build_element("podcast:locked", self.locked, {"owner": self.locked_owner}, ())
        yield from self._typed("license", "locations", "persons", "funding", "values", "trailers", "images", "blocks", "txts")
        for field, tag in (("podroll", "podcast:podroll"), ("publisher", "podcast:publisher")):
            items = [element for _, element in self._typed(field)]
            if items:
                yield field, build_element(tag, None, {}, items)
        yield from self._typed("remote_items", "live_items", "update_frequency", "social", "chat")
        if self.podping is not None:
            yield "podping", build_element("podcast:podping", None, {"usesPodping": self.podping}, ())
        yield from self._scalars(("country_of_origin", "spotify:countryOfOrigin"))
        if self.recent_count is not None:
            yield "recent_count", build_element("spotify:limit", None, {"recentCount": self.recent_count}, ())


@attrs.frozen(kw_only=True)
class Episode(_Show):
    """
    An episode: the elements of Apple Podcasts and Podcasting 2.0 in an article whose first attachment is the audio or video.

    RSS, Atom: itunes:… and podcast:…, as named at each field. JSON Feed: –. The duration is that of the attachment.

    What Apple or another directory does not accept raises :class:`~stridesfeed.errors.InvalidError`.
    """

    #: The number within its season. itunes:episode.
    number: int | None = None

    #: A name to show instead of the number: "Ch. 3". podcast:episode, display.
    number_display: str | None = None

    #: itunes:season.
    season: int | None = None

    #: podcast:season, name.
    season_name: str | None = None

    #: "full" is the default. itunes:episodeType.
    type: Literal["full", "trailer", "bonus"] | None = None

    #: True if it is for adults only; defaults to that of the show. itunes:explicit.
    explicit: bool | None = None

    #: The artwork, as that of a show. itunes:image.
    image: Image | None = attrs.field(default=None, converter=_image, metadata=checked_by(rules.optional(artwork_fault)))

    #: In seconds, if the attachment does not say it. itunes:duration.
    duration: int | None = None

    #: podcast:transcript.
    transcripts: tuple[Transcript, ...] = attrs.field(default=(), converter=_transcripts, metadata=_many(Transcript))

    #: podcast:chapters.
    chapters: Chapters | None = attrs.field(default=None, metadata=_of(Chapters))

    #: Chapters in the feed itself, in order. psc:chapters.
    marks: tuple[ChapterMark, ...] = attrs.field(default=(), converter=_marks, metadata=_many(ChapterMark))

    #: podcast:soundbite.
    soundbites: tuple[Soundbite, ...] = attrs.field(default=(), converter=_soundbites, metadata=_many(Soundbite))

    #: podcast:alternateEnclosure.
    alternate_enclosures: tuple[AlternateEnclosure, ...] = attrs.field(default=(), converter=_alternates, metadata=_many(AlternateEnclosure))

    #: Pages that show the episode, such as a video. podcast:contentLink.
    content_links: tuple[ContentLink, ...] = attrs.field(default=(), converter=_links, metadata=_many(ContentLink))

    @property
    def place(self) -> Place | None:
        """
        An article.
        """
        return "article"

    def _build_parts(self) -> Iterator[tuple[str, Element]]:
        yield from self._scalars(("title", "itunes:title"), ("season", "itunes:season"), ("number", "itunes:episode"))
        yield from self._scalars(("type", "itunes:episodeType"), ("duration", "itunes:duration"), ("block", "itunes:block"))
        if self.explicit is not None:
            yield "explicit", build_element("itunes:explicit", self.explicit, {}, ())
        if self.image is not None:
            yield "image", NAMESPACE.element("image", attributes={"href": self.image.url})
        if self.season is not None and self.season_name is not None:
            yield "season_name", build_element("podcast:season", self.season, {"name": self.season_name}, ())
        if self.number is not None and self.number_display is not None:
            yield "number_display", build_element("podcast:episode", self.number, {"display": self.number_display}, ())
        yield from self._typed("transcripts", "chapters", "soundbites", "persons", "locations", "license", "alternate_enclosures")
        if self.marks:
            marks = [element for _, element in self._typed("marks")]
            yield "marks", build_element("psc:chapters", None, {"version": "1.2"}, marks)
        yield from self._typed("funding", "values", "content_links", "social", "chat", "images", "txts")
