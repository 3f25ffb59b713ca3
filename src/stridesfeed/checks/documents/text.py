"""
Rules about plain text: HTML in titles, names and labels, and characters that readers mistake for markup.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.content import contents, text_constructs, text_type
from stridesfeed.checks.documents.grammar import PLAIN_TEXT
from stridesfeed.checks.documents.markup import ELEMENTS
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)>")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|([A-Za-z][A-Za-z0-9]*));")
#: RSS profile, character data: readers mistake these for the beginning of a tag or a reference.
_TAG_LIKE = re.compile(r"<(?=[/A-Za-z])")
_REFERENCE_LIKE = re.compile(r"&(?:#[0-9xX]|([A-Za-z][A-Za-z0-9]*))")
#: Elements whose text may be about markup.
_CODE = frozenset({"code", "pre", "kbd", "samp", "tt"})
_HEX = re.compile(r"&#x0*(?:26|3c);", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def find_html(text: str) -> str | None:
    """
    Return the first sign that *text* was written as HTML: an end tag or a character reference.
    """
    for match in _END_TAG.finditer(text):
        if match[1].lower() in ELEMENTS:
            return match[0]
    for match in _REFERENCE.finditer(text):
        if match[1] is None or f"{match[1]};" in html.entities.html5:
            return match[0]
    return None


def _plain_texts(document: XmlDocument) -> Iterator[tuple[XmlElement, str, str]]:
    """
    Yield texts that must not be HTML: the element, its attribute (empty for its text), and the text.
    """
    if document.format == "atom":
        for element in document.named("category"):
            yield element, "label", element.get("label") or ""
        for element in document.named("link"):
            yield element, "title", element.get("title") or ""
        for element in document.named("name", "generator"):
            yield element, "", element.text
    elif document.format == "rss":
        for element in document.elements:
            if element.namespace == document.namespace:
                # Only descriptions of items are HTML, and not in RSS 0.91.
                is_html = document.rss_version != "0.91" and document.parent_name(element) == "item"
                if element.name in PLAIN_TEXT or (element.name == "description" and not is_html):
                    yield element, "", element.text
            elif element.namespace == ns.DC and element.name in {"creator", "title", "subject", "publisher", "rights"}:
                yield element, "", element.text


def text_has_html(document: XmlDocument) -> Iterator[Found]:
    """
    A plain text contains HTML. Half of all readers show the tags and references.

    RSS profile, character data; RFC 4287, 3.2.1, 4.2.2.3, 4.2.4, 4.2.7.5.

    Fix: Remove the tags, and write the characters themselves.
    """
    for element, attribute, text in _plain_texts(document):
        sign = find_html(text) if "<" in text or "&" in text else None
        if sign is None:
            continue
        is_reference = document.format == "rss" and not attribute and sign[0] == "&"
        if not is_reference or _may_look_like_markup(_source_text(document, element)):
            where = f"{attribute} of <{element.tag}>" if attribute else f"<{element.tag}>"
            yield document.found(element, f"{where} is plain text but contains {sign}: write plain characters, without tags")


def _source_text(document: XmlDocument, element: XmlElement) -> str:
    """
    Return the text of *element* as written, without the references that every reader shows correctly.
    """
    raw = _HEX.sub("", document.raw(element))
    return html.unescape(_CDATA.sub(lambda match: html.escape(match[1]), raw))


def _may_look_like_markup(text: str) -> bool:
    names = (match[1] for match in _REFERENCE_LIKE.finditer(text))
    return bool(_TAG_LIKE.search(text)) or any(name is None or f"{name};" in html.entities.html5 for name in names)


def character_data(document: XmlDocument) -> Iterator[Found]:
    """
    A plain text of RSS contains "&" or "<", escaped in the usual way. Some readers mistake them for markup and drop what follows.

    RSS profile, character data.

    Fix: Write them as ``&#x26;`` and ``&#x3C;``, which every reader shows correctly.
    """
    for element, _, text in _plain_texts(document) if document.is_rss2 else ():
        if element.namespace != document.namespace or not ("&" in text or "<" in text) or find_html(text):
            continue
        if _may_look_like_markup(_source_text(document, element)):
            yield document.found(element, f"readers may mistake & or < in <{element.name}> for markup: write &#x26; and &#x3C;")


def html_undeclared(document: XmlDocument) -> Iterator[Found]:
    """
    An Atom text looks like HTML but its type is plain text. Readers show the tags.

    RFC 4287, 3.1.1.1.

    Fix: Write type="html", or write the characters themselves.
    """
    for element in (*text_constructs(document), *contents(document)):
        type = text_type(element)
        if type != "text" and not (type.startswith("text/") and type != "text/html"):
            continue
        if sign := find_html(element.text):
            yield document.found(element, f'<{element.name}> is plain text but contains {sign}: write type="html"')


def html_escaped_in_xhtml(document: XmlDocument) -> Iterator[Found]:
    """
    An Atom text of type xhtml contains escaped markup. Readers show the tags.

    RFC 4287, 3.1.1.3.

    Fix: Write type="html", or write the elements unescaped.
    """
    for element in (*text_constructs(document), *contents(document)):
        if text_type(element) != "xhtml":
            continue
        if sign := find_html("".join(inner.text for inner in element.walk() if inner.name not in _CODE)):
            yield document.found(element, f'<{element.name}> of type xhtml contains escaped {sign}: write type="html"')


RULES = table(warnings=(text_has_html, character_data, html_undeclared, html_escaped_in_xhtml))
