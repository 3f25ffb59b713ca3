"""
Atom 1.0 (RFC 4287), tested with 32 readers. An article is an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from stridesfeed._version import __version__
from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.emit import _feedgen
from stridesfeed.emit.extension_content import extension_elements
from stridesfeed.emit.format import DocumentLinks, Format, Part, RenderContext
from stridesfeed.emit.item_templates import ItemTemplates
from stridesfeed.emit.losses import FIGURE, Loss, is_lead_image
from stridesfeed.extensions import at, atom, media
from stridesfeed.markup import Element, Namespace, namespaces
from stridesfeed.model import Article, Category, Feed, Person
from stridesfeed.versions import NAME

MEDIA_TYPE = "application/atom+xml"

#: RFC 4287, 4.1.1 requires a date of the last change, even in a feed that never had an entry. This is the earliest that validators accept.
_NEVER = datetime(1990, 1, 1, tzinfo=UTC)

_link = partial(atom.link, inside_rss=False)
_reference = partial(atom.reference, inside_rss=False)


def shell(feed: Feed, links: DocumentLinks, context: RenderContext, inside: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    Return the feed before and after its entries, which use the namespaces *inside*.
    """
    # Each entry needs an author, its own or the feed's (RFC 4287, 4.1.1). The feed's title is the last resort.
    every_entry_has_authors = feed.articles and all(article.authors for article in feed.articles)
    authors = feed.authors if feed.authors or every_entry_has_authors else (Person(feed.title),)
    return _feedgen.atom(
        title=feed.title,
        subtitle=feed.subtitle,
        id=feed.id,
        updated=whole_utc(feed.updated or _NEVER),
        authors=_persons(authors, context),
        categories=_categories(feed.categories),
        rights=feed.rights,
        icon=feed.icon,
        logo=feed.logo,
        generator=(NAME, __version__),
        language=feed.language,
        more=[
            _reference("alternate", feed.url, "text/html"),
            *links.elements(feed, MEDIA_TYPE, inside_rss=False),
            *extension_elements(feed, "atom", inside),
            *map(at.deleted_entry, feed.withdrawn),
        ],
        inside=inside,
    )


_entry = ItemTemplates(_feedgen.atom_entry, clean=frozenset({"content"}))


def part(article: Article, context: RenderContext) -> Part:
    """
    Return the entry of *article*.
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
        # An entry needs some text (RFC 4287, 4.2.13).
        summary=article.summary or (None if article.content else article.title),
        content=article.content,
        rights=article.rights,
        language=context.foreign_language_of(article),
        more=more,
    )
    return Part(entry, namespaces(more))


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
    yield from extension_elements(article, "atom")
    if article.source:
        # No more than the required elements: readers mistake others for those of the entry.
        source = (
            Element("id", article.source.id or article.source.url),
            Element("title", article.source.title),
            Element("updated", format_rfc3339(article.source.updated or article.updated)),
        )
        yield Element("source", children=source)


def _persons(people: Iterable[Person], context: RenderContext) -> list[_feedgen.PersonTuple]:
    return [(person.name, person.uri, person.email if context.options.emails else None) for person in people]


def _categories(categories: Iterable[Category]) -> list[tuple[str, str | None, str]]:
    return [(category.term, category.scheme, category.name) for category in categories]


LOSSES = (
    *FIGURE,
    Loss("Article.guid", "an entry has one id, which is an IRI"),
    Loss("Person.avatar", "a Person construct has no picture"),
    Loss("Person.email", "addresses are published only with Options.emails", lambda found: not found.options.emails),
    Loss("Attachment.duration", "a link has no duration"),
    Loss("Link.title", "it looks like markup, which validators reject in a link", lambda found: atom.looks_like_markup(found.value.title)),
    Loss("Image.type", "media:thumbnail has no media type", is_lead_image),
    Loss(
        "Source.url",
        "readers mistake a link in a source for the link of the entry; only the id is written",
        lambda found: found.value.id not in {None, found.value.url},
    ),
)

FORMAT = Format(name="atom", default=True, title="Atom 1.0", media_type=MEDIA_TYPE, file_name="atom.xml", part=part, shell=shell, losses=LOSSES)
