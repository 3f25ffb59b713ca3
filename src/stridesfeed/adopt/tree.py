"""
A document of XML as a tree whose elements know their lines, read so that no document can do harm.

The parser is expat, which the standard library has. A declaration of entities is refused before anything is expanded, nothing outside the
document is ever read, and depth and number of elements have limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.parsers import expat

import attrs

from stridesfeed.errors import FileError

#: Elements below elements, and all of them together: far beyond what feeds and exports have.
_DEEPEST = 200
_MOST = 1_000_000

_XML = "http://www.w3.org/XML/1998/namespace"

#: HTML 5, 13.1.2: elements that have no end tag.
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@attrs.define(slots=True)
class Element:
    """
    An element: namespace and name, attributes by name (by ``namespace name`` where they have one), and what is inside, in order.
    """

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    inside: list[Element | str] = attrs.field(factory=list)

    @property
    def elements(self) -> Iterator[Element]:
        """
        The elements inside, in order.
        """
        return (part for part in self.inside if isinstance(part, Element))

    @property
    def text(self) -> str:
        """
        The text inside, also of the elements inside; white space at its ends is none of it.
        """
        return self.all_text.strip()

    @property
    def all_text(self) -> str:
        """
        The same with that white space.
        """
        return "".join(part if isinstance(part, str) else part.all_text for part in self.inside)

    def attribute(self, name: str, namespace: str = "") -> str | None:
        """
        The value of an attribute without the white space around it; ``None`` where it is empty.
        """
        return self.attributes.get(f"{namespace} {name}" if namespace else name, "").strip() or None

    @property
    def base(self) -> str | None:
        """
        What relative references inside are relative to, as xml:base says.
        """
        return self.attribute("base", _XML)

    @property
    def language(self) -> str | None:
        """
        xml:lang.
        """
        return self.attribute("lang", _XML)

    def all(self, name: str, *namespaces: str) -> list[Element]:
        """
        The elements inside with this name, in one of *namespaces*.
        """
        return [element for element in self.elements if element.name == name and element.namespace in namespaces]

    def first(self, name: str, *namespaces: str) -> Element | None:
        """
        The first of these.
        """
        return next(iter(self.all(name, *namespaces)), None)

    def text_of(self, name: str, *namespaces: str) -> str | None:
        """
        The text of the first of these that has any.
        """
        return next((text for element in self.all(name, *namespaces) if (text := element.text)), None)

    def html(self) -> str:
        """
        What is inside as HTML: elements without their namespaces.
        """
        return "".join(_written(part) for part in self.inside)


def _written(part: Element | str) -> str:
    if isinstance(part, str):
        return escape(part, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in part.attributes.items() if " " not in name)
    start = f"<{part.name}{attributes}>"
    return start if part.name in _VOID and not part.inside else f"{start}{part.html()}</{part.name}>"


def parse(content: bytes, path: str, charset: str | None = None) -> Element:
    """
    The root of a document.

    *charset* is what its server said (RFC 7303, 3.2: a mark of byte order comes before it, the document's own declaration after it). Raises
    :class:`FileError` with the line of whatever is wrong.
    """
    return _Reading(path).root(content, _encoding(content, charset))


def _encoding(content: bytes, charset: str | None) -> str | None:
    return next((None for mark, _ in _MARKS if content.startswith(mark)), charset)


class _Reading:
    """
    One document on its way into a tree.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0

    def root(self, content: bytes, encoding: str | None) -> Element:
        try:
            self._parser = expat.ParserCreate(encoding, " ")
        except (ValueError, LookupError, TypeError) as error:
            raise FileError(self._path, 1, None, f"is in an encoding that nobody knows: {encoding!r}") from error
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            rule = f"is not well-formed XML: {expat.ErrorString(error.code)} at column {error.offset + 1}"
            raise FileError(self._path, error.lineno, None, f"{rule}{_hint(content, error)}") from error
        except (LookupError, ValueError) as error:
            raise FileError(self._path, self._parser.CurrentLineNumber, None, f"is in an encoding that cannot be read: {error}") from error
        if self._root is None:
            raise FileError(self._path, 1, None, "is empty")
        return self._root

    def _fault(self, rule: str) -> FileError:
        return FileError(self._path, self._parser.CurrentLineNumber, None, rule)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: bool | int) -> None:
        if has_internal_subset:
            raise self._fault("must not declare anything inside a DOCTYPE: feeds need no entities of their own; take the declaration out")

    def _entity(self, name: str, *_: object) -> None:
        raise self._fault(f"must not declare an entity, as it does with {name!r}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST:
            raise self._fault(f"has more than {_MOST} elements: split it")
        if len(self._open) >= _DEEPEST:
            raise self._fault(f"is nested deeper than {_DEEPEST} levels")
        namespace, _, name = tag.rpartition(" ")
        element = Element(namespace, name, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].inside.append(element)
        self._root = self._root or element
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].inside.append(text)


def _hint(content: bytes, error: expat.ExpatError) -> str:
    """
    What to do about the usual mistakes.
    """
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        return "; XML knows no names of characters but lt, gt, amp, quot and apos: write the characters themselves"
    line = content.splitlines()[error.lineno - 1 : error.lineno]
    if line and error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        # The place is that of the character that cannot follow the ampersand.
        if line[0][: error.offset].endswith(b"&"):
            return "; write & as &amp;"
        if line[0][error.offset : error.offset + 1] >= b"\x80":
            return "; the bytes are in another encoding than the document says"
    return ""
