"""
What became of the files of a folder, remembered: a file that is as it was, and whose links lead where they led, is not read into again.

Reading a file is quick; understanding it is not. What an article says depends on the bytes of its file, on what the site decides for all
articles, on versions, and on what its links were told about other files. All of that is part of what is remembered, or asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.cache import Cache
from stridesfeed.load.content import Content
from stridesfeed.load.links import Answer, Known, Links
from stridesfeed.load.packing import packed, unpacked
from stridesfeed.model import Article
from stridesfeed.value import spelled
from stridesfeed.versions import installed

#: What is remembered is good for these versions only.
_VERSIONS = ("stridesfeed", "markdown-it-py", "mdit-py-plugins", "PyYAML", "python-dateutil")

#: So many files are put into the cache together.
_AT_ONCE = 256


@attrs.frozen(kw_only=True)
class Remembered:
    """
    An article of a file that is as it was.
    """

    known: Known

    #: Where it stands, for messages.
    place: str

    published: datetime | None

    #: Why it stays out, whenever that is; ``None`` where only its date decides.
    left_out: str | None

    is_named: bool
    is_redated: bool

    #: The keys of front matter that nobody reads.
    unknown: Sequence[str]

    #: What its links were asked, and the answers.
    asked: Sequence[Answer]

    #: ``None`` for one that stays out.
    packed: Any

    def article(self, links: Links) -> Article | None:
        """
        The article, if all its links lead where they led.
        """
        if all(links.answer(question, name) == answer for question, name, answer in self.asked):
            article: Article | None = unpacked(self.packed)
            return article
        return None

    def without_article(self) -> Remembered:
        """
        What is left once the article is made: there may be very many.
        """
        return attrs.evolve(self, asked=(), packed=None)


class Memory:
    """
    What *keep* remembers of the files of *content*.
    """

    def __init__(self, content: Content, keep: Cache | None) -> None:
        self._keep = keep
        self._setting = _setting(content) if keep else b""
        self._new: dict[bytes, bytes] = {}

    def key(self, path: str, inside: str, raw: bytes) -> bytes:
        """
        What stands for a file: its path, its path in the content folder, its bytes, and the site's choices.
        """
        return hashlib.sha256(self._setting + repr((path, inside)).encode("utf-8", "surrogatepass") + raw).digest()

    def of(self, key: bytes, file: Path) -> list[Remembered] | None:
        """
        The articles of *file*; ``None`` where nothing is known of it.
        """
        kept = self._keep.get([key]).get(key) if self._keep else None
        return None if kept is None else [_remembered(file, each) for each in json.loads(kept)]

    def keep(self, key: bytes, articles: Iterable[Remembered]) -> None:
        """
        Remember the articles of a file.
        """
        if self._keep is None:
            return
        self._new[key] = json.dumps([_form(each) for each in articles]).encode("utf-8", "surrogatepass")
        if len(self._new) >= _AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """
        Put what is new into the cache.
        """
        if self._keep is not None and self._new:
            self._keep.put(self._new)
            self._new = {}


def _setting(content: Content) -> bytes:
    """
    What stands for everything that the site decides for all its articles.
    """
    authors = sorted((key, spelled(person)) for key, person in content.authors.items())
    facts = (
        tuple(map(installed, _VERSIONS)),
        (content.url, content.permalink, str(content.timezone), content.date_order, authors, content.category_scheme),
        (sorted(content.variables.items()), content.language, content.summary_length),
    )
    return hashlib.sha256(repr(facts).encode()).digest()


def _form(each: Remembered) -> dict[str, Any]:
    """
    *each* as JSON has it; its file is the one that is asked for.
    """
    known = {name: getattr(each.known, name) for name in _KNOWN}
    return {name: getattr(each, name) for name in _PLAIN} | {"known": known, "published": packed(each.published)}


def _remembered(file: Path, form: dict[str, Any]) -> Remembered:
    known = Known(file=file, **form["known"])
    return Remembered(**form | {"known": known, "published": unpacked(form["published"])})


_KNOWN = tuple(field.name for field in attrs.fields(Known) if field.name != "file")
_PLAIN = tuple(field.name for field in attrs.fields(Remembered) if field.name not in {"known", "published"})
