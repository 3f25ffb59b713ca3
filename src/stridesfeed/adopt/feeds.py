"""
Importers for feeds: what :mod:`stridesfeed.parsing` reads, with what a site needs and a feed need not have.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, title_or_excerpt
from stridesfeed.adopt.importer import Importer
from stridesfeed.body.plain import text_to_html
from stridesfeed.parsing import atom, json_feed, rss
from stridesfeed.parsing.documents import InputDocument, Parser
from stridesfeed.parsing.feeds import NAMESPACES
from stridesfeed.parsing.report import ReadFeed, ReadItem
from stridesfeed.parsing.tracking import TrackedElement

#: The Atom Publishing Protocol (RFC 5023) and its drafts.
_APP = ("http://www.w3.org/2007/app", "http://purl.org/atom/app#")

#: Blogger's exports contain comments, pages and settings too; their kind is a category of this scheme, or an element.
_BLOGGER = "http://schemas.google.com/blogger/2018"
_KIND = "http://schemas.google.com/g/2005#kind"

#: Relations that are not about the article.
_OF_DOCUMENTS = frozenset({"self", "edit", "edit-media", "hub", "next", "previous", "first", "last"})

#: In characters: a longer text is a body, not a summary.
_MAX_SUMMARY = 500


def _read(parser: Parser, document: InputDocument) -> Adoption:
    builder = AdoptionBuilder(document.path)
    found = parser.read(document, builder, keep=False)
    feed = builder.build_feed(found.location, found.fields, home=document.url)
    home = document.url or found.fields["url"]
    for item in found.items:
        builder.location = item.location
        _add(builder, found, item, home)
    builder.leave_rest(document.root, *NAMESPACES)
    return builder.build(parser.title, feed, format=found.format, url=found.url)


def _add(builder: AdoptionBuilder, feed: ReadFeed, item: ReadItem, home: str | None) -> None:
    """
    Add an article, unless it is none: a comment, for example.
    """
    kind, status = _blogger_kind(item), "live"
    if isinstance(item.source, TrackedElement):
        status = _status(item.source)
    if kind == "post" and status in {"live", "draft"}:
        draft = status if status == "draft" else None
        builder.add_article(item.location, _fields(builder, feed, item, home), language=feed.fields["language"], draft=draft)
        return
    item.source.is_done = True
    builder.skip(f"entry with status {status}" if kind == "post" else f"entry of kind {kind}")


def _blogger_kind(item: ReadItem) -> str:
    terms = [category.term for category in item.fields["categories"] if category.scheme == _KIND]
    element = item.source.find_text("type", _BLOGGER) if isinstance(item.source, TrackedElement) else None
    return (terms[0].rpartition("#")[2] if terms else element or "post").lower()


def _status(entry: TrackedElement) -> str:
    """
    Return "live", "draft" (RFC 5023, 13.1.1), or another status of Blogger.
    """
    control = entry.find("control", *_APP)
    if control and (control.find_text("draft", *_APP) or "").lower() == "yes":
        return "draft"
    return (entry.find_text("status", _BLOGGER) or "live").lower()


def _fields(builder: AdoptionBuilder, feed: ReadFeed, item: ReadItem, home: str | None) -> dict[str, Any]:
    """
    Return the fields of an article of a site, which has a page, a title and a date.
    """
    fields = {"external_url": None, "links": [], **item.fields, "summary_html": None}
    text = fields.pop("content_text", None)
    # Items must have content, so items with a summary only have it as content_text.
    is_body = text and (fields["summary"] or "\n" in text or len(text) > _MAX_SUMMARY)
    content = fields["content"] or (text_to_html(text) if text and is_body else None)
    for link in fields["links"]:
        builder.skip(f"link with relation {link.rel}")
    return fields | {
        "url": fields["url"] or fields["external_url"] or (fields["guid"] if feed.format == "atom" else home),
        "title": title_or_excerpt(fields["title"], content or fields["summary"] or text),
        "published": fields["published"] or fields["updated"],
        "categories": [category for category in fields["categories"] if category.scheme != _KIND],
        "summary": fields["summary"] or (None if content else text),
        "content": content,
        "links": [link for link in fields["links"] if link.rel not in _OF_DOCUMENTS],
    }


#: The importers, in the order in which they are tried.
IMPORTERS = tuple(
    Importer(title=parser.title, matches=parser.matches, read=partial(_read, parser)) for parser in (rss.PARSER, atom.PARSER, json_feed.PARSER)
)
