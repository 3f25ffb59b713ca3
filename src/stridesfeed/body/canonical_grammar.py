"""
The grammar of canonical bodies: a content model, walked by looking up tags, and the rules for tags with attributes.

A :class:`State` knows its open elements and maps each tag that may come next to another state. A state computes an unknown tag from the tables
below and remembers the result, so following a body takes one dictionary lookup per tag. A tag that leads to no state is not allowed there.

Tags with attributes have the form ``<name key="value" …>``: names in lower case, one space before each key, values in double quotes, no key
twice. In a value, quotation marks, "<" and ">" are written as references, and there are no other references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from stridesfeed import iri
from stridesfeed.body import images
from stridesfeed.body.tokens import unescape
from stridesfeed.body.tree import HtmlElement, escape, start_tag
from stridesfeed.body.urls import BodyContext
from stridesfeed.text import name_set

_BARE = re.compile(r"<(/?)([a-z][a-z0-9]*+)>")

_PHRASES = name_set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var")
_HEADINGS = name_set("h1 h2 h3 h4 h5 h6")
_SECTIONS = name_set("address article aside blockquote div footer header main nav section")
_BLOCKS = _HEADINGS | _SECTIONS | name_set("details dl figure hr ol p pre table ul")

#: Void elements. If they are visible, they count as content of the elements around them.
VOID = name_set("br col hr img")
_SEEN = name_set("hr img")

#: Elements without a meaning if they have no attribute.
_WITH_ATTRIBUTES = name_set("a img")

#: Elements that are removed if they have no visible content.
_SHOWING = _PHRASES | _HEADINGS | name_set("p figure")

_PHRASING = _PHRASES | name_set("br img")
_FLOW = _PHRASING | _BLOCKS
_ROWS = name_set("thead tbody tfoot")

#: Elements with text, and the elements that each may contain.
_MIXED: Mapping[str, frozenset[str]] = (
    dict.fromkeys(_PHRASES | _HEADINGS | name_set("p pre dt summary caption"), _PHRASING)
    | dict.fromkeys(_SECTIONS | name_set("li dd td th figcaption"), _FLOW)
    | {"": _FLOW, "figure": _FLOW | {"figcaption"}, "details": _FLOW | {"summary"}}
)

#: Elements without text, and the elements that each may contain.
_STRUCTURES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(name_set("ul ol"), name_set("li")),
    "dl": name_set("dt dd"),
    "table": _ROWS | name_set("caption colgroup"),
    "colgroup": name_set("col"),
    **dict.fromkeys(_ROWS, name_set("tr")),
    "tr": name_set("td th"),
}

#: Invisible characters, and white space that may be between the parts of a structure.
UNSEEN = "\u200b\ufeff \t\n\xa0"
WHITE = " \t\n"

# Limits the memory that a hostile body can use.
_MOST = 2_000


class State(dict[str, "State"]):
    """
    A position in a body: maps the text of a tag without attributes, or the name of an element, to the next position.
    """

    __slots__ = ("_grammar", "depth", "name", "outer", "said", "shown", "unsaid")

    def __init__(self, grammar: Grammar, name: str, outer: State | None, *, shows: bool) -> None:
        super().__init__()
        self._grammar = grammar
        #: The innermost open element ("" if none is open), the state before it was opened, and the number of open elements.
        self.name = name
        self.outer = outer
        self.depth: int = outer.depth + 1 if outer is not None else 0
        #: This state after its open elements have visible content.
        self.shown: State = self if shows else State(grammar, name, outer.shown if outer is not None else None, shows=True)
        #: The state after text with characters other than :attr:`unsaid`; ``None`` if no text is allowed here.
        self.said: State | None = self.shown if name in _MIXED else None
        #: Characters without meaning here.
        self.unsaid: str = UNSEEN if name in _MIXED else WHITE

    def after(self, tag: str) -> State | None:
        """
        Return the state after a *tag* without attributes; ``None`` if it is not allowed here.
        """
        found = _BARE.fullmatch(tag)
        if found is None or (not found[1] and found[2] in _WITH_ATTRIBUTES):
            return None
        following = self._ended(found[2]) if found[1] else self.inside(found[2])
        if following is not None:
            self[tag] = following
        return following

    def inside(self, name: str) -> State | None:
        """
        Return the state after the start tag of an element called *name*; ``None`` if it is not allowed here.
        """
        following = self.get(name)
        if following is None:
            following = self._started(name)
            if following is not None:
                self[name] = following
        return following

    @property
    def is_root(self) -> bool:
        """
        True if no element is open.
        """
        return self.outer is None

    def _ended(self, name: str) -> State | None:
        """
        Return the state after an end tag: it must close the innermost element.
        """
        shows = self is self.shown or name not in _SHOWING
        return self.outer if name == self.name and shows else None

    def _started(self, name: str) -> State | None:
        holds = _MIXED.get(self.name) or _STRUCTURES[self.name]
        if name not in holds or name not in self._grammar.elements:
            return None
        if name in VOID:
            return self.shown if name in _SEEN else self
        if self.depth >= self._grammar.max_depth or (name in _PHRASES and self._is_within(name)):
            return None
        self._grammar.made += 1
        return State(self._grammar, name, self, shows=False)

    def _is_within(self, phrase: str) -> bool:
        place: State | None = self
        while place is not None and place.name in _PHRASES and place.name != phrase:
            place = place.outer
        return place is not None and place.name == phrase


@attrs.define(eq=False)
class Grammar:
    """
    The content model, restricted to the elements of a policy.
    """

    elements: frozenset[str]

    max_depth: int

    #: The number of states in memory.
    made: int = 0

    _root: State | None = None

    def root(self) -> State:
        """
        Return the state at the start of a body.
        """
        if self._root is None or self.made > _MOST:
            self.made = 0
            self._root = State(self, "", None, shows=True)
        return self._root


_START = re.compile(r'<([a-z][a-z0-9]*+)((?: [a-z][a-z-]*+="[^"<>]*+"| (?:open|reversed)(?=[ />]))++)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([a-z-]++)(?:="([^"]*+)")?')
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|#39|#x27);)")
_ALIGNMENT = re.compile(r"text-align: ?(left|right|center);?")

#: Longer tags are left to the pipeline: it removes attributes longer than a few thousand characters.
_LONGEST = 2_000

# A URL that all parsers read alike: labels in lower case, the last one not a number; no user, brackets or white space.
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{{1,4}})?"
_COMMON = "[A-Za-z0-9._~!$'()*+,:@=/-]|%[0-9A-Fa-f]{2}"
_SURE = re.compile(rf"https?://{_HOST}(?:[/?#](?:{_COMMON}|[;?#]|&amp;)*+)?|mailto:[A-Za-z0-9._+-]++@{_HOST}")

#: URLs that resolving does not change, for any base URL.
_TAIL = f"(?:{_COMMON}|[;?]|&amp;)++"
_FIXED = rf"(https?)://(?![a-z0-9.-]*xn--){_HOST}(?:/(?:{_COMMON})*+(?:\?{_TAIL})?(?:#{_TAIL})?)?"
_FIXED_ADDRESS = re.compile(_FIXED)
_FIXED_LINK = re.compile(f'<a href="{_FIXED}">')

_FIXED_EXAMPLE = "https://strides.example/"

#: Attributes whose values neither the pipeline nor an engine changes.
_WORDS = name_set(
    "abbr align alt class colspan datetime dir headers height hreflang id lang open reversed rowspan scope span start title type value width"
)
_ADDRESSES = name_set("cite href longdesc src")
#: Other common attributes, which are removed.
_IGNORED = name_set("border cellpadding cellspacing decoding fetchpriority loading referrerpolicy rel role style tabindex target valign")


@attrs.frozen
class CanonicalTag:
    """
    A start tag that is allowed.
    """

    #: The name of the element.
    name: str

    #: The tag as it is written; ``None`` if it does not change.
    written: str | None = None

    #: Whether the element can be the target of a link.
    has_id: bool = False


_LINK = CanonicalTag("a")


class StartTags:
    """
    Checks and rewrites the start tags of one body.
    """

    def __init__(self, context: BodyContext, engine: str) -> None:
        self._context = context
        self._engine = engine
        self._known: dict[str, CanonicalTag | None] = {}
        #: Tags that change, and how they are written.
        self.written: dict[str, str] = {}
        # If the URL of the page is invalid, so is every URL in its body.
        sound = iri.is_plain(context.url) or iri.absolute(_FIXED_EXAMPLE, context.url) == _FIXED_EXAMPLE
        links = sound and context.policy.allows("a", "href") and context.policy.max_attributes > 0
        self._linked = context.policy.link_schemes if links else frozenset[str]()

    def of(self, tag: str) -> CanonicalTag | None:
        """
        Return the canonical form of *tag*; ``None`` if it is not canonical.
        """
        if len(tag) > _LONGEST:
            return None
        fixed = _FIXED_LINK.fullmatch(tag)
        if fixed is not None and fixed[1] in self._linked:
            return _LINK
        if tag not in self._known:
            self._known[tag] = start = self._check(tag)
            if start is not None and start.written is not None:
                self.written[tag] = start.written
        return self._known[tag]

    def _check(self, tag: str) -> CanonicalTag | None:
        found = _START.fullmatch(tag)
        if found is None or _STRAY.search(tag) or (found[3] and found[1] not in VOID):
            return None
        name, pairs = found[1], _ATTRIBUTE.findall(found[2])
        attributes = {key: unescape(value, attribute=True) for key, value in pairs}
        if not len(attributes) == len(pairs) <= self._context.policy.max_attributes:
            return None
        kept = self._allowed_attributes(name, attributes)
        if kept is None:
            return None
        written = self._written(name, kept)
        return CanonicalTag(name, written if written != tag else None, "id" in kept)

    def _allowed_attributes(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:
        """
        Return the attributes that stay, in order; ``None`` if the pipeline must decide.
        """
        ready = _PREPARED.get(name, _itself)(attributes, self._context)
        if ready is None:
            return None
        kept: dict[str, str] = {}
        for key, value in ready.items():
            if not self._context.policy.allows(name, key):
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
            return " ".join(part for part in value.split() if self._context.policy.keeps_class(part))
        return value if key in _WORDS and (value or key != "id") else None

    def _address(self, name: str, key: str, value: str) -> str | None:
        if key == "src" and name != "img":
            return None
        policy = self._context.policy
        fixed = _FIXED_ADDRESS.fullmatch(value) if self._linked else None
        if fixed is not None and fixed[1] in (policy.media_schemes if key == "src" else policy.link_schemes):
            return value
        address = self._context.media(value) if key == "src" else self._context.link(value)
        if address is None or not _SURE.fullmatch(escape(address)):
            return None
        # nh3 decodes such a host and may reject it.
        return address if "xn--" not in address or self._engine == "bleach" else None

    def _written(self, name: str, attributes: dict[str, str]) -> str:
        written = start_tag(name, attributes)
        return written.replace(' open=""', " open") if name == "details" and self._engine == "bleach" else written


def _goes(key: str) -> bool:
    """
    Return whether an attribute outside the policy can simply be removed.
    """
    return key in _WORDS or key in _ADDRESSES or key in _IGNORED or key.startswith(("data-", "aria-"))


def _itself(attributes: dict[str, str], _: BodyContext) -> dict[str, str] | None:
    return attributes


def _image(attributes: dict[str, str], context: BodyContext) -> dict[str, str] | None:
    """
    Return an image that is neither lazy nor a tracking pixel, with its URL first.
    """
    if (
        "style" in attributes
        or "src" not in attributes
        or any(key.startswith("data-") for key in attributes)
        or not context.policy.allows("img", "src")
    ):
        return None
    element = HtmlElement("img", dict(attributes))
    return element.attributes if images.image(element, context) == [element] and "src" in element.attributes else None


def _cell(attributes: dict[str, str], _: BodyContext) -> dict[str, str] | None:
    """
    Return a table cell. Markdown writes its alignment as a style; it becomes an attribute.
    """
    if "style" not in attributes:
        return attributes
    found = _ALIGNMENT.fullmatch(attributes["style"])
    return attributes | {"align": attributes.get("align", found[1])} if found else None


def _details(attributes: dict[str, str], _: BodyContext) -> dict[str, str] | None:
    return attributes if attributes.get("open", "") == "" else None


_PREPARED: Mapping[str, Callable[[dict[str, str], BodyContext], dict[str, str] | None]] = MappingProxyType(
    {"details": _details, "img": _image, "td": _cell, "th": _cell}
)
