"""
The tags of a body, read once for all rules.

Most bodies are tags and text and nothing else: these are taken apart by one expression, and each tag is read once however often it stands
there. Where there is more (scripts, comments, a "<" that begins no tag) the tokens of :mod:`stridesfeed.body.tokens` are read instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

import attrs

from stridesfeed.body.names import names
from stridesfeed.body.tokens import RAW, StartTag, resolved, tokens
from stridesfeed.body.urls import LINKS, MEDIA

_TAG = re.compile(r"<[^<>]*>")
_USUAL = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')
_END = re.compile(r"</[A-Za-z][^\t\n />]*\s*>")

#: After these the tokeniser reads text, or by the rules of XML.
_SWITCHING = RAW | {"title", "textarea", "plaintext", "svg", "math"}

_LINKED = frozenset({"a", "area"})

#: These hold nothing, and have no end tag.
_VOID = names("area base br col embed hr img input link meta param source track wbr")

#: Attributes of which no rule has anything to say.
_COMMON = names("alt class height href id src title width")

#: Beginnings of addresses that can be in any feed.
_PUBLIC = ("https://", "http://", "/", "#")


@attrs.frozen(slots=True, eq=False)
class Written:
    """
    A tag as it is written, and what every rule would have to find out about it again.
    """

    #: ``None`` for an end tag.
    start: StartTag | None

    #: How much deeper what comes after it stands.
    step: int = 0

    #: Whether it has an attribute, or an address, that is not usual.
    is_odd: bool = False


@attrs.frozen(eq=False)
class Body:
    """
    What a body is made of.
    """

    #: How often each element stands there, by its name.
    elements: Counter[str]

    #: Start tags with an attribute, or an address, that is not usual, and how often each stands there.
    odd: tuple[tuple[StartTag, int], ...]

    #: Where links lead, as they are written, each once.
    hrefs: tuple[str, ...]

    images: tuple[StartTag, ...]

    #: Names that a link within the body can lead to.
    ids: frozenset[str]

    #: How many elements stand inside one another; ``None`` where nobody counted.
    depth: int | None


def body(html: str) -> Body:
    """
    The tags of *html*.
    """
    plain = _plain(html)
    if plain is not None:
        return _body(*plain)
    return _body([(_described(token), 1) for token in tokens(html) if isinstance(token, StartTag)], None)


def _body(tags: Iterable[tuple[Written, int]], depth: int | None) -> Body:
    elements: dict[str, int] = {}
    odd: list[tuple[StartTag, int]] = []
    hrefs: dict[str, None] = {}
    images: list[StartTag] = []
    ids: set[str] = set()
    for tag, count in tags:
        start = tag.start
        if start is None:
            continue
        elements[start.name] = elements.get(start.name, 0) + count
        if tag.is_odd:
            odd.append((start, count))
        if start.attributes:
            if start.name in _LINKED and "href" in start.attributes:
                hrefs[start.attributes["href"].strip()] = None
            elif start.name == "img":
                images.append(start)
            ids.update(start.attributes[name] for name in ("id", "name") if name in start.attributes)
    return Body(Counter(elements), tuple(odd), tuple(hrefs), tuple(images), frozenset(ids), depth)


def _plain(html: str) -> tuple[list[tuple[Written, int]], int] | None:
    """
    The tags of *html* and how deep they stand, if it is tags and text alone.
    """
    texts = _TAG.findall(html)
    if len(texts) != html.count("<"):
        return None
    tags: list[tuple[Written, int]] = []
    steps: dict[str, int] = {}
    for text, count in Counter(texts).items():
        tag = _written(text)
        if tag is None:
            return None
        steps[text] = tag.step
        tags.append((tag, count))
    return tags, max(accumulate(map(steps.__getitem__, texts)), default=0)


@lru_cache(maxsize=4096)
def _written(text: str) -> Written | None:
    """
    The tag that is written so; ``None`` for what has to be read with all that is around it.
    """
    if _END.fullmatch(text):
        return Written(None, -1)
    usual = _USUAL.fullmatch(text)
    tag = StartTag(usual[1], _attributes(usual[2])) if usual else next(iter(tokens(text)), None)
    return _described(tag) if isinstance(tag, StartTag) and tag.name not in _SWITCHING else None


def _described(tag: StartTag) -> Written:
    return Written(tag, int(tag.name not in _VOID), is_odd=bool(tag.attributes) and _is_odd(tag.attributes))


def _is_odd(attributes: dict[str, str]) -> bool:
    return not attributes.keys() <= _COMMON or not all(
        value.startswith(_PUBLIC) for name, value in attributes.items() if name in LINKS or name in MEDIA
    )


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name, resolved(value, attribute=True))
    return found
