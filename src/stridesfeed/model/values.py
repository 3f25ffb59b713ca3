"""
The values that feeds and articles consist of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.markup import Element
from stridesfeed.media_types import media_type_of
from stridesfeed.text import line
from stridesfeed.value import (
    Many,
    Value,
    as_tuple,
    as_uri,
    checked_by,
    line_or_none,
    one_line,
    uri_or_none,
)

#: The date of articles without one, in lists in order of date.
EARLIEST = datetime.min.replace(tzinfo=UTC)

#: The formats in which extensions are elements.
XmlFormat = Literal["rss", "atom"]

#: The owner of an extension.
Place = Literal["feed", "article"]


def _scheme(value: str | None) -> str | None:
    return uri_or_none(value) if isinstance(value, str) and iri.scheme(value) else line_or_none(value)


def _vocabulary(value: object) -> str | None:
    is_address = isinstance(value, str) and iri.scheme(value) is not None
    return rules.address(iri.LINK)(value) if is_address else rules.text(value)


def _attachment_type(value: object) -> str | None:
    return "is unknown for this URL: give the media type, such as audio/mpeg" if value == "" else rules.media_type(value)


@attrs.frozen
class Extension(Value):
    """
    A value of a namespace other than the format's own; :mod:`stridesfeed.extensions` has one module per namespace.

    Subclasses need no registration: they return their own XML and JSON. What they return is checked when it is written, and
    :func:`stridesfeed.unwritten` lists the formats for which they return nothing.
    """

    @property
    def place(self) -> Place | None:
        """
        The only place for this extension, "feed" or "article"; ``None`` if it may be in both. In the other, it raises an error.
        """
        return None

    def elements(self, format: XmlFormat) -> Iterable[Element]:  # noqa: ARG002  # for subclasses
        """
        Return the elements for *format*; each has its own namespace. A format without elements is one that cannot express the extension.
        """
        return ()

    def members(self) -> Mapping[str, Mapping[str, object]]:
        """
        Return the objects for JSON Feed, by names that begin with an underscore and a letter (JSON Feed 1.1, Extensions).
        """
        return {}


_ADDRESS_IN_NAME = re.compile(r"[<(\[]?\b(?:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)[>)\]]?")


@attrs.frozen
class Person(Value):
    """
    An author or a contributor: a human being, a desk or an organisation.

    Atom (RFC 4287, 3.2): a Person construct. RSS: dc:creator or dc:contributor. JSON Feed: an object in authors.

    An e-mail address inside the name is moved to *email*, because names are always published and addresses are not. Where a sequence of
    people is expected, a plain string stands for ``Person(name)``.

    >>> Person("Ann Lee <ann@example.org>")
    Person(name='Ann Lee', email='ann@example.org')
    """

    #: Atom: name. RSS: the text of dc:creator. JSON Feed: name. Required; plain text.
    name: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The person's page. Atom: uri. RSS: –. JSON Feed: url.
    uri: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.LINK))))

    #: Published only with :attr:`Options.emails`. Atom: email. RSS: managingEditor, for the first author of a feed. JSON Feed: –.
    email: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.email)))

    #: The address of a square picture. Atom: –. RSS: –. JSON Feed: avatar.
    avatar: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    def __attrs_post_init__(self) -> None:
        found = _ADDRESS_IN_NAME.search(self.name) if isinstance(self.name, str) else None
        if found:
            rest = line(self.name[: found.start()] + " " + self.name[found.end() :]).strip(" ,;\"'()")
            object.__setattr__(self, "name", rest or found[1].partition("@")[0])
            object.__setattr__(self, "email", self.email or found[1])
        Value.__attrs_post_init__(self)


@attrs.frozen
class Category(Value):
    """
    A subject or a section.

    Atom (RFC 4287, 4.2.2): category. RSS: category. JSON Feed: an item of tags.

    Where a sequence of categories is expected, a plain string stands for ``Category(term)``.
    """

    #: Atom: term, or the label in its place by :attr:`Options.atom_terms`. RSS: the text, if there is no label. JSON Feed: the tag, if there is
    #: no label. Required; readable.
    term: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The vocabulary of the term: an absolute IRI, or for RSS any text ("dmoz"). Atom: scheme, if it is an IRI. RSS: domain. JSON Feed: –.
    scheme: str | None = attrs.field(default=None, converter=_scheme, metadata=checked_by(rules.optional(_vocabulary)))

    #: The name to display, if it differs from the term. Atom: label. RSS: the text. JSON Feed: the tag.
    label: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    @property
    def name(self) -> str:
        """
        The name to display: the label, or the term if there is no label.
        """
        return self.label or self.term


@attrs.frozen
class Link(Value):
    """
    A typed reference from a feed or an article to something else.

    Atom (RFC 4287, 4.2.7): link. RSS: atom:link. JSON Feed: by *rel*: ``_strides.related``, ``_strides.sources``, next_url, or –.
    """

    #: Atom: href. RSS: href. JSON Feed: url. Required; an absolute URL.
    href: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.LINK)))

    #: A registered relation in lower case, or an absolute IRI (RFC 8288, 2.1). Links in *related* and *sources* get "related" and "via".
    rel: str = attrs.field(default="alternate", metadata=checked_by(rules.relation))

    #: The media type to expect. Atom: type. RSS: type. JSON Feed: –.
    type: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.media_type)))

    #: The language to expect (BCP 47). Atom: hreflang. RSS: hreflang. JSON Feed: –.
    hreflang: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: The text to display. Atom: title. RSS: title. JSON Feed: title. Plain text.
    title: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: In bytes. A hint, according to the RFC: it need not be exact. Atom: length. RSS: length. JSON Feed: –.
    length: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: The number of replies, if *rel* is "replies" (RFC 4685, 4). Atom, RSS: thr:count. JSON Feed: –.
    count: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: The date of the latest reply, if *rel* is "replies" (RFC 4685, 4). Atom, RSS: thr:updated. JSON Feed: –.
    updated: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))

    def _faults(self) -> Iterator[FieldError]:
        for name in ("count", "updated"):
            if getattr(self, name) is not None and self.rel != "replies":
                yield self.fault(name, f"is only for links with rel 'replies', not {self.rel!r}: remove it")


@attrs.frozen
class Attachment(Value):
    """
    A file that belongs to an article: an audio edition, a video, a PDF.

    Atom (RFC 4287, 4.2.7.2): link rel="enclosure". RSS: enclosure for the first, media:content for the others, or enclosure for all by
    :attr:`Options.enclosures`. JSON Feed: attachments.
    """

    #: Atom: href. RSS: url. JSON Feed: url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The media type. Atom: type. RSS: type. JSON Feed: mime_type. Defaults to that of the suffix of *url*; required if that is unknown.
    type: str = attrs.field(default="", metadata=checked_by(_attachment_type))

    #: In bytes. Atom: length. RSS: length, or fileSize; 0 in an enclosure of unknown length. JSON Feed: size_in_bytes.
    length: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: In whole seconds. Atom: –. RSS: duration of a media:content; itunes:duration for the first enclosure that is audio or video, in
    #: feeds with a Podcast or by :attr:`Options.durations`; – for other enclosures. JSON Feed: duration_in_seconds.
    duration: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: The text to display. Atom: title. RSS: –. JSON Feed: title. Plain text.
    title: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    def __attrs_post_init__(self) -> None:
        if self.type == "" and isinstance(self.url, str):
            object.__setattr__(self, "type", media_type_of(self.url) or "")
        Value.__attrs_post_init__(self)


@attrs.frozen
class RemoteContent(Value):
    """
    The content of an article that is a document elsewhere, such as a video or a PDF.

    Atom (RFC 4287, 4.1.3.2): content with src. RSS, JSON Feed, and Atom if the article has a text: as the last of the attachments.
    """

    #: Atom: src, or href of an enclosure. RSS: url. JSON Feed: url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The media type. Atom: type. RSS: type. JSON Feed: mime_type. Defaults to that of the suffix of *url*; where it is unknown, attachments
    #: are application/octet-stream.
    type: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.media_type)))

    def __attrs_post_init__(self) -> None:
        if self.type is None and isinstance(self.url, str):
            object.__setattr__(self, "type", media_type_of(self.url))
        Value.__attrs_post_init__(self)

    @property
    def subject(self) -> str:
        """
        The name in messages.
        """
        return f"remote content {self.url!r}"

    @property
    def attachment(self) -> Attachment:
        """
        The same as an attachment.
        """
        return Attachment(self.url, self.type or "application/octet-stream")


@attrs.frozen
class Image(Value):
    """
    The lead image of an article.

    All formats: a figure at the start of the body, unless the body already contains the image. Atom, RSS: media:thumbnail; RSS with
    :attr:`Options.image_elements` also media:content. JSON Feed: image and banner_image.
    """

    #: Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: Alternative text for people who cannot see the image. All formats: alt in the body. Plain text.
    alt: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The media type. RSS: type of media:content. Atom, JSON Feed: –.
    type: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.media_type)))

    #: In pixels. All formats: in the body. Atom, RSS: also width.
    width: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: In pixels. All formats: in the body. Atom, RSS: also height.
    height: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: A sentence below the image. All formats: figcaption in the body. Plain text.
    caption: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The photographer or rights holder. All formats: figcaption in the body. Plain text.
    credit: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))


@attrs.frozen
class Generator(Value):
    """
    The program that wrote a feed.

    Atom (RFC 4287, 4.2.4): generator. RSS: generator. JSON Feed: –.
    """

    #: Atom: the text. RSS: the text, before the version. Required; plain text.
    name: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The page about the program. Atom: uri. RSS: –.
    uri: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Atom: version. RSS: the end of the text.
    version: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))


def each_converted(values: Many[Any], convert: Callable[[Any], Any]) -> tuple[Any, ...]:
    """
    Return *values* as a tuple, each converted; what is no sequence is left for the field's rule to reject.
    """
    given: Any = as_tuple(values)
    return tuple(map(convert, given)) if isinstance(given, tuple) else given


def as_people(people: Many[Person | str]) -> tuple[Person, ...]:
    """
    Return people as a tuple; a string is a name.
    """
    return each_converted(people, lambda item: _from_text(Person, item))


def as_categories(categories: Many[Category | str]) -> tuple[Category, ...]:
    """
    Return categories as a tuple; a string is a term.
    """
    return each_converted(categories, lambda item: _from_text(Category, item))


def _from_text(kind: type[Person | Category], item: Any) -> Any:
    try:
        return kind(item) if isinstance(item, str) else item
    except InvalidError:
        return item


def _source_links(links: Many[Link]) -> tuple[Link, ...]:
    return as_tuple(links)


@attrs.frozen
class Source(Value):
    """
    The feed that an article was republished from.

    Atom (RFC 4287, 4.2.11): source. RSS: source. JSON Feed: ``_strides.source``. Readers need no more than title, address, id and date; some
    take the other fields for those of the article.
    """

    #: The title of the original feed. Atom: title. RSS: the text. JSON Feed: title. Required; plain text.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The address of the original feed. Atom: the id, if *id* is not given; otherwise –, except in *links*. RSS: url. JSON Feed: url. Required
    #: without *id*.
    url: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The id of the original feed; defaults to its address. Atom: id. RSS: –. JSON Feed: id.
    id: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.absolute_iri)))

    #: The date of the last change of the original feed. Atom: updated; defaults to the article's own. RSS: –. JSON Feed: updated.
    updated: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))

    #: Atom: subtitle. RSS: –. JSON Feed: –. Plain text.
    subtitle: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: Atom: author. RSS: –. JSON Feed: –.
    authors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: contributor. RSS: –. JSON Feed: –.
    contributors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: category. RSS: –. JSON Feed: –.
    categories: tuple[Category, ...] = attrs.field(default=(), converter=as_categories, metadata=checked_by(rules.sequence(Category, "a term")))

    #: Links with any relation, "self" and "alternate" too. Atom: link. RSS: –. JSON Feed: –.
    links: tuple[Link, ...] = attrs.field(default=(), converter=_source_links, metadata=checked_by(rules.sequence(Link)))

    #: Atom: rights. RSS: –. JSON Feed: –. Plain text.
    rights: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The address of a small square picture. Atom: icon. RSS: –. JSON Feed: –.
    icon: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The address of a large picture. Atom: logo. RSS: –. JSON Feed: –.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The program that wrote the original feed. Atom: generator. RSS: –. JSON Feed: –.
    generator: Generator | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Generator))))

    def _faults(self) -> Iterator[FieldError]:
        if self.url is None and self.id is None:
            yield self.fault("url", "is missing: give the source a url or an id")
