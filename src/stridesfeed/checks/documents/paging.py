"""
Rules about feeds of several documents, withdrawn entries and answers: RFC 5005, 6721 and 4685.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.relations import relation
from stridesfeed.checks.documents.xml_document import XmlDocument, children, joined
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_PAGED = frozenset({"first", "last", "previous", "prev", "next"})
_ARCHIVED = frozenset({"prev-archive", "next-archive"})
_OF_FEEDS = _PAGED - {"prev"} | _ARCHIVED | {"current"}


def _atom(document: XmlDocument) -> str:
    return document.core if document.format == "atom" else ns.ATOM


def _links(document: XmlDocument) -> Mapping[str, XmlElement]:
    """
    The first link of the feed for each relation.
    """
    found: dict[str, XmlElement] = {}
    for link in children(document.feed, "link", namespace=_atom(document)) if document.feed else ():
        found.setdefault(relation(link), link)
    return found


def _marked(document: XmlDocument, name: str) -> bool:
    return document.feed is not None and bool(children(document.feed, name, namespace=ns.FH))


def _leads(document: XmlDocument, link: XmlElement) -> str:
    return joined(document.base(link), link.get("href") or "")


def complete_with_pages(document: XmlDocument) -> Iterator[Found]:
    """
    A feed that says that it is complete has links to more of it: a reader cannot tell which entries are gone.

    RFC 5005, 2.

    Fix: leave out fh:complete, or the links.
    """
    if _marked(document, "complete"):
        for rel, link in _links(document).items():
            if rel in _PAGED | _ARCHIVED:
                yield document.found(link, f"a complete feed has no link with rel={rel!r}")


def complete_elsewhere(document: XmlDocument) -> Iterator[Found]:
    """
    A complete feed says that the current one is elsewhere.

    RFC 5005, 2.

    Fix: no rel="current", or the feed's own address.
    """
    links = _links(document)
    if (
        _marked(document, "complete")
        and "current" in links
        and "self" in links
        and _leads(document, links["current"]) != _leads(document, links["self"])
    ):
        yield document.found(links["current"], "in a complete feed, current and self lead to the same")


def page_past_end(document: XmlDocument) -> Iterator[Found]:
    """
    The first page has one before it, or the last one after it: a reader that follows goes round in a circle.

    RFC 5005, 3.

    Fix: no rel="previous" on the first page, no rel="next" on the last.
    """
    links = _links(document)
    own = _leads(document, links["self"]) if "self" in links else document.url
    for end, beyond in (("first", "previous"), ("last", "next")):
        if end in links and beyond in links and own and _leads(document, links[end]) == own:
            yield document.found(links[beyond], f"this is the {end} page, so there is no {beyond}")


def archive_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    An archive document leads to no other: a reader that arrives here cannot go on.

    RFC 5005, 4.

    Fix: rel="prev-archive" and rel="next-archive", where there are any, and rel="current".
    """
    if _marked(document, "archive") and not _marked(document, "complete") and document.feed and not _ARCHIVED & set(_links(document)):
        yield document.found(document.feed, "an archive document has a link with rel=prev-archive or next-archive")


def archive_without_current(document: XmlDocument) -> Iterator[Found]:
    """
    An archive document does not say where the feed itself is: who subscribes to it gets nothing new, ever.

    RFC 5005, 4.

    Fix: a link with rel="current".
    """
    if _marked(document, "archive") and document.feed and "current" not in _links(document):
        yield document.found(document.feed, 'an archive document has a link with rel="current"')


def page_link_in_entry(document: XmlDocument) -> Iterator[Found]:
    """
    A link between the documents of a feed stands in an entry, where nobody looks for it.

    RFC 5005, 3, 4.

    Fix: move it to the feed.
    """
    for entry in document.entries:
        for link in children(entry, "link", namespace=_atom(document)):
            if relation(link) in _OF_FEEDS:
                yield document.found(link, f"a link with rel={link.get('rel')!r} belongs to the feed")


def withdrawal_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    A withdrawn entry without its id, or without the moment: readers cannot know what to take away.

    RFC 6721, 3.

    Fix: ref, the id of the entry, and when.
    """
    for gone in document.named("deleted-entry", namespace=ns.AT):
        for name in ("ref", "when"):
            if gone.get(name) is None:
                yield document.found(gone, f"<{gone.tag}> needs the attribute {name!r}")


def withdrawal_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    One entry is withdrawn twice at the same moment.

    RFC 6721, 3.

    Fix: once is enough.
    """
    seen: set[tuple[str | None, str | None]] = set()
    for gone in document.named("deleted-entry", namespace=ns.AT):
        key = (gone.get("ref"), gone.get("when"))
        if key in seen:
            yield document.found(gone, f"{key[0]!r} is withdrawn twice at {key[1]}")
        seen.add(key)


def answer_attribute_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    thr:count or thr:updated on a link that leads to no answers; or thr:when, which was given up.

    RFC 4685, 4.

    Fix: on links with rel="replies" alone, and thr:updated in place of thr:when.
    """
    for link in document.named("link", namespace=_atom(document)):
        said = [name for name in ("count", "updated", "when") if link.get(f"{{{ns.THR}}}{name}") is not None]
        if "when" in said:
            yield document.found(link, "write thr:updated for thr:when")
        elif said and relation(link) != "replies":
            yield document.found(link, f'thr:{said[0]} belongs on links with rel="replies"')


RULES = table(
    errors=(
        complete_with_pages,
        complete_elsewhere,
        page_past_end,
        withdrawal_incomplete,
        withdrawal_repeated,
        answer_attribute_unknown,
    ),
    warnings=(archive_incomplete, archive_without_current, page_link_in_entry),
)
