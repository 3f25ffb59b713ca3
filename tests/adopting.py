"""
Helpers for tests of adoption.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from stridesfeed.adopt import AdoptedArticle, Adoption, adopt

#: Runs the command with these arguments.
Run = Callable[..., Result]


def adopt_document(document: bytes | str | dict[str, Any], **options: Any) -> Adoption:
    """
    Adopt a document.
    """
    text = json.dumps(document) if isinstance(document, dict) else document
    return adopt(text.encode() if isinstance(text, str) else text, "given", **options)


def only_article(adoption: Adoption) -> AdoptedArticle:
    """
    Return the only article.
    """
    assert adoption.faults == ()
    (adopted,) = adoption.articles
    return adopted
