"""
Rules about URLs and links: syntax, relations, types, languages, and the links that a feed should have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag

from stridesfeed import iri, rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.addresses import has_unknown_scheme, reference_error
from stridesfeed.checks.documents.vocabulary import attribute_values, texts
from stridesfeed.checks.documents.xml_document import XmlDocument, children, resolve
from stridesfeed.checks.link_relations import canonical_relation, unregistered_error
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement


def relation(link: XmlElement) -> str:
    """
    Return the relation of a link by its registered name; the default is alternate (RFC 4287, 4.2.7.2).
    """
    return canonical_relation(link.get("rel") or "alternate")


def _url_elements(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the elements whose text is a URL, and their text.
    """
    of_rdf = document.named("link", "url") if document.format == "rdf" else ()
    for element in (*document.rss("link", "url", "docs", "comments"), *of_rdf, *document.atom("uri", "icon", "logo")):
        yield element, element.text
    yield from texts(document, "web", "uri")


def _url_attributes(document: XmlDocument) -> Iterator[tuple[XmlElement, str, str]]:
    """
    Yield the attributes that contain a URL: element, name, value.
    """
    attributes = (
        (ns.ATOM, "link", "href"),
        (document.namespace, "generator", "uri"),
        (document.namespace, "content", "src"),
        (document.namespace, "category", "scheme"),
        ("", "enclosure", "url"),
        ("", "source", "url"),
    )
    for namespace, name, attribute in attributes:
        for element in document.named(name, namespace=namespace):
            value = element.get(attribute)
            if value is not None:
                yield element, attribute, value
    yield from attribute_values(document, "web", "uri")


def address_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A URL is invalid, so the link leads nowhere.

    RFC 3986; RFC 3987; RSS 2.0, link; RFC 4287, 2.

    Fix: Percent-encode the forbidden characters; remove white space.
    """
    for element, text in _url_elements(document):
        # White space around a URL is an error in Atom alone.
        error = reference_error(text if document.format == "atom" else text.strip())
        if error and text.strip():
            yield document.found(element, f"<{element.tag}>: {error}")
    for element, name, value in _url_attributes(document):
        if error := reference_error(value):
            yield document.found(element, f"{name} of <{element.tag}>: {error}")
    for element in document.elements:
        base = element.get(f"{{{ns.XML}}}base")
        if base is not None and (error := reference_error(base)):
            yield document.found(element, f"xml:base: {error}")


def address_relative(document: XmlDocument) -> Iterator[Found]:
    """
    A URL is relative. Each reader resolves it against another base, or none.

    RSS 2.0, link; RFC 4287, 4.2.2.2.

    Fix: Write the full URL, with scheme and host.
    """
    for element, text in _url_elements(document):
        url = text.strip()
        # Atom allows relative references in these elements (RFC 4287, 3.2.2, 4.2.5, 4.2.8).
        if element.namespace != ns.ATOM and not reference_error(url) and iri.scheme(url) is None:
            problem = f"{url[:80]!r} is relative" if url else "the URL is empty"
            yield document.found(element, f"<{element.tag}>: {problem}: write the full URL")
    for element, name, value in _url_attributes(document):
        is_relative = reference_error(value) is None and iri.scheme(value) is None
        must_be_absolute = document.format != "atom" or name in {"scheme", "ref"} or element.namespace == ns.ITUNES
        # Empty attributes of RSS, and the self link, have rules of their own.
        is_empty = not value and element.namespace == document.namespace
        if is_relative and must_be_absolute and not is_empty and not (element.name == "link" and relation(element) == "self"):
            yield document.found(element, f"{name} of <{element.tag}>: {value[:80]!r} is relative: write the full URL")


def address_not_uri(document: XmlDocument) -> Iterator[Found]:
    """
    A URL contains non-ASCII letters. Not every reader encodes them before it fetches the page.

    RSS 2.0, link; RFC 3986, 2.

    Fix: Percent-encode the path and the query, and write the host in punycode.
    """
    if document.format != "rss":
        return
    for element, text in _url_elements(document):
        if not text.isascii():
            yield document.found(element, f"<{element.tag}> contains non-ASCII letters: write {iri.to_uri(text)}")
    for element, name, value in _url_attributes(document):
        if not value.isascii() and element.namespace != ns.ATOM:
            yield document.found(element, f"{name} of <{element.tag}> contains non-ASCII letters: write {iri.to_uri(value)}")


def address_scheme_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    The scheme of a URL is not registered. It is misspelt, or no program knows it.

    RFC 7595.

    Fix: Correct the part before the colon.
    """
    urls = [(element, text.strip()) for element, text in _url_elements(document)]
    urls += [(element, value) for element, _, value in _url_attributes(document)]
    urls += [(element, element.text.strip()) for element in document.atom("id")]
    for element, value in urls:
        if has_unknown_scheme(value):
            yield document.found(element, f"unknown scheme {iri.scheme(value)!r}: correct it")


