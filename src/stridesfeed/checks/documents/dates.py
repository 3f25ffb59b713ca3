"""
Parse dates strictly; and rules about them: syntax in each format, weekday, and plausibility.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import attrs

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
# The W3C's profile of ISO 8601: a year, a month, a day, or a time with its zone.
_W3C = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: In hours. Military letters mean UTC to everyone but the military (RFC 2822, 4.3).
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_NAMES = rf"(?:(?P<weekday>{'|'.join(_DAYS)})\s*,\s*)?(?P<day>\d\d?)\s+(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d\d(?:\d\d)?)"
_TIME = r"\s+(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_RFC822 = re.compile(rf"{_NAMES}{_TIME}\s+(?P<zone>[+-]\d{{4}}|UT|GMT|[ECMP][SD]T|[A-IK-Z])", re.IGNORECASE | re.ASCII)
#: The form that every reader understands: single spaces, names in their usual case, a year of four digits, a zone of whole or half hours.
_COMMON_RFC822 = re.compile(
    rf"(?:(?:{'|'.join(_DAYS)}), )?\d\d? (?:{'|'.join(_MONTHS)}) \d{{4}} \d\d:\d\d(?::\d\d)? (?:[+-]\d\d[03]0|UT|GMT|[ECMP][SD]T|Z)", re.ASCII
)
#: In characters: nested comments take time by the square of their length.
_MAX_RFC822 = 200
_COMMENT = re.compile(r"\([^()]*\)")

#: RSS is older than any feed; an earlier date is a mistake, or the zero of some clock.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@attrs.frozen
class ParsedDate:
    """
    A parsed date: the moment, or the error.
    """

    moment: datetime | None = None
    error: str | None = None
    #: Whether the weekday is not that of the date.
    has_wrong_weekday: bool = False
    #: Whether RFC 822 allows the form but some readers do not understand it.
    is_unusual: bool = False


def parse_rfc3339(text: str, *, allow_lower_case: bool = False) -> ParsedDate:
    """
    Parse a date of Atom or JSON Feed (RFC 3339, 5.6). T and Z may be lower case in JSON Feed, but not in Atom (RFC 4287, 3.3).
    """
    match = _RFC3339.fullmatch(text.upper() if allow_lower_case else text)
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not an RFC 3339 date: write 2026-04-30T09:00:00Z")
    return _parsed([int(part) for part in match.groups()[:6]], match[7])


def parse_w3c(text: str) -> ParsedDate:
    """
    Parse a date of Dublin Core (W3C-DTF).
    """
    match = _W3C.fullmatch(text)
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not a W3C-DTF date: write 2026-04-30T09:00:00Z or 2026-04-30")
    parts = [int(part) if part else default for part, default in zip(match.groups()[:6], (1, 1, 1, 0, 0, 0), strict=True)]
    return _parsed(parts, match[7] or "Z")


def parse_rfc822(text: str) -> ParsedDate:
    """
    Parse a date of RSS (RFC 822, 5, with years of four digits; RFC 2822, 4.3 for those of two).
    """
    match = None
    if len(text) <= _MAX_RFC822:
        bare, before = re.sub(r"\\.", "", text), ""
        while bare != before:
            bare, before = _COMMENT.sub(" ", bare), bare
        match = _RFC822.fullmatch(bare.strip())
    if match is None:
        return ParsedDate(error=f"{text[:40]!r} is not an RFC 822 date: write Thu, 30 Apr 2026 09:00:00 GMT")
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 50 else 1900
    month = _MONTHS.index(match["month"].title()) + 1
    zone = match["zone"].upper()
    hours = _ZONES.get(zone, 0)
    offset = f"{zone[:3]}:{zone[3:]}" if zone[0] in "+-" else f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"
    date = _parsed([year, month, *(int(match[name] or 0) for name in ("day", "hour", "minute", "second"))], offset)
    if date.moment is None:
        return date
    weekday = match["weekday"]
    has_wrong_weekday = weekday is not None and _DAYS[date.moment.weekday()] != weekday.title()
    return attrs.evolve(date, has_wrong_weekday=has_wrong_weekday, is_unusual=not _COMMON_RFC822.fullmatch(text))


def _parsed(parts: list[int], zone: str) -> ParsedDate:
    """
    Return the moment in its own offset. A leap second becomes the second before it.
    """
    *rest, second = parts
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[4:6]))
    does_not_exist = ParsedDate(error="this date does not exist: check its month, day, hour and offset")
    if hours > 23 or minutes > 59:
        return does_not_exist
    try:
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
        moment = datetime(*rest, min(second, 59) if second <= 60 else second, tzinfo=UTC)  # type: ignore[arg-type,misc]  # six whole numbers
        (moment - offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return does_not_exist
    return ParsedDate(moment.replace(tzinfo=timezone(offset)))


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
    elif parse is parse_w3c and document.format in {"rss", "atom"}:
        elements = document.named("date", namespace=ns.DC)
        elements += document.named("created", "issued", "modified", namespace=ns.DCTERMS)
        elements += document.named("updateBase", namespace=ns.SY)
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
    for deleted in document.named("deleted-entry", namespace=ns.AT):
        when = deleted.get("when")
        if when is not None and (error := parse_rfc3339(when).error):
            yield document.found(deleted, f"when: {error}")


def date_not_rfc822(document: XmlDocument) -> Iterator[Found]:
    """
    An RSS date does not follow RFC 822. Readers show no date, or the time when they fetched the feed.

    RSS 2.0, pubDate; RFC 822, 5.

    Fix: Write ``Thu, 30 Apr 2026 09:00:00 GMT``, in English in feeds of every language.
    """
    for element, date in _dates(document, parse_rfc822):
        if date.error:
            yield document.found(element, f"<{element.tag}>: {date.error}")


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
            day = _DAYS[date.moment.weekday()]
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
            if date.moment is not None and element.namespace not in {ns.SY, ns.DCTERMS}:
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
