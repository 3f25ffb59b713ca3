"""
What became of the files of a folder, remembered: a file that is as it was, and whose links lead where they led, is not read into again.

Reading a file is quick; understanding it is not. What an article says depends on the bytes of its file, on what the site decides for all
articles, on versions, and on what its links were told about other files. All of that is part of what is remembered, or asked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.cache import Cache
from stridesfeed.load.content import Content
from stridesfeed.load.links import Answer, Known, Links
from stridesfeed.load.packing import packed, unpacked
from stridesfeed.model import Article
from stridesfeed.value import fingerprint_parts
from stridesfeed.versions import installed

#: Changes with what is remembered, and how.
_FORM = 3

#: What is remembered is good for these versions only.
_VERSIONS = ("stridesfeed", "markdown-it-py", "mdit-py-plugins", "PyYAML", "python-dateutil")

#: With this behind it, what stands for a file stands for the lines of its articles.
_LINES = b" lines"

#: So many files are read together, and so many are put into the cache together.
AT_ONCE = 256


@attrs.frozen(kw_only=True)
class Remembered:
    """
    What is known of an article of a file that is as it was, beside the article itself.
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

    def article(self, line: bytes, links: Links) -> Article | None:
        """
        The article that *line* says, if all its links lead where they led.
        """
        asked, form = json.loads(line)
        if all(links.answer(question, name) == answer for question, name, answer in asked):
            article: Article | None = unpacked(form)
            return article
        return None


def line_of(asked: Sequence[Answer], article: Article | None) -> bytes:
    """
    What is remembered of an article on a line: what its links were asked, with the answers, and itself; ``None`` for one that stays out.
    """
    return _json((asked, packed(article)))


class Memory:
    """
    What *cache* remembers of the files of *content*.
    """

    def __init__(self, content: Content, cache: Cache | None) -> None:
        self._cache = cache
        self._setting = _setting(content) if cache else b""
        self._new: dict[bytes, bytes] = {}

    def key(self, path: str, inside: str, raw: bytes) -> bytes:
        """
        What stands for a file: its path, its path in the content folder, its bytes, and the site's choices.
        """
        return hashlib.sha256(self._setting + repr((path, inside)).encode("utf-8", "surrogatepass") + raw).digest()

    def outlines(self, files: Mapping[bytes, Path]) -> dict[bytes, list[Remembered]]:
        """
        What is known of *files*, by what stands for them.
        """
        kept = self._cache.get(files) if self._cache else {}
        return {key: [_remembered(files[key], form) for form in json.loads(forms)] for key, forms in kept.items()}

    def lines(self, files: Iterable[bytes]) -> dict[bytes, list[bytes]]:
        """
        The lines of the articles of *files*. They are long: ask for some at a time.
        """
        keys = {key + _LINES: key for key in files}
        kept = self._cache.get(keys) if self._cache and keys else {}
        return {keys[key]: lines.split(b"\n") for key, lines in kept.items()}

    def keep(self, key: bytes, articles: Iterable[tuple[Remembered, bytes]]) -> None:
        """
        Remember the articles of a file.
        """
        if self._cache is None:
            return
        pairs = [*articles]
        self._new[key] = _json([_form(each) for each, _ in pairs])
        self._new[key + _LINES] = b"\n".join(line for _, line in pairs)
        if len(self._new) >= AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """
        Put what is new into the cache.
        """
        if self._cache is not None and self._new:
            self._cache.put(self._new)
            self._new = {}


def _setting(content: Content) -> bytes:
    """
    What stands for everything that the site decides for all its articles.
    """
    authors = sorted((key, fingerprint_parts(person)) for key, person in content.authors.items())
    facts = (
        (_FORM, *map(installed, _VERSIONS)),
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
    known = form["known"]
    # Most ids are the address, and one text takes half the room of two.
    known = Known(**known | {"file": file, "id": known["url"] if known["id"] == known["url"] else known["id"]})
    return Remembered(**form | {"known": known, "published": unpacked(form["published"])})


def _json(value: object) -> bytes:
    """
    *value* on one line, in ASCII, so that it may hold half a character.
    """
    return json.dumps(value, separators=(",", ":")).encode("ascii")


_KNOWN = tuple(field.name for field in attrs.fields(Known) if field.name != "file")
_PLAIN = tuple(field.name for field in attrs.fields(Remembered) if field.name not in {"known", "published"})
