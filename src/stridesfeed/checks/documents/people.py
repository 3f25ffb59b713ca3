"""
Rules about people: names, e-mail addresses, and required authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from stridesfeed import rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_EMAIL_IN_TEXT = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\].]+\.[^\s@<>(),;:\\\"\[\]]+")
#: RFC 5322, 3.4.1: letters, digits and these before the @; host names after it.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_EMAIL = re.compile(rf"{_LOCAL}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*", re.ASCII)
#: In characters: longer than any e-mail address (RFC 5321, 4.5.3.1) with a name.
_MAX_NAME = 1000


def _contacts(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the contacts of RSS and their text, without mailto:.
    """
    for element in document.rss("managingEditor", "webMaster", "author"):
        text = element.text.strip()
        yield element, unquote(text[7:]).partition("?")[0].strip() if text.lower().startswith("mailto:") else text


def _contains_email(text: str) -> bool:
    return any(_EMAIL.fullmatch(word.strip("<>(),;\"'")) for word in text.replace("(", " ").split())


def contact_without_address(document: XmlDocument) -> Iterator[Found]:
    """
    An author, editor or webmaster of RSS has no e-mail address, which the format requires. Readers show the name wrongly or not at all.

    RSS 2.0, author.

    Fix: Write a name without an address into dc:creator.
    """
    for element, text in _contacts(document):
        if not _contains_email(text):
            yield document.found(element, f"no e-mail address in <{element.name}>: add one, or write the name into dc:creator")


def contact_form(document: XmlDocument) -> Iterator[Found]:
    """
    E-mail address and name are in an unexpected order. Readers show the address as the name.

    RSS profile, e-mail addresses.

    Fix: Write ``desk@example.org (Ann Lee)``.
    """
    for element, text in _contacts(document):
        address, _, name = text.partition("(")
        is_usual = bool(_EMAIL.fullmatch(address.strip())) and name.endswith(")") and bool(name[:-1].strip())
        if len(text.split()) > 1 and _contains_email(text) and not is_usual:
            yield document.found(element, f"unexpected form of <{element.name}>: write desk@example.org (Ann Lee)")


def contact_without_name(document: XmlDocument) -> Iterator[Found]:
    """
    An author of RSS has an e-mail address but no name. Readers show the address.

    RSS profile, e-mail addresses.

    Fix: Write ``desk@example.org (Ann Lee)``, or dc:creator with the name.
    """
    for element, text in _contacts(document):
        if _EMAIL.fullmatch(text):
            yield document.found(element, f"no name in <{element.name}>: write desk@example.org (Ann Lee)")


def email_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An e-mail address is invalid.

    RFC 4287, 3.2.3; RFC 5322, 3.4.1.

    Fix: Write one address, without a name and without mailto:.
    """
    for element in document.named("email", namespace=ns.ATOM):
        text = element.text.strip()
        if not _EMAIL.fullmatch(text):
            yield document.found(element, f"<{element.tag}> must be one e-mail address such as desk@example.org, not {text[:60]!r}")


def email_host_short(document: XmlDocument) -> Iterator[Found]:
    """
    The host of an e-mail address has no dot, so the address only works in your own network.

    RFC 5321, 2.3.5.

    Fix: Write the full host name.
    """
    for element in document.named("email", namespace=ns.ATOM):
        text = element.text.strip()
        if _EMAIL.fullmatch(text) and rules.email(text):
            yield document.found(element, f"{text.rpartition('@')[2]!r} is not a host on the internet: write the full host name")


def name_has_address(document: XmlDocument) -> Iterator[Found]:
    """
    A name contains an e-mail address. Readers show it to everyone, and spammers find it.

    RFC 4287, 3.2.1.

    Fix: Write only the name; write a public e-mail address into email.
    """
    names = document.named("name", namespace=ns.ATOM) + document.named("creator", "contributor", namespace=ns.DC)
    for element in names:
        if _EMAIL_IN_TEXT.search(element.text[:_MAX_NAME]):
            yield document.found(element, f"<{element.tag}> contains an e-mail address: write only the name")


def author_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An Atom entry has no author, and neither has its source nor the feed.

    RFC 4287, 4.1.1, 4.1.2.

    Fix: Add an author to the feed, or to each entry.
    """
    if document.feed is not None and children(document.feed, "author"):
        return
    for entry in document.atom_entries:
        sources = children(entry, "source")
        if not children(entry, "author") and not any(children(source, "author") for source in sources):
            yield document.found(entry, "no <author> in the entry, its source or the feed: add one")


RULES = table(
    errors=(contact_without_address, email_invalid, author_missing),
    warnings=(contact_form, contact_without_name, email_host_short, name_has_address),
)
