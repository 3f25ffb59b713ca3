"""
Rules about addresses and links: their syntax, relations, types, languages, and the ones that a feed should have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

from stridesfeed import iri, rules
from stridesfeed.checks.documents import addresses
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.relations import REGISTERED, meant, relation
from stridesfeed.checks.documents.xml_document import XmlDocument, children, joined
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

#: Elements with an address as their text, of which those in the first set may be relative (RFC 4287, 3.2.2, 4.2.5, 4.2.8).
_ATOM_REFERENCES = ("uri", "icon", "logo")
_RSS_ADDRESSES = ("link", "url", "docs", "comments")
_EXTENSIONS = (
    (ns.CREATIVE_COMMONS, ("license",)),
    (ns.WFW, ("comment", "commentRss")),
    ("http://backend.userland.com/blogChannelModule", ("blogRoll", "mySubscriptions", "blink", "changes")),
    (ns.ITUNES, ("new-feed-url",)),
)

#: RFC 3987, 2.2: a segment without colons has none of these.
_BEYOND_A_NAME = re.compile(r"[/?#:\[\]]")


def _texts(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Elements whose text is an address.
    """
    names = _RSS_ADDRESSES if document.format == "rss" else _ATOM_REFERENCES
    for element in document.named(*names) if document.format in {"rss", "atom"} else ():
        yield element, element.text
    for namespace, known in _EXTENSIONS:
        for element in document.named(*known, namespace=namespace):
            yield element, element.text


def _attributes(document: XmlDocument) -> Iterator[tuple[XmlElement, str, str]]:
    """
    Attributes that hold an address: element, name, value.
    """
    wanted = (
        (ns.ATOM if document.format != "atom" else document.core, "link", "href"),
        (document.core, "generator", "uri"),
        (document.core, "content", "src"),
        (document.core, "category", "scheme"),
        ("", "enclosure", "url"),
        ("", "source", "url"),
        (ns.MEDIA, "content", "url"),
        (ns.MEDIA, "thumbnail", "url"),
        (ns.MEDIA, "player", "url"),
        (ns.ITUNES, "image", "href"),
        (ns.THR, "in-reply-to", "href"),
        (ns.THR, "in-reply-to", "source"),
        (ns.THR, "in-reply-to", "ref"),
    )
    for namespace, name, attribute in wanted:
        for element in document.named(name, namespace=namespace):
            value = element.get(attribute)
            if value is not None:
                yield element, attribute, value


def _needs_scheme(document: XmlDocument, element: XmlElement, attribute: str) -> bool:
    return document.format != "atom" or attribute in {"scheme", "ref"} or element.namespace == ns.ITUNES


def address_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    Something that has to be an address is none: nobody can go there.

    RFC 3986; RFC 3987; RSS 2.0, link; RFC 4287, 2.

    Fix: percent-encode what stands out; take white space away.
    """
    for element, text in _texts(document):
        fault = addresses.reference(text) if document.format == "atom" else addresses.reference(text.strip())
        if fault and text.strip():
            yield document.found(element, f"<{element.tag}>: {fault}")
    for element, name, value in _attributes(document):
        if fault := addresses.reference(value):
            yield document.found(element, f"{name} of <{element.tag}>: {fault}")
    for element in document.elements:
        base = element.get(f"{{{ns.XML}}}base")
        if base is not None and (fault := addresses.reference(base)):
            yield document.found(element, f"xml:base: {fault}")


def address_relative(document: XmlDocument) -> Iterator[Found]:
    """
    An address that is not whole: each reader completes it with another base, or with none.

    RSS 2.0, link; RFC 4287, 4.2.2.2.

    Fix: write it with scheme and host.
    """
    for element, text in _texts(document):
        if element.namespace != ns.ATOM and not addresses.reference(text.strip()) and iri.scheme(text.strip()) is None:
            what = f"{text.strip()[:80]!r} is relative" if text.strip() else "the address is empty"
            yield document.found(element, f"<{element.tag}>: {what}: write the whole address")
    for element, name, value in _attributes(document):
        is_relative = addresses.reference(value) is None and iri.scheme(value) is None
        # The link of a feed to itself has a rule of its own.
        if is_relative and _needs_scheme(document, element, name) and not (element.name == "link" and relation(element) == "self"):
            yield document.found(element, f"{name} of <{element.tag}>: {value[:80]!r} is relative: write the whole address")


def address_not_uri(document: XmlDocument) -> Iterator[Found]:
    """
    An address with letters beyond ASCII, where the format has URIs: not every reader encodes them before it fetches.

    RSS 2.0, link; RFC 3986, 2.

    Fix: percent-encode path and query, and write the host in punycode.
    """
    if document.format != "rss":
        return
    for element, text in _texts(document):
        if not text.isascii():
            yield document.found(element, f"<{element.tag}>: write {iri.to_uri(text)}")
    for element, name, value in _attributes(document):
        if not value.isascii() and element.namespace != ns.ATOM:
            yield document.found(element, f"{name} of <{element.tag}>: write {iri.to_uri(value)}")


def address_scheme_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    The scheme of an address is none that is registered: no program knows what to do with it, or it is a slip.

    RFC 7595.

    Fix: look at what stands before the colon.
    """
    found = [(element, text.strip()) for element, text in _texts(document)] + [(element, value) for element, _, value in _attributes(document)]
    found += [(element, element.text.strip()) for element in document.named("id") if document.format == "atom"]
    for element, value in found:
        if addresses.scheme_unknown(value):
            yield document.found(element, f"{iri.scheme(value)!r} is no registered scheme")


