"""
The tags of a body, read once for all rules.

Most bodies are tags and text and nothing else: these are taken apart by one expression, and each tag is read once however often it stands
there. Where there is more (scripts, comments, a "<" that begins no tag) the tokens of :mod:`stridesfeed.body.tokens` are read instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

import attrs

from stridesfeed.body.tokens import RAW, StartTag, resolved, tokens

_TAG = re.compile(r"<[^<>]*>")
_USUAL = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')
_END = re.compile(r"</[A-Za-z][^\t\n />]*\s*>")

#: After these the tokeniser reads text, or by the rules of XML.
_SWITCHING = RAW | {"title", "textarea", "plaintext", "svg", "math"}

_LINKS = frozenset({"a", "area"})

#: These hold nothing, and have no end tag.
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})


@attrs.frozen(eq=False)
class Body:
    """
    What a body is made of, each tag once, in the order of their first places.
    """

    #: Start tags, and how often each stands there as it is written.
    tags: tuple[tuple[StartTag, int], ...]

    #: Where links lead, as they are written.
    hrefs: tuple[str, ...]

    images: tuple[StartTag, ...]

    #: Names that a link within the body can lead to.
    ids: frozenset[str]

    #: How many elements stand inside one another; ``None`` where nobody counted.
    depth: int | None = None


def body(html: str) -> Body:
    """
    The tags of *html*.
    """
    plain = _plain(html)
    tags, depth = plain or ([(token, 1) for token in tokens(html) if isinstance(token, StartTag)], None)
    return Body(tuple(tags), tuple(_hrefs(tags)), tuple(tag for tag, _ in tags if tag.name == "img"), frozenset(_ids(tags)), depth)


def _hrefs(tags: Iterable[tuple[StartTag, int]]) -> Iterator[str]:
    return (tag.attributes["href"].strip() for tag, _ in tags if tag.name in _LINKS and "href" in tag.attributes)


def _ids(tags: Iterable[tuple[StartTag, int]]) -> Iterator[str]:
    return (tag.attributes[name] for tag, _ in tags for name in ("id", "name") if name in tag.attributes)


def _plain(html: str) -> tuple[list[tuple[StartTag, int]], int] | None:
    """
    The start tags of *html* and how deep they stand, if it is tags and text alone.
    """
    written = _TAG.findall(html)
    if len(written) != html.count("<"):
        return None
    tags: list[tuple[StartTag, int]] = []
    steps: dict[str, int] = {}
    for text, count in Counter(written).items():
        tag = _tag(text)
        if tag is None:
            return None
        steps[text] = -1 if isinstance(tag, str) else int(tag.name not in _VOID)
        if isinstance(tag, StartTag):
            tags.append((tag, count))
    return tags, max(accumulate(map(steps.__getitem__, written)), default=0)


@lru_cache(maxsize=4096)
def _tag(text: str) -> StartTag | str | None:
    """
    The start tag that is written so; its own text for an end tag, and ``None`` for what has to be read with all that is around it.
    """
    if _END.fullmatch(text):
        return text
    plain = _USUAL.fullmatch(text)
    tag = StartTag(plain[1], _attributes(plain[2])) if plain else next(iter(tokens(text)), None)
    return tag if isinstance(tag, StartTag) and tag.name not in _SWITCHING else None


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name, resolved(value, attribute=True))
    return found
