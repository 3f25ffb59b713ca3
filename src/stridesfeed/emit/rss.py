"""
RSS 2.0 (2.0.11), as 32 real readers take it: a feed is a channel, an article an item.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from stridesfeed.dates import format_rfc822
from stridesfeed.emit import _feedgen
from stridesfeed.emit.format import Context, Format, Part, Place
from stridesfeed.emit.generator import NAME, __version__
from stridesfeed.emit.losses import FIGURE, Holder, Loss, has_guid, id_is_not_the_address
from stridesfeed.emit.moulds import Moulds
from stridesfeed.extensions import atom, dc, dcterms, media
from stridesfeed.extensions.content import NAMESPACE as CONTENT
from stridesfeed.markup import Element, Namespace, element, namespaces
from stridesfeed.model import Article, Category, Feed
from stridesfeed.options import Options

MEDIA_TYPE = "application/rss+xml"

#: RSS 2.0, image: the three kinds of picture that a channel may show.
_PICTURES = (".gif", ".jpg", ".jpeg", ".png")


def shell(feed: Feed, place: Place, context: Context, inside: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    The channel around its items.
    """
    return _feedgen.rss(
        title=feed.title,
        link=feed.url,
        description=feed.subtitle or feed.title,
        language=feed.language,
        rights=feed.rights,
        managing_editor=_managing_editor(feed, context.options),
        categories=[(category.name, category.scheme) for category in feed.categories],
        generator=f"{NAME} {__version__}",
        image=_picture(feed),
        more=_channel_elements(feed, place),
        inside=inside,
    )


def _channel_elements(feed: Feed, place: Place) -> Iterator[Element]:
    if feed.updated:
        yield element("lastBuildDate", format_rfc822(feed.updated))
    if place.url:
        yield atom.reference("self", place.url, MEDIA_TYPE)
    for link in place.alternates:
        yield atom.link(link)
    for hub in feed.hubs:
        yield atom.reference("hub", hub)
    for link in (*place.links, *feed.links):
        yield atom.link(link)
    for extension in feed.extensions:
        yield from extension.elements()


_item = Moulds(_feedgen.rss_item, clean=frozenset({"content"}))


def part(article: Article, context: Context) -> Part:
    """
    The item.
    """
    description, content = _texts(article)
    more = list(_item_elements(article, context))
    item = _item(
        title=article.title,
        link=article.url,
        description=description,
        content=content,
        guid=article.guid or article.id,
        permalink=(article.guid or article.id) == article.url,
        categories=[(category.name, category.scheme) for category in article.categories],
        comments=article.comments,
        enclosure=_enclosure(article),
        source=(article.source.title, article.source.url) if article.source else None,
        more=more,
    )
    encoded = {CONTENT} if description and content else set[Namespace]()
    return Part(item, namespaces(more) | encoded)


def _texts(article: Article) -> tuple[str | None, str | None]:
    """
    The description, which is HTML, and content:encoded, which never stands alone: without a summary the body is the description.
    """
    if article.summary:
        return escape(article.summary, quote=False), article.content
    return None, article.content


def _enclosure(article: Article) -> tuple[str, str, str] | None:
    """
    Address, length and type of the one file for which RSS has a place; the length is 0 where nobody knows it.
    """
    for first in article.attachments[:1]:
        return first.url, str(first.length or 0), first.type
    return None


def _item_elements(article: Article, context: Context) -> Iterator[Element]:
    yield element("pubDate", format_rfc822(article.published))
    yield from dc.creators(context.authors_of(article), joined=context.options.creators == "joined")
    yield from dc.contributors(article.contributors)
    if language := context.foreign_language_of(article):
        yield dc.language(language)
    if article.rights:
        yield dc.rights(article.rights)
    if article.image:
        yield media.picture(article.image)
        yield media.thumbnail(article.image)
    for attachment in article.attachments[1:]:
        yield media.file(attachment)
    for extension in article.extensions:
        yield from extension.elements()
    yield from _change(article, context.options)
    for link in (*article.references, *article.related, *article.links):
        yield atom.link(link)


def _change(article: Article, options: Options) -> Iterator[Element]:
    if article.updated == article.published or options.updated == "none":
        return
    yield atom.updated(article.updated) if options.updated == "atom" else dcterms.modified(article.updated)


def _managing_editor(feed: Feed, options: Options) -> str | None:
    """
    ``address (Name)`` of the feed's first author who has an address, where addresses are to be published.
    """
    reachable = (f"{person.email} ({person.name})" for person in feed.authors if person.email)
    return next(reachable, None) if options.emails else None


def _picture(feed: Feed) -> str | None:
    return next((url for url in (feed.logo, feed.icon) if url and _showable(url)), None)


def _showable(url: str) -> bool:
    return url.partition("?")[0].partition("#")[0].lower().endswith(_PICTURES)


def _not_the_picture(holder: Holder) -> bool:
    return holder.feed.icon != _picture(holder.feed)


def _logo_not_the_picture(holder: Holder) -> bool:
    return holder.feed.logo != _picture(holder.feed)


def _not_managing_editor(holder: Holder) -> bool:
    editors = [person for person in holder.feed.authors if person.email]
    return not (holder.options.emails and editors[:1] == [holder.value] and holder.found_in == "Feed.authors")


def _is_enclosure(holder: Holder) -> bool:
    return holder.position == 0


def _label_is_shown(holder: Holder) -> bool:
    category: Category = holder.value
    return category.name != category.term


LOSSES = (
    *FIGURE,
    Loss("Feed.id", "a channel has no id", id_is_not_the_address),
    Loss("Article.id", "the guid is written in its place", has_guid),
    Loss("Feed.icon", "a channel has one picture, gif, jpeg or png: the logo, where there is one", _not_the_picture),
    Loss("Feed.logo", "a channel's picture is gif, jpeg or png", _logo_not_the_picture),
    Loss("Feed.withdrawn", "RSS has no element for what is gone"),
    Loss("Person.uri", "dc:creator and dc:contributor hold a name only"),
    Loss("Person.avatar", "dc:creator and dc:contributor hold a name only"),
    Loss("Person.email", "only managingEditor holds an address: the feed's first, and only with Options.emails", _not_managing_editor),
    Loss("Link.title", "it looks like markup, which validators refuse in a link", lambda holder: atom.is_unfit(holder.value.title)),
    Loss("Category.term", "a category has one text, and that is the label", _label_is_shown),
    Loss("Attachment.duration", "an enclosure has no duration", _is_enclosure),
    Loss("Attachment.title", "neither an enclosure nor a media:content that readers understand has a title"),
    Loss("Source.id", "a source has a title and an address only"),
    Loss("Source.updated", "a source has a title and an address only"),
)

FORMAT = Format(name="rss", default=True, title="RSS 2.0", media_type=MEDIA_TYPE, file_name="feed.xml", part=part, shell=shell, losses=LOSSES)