def enclosure_not_fetchable(document: XmlDocument) -> Iterator[Found]:
    """
    A file that is not on the web: no reader can play or download it.

    RSS 2.0, enclosure: an http url.

    Fix: give its address, with http or https.
    """
    for element in document.named("enclosure") if document.format == "rss" else ():
        url = element.get("url")
        if url is not None and (iri.scheme(url) not in iri.WEB or addresses.reference(url)):
            yield document.found(element, f"the url of an enclosure begins with https://, not {url[:60]!r}")


def same_document(document: XmlDocument) -> Iterator[Found]:
    """
    A link that, with the xml:base above it, is the base itself: by RFC 3986 that means this document, so readers open the feed.

    RFC 3986, 4.4; RFC 4287, 2.

    Fix: write the whole address, and set xml:base on the content alone.
    """
    if document.url is None or document.format != "atom":
        return
    for element, name, value in _attributes(document):
        if element.name != "link" or relation(element) == "self" or not element.bases:
            continue
        base = document.base(element)
        if urldefrag(joined(base, value))[0] == urldefrag(base)[0] != urldefrag(document.url)[0]:
            yield document.found(element, f"{name}={value!r} is the base itself, which means this document: write the whole address")


def media_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A type that is none: readers do not know whether they can show it.

    RFC 4287, 4.2.7.3; RSS 2.0, enclosure; RFC 6838, 4.2.

    Fix: write a type such as audio/mpeg.
    """
    wanted = (
        (ns.ATOM if document.format != "atom" else document.core, "link"),
        ("", "enclosure"),
        (ns.MEDIA, "content"),
        (ns.THR, "in-reply-to"),
    )
    for namespace, name in wanted:
        for element in document.named(name, namespace=namespace):
            value = element.get("type")
            if value and (fault := rules.media_type(value)):
                yield document.found(element, f"type of <{element.tag}>: {fault}")


def language_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A language tag that is none: readers choose hyphenation, voice and direction by it.

    BCP 47; RSS 2.0, language; RFC 4287, 2, 4.2.7.4.

    Fix: write en, or pt-BR.
    """
    for element in document.elements:
        said = element.get(f"{{{ns.XML}}}lang")
        if said and (fault := language_fault(said)):
            yield document.found(element, f"xml:lang: {fault}")
    for element in document.named("language", namespace=ns.DC) + (document.named("language") if document.format == "rss" else ()):
        if fault := language_fault(element.text.strip()):
            yield document.found(element, f"<{element.tag}>: {fault}")
    for element in document.named("link", namespace=ns.ATOM if document.format != "atom" else document.core):
        said = element.get("hreflang")
        if said and (fault := language_fault(said)):
            yield document.found(element, f"hreflang: {fault}")


def language_fault(value: str) -> str | None:
    """
    What is wrong with a language tag. Names of four to eight letters are reserved (RFC 5646, 2.2.1): what is written so is a word.
    """
    if value.isalpha() and len(value) > 3:
        return f"must be a BCP 47 language tag such as en or pt-BR, not the word {value!r}"
    return rules.language(value)


