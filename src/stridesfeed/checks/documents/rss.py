"""
Rules about RSS only: channel image, enclosures, ttl, skipped hours and days, duplicate information, order of description and content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.addresses import reference_error
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table

_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})

#: Names of images, and of programs that may create one.
_IMAGE_EXTENSIONS = (".gif", ".jpg", ".jpeg", ".png", ".php", ".cgi", ".asp", ".aspx", ".jsp")


def parse_count(text: str) -> int | None:
    """
    Parse a whole number; ``None`` for other texts.
    """
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def channel_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The ttl, width or height is not a whole number above zero, so readers ignore it.

    RSS 2.0, ttl, image.

    Fix: Write digits only.
    """
    for element in document.rss("ttl", inside="channel") + document.rss("width", "height", inside="image"):
        if not parse_count(element.text):
            yield document.found(element, f"<{element.name}> must be a whole number above 0, not {element.text.strip()[:40]!r}")


def image_too_large(document: XmlDocument) -> Iterator[Found]:
    """
    The channel image is declared larger than the 144 by 400 pixels that the format allows.

    RSS 2.0, image.

    Fix: Use a smaller image, or remove width and height.
    """
    for element in document.rss("width", "height", inside="image"):
        maximum = 144 if element.name == "width" else 400
        number = parse_count(element.text) or 0
        if number > maximum:
            yield document.found(element, f"<{element.name}> is {number}, but must be {maximum} at most: use a smaller image")


def image_format(document: XmlDocument) -> Iterator[Found]:
    """
    The channel image is not in a format that RSS names. Older readers do not show it.

    RSS 2.0, image: GIF, JPEG or PNG.

    Fix: Use a GIF, JPEG or PNG with its file extension in the URL.
    """
    for element in document.rss("url", inside="image"):
        text = element.text.strip()
        if reference_error(text) is not None:
            continue
        path = urlsplit(text).path.lower()
        if "." in path.rpartition("/")[2] and not path.endswith(_IMAGE_EXTENSIONS):
            yield document.found(element, "the channel image must be a GIF, JPEG or PNG: use another image")


def image_differs(document: XmlDocument) -> Iterator[Found]:
    """
    Title or link of the channel image are not those of the channel. Readers that show the image link to the wrong page.

    RSS 2.0, image; RSS profile, image.

    Fix: Repeat title and link of the channel.
    """
    if document.format != "rss" or document.feed is None:
        return
    for image in children(document.feed, "image"):
        for name in ("title", "link"):
            ours, channels = document.first_text(image, name), document.first_text(document.feed, name)
            if ours and channels and ours != channels:
                yield document.found(image, f"<{name}> of the image is {ours[:60]!r}, that of the channel {channels[:60]!r}: write the same")


def text_input_unwanted(document: XmlDocument) -> Iterator[Found]:
    """
    The feed contains a form, which no reader shows.

    RSS profile, textInput.

    Fix: Remove it.
    """
    for element in document.rss("textInput", inside="channel"):
        yield document.found(element, "no reader shows <textInput>: remove it")


def text_input_name_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The name of a form field is invalid.

    RSS 2.0, textInput.

    Fix: Write a letter, then letters, digits, and any of - _ : and the period.
    """
    for element in document.rss("name", inside="textInput"):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_:.-]*", element.text.strip()):
            yield document.found(element, f"invalid field name {element.text.strip()[:40]!r}: use letters, digits, - and _")


def skip_hour_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An hour to skip does not exist.

    RSS 2.0, skipHours.

    Fix: Write 0 to 23, in GMT.
    """
    for element in document.rss("hour", inside="skipHours"):
        number = parse_count(element.text)
        if number is None or number > 24:
            yield document.found(element, f"<hour> must be 0 to 23, not {element.text.strip()[:20]!r}")


def skip_hour_midnight(document: XmlDocument) -> Iterator[Found]:
    """
    Midnight is written as 24, which is outdated.

    RSS 2.0, skipHours.

    Fix: Write 0.
    """
    for element in document.rss("hour", inside="skipHours"):
        if parse_count(element.text) == 24:
            yield document.found(element, "midnight is hour 0, not 24: write 0")


def skip_day_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A day to skip is not an English name of a weekday.

    RSS 2.0, skipDays.

    Fix: Write Monday to Sunday.
    """
    for element in document.rss("day", inside="skipDays"):
        if element.text.strip() not in _DAYS:
            yield document.found(element, f"<day> must be Monday to Sunday, not {element.text.strip()[:20]!r}")


def skip_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An hour or day to skip is listed twice.

    RSS profile, skipHours, skipDays.

    Fix: Keep one.
    """
    for holder in document.rss("skipHours", "skipDays", inside="channel"):
        seen: set[str] = set()
        for element in children(holder, "hour", "day"):
            text = element.text.strip().lstrip("0") or "0"
            text = "0" if text == "24" else text
            if text in seen:
                yield document.found(element, f"<{element.name}> {element.text.strip()!r} is listed twice: keep one")
            seen.add(text)


