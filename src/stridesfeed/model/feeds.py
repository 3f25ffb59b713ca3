"""
Feeds and articles.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError
from stridesfeed.model.values import (
    EARLIEST,
    Attachment,
    Category,
    Extension,
    Image,
    Link,
    Person,
    Place,
    RemoteContent,
    Source,
    as_categories,
    as_people,
    each_converted,
)
from stridesfeed.value import (
    Many,
    Value,
    as_tuple,
    as_uri,
    as_uris,
    checked_by,
    digest_of,
    fingerprint_parts,
    html_or_none,
    line_or_none,
    one_line,
    uri_or_none,
)

# Converters. Their parameter types are those of the constructors; what they cannot convert is left for the field's rule to reject.


def _article_id(value: object) -> str | None:
    return "must not be empty: give the article an id or a url" if value == "" else rules.identifier(value)


_is_web_address = rules.address(iri.WEB)


def _feed_id(value: object) -> str | None:
    # It is empty only if it was not given and the address of the feed, which has an error of its own, cannot replace it.
    return None if value == "" else rules.absolute_iri(value)


def _line_if_given(value: str | None) -> str | None:
    return value if value is None else one_line(value)


def _links(links: Many[Link]) -> tuple[Link, ...]:
    return as_tuple(links)


def _related(links: Many[Link]) -> tuple[Link, ...]:
    return each_converted(links, lambda item: attrs.evolve(item, rel="related") if isinstance(item, Link) and item.rel != "related" else item)


def _via(links: Many[Link]) -> tuple[Link, ...]:
    return each_converted(links, lambda item: attrs.evolve(item, rel="via") if isinstance(item, Link) and item.rel != "via" else item)


def _attachments(attachments: Many[Attachment]) -> tuple[Attachment, ...]:
    return as_tuple(attachments)


def _extensions(extensions: Many[Extension]) -> tuple[Extension, ...]:
    return as_tuple(extensions)


def _withdrawals(withdrawn: Many[Withdrawal]) -> tuple[Withdrawal, ...]:
    return as_tuple(withdrawn)


def _articles(articles: Many[Article]) -> tuple[Article, ...]:
    return as_tuple(articles)


#: Link relations that are written from a field of their own.
_ARTICLE_FIELD_OF = {
    "alternate": "url",
    "related": "related",
    "via": "sources",
    "enclosure": "attachments",
}
_FEED_FIELD_OF = {"hub": "hubs"}


@attrs.frozen(kw_only=True)
class Article(Value):
    """
    An article: a news item, a post, an episode.

    Atom (RFC 4287, 4.1.2): entry. RSS: item. JSON Feed: an object in items.
    """

    #: A permanent identifier, which never changes: any text, unique in the feed, kept unchanged; an absolute IRI is best. Defaults to
    #: *url*, and is required without it. RSS: guid. JSON Feed: id. Atom: id, which must be an IRI; from other text a ``urn:uuid:`` is derived.
    id: str = attrs.field(default="", metadata=checked_by(_article_id))

    #: The identifier in RSS and JSON Feed, if it differs from *id*: "1234" or "post-17" in an RSS feed that was published by other software
    #: before, beside an Atom feed with IRIs. Any text, unique in the feed, kept unchanged. Atom: –. RSS: guid. JSON Feed: id.
    guid: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.identifier)))

    #: The address of the page; http or https. Atom: link rel="alternate". RSS: link. JSON Feed: url.
    url: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Plain text, so ``<b>`` is shown as it is; posts of a microblog have none. Atom: title, which is required, so it defaults to the first
    #: words of the text. RSS: title, likewise in an item without text. JSON Feed: title.
    title: str | None = attrs.field(default=None, converter=_line_if_given, metadata=checked_by(rules.optional(rules.text)))

    #: The date of first publication, written in UTC, in whole seconds. Atom: published. RSS: pubDate. JSON Feed: date_published.
    published: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))

    _updated: datetime | None = attrs.field(default=None, alias="updated", metadata=checked_by(rules.optional(rules.moment)))

    #: Defaults to the feed's authors. Atom: author. RSS: dc:creator. JSON Feed: authors, and author for the first.
    authors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: contributor. RSS: dc:contributor. JSON Feed: ``_strides.contributors``.
    contributors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: category. RSS: category. JSON Feed: tags.
    categories: tuple[Category, ...] = attrs.field(default=(), converter=as_categories, metadata=checked_by(rules.sequence(Category, "a term")))

    #: A few sentences of plain text. Atom: summary. RSS: description. JSON Feed: summary, or content_text if there is no content.
    summary: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The summary as HTML, with links and emphasis; cleaned before it is written. Without *summary*, its text is the summary.
    #: Atom: summary with type="html". RSS: description. JSON Feed: –.
    summary_html: str | None = attrs.field(default=None, converter=html_or_none, metadata=checked_by(rules.optional(rules.html)))

    #: The full text as HTML. It need not be trusted: it is cleaned before it is written.
    #: Atom: content. RSS: content:encoded. JSON Feed: content_html.
    content: str | None = attrs.field(default=None, converter=html_or_none, metadata=checked_by(rules.optional(rules.html)))

    #: The full text as plain text, with line breaks. JSON Feed: content_text. Atom, RSS: as paragraphs, if there is no *content*; otherwise –.
    content_text: str | None = attrs.field(default=None, converter=html_or_none, metadata=checked_by(rules.optional(rules.html)))

    #: The content as a document elsewhere. See :class:`RemoteContent`.
    remote_content: RemoteContent | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(RemoteContent))))

    #: The lead image. See :class:`Image`.
    image: Image | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Image))))

    #: The address of a wide image for the top of the page, if it differs from *image*. Atom: –. RSS: –. JSON Feed: banner_image.
    banner: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Files, the most important one first, because half of all readers use only the first. See :class:`Attachment`.
    attachments: tuple[Attachment, ...] = attrs.field(default=(), converter=_attachments, metadata=checked_by(rules.sequence(Attachment)))

    #: Related links. All formats: a list at the end of the body. Atom: link rel="related". RSS: atom:link. JSON Feed: ``_strides.related``.
    related: tuple[Link, ...] = attrs.field(default=(), converter=_related, metadata=checked_by(rules.sequence(Link)))

    #: Its sources. All formats: a list in the body. Atom: link rel="via". RSS: atom:link. JSON Feed: ``_strides.sources``.
    sources: tuple[Link, ...] = attrs.field(default=(), converter=_via, metadata=checked_by(rules.sequence(Link)))

    #: The page that the article is about (a link post). Atom, RSS: the first source. JSON Feed: external_url.
    external_url: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The page with readers' comments; a feed of comments is a link with rel "replies". Atom: link rel="replies". RSS: comments. JSON Feed: –.
    comments: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Links with any other relation. One with rel "replies" and the address of *comments* adds its title, count or language.
    #: Atom: link. RSS: atom:link. JSON Feed: –.
    links: tuple[Link, ...] = attrs.field(default=(), converter=_links, metadata=checked_by(rules.sequence(Link)))

    #: The language (BCP 47), if it differs from the feed's. Atom: xml:lang. RSS: dc:language. JSON Feed: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: A copyright or licence statement. Atom: rights. RSS: dc:rights. JSON Feed: –. Plain text.
    rights: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The feed that it was republished from. See :class:`Source`.
    source: Source | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Source))))

    #: Values of other namespaces. See :mod:`stridesfeed.extensions`.
    extensions: tuple[Extension, ...] = attrs.field(default=(), converter=_extensions, metadata=checked_by(rules.sequence(Extension)))

    def __attrs_post_init__(self) -> None:
        if not self.id and self.url:
            object.__setattr__(self, "id", self.url)
        Value.__attrs_post_init__(self)

    @property
    def updated(self) -> datetime | None:
        """
        The date of the last significant change; defaults to *published*.

        Atom: updated, which is required, so it defaults to the feed's. RSS: atom:updated. JSON Feed: date_modified.
        """
        return self._updated or self.published

    @property
    def sort_date(self) -> datetime:
        """
        The date for lists in order: that of publication, or of the last change, or :data:`EARLIEST` for an article without dates.
        """
        return self.published or self._updated or EARLIEST

    @property
    def address(self) -> str:
        """
        The URL that a reader opens: that of the page, or *external_url*; empty if there is neither.
        """
        return self.url or self.external_url or ""

    @property
    def name(self) -> str:
        """
        The title, or else the summary, the address or the id: for lists and messages.
        """
        return self.title or self.summary or self.address or self.id

    @property
    def files(self) -> tuple[Attachment, ...]:
        """
        The attachments, and content that is elsewhere as the last of them.
        """
        remote = self.remote_content
        if remote is None or any(attachment.url == remote.url for attachment in self.attachments):
            return self.attachments
        return (*self.attachments, remote.attachment)

    @cached_property
    def content_digest(self) -> bytes | None:
        """
        The SHA-256 of all fields except the id and the dates, which the ledger may replace; ``None`` as for *digest*.
        """
        return digest_of(tuple(getattr(self, name) for name in _CONTENT))

    @cached_property
    def digest(self) -> bytes | None:
        """
        The SHA-256 of all fields: the same for equal articles, on every machine and in every run.

        ``None`` if the article has an extension from outside this package, which may have state that is not a field.
        """
        identity = (self.id, fingerprint_parts(self.published), fingerprint_parts(self._updated))
        return hashlib.sha256(repr(identity).encode() + self.content_digest).digest() if self.content_digest else None

    @cached_property
    def _stored(self) -> Callable[[], Article] | None:
        """
        Returns the article with the fields that are not in memory yet; ``None`` if all are.
        """
        return None

    @classmethod
    def stored(cls, fields: Mapping[str, object], content_digest: bytes | None, read: Callable[[], Article] | None) -> Article:
        """
        Return an article that was checked before, of which only *fields* are in memory, by the names of their attributes.

        The others are those of the article that *read* returns; ``None`` if there are none. It is called when one of them is used for the
        first time.
        """
        article = object.__new__(cls)
        for name, value in fields.items():
            object.__setattr__(article, name, value)
        object.__setattr__(article, "content_digest", content_digest)
        object.__setattr__(article, "_stored", read)
        return article

    def identified(self, id_: str, *, published: datetime, updated: datetime | None) -> Article:
        """
        Return the article with the id and dates of a ledger, which are valid. Fields that are not in memory stay where they are.
        """
        # Before the fields, because another thread may be reading them.
        read = self._stored
        present = {name: getattr(self, name) for name in _FIELDS if self._has_in_memory(name)}
        changed = present | {"id": id_, "published": published, "_updated": updated}
        return Article.stored(changed, self.content_digest, read)

    def _has_in_memory(self, name: str) -> bool:
        try:
            object.__getattribute__(self, name)
        except AttributeError:
            return False
        return True

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """
            Read the fields that are not in memory yet.
            """
            if name not in _FIELDS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            # Another thread may have read them just now.
            if read := self._stored:
                rest = read()
                for field in _FIELDS:
                    if not self._has_in_memory(field):
                        object.__setattr__(self, field, getattr(rest, field))
                object.__setattr__(self, "_stored", None)
            return object.__getattribute__(self, name)

    @property
    def references(self) -> tuple[Link, ...]:
        """
        The page that the article is about, followed by its other sources, without duplicates.
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
        yield from _reserved_relations(self, _ARTICLE_FIELD_OF)
        yield from _misplaced_extensions(self, "article")


