"""
A document that may be adopted, and what reads one kind of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from stridesfeed.adopt.adoption import Adoption
from stridesfeed.adopt.tree import Element


@attrs.frozen(kw_only=True)
class Document:
    """
    What a file or an address held, parsed.
    """

    #: For messages: the file's name, or the address.
    path: str

    #: The root element, or what the JSON says.
    root: Element | dict[str, Any]

    #: The home page, where somebody said it: exports may not.
    home: str | None = None

    @property
    def tree(self) -> Element:
        """
        The root of a document of XML.
        """
        assert isinstance(self.root, Element)  # noqa: S101  # a kind that fits is asked only for what it fits
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
