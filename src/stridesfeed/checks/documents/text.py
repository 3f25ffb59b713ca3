"""
Rules about plain text: titles, names and labels in which markup stands, and signs that readers take for markup.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator

from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.content import constructs, contents, kind
from stridesfeed.checks.documents.html_names import ELEMENTS
from stridesfeed.checks.documents.vocabulary import PLAIN
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_END_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]*)>")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|([A-Za-z][A-Za-z0-9]*));")
#: RSS profile, character data: readers take these for the beginning of a tag or a reference.
_TAG_LIKE = re.compile(r"<(?=[/A-Za-z])")
_REFERENCE_LIKE = re.compile(r"&(?:#[0-9xX]|([A-Za-z][A-Za-z0-9]*))")
#: Text about markup is at home here.
_CODE = frozenset({"code", "pre", "kbd", "samp", "tt"})
_HEX = re.compile(r"&#x0*(?:26|3c);", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def shows_html(text: str) -> str | None:
    """
    The sign that *text* was written as HTML: an end tag, or a reference to a character.
    """
    for match in _END_TAG.finditer(text):
        if match[1].lower() in ELEMENTS:
            return match[0]
    for match in _REFERENCE.finditer(text):
        if match[1] is None or f"{match[1]};" in html.entities.html5:
            return match[0]
    return None


def _plain(document: XmlDocument) -> Iterator[tuple[XmlElement, str, str]]:
    """
    Texts that are no HTML in any format: the element, which part of it, the text.
    """
    if document.format == "atom":
        names = ("name", "generator")
        for element in document.named("category"):
            yield element, "label", element.get("label") or ""
        for element in document.named("link"):
            yield element, "title", element.get("title") or ""
        for element in document.named(*names):
            yield element, "", element.text
    elif document.format == "rss":
        old = document.root is not None and document.root.get("version") == "0.91"
        for element in document.elements:
            if (
                element.namespace == document.core
                and (element.name in PLAIN or (element.name == "description" and (old or document.inside(element) != "item")))
            ) or (element.namespace == ns.DC and element.name in {"creator", "title", "subject", "publisher", "rights"}):
                yield element, "", element.text


def text_has_html(document: XmlDocument) -> Iterator[Found]:
    """
    Markup in a text that is no HTML: half of all readers show the tags and references as they stand.

    RSS profile, character data; RFC 4287, 3.2.1, 4.2.2.3, 4.2.4, 4.2.7.5.

    Fix: take tags out, and write the characters themselves.
    """
    for element, part, text in _plain(document):
        sign = shows_html(text) if "<" in text or "&" in text else None
        if sign and not (document.format == "rss" and not part and sign[0] == "&" and _is_hex(document, element)):
            yield document.found(element, f"{part + ' of ' if part else ''}<{element.tag}> is plain text, and holds {sign}")


def _is_hex(document: XmlDocument, element: XmlElement) -> bool:
    return not _doubtful(_written(document, element))


def _written(document: XmlDocument, element: XmlElement) -> str:
    """
    The text of *element* as it is written, without the references that every reader shows as what they are.
    """
    raw = _HEX.sub("", document.raw(element))
    return html.unescape(_CDATA.sub(lambda match: html.escape(match[1]), raw)) if "<![CDATA[" in raw else html.unescape(raw)


def _doubtful(text: str) -> bool:
    """
    Whether readers take something in *text* for markup.
    """
    names = (match[1] for match in _REFERENCE_LIKE.finditer(text))
    return bool(_TAG_LIKE.search(text)) or any(name is None or f"{name};" in html.entities.html5 for name in names)


def character_data(document: XmlDocument) -> Iterator[Found]:
    """
    "&" and "<" in a title of RSS, written as most programs write them: some readers take them for markup, and drop what follows.

    RSS profile, character data.

    Fix: write them as ``&#x26;`` and ``&#x3C;``, which every reader shows right.
    """
    for element, _, text in _plain(document) if document.is_rss2 else ():
        if (
            element.namespace == document.core
            and ("&" in text or "<" in text)
            and not shows_html(text)
            and _doubtful(_written(document, element))
        ):
            yield document.found(element, f"write & and < in <{element.name}> as &#x26; and &#x3C;")


def html_undeclared(document: XmlDocument) -> Iterator[Found]:
    """
    A text of Atom looks like HTML and does not say so: readers show the tags.

    RFC 4287, 3.1.1.1.

    Fix: type="html"; or write the characters themselves.
    """
    for element in (*constructs(document), *contents(document)):
        type = kind(element)
        if type != "text" and not (type.startswith("text/") and type != "text/html"):
            continue
        if sign := shows_html(element.text):
            yield document.found(element, f"<{element.name}> is plain text by its type, and holds {sign}")


def html_escaped_in_xhtml(document: XmlDocument) -> Iterator[Found]:
    """
    A text of type xhtml holds escaped markup: readers show the tags.

    RFC 4287, 3.1.1.3.

    Fix: type="html"; or write the elements as elements.
    """
    for element in (*constructs(document), *contents(document)):
        if kind(element) == "xhtml" and (sign := shows_html("".join(found.text for found in element.walk() if found.name not in _CODE))):
            yield document.found(element, f'<{element.name}> holds {sign} as text: say type="html"')


RULES = table(warnings=(text_has_html, character_data, html_undeclared, html_escaped_in_xhtml))
