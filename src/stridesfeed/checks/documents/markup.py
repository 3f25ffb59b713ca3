"""
Rules about HTML in documents: what readers remove, syntax errors, and relative URLs.
"""

from __future__ import annotations

import base64
import html.entities
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

import attrs

from stridesfeed import iri
from stridesfeed.body.tokens import EndTag, StartTag, tokenize
from stridesfeed.body.tree import VOID
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.content import contents, text_constructs, text_type
from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.namespaces import words
from stridesfeed.checks.documents.xml_document import XmlDocument
from stridesfeed.checks.rule import Found, table
from stridesfeed.xml_tree import XmlElement

#: Elements that run, load or request something, or belong to a whole page. Readers remove them, including their content.
UNSAFE = words(
    "applet base basefont body embed fencedframe frame frameset head html iframe isindex link listing meta noembed noframes object "
    "param plaintext portal script style title xmp comment"
)

#: Elements of HTML, including obsolete ones.
ELEMENTS = UNSAFE | words(
    "a abbr acronym address area article aside audio b bdi bdo bgsound big blink blockquote br button canvas caption center cite code "
    "col colgroup command data datagrid datalist dd del details dfn dialog dir div dl dt em eventsource fieldset figcaption figure font "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img image input ins kbd keygen label legend li m main map mark marquee menu "
    "menuitem meter nav nextid nobr noscript ol optgroup option output p picture pre progress q rb rp rt rtc ruby s samp search section "
    "select slot small source spacer span strike strong sub summary sup table tbody td template textarea tfoot th thead time tr track "
    "tt u ul var video wbr multicol sound"
)

#: Elements whose end tag is optional (HTML, 13.1.2.4), or whose start tag closes others.
END_OPTIONAL = words("p li dt dd rb rt rtc rp optgroup option colgroup caption thead tbody tfoot tr td th body html head")

#: CSS properties that change how text looks, but cannot move it, cover other content, or load something.
STYLE_PROPERTIES = words(
    "azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width "
    "border-collapse border-color border-left border-left-color border-left-style border-left-width border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width "
    "border-width clear color cursor direction display elevation float font font-family font-size font-style font-variant font-weight "
    "height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow padding "
    "padding-bottom padding-left padding-right padding-top pause pause-after pause-before pitch pitch-range richness speak speak-header "
    "speak-numeral speak-punctuation speech-rate stress text-align text-decoration text-indent unicode-bidi vertical-align voice-family "
    "volume white-space width"
)

#: Values of background, border, margin and padding, in addition to colours and lengths.
STYLE_KEYWORDS = words(
    "aqua auto black block blue bold both bottom brown center collapse dashed dotted fuchsia gray grey green !important italic left "
    "lime maroon medium none navy normal nowrap olive pointer purple red right silver solid teal thick thin top transparent underline "
    "white yellow inherit initial"
)


@attrs.frozen
class HtmlFragment:
    """
    The HTML of one XML element or JSON member.
    """

    tags: tuple[StartTag | EndTag, ...]
    #: ``None`` for XHTML, whose syntax the XML parser checks.
    source: str | None
    #: Report a problem in this fragment.
    found: Callable[[str], Found]
    #: Whether xml:base gives a base to relative URLs.
    has_base: bool = False

    @property
    def start_tags(self) -> Iterator[StartTag]:
        """
        The start tags, in order.
        """
        return (tag for tag in self.tags if isinstance(tag, StartTag))

    def urls(self) -> Iterator[str]:
        """
        Yield the values of attributes with URLs, without surrounding white space.
        """
        for tag in self.start_tags:
            for name in ("src", "poster", "data", "href", "cite"):
                value = tag.attributes.get(name)
                if value is not None and (name != "data" or tag.name == "object"):
                    yield value.strip()


AnyDocument = XmlDocument | JsonDocument


def _fragments(document: AnyDocument) -> tuple[HtmlFragment, ...]:
    """
    Return all HTML of a document, parsed once.
    """
    if isinstance(document, JsonDocument):
        return document.cached("html", lambda: tuple(_json_fragments(document)))
    return document.cached("html", lambda: tuple(_xml_fragments(document)))


def _json_fragments(document: JsonDocument) -> Iterator[HtmlFragment]:
    for item in document.items:
        content = item.get("content_html")
        if content is not None:
            yield HtmlFragment(_parse_tags(content.text), content.text, partial(document.found, content, holder=item))


