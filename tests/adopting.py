"""
Documents to adopt, in tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from click.testing import Result

from stridesfeed.adopt import AdoptedArticle, Adoption, adopt

#: Runs the command with these arguments.
Run = Callable[..., Result]


def taken(document: bytes | str | dict[str, Any], **options: Any) -> Adoption:
    """
    What is in a document.
    """
    text = json.dumps(document) if isinstance(document, dict) else document
    return adopt(text.encode() if isinstance(text, str) else text, "given", **options)


def the_one(adoption: Adoption) -> AdoptedArticle:
    """
    The only article.
    """
    assert adoption.faults == ()
    (adopted,) = adoption.articles
    return adopted
