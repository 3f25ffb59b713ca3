"""
Rules about dates: syntax in each format, weekday, and plausibility.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.vocabulary import attribute_values, texts
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.dates import DAYS
from stridesfeed.strict_dates import ParsedDate, parse_rfc822, parse_rfc3339, parse_w3c
from stridesfeed.xml_tree import XmlElement

#: RSS is older than any feed; an earlier date is a mistake, or the zero of some clock.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_Parser = Callable[[str], ParsedDate]


def _dates(document: XmlDocument, parse: _Parser) -> Iterator[tuple[XmlElement, ParsedDate]]:
    """
    Yield the elements whose dates have the syntax of *parse*.
    """
    elements: tuple[XmlElement, ...] = ()
    if parse is parse_rfc822:
        elements = document.rss("pubDate", "lastBuildDate")
    elif parse is parse_rfc3339 and document.format in {"rss", "atom"}:
        elements = document.named("updated", "published", namespace=ns.ATOM)
    elif parse is parse_w3c and document.format in {"rss", "atom", "rdf"}:
        elements = tuple(element for element, _ in texts(document, "w3c-date"))
    # White space around a date of Atom has a rule of its own.
    is_trimmed = document.format == "atom" and parse is parse_rfc3339
    for element in elements:
        yield element, parse(element.text.strip() if is_trimmed else element.text)


def date_not_rfc3339(document: XmlDocument) -> Iterator[Found]:
    """
    An Atom date does not follow RFC 3339. Readers show no date, or the time when they fetched the feed.

    RFC 4287, 3.3; RFC 3339, 5.6.

    Fix: Write ``2026-04-30T09:00:00Z``: with seconds, an offset, and capital letters.
    """
    for element, date in _dates(document, parse_rfc3339):
        if date.error:
            yield document.found(element, f"<{element.tag}>: {date.error}")
    for link in document.named("link", namespace=ns.ATOM):
        updated = link.get(f"{{{ns.THR}}}updated")
        if updated is not None and (error := parse_rfc3339(updated).error):
            yield document.found(link, f"thr:updated: {error}")
    for element, name, value in attribute_values(document, "rfc3339"):
        if error := parse_rfc3339(value).error:
            yield document.found(element, f"{name} of <{element.tag}>: {error}")
    for element, text in texts(document, "rfc3339"):
        if error := parse_rfc3339(text.strip()).error:
            yield document.found(element, f"<{element.tag}>: {error}")


def date_not_rfc822(document: XmlDocument) -> Iterator[Found]:
    """
    An RSS date does not follow RFC 822. Readers show no date, or the time when they fetched the feed.

    RSS 2.0, pubDate; RFC 822, 5.

    Fix: Write ``Thu, 30 Apr 2026 09:00:00 GMT``, in English in feeds of every language.
    """
    for element, date in _dates(document, parse_rfc822):
        if date.error:
            yield document.found(element, f"<{element.tag}>: {date.error}")
    for element, name, value in attribute_values(document, "rfc822"):
        if error := parse_rfc822(value).error:
            yield document.found(element, f"{name} of <{element.tag}>: {error}")


def date_not_w3c(document: XmlDocument) -> Iterator[Found]:
    """
    A Dublin Core date does not follow W3C-DTF, so readers ignore it.

    W3C Note datetime.

    Fix: Write ``2026-04-30T09:00:00Z``.
    """
    for element, date in _dates(document, parse_w3c):
        if date.error:
            yield document.found(element, f"<{element.tag}>: {date.error}")


def date_weekday_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    The weekday does not match the date, so one of them is wrong. Some parsers refuse such a date.

    RFC 822, 5.2.

    Fix: Let a program format the date.
    """
    for element, date in _dates(document, parse_rfc822):
        if date.has_wrong_weekday and date.moment:
            day = DAYS[date.moment.weekday()]
            yield document.found(
                element, f"the weekday of {date.moment:%Y-%m-%d} is {day}, not {element.text.strip()[:3]}: correct one of them"
            )


def date_hard_to_read(document: XmlDocument) -> Iterator[Found]:
    """
    RFC 822 allows this date, but not every reader understands it: a year of two digits, unusual spaces, comments, or a rare zone.

    RSS profile, dates.

    Fix: Write ``Thu, 30 Apr 2026 09:00:00 GMT``.
    """
    for element, date in _dates(document, parse_rfc822):
        if date.is_unusual:
            yield document.found(element, f"not every reader understands {element.text[:40]!r}: write Thu, 30 Apr 2026 09:00:00 GMT")


def date_implausible(document: XmlDocument) -> Iterator[Found]:
    """
    A date is before 1990 or in the future. Readers sort the entry to the very end, pin it to the top for years, or hide it.

    RSS profile, pubDate.

    Fix: Correct the date at its source; publish future articles on their day.
    """
    latest = document.as_of + timedelta(days=1) if document.as_of else None
    moments = list(_moments(document))
    of_entries = {moment for holder, _, moment in moments if holder is not document.feed}
    seen: set[tuple[XmlElement | None, datetime]] = set()
    for holder, element, moment in moments:
        # An entry may have one date in several elements, and the feed has that of its latest entry.
        if (holder, moment) in seen or (holder is document.feed and moment in of_entries):
            continue
        seen.add((holder, moment))
        if moment < EARLIEST:
            yield document.found(element, f"<{element.tag}> is before 1990: correct the date")
        elif latest and moment > latest:
            text = element.get("when") if element.name == "deleted-entry" else element.text.strip()
            yield document.found(element, f"<{element.tag}> is in the future ({text}): correct the date")


def _moments(document: XmlDocument) -> Iterator[tuple[XmlElement | None, XmlElement, datetime]]:
    """
    Yield the dates of the feed, its entries and its deleted entries: whose date it is, the element with the date, and the date.
    """
    parsers: tuple[_Parser, ...] = (parse_rfc3339, parse_rfc822, parse_w3c)
    for parse in parsers:
        for element, date in _dates(document, parse):
            if date.moment is not None and element.namespace in {"", ns.ATOM, ns.DC}:
                yield document.parent(element), element, date.moment
    for deleted in document.named("deleted-entry", namespace=ns.AT):
        moment = parse_rfc3339(deleted.get("when") or "").moment
        if moment is not None:
            yield deleted, deleted, moment


def updated_before_published(document: XmlDocument) -> Iterator[Found]:
    """
    An entry was updated before it was published. Readers sort by one date or the other.

    RFC 4287, 4.2.9, 4.2.15.

    Fix: Make updated the later date.
    """
    for entry in document.atom_entries:
        dates = {child.name: parse_rfc3339(child.text.strip()).moment for child in children(entry, "published", "updated")}
        published, updated = dates.get("published"), dates.get("updated")
        if published and updated and updated < published:
            yield document.found(entry, "<updated> is before <published>: make it the later date")


def updates_alike(document: XmlDocument) -> Iterator[Found]:
    """
    Several entries have the same update time, so readers cannot sort them. Often the date has no time of day.

    RFC 4287, 3.3.

    Fix: Write the time of day. Ignore this for entries that did appear at the same time.
    """
    first: dict[str, str] = {}
    for element in document.atom("updated", inside="entry"):
        updated = element.text.strip()
        subject = document.subject(element)
        if first.setdefault(updated, subject) != subject:
            yield document.found(element, f"same update time as {first[updated]}: write the time of day")


RULES = table(
    errors=(date_not_rfc3339, date_not_rfc822, date_not_w3c, date_weekday_wrong),
    warnings=(date_hard_to_read, date_implausible, updated_before_published),
    hints=(updates_alike,),
)
