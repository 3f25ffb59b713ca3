"""
Rules about people: names, addresses for mail, and who has to be named.
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

_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\].]+\.[^\s@<>(),;:\\\"\[\]]+")
#: RFC 5322, 3.4.1: letters, digits and these before the @; names of machines after it.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_SPEC = re.compile(rf"{_LOCAL}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*", re.ASCII)
#: RFC 5321, 4.5.3.1: no address is longer, and a name beside it has room.
_LONGEST = 1000
_ROLES = ("managingEditor", "webMaster", "author")


def _contacts(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    for element in document.named(*_ROLES) if document.format == "rss" else ():
        text = element.text.strip()
        yield element, unquote(text[7:]).partition("?")[0].strip() if text.lower().startswith("mailto:") else text


def contact_without_address(document: XmlDocument) -> Iterator[Found]:
    """
    An author, editor or webmaster of RSS without an address for mail: the format wants one, and readers show the name wrongly or not at all.

    RSS 2.0, author.

    Fix: write a name alone into dc:creator.
    """
    for element, text in _contacts(document):
        if not _contains_address(text):
            yield document.found(element, f"<{element.name}> is an e-mail address with a name after it; a name alone belongs into dc:creator")


def _contains_address(text: str) -> bool:
    return any(_SPEC.fullmatch(word.strip("<>(),;\"'")) for word in text.replace("(", " ").split())


def _is_usual(text: str) -> bool:
    """
    Whether *text* is an address with a name in brackets after it.
    """
    address, _, name = text.partition("(")
    return bool(_SPEC.fullmatch(address.strip())) and name.endswith(")") and bool(name[:-1].strip())


def contact_form(document: XmlDocument) -> Iterator[Found]:
    """
    An address and a name in an order that readers do not expect: they show the address as the name.

    RSS profile, e-mail addresses.

    Fix: ``desk@example.org (Ann Lee)``.
    """
    for element, text in _contacts(document):
        if len(text.split()) > 1 and _contains_address(text) and not _is_usual(text):
            yield document.found(element, "write the address first and the name in brackets: desk@example.org (Ann Lee)")


def contact_without_name(document: XmlDocument) -> Iterator[Found]:
    """
    An author of RSS has an address and no name: readers show the address.

    RSS profile, e-mail addresses.

    Fix: ``desk@example.org (Ann Lee)``, or dc:creator with the name.
    """
    for element, text in _contacts(document):
        if _SPEC.fullmatch(text):
            yield document.found(element, "add the name in brackets: desk@example.org (Ann Lee)")


def email_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An e-mail address that is none.

    RFC 4287, 3.2.3; RFC 5322, 3.4.1.

    Fix: one address, without a name and without mailto:.
    """
    for element in document.named("email", namespace=ns.ATOM if document.format != "atom" else document.core):
        text = element.text.strip()
        if not _SPEC.fullmatch(text):
            yield document.found(element, f"{text[:60]!r} is no e-mail address")


def email_host_short(document: XmlDocument) -> Iterator[Found]:
    """
    An e-mail address whose host has no dot: outside of your own network nobody can write to it.

    RFC 5321, 2.3.5.

    Fix: write the whole host.
    """
    for element in document.named("email", namespace=ns.ATOM if document.format != "atom" else document.core):
        text = element.text.strip()
        if _SPEC.fullmatch(text) and rules.email(text):
            yield document.found(element, f"{text.rpartition('@')[2]!r} is no host of the internet")


def name_has_address(document: XmlDocument) -> Iterator[Found]:
    """
    A name holds an e-mail address: readers show it to everybody, and those who collect addresses find it.

    RFC 4287, 3.2.1.

    Fix: the name alone; the address, where it is meant to be public, into email.
    """
    named = document.named("name", namespace=ns.ATOM if document.format != "atom" else document.core)
    for element in named + document.named("creator", "contributor", namespace=ns.DC):
        if _ADDRESS.search(element.text[:_LONGEST]):
            yield document.found(element, f"<{element.tag}> holds an e-mail address: write the name alone")


def author_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry of Atom has no author, and nor has its source or the feed.

    RFC 4287, 4.1.1, 4.1.2.

    Fix: name the author of the feed once, or of each entry.
    """
    if document.format != "atom" or (document.feed is not None and children(document.feed, "author")):
        return
    for entry in document.entries:
        sources = children(entry, "source")
        if not children(entry, "author") and not any(children(source, "author") for source in sources):
            yield document.found(entry, "neither the entry, nor its source, nor the feed has an author")


RULES = table(
    errors=(contact_without_address, email_invalid, author_missing),
    warnings=(contact_form, contact_without_name, email_host_short, name_has_address),
)
