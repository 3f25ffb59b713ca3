"""
Atom 1.0 (RFC 4287), tested with 32 readers. An article is an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from stridesfeed import iri, rules
from stridesfeed.body.xhtml import to_xhtml
from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.emit import _feedgen
from stridesfeed.emit.beginning import with_beginning
from stridesfeed.emit.extension_content import extension_elements, have_distinct_prefixes, unambiguous_elements
from stridesfeed.emit.format import DocumentLinks, Format, Part, RenderContext, are_joined
from stridesfeed.emit.item_templates import ItemTemplates
from stridesfeed.emit.losses import FIGURE, FeedValue, Loss, has_html, is_lead_image
from stridesfeed.emit.required import atom_id, headline, page_link, page_of_link_post
from stridesfeed.emit.texts import body, directed, has_html_summary, html_summary, is_longer_than_body, summary_beside_body, text_as_html
from stridesfeed.extensions import at, atom, media
from stridesfeed.lazy import lazy_function
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Article, Category, Feed, Person, Source
from stridesfeed.options import Options

MEDIA_TYPE = "application/atom+xml"


def shell(feed: Feed, links: DocumentLinks, context: RenderContext, inside: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    Return the feed before and after its entries, which use the namespaces *inside*.
    """
    # Each entry needs an author, its own or the feed's (RFC 4287, 4.1.1). The feed's title is the last resort.
    every_entry_has_authors = feed.articles and all(article.authors for article in feed.articles)
    authors = feed.authors if feed.authors or every_entry_has_authors else (Person(feed.title),)
    options = context.options
    head, tail = _feedgen.atom(
        title=feed.title,
        subtitle=_as_markup(feed.subtitle_html, options) or feed.subtitle,
        subtitle_is_html=feed.subtitle_html is not None,
        is_xhtml=options.atom_markup == "xhtml",
        id=feed.id,
        # Required (RFC 4287, 4.1.1), even in a feed that never had an entry.
        updated=whole_utc(context.updated),
        authors=_persons(authors, context),
        contributors=_persons(feed.contributors, context),
        categories=_categories(feed.categories, options),
        rights=feed.rights,
        icon=feed.icon,
        logo=feed.logo,
        generator=options.program,
        language=feed.language,
        more=[
            *links.elements(feed, MEDIA_TYPE, inside_rss=False),
            *unambiguous_elements(feed, "atom", inside),
            *(at.deleted_entry(atom_id(withdrawal.id, feed.id), withdrawal.when) for withdrawal in feed.withdrawn),
        ],
        inside=inside,
    )
    return with_beginning(head, options), tail


_entry = ItemTemplates(lazy_function(lambda: _feedgen.atom_entry), clean=frozenset({"content"}))


def part(article: Article, context: RenderContext) -> Part:
    """
    Return the entry of *article*.
    """
    options = context.options
    content = body(article, context.language)
    remote = None if content else article.remote_content
    text_is_content = not (content or remote or page_link(article, options))
    if text_is_content:
        content = _text_in_place_of_body(article, context)
    html = _as_markup(html_summary(article, options), options)
    entry, used = _entry(
        title=headline(article, context.language),
        link=page_link(article, options) or (remote.url if remote else None),
        id=atom_id(article.id, context.feed_id),
        published=article.published and whole_utc(article.published),
        updated=whole_utc(article.updated or context.updated),
        authors=_persons(context.bylines_of(article, "atom"), context),
        contributors=_persons(article.contributors, context),
        categories=_categories(article.categories, options),
        # An entry needs some text (RFC 4287, 4.2.13), and a page or content (4.1.2).
        summary=None if text_is_content else html or summary_beside_body(article, options) or (None if content else headline(article)),
        summary_is_html=bool(html) and not text_is_content,
        content=_as_markup(content, options),
        is_xhtml=options.atom_markup == "xhtml",
        rights=article.rights,
        language=context.foreign_language_of(article),
        links=list(_links(article, options)),
        more=list(_entry_elements(article, context)),
    )
    if not have_distinct_prefixes(used):
        unambiguous_elements(article, "atom")
    return Part(entry, used)


def _as_markup(html: str | None, options: Options) -> str | None:
    return to_xhtml(html) if html and options.atom_markup == "xhtml" else html


def _text_in_place_of_body(article: Article, context: RenderContext) -> str:
    if article.summary_html:
        return directed(article.summary_html, article, context.language)
    return text_as_html(article.summary or headline(article), article, context.language)


def _links(article: Article, options: Options) -> Iterator[atom.LinkValues]:
    if page := page_link(article, options):
        yield atom.values("alternate", page, "text/html")
    for attachment in article.files if body(article) else article.attachments:
        yield atom.values("enclosure", attachment.url, attachment.type, title=attachment.title, length=attachment.length)
    for link in (*article.references, *article.related, *page_of_link_post(article, options)):
        yield atom.values_of(link)
    if article.comments and not any(link.rel == "replies" and link.href == article.comments for link in article.links):
        yield atom.values("replies", article.comments, "text/html")
    for link in article.links:
        if not atom.is_counted(link):
            yield atom.values_of(link)