def _xml_fragments(document: XmlDocument) -> Iterator[HtmlFragment]:
    for element, source in _html_sources(document):
        has_base = any(iri.scheme(base) for base in element.bases)
        yield HtmlFragment(_parse_tags(source), source, partial(document.found, element), has_base)
    xhtml = [element for element in (*text_constructs(document), *contents(document)) if text_type(element) == "xhtml"]
    if document.format == "rss":
        xhtml += document.named("body", "div", namespace=ns.XHTML, inside="item")
    for element in xhtml:
        tags = []
        for child in element.children:
            for inner in child.walk():
                if inner.namespace == ns.XHTML:
                    attributes = {name: value for name, value in inner.attributes.items() if not name.startswith("{")}
                    tags.append(StartTag(inner.name, attributes))
        has_base = any(iri.scheme(base) for base in element.bases)
        yield HtmlFragment(tuple(tags), None, partial(document.found, element), has_base)


def _parse_tags(source: str) -> tuple[StartTag | EndTag, ...]:
    return tuple(token for token in tokenize(source) if not isinstance(token, str))


def _html_sources(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the elements that contain HTML as text, and the HTML.
    """
    # Descriptions of RSS 0.91 are plain text.
    if document.rss_version != "0.91":
        for element in document.rss("description", inside="item"):
            yield element, element.text
    if document.format in {"rss", "atom"}:
        for element in document.named("encoded", namespace=ns.CONTENT):
            yield element, element.text
    for element in (*text_constructs(document), *contents(document)):
        type = text_type(element)
        if element.get("src") is not None or not (type == "html" or type.endswith("/html")):
            continue
        source = element.text
        if type == "text/html" and "<" not in source and " " not in source.strip():
            with suppress(ValueError):
                source = base64.b64decode("".join(source.split()), validate=True).decode()
        yield element, source


def _unique(values: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(values)


def html_unsafe_element(document: AnyDocument) -> Iterator[Found]:
    """
    An element runs, loads or requests something. Readers remove it, often including its content.

    RFC 4287, 8.1; RSS profile, description.

    Fix: Remove it; replace embedded media by a link or a still image.
    """
    for fragment in _fragments(document):
        for name in _unique(tag.name for tag in fragment.start_tags if tag.name in UNSAFE):
            yield fragment.found(f"readers remove <{name}>: replace it by a link or an image")
        if fragment.source is not None and "<?import" in fragment.source.lower():
            yield fragment.found("readers remove <?import>: leave it out")


def html_unsafe_attribute(document: AnyDocument) -> Iterator[Found]:
    """
    An attribute runs a script. Readers remove it.

    RFC 4287, 8.1.

    Fix: Remove it.
    """
    for fragment in _fragments(document):
        for name in _unique(name for tag in fragment.start_tags for name in tag.attributes if name.lower().startswith("on")):
            yield fragment.found(f"readers remove the attribute {name}: leave it out")


def html_unsafe_address(document: AnyDocument) -> Iterator[Found]:
    """
    A link runs a script. Readers remove it.

    RFC 4287, 8.1.

    Fix: Link to a web page instead.
    """
    scripts = {"javascript", "vbscript", "livescript"}
    for fragment in _fragments(document):
        for value in _unique(value for value in fragment.urls() if iri.scheme("".join(value.split())) in scripts):
            yield fragment.found(f"readers remove the link {value[:40]!r}: link to a web page")


def html_unsafe_style(document: AnyDocument) -> Iterator[Found]:
    """
    A style moves or covers content, or loads something. Readers remove it, often the whole attribute.

    RFC 4287, 8.1.

    Fix: Remove style attributes; express what matters with elements.
    """
    for fragment in _fragments(document):
        for tag in fragment.start_tags:
            style = tag.attributes.get("style")
            for error in _style_errors(style) if style else ():
                yield fragment.found(f"readers remove the style of <{tag.name}> ({error}): leave it out")


# What parsers of feeds accept in a style attribute: no functions but rgb(), no escapes, no URLs.
_STYLE_TEXT = re.compile(r"(?:[:,;#%.\sa-zA-Z0-9!]|(?<=\w)-(?=\w)|'[\s\w]+'|\"[\s\w]+\"|\([\d,\s]+\))*+")
_DECLARATIONS = re.compile(r"(?:\s*[-\w]+\s*:\s*[^:;]*(?:;|$))*+\s*")
_DECLARATION = re.compile(r"([-\w]+)\s*:\s*([^:;]*)")
_VALUE = re.compile(r"#[0-9a-f]+|rgb\(\d+%?,\d*%?,?\d*%?\)?|-?\d{0,3}(?:\.\d{1,3})?(?:cm|em|rem|ex|in|mm|pc|pt|px|%|,|\))?")


def _style_errors(style: str) -> Iterator[str]:
    if not _STYLE_TEXT.fullmatch(style) or not _DECLARATIONS.fullmatch(style):
        yield f"more than properties with plain values: {style[:60]!r}"
        return
    for name, value in _DECLARATION.findall(style.lower()):
        if name not in STYLE_PROPERTIES:
            yield f"unsafe or unknown property {name}"
        elif name.partition("-")[0] in {"background", "border", "margin", "padding"}:
            yield from (f"value {word} of {name}" for word in value.split() if word not in STYLE_KEYWORDS and not _VALUE.fullmatch(word))


def html_element_unknown(document: AnyDocument) -> Iterator[Found]:
    """
    An element is not HTML, or is part of a drawing or a formula. Readers remove it, or show its content as text.

    HTML, 4.

    Fix: Replace it by an image with alt text.
    """
    for fragment in _fragments(document):
        for name in _unique(tag.name for tag in fragment.start_tags if tag.name not in ELEMENTS):
            yield fragment.found(f"readers do not support <{name}>: replace it by HTML, or by an image with alt text")


def html_not_parsed(document: AnyDocument) -> Iterator[Found]:
    """
    HTML contains a syntax error. Parsers correct it in different ways; a tag that is not closed may swallow the next entry.

    RFC 4287, 3.1.1.2, 4.1.3.3; HTML, 13.2.

    Fix: Generate HTML with a library, and shorten it by elements, never by characters.
    """
    for fragment in _fragments(document):
        error = None if fragment.source is None else _syntax_error(fragment.source, fragment.tags)
        if error:
            yield fragment.found(error)


# HTML, 13.2.5.72: "&" before a letter or "#" begins a reference, which ends in ";".
_BROKEN_REFERENCE = re.compile(r"&(?:#(?!(?:[0-9]+|[xX][0-9A-Fa-f]+);)|([A-Za-z][A-Za-z0-9]*)(;?))")
_STRAY = re.compile(r"<(?![A-Za-z/!])|</(?![A-Za-z])")
_UNFINISHED = re.compile(r"<[A-Za-z/][^<>]*\Z")


def _syntax_error(source: str, tags: Iterable[StartTag | EndTag]) -> str | None:
    """
    Return the first error: stray characters, incomplete references, or unbalanced tags.
    """
    first, *rest = source.split("<!--")
    without_comments = first + "".join(piece.partition("-->")[2] for piece in rest)
    if match := _STRAY.search(without_comments):
        return f"stray {match[0]!r}: write &lt;"
    if match := _UNFINISHED.search(without_comments):
        return f"incomplete tag {match[0][:40]!r}: complete it"
    for match in _BROKEN_REFERENCE.finditer(without_comments):
        if match[1] is None or f"{match[1]};" not in html.entities.html5 or not match[2]:
            return f"incomplete character reference {match[0]!r}: write &amp; for &"
    return _nesting_error(tags)


def _nesting_error(tags: Iterable[StartTag | EndTag]) -> str | None:
    open_: list[str] = []
    for tag in tags:
        if isinstance(tag, StartTag):
            if tag.name not in VOID and not tag.self_closing:
                open_.append(tag.name)
            elif tag.self_closing and tag.name not in VOID and tag.name in ELEMENTS:
                return f"HTML ignores the slash in <{tag.name}/>: write <{tag.name}></{tag.name}>"
            continue
        while open_ and open_[-1] != tag.name and open_[-1] in END_OPTIONAL:
            open_.pop()
        if tag.name in VOID:
            if tag.name != "br":
                return f"<{tag.name}> has no end tag: remove </{tag.name}>"
        elif open_ and open_[-1] == tag.name:
            open_.pop()
        elif tag.name in open_:
            return f"<{open_[-1]}> is not closed before </{tag.name}>: close it"
        else:
            return f"</{tag.name}> without <{tag.name}>: remove it"
    unclosed = [name for name in open_ if name not in END_OPTIONAL]
    return f"<{unclosed[-1]}> is not closed: close it" if unclosed else None


def html_relative_address(document: AnyDocument) -> Iterator[Found]:
    """
    A URL in HTML is relative. Three of thirteen readers resolve it; in the others links lead nowhere and images are missing.

    RSS profile, description; RFC 4287, 2.

    Fix: Write full URLs, with scheme and host.
    """
    for fragment in _fragments(document):
        if not fragment.has_base:
            for value in _unique(value for value in fragment.urls() if value and iri.scheme(value) is None):
                yield fragment.found(f"relative URL {value[:80]!r}: write the full URL")


def html_address_invalid(document: AnyDocument) -> Iterator[Found]:
    """
    A URL in HTML contains forbidden characters. Browsers correct it; programs that collect links do not.

    RFC 3986, 2; URL standard.

    Fix: Percent-encode the characters.
    """
    for fragment in _fragments(document):
        for value in _unique(value for value in fragment.urls() if re.search(r"[\s<>\"{}|\\^`]", value)):
            yield fragment.found(f"forbidden characters in the URL {value[:80]!r}: percent-encode them")


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
