"""
RSS 2.0 (2.0.11), tested with 32 readers. A feed is a channel, an article is an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import attrs

from stridesfeed.dates import format_rfc822
from stridesfeed.emit import _feedgen
from stridesfeed.emit.beginning import with_beginning
from stridesfeed.emit.extension_content import extension_elements, have_distinct_prefixes, unambiguous_elements
from stridesfeed.emit.format import DocumentLinks, Format, Part, RenderContext, has_durations
from stridesfeed.emit.item_templates import ItemTemplates
from stridesfeed.emit.losses import FIGURE, FeedValue, Loss, has_guid, has_html, id_differs_from_url, is_lead_image
from stridesfeed.emit.required import item_title, page_link, page_of_link_post
from stridesfeed.emit.texts import body, directed, has_html_summary, html_summary, is_longer_than_body, summary_beside_body, text_as_html
from stridesfeed.extensions import atom, dc, dcterms, itunes, media
from stridesfeed.lazy import lazy_function
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Article, Attachment, Feed, Person
from stridesfeed.options import Options

MEDIA_TYPE = "application/rss+xml"

#: The image of a channel is a GIF, JPEG or PNG (RSS 2.0, image).
_IMAGE_SUFFIXES = (".gif", ".jpg", ".jpeg", ".png")


#: Fields of a source that RSS has no place for.
_ONLY_IN_ATOM = ("id", "updated", "subtitle", "authors", "contributors", "categories", "links", "rights", "icon", "logo", "generator")


def shell(feed: Feed, links: DocumentLinks, context: RenderContext, inside: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    Return the channel before and after its items, which use the namespaces *inside*.
    """
    editors = [f"{person.email} ({person.name})" for person in feed.authors if person.email]
    options = context.options
    program = options.program
    head, tail = _feedgen.rss(
        title=feed.title,
        link=feed.url,
        description=feed.subtitle or feed.title,
        language=feed.language,
        rights=feed.rights,
        managing_editor=editors[0] if editors and options.emails else None,
        categories=[(category.name, category.scheme) for category in feed.categories],
        generator=f"{program.name} {program.version or ''}".strip() if program else None,
        image=_channel_image(feed),
        more=[
            *([Element("lastBuildDate", format_rfc822(feed.updated))] if feed.updated else []),
            *dc.contributors(feed.contributors),
            *links.elements(feed, MEDIA_TYPE, inside_rss=True),
            *(_with_title_and_link(element, feed) for element in unambiguous_elements(feed, "rss", inside)),
        ],
        inside=inside,
    )
    return with_beginning(head, options), tail


def _with_title_and_link(element: Element, feed: Feed) -> Element:
    """
    Return *element*; an image gets the title and the link that it needs (RSS 2.0, image).
    """
    if element.name != "image" or element.namespace:
        return element
    given = {child.name: child for child in element.children}
    needed = {"url": "", "title": feed.title, "link": feed.url}
    children = {name: given.get(name, Element(name, text)) for name, text in needed.items()}
    return Element("image", children=(children | given).values())


def _channel_image(feed: Feed) -> str | None:
    """
    Return the address of the logo, or else of the icon, if it is of a kind that RSS allows.
    """
    for url in (feed.logo, feed.icon):
        if url and url.partition("?")[0].partition("#")[0].lower().endswith(_IMAGE_SUFFIXES):
            return url
    return None


_item = ItemTemplates(lazy_function(lambda: _feedgen.rss_item), clean=frozenset({"content"}))


def part(article: Article, context: RenderContext) -> Part:
    """
    Return the item of *article*.
    """
    options = context.options
    links = [
        atom.values_of(link)
        for link in (*article.references, *article.related, *page_of_link_post(article, options), *article.links)
        if not atom.is_counted(link)
    ]
    files = article.files
    enclosure = _enclosure(files[0]) if files else None
    item, used = _item(
        title=item_title(article),
        link=page_link(article, options),
        description=description(article, context),
        content=body(article, context.language),
        guid=article.guid or article.id,
        permalink=(article.guid or article.id) == article.url,
        categories=[(category.name, category.scheme) for category in article.categories],
        comments=article.comments,
        enclosure=enclosure,
        source=(article.source.title, article.source.url) if article.source and article.source.url else None,
        language=context.foreign_language_of(article),
        published=format_rfc822(article.published) if article.published else None,
        more=list(_item_elements(article, context)),
        links=links,
    )
    if not have_distinct_prefixes(used):
        unambiguous_elements(article, "rss")
    return Part(item, used)


def description(article: Article, context: RenderContext) -> str | None:
    """
    Return the description, which is HTML: the summary, with its direction if there is no body.

    Without a summary, the body becomes the description, because content:encoded must not stand alone.
    """
    summary = summary_beside_body(article, context.options)
    if html := html_summary(article, context.options):
        return html if body(article) else directed(html, article, context.language)
    if summary and not body(article):
        return text_as_html(summary, article, context.language)
    return escape(summary, quote=False) if summary else None


def _enclosure(attachment: Attachment) -> tuple[str, str, str]:
    """
    Return URL, length and type. The length is required, and 0 if it is unknown.
    """
    return attachment.url, str(attachment.length or 0), attachment.type


def enclosures(article: Article, options: Options) -> tuple[Attachment, ...]:
    """
    Return the attachments that are enclosures.
    """
    return article.files if options.enclosures == "all" else article.files[:1]


