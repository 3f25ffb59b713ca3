"""
Importer for WordPress exports (WXR): RSS 2.0 with the other columns of the database.
"""

from __future__ import annotations

import re
from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, ItemLocation
from stridesfeed.adopt.documents import Importer, InputDocument
from stridesfeed.adopt.elements import CONTENT, DC, html_to_line
from stridesfeed.adopt.rss import RSS, channel_fields
from stridesfeed.model import Category, Image, Person
from stridesfeed.xml_tree import XmlElement

_WP = tuple(f"http://wordpress.org/export/{version}/" for version in ("1.2", "1.1", "1.0"))
_EXCERPT = tuple(f"{uri}excerpt/" for uri in _WP)

#: Whether a post is a draft, by status. Posts with another status are skipped.
_IS_DRAFT = {"publish": False, "future": False, "draft": True, "pending": True, "private": True}

#: The taxonomies that are adopted as categories, in this order.
_TAXONOMIES = ("category", "post_tag")

#: Elements with the date of publication, in order of preference. Drafts may have the date of writing only.
_PUBLISHED = (
    *((uri, "post_date_gmt") for uri in _WP),
    ("", "pubDate"),
    *((uri, name) for name in ("post_modified_gmt", "post_modified", "post_date") for uri in _WP),
)

#: HTML 5, 4: elements that cannot be inside a paragraph.
_BLOCKS = (
    "address|article|aside|blockquote|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|ol|p|pre|section"
    "|script|style|table|ul|video|audio|svg|math"
)
_BLOCK_START = re.compile(rf"<(?:{_BLOCKS})\b|<!--", re.IGNORECASE)
_BLOCK_OR_BLANK = re.compile(
    rf"(?P<block><(?P<name>{_BLOCKS})\b.*?</(?P=name)\s*>|<!--.*?-->|<hr\b[^>]*>)|\n[ \t]*(?:\n[ \t]*)+", re.IGNORECASE | re.DOTALL
)


def matches(document: InputDocument) -> bool:
    """
    Return whether the channel has a version of the export format.
    """
    if not isinstance(document.root, XmlElement) or document.root.name != "rss":
        return False
    channel = document.root.find("channel", *RSS)
    return channel is not None and channel.find("wxr_version", *_WP) is not None


def read(document: InputDocument) -> Adoption:
    """
    Return the posts. Pages, attachments and all other types are skipped.
    """
    builder = AdoptionBuilder(document.path)
    channel = document.xml.find("channel", *RSS) or document.xml
    fields = channel_fields(builder, channel, document.home)
    export = _Export(builder, channel, fields["language"])
    for item in channel.find_all("item", *RSS):
        export.add(item)
    return builder.build("WordPress export", builder.build_feed(ItemLocation(channel.position.line), fields))


class _Export:
    """
    An export, with its authors and attachments by key.
    """

    def __init__(self, builder: AdoptionBuilder, channel: XmlElement, language: str | None) -> None:
        self._builder = builder
        self._language = language
        self._display_names = {
            author.find_text("author_login", *_WP): author.find_text("author_display_name", *_WP) for author in channel.find_all("author", *_WP)
        }
        items = channel.find_all("item", *RSS)
        self._attachments = {item.find_text("post_id", *_WP): item for item in items if item.find_text("attachment_url", *_WP)}

    def add(self, item: XmlElement) -> None:
        """
        Add an item if it is a post; otherwise count it as skipped.
        """
        type_ = item.find_text("post_type", *_WP) or "post"
        status = item.find_text("status", *_WP) or "publish"
        if type_ != "post":
            self._builder.skipped[type_] += 1
        elif status not in _IS_DRAFT:
            self._builder.skipped[f"post with status {status}"] += 1
        elif item.find_text("post_password", *_WP):
            self._builder.skipped["password-protected post"] += 1
        else:
            slug, location = item.find_text("post_name", *_WP), ItemLocation(item.position.line)
            self._builder.add_article(location, self._fields(item), language=self._language, slug=slug, is_draft=_IS_DRAFT[status])

    def _fields(self, item: XmlElement) -> dict[str, Any]:
        content = item.find_text("encoded", CONTENT)
        logins = [each.full_text for each in item.find_all("creator", DC)]
        people = [self._builder.optional(Person, name=self._display_names.get(login) or login) for login in logins if login]
        image = None
        if featured := self._attachments.get(_meta_value(item, "_thumbnail_id")):
            alt = _meta_value(featured, "_wp_attachment_image_alt")
            image = self._builder.optional(Image, url=featured.find_text("attachment_url", *_WP), alt=alt)
        return {
            "guid": item.find_text("guid", *RSS),
            "url": item.find_text("link", *RSS),
            "title": elements.title_or_excerpt(item.find_text("title", *RSS), content),
            "published": elements.first_datetime(item, *_PUBLISHED),
            "authors": [person for person in people if person],
            "categories": self._categories(item),
            "summary": html_to_line(item.find_text("encoded", *_EXCERPT)),
            "content": add_paragraphs(content) if content else None,
            "image": image,
        }

    def _categories(self, item: XmlElement) -> list[Category]:
        """
        Return the categories, then the tags. Terms of other taxonomies are skipped.
        """
        found = item.find_all("category", *RSS)
        for each in found:
            if (domain := each.attribute("domain") or "category") not in _TAXONOMIES:
                self._builder.skipped[f"term of taxonomy {domain}"] += 1
        names = [each.full_text for domain in _TAXONOMIES for each in found if (each.attribute("domain") or "category") == domain]
        return [category for name in dict.fromkeys(names) if name and (category := self._builder.optional(Category, term=name))]


def _meta_value(item: XmlElement, key: str) -> str | None:
    """
    Return the first non-empty value of a post's metadata under *key*.
    """
    rows = [each for each in item.find_all("postmeta", *_WP) if each.find_text("meta_key", *_WP) == key]
    return next((value for each in rows if (value := each.find_text("meta_value", *_WP))), None)


def add_paragraphs(text: str) -> str:
    r"""
    Return a post's text with the paragraphs that WordPress shows; its older editor stores empty lines between them instead.

    >>> add_paragraphs("One\ntwo\n\n<h2>Three</h2>\nFour")
    '<p>One<br>\ntwo</p>\n<h2>Three</h2>\n<p>Four</p>'
    """
    if "<p>" in text or "<!-- wp:" in text:
        return text
    pieces: list[str] = []
    end = 0
    for found in _BLOCK_OR_BLANK.finditer(text):
        pieces += [_paragraph(text[end : found.start()]), found["block"] or ""]
        end = found.end()
    return "\n".join(filter(None, [*pieces, _paragraph(text[end:])]))


def _paragraph(text: str) -> str:
    text = text.strip()
    if not text or _BLOCK_START.match(text):
        return text
    return "<p>{}</p>".format(text.replace("\n", "<br>\n"))


IMPORTER = Importer(title="WordPress export", matches=matches, read=read)
