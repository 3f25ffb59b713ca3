"""
Where a tag may stand in a canonical body: a content model, walked by looking tags up.

A place knows its open elements. The tags that may come next lead to other places; what a place has not seen yet it works out from the table
below and remembers, so that a body is followed by one look-up for each of its tags. A tag that leads nowhere cannot stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from stridesfeed.body.names import names

_BARE = re.compile(r"<(/?)([a-z][a-z0-9]*+)>")

_PHRASES = names("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var")
_HEADINGS = names("h1 h2 h3 h4 h5 h6")
_SECTIONS = names("address article aside blockquote div footer header main nav section")
_BLOCKS = _HEADINGS | _SECTIONS | names("details dl figure hr ol p pre table ul")

#: These hold nothing; what of them can be seen counts for the elements around.
VOID = names("br col hr img")
_SEEN = names("hr img")

#: These are nothing without an attribute.
_WITH_ATTRIBUTES = names("a img")

#: Without anything to be seen these do not stay in a body.
_SHOWING = _PHRASES | _HEADINGS | names("p figure")

_PHRASING = _PHRASES | names("br img")
_FLOW = _PHRASING | _BLOCKS
_ROWS = names("thead tbody tfoot")

#: What stands in an element beside text.
_MIXED: Mapping[str, frozenset[str]] = (
    dict.fromkeys(_PHRASES | _HEADINGS | names("p pre dt summary caption"), _PHRASING)
    | dict.fromkeys(_SECTIONS | names("li dd td th figcaption"), _FLOW)
    | {"": _FLOW, "figure": _FLOW | {"figcaption"}, "details": _FLOW | {"summary"}}
)

#: What stands in an element that holds no text but white space.
_STRUCTURES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(names("ul ol"), names("li")),
    "dl": names("dt dd"),
    "table": _ROWS | names("caption colgroup"),
    "colgroup": names("col"),
    **dict.fromkeys(_ROWS, names("tr")),
    "tr": names("td th"),
}

#: What nobody sees in text, and the white space that may stand between the parts of a structure.
UNSEEN = "\u200b\ufeff \t\n\xa0"
WHITE = " \t\n"

# A body made to fill the memory leaves no more behind than this.
_MOST = 2_000


class Place(dict[str, "Place"]):
    """
    Where one is in a body: by the text of a tag without attributes, the place that it leads to; by an element's name, that of its start.
    """

    __slots__ = ("_grammar", "depth", "name", "outer", "said", "shown", "unsaid")

    def __init__(self, grammar: Grammar, name: str, outer: Place | None, *, shows: bool) -> None:
        super().__init__()
        self._grammar = grammar
        #: The innermost open element, "" for none; the place before it was opened; and how many are open.
        self.name = name
        self.outer = outer
        self.depth: int = outer.depth + 1 if outer is not None else 0
        #: This place, once its open elements show something.
        self.shown: Place = self if shows else Place(grammar, name, outer.shown if outer is not None else None, shows=True)
        #: Where text leads that has more than :attr:`unsaid`; ``None`` where no text may stand.
        self.said: Place | None = self.shown if name in _MIXED else None
        #: Characters that say nothing here.
        self.unsaid: str = UNSEEN if name in _MIXED else WHITE

    def after(self, tag: str) -> Place | None:
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

    def inside(self, name: str) -> Place | None:
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

    def _ended(self, name: str) -> Place | None:
        """
        An end tag closes the innermost element, and no other.
        """
        shows = self is self.shown or name not in _SHOWING
        return self.outer if name == self.name and shows else None

    def _started(self, name: str) -> Place | None:
        holds = _MIXED.get(self.name) or _STRUCTURES[self.name]
        if name not in holds or name not in self._grammar.elements:
            return None
        if name in VOID:
            return self.shown if name in _SEEN else self
        if self.depth >= self._grammar.max_depth or (name in _PHRASES and self._is_within(name)):
            return None
        self._grammar.made += 1
        return Place(self._grammar, name, self, shows=False)

    def _is_within(self, phrase: str) -> bool:
        place: Place | None = self
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

    _root: Place | None = None

    def root(self) -> Place:
        """
        The place where every body begins.
        """
        if self._root is None or self.made > _MOST:
            self.made = 0
            self._root = Place(self, "", None, shows=True)
        return self._root
