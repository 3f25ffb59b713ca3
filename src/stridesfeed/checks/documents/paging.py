"""
Rules about paged and archived feeds (RFC 5005), deleted entries (RFC 6721) and replies (RFC 4685).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.links import relation
from stridesfeed.checks.documents.xml_document import XmlDocument, children, resolve
from stridesfeed.checks.link_relations import ARCHIVES, OF_FEEDS, PAGES
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement


def _feed_links(document: XmlDocument) -> Mapping[str, XmlElement]:
    """
    Return the first link of the feed for each relation.
    """
    links: dict[str, XmlElement] = {}
    for link in children(document.feed, "link", namespace=ns.ATOM) if document.feed else ():
        links.setdefault(relation(link), link)
    return links


def _has_marker(document: XmlDocument, name: str) -> bool:
    """
    Return whether the feed has the element fh:*name*.
    """
    return document.feed is not None and bool(children(document.feed, name, namespace=ns.FH))


def _target(document: XmlDocument, link: XmlElement) -> str:
    return resolve(document.base(link), link.get("href") or "")


def complete_with_pages(document: XmlDocument) -> Iterator[Found]:
    """
    A feed is marked as complete but links to further pages. Readers cannot tell which entries were deleted.

    RFC 5005, 2.

    Fix: Remove fh:complete, or the links.
    """
    if _has_marker(document, "complete"):
        for rel, link in _feed_links(document).items():
            if rel in PAGES | ARCHIVES:
                yield document.found(link, f"a complete feed must not have a link with rel={rel!r}: remove it, or <fh:complete>")


def complete_elsewhere(document: XmlDocument) -> Iterator[Found]:
    """
    A complete feed links to another document as the current feed.

    RFC 5005, 2.

    Fix: Remove the link with rel="current", or give it the URL of this feed.
    """
    links = _feed_links(document)
    if _has_marker(document, "complete") and "current" in links and "self" in links:
        current = links["current"]
        if _target(document, current) != _target(document, links["self"]):
            yield document.found(current, "a complete feed must not link to another current feed: remove this link")


def page_past_end(document: XmlDocument) -> Iterator[Found]:
    """
    The first page links to a previous one, or the last page to a next one. Readers that follow the links go round in circles.

    RFC 5005, 3.

    Fix: Remove rel="previous" from the first page, and rel="next" from the last.
    """
    links = _feed_links(document)
    own = _target(document, links["self"]) if "self" in links else document.url
    for end, beyond in (("first", "previous"), ("last", "next")):
        if end in links and beyond in links and own and _target(document, links[end]) == own:
            yield document.found(links[beyond], f"this is the {end} page: remove the link with rel={beyond!r}")


def archive_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    An archive document links to no other archive document, so readers cannot continue.

    RFC 5005, 4.

    Fix: Add links with rel="prev-archive", rel="next-archive" and rel="current".
    """
    is_archive = _has_marker(document, "archive") and not _has_marker(document, "complete")
    if is_archive and document.feed and not ARCHIVES & set(_feed_links(document)):
        yield document.found(document.feed, 'no link to another archive document: add one with rel="prev-archive" or "next-archive"')


def archive_without_current(document: XmlDocument) -> Iterator[Found]:
    """
    An archive document does not link to the current feed. People who subscribe to it never get anything new.

    RFC 5005, 4.

    Fix: Add a link with rel="current".
    """
    if _has_marker(document, "archive") and document.feed and "current" not in _feed_links(document):
        yield document.found(document.feed, 'no link from the archive to the current feed: add one with rel="current"')


def page_link_in_entry(document: XmlDocument) -> Iterator[Found]:
    """
    A link between the pages of a feed is in an entry, where readers do not look for it.

    RFC 5005, 3, 4.

    Fix: Move it to the feed.
    """
    for entry in document.entries:
        for link in children(entry, "link", namespace=ns.ATOM):
            if relation(link) in OF_FEEDS:
                yield document.found(link, f"link with rel={link.get('rel')!r} in an entry: move it to the feed")


def withdrawal_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An entry is deleted twice at the same time.

    RFC 6721, 3.

    Fix: Keep one.
    """
    seen: set[tuple[str | None, str | None]] = set()
    for deleted in document.named("deleted-entry", namespace=ns.AT):
        key = (deleted.get("ref"), deleted.get("when"))
        if key in seen:
            yield document.found(deleted, f"{key[0]!r} is deleted twice at {key[1]}: keep one")
        seen.add(key)


def answer_attribute_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    A link that does not lead to replies has thr:count or thr:updated; or a link has thr:when, which is outdated.

    RFC 4685, 4.

    Fix: Write these attributes only on links with rel="replies", and thr:updated instead of thr:when.
    """
    for link in document.atom_links():
        names = [name for name in ("count", "updated", "when") if link.get(f"{{{ns.THR}}}{name}") is not None]
        if "when" in names:
            yield document.found(link, "thr:when is outdated: write thr:updated")
        elif names and relation(link) != "replies":
            yield document.found(link, f'thr:{names[0]} is only for links with rel="replies": remove it')


RULES = table(
    errors=(
        complete_with_pages,
        complete_elsewhere,
        page_past_end,
        withdrawal_repeated,
        answer_attribute_unknown,
    ),
    warnings=(archive_incomplete, archive_without_current, page_link_in_entry),
)
