"""
What a publisher publishes, as frozen values that are valid or do not exist.

The words are those of RFC 4287 (Atom), but for :class:`Article`, which is the project's own word for what Atom calls an entry and RSS and
JSON Feed call an item. Each field says what it is in each format; a dash means that the format has no place for it, and
:func:`stridesfeed.unwritten` says so for a given feed.

Text is normalised here and nowhere else: characters that XML forbids are removed, and plain text is put on one line. Addresses become URIs;
ids are kept to the character. Sequences may be given as any iterable and are kept as tuples.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element
from stridesfeed.text import line
from stridesfeed.value import (
    FingerprintError,
    Value,
    as_tuple,
    as_uri,
    as_uris,
    checked_by,
    fingerprint_parts,
    html_or_none,
    line_or_none,
    one_line,
    uri_or_none,
)


def _with_relation(links: Iterable[Link], rel: str) -> tuple[Link, ...]:
    return tuple(attrs.evolve(link, rel=rel) if isinstance(link, Link) and link.rel != rel else link for link in links)


def _related(links: Iterable[Link]) -> tuple[Link, ...]:
    return _with_relation(given, "related") if isinstance(given := as_tuple(links), tuple) else given


def _via(links: Iterable[Link]) -> tuple[Link, ...]:
    return _with_relation(given, "via") if isinstance(given := as_tuple(links), tuple) else given


@attrs.frozen
class Extension(Value):
    """
    A value of another namespace than the format's own; :mod:`stridesfeed.extensions` has one module for each namespace.

    A subclass of your own needs no registration: it says what it is in XML and in JSON.
    """

    def elements(self) -> Iterable[Element]:
        """
        What it is in RSS and in Atom, by the namespace that each element carries.
        """
        return ()

    def members(self) -> Mapping[str, Mapping[str, object]]:
        """
        What it is in JSON Feed: an object under a name that begins with an underscore (JSON Feed 1.1, Extensions).
        """
        return {}


_ADDRESS_IN_NAME = re.compile(r"[<(\[]?\b(?:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)[>)\]]?")


@attrs.frozen
class Person(Value):
    """
    An author or a contributor: a human being, a desk, an organisation.

    Atom (RFC 4287, 3.2): a Person construct. RSS: dc:creator or dc:contributor. JSON Feed: an object in authors.

    An e-mail address inside the name is moved to *email*, because names are always published and addresses are not.

    >>> Person("Ann Lee <ann@example.org>")
    Person(name='Ann Lee', uri=None, email='ann@example.org', avatar=None)
    """

    #: Atom: name. RSS: the text of dc:creator. JSON Feed: name. Required; plain text.
    name: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The person's page. Atom: uri. RSS: –. JSON Feed: url.
    uri: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.LINK))))

    #: Published only when :attr:`Options.emails` says so. Atom: email. RSS: managingEditor, for the first author of a feed. JSON Feed: –.
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
    """

    #: Atom: term. RSS: the text, where there is no label. JSON Feed: the tag, where there is no label. Required; readable.
    term: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: An absolute IRI that names the vocabulary. Atom: scheme. RSS: domain. JSON Feed: –.
    scheme: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.LINK))))

    #: What people see, where it is not the term. Atom: label. RSS: the text. JSON Feed: the tag.
    label: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    @property
    def name(self) -> str:
        """
        What people see: the label, or else the term.
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

    #: A registered relation in lower case, or an absolute IRI (RFC 8288, 2.1). Set to "related" and "via" by the fields of those names.
    rel: str = attrs.field(default="alternate", metadata=checked_by(rules.relation))

    #: The media type to expect. Atom: type. RSS: type. JSON Feed: –.
    type: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.media_type)))

    #: The language to expect (BCP 47). Atom: hreflang. RSS: hreflang. JSON Feed: –.
    hreflang: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: What people see. Atom: title. RSS: title. JSON Feed: title. Plain text.
    title: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: In bytes; a hint, says the RFC: it need not be exact. Atom: length. RSS: length. JSON Feed: –.
    length: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))


@attrs.frozen
class Attachment(Value):
    """
    A file that belongs to an article: an audio edition, a video, a PDF.

    Atom (RFC 4287, 4.2.7.2): link rel="enclosure". RSS: enclosure for the first, media:content for the others. JSON Feed: attachments.
    """

    #: Atom: href. RSS: url. JSON Feed: url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The media type. Atom: type. RSS: type. JSON Feed: mime_type. Required.
    type: str = attrs.field(metadata=checked_by(rules.media_type))

    #: In bytes. Atom: length. RSS: length, or fileSize; an enclosure of unknown length says 0. JSON Feed: size_in_bytes.
    length: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: In whole seconds. Atom: –. RSS: duration of a media:content; – for the enclosure. JSON Feed: duration_in_seconds.
    duration: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: What people see. Atom: title. RSS: –. JSON Feed: title. Plain text.
    title: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))


@attrs.frozen
class Image(Value):
    """
    The picture that leads an article.

    All formats: a figure at the head of the body, unless the body shows the same file. Atom: media:thumbnail. RSS: media:content and
    media:thumbnail. JSON Feed: image and banner_image.
    """

    #: Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: What the picture shows, for who cannot see it. All formats: alt in the body. Plain text.
    alt: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The media type. RSS: type of media:content. Atom, JSON Feed: –.
    type: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.media_type)))

    #: In pixels. All formats: in the body. Atom, RSS: width too.
    width: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: In pixels. All formats: in the body. Atom, RSS: height too.
    height: int | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.count)))

    #: A sentence under the picture. All formats: figcaption in the body. Plain text.
    caption: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: Who made the picture. All formats: figcaption in the body. Plain text.
    credit: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))


@attrs.frozen
class Source(Value):
    """
    The feed that an article was taken over from.

    Atom (RFC 4287, 4.2.11): source. RSS: source. JSON Feed: ``_strides.source``.
    """

    #: The origin feed's title. Atom: title. RSS: the text. JSON Feed: title. Required; plain text.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The origin feed's own address. Atom: – but as the id, where that is not given. RSS: url. JSON Feed: url. Required.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The origin feed's id; its address where there is none. Atom: id. RSS: –. JSON Feed: id.
    id: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.absolute_iri)))

    #: When the origin feed last changed. Atom: updated; the article's own where there is none. RSS: –. JSON Feed: updated.
    updated: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))


#: Relations that have a field of their own, and which: there is no second way to say them.
_ARTICLE_FIELD_OF = {
    "alternate": "url",
    "related": "related",
    "via": "sources",
    "enclosure": "attachments",
    "replies": "comments",
}
_FEED_FIELD_OF = {"alternate": "url", "hub": "hubs"}


@attrs.frozen(kw_only=True)
class Article(Value):
    """
    One article: news, a post, an episode.

    Atom (RFC 4287, 4.1.2): entry. RSS: item. JSON Feed: an object in items.
    """

    #: What never changes, whatever else does. Atom: id. RSS: guid. JSON Feed: id. Required; an absolute IRI, unique in the feed.
    id: str = attrs.field(metadata=checked_by(rules.absolute_iri))

    #: What readers of RSS and JSON Feed know the article by, where that is not the *id*: the "1234" or "post-17" of a feed that was published
    #: before. Any text, unique in the feed, kept to the character. Atom: –. RSS: guid. JSON Feed: id.
    guid: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.identifier)))

    #: The page. Atom: link rel="alternate". RSS: link. JSON Feed: url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: Atom: title. RSS: title. JSON Feed: title. Required; plain text: ``<b>`` is three characters of it.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: When the article first appeared. Atom: published. RSS: pubDate. JSON Feed: date_published. Required; written in UTC, whole seconds.
    published: datetime = attrs.field(metadata=checked_by(rules.moment))

    _updated: datetime | None = attrs.field(default=None, alias="updated", metadata=checked_by(rules.optional(rules.moment)))

    #: Who wrote it; the feed's authors where there are none. Atom: author. RSS: dc:creator. JSON Feed: authors, and author with the first.
    authors: tuple[Person, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Person)))

    #: Who helped. Atom: contributor. RSS: dc:contributor. JSON Feed: ``_strides.contributors``.
    contributors: tuple[Person, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Person)))

    #: Atom: category. RSS: category. JSON Feed: tags.
    categories: tuple[Category, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Category)))

    #: A few sentences of plain text. Atom: summary. RSS: description. JSON Feed: summary, or content_text where there is no content.
    summary: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The whole text as HTML, of whatever origin: it is cleaned before it is written.
    #: Atom: content. RSS: content:encoded. JSON Feed: content_html.
    content: str | None = attrs.field(default=None, converter=html_or_none, metadata=checked_by(rules.optional(rules.html)))

    #: The lead picture. See :class:`Image`.
    image: Image | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Image))))

    #: Files, the most important one first: half of all readers take only that. See :class:`Attachment`.
    attachments: tuple[Attachment, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Attachment)))

    #: What to read next. All formats: a list at the end of the body. Atom: link rel="related". RSS: atom:link. JSON Feed: ``_strides.related``.
    related: tuple[Link, ...] = attrs.field(default=(), converter=_related, metadata=checked_by(rules.sequence(Link)))

    #: What the article is based on. All formats: a list in the body. Atom: link rel="via". RSS: atom:link. JSON Feed: ``_strides.sources``.
    sources: tuple[Link, ...] = attrs.field(default=(), converter=_via, metadata=checked_by(rules.sequence(Link)))

    #: The one page that the article is about (a link post). Atom, RSS: the first source. JSON Feed: external_url.
    external_url: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The page with readers' comments. Atom: link rel="replies". RSS: comments. JSON Feed: –.
    comments: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Links of other relations than those that have a field. Atom: link. RSS: atom:link. JSON Feed: –.
    links: tuple[Link, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Link)))

    #: The language (BCP 47), where it is not the feed's. Atom: xml:lang. RSS: dc:language. JSON Feed: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: Who owns it and what may be done with it. Atom: rights. RSS: dc:rights. JSON Feed: –. Plain text.
    rights: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The feed that it was taken over from. See :class:`Source`.
    source: Source | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Source))))

    #: Values of other namespaces. See :mod:`stridesfeed.extensions`.
    extensions: tuple[Extension, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Extension)))

    @property
    def updated(self) -> datetime:
        """
        When it last changed in a way that readers should know of: as given, or else *published*.

        Atom: updated. RSS: atom:updated. JSON Feed: date_modified.
        """
        return self._updated or self.published

    @cached_property
    def digest(self) -> bytes | None:
        """
        The SHA-256 of all that the article says: the same for equal articles, on every machine and in every run.

        ``None`` where it carries an extension of your own, which may hide something.
        """
        try:
            return hashlib.sha256(repr(fingerprint_parts(self)).encode()).digest()
        except FingerprintError:
            return None

    @property
    def references(self) -> tuple[Link, ...]:
        """
        Everything that the article is based on: the page it is about first, then its other sources, none twice.
        """
        if self.external_url is None or any(source.href == self.external_url for source in self.sources):
            return self.sources
        return (Link(self.external_url, "via"), *self.sources)

    def fault(self, field: str, rule: str) -> FieldError:
        """
        Return the error for *field*, with the article's id.
        """
        return FieldError(self.subject, field, rule, article_id=self.id)

    def _faults(self) -> Iterator[FieldError]:
        return _taken_relations(self, _ARTICLE_FIELD_OF)


@attrs.frozen
class Withdrawal(Value):
    """
    An article that was published and is no more.

    Atom (RFC 6721, 3): at:deleted-entry. RSS: –. JSON Feed: –.
    """

    #: The id that the article had, and that no other will have. Atom: ref. Required.
    id: str = attrs.field(metadata=checked_by(rules.absolute_iri))

    #: When it was withdrawn. Atom: when. Required.
    when: datetime = attrs.field(metadata=checked_by(rules.moment))


@attrs.frozen(kw_only=True)
class Feed(Value):
    """
    A feed: what a reader subscribes to.

    Atom (RFC 4287, 4.1.1): feed. RSS: channel. JSON Feed: the document.
    """

    #: What never changes, whatever else does. Atom: id. RSS: –. JSON Feed: –. Required; an absolute IRI.
    id: str = attrs.field(metadata=checked_by(rules.absolute_iri))

    #: Atom: title. RSS: title. JSON Feed: title. Required; plain text.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The home page. Atom: link rel="alternate". RSS: link. JSON Feed: home_page_url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: What the feed is about. Atom: subtitle. RSS: description (which is required: the title where there is none). JSON Feed: description.
    subtitle: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The language (BCP 47). Atom: xml:lang. RSS: language. JSON Feed: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: Who writes the articles that name nobody. Atom: author. RSS: in those items. JSON Feed: authors, where no item has its own.
    authors: tuple[Person, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Person)))

    #: Atom: category. RSS: category. JSON Feed: –.
    categories: tuple[Category, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Category)))

    #: Atom: rights. RSS: copyright. JSON Feed: –. Plain text.
    rights: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The address of a small square picture. Atom: icon. RSS: image, where there is no logo. JSON Feed: favicon.
    icon: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The address of a large picture. Atom: logo. RSS: image (only gif, jpeg and png). JSON Feed: icon.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: WebSub hubs. Atom: link rel="hub". RSS: atom:link rel="hub". JSON Feed: hubs.
    hubs: tuple[str, ...] = attrs.field(default=(), converter=as_uris, metadata=checked_by(rules.addresses(iri.WEB)))

    #: Links of other relations than those that have a field. Atom: link. RSS: atom:link. JSON Feed: next_url for next and prev-archive; else –.
    links: tuple[Link, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Link)))

    #: Values of other namespaces. See :mod:`stridesfeed.extensions`.
    extensions: tuple[Extension, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Extension)))

    #: What was withdrawn of late, for readers to forget. Atom: at:deleted-entry. RSS: –. JSON Feed: –.
    withdrawn: tuple[Withdrawal, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Withdrawal)))

    #: Written in this order. Atom: entry. RSS: item. JSON Feed: items.
    articles: tuple[Article, ...] = attrs.field(default=(), converter=as_tuple, metadata=checked_by(rules.sequence(Article)))

    @property
    def updated(self) -> datetime | None:
        """
        The latest change among the articles; ``None`` where there are none. Never the time of a build.

        Atom: updated. RSS: lastBuildDate. JSON Feed: –.
        """
        return max((article.updated for article in self.articles), default=None)

    def language_of(self, article: Article) -> str | None:
        """
        The language of *article*: its own, or else the feed's.
        """
        return article.language or self.language

    def _faults(self) -> Iterator[FieldError]:
        yield from _taken_relations(self, _FEED_FIELD_OF | {"self": "url of render()"})
        articles: list[Article] = _values(self.articles, Article)
        yield from self._withdrawal_faults(articles)
        for name, ids in (("id", [article.id for article in articles]), ("guid", [article.guid or article.id for article in articles])):
            twins = {id_: times for id_, times in Counter(ids).items() if times > 1}
            for id_, times in twins.items():
                yield self.fault("articles", f"must have {'an' if name == 'id' else 'a'} {name} each; {times} have {id_!r}")
            if twins:
                return

    def _withdrawal_faults(self, articles: Iterable[Article]) -> Iterator[FieldError]:
        withdrawn: list[Withdrawal] = _values(self.withdrawn, Withdrawal)
        held = {article.id for article in articles} if withdrawn else set()
        for id_, times in Counter(withdrawal.id for withdrawal in withdrawn).items():
            if times > 1:
                yield self.fault("withdrawn", f"must name an article once, and names {id_!r} {times} times")
            if id_ in held:
                yield self.fault("withdrawn", f"must not name an article that the feed holds, and names {id_!r}")


def _values(given: Any, kind: type) -> list[Any]:
    """
    Those of *given* that are what they have to be.
    """
    return [value for value in given if isinstance(value, kind)] if isinstance(given, tuple) else []


def _taken_relations(value: Article | Feed, field_of: dict[str, str]) -> Iterator[FieldError]:
    links: Any = value.links
    for link in links if isinstance(links, tuple) else ():
        if isinstance(link, Link) and link.rel in field_of:
            yield value.fault("links", f"rel {link.rel!r} has a place of its own: {field_of[link.rel]}")