def _timed(article: Article, options: Options) -> Attachment | None:
    """
    Return the attachment whose duration is that of the item: the first enclosure that is audio or video.
    """
    return next((each for each in enclosures(article, options) if each.type.lower().startswith(("audio/", "video/"))), None)


def _author(article: Article, context: RenderContext) -> Iterator[Element]:
    """
    Yield author, by option: addresses and names (RSS 2.0, author).
    """
    for person in _with_author_element(context.authors_of(article), context.options):
        yield Element("author", f"{person.email} ({person.name})")


def _with_author_element(people: Iterable[Person], options: Options) -> list[Person]:
    """
    Return those of *people* whose address is in an author element.
    """
    have_addresses = [person for person in people if person.email] if options.emails else []
    return have_addresses[: {"none": 0, "first": 1, "all": None}[options.rss_author]]


def _item_elements(article: Article, context: RenderContext) -> Iterator[Element]:
    options = context.options
    if article.updated and article.updated != article.published and options.updated != "none":
        yield atom.updated(article.updated) if options.updated == "atom" else dcterms.modified(article.updated)
    files = enclosures(article, options)
    for attachment in files[1:]:
        yield Element("enclosure", attributes=dict(zip(("url", "length", "type"), _enclosure(attachment), strict=True)))
    yield from _author(article, context)
    yield from dc.creators(context.bylines_of(article, "rss"))
    yield from dc.contributors(article.contributors)
    if language := context.foreign_language_of(article):
        yield dc.language(language)
    if article.rights:
        yield dc.rights(article.rights)
    if article.image:
        if options.image_elements == "both":
            yield media.picture(article.image)
        yield media.thumbnail(article.image)
    for attachment in article.files[len(files) :]:
        yield media.file(attachment)
    extensions = extension_elements(article, "rss")
    timed = _timed(article, options) if context.has_durations else None
    if timed and timed.duration and ("duration", itunes.NAMESPACE) not in [(element.name, element.namespace) for element in extensions]:
        yield itunes.duration(timed.duration)
    yield from extensions
    for link in filter(atom.is_counted, article.links):
        yield atom.link(link)


def _email_is_lost(found: FeedValue) -> bool:
    if found.found_in == "Feed.authors":
        written = _with_author_element(found.feed.authors, attrs.evolve(found.options, rss_author="first"))
    elif found.article and found.found_in == "Article.authors":
        written = _with_author_element(found.article.authors, found.options)
    else:
        written = []
    return found.value not in written


def _lacks_duration(found: FeedValue) -> bool:
    if found.article is None or found.value not in enclosures(found.article, found.options):
        return False
    return has_durations(found.feed, found.options) and bool(found.value != _timed(found.article, found.options))


def _is_played_in_feed_without_show(found: FeedValue) -> bool:
    if found.article is None or has_durations(found.feed, found.options):
        return False
    return bool(found.value in enclosures(found.article, found.options))


LOSSES = (
    *FIGURE,
    Loss("Article.summary", "it is longer than the text, and some readers would show it instead", is_longer_than_body),
    Loss("Article.summary", "the HTML is written instead", has_html_summary),
    Loss("Article.content_text", "the HTML is written instead", has_html),
    Loss("Feed.id", "a channel has no id", id_differs_from_url),
    Loss("Article.id", "the guid is written instead", has_guid),
    Loss(
        "Article.title",
        "an item without text needs a title: its address or id is written",
        lambda found: item_title(found.value) is not None,
        missing=True,
    ),
    Loss(
        "Feed.icon",
        "a channel has one image, a GIF, JPEG or PNG: the logo, if there is one",
        lambda found: found.feed.icon != _channel_image(found.feed),
    ),
    Loss("Feed.logo", "the image of a channel is a GIF, JPEG or PNG", lambda found: found.feed.logo != _channel_image(found.feed)),
    Loss("Feed.subtitle_html", "the description is plain text; that of the HTML is written"),
    Loss("Feed.expired", "RSS does not say that a feed is finished"),
    Loss("Article.banner", "an item has one image"),
    Loss("Feed.withdrawn", "RSS has no element for withdrawn articles"),
    Loss("Person.uri", "dc:creator and dc:contributor contain only a name"),
    Loss("Person.avatar", "dc:creator and dc:contributor contain only a name"),
    Loss("Person.email", "only managingEditor, and author by option, contain an address: the first, with Options.emails", _email_is_lost),
    Loss("Link.title", "it looks like markup, which validators reject in a link", lambda found: atom.looks_like_markup(found.value.title)),
    Loss("Category.term", "a category has one text, which is the label", lambda found: bool(found.value.name != found.value.term)),
    Loss("Attachment.duration", "an item has the duration of one enclosure, which is audio or video", _lacks_duration),
    Loss(
        "Attachment.duration",
        "only a feed with a Podcast has the duration of an enclosure; see Options.durations",
        _is_played_in_feed_without_show,
    ),
    Loss("Attachment.title", "an enclosure has no title, and readers ignore the title of media:content"),
    Loss(
        "Image.type",
        "only media:content has a media type, and it is written only with Options.image_elements",
        lambda found: is_lead_image(found) and found.options.image_elements != "both",
    ),
    Loss("Source.title", "a source needs an address", lambda found: not found.value.url),
    *(Loss(f"Source.{field}", "a source has only a title and an address") for field in _ONLY_IN_ATOM),
)

FORMAT = Format(name="rss", default=True, title="RSS 2.0", media_type=MEDIA_TYPE, file_name="feed.xml", part=part, shell=shell, losses=LOSSES)
