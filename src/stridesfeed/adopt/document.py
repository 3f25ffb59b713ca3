"""
A document that may be adopted, and what reads one kind of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from stridesfeed.adopt.adoption import Adoption
from stridesfeed.decoding import BYTE_ORDER_MARKS
from stridesfeed.errors import FileError
from stridesfeed.xml_tree import XmlElement, parse_xml

#: Exports of large sites have several hundred thousand elements.
_MAX_ELEMENTS = 1_000_000


@attrs.frozen(kw_only=True)
class Document:
    """
    What a file or an address held, parsed.
    """

    #: For messages: the file's name, or the address.
    path: str

    #: The root element, or what the JSON says.
    root: XmlElement | dict[str, Any]

    #: The home page, where somebody said it: exports may not.
    home: str | None = None

    @property
    def tree(self) -> XmlElement:
        """
        The root of a document of XML.
        """
        assert isinstance(self.root, XmlElement)  # noqa: S101  # a kind that fits is asked only for what it fits
        return self.root

    @property
    def members(self) -> dict[str, Any]:
        """
        The members of a document of JSON.
        """
        assert isinstance(self.root, dict)  # noqa: S101  # likewise
        return self.root


@attrs.frozen(kw_only=True)
class Kind:
    """
    A kind of document with articles.
    """

    #: As people call it.
    title: str

    #: Whether a document is of this kind.
    fits: Callable[[Document], bool]

    read: Callable[[Document], Adoption]


def parse_root(content: bytes, path: str, charset: str | None = None) -> XmlElement:
    """
    Parse a document of XML and return its root. Raises :class:`FileError` with the line of the first problem.

    *charset* is the one that the server sent. A byte order mark overrides it; it overrides the document's declaration (RFC 7303, 3.2).
    """
    encoding = None if any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) else charset
    tree = parse_xml(content, encoding, max_elements=_MAX_ELEMENTS, allow_internal_subset=False)
    if tree.root is None:
        # A problem that stops the parser is the last one.
        problem = tree.problems[-1]
        raise FileError(path, problem.position.line, None, f"{problem.message} (column {problem.position.column})")
    return tree.root