_FIELDS = tuple(field.name for field in attrs.fields(Article))
_CONTENT = tuple(name for name in _FIELDS if name not in {"id", "published", "_updated"})


@attrs.frozen
class Withdrawal(Value):
    """
    A published article that was withdrawn.

    Atom (RFC 6721, 3): at:deleted-entry. RSS: –. JSON Feed: –.
    """

    #: The id of the article, which must never be reused. Atom: ref, derived as the article's id was. Required.
    id: str = attrs.field(metadata=checked_by(rules.identifier))

    #: The date of withdrawal. Atom: when. Required.
    when: datetime = attrs.field(metadata=checked_by(rules.moment))


@attrs.frozen(kw_only=True)
class Feed(Value):
    """
    A feed, which readers subscribe to.

    Atom (RFC 4287, 4.1.1): feed. RSS: channel. JSON Feed: the document.
    """

    #: A permanent identifier, which never changes, even if the domain does; an absolute IRI. Defaults to *url*. Atom: id. RSS: –. JSON Feed: –.
    id: str = attrs.field(default="", metadata=checked_by(_feed_id))

    #: Atom: title. RSS: title. JSON Feed: title. Required; plain text.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: The address of the home page. Atom: link rel="alternate". RSS: link. JSON Feed: home_page_url. Required; http or https.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: A description of the feed. Atom: subtitle. RSS: description, which is required, so it defaults to the title. JSON Feed: description.
    subtitle: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The description as HTML, with links and emphasis; cleaned before it is written. Without *subtitle*, its text is the subtitle.
    #: Atom: subtitle with type="html". RSS: –. JSON Feed: –.
    subtitle_html: str | None = attrs.field(default=None, converter=html_or_none, metadata=checked_by(rules.optional(rules.html)))

    #: The language (BCP 47). Atom: xml:lang. RSS: language. JSON Feed: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: The authors of articles without authors. Atom: author. RSS: in those items. JSON Feed: authors, if no item has its own.
    authors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: contributor. RSS: dc:contributor. JSON Feed: ``_strides.contributors``.
    contributors: tuple[Person, ...] = attrs.field(default=(), converter=as_people, metadata=checked_by(rules.sequence(Person, "a name")))

    #: Atom: category. RSS: category. JSON Feed: –.
    categories: tuple[Category, ...] = attrs.field(default=(), converter=as_categories, metadata=checked_by(rules.sequence(Category, "a term")))

    _updated: datetime | None = attrs.field(default=None, alias="updated", metadata=checked_by(rules.optional(rules.moment)))

    #: True if no more articles will follow. Atom: –. RSS: –. JSON Feed: expired.
    expired: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: Atom: rights. RSS: copyright. JSON Feed: –. Plain text.
    rights: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The address of a small square picture. Atom: icon. RSS: image, if there is no logo. JSON Feed: favicon.
    icon: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The address of a large picture. Atom: logo. RSS: image (only gif, jpeg and png). JSON Feed: icon.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: WebSub hubs; http, https, ws or wss. Atom: link rel="hub". RSS: atom:link rel="hub". JSON Feed: hubs.
    hubs: tuple[str, ...] = attrs.field(default=(), converter=as_uris, metadata=checked_by(rules.addresses(iri.HUB)))

    #: Links with any other relation, and with rel "alternate" the feed's page in other languages or types; one with the address of *url* adds
    #: its language or title. Atom: link. RSS: atom:link. JSON Feed: next_url for next and prev-archive; otherwise –.
    links: tuple[Link, ...] = attrs.field(default=(), converter=_links, metadata=checked_by(rules.sequence(Link)))

    #: Values of other namespaces. See :mod:`stridesfeed.extensions`.
    extensions: tuple[Extension, ...] = attrs.field(default=(), converter=_extensions, metadata=checked_by(rules.sequence(Extension)))

    #: Recently withdrawn articles, which readers should remove. Atom: at:deleted-entry. RSS: –. JSON Feed: –.
    withdrawn: tuple[Withdrawal, ...] = attrs.field(default=(), converter=_withdrawals, metadata=checked_by(rules.sequence(Withdrawal)))

    #: Written in this order. Atom: entry. RSS: item. JSON Feed: items.
    articles: tuple[Article, ...] = attrs.field(default=(), converter=_articles, metadata=checked_by(rules.sequence(Article)))

    def __attrs_post_init__(self) -> None:
        if self.id == "" and not _is_web_address(self.url):
            object.__setattr__(self, "id", iri.with_root_path(self.url))
        Value.__attrs_post_init__(self)

    @property
    def updated(self) -> datetime | None:
        """
        The date of the last change; defaults to the latest of any article, never the time of a build. ``None`` if there are no articles.

        Atom: updated. RSS: lastBuildDate. JSON Feed: –.
        """
        return self._updated or max((article.updated for article in self.articles if article.updated), default=None)

    def language_of(self, article: Article) -> str | None:
        """
        Return the language of *article*, which defaults to the feed's.
        """
        return article.language or self.language

    def _faults(self) -> Iterator[FieldError]:
        yield from _reserved_relations(self, _FEED_FIELD_OF | {"self": "url of render()"})
        yield from self._alternate_faults()
        yield from _misplaced_extensions(self, "feed")
        articles: list[Article] = _values(self.articles, Article)
        yield from self._withdrawal_faults(articles)
        for name, ids in (("id", [article.id for article in articles]), ("guid", [article.guid or article.id for article in articles])):
            twins = {id_: times for id_, times in Counter(ids).items() if times > 1}
            for id_, times in twins.items():
                yield self.fault("articles", f"must not share {'an' if name == 'id' else 'a'} {name}: {times} articles have {id_!r}")
            if twins:
                return

    def _alternate_faults(self) -> Iterator[FieldError]:
        links: list[Link] = [link for link in _values(self.links, Link) if link.rel == "alternate"]
        kinds = Counter((link.type, link.hreflang) for link in links)
        for (type_, language), times in kinds.items():
            if times > 1:
                rule = "must not have two with rel 'alternate' of the same type and language (RFC 4287, 4.1.1)"
                yield self.fault("links", f"{rule}, but {times} have {type_!r} and {language!r}: give each its type or hreflang")

    def _withdrawal_faults(self, articles: Iterable[Article]) -> Iterator[FieldError]:
        withdrawn: list[Withdrawal] = _values(self.withdrawn, Withdrawal)
        held = {article.id for article in articles} if withdrawn else set()
        for id_, times in Counter(withdrawal.id for withdrawal in withdrawn).items():
            if times > 1:
                yield self.fault("withdrawn", f"must list an article only once, but lists {id_!r} {times} times")
            if id_ in held:
                yield self.fault("withdrawn", f"must not list an article of the feed, but lists {id_!r}")


def _values(given: Any, kind: type) -> list[Any]:
    return [value for value in given if isinstance(value, kind)] if isinstance(given, tuple) else []


def _misplaced_extensions(value: Article | Feed, here: Place) -> Iterator[FieldError]:
    extensions: Any = value.extensions
    for extension in extensions if isinstance(extensions, tuple) else ():
        if isinstance(extension, Extension) and extension.place not in {None, here}:
            yield value.fault("extensions", f"must not contain {extension.subject}, which belongs to {_PLACES[here]}: move it there")


#: The other place of an extension, for messages.
_PLACES: dict[Place, str] = {"feed": "an article", "article": "the feed"}


def _reserved_relations(value: Article | Feed, field_of: dict[str, str]) -> Iterator[FieldError]:
    links: Any = value.links
    for link in links if isinstance(links, tuple) else ():
        if isinstance(link, Link) and link.rel in field_of:
            yield value.fault("links", f"must not have rel {link.rel!r}: use {field_of[link.rel]} instead")
