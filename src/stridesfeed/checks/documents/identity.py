"""
Rules about ids: what names a feed or an entry for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stridesfeed import iri
from stridesfeed.checks.documents import addresses
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement


def _ids(document: XmlDocument) -> tuple[XmlElement, ...]:
    return document.named("id", namespace=document.core if document.format == "atom" else ns.ATOM)


def _permalinks(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    The guids that say that they are addresses; they do where nothing is said.
    """
    return tuple(guid for guid in _guids(document) if guid.get("isPermaLink", "true") == "true")


def _guids(document: XmlDocument) -> tuple[XmlElement, ...]:
    return document.named("guid") if document.format == "rss" else ()


def id_not_absolute(document: XmlDocument) -> Iterator[Found]:
    """
    An id that is no absolute IRI: another feed may have the same, and readers mix up the two.

    RFC 4287, 4.2.6.

    Fix: the page's address, or a tag: URI.
    """
    for element in _ids(document):
        text = element.text.strip()
        if iri.scheme(text) is None:
            what = f"{text[:80]!r} has no scheme" if text else "the id is empty"
            yield document.found(element, f"{what}: take the page's address, or a tag: URI")


def id_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An id with characters that no IRI may have.

    RFC 4287, 4.2.6; RFC 3987, 2.2.

    Fix: percent-encode them before the id is first published; afterwards an id must not change.
    """
    for element in _ids(document):
        text = element.text.strip()
        if text and iri.scheme(text) is not None and (fault := addresses.reference(text)):
            yield document.found(element, fault)


def whitespace_around(document: XmlDocument) -> Iterator[Found]:
    """
    White space inside an id, an address or a date of Atom: readers that compare ids character by character take it for another.

    RFC 4287, 2: there MUST NOT be any.

    Fix: do not indent the text of these elements.
    """
    names = ("id", "updated", "published", "icon", "logo", "uri", "email")
    for element in document.named(*names) if document.format == "atom" else ():
        if element.text != element.text.strip() and element.text.strip():
            yield document.found(element, f"white space stands around the text of <{element.name}>: take it out")


def _kept_to(judge: Callable[[str], str | None], document: XmlDocument) -> Iterator[Found]:
    for element in (*_ids(document), *_guids(document), *document.named("uri", "icon", "logo")):
        if fault := judge(element.text.strip()):
            yield document.found(element, f"<{element.tag}>: {fault}")
    for element in document.named("link", namespace=ns.ATOM):
        if fault := judge(element.get("href") or ""):
            yield document.found(element, f"href: {fault}")


def tag_uri_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Something begins with tag: and is no tag URI, so it may be no name for good.

    RFC 4151, 2.1.

    Fix: ``tag:example.org,2026-04-30:name``, with a host in ASCII and a day when you owned it.
    """
    yield from _kept_to(addresses.tag, document)


def urn_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Something begins with urn: and is no URN.

    RFC 8141, 2.

    Fix: ``urn:namespace:name``.
    """
    yield from _kept_to(addresses.urn, document)


def uuid_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Something begins with urn:uuid: and no UUID follows.

    RFC 9562, 4.

    Fix: let a program make it, once.
    """
    yield from _kept_to(addresses.uuid_urn, document)


def id_not_normal(document: XmlDocument) -> Iterator[Found]:
    """
    An id that programs which tidy addresses up would change: readers then see a new entry.

    RFC 4287, 4.2.6.1.

    Fix: write new ids in normal form; leave the ones that are published.
    """
    for element in _ids(document):
        if addresses.reference(element.text.strip()) is None and (why := addresses.not_normal(element.text.strip())):
            yield document.found(element, why)


def id_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Two entries have one id: readers show one of them, or each in the other's place.

    RFC 4287, 4.1.1; RSS 2.0, guid.

    Fix: an id of its own for each.
    """
    seen: dict[str, XmlElement] = {}
    for entry in document.entries:
        for element in children(entry, "guid" if document.format == "rss" else "id")[:1]:
            text = element.text.strip()
            if text and text in seen:
                yield document.found(element, f"{text!r} is the id of another entry too, in line {seen[text].position.line}")
            seen.setdefault(text, element)


def guid_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An item has no guid: readers compare addresses or titles, and show the item again when one of these changes.

    RSS 2.0, guid.

    Fix: give it one that never changes.
    """
    for item in document.entries if document.is_rss2 else ():
        if not children(item, "guid"):
            yield document.found(item, "an item without guid is shown again when its link or title changes")


def guid_not_permalink(document: XmlDocument) -> Iterator[Found]:
    """
    A guid says that it is the page's address, and is none: some readers open it instead of the link.

    RSS 2.0, guid: isPermaLink is true where it is not said.

    Fix: ``isPermaLink="false"``.
    """
    for guid in _permalinks(document):
        text = guid.text.strip()
        if iri.scheme(text) not in iri.WEB | {"ftp"} or addresses.reference(text):
            yield document.found(guid, f'{text[:80]!r} is no address of a page: write isPermaLink="false"')


def guid_flag_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    IsPermaLink is neither true nor false, so each reader takes it for the one or the other.

    RSS 2.0, guid.

    Fix: write it in lower case.
    """
    for guid in _guids(document):
        flag = guid.get("isPermaLink")
        if flag is not None and flag not in {"true", "false"}:
            yield document.found(guid, f"isPermaLink is true or false, not {flag!r}")


def guid_weak(document: XmlDocument) -> Iterator[Found]:
    """
    A guid that is a small number: other feeds have the same, and so may this one after a move to another program.

    RSS 2.0, guid: it has to be unique for good.

    Fix: the page's address, or a tag: URI.
    """
    for guid in _guids(document):
        if guid.get("isPermaLink") == "false" and guid.text.strip().isdigit() and len(guid.text.strip()) < 9:
            yield document.found(guid, f"{guid.text.strip()!r} is a number that other feeds have too")


RULES = table(
    errors=(
        id_not_absolute,
        id_invalid,
        whitespace_around,
        tag_uri_invalid,
        urn_invalid,
        uuid_invalid,
        id_repeated,
        guid_not_permalink,
        guid_flag_invalid,
    ),
    warnings=(id_not_normal, guid_missing, guid_weak),
)
