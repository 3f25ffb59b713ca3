"""
The grammar of canonical bodies: a content model, walked by looking up tags.

A :class:`State` knows its open elements and maps each tag that may come next to another state. A state computes an unknown tag from the tables
below and remembers the result, so following a body takes one dictionary lookup per tag. A tag that leads to no state is not allowed there.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from stridesfeed.body.canonical_tags import CanonicalTag
from stridesfeed.body.rewrite import LINES, PHRASES
from stridesfeed.body.tree_builder import FORMATTING, MOST_EQUAL
from stridesfeed.text import name_set

_PHRASES = name_set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var")
_HEADINGS = name_set("h1 h2 h3 h4 h5 h6")
_SECTIONS = name_set("address article aside blockquote div footer header main nav section")
_PLAYERS = name_set("audio video")
_BLOCKS = _HEADINGS | _SECTIONS | name_set("details dl figure hr ol p pre table ul")

_VOID = name_set("br col hr img source track")

#: Elements that are visible without text, so they count as content of the elements around them.
_SEEN = _PLAYERS | name_set("hr img")

#: Elements that are removed, or replaced with a line feed, if they have no visible content.
_SHOWING = LINES | PHRASES

_PHRASING = _PHRASES | _PLAYERS | name_set("br img")
_FLOW = _PHRASING | _BLOCKS
ROWS = name_set("thead tbody tfoot")

#: Elements with text, and the elements that each may contain. Phrases may contain blocks where the element around them may.
_MIXED: Mapping[str, frozenset[str]] = (
    dict.fromkeys(_PHRASES | _HEADINGS | name_set("p pre dt summary caption"), _PHRASING)
    | dict.fromkeys(_PLAYERS, _PHRASES | name_set("br source track"))
    | dict.fromkeys(_SECTIONS | name_set("li dd td th figcaption"), _FLOW)
    | {"": _FLOW, "figure": _FLOW | {"figcaption"}, "details": _FLOW | {"summary"}}
)

#: Elements without text, and the elements that each may contain.
_STRUCTURES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(name_set("ul ol"), name_set("li")),
    "dl": name_set("dt dd"),
    "table": ROWS | name_set("caption colgroup"),
    "colgroup": name_set("col"),
    **dict.fromkeys(ROWS, name_set("tr")),
    "tr": name_set("td th"),
}

#: Invisible characters, and white space that may be between the parts of a structure.
UNSEEN = "\u200b\ufeff \t\n\xa0"
WHITE = " \t\n"

# Limits the memory that a hostile body can use.
_MOST = 3_000
_LONGEST = 300


class State(dict[str, "State"]):
    """
    A position in a body: maps the text of a tag, or the name of an element, to the next position.
    """

    __slots__ = ("_grammar", "depth", "hidden", "holds", "name", "outer", "said", "shown", "unsaid")

    def __init__(self, grammar: Grammar, name: str, outer: State | None, *, shows: bool, hidden: bool = False) -> None:
        super().__init__()
        self._grammar = grammar
        #: The innermost open element ("" if none is open), the state before it was opened, and the number of open elements.
        self.name = name
        self.outer = outer
        self.depth: int = outer.depth + 1 if outer is not None else 0
        #: True if the tags of the element are not written.
        self.hidden = hidden
        #: The elements that may start here.
        self.holds: frozenset[str] = _held(name, outer)
        #: This state after its open elements have visible content.
        self.shown: State = self
        if not shows:
            self.shown = State(grammar, name, outer.shown if outer is not None else None, shows=True, hidden=hidden)
        #: The state after text with characters other than :attr:`unsaid`; ``None`` if no text is allowed here.
        self.said: State | None = self.shown if name in _MIXED else None
        #: Characters without meaning here.
        self.unsaid: str = UNSEEN if name in _MIXED else WHITE

    def after(self, start: CanonicalTag) -> State | None:
        """
        Return the state after a start tag; ``None`` if it is not allowed here.
        """
        key = start.name if start.is_written else f"({start.name})"
        following = self.get(key)
        if following is None:
            following = self._started(start.name, hidden=not start.is_written)
            if following is None:
                return None
            self[key] = following
        return following.shown if start.has_id else following

    @property
    def is_empty(self) -> bool:
        """
        True if the innermost element has no visible content, and is removed for that reason.
        """
        return self is not self.shown and self.name in _SHOWING

    def has(self, name: str) -> bool:
        """
        Return whether an element called *name* is open.
        """
        return self._count(name) > 0

    def _count(self, name: str) -> int:
        count = 0
        place: State | None = self
        while place is not None:
            count += place.name == name
            place = place.outer
        return count

    def remember(self, tag: str, following: State, written: str) -> None:
        """
        Remember the state after *tag*, and how it is written, if there is room.
        """
        if len(tag) <= _LONGEST and not self._grammar.is_full:
            # In this order: another thread that finds the state also finds the written tag.
            self._grammar.remember(tag, written)
            self[tag] = following

    def _started(self, name: str, *, hidden: bool) -> State | None:
        if name not in self.holds or name not in self._grammar.elements:
            return None
        if name in _VOID:
            return self.shown if name in _SEEN else self
        if self.depth >= self._grammar.max_depth or (name == "a" and self.has("a")):
            return None
        if name in FORMATTING and self._count(name) >= MOST_EQUAL:
            return None
        self._grammar.size += 1
        return State(self._grammar, name, self.shown if name in _SEEN else self, shows=name in _SEEN, hidden=hidden)


def _held(name: str, outer: State | None) -> frozenset[str]:
    if name in _PHRASES and outer is not None:
        return _FLOW if outer.holds >= _FLOW else _PHRASING
    return _MIXED.get(name) or _STRUCTURES.get(name, frozenset())


@attrs.define(eq=False)
class Grammar:
    """
    The content model, restricted to the elements of a policy.
    """

    elements: frozenset[str]

    max_depth: int

    #: The number of states and tags in memory.
    size: int = 0

    #: Tags that change, and how they are written.
    written: dict[str, str] = attrs.field(factory=dict)

    #: Tags that are the same on every page.
    tags: dict[str, CanonicalTag] = attrs.field(factory=dict)

    #: The state at the start of a body.
    root: State = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.root = State(self, "", None, shows=True)

    @property
    def is_full(self) -> bool:
        """
        True if it should be replaced with a new one, which remembers nothing.
        """
        return self.size + len(self.tags) > _MOST

    def remember(self, tag: str, written: str) -> None:
        """
        Remember how *tag* is written.
        """
        self.size += 1
        if tag != written:
            self.written[tag] = written