def _relations(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    for link in document.named("link", namespace=ns.ATOM if document.format != "atom" else document.core):
        if rel := link.get("rel"):
            yield link, rel


def _is_relation(text: str) -> bool:
    """
    Whether *text* is one name, or an IRI.
    """
    return addresses.reference(text) is None and (iri.scheme(text) is not None or not _BEYOND_A_NAME.search(text))


def relation_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A link relation that is neither one name nor an IRI, such as two names in one attribute, which only HTML has.

    RFC 4287, 4.2.7.2.

    Fix: one name, or an absolute IRI.
    """
    for link, rel in _relations(document):
        if not _is_relation(rel):
            yield document.found(link, f"rel={rel!r} is neither one name nor an IRI")


def relation_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    A link relation that is not registered: readers do not know what the link is for.

    RFC 4287, 4.2.7.2; RFC 8288, 2.1.

    Fix: take a registered name in lower case, or an IRI of your own.
    """
    for link, rel in _relations(document):
        if _is_relation(rel) and iri.scheme(rel) is None and rel not in REGISTERED:
            yield document.found(link, f"rel={rel!r} is no registered relation{meant(rel)}")


def alternate_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Two links lead to the same thing in the same type and language: readers open the one or the other.

    RFC 4287, 4.1.1, 4.1.2.

    Fix: keep one, or say the types and languages in which they differ.
    """
    for holder in document.named("feed", "entry", "source") if document.format == "atom" else ():
        seen: set[tuple[str, str]] = set()
        for link in children(holder, "link"):
            if relation(link) != "alternate":
                continue
            key = ((link.get("type") or "").lower(), (link.get("hreflang") or "").lower())
            if key in seen:
                yield document.found(link, "another alternate link has the same type and language")
            seen.add(key)


def number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A number that is none, or below zero: programs fail, or show nonsense.

    RFC 4287, 4.2.7.6; RSS 2.0, enclosure, cloud; RFC 4685, 4; mod_slash.

    Fix: a whole number in digits, 0 for unknown.
    """
    atom = ns.ATOM if document.format != "atom" else document.core
    wanted = [(element, "length") for element in document.named("link", namespace=atom)]
    wanted += [(element, f"{{{ns.THR}}}count") for element in document.named("link", namespace=atom)]
    if document.format == "rss":
        wanted += [(element, "length") for element in document.named("enclosure")] + [(element, "port") for element in document.named("cloud")]
    for element, name in wanted:
        value = element.get(name)
        least = 1 if name == "port" else 0
        if value is not None and value.strip() and not _is_count(value, least):
            yield document.found(
                element, f"{name.rpartition('}')[2]} of <{element.tag}> must be a whole number, {least} or more, not {value!r}"
            )
    for element in document.named("total", namespace=ns.THR) + document.named("comments", namespace=ns.SLASH):
        if not _is_count(element.text.strip(), 0):
            yield document.found(element, f"<{element.tag}> must be a whole number, not {element.text.strip()!r}")
    for element in document.named("hit_parade", namespace=ns.SLASH):
        if not all(_is_count(part, 0) for part in element.text.split(",")):
            yield document.found(element, f"<{element.tag}> must be whole numbers with commas between them")


def _is_count(value: str, least: int) -> bool:
    return value.isascii() and value.strip().isdigit() and int(value) >= least


def self_link_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The feed does not say where it lives: a reader that has it as a file, or from an address that moves, cannot follow it.

    RFC 4287, 4.1.1; RSS profile, atom:link.

    Fix: a link with rel="self" and the address at which the feed is served.
    """
    feed = document.feed
    if feed is None or document.format not in {"atom", "rss"} or (document.format == "rss" and not document.is_rss2):
        return
    if not self_links(document):
        yield document.found(feed, 'there is no link with rel="self"')


def self_links(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    The links of the feed to itself.
    """
    if document.feed is None:
        return ()
    links = children(document.feed, "link", namespace=document.core if document.format == "atom" else ns.ATOM)
    return tuple(link for link in links if relation(link) == "self")


def self_link_elsewhere(document: XmlDocument) -> Iterator[Found]:
    """
    The feed says that it lives elsewhere than where it was found: readers may move there, and find nothing.

    RFC 4287, 4.2.7.2.

    Fix: write the address at which the feed is served, with its scheme, host and query.
    """
    for link in self_links(document):
        href = link.get("href") or ""
        if document.url and addresses.reference(href) is None and joined(document.base(link), href) != document.url:
            yield document.found(link, f"the feed was found at {document.url}, and says {href}")


def self_link_relative(document: XmlDocument) -> Iterator[Found]:
    """
    The feed says where it lives with an address that is not whole: that says nothing to whoever does not know it yet.

    RFC 4287, 4.2.7.2.

    Fix: write the whole address.
    """
    for link in self_links(document):
        href = link.get("href")
        based = any(iri.scheme(base) for base in link.bases)
        if href is not None and iri.scheme(href) is None and not based:
            yield document.found(link, f"the address {href!r} is relative")


def self_link_type(document: XmlDocument) -> Iterator[Found]:
    """
    The link of the feed to itself has the type of something else.

    RFC 4287, 7; RFC 7303.

    Fix: application/atom+xml for Atom, application/rss+xml for RSS.
    """
    wanted = {"atom": "application/atom+xml", "rss": "application/rss+xml"}.get(document.format or "")
    for link in self_links(document):
        said = link.get("type")
        if said and said.partition(";")[0].strip().lower() != wanted:
            yield document.found(link, f"the type of this feed is {wanted}, not {said}")


def self_links_several(document: XmlDocument) -> Iterator[Found]:
    """
    The feed says that it lives at several addresses: a hub does not know which one to tell of.

    WebSub, 4.

    Fix: keep one.
    """
    for link in self_links(document)[1:]:
        yield document.found(link, 'keep one link with rel="self"')


RULES = table(
    errors=(
        address_invalid,
        address_relative,
        address_not_uri,
        enclosure_not_fetchable,
        media_type_invalid,
        language_invalid,
        relation_invalid,
        alternate_repeated,
        number_invalid,
    ),
    warnings=(
        address_scheme_unknown,
        same_document,
        relation_unknown,
        self_link_missing,
        self_link_elsewhere,
        self_link_relative,
        self_link_type,
        self_links_several,
    ),
)
