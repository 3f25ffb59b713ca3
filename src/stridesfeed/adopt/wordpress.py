"""
WordPress's export (WXR): RSS 2.0 with everything that the database has beside it.
"""

from __future__ import annotations

import re
from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, Gathering, Place
from stridesfeed.adopt.document import Document, Kind
from stridesfeed.adopt.elements import CONTENT, DC, plain
from stridesfeed.adopt.rss import RSS, channel_fields
from stridesfeed.model import Category, Image, Person
from stridesfeed.xml_tree import XmlElement

_WP = tuple(f"http://wordpress.org/export/{version}/" for version in ("1.2", "1.1", "1.0"))
_EXCERPT = tuple(f"{uri}excerpt/" for uri in _WP)

#: What becomes of a post, by its status; others stay behind.
_IS_DRAFT = {"publish": False, "future": False, "draft": True, "pending": True, "private": True}

#: The taxonomies that readers see, in the order in which they are named.
_TAXONOMIES = ("category", "post_tag")

#: When a post appeared; of a draft nothing may be known but when it was written.
_MOMENTS = (
    *((uri, "post_date_gmt") for uri in _WP),
    ("", "pubDate"),
    *((uri, name) for name in ("post_modified_gmt", "post_modified", "post_date") for uri in _WP),
)

#: HTML 5, 4: elements that paragraphs do not hold.
_BLOCK = (
    "address|article|aside|blockquote|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|ol|p|pre|section"
    "|script|style|table|ul|video|audio|svg|math"
)
_WHOLE = re.compile(rf"<(?:{_BLOCK})\b|<!--", re.IGNORECASE)
_BLOCK_OR_BLANK = re.compile(
    rf"(?P<block><(?P<name>{_BLOCK})\b.*?</(?P=name)\s*>|<!--.*?-->|<hr\b[^>]*>)|\n[ \t]*(?:\n[ \t]*)+", re.IGNORECASE | re.DOTALL
)


def fits(document: Document) -> bool:
    """
    Whether the channel says which version of the export it is.
    """
    if not isinstance(document.root, XmlElement) or document.root.name != "rss":
        return False
    channel = document.root.find("channel", *RSS)
    return channel is not None and channel.find("wxr_version", *_WP) is not None


def read(document: Document) -> Adoption:
    """
    The posts; pages, attachments and all other types stay behind.
    """
    gathering = Gathering(document.path)
    channel = document.tree.find("channel", *RSS) or document.tree
    fields = channel_fields(gathering, channel, document.home)
    export = _Export(gathering, channel, fields["language"])
    for item in channel.find_all("item", *RSS):
        export.add(item)
    return gathering.adoption("WordPress export", gathering.feed(Place(channel.position.line), fields))


class _Export:
    """
    One export: who its authors are, and where its pictures.
    """

    def __init__(self, gathering: Gathering, channel: XmlElement, language: str | None) -> None:
        self._gathering = gathering
        self._language = language
        self._names = {
            author.find_text("author_login", *_WP): author.find_text("author_display_name", *_WP) for author in channel.find_all("author", *_WP)
        }
        items = channel.find_all("item", *RSS)
        self._pictures = {item.find_text("post_id", *_WP): item for item in items if item.find_text("attachment_url", *_WP)}

    def add(self, item: XmlElement) -> None:
        """
        One item, if it is a post.
        """
        type_ = item.find_text("post_type", *_WP) or "post"
        status = item.find_text("status", *_WP) or "publish"
        if reason := self._reason_against(item, type_, status):
            self._gathering.left_out[reason] += 1
            return
        slug = item.find_text("post_name", *_WP)
        self._gathering.article(Place(item.position.line), self._fields(item), language=self._language, slug=slug, is_draft=_IS_DRAFT[status])

    def _reason_against(self, item: XmlElement, type_: str, status: str) -> str | None:
        if type_ != "post":
            return type_
        if status not in _IS_DRAFT:
            return f"post with the status {status}"
        return "post with a password" if item.find_text("post_password", *_WP) else None

    def _fields(self, item: XmlElement) -> dict[str, Any]:
        content = item.find_text("encoded", CONTENT)
        url = item.find_text("link", *RSS)
        return {
            "guid": item.find_text("guid", *RSS),
            "url": url,
            "title": elements.title_or_words(item.find_text("title", *RSS), content),
            "published": elements.first_moment(item, *_MOMENTS),
            "authors": self._people(item),
            "categories": self._categories(item),
            "summary": plain(item.find_text("encoded", *_EXCERPT)),
            "content": with_paragraphs(content) if content else None,
            "image": self._picture(item),
        }

    def _people(self, item: XmlElement) -> list[Person]:
        logins = [each.full_text for each in item.find_all("creator", DC)]
        made = [self._gathering.optional(Person, name=self._names.get(login) or login) for login in logins if login]
        return [person for person in made if person]

    def _categories(self, item: XmlElement) -> list[Category]:
        """
        The categories, then the tags; other taxonomies stay behind.
        """
        found = item.find_all("category", *RSS)
        for each in found:
            if (domain := each.attribute("domain") or "category") not in _TAXONOMIES:
                self._gathering.left_out[f"term of the taxonomy {domain}"] += 1
        names = [each.full_text for domain in _TAXONOMIES for each in found if (each.attribute("domain") or "category") == domain]
        return [made for name in dict.fromkeys(names) if name and (made := self._gathering.optional(Category, term=name))]

    def _picture(self, item: XmlElement) -> Image | None:
        """
        The featured image: an attachment that the post names by its number.
        """
        attachment = self._pictures.get(_noted(item, "_thumbnail_id"))
        if attachment is None:
            return None
        alt = _noted(attachment, "_wp_attachment_image_alt")
        return self._gathering.optional(Image, url=attachment.find_text("attachment_url", *_WP), alt=alt)


def _noted(item: XmlElement, key: str) -> str | None:
    """
    What the database notes of a post under *key*.
    """
    notes = [each for each in item.find_all("postmeta", *_WP) if each.find_text("meta_key", *_WP) == key]
    return next((value for each in notes if (value := each.find_text("meta_value", *_WP))), None)


def with_paragraphs(text: str) -> str:
    r"""
    The body as WordPress shows it: between empty lines there are paragraphs, which its older editor does not write down.

    >>> with_paragraphs("One\ntwo\n\n<h2>Three</h2>\nFour")
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
    words = text.strip()
    if not words or _WHOLE.match(words):
        return words
    return "<p>{}</p>".format(words.replace("\n", "<br>\n"))


KIND = Kind(title="WordPress export", fits=fits, read=read)
