"""
Texts as HTML, remembered: rendering Markdown is most of the time that loading takes.

What a text becomes depends on the text, on the versions of what renders it, and on where its links lead. So the questions that it asked of its
links are remembered with what came out; it is rendered again when one of them has another answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import attrs

from stridesfeed.cache import Cache
from stridesfeed.load.links import Links
from stridesfeed.load.manuscript import Manuscript
from stridesfeed.versions import installed

#: What is rendered by these is kept for these versions of them only.
_RENDERERS = ("stridesfeed", "markdown-it-py", "mdit-py-plugins")

_QUESTIONS = frozenset({"site_value", "on_site", "post", "linked", "target"})

#: So many are put into the cache together.
_AT_ONCE = 256

#: A question asked of links, and its answer.
_Asked = tuple[str, str, str | None]


@attrs.frozen
class _Noted(Links):
    """
    Links that note what they were asked.
    """

    asked: list[_Asked] = attrs.field(factory=list, init=False)

    def _note(self, question: Callable[[str], str | None], name: str) -> str | None:
        answer = question(name)
        self.asked.append((question.__name__, name, answer))
        return answer

    def site_value(self, name: str) -> str | None:
        return self._note(super().site_value, name)

    def on_site(self, path: str) -> str:
        return self._note(super().on_site, path) or ""

    def post(self, name: str) -> str | None:
        return self._note(super().post, name)

    def linked(self, path: str) -> str | None:
        return self._note(super().linked, path)

    def target(self, href: str) -> str | None:
        return self._note(super().target, href)


class Renderings:
    """
    What texts become, out of *keep* where it is known there. Without *keep* every text is rendered.
    """

    def __init__(self, keep: Cache | None) -> None:
        self._keep = keep
        self._new: dict[bytes, bytes] = {}

    def html(self, manuscript: Manuscript, links: Links) -> str:
        """
        The text of *manuscript* as HTML.
        """
        if self._keep is None:
            return manuscript.to_html(manuscript.body, links)
        key = _key(manuscript)
        packed = self._keep.get([key]).get(key)
        known = _unpacked(packed, links) if packed else None
        return known if known is not None else self._rendered(key, manuscript, links)

    def finish(self) -> None:
        """
        Put what is new into the cache.
        """
        if self._keep is not None and self._new:
            self._keep.put(self._new)
            self._new = {}

    def _rendered(self, key: bytes, manuscript: Manuscript, links: Links) -> str:
        noted = _Noted(links.directory, links.file, links.url)
        html = manuscript.to_html(manuscript.body, noted)
        self._new[key] = json.dumps([noted.asked, html]).encode()
        if len(self._new) >= _AT_ONCE:
            self.finish()
        return html


def _key(manuscript: Manuscript) -> bytes:
    facts = (manuscript.to_html.__module__, *map(installed, _RENDERERS), manuscript.body)
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).digest()


def _unpacked(packed: bytes, links: Links) -> str | None:
    """
    The HTML, if all its links lead where they led.
    """
    asked, html = json.loads(packed)
    same = all(question in _QUESTIONS and getattr(links, question)(name) == answer for question, name, answer in asked)
    return str(html) if same else None
