"""
Rules about HTML in documents: what readers take out, what does not parse, addresses that are not whole.
"""

from __future__ import annotations

import base64
import html.entities
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import attrs

from stridesfeed import iri
from stridesfeed.body.tokens import EndTag, StartTag, tokens
from stridesfeed.body.tree import VOID
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.content import constructs, contents, kind
from stridesfeed.checks.documents.html_names import ELEMENTS, END_OPTIONAL, KEYWORDS, PROPERTIES, UNSAFE
from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

_FETCHED = ("src", "poster", "data")
_LINKED = ("href", "cite")


@attrs.frozen
class Markup:
    """
    The HTML of one element or member: its tags, and its source where it is HTML and not XHTML.
    """

    tags: tuple[StartTag | EndTag, ...]
    source: str | None
    #: What a rule yields of it.
    found: Callable[[str], Found]
    #: Whether relative addresses have a base that the document says.
    based: bool = False


#: What holds HTML.
Holder = XmlDocument | JsonDocument


def markup(document: Holder) -> tuple[Markup, ...]:
    """
    All HTML of a document, read once.
    """
    return document.remember("markup", lambda: tuple(_in_json(document) if isinstance(document, JsonDocument) else _in_xml(document)))


def _in_json(document: JsonDocument) -> Iterator[Markup]:
    for item in document.items:
        content = item.get("content_html")
        if content is not None:
            yield Markup(_tags(content.text), content.text, partial(document.found, content, holder=item))


def _in_xml(document: XmlDocument) -> Iterator[Markup]:
    for element, source in _sources(document):
        yield Markup(_tags(source), source, partial(document.found, element), _based(element))
    for element, outermost in _trees(document):
        inside = (found for top in outermost for found in top.walk())
        tags = tuple(StartTag(found.name, _plain(found)) for found in inside if found.namespace == ns.XHTML)
        yield Markup(tags, None, partial(document.found, element), _based(element))


def _tags(source: str) -> tuple[StartTag | EndTag, ...]:
    return tuple(token for token in tokens(source) if not isinstance(token, str))


def _based(element: XmlElement) -> bool:
    return any(iri.scheme(base) for base in element.bases)


def _plain(element: XmlElement) -> dict[str, str]:
    return {name: value for name, value in element.attributes.items() if not name.startswith("{")}


