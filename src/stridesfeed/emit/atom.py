"""
Atom 1.0 (RFC 4287), as 32 real readers take it: an article is an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.emit import _feedgen
from stridesfeed.emit.format import Context, Format, Part, Place
from stridesfeed.emit.generator import NAME, __version__
from stridesfeed.emit.losses import FIGURE, Holder, Loss
from stridesfeed.emit.moulds import Moulds
from stridesfeed.extensions import at, atom, media
from stridesfeed.markup import Element, Namespace, element, namespaces
from stridesfeed.model import Article, Category, Feed, Person, Source

MEDIA_TYPE = "application/atom+xml"

#: RFC 4287, 4.1.1 asks for a moment of the last change even where nothing was ever published. This is the earliest that validators believe.
_NEVER = datetime(1990, 1, 1, tzinfo=UTC)


def shell(feed: Feed, place: Place, context: Context, inside: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    The feed around its entries.
    """
    return _feedgen.atom(
        title=feed.title,
        subtitle=feed.subtitle,
        id=feed.id,
        updated=whole_utc(feed.updated or _NEVER),
        authors=_persons(_feed_authors(feed), context),
        categories=_categories(feed.categories),
        rights=feed.rights,
        icon=feed.icon,
        logo=feed.logo,
        generator=(NAME, __version__),
        language=feed.language,
        more=_feed_elements(feed, place),
        inside=inside,
    )


def _feed_authors(feed: Feed) -> tuple[Person, ...]:
    """
    The feed's authors; where an entry would be left without any, the feed's title stands for them (RFC 4287, 4.1.1).
    """
    if feed.authors or (feed.articles and all(article.authors for article in feed.articles)):
        return feed.authors
    return (Person(feed.title),)


def _feed_elements(feed: Feed, place: Place) -> Iterator[Element]:
    yield _reference("alternate", feed.url, "text/html")
    if place.url:
        yield _reference("self", place.url, MEDIA_TYPE)
    for link in place.alternates:
        yield _link(link)
    for hub in feed.hubs:
        yield _reference("hub", hub)
    for link in (*place.links, *feed.links):
        yield _link(link)
    for extension in feed.extensions:
        yield from extension.elements()
    for withdrawal in feed.withdrawn:
        yield at.deleted_entry(withdrawal)


_entry = Moulds(_feedgen.atom_entry, clean=frozenset({"content"}))


def part(article: Article, context: Context) -> Part:
    """
    The entry.
    """
    more = list(_entry_elements(article))
    entry = _entry(
        title=article.title,
        link=article.url,
        id=article.id,
        published=whole_utc(article.published),
        updated=whole_utc(article.updated),
        authors=_persons(context.authors_of(article), context),
        contributors=_persons(article.contributors, context),
        categories=_categories(article.categories),
        # An entry has to have some text (RFC 4287, 4.2.13).
        summary=article.summary or (None if article.content else article.title),
        content=article.content,
        rights=article.rights,
        language=context.foreign_language_of(article),
        more=more,
    )
    return Part(entry, namespaces(more))


def _persons(people: Iterable[Person], context: Context) -> list[_feedgen.Person]:
    return [(person.name, person.uri, person.email if context.options.emails else None) for person in people]


def _entry_elements(article: Article) -> Iterator[Element]:
    yield _reference("alternate", article.url, "text/html")
    for attachment in article.attachments:
        yield _reference("enclosure", attachment.url, attachment.type, title=attachment.title, length=attachment.length)
    for link in (*article.references, *article.related):
        yield _link(link)
    if article.comments:
        yield _reference("replies", article.comments, "text/html")
    for link in article.links:
        yield _link(link)
    if article.image:
        yield media.thumbnail(article.image)
    for extension in article.extensions:
        yield from extension.elements()
    if article.source:
        yield _source(article.source, article.updated)


_link = partial(atom.link, inside_rss=False)
_reference = partial(atom.reference, inside_rss=False)


def _source(source: Source, fallback: datetime) -> Element:
    """
    Short on purpose: with more in it, readers mix it up with the entry.
    """
    parts = (
        element("id", source.id or source.url),
        element("title", source.title),
        element("updated", format_rfc3339(source.updated or fallback)),
    )
    return element("source", children=parts)


def _categories(categories: Iterable[Category]) -> list[tuple[str, str | None, str]]:
    return [(category.term, category.scheme, category.name) for category in categories]


def _has_id(holder: Holder) -> bool:
    source: Source = holder.value
    return source.id not in (None, source.url)


LOSSES = (
    *FIGURE,
    Loss("Article.guid", "an entry has one id, which is an IRI"),
    Loss("Person.avatar", "a Person construct has no picture"),
    Loss("Person.email", "addresses are published only with Options.emails", lambda holder: not holder.options.emails),
    Loss("Attachment.duration", "a link has no duration"),
    Loss("Link.title", "it looks like markup, which validators refuse in a link", lambda holder: atom.is_unfit(holder.value.title)),
    Loss("Image.type", "media:thumbnail has no media type"),
    Loss("Source.url", "readers mix up a source that holds a link with the entry itself; the id is written", _has_id),
)

FORMAT = Format(name="atom", default=True, title="Atom 1.0", media_type=MEDIA_TYPE, file_name="atom.xml", part=part, shell=shell, losses=LOSSES)