def skip_too_many(document: XmlDocument) -> Iterator[Found]:
    """
    More than 24 hours, or more than 7 days, are listed.

    RSS 2.0, skipHours, skipDays.

    Fix: List each once.
    """
    for holder in document.rss("skipHours", "skipDays", inside="channel"):
        count, maximum = len(children(holder, "hour", "day")), 24 if holder.name == "skipHours" else 7
        if count > maximum:
            yield document.found(holder, f"<{holder.name}> lists {count}, but {maximum} at most are allowed: list each once")


def enclosure_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An item has several enclosures. Half of all readers use the first, some the last.

    RSS profile, enclosure.

    Fix: Keep one, and write the others as media:content.
    """
    for item in document.rss_items:
        for element in children(item, "enclosure")[1:]:
            yield document.found(element, "half of all readers use only the first enclosure: write the others as media:content")


def content_before_description(document: XmlDocument) -> Iterator[Found]:
    """
    The full text comes before the description, or there is no description. Some readers show the last of the two; some need the description.

    RSS profile, content:encoded.

    Fix: Write the description first.
    """
    for item in document.rss_items:
        has_description = False
        for child in item.children:
            has_description = has_description or (child.name == "description" and child.namespace == item.namespace)
            if child.namespace == ns.CONTENT and child.name == "encoded" and not has_description:
                yield document.found(child, "no description before content:encoded: write it first")


def comments_without_date(document: XmlDocument) -> Iterator[Found]:
    """
    The feed has numbers of comments but no lastBuildDate, so readers do not know how old the numbers are.

    RSS profile, slash:comments.

    Fix: Add lastBuildDate.
    """
    feed = document.feed
    if document.format == "rss" and feed is not None and not children(feed, "lastBuildDate"):
        for element in document.named("comments", namespace=ns.SLASH):
            yield document.found(element, "slash:comments without <lastBuildDate>: add the date to the channel")


def language_undeclared(document: XmlDocument) -> Iterator[Found]:
    """
    The feed has no language. Readers must guess it for hyphenation, direction and voice.

    RSS 2.0, language; RFC 4287, 2.

    Fix: Add language to the channel, or xml:lang to the feed.
    """
    feed = document.feed
    if feed is None or document.root is None or document.format not in {"rss", "atom"}:
        return
    has_language = any(element.get(f"{{{ns.XML}}}lang") for element in (document.root, feed))
    if not has_language and not children(feed, "language", namespace="") and not children(feed, "language", namespace=ns.DC):
        yield document.found(feed, f"no language: add {'<language>' if document.format == 'rss' else 'xml:lang'}")


#: RSS's own element, and elements of extensions with the same meaning.
_SAME_IN_CHANNEL = (
    ("managingEditor", ns.DC, "creator"),
    ("webMaster", ns.DC, "publisher"),
    ("language", ns.DC, "language"),
    ("copyright", ns.DC, "rights"),
    ("pubDate", ns.DC, "date"),
    ("lastBuildDate", ns.DCTERMS, "modified"),
    ("category", ns.DC, "subject"),
    ("generator", "http://webns.net/mvcb/", "generatorAgent"),
)
_SAME_IN_ITEM = (
    ("author", ns.DC, "creator"),
    ("category", ns.DC, "subject"),
    ("pubDate", ns.DC, "date"),
    ("source", ns.DC, "source"),
    ("guid", ns.ATOM, "id"),
    ("pubDate", ns.ATOM, "published"),
)


def duplicate_meaning(document: XmlDocument) -> Iterator[Found]:
    """
    The same information is in two elements, such as pubDate and dc:date. Readers show one or the other, or one person twice.

    RSS profile, namespace elements.

    Fix: Keep RSS's own element; keep dc:creator for people without an e-mail address.
    """
    if document.format != "rss" or document.feed is None:
        return
    for holder, pairs in [(document.feed, _SAME_IN_CHANNEL), *((item, _SAME_IN_ITEM) for item in document.entries)]:
        names = {(child.namespace, child.name) for child in holder.children}
        for own, namespace, other in pairs:
            if (holder.namespace, own) in names and (namespace, other) in names:
                (element, *_) = children(holder, other, namespace=namespace)
                yield document.found(element, f"<{element.tag}> means the same as <{own}>: keep one")


def text_element_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    The text of an item is in an element that few readers of RSS know.

    RSS profile, content:encoded.

    Fix: Write description and content:encoded.
    """
    for item in document.rss_items:
        for element in (*children(item, "body", "div", namespace=ns.XHTML), *children(item, "content", namespace=ns.ATOM)):
            if element.get("src") is None:
                yield document.found(element, f"few readers know <{element.tag}> in RSS: write content:encoded")


RULES = table(
    errors=(
        channel_number_invalid,
        image_too_large,
        text_input_name_invalid,
        skip_hour_invalid,
        skip_day_invalid,
        skip_repeated,
        skip_too_many,
    ),
    warnings=(
        image_format,
        image_differs,
        text_input_unwanted,
        skip_hour_midnight,
        enclosure_repeated,
        content_before_description,
        comments_without_date,
        duplicate_meaning,
        text_element_unusual,
    ),
    hints=(language_undeclared,),
)
