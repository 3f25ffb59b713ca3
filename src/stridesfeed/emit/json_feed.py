"""
JSON Feed 1.1. An article is an item.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stridesfeed.dates import format_rfc3339
from stridesfeed.emit import _json
from stridesfeed.emit.extension_content import extension_members
from stridesfeed.emit.format import DocumentLinks, Format, Part, RenderContext
from stridesfeed.emit.losses import FIGURE, Loss, has_guid, id_differs_from_url, without_figure
from stridesfeed.emit.required import headline
from stridesfeed.markup import Namespace
from stridesfeed.model import Article, Feed, Link, Person

MEDIA_TYPE = "application/feed+json"

#: Relations of links that become next_url: their target has the following articles (JSON Feed 1.1, next_url; RFC 5005, 3 and 4).
_NEXT = ("next", "prev-archive")

#: Fields of a source that only Atom has a place for.
_ONLY_IN_ATOM = ("subtitle", "authors", "contributors", "categories", "links", "rights", "icon", "logo", "generator")

#: The end of a document without items, and the indentation of items.
_END = b"]\n}\n"
_INDENT = b"    "


def shell(feed: Feed, links: DocumentLinks, context: RenderContext, _: frozenset[Namespace]) -> tuple[bytes, bytes]:
    """
    Return the document before and after its items, in UTF-8 with a newline at its end.
    """
    # A document must not be its own next_url (JSON Feed 1.1, next_url).
    following = [link.href for link in (*links.links, *feed.links) if link.rel in _NEXT and link.href != links.url]
    members = _without_empty(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.url,
        feed_url=links.url,
        description=feed.subtitle,
        user_comment=context.options.user_comment,
        next_url=following[0] if following else None,
        icon=feed.logo,
        favicon=feed.icon,
        authors=[] if context.has_bylines and context.options.feed_authors == "inherited" else _people(feed.authors),
        language=feed.language,
        expired=True if feed.expired else None,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    )
    ours = _without_empty(contributors=_people(feed.contributors))
    document = _json.dumps(members | extension_members(feed, ours) | {"items": []})
    head, tail = document[: -len(_END)], document[-len(_END) :]
    return (head + b"\n", b"\n  " + tail) if feed.articles else (head, tail)


def part(article: Article, context: RenderContext) -> Part:
    """
    Return the item of *article*.
    """
    updated = article.updated if article.updated != article.published else None
    authors = _people(context.authors_of(article)) if context.has_bylines else []
    members = _without_empty(
        id=article.guid or article.id,
        url=article.url,
        external_url=article.external_url,
        title=article.title,
        content_html=article.content,
        # An item needs some content (JSON Feed 1.1, items).
        content_text=article.content_text or (None if article.content else article.summary or headline(article)),
        summary=article.summary if article.content or article.content_text else None,
        image=article.image and article.image.url,
        banner_image=article.banner or (article.image and article.image.url),
        date_published=article.published and format_rfc3339(article.published),
        date_modified=updated and format_rfc3339(updated),
        authors=authors,
        # For readers of JSON Feed 1.
        author=authors[0] if authors else None,
        tags=[category.name for category in article.categories],
        language=context.foreign_language_of(article),
        attachments=[
            _without_empty(
                url=attachment.url,
                mime_type=attachment.type,
                title=attachment.title,
                size_in_bytes=attachment.length,
                duration_in_seconds=attachment.duration,
            )
            for attachment in article.files
        ],
    )
    item = _json.dumps(members | extension_members(article, _strides_members(article)))
    # Line feeds inside JSON strings are escaped, so each one here ends a line.
    return Part(_INDENT + item.rstrip(b"\n").replace(b"\n", b"\n" + _INDENT))


def _strides_members(article: Article) -> dict[str, Any]:
    """
    Return the members of ``_strides``, which JSON Feed has no members for.
    """
    source = article.source
    return _without_empty(
        contributors=_people(article.contributors),
        sources=[_link(link) for link in article.references],
        related=[_link(link) for link in article.related],
        source=source
        and _without_empty(title=source.title, url=source.url, id=source.id, updated=source.updated and format_rfc3339(source.updated)),
    )


def _people(people: Iterable[Person]) -> list[dict[str, Any]]:
    return [_without_empty(name=person.name, url=person.uri, avatar=person.avatar) for person in people]


def _link(link: Link) -> dict[str, Any]:
    return _without_empty(url=link.href, title=link.title, type=link.type, language=link.hreflang, length=link.length)


def _without_empty(**members: object) -> dict[str, Any]:
    """
    Return *members* except those that are ``None`` or an empty list.
    """
    return {name: value for name, value in members.items() if value is not None and value != []}


LOSSES = (
    *FIGURE,
    Loss("Feed._updated", "JSON Feed has no date for a feed"),
    Loss("Feed.id", "JSON Feed has no id for a feed", id_differs_from_url),
    Loss("Article.id", "the guid is written instead", has_guid),
    Loss("Feed.categories", "JSON Feed has tags only for items"),
    Loss("Feed.subtitle_html", "the description is plain text; that of the HTML is written"),
    Loss("Feed.rights", "JSON Feed has no member for rights"),
    Loss(
        "Feed.links",
        "JSON Feed has no links with a relation; only next and prev-archive become next_url",
        lambda found: any(link.rel not in _NEXT for link in found.feed.links),
    ),
    Loss(
        "Feed.authors",
        "all articles have authors of their own, and then only these are written",
        lambda found: (
            found.options.feed_authors == "inherited" and bool(found.feed.articles) and all(article.authors for article in found.feed.articles)
        ),
    ),
    Loss("Feed.withdrawn", "JSON Feed has no member for withdrawn articles"),
    *(
        Loss(
            f"Link.{field}",
            "next_url is only an address",
            lambda found: bool(found.found_in == "Feed.links" and found.value.rel in _NEXT),
        )
        for field in ("type", "hreflang", "title", "length")
    ),
    *(Loss(f"Source.{field}", "_strides.source has only title, addresses and date") for field in _ONLY_IN_ATOM),
    Loss("Person.email", "an author has no e-mail address"),
    Loss("Category.scheme", "a tag is only text"),
    Loss("Category.term", "a tag is one text, which is the label", lambda found: bool(found.value.name != found.value.term)),
    Loss("Image.type", "an image is only an address"),
    *(Loss(f"Image.{field}", "an image is only an address", without_figure) for field in ("width", "height")),
    Loss("Article.comments", "JSON Feed has no member for comments"),
    Loss("Article.links", "JSON Feed has no links with a relation"),
    Loss("Article.summary_html", "a summary is plain text; that of the HTML is written"),
    Loss("Article.rights", "JSON Feed has no member for rights"),
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
