"""
XML as a tree that knows where each element stands. Nothing is fetched, no entity holds another, and size, depth and number have limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.parsers import expat

import attrs

from stridesfeed.checks.documents.encoding import Fault, Place

XML = "http://www.w3.org/XML/1998/namespace"

#: Elements inside one another, and elements in all; feeds have fewer than 20 and some thousands.
MAX_DEPTH = 200
MAX_ELEMENTS = 500_000

#: The longest text of an entity: HTML's have two characters at most.
_LONGEST_ENTITY = 100


@attrs.frozen(eq=False, repr=False)
class Element:
    """
    An element, where its start tag stands, and what it holds.
    """

    namespace: str
    name: str
    #: As written before the colon; empty where there is none.
    prefix: str
    #: By name; of another namespace as ``{namespace}name``.
    attributes: Mapping[str, str]
    nodes: tuple[Element | str, ...]
    place: Place
    #: What xml:base says here or above, innermost first.
    bases: tuple[str, ...]
    #: Offsets of the start tag and of the end tag in the bytes of the document in UTF-8.
    begin: int
    end: int

    @property
    def children(self) -> tuple[Element, ...]:
        """
        The elements directly inside.
        """
        return tuple(node for node in self.nodes if isinstance(node, Element))

    @property
    def text(self) -> str:
        """
        The text directly inside, without that of elements.
        """
        return "".join(node for node in self.nodes if isinstance(node, str))

    @property
    def tag(self) -> str:
        """
        The name as it is written, with its prefix.
        """
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    def get(self, name: str, default: str | None = None) -> str | None:
        """
        The value of an attribute.
        """
        return self.attributes.get(name, default)

    def __repr__(self) -> str:
        return f"<{self.tag}> at {self.place.line}:{self.place.column}"


@attrs.frozen
class Declaration:
    """
    A namespace as it is declared: the prefix is empty for the default one.
    """

    prefix: str
    namespace: str
    place: Place


@attrs.frozen(eq=False)
class Tree:
    """
    What an XML document holds. *root* is ``None`` where the document is not well-formed; the faults say why.
    """

    root: Element | None
    #: All elements, as their start tags follow one another.
    elements: tuple[Element, ...] = ()
    parents: Mapping[Element, Element] = MappingProxyType({})
    declarations: tuple[Declaration, ...] = ()
    doctype: Doctype | None = None
    #: The processing instructions before the root: target, data, place.
    instructions: tuple[tuple[str, str, Place], ...] = ()
    version: str = "1.0"
    faults: tuple[Fault, ...] = ()


@attrs.frozen
class Doctype:
    """
    A document type declaration.
    """

    name: str
    system: str | None
    public: str | None
    place: Place


class _StoppedError(Exception):
    """
    The document is not read further.
    """


@attrs.define
class _Open:
    """
    An element whose end tag has not come.
    """

    number: int
    name: str
    attributes: list[str]
    place: Place
    bases: tuple[str, ...]
    begin: int
    nodes: list[Element | str] = attrs.field(factory=list)


def parsed(text: str) -> Tree:
    """
    The tree of *text*.
    """
    return _Reader().read(text.encode("utf-8", "surrogatepass"))


class _Reader:
    """
    What happens at each event of the parser.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.namespace_prefixes = True
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.buffer_size = 65536
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.stop
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartDoctypeDeclHandler = self.begin_doctype
        self.parser.EntityDeclHandler = self.entity
        self.parser.SkippedEntityHandler = self.skipped
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.XmlDeclHandler = self.declaration
        self.open: list[_Open] = []
        self.elements: list[Element | None] = []
        self.parents: dict[Element, Element] = {}
        self.declarations: list[Declaration] = []
        self.instructions: list[tuple[str, str, Place]] = []
        self.faults: list[Fault] = []
        self.doctype: Doctype | None = None
        self.version = "1.0"

    def read(self, content: bytes) -> Tree:
        try:
            self.parser.Parse(content, True)
        except _StoppedError:
            pass
        except expat.ExpatError as error:
            self.faults.append(_fault(error))
        except ValueError as error:
            self.fault("not_well_formed", f"not readable: {error}")
        elements = tuple(element for element in self.elements if element is not None)
        whole = bool(elements) and len(elements) == len(self.elements) and not _broken(self.faults)
        if not whole:
            elements = ()
        return Tree(
            elements[0] if whole else None,
            elements,
            self.parents,
            tuple(self.declarations),
            self.doctype,
            tuple(self.instructions),
            self.version,
            tuple(self.faults),
        )

    @property
    def place(self) -> Place:
        return Place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def fault(self, kind: str, message: str) -> None:
        self.faults.append(Fault(kind, self.place, message))

    def refuse(self, kind: str, message: str) -> None:
        self.fault(kind, message)
        raise _StoppedError

    def start(self, name: str, attributes: list[str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.refuse("document_over_limit", f"more than {MAX_DEPTH} elements stand inside one another")
        if len(self.elements) >= MAX_ELEMENTS:
            self.refuse("document_over_limit", f"the document has more than {MAX_ELEMENTS} elements")
        bases = self.open[-1].bases if self.open else ()
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if key.startswith(XML) and key.split(" ")[1] == "base":
                bases = (value, *bases)
        self.open.append(_Open(len(self.elements), name, attributes, self.place, bases, self.parser.CurrentByteIndex))
        self.elements.append(None)

    def stop(self, _: str) -> None:
        closed = self.open.pop()
        element = _element(closed, self.parser.CurrentByteIndex)
        self.elements[closed.number] = element
        self.parents.update((child, element) for child in element.children)
        if self.open:
            self.open[-1].nodes.append(element)

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].nodes.append(text)

    def declare(self, prefix: str | None, namespace: str | None) -> None:
        self.declarations.append(Declaration(prefix or "", namespace or "", self.place))

    def begin_doctype(self, name: str, system: str | None, public: str | None, _: bool) -> None:
        self.doctype = Doctype(name, system, public, self.place)

    def entity(self, name: str, parameter: bool, value: str | None, _: str | None, system: str | None, *__: str | None) -> None:
        if value is None:
            self.fault("entity_external", f"the entity {name} stands in {system!r}, which no reader may fetch")
        elif parameter or len(value) > _LONGEST_ENTITY or "&" in value or "<" in value:
            self.refuse("entity_refused", f"the entity {name} is more than a few characters, so the document is not read further")
        else:
            self.fault("entity_declared", f"the entity {name} is declared here; readers do not read declarations")

    def skipped(self, name: str, _: bool) -> None:
        if self.doctype and "RSS 0.91" in (self.doctype.public or ""):
            return
        self.fault("entity_undefined", f"&{name}; is no entity of XML: write the character itself")

    def instruction(self, target: str, data: str) -> None:
        if not self.open:
            self.instructions.append((target, data, self.place))

    def declaration(self, version: str, _: str | None, __: int) -> None:
        self.version = version


def _element(closed: _Open, end: int) -> Element:
    namespace, name, prefix = _split(closed.name)
    pairs = zip(closed.attributes[::2], closed.attributes[1::2], strict=True)
    attributes = {_key(key): value for key, value in pairs}
    return Element(namespace, name, prefix, attributes, tuple(closed.nodes), closed.place, closed.bases, closed.begin, end)


def _split(name: str) -> tuple[str, str, str]:
    """
    Namespace, local name and prefix, from what expat writes as one word.
    """
    if " " not in name:
        return "", name, ""
    namespace, local, prefix = [*name.split(" "), ""][:3]
    return namespace, local, prefix


def _key(name: str) -> str:
    if " " not in name:
        return name
    namespace, local = name.split(" ")[:2]
    return f"{{{namespace}}}{local}"


def _fault(error: expat.ExpatError) -> Fault:
    place = Place(error.lineno, error.offset + 1)
    message = expat.ErrorString(error.code)
    if message == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
        return Fault("entity_undefined", place, "only amp, lt, gt, quot and apos are entities of XML: write the character itself")
    return Fault("not_well_formed", place, f"not well-formed XML: {message}")


def _broken(faults: list[Fault]) -> bool:
    return any(fault.kind in {"not_well_formed", "document_over_limit", "entity_refused"} for fault in faults)


def walk(element: Element) -> Iterator[Element]:
    """
    *element* and the elements inside it, as they stand in the document.
    """
    yield element
    for child in element.children:
        yield from walk(child)
