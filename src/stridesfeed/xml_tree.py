"""
Parse XML into a tree whose elements know their positions, safely for hostile documents.

The parser is expat, from the standard library. It fetches nothing, refuses entities that expand to more than a few characters, and limits depth
and number of elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Self
from xml.parsers import expat

import attrs

from stridesfeed.decoding import ParseProblem, Position

XML = "http://www.w3.org/XML/1998/namespace"

#: Feeds have fewer than 20 levels and a few thousand elements.
MAX_DEPTH = 200
MAX_ELEMENTS = 500_000

#: In characters. HTML's entities have two at most.
_MAX_ENTITY = 100

#: Between the parts of names: XML does not allow it, so that no namespace contains it.
_SEPARATOR = "\f"

#: HTML 5, 13.1.2: elements without an end tag.
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

#: Problems after which there is no tree.
_FATAL = frozenset({"not_well_formed", "document_over_limit", "entity_refused"})


@attrs.define(eq=False, repr=False)
class XmlElement:
    """
    An XML element, with the positions of its tags.
    """

    namespace: str
    name: str
    #: The prefix in the document; empty without one.
    prefix: str
    #: By name; attributes with a namespace as ``{namespace}name``.
    attributes: Mapping[str, str]
    position: Position
    #: The values of xml:base here and above, innermost first.
    bases: tuple[str, ...]
    #: Offsets of the start tag and of the end tag, in bytes of UTF-8.
    begin: int
    end: int = 0
    #: Child elements and texts, in document order.
    nodes: list[Self | str] = attrs.field(factory=list)

    @property
    def children(self) -> tuple[Self, ...]:
        """
        The child elements.
        """
        return tuple(node for node in self.nodes if not isinstance(node, str))

    @property
    def text(self) -> str:
        """
        The text directly inside, without that of child elements.
        """
        return "".join(node for node in self.nodes if isinstance(node, str))

    @property
    def full_text(self) -> str:
        """
        All text inside, including that of child elements, without white space at its ends.
        """
        return "".join(self._texts()).strip()

    def _texts(self) -> Iterator[str]:
        for node in self.nodes:
            if isinstance(node, str):
                yield node
            else:
                yield from node._texts()  # noqa: SLF001  # of the same class

    @property
    def tag(self) -> str:
        """
        The name as written, with its prefix.
        """
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    @property
    def base(self) -> str | None:
        """
        The value of xml:base on this element.
        """
        return self.attribute("base", XML)

    @property
    def language(self) -> str | None:
        """
        The value of xml:lang on this element.
        """
        return self.attribute("lang", XML)

    def get(self, name: str, default: str | None = None) -> str | None:
        """
        Return the value of an attribute as written.
        """
        return self.attributes.get(name, default)

    def attribute(self, name: str, namespace: str = "") -> str | None:
        """
        Return the value of an attribute without surrounding white space; ``None`` if it is missing or empty.
        """
        return self.attributes.get(f"{{{namespace}}}{name}" if namespace else name, "").strip() or None

    def iter_named(self, name: str, *namespaces: str) -> Iterator[Self]:
        """
        Yield the child elements with this name, in one of *namespaces*.
        """
        for node in self.nodes:
            if not isinstance(node, str) and node.name == name and node.namespace in namespaces:
                yield node

    def find_all(self, name: str, *namespaces: str) -> list[Self]:
        """
        Return the child elements with this name, in one of *namespaces*.
        """
        return list(self.iter_named(name, *namespaces))

    def find(self, name: str, *namespaces: str) -> Self | None:
        """
        Return the first child element with this name, in one of *namespaces*.
        """
        return next(self.iter_named(name, *namespaces), None)

    def find_text(self, name: str, *namespaces: str) -> str | None:
        """
        Return the text of the first such child element that has any.
        """
        return next((text for element in self.iter_named(name, *namespaces) if (text := element.full_text)), None)

    def inner_html(self) -> str:
        """
        Return the content as HTML: without namespaces.
        """
        parts = []
        for node in self.nodes:
            if isinstance(node, str):
                parts.append(escape(node, quote=False))
                continue
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items() if not name.startswith("{"))
            end = "" if node.name in _VOID and not node.nodes else f"{node.inner_html()}</{node.name}>"
            parts.append(f"<{node.name}{attributes}>{end}")
        return "".join(parts)

    def walk(self) -> Iterator[Self]:
        """
        Yield this element and all elements inside it, in document order.
        """
        yield self
        for child in self.children:
            yield from child.walk()

    def __repr__(self) -> str:
        return f"<{self.tag}> at {self.position.line}:{self.position.column}"


@attrs.frozen
class NamespaceDeclaration:
    """
    A namespace declaration: ``xmlns:prefix``; the prefix of ``xmlns`` is empty.
    """

    prefix: str
    namespace: str
    position: Position


@attrs.frozen
class Doctype:
    """
    A document type declaration.
    """

    name: str
    system: str | None
    public: str | None
    position: Position


@attrs.frozen(eq=False)
class XmlTree:
    """
    A parsed XML document.
    """

    #: ``None`` if the document could not be parsed; *problems* says why.
    root: XmlElement | None = None
    #: All elements, in document order.
    elements: tuple[XmlElement, ...] = ()
    declarations: tuple[NamespaceDeclaration, ...] = ()
    doctype: Doctype | None = None
    problems: tuple[ParseProblem, ...] = ()

    @cached_property
    def parents(self) -> Mapping[XmlElement, XmlElement]:
        """
        The parent of each element but the root.
        """
        return {child: element for element in self.elements for child in element.children}


def parse_xml(
    text: str, *, max_elements: int = MAX_ELEMENTS, allow_internal_subset: bool = True, element_type: type[XmlElement] = XmlElement
) -> XmlTree:
    """
    Parse a decoded document into elements of *element_type*. Never raises for its content: see :attr:`XmlTree.problems`.

    Without *allow_internal_subset*, a DOCTYPE must not declare anything.
    """
    return _TreeBuilder(max_elements, element_type, allow_internal_subset=allow_internal_subset).build(text.encode("utf-8", "surrogatepass"))


class _RefusedError(Exception):
    """
    The rest of the document is not parsed.
    """


class _TreeBuilder:
    """
    The handlers of expat's events.
    """

    def __init__(self, max_elements: int, element_type: type[XmlElement], *, allow_internal_subset: bool) -> None:
        self.max_elements = max_elements
        self.element_type = element_type
        self.allow_internal_subset = allow_internal_subset
        self.open: list[XmlElement] = []
        self.elements: list[XmlElement] = []
        self.declarations: list[NamespaceDeclaration] = []
        self.problems: list[ParseProblem] = []
        self.doctype: Doctype | None = None

    def build(self, content: bytes) -> XmlTree:
        self.parser = self.create_parser()
        try:
            self.parser.Parse(content, True)
        except _RefusedError:
            pass
        except expat.ExpatError as error:
            self.problems.append(_syntax_problem(content, error))
        is_complete = bool(self.elements) and not self.open and not any(problem.rule in _FATAL for problem in self.problems)
        elements = tuple(self.elements) if is_complete else ()
        return XmlTree(
            elements[0] if elements else None,
            elements,
            tuple(self.declarations),
            self.doctype,
            tuple(self.problems),
        )

    def create_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.buffer_size = 65536
        parser.StartElementHandler = self.start_element
        parser.EndElementHandler = self.end_element
        parser.CharacterDataHandler = self.add_text
        parser.StartNamespaceDeclHandler = self.declare_namespace
        parser.StartDoctypeDeclHandler = self.start_doctype
        parser.EntityDeclHandler = self.declare_entity
        parser.SkippedEntityHandler = self.skip_entity
        return parser

    @property
    def position(self) -> Position:
        return Position(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def report(self, rule: str, message: str) -> None:
        self.problems.append(ParseProblem(rule, self.position, message))

    def refuse(self, rule: str, message: str) -> None:
        self.report(rule, message)
        raise _RefusedError

    def start_element(self, written: str, attributes: list[str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.refuse("document_over_limit", f"more than {MAX_DEPTH} levels of nested elements: flatten the document")
        if len(self.elements) >= self.max_elements:
            self.refuse("document_over_limit", f"more than {self.max_elements} elements: split the document")
        namespace, name, prefix = _split_name(written)
        values: dict[str, str] = {}
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            key_namespace, key_name, _ = _split_name(key)
            values[f"{{{key_namespace}}}{key_name}" if key_namespace else key_name] = value
        bases = self.open[-1].bases if self.open else ()
        if (base := values.get(f"{{{XML}}}base")) is not None:
            bases = (base, *bases)
        element = self.element_type(namespace, name, prefix, values, self.position, bases, self.parser.CurrentByteIndex)
        if self.open:
            self.open[-1].nodes.append(element)
        self.open.append(element)
        self.elements.append(element)

    def end_element(self, _: str) -> None:
        self.open.pop().end = self.parser.CurrentByteIndex

    def add_text(self, text: str) -> None:
        if self.open:
            self.open[-1].nodes.append(text)

    def declare_namespace(self, prefix: str | None, namespace: str | None) -> None:
        self.declarations.append(NamespaceDeclaration(prefix or "", namespace or "", self.position))

    def start_doctype(self, name: str, system: str | None, public: str | None, has_internal_subset: bool) -> None:
        self.doctype = Doctype(name, system, public, self.position)
        if has_internal_subset and not self.allow_internal_subset:
            self.refuse("entity_refused", "the DOCTYPE declares entities, which feeds must not do: remove the declaration")

    def declare_entity(self, name: str, is_parameter: bool, value: str | None, _: str | None, system: str | None, *__: str | None) -> None:
        if value is None:
            message = f"the entity {name} refers to {system!r}, which readers must not fetch: write the text in the document"
            self.report("entity_external", message)
        elif is_parameter or len(value) > _MAX_ENTITY or "&" in value or "<" in value:
            message = f"the entity {name} is long or contains others, so the rest is not read: write the text in the document"
            self.refuse("entity_refused", message)
        else:
            self.report("entity_declared", f"the entity {name} is declared here, but readers ignore declarations: write the text itself")

    def skip_entity(self, name: str, _: bool) -> None:
        if not (self.doctype and "RSS 0.91" in (self.doctype.public or "")):
            self.report("entity_undefined", f"XML has no entity &{name};: write the character itself")


def _split_name(written: str) -> tuple[str, str, str]:
    """
    Split expat's namespace, name and prefix.
    """
    if _SEPARATOR not in written:
        return "", written, ""
    namespace, name, prefix = [*written.split(_SEPARATOR), ""][:3]
    return namespace, name, prefix


def _syntax_problem(content: bytes, error: expat.ExpatError) -> ParseProblem:
    """
    Describe a syntax error, and the fix of the usual ones.
    """
    position = Position(error.lineno, error.offset + 1)
    reason = expat.ErrorString(error.code)
    if reason == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
        message = "undefined entity: write the character itself; XML has only &amp;, &lt;, &gt;, &quot; and &apos;"
        return ParseProblem("entity_undefined", position, message)
    fix = ""
    line = content.splitlines()[error.lineno - 1 : error.lineno]
    # The position is that of the character that must not follow the ampersand.
    if line and reason == expat.errors.XML_ERROR_INVALID_TOKEN and line[0][: error.offset].endswith(b"&"):
        fix = ": write & as &amp;"
    return ParseProblem("not_well_formed", position, f"not well-formed XML: {reason.removeprefix('not well-formed ').strip('()')}{fix}")
