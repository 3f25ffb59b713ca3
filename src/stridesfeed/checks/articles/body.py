"""
The tags of a body, read once for all rules.

Most bodies are tags and text and nothing else: these are taken apart by one expression, and each tag is read once however often it stands
there. Where there is more (scripts, comments, a "<" that begins no tag) the tokens of :mod:`stridesfeed.body.tokens` are read instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import attrs

from stridesfeed.body.names import names
from stridesfeed.body.tokens import RAW, EndTag, StartTag, resolved, tokens
from stridesfeed.body.urls import LINKS, MEDIA

#: Start tags, and what is neither a start tag nor an end tag.
_TAG = re.compile(r"<[^/<>][^<>]*>")
_USUAL = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')

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
    A start tag as it is written, and what every rule would have to find out about it again.
    """

    tag: StartTag
    name: str

    #: Where it leads, if it is a link.
    href: str | None

    #: Names that a link within the body can lead to.
    ids: tuple[str, ...]

    #: Whether it has an attribute, or an address, that is not usual.
    is_odd: bool


@attrs.frozen(eq=False)
class Body:
    """
    What a body is made of.
    """

    html: str

    #: How many elements there are.
    count: int

    #: Start tags by name, however often they stand there.
    names: frozenset[str]

    #: Start tags with an attribute, or an address, that is not usual, each at least once.
    odd: tuple[StartTag, ...]

    #: Where links lead, as they are written, each once.
    hrefs: tuple[str, ...]

    images: tuple[StartTag, ...]

    #: Names that a link within the body can lead to.
    ids: frozenset[str]

    def every(self) -> Iterator[StartTag]:
        """
        Every start tag, as often as it stands there.
        """
        return (token for token in tokens(self.html) if isinstance(token, StartTag))

    def deepest(self) -> int:
        """
        How many elements stand inside one another, if each is ended by its own tag.
        """
        depth = deepest = 0
        for token in tokens(self.html):
            if isinstance(token, EndTag):
                depth -= 1
            elif isinstance(token, StartTag) and token.name not in _VOID:
                depth += 1
                deepest = max(deepest, depth)
        return deepest


def body(html: str) -> Body:
    """
    The tags of *html*.
    """
    texts = _TAG.findall(html)
    if len(texts) + html.count("</") == html.count("<"):
        tags = [_written(text) for text in dict.fromkeys(texts)]
        known = [tag for tag in tags if tag is not None]
        if len(known) == len(tags):
            return _body(html, known, len(texts))
    starts = [_described(token) for token in tokens(html) if isinstance(token, StartTag)]
    return _body(html, starts, len(starts))


def _body(html: str, tags: Iterable[Written], count: int) -> Body:
    found: set[str] = set()
    odd: list[StartTag] = []
    hrefs: dict[str, None] = {}
    images: list[StartTag] = []
    ids: list[str] = []
    for written in tags:
        found.add(written.name)
        if written.href is not None:
            hrefs[written.href] = None
        elif written.name == "img":
            images.append(written.tag)
        if written.is_odd:
            odd.append(written.tag)
        if written.ids:
            ids += written.ids
    return Body(html, count, frozenset(found), tuple(odd), tuple(hrefs), tuple(images), frozenset(ids))


@lru_cache(maxsize=4096)
def _written(text: str) -> Written | None:
    """
    The tag that is written so; ``None`` for what has to be read with all that is around it.
    """
    usual = _USUAL.fullmatch(text)
    tag = StartTag(usual[1], _attributes(usual[2])) if usual else next(iter(tokens(text)), None)
    return _described(tag) if isinstance(tag, StartTag) and tag.name not in _SWITCHING else None


def _described(tag: StartTag) -> Written:
    attributes = tag.attributes
    href = attributes["href"].strip() if tag.name in _LINKED and "href" in attributes else None
    ids = tuple(attributes[name] for name in ("id", "name") if name in attributes)
    return Written(tag, tag.name, href, ids, is_odd=_is_odd(attributes))


def _is_odd(attributes: dict[str, str]) -> bool:
    return not attributes.keys() <= _COMMON or not all(
        value.startswith(_PUBLIC) for name, value in attributes.items() if name in LINKS or name in MEDIA
    )


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name, resolved(value, attribute=True))
    return found