def _entry_elements(article: Article, context: RenderContext) -> Iterator[Element]:
    if (remote := article.remote_content) and not body(article):
        yield Element("content", attributes={"src": remote.url, "type": remote.type})
    for link in filter(atom.is_counted, article.links):
        yield atom.link(link, inside_rss=False)
    if article.image:
        yield media.thumbnail(article.image)
    yield from extension_elements(article, "atom")
    if article.source:
        yield Element("source", children=_source_elements(article.source, article.updated, context))


def _source_elements(source: Source, updated: datetime | None, context: RenderContext) -> Iterator[Element]:
    """
    Yield the children of source. *updated* is the date of the article.

    A source with only id, title and date has no more than these required elements: readers mistake others for those of the entry.
    """
    # An address that is no IRI gets the same id in all feeds.
    address = source.url or ""
    yield Element("id", source.id or atom_id(address, address))
    yield Element("title", source.title)
    yield Element("updated", format_rfc3339(source.updated or updated or context.updated))
    if source.subtitle:
        yield Element("subtitle", source.subtitle)
    for link in source.links:
        yield atom.link(link, inside_rss=False)
    for name, people in (("author", source.authors), ("contributor", source.contributors)):
        for person in _persons(people, context):
            parts = zip(("name", "uri", "email"), person, strict=True)
            yield Element(name, children=[Element(part, text) for part, text in parts if text])
    for term, scheme, label in _categories(source.categories, context.options):
        yield Element("category", attributes={"term": term, "scheme": scheme, "label": label})
    for name, text in (("rights", source.rights), ("icon", source.icon), ("logo", source.logo)):
        if text:
            yield Element(name, text)
    if source.generator:
        yield Element("generator", source.generator.name, attributes={"uri": source.generator.uri, "version": source.generator.version})


def _persons(people: Iterable[Person], context: RenderContext) -> list[_feedgen.PersonTuple]:
    return [(person.name, person.uri, person.email if context.options.emails else None) for person in people]


def _categories(categories: Iterable[Category], options: Options) -> list[tuple[str, str | None, str]]:
    return [(_term(category, options), _scheme(category), category.name) for category in categories]


def _scheme(category: Category) -> str | None:
    """
    Return the scheme of *category*, which is an IRI (RFC 4287, 4.2.2.2).
    """
    return category.scheme if category.scheme and iri.scheme(category.scheme) else None


def _term(category: Category, options: Options) -> str:
    """
    Return the term of *category*, which readers show in place of the label.
    """
    is_label = options.atom_terms == "label" or (options.atom_terms == "auto" and _scheme(category) is None)
    return category.name if is_label else category.term


def _is_joined(found: FeedValue) -> bool:
    """
    Return whether a person is one of several authors of an article, whose names are joined.
    """
    return found.found_in == "Article.authors" and found.article is not None and are_joined(found.article.authors, "atom", found.options)


LOSSES = (
    *FIGURE,
    Loss("Feed.subtitle", "the HTML is written instead", lambda found: bool(found.feed.subtitle_html)),
    Loss("Feed.expired", "Atom does not say that a feed is finished"),
    Loss("Article.banner", "an entry has one image"),
    Loss("Article.summary", "it is longer than the text, and some readers would show it instead", is_longer_than_body),
    Loss("Article.summary", "the HTML is written instead", has_html_summary),
    Loss("Article.content_text", "the HTML is written instead", has_html),
    Loss("Article.guid", "an entry has one id, which is an IRI"),
    Loss("Article.id", "an id is an IRI, so a UUID is derived from it", lambda found: rules.absolute_iri(found.value.id) is not None),
    Loss("Article.title", "an entry needs a title, so the first words of its text are written", missing=True),
    Loss("Article.updated", "an entry needs the date of its last change, so the date of the feed is written", missing=True),
    Loss("Person.avatar", "a Person construct has no picture"),
    Loss("Person.email", "addresses are published only with Options.emails", lambda found: not found.options.emails),
    *(
        Loss(f"Person.{field}", "several authors are one, with all names; see Options.creators", condition)
        for field, condition in {"uri": _is_joined, "email": lambda found: found.options.emails and _is_joined(found)}.items()
    ),
    Loss(
        "Category.term",
        "the label is written in its place; see Options.atom_terms",
        lambda found: _term(found.value, found.options) != found.value.term,
    ),
    Loss("Category.scheme", "a scheme is an IRI", lambda found: _scheme(found.value) is None),
    Loss("Attachment.duration", "a link has no duration"),
    Loss("Link.title", "it looks like markup, which validators reject in a link", lambda found: atom.looks_like_markup(found.value.title)),
    Loss("Image.type", "media:thumbnail has no media type", is_lead_image),
    Loss(
        "Source.url",
        "readers mistake a link in a source for the link of the entry; only the id and links are written",
        lambda found: found.value.url not in {found.value.id or found.value.url, *(link.href for link in found.value.links)},
    ),
)

FORMAT = Format(name="atom", default=True, title="Atom 1.0", media_type=MEDIA_TYPE, file_name="atom.xml", part=part, shell=shell, losses=LOSSES)
