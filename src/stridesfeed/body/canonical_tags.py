"""
Start tags with attributes as a canonical body has them, and how they are written in the end.

``<name key="value" …>``: names in lower case, one space before each key, values in double quotes, no key twice. A value holds no quotation
mark, "<" or ">" but as a reference, and of references only those that are needed for that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from stridesfeed import iri
from stridesfeed.body import images
from stridesfeed.body.canonical_places import VOID
from stridesfeed.body.names import names
from stridesfeed.body.page import Page
from stridesfeed.body.tokens import resolved
from stridesfeed.body.tree import Element, escaped, start_tag

_START = re.compile(r'<([a-z][a-z0-9]*+)((?: [a-z][a-z-]*+="[^"<>]*+"| (?:open|reversed)(?=[ />]))++)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([a-z-]++)(?:="([^"]*+)")?')
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|#39|#x27);)")
_ALIGNMENT = re.compile(r"text-align: ?(left|right|center);?")

#: Longer tags are left to the pipeline: it takes attributes out that are longer than a few thousand characters.
_LONGEST = 2_000

# An address that every parser of addresses reads alike: labels in lower case, the last no number; no user, no brackets, no white space.
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{{1,4}})?"
_COMMON = "[A-Za-z0-9._~!$'()*+,:@=/-]|%[0-9A-Fa-f]{2}"
_SURE = re.compile(rf"https?://{_HOST}(?:[/?#](?:{_COMMON}|[;?#]|&amp;)*+)?|mailto:[A-Za-z0-9._+-]++@{_HOST}")

#: Addresses that resolving leaves as they are, whatever the address of the page.
_TAIL = f"(?:{_COMMON}|[;?]|&amp;)++"
_FIXED = rf"(https?)://(?![a-z0-9.-]*xn--){_HOST}(?:/(?:{_COMMON})*+(?:\?{_TAIL})?(?:#{_TAIL})?)?"
_FIXED_ADDRESS = re.compile(_FIXED)
_FIXED_LINK = re.compile(f'<a href="{_FIXED}">')

_FIXED_EXAMPLE = "https://strides.example/"

#: Attributes whose values neither the pipeline nor an engine looks into.
_WORDS = names(
    "abbr align alt class colspan datetime dir headers height hreflang id lang open reversed rowspan scope span start title type value width"
)
_ADDRESSES = names("cite href longdesc src")
#: What else pages have: it goes.
_IGNORED = names("border cellpadding cellspacing decoding fetchpriority loading referrerpolicy rel role style tabindex target valign")


@attrs.frozen
class Start:
    """
    A start tag that may stay.
    """

    #: The element's.
    name: str

    #: As it is written in the end; ``None`` for no other way.
    written: str | None = None

    #: Whether a link may lead to the element.
    has_id: bool = False


_LINK = Start("a")


class Starts:
    """
    What becomes of the start tags of one body.
    """

    def __init__(self, page: Page, engine: str) -> None:
        self._page = page
        self._engine = engine
        self._known: dict[str, Start | None] = {}
        #: The tags that are written in another way, by what they were.
        self.written: dict[str, str] = {}
        # An address of the page that cannot be parsed makes every other one of its body invalid.
        sound = iri.is_plain(page.url) or iri.absolute(_FIXED_EXAMPLE, page.url) == _FIXED_EXAMPLE
        links = sound and page.policy.allows("a", "href") and page.policy.max_attributes > 0
        self._linked = page.policy.link_schemes if links else frozenset[str]()

    def of(self, tag: str) -> Start | None:
        """
        *tag*, judged; ``None`` where it is not canonical.
        """
        if len(tag) > _LONGEST:
            return None
        fixed = _FIXED_LINK.fullmatch(tag)
        if fixed is not None and fixed[1] in self._linked:
            return _LINK
        if tag not in self._known:
            self._known[tag] = start = self._judged(tag)
            if start is not None and start.written is not None:
                self.written[tag] = start.written
        return self._known[tag]

    def _judged(self, tag: str) -> Start | None:
        found = _START.fullmatch(tag)
        if found is None or _STRAY.search(tag) or (found[3] and found[1] not in VOID):
            return None
        name, pairs = found[1], _ATTRIBUTE.findall(found[2])
        attributes = {key: resolved(value, attribute=True) for key, value in pairs}
        if not len(attributes) == len(pairs) <= self._page.policy.max_attributes:
            return None
        kept = self._kept(name, attributes)
        if kept is None:
            return None
        written = self._written(name, kept)
        return Start(name, written if written != tag else None, "id" in kept)

    def _kept(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:
        """
        The attributes that stay, in their order; ``None`` where the element needs a closer look.
        """
        ready = _PREPARED.get(name, _itself)(attributes, self._page)
        if ready is None:
            return None
        kept: dict[str, str] = {}
        for key, value in ready.items():
            if not self._page.policy.allows(name, key):
                if not _goes(key):
                    return None
            elif (stays := self._value(name, key, value)) is None:
                return None
            elif stays or key != "class":
                kept[key] = stays
        return kept if name != "a" or "href" in kept or "id" in kept else None

    def _value(self, name: str, key: str, value: str) -> str | None:
        if key in _ADDRESSES:
            return self._address(name, key, value)
        if key == "class":
            return " ".join(part for part in value.split() if self._page.policy.keeps_class(part))
        return value if key in _WORDS and (value or key != "id") else None

    def _address(self, name: str, key: str, value: str) -> str | None:
        if key == "src" and name != "img":
            return None
        policy = self._page.policy
        fixed = _FIXED_ADDRESS.fullmatch(value) if self._linked else None
        if fixed is not None and fixed[1] in (policy.media_schemes if key == "src" else policy.link_schemes):
            return value
        address = self._page.media(value) if key == "src" else self._page.link(value)
        if address is None or not _SURE.fullmatch(escaped(address)):
            return None
        # nh3 decodes such a host, and may find that it stands for nothing.
        return address if "xn--" not in address or self._engine == "bleach" else None

    def _written(self, name: str, attributes: dict[str, str]) -> str:
        written = start_tag(name, attributes)
        return written.replace(' open=""', " open") if name == "details" and self._engine == "bleach" else written


def _goes(key: str) -> bool:
    """
    Whether an attribute that the policy does not allow has no other meaning for the pipeline.
    """
    return key in _WORDS or key in _ADDRESSES or key in _IGNORED or key.startswith(("data-", "aria-"))


def _itself(attributes: dict[str, str], _: Page) -> dict[str, str] | None:
    return attributes


def _image(attributes: dict[str, str], page: Page) -> dict[str, str] | None:
    """
    An image that is not loaded late, nor counts readers, nor stands for another; its address comes first.
    """
    if (
        "style" in attributes
        or "src" not in attributes
        or any(key.startswith("data-") for key in attributes)
        or not page.policy.allows("img", "src")
    ):
        return None
    element = Element("img", dict(attributes))
    return element.attributes if images.image(element, page) == [element] and "src" in element.attributes else None


def _cell(attributes: dict[str, str], _: Page) -> dict[str, str] | None:
    """
    A cell; its alignment, which Markdown says as a style, becomes an attribute.
    """
    if "style" not in attributes:
        return attributes
    found = _ALIGNMENT.fullmatch(attributes["style"])
    return attributes | {"align": attributes.get("align", found[1])} if found else None


def _details(attributes: dict[str, str], _: Page) -> dict[str, str] | None:
    return attributes if attributes.get("open", "") == "" else None


_PREPARED: Mapping[str, Callable[[dict[str, str], Page], dict[str, str] | None]] = MappingProxyType(
    {"details": _details, "img": _image, "td": _cell, "th": _cell}
)
