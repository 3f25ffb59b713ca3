"""
Build a tree in which every element is where HTML allows it.

An HTML parser reads the serialised tree without errors and builds the same tree, so cleaning twice is the same as cleaning once, and an engine
has nothing to repair. Where browsers repair by complex rules (misnested formatting, stray content in tables), the result reads the same but is
simpler: stray content of a table gets a cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import attrs

from stridesfeed import iri
from stridesfeed.body.foreign import FOREIGN, FormulaDeduplicator, SkippedElement
from stridesfeed.body.limits import check_attributes, check_depth, check_elements
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import EndTag, StartTag, Token
from stridesfeed.body.tree import VOID, HtmlElement, Node, is_blank
from stridesfeed.body.urls import LONGEST
from stridesfeed.text import name_set

#: Obsolete or foreign names, and their modern equivalents.
RENAMED = {
    "acronym": "abbr",
    "center": "div",
    "dialog": "div",
    "dir": "ul",
    "fieldset": "div",
    "form": "div",
    "hgroup": "div",
    "image": "img",
    "legend": "p",
    "listing": "pre",
    "menu": "ul",
    "plaintext": "pre",
    "search": "div",
    "strike": "s",
    "tt": "code",
    "xmp": "pre",
}

#: Built even if the policy does not allow them, because :mod:`stridesfeed.body.rewrite` replaces them.
REWRITTEN = name_set("area audio embed iframe img noscript object picture pre source track video")

#: Start tags that close an open paragraph (HTML, 13.2.6.4.7).
BLOCKS = name_set(
    "address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "summary table ul"
)
#: Blocks that paragraphs cannot replace: they are void or contain only parts.
_FRAMES = frozenset({"dl", "hr", "ol", "table", "ul"})

#: Replacements for elements that the policy does not allow, if it allows these.
_NEARLY = {"b": "strong", "caption": "p", "i": "em", "tr": "p"} | dict.fromkeys(BLOCKS - _FRAMES, "p")

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

#: 13.2.4.3: closed and reopened if tags overlap.
_FORMATTING = frozenset({"a", "b", "code", "em", "i", "s", "small", "strong", "u"})

#: Formatting elements (HTML, 13.2.4.3). A parser remembers this many equal ones.
FORMATTING = name_set("a b big code em font i nobr s small strike strong tt u")
MOST_EQUAL = 3

#: An end tag closes nothing outside these.
CELLS = frozenset({"table", "td", "th", "caption"})
_LISTS = CELLS | {"ul", "ol"}
_ROWS = frozenset({"tbody", "thead", "tfoot"})
_TABLE_PARTS = _ROWS | {"caption", "colgroup", "col", "tr", "td", "th"}
#: These contain only parts of a table.
_TABLE_FRAME = _ROWS | {"table", "colgroup", "tr"}

#: Elements that stop the search for a list item to close (13.2.6.4.7): all but phrases, address, div and p.
_ITEM_WALLS = (BLOCKS | CELLS) - {"address", "div", "p", "figcaption", "main", "summary"}

_HEADING_WALLS = (BLOCKS | CELLS) - _HEADINGS - {"p"}

#: Elements that belong together: formatting that overlaps them ends with them.
_UNCROSSED = frozenset({"ruby", "rt", "rp", "details", "dl"})

#: Open elements that a start tag closes.
_CLOSED_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}


def built_elements(policy: Policy) -> frozenset[str]:
    """
    Return the names of the elements that are built.
    """
    return REWRITTEN.union(policy.elements)


def modern_name(written: str, built: AbstractSet[str], policy: Policy) -> str:
    """
    Return the name under which an element is built, if it is one of *built*.
    """
    name = RENAMED.get(written, written)
    if name in built:
        return name
    nearly = _NEARLY.get(name, name)
    return nearly if nearly in policy.elements else name


@attrs.frozen
class ParsedBody:
    """
    A body as a tree, and its own base URL, if any.
    """

    root: HtmlElement
    base: str | None

    #: Whether a formatting element is inside three others of the same name.
    is_repetitive: bool


def build_tree(stream: Iterable[Token], policy: Policy) -> ParsedBody:
    """
    Build the tree of a body; raises :class:`stridesfeed.body.limits.LimitExceeded` if it is too deep.
    """
    nest = _OpenElements(policy)
    reader = _TreeBuilder(nest, policy)
    for token in stream:
        reader.read(token)
    return ParsedBody(nest.root, reader.base, nest.is_repetitive)


class _TreeBuilder:
    """
    Decides which tokens become part of the tree, which are dropped with their content, and which are replaced.
    """

    def __init__(self, nest: _OpenElements, policy: Policy) -> None:
        self._nest = nest
        self._policy = policy
        self._skipped: SkippedElement | None = None
        self._formulas = FormulaDeduplicator()
        self._built = built_elements(policy)
        self._names: dict[str, str] = {}
        self._count = 0
        self.base: str | None = None

    def read(self, token: Token) -> None:
        if isinstance(token, StartTag):
            self._count += 1
            check_elements(self._count, self._policy)
            check_attributes(token, self._policy)
        if self._skipped is not None:
            if self._skipped.ends_with(token):
                self._leave(self._skipped)
                self._skipped = None
        elif isinstance(token, StartTag):
            self._start(token)
        elif isinstance(token, EndTag):
            self._end(self._name(token.name))
        else:
            self._nest.text(token)

    def _start(self, token: StartTag) -> None:
        repeats = self._formulas.repeats(token)
        if repeats or token.name in self._policy.dropped or token.name in FOREIGN:
            self._skip(SkippedElement(token, repeats=repeats))
            return
        name = self._name(token.name)
        if name == "base":
            self._take_base(token.attributes.get("href", ""))
        elif token.name == "form" and self._nest.between_cells:
            return  # 13.2.6.4.9: around the rows of a table a form holds nothing
        elif name in self._built:
            self._nest.start(name, token.attributes)
        elif name in BLOCKS:
            self._nest.text("\n")
        elif name in CELLS:
            self._nest.text(" ")

    def _name(self, written: str) -> str:
        name = self._names.get(written)
        if name is None:
            name = self._names[written] = modern_name(written, self._built, self._policy)
        return name

    def _skip(self, skipped: SkippedElement) -> None:
        if skipped.is_empty:
            self._leave(skipped)
        elif skipped.name not in VOID:
            self._skipped = skipped

    def _leave(self, skipped: SkippedElement) -> None:
        """
        Insert the readable part of a removed element.
        """
        self._formulas.saw(skipped)
        if skipped.name not in FOREIGN or skipped.name not in self._policy.dropped:
            self._nest.text(skipped.readable())

    def _end(self, name: str) -> None:
        if name == "br":
            self._start(StartTag("br", {}))
        elif name in BLOCKS and name not in self._built:
            self._nest.text("\n")
        else:
            self._nest.end(name)

    def _take_base(self, href: str) -> None:
        """
        Use the first base with a URL (HTML, 4.2.3).
        """
        if self.base is None and iri.scheme(href.strip()) in iri.WEB:
            self.base = href.strip()


class _OpenElements:
    """
    The tree so far, and the open elements.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self.root = HtmlElement("")
        self._open = [self.root]
        self._made = 0
        self.is_repetitive = False

    @property
    def between_cells(self) -> bool:
        """
        True if only parts of a table are allowed here.
        """
        return self._open[-1].name in _TABLE_FRAME

    def text(self, text: str) -> None:
        """
        Insert *text*; between the parts of a table only white space is allowed.
        """
        if self.between_cells and text.strip(" \t\n"):
            self._into_cell()
        if text:
            self._open[-1].children.append(text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """
        Open an element, after closing those that cannot contain it.
        """
        if name in _TABLE_PARTS:
            if self._make_room_for_part(name):
                self._push(name, attributes)
            return
        if self.between_cells:
            self._into_cell()
        if self._make_room_for(name):
            reopened = self._close_paragraph(name) if name in BLOCKS else []
            for element in reopened:
                self._put(self._again(element))
            self._push(name, attributes)

    def end(self, name: str) -> None:
        """
        Close the element called *name*, if one can be closed here.
        """
        if self._open[-1].name == name:
            self._open.pop()
        elif name in _FORMATTING:
            self._end_formatting(name)
        elif name in _HEADINGS:
            self._close_to(self._find(_HEADINGS, CELLS))
        elif name == "table" or name in _TABLE_PARTS:
            self._close_to(self._find({name}, {"table"} - {name}))
        elif name in BLOCKS:
            self._close_to(self._find({name}, _LISTS if name == "li" else CELLS))
        else:
            self._close_to(self._find({name}, (BLOCKS | CELLS) - {name}))

    def _push(self, name: str, attributes: dict[str, str]) -> None:
        self._put(self._made_element(name, attributes))

    def _put(self, element: HtmlElement) -> None:
        self._open[-1].children.append(element)
        if element.name in VOID:
            return
        if len(self._open) > MOST_EQUAL and element.name in FORMATTING:
            self.is_repetitive = self.is_repetitive or sum(each.name == element.name for each in self._open) >= MOST_EQUAL
        self._open.append(element)
        check_depth(len(self._open) - 1, self._policy)

    def _made_element(self, name: str, attributes: dict[str, str]) -> HtmlElement:
        self._made += 1
        check_elements(self._made, self._policy)
        if not attributes:
            return HtmlElement(name)
        return HtmlElement(name, {key: value for key, value in attributes.items() if len(value) <= LONGEST})

    def _again(self, element: HtmlElement) -> HtmlElement:
        """
        Return a copy of an element; an id stays with the first one.
        """
        return self._made_element(element.name, {key: value for key, value in element.attributes.items() if key != "id"})

    def _find(self, names: AbstractSet[str], walls: AbstractSet[str]) -> int:
        """
        Return the index of the innermost open element with one of *names*, not looking beyond *walls*; 0 if there is none.
        """
        for index in range(len(self._open) - 1, 0, -1):
            name = self._open[index].name
            if name in names:
                return index
            if name in walls:
                return 0
        return 0

    def _close_to(self, index: int) -> None:
        if index:
            del self._open[index:]

    def _close_paragraph(self, name: str) -> list[HtmlElement]:
        """
        Close an open paragraph before a block, and return the formatting that continues inside the block, such as a link around it.
        """
        index = self._find({"p"}, CELLS)
        if not index:
            return []
        inside = [element for element in self._open[index + 1 :] if element.name in _FORMATTING]
        self._close_to(index)
        still_open = {element.name for element in self._open}
        return [] if name == "p" else [element for element in inside if element.name not in still_open]

    def _make_room_for(self, name: str) -> bool:
        """
        Close elements that cannot contain *name*, and return whether it is allowed here.
        """
        if name == "a":
            self._end_formatting("a")
            return all(element.name != "a" for element in self._open)
        if name in _CLOSED_ITEMS:
            self._close_to(self._find(_CLOSED_ITEMS[name], _ITEM_WALLS))
        elif name in _HEADINGS:
            self._close_to(self._find(_HEADINGS, _HEADING_WALLS))
        elif name in {"rt", "rp"}:
            ruby = self._find({"ruby"}, BLOCKS | CELLS)
            if ruby:
                del self._open[ruby + 1 :]
            return ruby > 0
        return True

    def _into_cell(self) -> None:
        """
        Between the parts of a table, open a cell for the next content.
        """
        if self._open[-1].name == "colgroup":
            self._open.pop()
        for frame, part in (({"table"}, "tbody"), (_ROWS, "tr"), ({"tr"}, "td")):
            if self._open[-1].name in frame:
                self._push(part, {})

    def _make_room_for_part(self, name: str) -> bool:
        """
        Close and open parts of the table until *name* is allowed here, and return whether there is a table.
        """
        table = self._find({"table"}, frozenset())
        if not table:
            return False
        parents = {"tr": _ROWS, "td": {"tr"}, "th": {"tr"}, "col": {"colgroup"}}.get(name, frozenset())
        self._close_to_parent(table, {"table"} | parents | (_ROWS if name in {"td", "th"} else frozenset()))
        if name == "col" and self._open[-1].name == "table":
            self._push("colgroup", {})
        if name in {"tr", "td", "th"} and self._open[-1].name == "table":
            self._push("tbody", {})
        if name in {"td", "th"} and self._open[-1].name in _ROWS:
            self._push("tr", {})
        return True

    def _close_to_parent(self, table: int, parents: AbstractSet[str]) -> None:
        while len(self._open) - 1 > table and self._open[-1].name not in parents:
            self._open.pop()

    def _end_formatting(self, name: str) -> None:
        """
        Close formatting. Elements still open inside it move behind it, and their content gets the formatting (13.2.6.4.7).
        """
        index = self._find({name}, CELLS)
        if not index:
            return
        crossed = self._open[index + 1 :]
        if any(element.name in _UNCROSSED for element in crossed):
            self._close_to(index)
            return
        formatting, parent = self._open[index], self._open[index - 1]
        if crossed:
            parent.children.append(formatting.children.pop())
            for outer, inner in zip(crossed, [*crossed[1:], None], strict=True):
                self._format(outer, inner, formatting)
        del self._open[index]

    def _format(self, outer: HtmlElement, inner: HtmlElement | None, formatting: HtmlElement) -> None:
        """
        Wrap the content of *outer*, except the open *inner*, in the same formatting.
        """
        held: list[Node] = outer.children if inner is None else outer.children[:-1]
        if not is_blank(held):
            copy = self._again(formatting)
            copy.children = held
            outer.children = [copy] if inner is None else [copy, inner]
