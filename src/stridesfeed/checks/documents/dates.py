"""
Rules about dates: their syntax in each format, their weekday, and whether they can be true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from stridesfeed.checks.documents import moments
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_Reading = Callable[[str], moments.Read]
_DUBLIN = ("created", "issued", "modified")

#: RSS is older than any feed; before it, a date is a slip or the zero of some clock.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def _dates(document: XmlDocument, reading: _Reading) -> Iterator[tuple[XmlElement, moments.Read]]:
    """
    The elements with dates that *reading* reads.
    """
    for element in _elements(document)[reading]:
        yield element, reading(element.text)


def _elements(document: XmlDocument) -> Mapping[_Reading, tuple[XmlElement, ...]]:
    if document.format not in {"rss", "atom"}:
        return {moments.rfc822: (), moments.rfc3339: (), moments.w3c: ()}
    own = ns.ATOM if document.format == "rss" else document.core
    return {
        moments.rfc822: document.named("pubDate", "lastBuildDate") if document.format == "rss" else (),
        moments.rfc3339: document.named("updated", "published", namespace=own),
        moments.w3c: document.named("date", namespace=ns.DC)
        + document.named(*_DUBLIN, namespace=ns.DCTERMS)
        + document.named("updateBase", namespace=ns.SY),
    }


def date_not_rfc3339(document: XmlDocument) -> Iterator[Found]:
    """
    A date of Atom that is not written as RFC 3339 says: readers show none, or that of the fetching.

    RFC 4287, 3.3; RFC 3339, 5.6.

    Fix: ``2026-04-30T09:00:00Z``, with seconds, an offset, and capitals.
    """
    for element, read in _dates(document, moments.rfc3339):
        if read.fault and element.text == element.text.strip():
            yield document.found(element, f"<{element.tag}>: {read.fault}")
    for reply in document.named("link", namespace=ns.ATOM):
        when = reply.get(f"{{{ns.THR}}}updated")
        if when is not None and (fault := moments.rfc3339(when).fault):
            yield document.found(reply, f"thr:updated: {fault}")
    for gone in document.named("deleted-entry", namespace=ns.AT):
        when = gone.get("when")
        if when is not None and (fault := moments.rfc3339(when).fault):
            yield document.found(gone, f"when: {fault}")


def date_not_rfc822(document: XmlDocument) -> Iterator[Found]:
    """
    A date of RSS that is not written as RFC 822 says: readers show none, or that of the fetching.

    RSS 2.0, pubDate; RFC 822, 5.

    Fix: ``Thu, 30 Apr 2026 09:00:00 GMT``, in English whatever the language of the feed.
    """
    for element, read in _dates(document, moments.rfc822):
        if read.fault:
            yield document.found(element, f"<{element.tag}>: {read.fault}")


def date_not_w3c(document: XmlDocument) -> Iterator[Found]:
    """
    A date of Dublin Core that is not written as W3C-DTF says: readers pass over it.

    W3C Note datetime.

    Fix: ``2026-04-30T09:00:00Z``.
    """
    for element, read in _dates(document, moments.w3c):
        if read.fault:
            yield document.found(element, f"<{element.tag}>: {read.fault}")


def date_weekday_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    The weekday is not that of the day, so one of the two is wrong; some parsers refuse such a date.

    RFC 822, 5.2.

    Fix: let a program write the date.
    """
    for element, read in _dates(document, moments.rfc822):
        if read.wrong_weekday and read.moment:
            yield document.found(element, f"{read.moment:%Y-%m-%d} is no {element.text.strip()[:3]}")


def date_hard_to_read(document: XmlDocument) -> Iterator[Found]:
    """
    A date that RFC 822 allows and not every reader understands: two digits for the year, other spaces, comments, a rare zone.

    RSS profile, dates.

    Fix: ``Thu, 30 Apr 2026 09:00:00 GMT``.
    """
    for element, read in _dates(document, moments.rfc822):
        if read.unusual:
            yield document.found(element, f"not every reader understands {element.text[:40]!r}: write Thu, 30 Apr 2026 09:00:00 GMT")


def date_implausible(document: XmlDocument) -> Iterator[Found]:
    """
    A date before there were feeds, or after today: readers sort the entry to the very end, keep it on top for years, or hide it.

    RSS profile, pubDate.

    Fix: look at where the date comes from; publish an article when its day has come.
    """
    latest = document.as_of + timedelta(days=1) if document.as_of else None
    readings: tuple[_Reading, ...] = (moments.rfc3339, moments.rfc822, moments.w3c)
    for reading in readings:
        for element, read in _dates(document, reading):
            if read.moment is None or element.namespace == ns.SY or (reading is moments.w3c and element.namespace != ns.DC):
                continue
            if read.moment < _EARLIEST:
                yield document.found(element, f"<{element.tag}> lies before 1990")
            elif latest and read.moment > latest:
                yield document.found(element, f"<{element.tag}> lies in the future: {element.text.strip()}")


def updated_before_published(document: XmlDocument) -> Iterator[Found]:
    """
    An entry was changed before it was published: readers sort by one of the two, and not all by the same.

    RFC 4287, 4.2.9, 4.2.15.

    Fix: make the update the later one.
    """
    for entry in document.entries if document.format == "atom" else ():
        said = {child.name: moments.rfc3339(child.text.strip()).moment for child in children(entry, "published", "updated")}
        published, updated = said.get("published"), said.get("updated")
        if published and updated and updated < published:
            yield document.found(entry, "updated lies before published")


def updates_alike(document: XmlDocument) -> Iterator[Found]:
    """
    Several entries have the same moment of update: where it is only a day without a time, readers cannot sort them.

    RFC 4287, 3.3.

    Fix: nothing where they did appear together; else say the time.
    """
    seen: dict[str, str] = {}
    for element in document.named("updated", inside="entry") if document.format == "atom" else ():
        when = element.text.strip()
        subject = document.subject(element)
        if seen.setdefault(when, subject) != subject:
            yield document.found(element, f"the same moment as that of {seen[when]}")


RULES = table(
    errors=(date_not_rfc3339, date_not_rfc822, date_not_w3c, date_weekday_wrong),
    warnings=(date_hard_to_read, date_implausible, updated_before_published),
    hints=(updates_alike,),
)
