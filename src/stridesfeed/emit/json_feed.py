"""
JSON Feed 1.1: an article is an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stridesfeed.dates import format_rfc3339
from stridesfeed.emit import _json
from stridesfeed.emit.format import Context, Format, Part, Place
from stridesfeed.emit.losses import FIGURE, Holder, Loss, has_guid, id_is_not_the_address, without_figure
from stridesfeed.extensions import strides
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Attachment, Extension, Feed, Link, Person, Source

MEDIA_TYPE = "application/feed+json"

#: Relations whose target holds the articles that come next (JSON Feed 1.1, next_url; RFC 5005, 3 and 4).
_NEXT = ("next", "prev-archive")

#: How a document without items ends, and how deep the items of others stand.
_END = b"]\n}\n"
_INDENT = b"    "


def shell(feed: Feed, place: Place, context: Context, _: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    The document around its items, in UTF-8 with a newline at its end.
    """
    shape = _given(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.url,
        feed_url=place.url,
        description=feed.subtitle,
        next_url=_next_url(feed, place),
        icon=feed.logo,
        favicon=feed.icon,
        authors=[] if context.has_bylines else _people(feed.authors),
        language=feed.language,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    )
    document = _json.dumps(shape | _members(feed.extensions, {}) | {"items": []})
    head, tail = document[: -len(_END)], document[-len(_END) :]
    return (head + b"\n", b"\n  " + tail) if feed.articles else (head, tail)


def _next_url(feed: Feed, place: Place) -> str | None:
    """
    Where the articles go on: never at the document itself (JSON Feed 1.1, next_url).
    """
    return next((link.href for link in (*place.links, *feed.links) if link.rel in _NEXT and link.href != place.url), None)


def part(article: Article, context: Context) -> Part:
    """
    The item.
    """
    authors = _people(context.authors_of(article)) if context.has_bylines else []
    shape = _given(
        id=article.guid or article.id,
        url=article.url,
        external_url=article.external_url,
        title=article.title,
        content_html=article.content,
        # An item has to have a content (JSON Feed 1.1, items).
        content_text=None if article.content else article.summary or article.title,
        summary=article.summary if article.content else None,
        image=article.image and article.image.url,
        banner_image=article.image and article.image.url,
        date_published=format_rfc3339(article.published),
        date_modified=format_rfc3339(article.updated) if article.updated != article.published else None,
        authors=authors,
        # What readers of version 1 look at.
        author=authors[0] if authors else None,
        tags=[category.name for category in article.categories],
        language=context.foreign_language_of(article),
        attachments=[_attachment(attachment) for attachment in article.attachments],
    )
    item = _json.dumps(shape | _members(article.extensions, _ours(article)))
    # No text in JSON holds a line feed as it is: each one here ends a line.
    return Part(_INDENT + item.rstrip(b"\n").replace(b"\n", b"\n" + _INDENT))


def _ours(article: Article) -> dict[str, Any]:
    """
    What JSON Feed has no member for, under our own name.
    """
    return _given(
        contributors=_people(article.contributors),
        sources=[_link(link) for link in article.references],
        related=[_link(link) for link in article.related],
        source=article.source and _source(article.source),
    )


def _members(extensions: Iterable[Extension], ours: Mapping[str, object]) -> dict[str, Any]:
    """
    The members of all extensions; those of one name are one object, and ours says where it is described.
    """
    merged: dict[str, dict[str, Any]] = {strides.MEMBER: dict(ours)}
    for extension in extensions:
        for name, members in extension.members().items():
            merged.setdefault(name, {}).update(members)
    if merged[strides.MEMBER]:
        merged[strides.MEMBER] = {"about": strides.NAMESPACE.uri} | merged[strides.MEMBER]
    return {name: members for name, members in merged.items() if members}


def _people(people: Iterable[Person]) -> list[dict[str, Any]]:
    return [_given(name=person.name, url=person.uri, avatar=person.avatar) for person in people]


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return _given(
        url=attachment.url,
        mime_type=attachment.type,
        title=attachment.title,
        size_in_bytes=attachment.length,
        duration_in_seconds=attachment.duration,
    )


def _link(link: Link) -> dict[str, Any]:
    return _given(url=link.href, title=link.title, type=link.type, language=link.hreflang, length=link.length)


def _source(source: Source) -> dict[str, Any]:
    updated = source.updated and format_rfc3339(source.updated)
    return _given(title=source.title, url=source.url, id=source.id, updated=updated)


def _given(**members: object) -> dict[str, Any]:
    """
    The members that say something, in the order given.
    """
    return {name: value for name, value in members.items() if value is not None and value != []}


def _label_is_shown(holder: Holder) -> bool:
    return bool(holder.value.name != holder.value.term)


def _not_next(holder: Holder) -> bool:
    return any(link.rel not in _NEXT for link in holder.feed.links)


def _is_next(holder: Holder) -> bool:
    return holder.found_in == "Feed.links" and holder.value.rel in _NEXT


LOSSES = (
    *FIGURE,
    Loss("Feed.id", "JSON Feed has no id for a feed", id_is_not_the_address),
    Loss("Article.id", "the guid is written in its place", has_guid),
    Loss("Feed.categories", "JSON Feed has tags for items only"),
    Loss("Feed.rights", "JSON Feed has no member for rights"),
    Loss("Feed.links", "JSON Feed has no links with a relation; only next and prev-archive are next_url", _not_next),
    Loss("Feed.withdrawn", "JSON Feed has no member for what is gone"),
    *(Loss(f"Link.{field}", "next_url is an address only", _is_next) for field in ("type", "hreflang", "title", "length")),
    Loss("Person.email", "an author has no e-mail address"),
    Loss("Category.scheme", "a tag is text only"),
    Loss("Category.term", "a tag is one text, and that is the label", _label_is_shown),
    Loss("Image.type", "an image is an address only"),
    *(Loss(f"Image.{field}", "an image is an address only", without_figure) for field in ("width", "height")),
    Loss("Article.comments", "JSON Feed has no member for comments"),
    Loss("Article.links", "JSON Feed has no links with a relation"),
    Loss("Article.rights", "JSON Feed has no member for rights"),
    Loss("FeedHistory.complete", "JSON Feed has no member for it"),
    Loss("FeedHistory.archive", "JSON Feed has no member for it"),
)

FORMAT = Format(
    name="json",
    default=True,
    title="JSON Feed 1.1",
    media_type=MEDIA_TYPE,
    file_name="feed.json",
    part=part,
    shell=shell,
    separator=b",\n",
    losses=LOSSES,
)
