"""
Importer for WordPress exports (WXR): RSS 2.0 with the other columns of the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, title_or_excerpt
from stridesfeed.adopt.importer import Importer
from stridesfeed.model import Category, Image, Person
from stridesfeed.parsing import elements
from stridesfeed.parsing.documents import InputDocument
from stridesfeed.parsing.elements import CONTENT, DC, html_to_line
from stridesfeed.parsing.report import Location
from stridesfeed.parsing.rss import RSS, channel_and_items, channel_fields
from stridesfeed.parsing.tracking import TrackedElement

#: The namespaces of all versions and of their excerpts.
_NAMESPACE = re.compile(r"https?://(?:www\.)?wordpress\.org/export\b.*", re.IGNORECASE)

#: The statuses of posts that are published, and of those that become drafts. Posts with another status are skipped.
_PUBLISHED = frozenset({"publish", "future"})
_DRAFTS = frozenset({"draft", "pending", "private", "no status"})

#: The taxonomies that are adopted as categories, in this order.
_TAXONOMIES = ("category", "post_tag")

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
    Return whether RSS contains the version or any other element of the export format.

    An export that is read as plain RSS would publish drafts and password-protected posts.
    """
    return isinstance(document.root, TrackedElement) and document.root.name == "rss" and bool(_namespaces(document.root))


def read(document: InputDocument) -> Adoption:
    """
    Return the posts. Pages, attachments and all other types are skipped.
    """
    builder = AdoptionBuilder(document.path)
    channel, items = channel_and_items(document.xml)
    fields = channel_fields(builder, channel, document.xml)
    namespaces = _namespaces(document.xml)
    export = _Export(builder, namespaces, channel, items, fields["language"])
    for item in items:
        export.add(item)
    # Nothing is lost with these: identifiers within the export, and descriptions, which are empty.
    for element, name in [(channel, "wxr_version"), *((item, name) for item in items for name in ("post_id", "description"))]:
        element.find_all(name, *namespaces, *RSS)
    builder.leave_rest(document.xml, *RSS)
    return builder.build("WordPress export", builder.build_feed(Location(channel.position.line), fields, home=document.url))


def _namespaces(root: TrackedElement) -> tuple[str, ...]:
    """
    Return the namespaces of the export format that the channel and its items use.
    """
    channel, items = channel_and_items(root)
    return tuple(dict.fromkeys(child.namespace for element in (root, channel, *items) for child in element.children if _is_of_export(child)))


def _is_of_export(element: TrackedElement) -> bool:
    return element.name == "wxr_version" or _NAMESPACE.fullmatch(element.namespace.strip()) is not None


class _Export:
    """
    An export, with its authors and attachments by key.
    """

    def __init__(
        self,
        builder: AdoptionBuilder,
        namespaces: tuple[str, ...],
        channel: TrackedElement,
        items: Sequence[TrackedElement],
        language: str | None,
    ) -> None:
        self._builder = builder
        self._wp = namespaces
        self._language = language
        authors = channel.find_all("author", *self._wp)
        self._display_names = {self._text(author, "author_login"): self._text(author, "author_display_name") for author in authors}
        self._attachments = {self._text(item, "post_id"): item for item in items if self._text(item, "attachment_url")}

    def add(self, item: TrackedElement) -> None:
        """
        Add an item if it is a post; otherwise count it as skipped.
        """
        type_, status = self._text(item, "post_type") or "post", self._text(item, "status") or "no status"
        skipped = None
        if type_ != "post":
            skipped = type_
        elif status not in _PUBLISHED | _DRAFTS:
            skipped = f"post with status {status}"
        elif any(each.text for each in item.find_all("post_password", *self._wp)):
            skipped = "password-protected post"
        if skipped:
            item.is_done = True
            self._builder.skip(skipped)
        else:
            slug, location = self._text(item, "post_name"), Location(item.position.line)
            draft = status if status in _DRAFTS else None
            self._builder.add_article(location, self._fields(item), language=self._language, slug=slug, draft=draft)

    def _fields(self, item: TrackedElement) -> dict[str, Any]:
        content = item.find_text("encoded", CONTENT)
        # In order of preference. Drafts may have the date of writing only.
        by_column = [[(uri, name) for uri in self._wp] for name in ("post_date_gmt", "post_modified_gmt", "post_modified", "post_date")]
        dates = [*by_column[0], ("", "pubDate"), *chain.from_iterable(by_column[1:])]
        logins = [each.full_text for each in item.find_all("creator", DC)]
        people = [self._builder.optional(Person, name=self._display_names.get(login) or login) for login in logins if login]
        image = None
        if featured := self._attachments.get(self._meta_value(item, "_thumbnail_id")):
            alt = self._meta_value(featured, "_wp_attachment_image_alt")
            image = self._builder.optional(Image, url=self._text(featured, "attachment_url"), alt=alt)
        return {
            "guid": item.find_text("guid", *RSS),
            "url": item.find_text("link", *RSS),
            "title": title_or_excerpt(item.find_text("title", *RSS), content),
            "published": elements.first_datetime(self._builder, item, *dates, same=True),
            "authors": [person for person in people if person],
            "categories": self._categories(item),
            "summary": html_to_line(self._text(item, "encoded")),
            "content": add_paragraphs(content) if content else None,
            "image": image,
        }

    def _categories(self, item: TrackedElement) -> list[Category]:
        """
        Return the categories, then the tags. Terms of other taxonomies are skipped.
        """
        found = item.find_all("category", *RSS)
        for each in found:
            if (domain := each.attribute("domain") or "category") not in _TAXONOMIES:
                self._builder.skip(f"term of taxonomy {domain}")
        names = [each.full_text for domain in _TAXONOMIES for each in found if (each.attribute("domain") or "category") == domain]
        return [category for name in dict.fromkeys(names) if name and (category := self._builder.optional(Category, term=name))]

    def _meta_value(self, item: TrackedElement, key: str) -> str | None:
        """
        Return the first non-empty value of a post's metadata under *key*.
        """
        rows = [each for each in item.find_all("postmeta", *self._wp) if self._text(each, "meta_key") == key]
        return next((value for each in rows if (value := self._text(each, "meta_value"))), None)

    def _text(self, element: TrackedElement, name: str) -> str | None:
        return element.find_text(name, *self._wp)


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
