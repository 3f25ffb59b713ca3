"""
Rules about ids, which identify a feed or an entry permanently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stridesfeed import iri
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.addresses import normal_form_error, reference_error, tag_error, urn_error, uuid_error
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.strict_dates import parse_rfc3339
from stridesfeed.xml_tree import XmlElement


def _ids(document: XmlDocument) -> tuple[XmlElement, ...]:
    return document.named("id", namespace=ns.ATOM)


def id_not_absolute(document: XmlDocument) -> Iterator[Found]:
    """
    An id is not an absolute IRI. Another feed may have the same id, and readers confuse the two.

    RFC 4287, 4.2.6.

    Fix: Use the URL of the page, or a tag: URI.
    """
    for element in _ids(document):
        text = element.text.strip()
        if iri.scheme(text) is None:
            problem = f"the id {text[:80]!r} has no scheme" if text else "the id is empty"
            yield document.found(element, f"{problem}: use the URL of the page, or a tag: URI")


def id_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An id contains characters that are not allowed in an IRI.

    RFC 4287, 4.2.6; RFC 3987, 2.2.

    Fix: Percent-encode them before the id is first published. A published id must not change.
    """
    for element in _ids(document):
        text = element.text.strip()
        if text and iri.scheme(text) is not None and (error := reference_error(text)):
            yield document.found(element, f"<id>: {error}")


def whitespace_around(document: XmlDocument) -> Iterator[Found]:
    """
    There is white space around an id, a URL or a date of Atom. Readers that compare ids as strings take it for another id.

    RFC 4287, 2: there MUST NOT be any.

    Fix: Do not indent the text of these elements.
    """
    for element in document.atom("id", "updated", "published", "icon", "logo", "uri", "email"):
        if element.text != element.text.strip() and element.text.strip():
            yield document.found(element, f"white space around the text of <{element.name}>: remove it")


def _check_identifiers(find_error: Callable[[str], str | None], document: XmlDocument) -> Iterator[Found]:
    """
    Check everything that may be a URI.
    """
    for element in (*_ids(document), *document.rss("guid"), *document.named("uri", "icon", "logo")):
        if error := find_error(element.text.strip()):
            yield document.found(element, f"<{element.tag}>: {error}")
    for element in document.named("link", namespace=ns.ATOM):
        if error := find_error(element.get("href") or ""):
            yield document.found(element, f"href: {error}")


def tag_uri_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A value begins with tag: but is not a tag URI, so it may not be unique.

    RFC 4151, 2.1.

    Fix: Write ``tag:example.org,2026-04-30:name``, with a host in ASCII and a day on which you owned it.
    """
    yield from _check_identifiers(tag_error, document)


def urn_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A value begins with urn: but is not a URN.

    RFC 8141, 2.

    Fix: Write ``urn:namespace:name``.
    """
    yield from _check_identifiers(urn_error, document)


def uuid_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A value begins with urn:uuid: but contains no valid UUID.

    RFC 9562, 4.

    Fix: Generate a UUID once, with a program.
    """
    yield from _check_identifiers(uuid_error, document)


def id_not_normal(document: XmlDocument) -> Iterator[Found]:
    """
    An id is not in normal form. Programs that normalize URLs change it, and readers then show the entry again.

    RFC 4287, 4.2.6.1.

    Fix: Write new ids in normal form; do not change published ids.
    """
    for element in _ids(document):
        text = element.text.strip()
        if reference_error(text) is None and (error := normal_form_error(text)):
            yield document.found(element, f"the id is not in normal form ({error}): write new ids in normal form")


def _repeated_ids(document: XmlDocument) -> Iterator[tuple[XmlElement, XmlElement, bool]]:
    """
    Yield each id of an entry that an earlier entry has, the id of that entry, and whether the two are versions with different dates.
    """
    first: dict[str, XmlElement] = {}
    first_of_version: dict[tuple[str, object], XmlElement] = {}
    for entry in document.entries:
        for element in children(entry, "guid" if document.format == "rss" else "id")[:1]:
            text = element.text.strip()
            updated = document.first_text(entry, "updated") if document.format == "atom" else ""
            version = (text, parse_rfc3339(updated).moment or updated)
            if text and version in first_of_version:
                yield element, first_of_version[version], False
            elif text in first and text:
                yield element, first[text], True
            first.setdefault(text, element)
            first_of_version.setdefault(version, element)


def id_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Two entries have the same id, and in Atom the same update time. Readers show only one of them, or replace one by the other.

    RFC 4287, 4.1.1; RSS 2.0, guid.

    Fix: Give each entry its own id.
    """
    for element, earlier, is_version in _repeated_ids(document):
        if not is_version:
            message = f"same id {element.text.strip()!r} as the entry in line {earlier.position.line}: give each its own"
            yield document.found(element, message)


def versions_in_feed(document: XmlDocument) -> Iterator[Found]:
    """
    Several entries with the same id are versions of one entry: their update times differ. Atom allows it, but many readers show only one of
    them, and not always the latest.

    RFC 4287, 4.1.1, 4.2.6.

    Fix: Keep the latest version. If they are different entries, give each its own id.
    """
    for element, earlier, is_version in _repeated_ids(document):
        if is_version:
            text = element.text.strip()
            message = f"another version of {text!r}, the entry in line {earlier.position.line}: keep the latest, or give each its own id"
            yield document.found(element, message)


def guid_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An item has no guid. Readers compare links or titles instead, and show the item again when one changes.

    RSS 2.0, guid.

    Fix: Add a guid that never changes.
    """
    for item in document.entries if document.is_rss2 else ():
        if not children(item, "guid"):
            yield document.found(item, "no <guid>: add one that never changes")


def guid_not_permalink(document: XmlDocument) -> Iterator[Found]:
    """
    A guid is declared to be the URL of the page but is not. Some readers open it instead of the link.

    RSS 2.0, guid: isPermaLink is true by default.

    Fix: Write ``isPermaLink="false"``.
    """
    for guid in document.rss("guid"):
        text = guid.text.strip()
        is_url = iri.scheme(text) in iri.WEB | {"ftp"} and not reference_error(text)
        if guid.get("isPermaLink", "true") == "true" and not is_url:
            yield document.found(guid, f'the guid {text[:80]!r} is not a URL: write isPermaLink="false"')


def guid_flag_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The attribute isPermaLink is neither true nor false. Readers guess one or the other.

    RSS 2.0, guid.

    Fix: Write true or false, in lower case.
    """
    for guid in document.rss("guid"):
        flag = guid.get("isPermaLink")
        if flag is not None and flag not in {"true", "false"}:
            yield document.found(guid, f"isPermaLink must be true or false, not {flag!r}")


def guid_weak(document: XmlDocument) -> Iterator[Found]:
    """
    A guid is a small number. Other feeds have the same, and so may this one after a move to other software.

    RSS 2.0, guid: it must be unique permanently.

    Fix: Use the URL of the page, or a tag: URI.
    """
    for guid in document.rss("guid"):
        if guid.get("isPermaLink") == "false" and guid.text.strip().isdigit() and len(guid.text.strip()) < 9:
            yield document.found(guid, f"the guid {guid.text.strip()!r} is not unique: use the URL of the page, or a tag: URI")


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
    warnings=(id_not_normal, versions_in_feed, guid_missing, guid_weak),
)
