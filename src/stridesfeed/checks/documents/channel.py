"""
Rules about what only RSS has: channel image, enclosures, ttl, hours and days, text input, order of description and content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from stridesfeed.checks.documents import addresses
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_PICTURES = (".gif", ".jpg", ".jpeg", ".png")


def _rss(document: XmlDocument, *names: str, inside: str | None = None) -> tuple[XmlElement, ...]:
    return document.named(*names, inside=inside) if document.format == "rss" else ()


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def channel_number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Minutes, width or height that are no whole number above zero: readers pass over them.

    RSS 2.0, ttl, image.

    Fix: digits alone.
    """
    for element in _rss(document, "ttl", inside="channel") + _rss(document, "width", "height", inside="image"):
        if not _number(element.text):
            yield document.found(element, f"<{element.name}> must be a whole number above 0, not {element.text.strip()[:40]!r}")


def image_too_large(document: XmlDocument) -> Iterator[Found]:
    """
    The picture of the channel says that it is larger than the format allows: 144 by 400 at most.

    RSS 2.0, image.

    Fix: a smaller picture; or no size.
    """
    for element in _rss(document, "width", "height", inside="image"):
        most = 144 if element.name == "width" else 400
        if (_number(element.text) or 0) > most:
            yield document.found(element, f"<{element.name}> is {most} at most")


def image_format(document: XmlDocument) -> Iterator[Found]:
    """
    The picture of the channel is none that the format names: older readers do not show it.

    RSS 2.0, image: GIF, JPEG or PNG.

    Fix: one of these, and its ending in the address.
    """
    for element in _rss(document, "url", inside="image"):
        text = element.text.strip()
        if addresses.reference(text) is not None:
            continue
        path = urlsplit(text).path.lower()
        if "." in path.rpartition("/")[2] and not path.endswith((*_PICTURES, ".php", ".cgi", ".asp", ".aspx", ".jsp")):
            yield document.found(element, "the picture of a channel is a GIF, a JPEG or a PNG")


def image_differs(document: XmlDocument) -> Iterator[Found]:
    """
    Title or link of the channel's picture are not those of the channel: readers that show the picture lead elsewhere.

    RSS 2.0, image; RSS profile, image.

    Fix: write the same.
    """
    if document.format != "rss" or document.feed is None:
        return
    for image in children(document.feed, "image"):
        for name in ("title", "link"):
            here, there = document.first_text(image, name), document.first_text(document.feed, name)
            if here and there and here != there:
                yield document.found(image, f"the {name} of the image is not that of the channel: {here[:60]!r}, {there[:60]!r}")


def text_input_unwanted(document: XmlDocument) -> Iterator[Found]:
    """
    A form in the feed, which no reader shows.

    RSS profile, textInput.

    Fix: leave it out.
    """
    for element in _rss(document, "textInput", inside="channel"):
        yield document.found(element, "no reader shows a textInput: leave it out")


def text_input_name_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The name of a form's field is none.

    RSS 2.0, textInput.

    Fix: letters, digits, - and _.
    """
    for element in _rss(document, "name", inside="textInput"):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_:.-]*", element.text.strip()):
            yield document.found(element, f"{element.text.strip()[:40]!r} is no name of a field")


def skip_hour_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An hour that no clock has.

    RSS 2.0, skipHours.

    Fix: 0 to 23, in GMT.
    """
    for element in _rss(document, "hour", inside="skipHours"):
        number = _number(element.text)
        if number is None or number > 24:
            yield document.found(element, f"hours are 0 to 23, not {element.text.strip()[:20]!r}")


def skip_hour_midnight(document: XmlDocument) -> Iterator[Found]:
    """
    Midnight as 24, which was given up.

    RSS 2.0, skipHours.

    Fix: 0.
    """
    for element in _rss(document, "hour", inside="skipHours"):
        if _number(element.text) == 24:
            yield document.found(element, "write midnight as 0")