def enclosure_not_fetchable(document: XmlDocument) -> Iterator[Found]:
    """
    A file is not on the web, so readers can neither play nor download it.

    RSS 2.0, enclosure: an http URL.

    Fix: Give its http or https URL.
    """
    for element in document.rss("enclosure"):
        url = element.get("url")
        # An invalid or relative URL has a rule of its own.
        if url is not None and not reference_error(url) and iri.scheme(url) not in {None, *iri.WEB}:
            yield document.found(element, f"the url of <enclosure> is not a web address: write one with https, not {url[:60]!r}")


def same_document(document: XmlDocument) -> Iterator[Found]:
    """
    A link is empty, or resolves to its own xml:base. By RFC 3986 that means this document, so readers open the feed.

    RFC 3986, 4.4; RFC 4287, 2.

    Fix: Write the full URL, and set xml:base only on the content.
    """
    if document.format != "atom":
        return
    for element, name, value in _url_attributes(document):
        if element.name != "link" or relation(element) == "self":
            continue
        if not element.bases and not value:
            yield document.found(element, f"{name} is empty, which means this document: write the full URL")
        if element.bases and document.url is not None:
            base = document.base(element)
            if urldefrag(resolve(base, value))[0] == urldefrag(base)[0] != urldefrag(document.url)[0]:
                yield document.found(element, f"{name}={value!r} resolves to the base, which means this document: write the full URL")


def media_type_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A media type is invalid, so readers do not know whether they can show the file.

    RFC 4287, 4.2.7.3; RSS 2.0, enclosure; RFC 6838, 4.2.

    Fix: Write a media type such as audio/mpeg.
    """
    typed = ((ns.ATOM, "link"), ("", "enclosure"))
    for namespace, name in typed:
        for element in document.named(name, namespace=namespace):
            value = element.get("type")
            if value and (error := rules.media_type(value)):
                yield document.found(element, f"type of <{element.tag}> {error}")
    for element, name, value in attribute_values(document, "media-type"):
        if value and (error := rules.media_type(value)):
            yield document.found(element, f"{name} of <{element.tag}> {error}")


def language_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A language tag is invalid. Readers use it for hyphenation, voice and direction.

    BCP 47; RSS 2.0, language; RFC 4287, 2, 4.2.7.4.

    Fix: Write a BCP 47 language tag such as en or pt-BR.
    """
    for element in document.elements:
        language = element.get(f"{{{ns.XML}}}lang")
        if language and (error := language_error(language)):
            yield document.found(element, f"xml:lang {error}")
    for element, text in (*texts(document, "language"), *((each, each.text) for each in document.rss("language"))):
        if error := language_error(text.strip()):
            yield document.found(element, f"<{element.tag}> {error}")
    for element, name, value in attribute_values(document, "language"):
        if value and (error := language_error(value)):
            yield document.found(element, f"{name} of <{element.tag}> {error}")
    for link in document.atom_links():
        language = link.get("hreflang")
        if language and (error := language_error(language)):
            yield document.found(link, f"hreflang {error}")


def language_error(value: str) -> str | None:
    """
    Check a language tag. Tags of four to eight letters are reserved (RFC 5646, 2.2.1), so such a value is a word.
    """
    if value.isalpha() and len(value) > 3:
        return f"must be a BCP 47 language tag such as en or pt-BR, not the word {value!r}"
    return rules.language(value)


def _is_relation(text: str) -> bool:
    """
    Return whether *text* is one name (RFC 3987, 2.2: a segment without colons), or an IRI.
    """
    return reference_error(text) is None and (iri.scheme(text) is not None or not re.search(r"[/?#:\[\]]", text))