def _sources(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    if document.format == "rss":
        old = document.root is not None and document.root.get("version") == "0.91"
        for element in () if old else document.named("description", inside="item"):
            yield element, element.text
    if document.format in {"rss", "atom"}:
        for element in document.named("encoded", namespace=ns.CONTENT):
            yield element, element.text
    for element in (*constructs(document), *contents(document)):
        type = kind(element)
        if element.get("src") is None and (type == "html" or type.endswith("/html")):
            yield element, element.text if not _is_base64(element, type) else _unpacked(element.text)


def _is_base64(element: XmlElement, type: str) -> bool:
    return type == "text/html" and "<" not in element.text and " " not in element.text.strip()


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return text


def _trees(document: XmlDocument) -> Iterator[tuple[XmlElement, tuple[XmlElement, ...]]]:
    for element in (*constructs(document), *contents(document)):
        if kind(element) == "xhtml":
            yield element, element.children
    for element in document.named("body", "div", namespace=ns.XHTML):
        if document.format == "rss" and document.inside(element) == "item":
            yield element, element.children


def html_unsafe_element(document: Holder) -> Iterator[Found]:
    """
    An element that runs, fetches or asks for something: readers take it out, often with what is inside.

    RFC 4287, 8.1; RSS profile, description.

    Fix: leave it out; a link, or a still image, in the place of what was embedded.
    """
    for found in markup(document):
        for name in _once(tag.name for tag in found.tags if isinstance(tag, StartTag) and tag.name in UNSAFE):
            yield found.found(f"readers take <{name}> out")
        if found.source is not None and "<?import" in found.source.lower():
            yield found.found("readers take <?import> out")


def html_unsafe_attribute(document: Holder) -> Iterator[Found]:
    """
    An attribute that runs a script: readers take it out.

    RFC 4287, 8.1.

    Fix: leave it out.
    """
    for found in markup(document):
        named = (name for tag in found.tags if isinstance(tag, StartTag) for name in tag.attributes if name.lower().startswith("on"))
        for name in _once(named):
            yield found.found(f"readers take the attribute {name} out")


def html_unsafe_address(document: Holder) -> Iterator[Found]:
    """
    A link that runs a script: readers take it out.

    RFC 4287, 8.1.

    Fix: the address of a page.
    """
    for found in markup(document):
        for value in _once(value for _, value in _addresses(found.tags) if _runs(value)):
            yield found.found(f"readers take the address {value[:40]!r} out")


def _runs(value: str) -> bool:
    return iri.scheme("".join(value.split())) in {"javascript", "vbscript", "livescript"}


def html_unsafe_style(document: Holder) -> Iterator[Found]:
    """
    A style that moves things, covers others or fetches something: readers take it out, and often the whole attribute.

    RFC 4287, 8.1.

    Fix: no style attributes; what has to be seen is said with elements.
    """
    for found in markup(document):
        for tag in found.tags:
            style = tag.attributes.get("style") if isinstance(tag, StartTag) else None
            for fault in style_faults(style) if style else ():
                yield found.found(f"style of <{tag.name}>: {fault}")


_STYLE_TEXT = re.compile(r"(?:[:,;#%.\sa-zA-Z0-9!]|(?<=\w)-(?=\w)|'[\s\w]+'|\"[\s\w]+\"|\([\d,\s]+\))*+")
_DECLARATIONS = re.compile(r"(?:\s*[-\w]+\s*:\s*[^:;]*(?:;|$))*+\s*")
_DECLARATION = re.compile(r"([-\w]+)\s*:\s*([^:;]*)")
_VALUE = re.compile(r"#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|-?\d{0,3}(?:\.\d{1,3})?(?:cm|em|rem|ex|in|mm|pc|pt|px|%|,|\))?")


def style_faults(style: str) -> Iterator[str]:
    """
    What readers do not allow in a style attribute.
    """
    if not _STYLE_TEXT.fullmatch(style) or not _DECLARATIONS.fullmatch(style):
        yield f"{style[:60]!r} is more than properties and plain values"
        return
    for name, value in _DECLARATION.findall(style.lower()):
        if name not in PROPERTIES:
            yield f"{name} is none of the properties that readers keep"
        elif name.partition("-")[0] in {"background", "border", "margin", "padding"}:
            yield from (f"{word} of {name}" for word in value.split() if word not in KEYWORDS and not _VALUE.fullmatch(word))


def html_element_unknown(document: Holder) -> Iterator[Found]:
    """
    An element that HTML does not have, or a drawing or a formula among text: readers take it out, or show what is inside as text.

    HTML, 4.

    Fix: an image, with its text in alt.
    """
    for found in markup(document):
        for name in _once(tag.name for tag in found.tags if isinstance(tag, StartTag) and tag.name not in ELEMENTS):
            yield found.found(f"<{name}> is no element of HTML that readers keep")


def html_not_parsed(document: Holder) -> Iterator[Found]:
    """
    HTML with an error in it: parsers guess what was meant, and not all the same; a tag that is not closed may swallow the next entry.

    RFC 4287, 3.1.1.2, 4.1.3.3; HTML, 13.2.

    Fix: write it with a program, and cut it by elements, never by characters.
    """
    for found in markup(document):
        fault = None if found.source is None else syntax_fault(found.source, found.tags)
        if fault:
            yield found.found(fault)


# HTML, 13.2.5.72: "&" before a letter or "#" begins a reference, which ends in ";".
_BROKEN_REFERENCE = re.compile(r"&(?:#(?!(?:[0-9]+|[xX][0-9A-Fa-f]+);)|([A-Za-z][A-Za-z0-9]*)(;?))")
_STRAY = re.compile(r"<(?![A-Za-z/!])|</(?![A-Za-z])")
_UNFINISHED = re.compile(r"<[A-Za-z/][^<>]*\Z")


def _without_comments(source: str) -> str:
    first, *rest = source.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def syntax_fault(source: str, tags: Iterable[StartTag | EndTag]) -> str | None:
    """
    The first error in HTML of the kinds that a look finds: references, stray signs, tags that do not pair.
    """
    bare = _without_comments(source)
    if match := _STRAY.search(bare):
        return f"a bare {match[0]!r}: write &lt;"
    if match := _UNFINISHED.search(bare):
        return f"a tag is not finished: {match[0][:40]!r}"
    for match in _BROKEN_REFERENCE.finditer(bare):
        if match[1] is None or f"{match[1]};" not in html.entities.html5 or not match[2]:
            return f"{match[0]!r} is no whole reference to a character: write &amp; for &"
    return _unpaired(tags)


def _unpaired(tags: Iterable[StartTag | EndTag]) -> str | None:
    open_: list[str] = []
    for tag in tags:
        if isinstance(tag, StartTag):
            if tag.name not in VOID and not tag.self_closing:
                open_.append(tag.name)
            elif tag.self_closing and tag.name not in VOID and tag.name in ELEMENTS:
                return f"<{tag.name}/> does not close <{tag.name}>"
            continue
        while open_ and open_[-1] != tag.name and open_[-1] in END_OPTIONAL:
            open_.pop()
        if tag.name in VOID:
            if tag.name != "br":
                return f"</{tag.name}> closes nothing"
        elif not open_ or open_[-1] != tag.name:
            return (
                f"</{tag.name}> closes nothing that is open" if tag.name not in open_ else f"<{open_[-1]}> is not closed before </{tag.name}>"
            )
        else:
            open_.pop()
    left = [name for name in open_ if name not in END_OPTIONAL]
    return f"<{left[-1]}> is not closed" if left else None


def html_relative_address(document: Holder) -> Iterator[Found]:
    """
    An address in HTML that is not whole: three of thirteen readers complete it, in others links lead nowhere and images are missing.

    RSS profile, description; RFC 4287, 2.

    Fix: write every address with scheme and host.
    """
    for found in markup(document):
        if found.based:
            continue
        relative = (value.strip() for _, value in _addresses(found.tags) if value.strip() and iri.scheme(value.strip()) is None)
        for value in _once(relative):
            yield found.found(f"{value[:80]!r} is relative: write the whole address")


def html_address_invalid(document: Holder) -> Iterator[Found]:
    """
    An address in HTML with characters that none may have: browsers mend it, programs that collect links do not.

    RFC 3986, 2; URL standard.

    Fix: percent-encode them.
    """
    for found in markup(document):
        for value in _once(value.strip() for _, value in _addresses(found.tags) if re.search(r"[\s<>\"{}|\\^`]", value.strip())):
            yield found.found(f"{value[:80]!r} holds signs that have to be percent-encoded")


def _addresses(tags: Iterable[StartTag | EndTag]) -> Iterator[tuple[str, str]]:
    for tag in tags:
        if isinstance(tag, StartTag):
            for name in (*_FETCHED, *_LINKED):
                if (value := tag.attributes.get(name)) is not None and (name != "data" or tag.name == "object"):
                    yield name, value


def _once(names: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(names))


RULES = table(
    warnings=(
        html_unsafe_element,
        html_unsafe_attribute,
        html_unsafe_address,
        html_unsafe_style,
        html_element_unknown,
        html_not_parsed,
        html_relative_address,
    ),
    hints=(html_address_invalid,),
)
