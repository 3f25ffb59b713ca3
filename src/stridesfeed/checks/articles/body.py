"""
The tags of a body, read once for all rules.

Most bodies are tags and text and nothing else: these are taken apart by one expression, and each tag is read once however often it stands
there. Where there is more (scripts, comments, a ">" in an attribute) the tokens of :mod:`stridesfeed.body.tokens` are read instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs

from stridesfeed.body.images import counts_readers
from stridesfeed.body.names import names
from stridesfeed.body.tokens import RAW, EndTag, StartTag, resolved, tokens
from stridesfeed.body.tree import Element
from stridesfeed.body.urls import LINKS, MEDIA

#: What a tokeniser takes for a start tag, a comment or a declaration, if no ">" stands in it (HTML, 13.2.5.6).
_TAG = re.compile(r"<[a-zA-Z!?][^>]*>")
_USUAL = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)="([^"]*)"')

#: After these the tokeniser reads text, or by the rules of XML.
_SWITCHING = RAW | {"title", "textarea", "plaintext", "svg", "math"}

_LINKED = frozenset({"a", "area"})

#: These hold nothing, and have no end tag.
_VOID = names("area base br col embed hr img input link meta param source track wbr")

#: Attributes of which no rule has anything to say.
_COMMON = names("alt class height href id src title width")

#: Beginnings of addresses that can be in any feed, but for machines that only their neighbours can reach.
_PUBLIC = re.compile(
    r"https?://(?!localhost|127\.|0\.|10\.|192\.168\.|\[)(?![^/?#]*\.(?:local|localhost|internal)(?:[:/?#]|$))|[/#]", re.IGNORECASE
)


@attrs.frozen(slots=True, eq=False)
class Written:
    """
    A start tag as it is written, and what every rule would have to find out about it again.
    """

    tag: StartTag
    name: str

    #: Where it leads, if it is a link.
    href: str | None

    #: Whether it has an attribute, or an address, that is not usual.
    is_odd: bool

    #: Whether there is more to know of it than its name.
    is_telling: bool


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

    #: Those of them that do not begin with http or https.
    loose: tuple[str, ...]

    images: tuple[StartTag, ...]

    #: Addresses of images that do not begin with https, as they are written.
    loose_sources: tuple[str, ...]

    def ids(self) -> frozenset[str]:
        """
        Names that a link within the body can lead to.
        """
        return frozenset(tag.attributes[name] for tag in self.every() for name in ("id", "name") if name in tag.attributes)

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
    distinct = dict.fromkeys(texts)
    tags = [tag for tag in map(_written, distinct) if tag is not None]
    if len(tags) == len(distinct):
        return _body(html, tags, len(texts))
    starts = [_described(token) for token in tokens(html) if isinstance(token, StartTag)]
    return _body(html, starts, len(starts))


def _body(html: str, tags: Sequence[Written], count: int) -> Body:
    telling = [tag for tag in tags if tag.is_telling]
    hrefs = dict.fromkeys(tag.href for tag in telling if tag.href is not None)
    images = [tag.tag for tag in telling if tag.name == "img"]
    sources = dict.fromkeys([image.attributes.get("src", "").strip() for image in images])
    return Body(
        html=html,
        count=count,
        names=frozenset([tag.name for tag in tags]),
        odd=tuple([tag.tag for tag in telling if tag.is_odd]),
        hrefs=tuple(hrefs),
        loose=tuple([href for href in hrefs if not href.startswith(("https://", "http://"))]),
        images=tuple(images),
        loose_sources=tuple([source for source in sources if not source.startswith("https://")]),
    )


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
    return Written(tag, tag.name, href, is_odd=_is_odd(tag), is_telling=bool(attributes) or tag.name == "img")


def _is_odd(tag: StartTag) -> bool:
    attributes = tag.attributes
    return (
        not attributes.keys() <= _COMMON
        or not all(_PUBLIC.match(value) for name, value in attributes.items() if name in LINKS or name in MEDIA)
        or (tag.name == "img" and counts_readers(Element(tag.name, attributes)))
    )


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name, resolved(value, attribute=True))
    return found
