"""
Where a tag may stand in a canonical body: a content model, walked by looking tags up.

A place knows its open elements. The tags that may come next lead to other places; what a place has not seen yet it works out from the table
below and remembers, so that a body is followed by one look-up for each of its tags. A tag that leads nowhere cannot stand here.

CanonicalTag tags with attributes as a canonical body has them, and how they are written in the end.

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
from stridesfeed.body.tokens import unescape
from stridesfeed.body.tree import HtmlElement, escape, start_tag
from stridesfeed.body.urls import BodyContext
from stridesfeed.text import name_set

_BARE = re.compile(r"<(/?)([a-z][a-z0-9]*+)>")

_PHRASES = name_set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var")
_HEADINGS = name_set("h1 h2 h3 h4 h5 h6")
_SECTIONS = name_set("address article aside blockquote div footer header main nav section")
_BLOCKS = _HEADINGS | _SECTIONS | name_set("details dl figure hr ol p pre table ul")

#: These hold nothing; what of them can be seen counts for the elements around.
VOID = name_set("br col hr img")
_SEEN = name_set("hr img")

#: These are nothing without an attribute.
_WITH_ATTRIBUTES = name_set("a img")

#: Without anything to be seen these do not stay in a body.
_SHOWING = _PHRASES | _HEADINGS | name_set("p figure")

_PHRASING = _PHRASES | name_set("br img")
_FLOW = _PHRASING | _BLOCKS
_ROWS = name_set("thead tbody tfoot")

#: What stands in an element beside text.
_MIXED: Mapping[str, frozenset[str]] = (
    dict.fromkeys(_PHRASES | _HEADINGS | name_set("p pre dt summary caption"), _PHRASING)
    | dict.fromkeys(_SECTIONS | name_set("li dd td th figcaption"), _FLOW)
    | {"": _FLOW, "figure": _FLOW | {"figcaption"}, "details": _FLOW | {"summary"}}
)

#: What stands in an element that holds no text but white space.
_STRUCTURES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(name_set("ul ol"), name_set("li")),
    "dl": name_set("dt dd"),
    "table": _ROWS | name_set("caption colgroup"),
    "colgroup": name_set("col"),
    **dict.fromkeys(_ROWS, name_set("tr")),
    "tr": name_set("td th"),
}

#: What nobody sees in text, and the white space that may stand between the parts of a structure.
UNSEEN = "\u200b\ufeff \t\n\xa0"
WHITE = " \t\n"

# A body made to fill the memory leaves no more behind than this.
_MOST = 2_000


class State(dict[str, "State"]):
    """
    Where one is in a body: by the text of a tag without attributes, the place that it leads to; by an element's name, that of its start.
    """

    __slots__ = ("_grammar", "depth", "name", "outer", "said", "shown", "unsaid")

    def __init__(self, grammar: Grammar, name: str, outer: State | None, *, shows: bool) -> None:
        super().__init__()
        self._grammar = grammar
        #: The innermost open element, "" for none; the place before it was opened; and how many are open.
        self.name = name
        self.outer = outer
        self.depth: int = outer.depth + 1 if outer is not None else 0
        #: This place, once its open elements show something.
        self.shown: State = self if shows else State(grammar, name, outer.shown if outer is not None else None, shows=True)
        #: Where text leads that has more than :attr:`unsaid`; ``None`` where no text may stand.
        self.said: State | None = self.shown if name in _MIXED else None
        #: Characters that say nothing here.
        self.unsaid: str = UNSEEN if name in _MIXED else WHITE

    def after(self, tag: str) -> State | None:
        """
        Where a *tag* without attributes leads; ``None`` where it cannot stand here.
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
        Where the start of an element of this *name* leads, whatever its attributes; ``None`` where it cannot stand here.
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
        Whether no element is open.
        """
        return self.outer is None

    def _ended(self, name: str) -> State | None:
        """
        An end tag closes the innermost element, and no other.
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
    The content model, cut down to what a policy allows.
    """

    elements: frozenset[str]

    max_depth: int

    #: How many places are remembered.
    made: int = 0

    _root: State | None = None

    def root(self) -> State:
        """
        The place where every body begins.
        """
        if self._root is None or self.made > _MOST:
            self.made = 0
            self._root = State(self, "", None, shows=True)
        return self._root


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
_WORDS = name_set(
    "abbr align alt class colspan datetime dir headers height hreflang id lang open reversed rowspan scope span start title type value width"
)
_ADDRESSES = name_set("cite href longdesc src")
#: What else pages have: it goes.
_IGNORED = name_set("border cellpadding cellspacing decoding fetchpriority loading referrerpolicy rel role style tabindex target valign")


@attrs.frozen
class CanonicalTag:
    """
    A start tag that may stay.
    """

    #: The element's.
    name: str

    #: As it is written in the end; ``None`` for no other way.
    written: str | None = None

    #: Whether a link may lead to the element.
    has_id: bool = False


_LINK = CanonicalTag("a")


class StartTags:
    """
    What becomes of the start tags of one body.
    """

    def __init__(self, context: BodyContext, engine: str) -> None:
        self._context = context
        self._engine = engine
        self._known: dict[str, CanonicalTag | None] = {}
        #: The tags that are written in another way, by what they were.
        self.written: dict[str, str] = {}
        # An address of the page that cannot be parsed makes every other one of its body invalid.
        sound = iri.is_plain(context.url) or iri.absolute(_FIXED_EXAMPLE, context.url) == _FIXED_EXAMPLE
        links = sound and context.policy.allows("a", "href") and context.policy.max_attributes > 0
        self._linked = context.policy.link_schemes if links else frozenset[str]()

    def of(self, tag: str) -> CanonicalTag | None:
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

    def _judged(self, tag: str) -> CanonicalTag | None:
        found = _START.fullmatch(tag)
        if found is None or _STRAY.search(tag) or (found[3] and found[1] not in VOID):
            return None
        name, pairs = found[1], _ATTRIBUTE.findall(found[2])
        attributes = {key: unescape(value, attribute=True) for key, value in pairs}
        if not len(attributes) == len(pairs) <= self._context.policy.max_attributes:
            return None
        kept = self._kept(name, attributes)
        if kept is None:
            return None
        written = self._written(name, kept)
        return CanonicalTag(name, written if written != tag else None, "id" in kept)

    def _kept(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:
        """
        The attributes that stay, in their order; ``None`` where the element needs a closer look.
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


def _itself(attributes: dict[str, str], _: BodyContext) -> dict[str, str] | None:
    return attributes


def _image(attributes: dict[str, str], context: BodyContext) -> dict[str, str] | None:
    """
    An image that is not loaded late, nor counts readers, nor stands for another; its address comes first.
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
    A cell; its alignment, which Markdown says as a style, becomes an attribute.
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
