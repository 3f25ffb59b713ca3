"""
The importer for one type of document.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from stridesfeed.adopt.adoption import Adoption
from stridesfeed.parsing.documents import InputDocument


@attrs.frozen(kw_only=True)
class Importer:
    """
    Reads one type of document.
    """

    #: The type of document, for messages.
    title: str

    #: Returns whether a document is of this type.
    matches: Callable[[InputDocument], bool]

    read: Callable[[InputDocument], Adoption]