def relation_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A link relation is neither a single name nor an IRI. Several names in one rel are allowed only in HTML.

    RFC 4287, 4.2.7.2.

    Fix: Write a single name or an absolute IRI.
    """
    for link in document.atom_links():
        rel = link.get("rel")
        if rel and not _is_relation(rel):
            yield document.found(link, f"rel={rel!r} is not a link relation: write a single name or an absolute IRI")


def relation_unknown(document: XmlDocument) -> Iterator[Found]:
    """
    A link relation is not registered, so readers do not know the purpose of the link.

    RFC 4287, 4.2.7.2; RFC 8288, 2.1.

    Fix: Write a registered name in lower case, or an IRI of your own.
    """
    for link in document.atom_links():
        rel = link.get("rel")
        if rel and _is_relation(rel) and (error := unregistered_error(rel)):
            yield document.found(link, f"rel={error}")


def alternate_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    Two alternate links have the same type and language. Readers open one or the other.

    RFC 4287, 4.1.1, 4.1.2.

    Fix: Keep one, or add the types and languages in which they differ.
    """
    for holder in document.atom("feed", "entry", "source"):
        seen: set[tuple[str, str]] = set()
        for link in children(holder, "link"):
            if relation(link) != "alternate":
                continue
            key = ((link.get("type") or "").lower(), (link.get("hreflang") or "").lower())
            if key in seen:
                yield document.found(link, "another alternate link has the same type and language: keep one")
            seen.add(key)


def number_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A number is not a whole number, or negative. Programs fail, or show nonsense.

    RFC 4287, 4.2.7.6; RSS 2.0, enclosure, cloud; RFC 4685, 4.

    Fix: Write a whole number in digits; 0 if it is unknown.
    """
    attributes = [(element, "length") for element in document.atom_links()]
    attributes += [(element, f"{{{ns.THR}}}count") for element in document.atom_links()]
    attributes += [(element, "length") for element in document.rss("enclosure")]
    attributes += [(element, "port") for element in document.rss("cloud")]
    for element, name in attributes:
        value = element.get(name)
        minimum = 1 if name == "port" else 0
        if value is not None and value.strip() and not _is_count(value, minimum):
            local = name.rpartition("}")[2]
            yield document.found(element, f"{local} of <{element.tag}> must be a whole number, {minimum} or more, not {value!r}")


def _is_count(value: str, minimum: int) -> bool:
    return value.isascii() and value.strip().isdigit() and int(value) >= minimum


def self_links(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    Return the links with rel="self" of the feed.
    """
    if document.feed is None:
        return ()
    links = children(document.feed, "link", namespace=ns.ATOM)
    return tuple(link for link in links if relation(link) == "self")


def self_link_missing(document: XmlDocument) -> Iterator[Found]:
    """
    The feed does not give its own URL. Readers that have it as a file cannot update it, and readers cannot follow it when it moves.

    RFC 4287, 4.1.1; RSS profile, atom:link.

    Fix: Add a link with rel="self" and the URL of the feed.
    """
    feed = document.feed
    if feed is not None and (document.format == "atom" or document.is_rss2) and not self_links(document):
        yield document.found(feed, 'no link with rel="self": add one with the URL of the feed')


def self_link_elsewhere(document: XmlDocument) -> Iterator[Found]:
    """
    The self link is not the URL at which the feed was found. Readers may switch to it and find nothing.

    RFC 4287, 4.2.7.2.

    Fix: Write the URL at which the feed is served, with its scheme, host and query.
    """
    for link in self_links(document):
        href = link.get("href") or ""
        if document.url and reference_error(href) is None and resolve(document.base(link), href) != document.url:
            yield document.found(link, f"the feed was found at {document.url}, but its self link is {href}: correct the link")


def self_link_relative(document: XmlDocument) -> Iterator[Found]:
    """
    The self link is relative, so it does not tell readers the URL of the feed.

    RFC 4287, 4.2.7.2.

    Fix: Write the full URL.
    """
    for link in self_links(document):
        href = link.get("href")
        has_absolute_base = any(iri.scheme(base) for base in link.bases)
        if href is not None and iri.scheme(href) is None and not has_absolute_base:
            yield document.found(link, f"the self link {href!r} is relative: write the full URL")


def self_link_type(document: XmlDocument) -> Iterator[Found]:
    """
    The type of the self link is not that of the feed.

    RFC 4287, 7; RFC 7303.

    Fix: Write application/atom+xml for Atom, application/rss+xml for RSS.
    """
    right = {"atom": "application/atom+xml", "rss": "application/rss+xml"}.get(document.format or "")
    for link in self_links(document):
        type = link.get("type")
        if type and type.partition(";")[0].strip().lower() != right:
            yield document.found(link, f"wrong type {type!r} of the self link: write {right}")


def self_links_several(document: XmlDocument) -> Iterator[Found]:
    """
    The feed has several self links, so a WebSub hub does not know which URL to use.

    WebSub, 4.

    Fix: Keep one.
    """
    for link in self_links(document)[1:]:
        yield document.found(link, 'more than one link with rel="self": keep one')


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