def skip_day_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A day that is none: the format knows their English names.

    RSS 2.0, skipDays.

    Fix: Monday to Sunday.
    """
    for element in _rss(document, "day", inside="skipDays"):
        if element.text.strip() not in _DAYS:
            yield document.found(element, f"days are Monday to Sunday, not {element.text.strip()[:20]!r}")


def skip_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An hour or a day stands twice among those when nothing happens.

    RSS profile, skipHours, skipDays.

    Fix: once is enough.
    """
    for holder in _rss(document, "skipHours", "skipDays", inside="channel"):
        seen: set[str] = set()
        for element in children(holder, "hour", "day"):
            text = element.text.strip().lstrip("0") or "0"
            text = "0" if text == "24" else text
            if text in seen:
                yield document.found(element, f"{element.text.strip()!r} stands here twice")
            seen.add(text)


def skip_too_many(document: XmlDocument) -> Iterator[Found]:
    """
    More hours than a day has, or more days than a week.

    RSS 2.0, skipHours, skipDays.

    Fix: each once.
    """
    for holder in _rss(document, "skipHours", "skipDays", inside="channel"):
        most = 24 if holder.name == "skipHours" else 7
        if len(children(holder, "hour", "day")) > most:
            yield document.found(holder, f"<{holder.name}> has {most} at most")


def enclosure_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Several enclosures in one item: half of all readers take the first, some the last.

    RSS profile, enclosure.

    Fix: one; others as media:content.
    """
    for item in document.entries if document.format == "rss" else ():
        for element in children(item, "enclosure")[1:]:
            yield document.found(element, "half of all readers take the first enclosure alone: write others as media:content")


def content_before_description(document: XmlDocument) -> Iterator[Found]:
    """
    The full text stands before the description, or without one: some readers show the one that comes last, and some need the description.

    RSS profile, content:encoded.

    Fix: description first.
    """
    for item in document.entries if document.format == "rss" else ():
        seen = False
        for child in item.children:
            seen = seen or (child.name == "description" and child.namespace == item.namespace)
            if child.namespace == ns.CONTENT and child.name == "encoded" and not seen:
                yield document.found(child, "write the description before content:encoded")


def comments_without_date(document: XmlDocument) -> Iterator[Found]:
    """
    A number of comments, and no lastBuildDate: nobody knows when the number was right.

    RSS profile, slash:comments.

    Fix: say lastBuildDate.
    """
    feed = document.feed
    if document.format == "rss" and feed is not None and not children(feed, "lastBuildDate"):
        for element in document.named("comments", namespace=ns.SLASH):
            yield document.found(element, "say lastBuildDate, so that the number has a date")


def language_unsaid(document: XmlDocument) -> Iterator[Found]:
    """
    The feed does not say its language: readers guess for hyphenation, direction and voice.

    RSS 2.0, language; RFC 4287, 2.

    Fix: language in the channel, or xml:lang.
    """
    feed = document.feed
    if feed is None or document.root is None or document.format not in {"rss", "atom"}:
        return
    said = any(element.get(f"{{{ns.XML}}}lang") for element in (document.root, feed))
    if not said and not children(feed, "language", namespace="") and not children(feed, "language", namespace=ns.DC):
        yield document.found(feed, "say the language")


def update_period_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A rhythm of updates that is none of the five that there are, or a frequency that is no number.

    RSS 1.0 modules, syndication.

    Fix: hourly, daily, weekly, monthly or yearly, and a whole number above 0.
    """
    for element in document.named("updatePeriod", namespace=ns.SY):
        if element.text.strip() not in {"hourly", "daily", "weekly", "monthly", "yearly"}:
            yield document.found(element, f"{element.text.strip()[:20]!r} is none of hourly, daily, weekly, monthly, yearly")
    for element in document.named("updateFrequency", namespace=ns.SY):
        if not _number(element.text):
            yield document.found(element, f"{element.text.strip()[:20]!r} is no whole number above 0")


RULES = table(
    errors=(
        channel_number_invalid,
        image_too_large,
        text_input_name_invalid,
        skip_hour_invalid,
        skip_day_invalid,
        skip_repeated,
        skip_too_many,
        update_period_invalid,
    ),
    warnings=(
        image_format,
        image_differs,
        text_input_unwanted,
        skip_hour_midnight,
        enclosure_repeated,
        content_before_description,
        comments_without_date,
    ),
    hints=(language_unsaid,),
)
