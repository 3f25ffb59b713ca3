"""
The targets that stand in pieces of HTML: links, images, files.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable

_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_ATTRIBUTE = re.compile(r"(?P<before>\s(?:href|src|poster|data-src)\s*=\s*)(?P<quote>[\"'])(?P<value>.*?)(?P=quote)", re.IGNORECASE | re.DOTALL)


def with_targets(html: str, target: Callable[[str], str]) -> str:
    """
    *html* with every target passed through *target*; one that comes back the same stays as it is written.

    >>> with_targets('<p>a <a href="b.md">b.md</a>', str.upper)
    '<p>a <a href="B.MD">b.md</a>'
    """

    def attribute(found: re.Match[str]) -> str:
        written = entities.unescape(found["value"])
        meant = target(written)
        return found[0] if meant == written else f"{found['before']}{found['quote']}{entities.escape(meant)}{found['quote']}"

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)
