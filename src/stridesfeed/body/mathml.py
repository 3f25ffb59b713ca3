"""
MathML as linear text that means the same: ``a/b``, ``x^2``, ``√(x)``, ``[1, 2; 3, 4]``.

Feeds cannot carry MathML safely, and its bare text is a different formula: a fraction ``a/b`` would become ``ab``. The notation is that of
calculators and LaTeX: ``_`` and ``^`` for what is below or above, parentheses around everything that is more than one symbol, rows of a matrix
after semicolons. MathML 3 and MathML Core, all presentation elements; of Content MathML, applications of operators and functions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Literal

import attrs

from stridesfeed.body.tokens import StartTag, Token

#: Formulas that are nested deeper are written as their text.
_DEEPEST = 50

#: An atom is one symbol, number or group in brackets. A space separates; a table is written in brackets unless there are some around it.
Shape = Literal["atom", "word", "script", "fraction", "row", "table", "operator", "space"]


@attrs.frozen
class _Term:
    """
    A part of a formula as text.
    """

    text: str
    shape: Shape = "atom"


_EMPTY = _Term("", "row")


@attrs.define(eq=False)
class _Element:
    name: str
    attributes: Mapping[str, str]
    children: list[_Element | str] = attrs.field(factory=list)

    @property
    def elements(self) -> list[_Element]:
        return [child for child in self.children if isinstance(child, _Element)]

    @property
    def text(self) -> str:
        """
        All its text on one line.
        """
        pieces = (child if isinstance(child, str) else f" {child.text} " if child.name == "mspace" else child.text for child in self.children)
        return " ".join("".join(pieces).split())


def linear(tokens: Iterable[Token]) -> str:
    """
    Return the content of a math element as text.

    >>> from stridesfeed.body.tokens import EndTag
    >>> linear([StartTag("msup", {}), StartTag("mi", {}), "x", EndTag("mi"), StartTag("mn", {}), "2", EndTag("mn"), EndTag("msup")])
    'x^2'
    """
    given = list(tokens)
    root = _tree(given)
    if root is None:
        return " ".join("".join(token for token in given if isinstance(token, str)).split())
    return _closed(_row(root)).text.strip()


def _tree(tokens: Iterable[Token]) -> _Element | None:
    """
    Return a tree; ``None`` if it is too deep.
    """
    opened = [_Element("math", {})]
    for token in tokens:
        if isinstance(token, str):
            opened[-1].children.append(token)
        elif isinstance(token, StartTag):
            element = _Element(token.name, token.attributes)
            opened[-1].children.append(element)
            if not token.self_closing:
                opened.append(element)
                if len(opened) > _DEEPEST:
                    return None
        elif any(element.name == token.name for element in opened[1:]):
            while opened.pop().name != token.name:
                pass
    return opened[0]


# Rows: terms next to each other.


def _row(element: _Element) -> _Term:
    """
    Return the content of *element* as one term.
    """
    return _joined(list(_terms(element)))


def _terms(element: _Element) -> Iterator[_Term]:
    """
    Yield the terms in *element*, including those of rows in it: a row has no mark of its own.
    """
    for child in element.children:
        if isinstance(child, str):
            if said := " ".join(child.split()):
                yield _named(said)
        elif child.name in _WRITERS:
            yield _WRITERS[child.name](child)
        elif child.name not in _SILENT:
            yield from _terms(child)
    if element.name == "semantics" and all(child.name in _SILENT for child in element.elements):
        # Nothing else says what is meant.
        for child in element.elements:
            yield from _terms(child)


def _argument(element: _Element) -> _Term:
    """
    Return *element* itself as one term.
    """
    return _row(_Element("mrow", {}, [element]))


def _arguments(element: _Element, count: int) -> list[_Term]:
    """
    Return the children of *element* as *count* terms; missing ones are empty, and the last has all that is left.
    """
    terms = [_argument(child) for child in element.elements if child.name not in _SILENT]
    if len(terms) > count:
        terms[count - 1 :] = [_joined(terms[count - 1 :])]
    return terms + [_EMPTY] * (count - len(terms))


_APPLIED, _TIMES, _SEPARATOR, _PLUS = "\u2061\u2062\u2063\u2064"
_VISIBLE = {_SEPARATOR: ",", _PLUS: "+"}

_OPENING, _CLOSING = "([{⟨⌊⌈⟦⟪", ")]}⟩⌋⌉⟧⟫"
_BARS = "|‖∣∥"

#: Operators that bind less than a fraction before them does, and those after which a fraction is read as one operand.
_LOOSE = frozenset("+-−±∓=≠<>≤≥≈≡∼≅∝→⇒⇔↦∈∉,;:" + _SEPARATOR + _PLUS)
_BEFORE_FRACTION = _LOOSE | frozenset("×·⋅*∗")


def _joined(terms: list[_Term]) -> _Term:
    """
    Return *terms* one after the other as one term, with spaces and parentheses where they would run together.
    """
    whole = _with_mixed_numbers([term for term in terms if term.text or term.shape == "space"])
    if len(whole) == 1:
        return whole[0]
    visible = [term for term in whole if term.shape != "space"]
    neighbours = zip([None, *visible], visible, [*visible[1:], None], strict=False)
    beside = iter([_beside(term, left, right) for left, term, right in neighbours])
    shown = [term if term.shape == "space" else next(beside) for term in whole]
    written: list[str] = []
    left: _Term | None = None
    link = ""
    for term in shown:
        if term.shape == "space" or term.text in {_APPLIED, _TIMES}:
            link = term.text or " "
            continue
        if left is not None:
            written.append(_between(left, term, link))
        written.append(_VISIBLE.get(term.text, term.text))
        left, link = term, ""
    text = "".join(written)
    return _Term(text, "atom" if _is_fenced(text) else "row")


def _with_mixed_numbers(terms: list[_Term]) -> list[_Term]:
    """
    Return *terms* with each whole number before a fraction of whole numbers as part of it: ``1 1/2``.
    """
    merged: list[_Term] = []
    for term in terms:
        is_whole = bool(merged) and merged[-1].text.isdecimal()
        if is_whole and term.shape == "fraction" and all(part.isdecimal() for part in term.text.split("/")):
            merged[-1] = _Term(f"{merged[-1].text} {term.text}", "fraction")
        else:
            merged.append(term)
    return merged


def _beside(term: _Term, left: _Term | None, right: _Term | None) -> _Term:
    """
    Return *term* with the parentheses or brackets that it needs between its neighbours.
    """
    if term.shape == "table":
        within = left and right and left.text[-1:] in _OPENING + _BARS and right.text[:1] in _CLOSING + _BARS
        return _Term(term.text) if within else _closed(term)
    if term.shape != "fraction":
        return term
    is_free = left is None or left.text in _BEFORE_FRACTION or left.text[-1:] in _OPENING
    is_free = is_free and (right is None or right.text in _LOOSE or right.text[:1] in _CLOSING)
    return _Term(term.text, "word") if is_free else _Term(f"({term.text})")


def _between(left: _Term, right: _Term, link: str) -> str:
    """
    Return what separates two terms. *link* is a space, an invisible operator or nothing.
    """
    last, first = left.text[-1:], right.text[:1]
    are_letters = _is_letter(last) and _is_letter(first)
    if link == " ":
        return " "
    if "operator" in {left.shape, right.shape}:
        return " " if link == _APPLIED and are_letters else ""
    if link == _APPLIED or left.shape == "script":
        return " " if _is_letter(first) or first in (_OPENING if left.shape == "script" else "√") else ""
    if are_letters and ("word" in {left.shape, right.shape} or first.isdecimal()):
        return "·" if link == _TIMES else " "
    return ""


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM" if character else False


def _is_fenced(text: str) -> bool:
    """
    Return whether *text* is one group in brackets or bars.
    """
    if text[:1] in _BARS and len(text) > 2:
        return text[-1] == text[0] and text.count(text[0]) == 2
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth <= 0:
            return depth == 0 and position == len(text) - 1 and position > 0
    return False


def _closed(term: _Term) -> _Term:
    return _Term(f"[{term.text}]") if term.shape == "table" else term


def _group(term: _Term, *, plain: tuple[Shape, ...] = ()) -> str:
    """
    Return the text of *term*, in parentheses unless it is one symbol or has one of the shapes *plain*.
    """
    term = _closed(term)
    is_one = term.shape in {"atom", "operator", *plain} or (term.shape == "word" and " " not in term.text)
    return term.text if is_one or not term.text else f"({term.text})"


# Tokens.

_NUMBER = re.compile(r"\d+(?:[.,\u2009\u202f]\d+)*")


def _named(text: str) -> _Term:
    """
    Return a name, number or text.
    """
    if len(text) == 1 or _NUMBER.fullmatch(text):
        return _Term(text)
    return _Term(text, "word" if all(map(_is_letter, text)) or " " in text else "row")


#: Letters of their own meaning: ℝ is not R.
_VARIANTS = {
    "bold": ("MATHEMATICAL BOLD",),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
}
_LETTER_NAME = re.compile(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)$|(DIGIT) (\w+)$")


def _identifier(element: _Element) -> _Term:
    prefixes = _VARIANTS.get(element.attributes.get("mathvariant", "").lower(), ())
    return _named("".join(_variant(character, prefixes) for character in element.text))


def _variant(character: str, prefixes: Iterable[str]) -> str:
    name = _LETTER_NAME.match(unicodedata.name(character, ""))
    for prefix in prefixes if name else ():
        try:
            return unicodedata.lookup(" ".join((prefix, *filter(None, name.groups() if name else ()))))
        except KeyError:
            continue
    return character


def _words(element: _Element) -> _Term:
    return _Term(element.text, "word")


def _operator(element: _Element) -> _Term:
    text = element.text
    return _Term(text, "word" if len(text) > 1 and all(map(_is_letter, text)) else "operator")


def _string(element: _Element) -> _Term:
    return _Term("".join((element.attributes.get("lquote", '"'), element.text, element.attributes.get("rquote", '"'))))


def _space(_: _Element) -> _Term:
    return _Term("", "space")


def _picture(element: _Element) -> _Term:
    return _named(element.attributes.get("alt", ""))


# Layouts.


#: The thickness of the line of a binomial, which is no fraction.
_NO_LINE = re.compile(r"0+(?:\.0*)?[a-z%]*")


def _fraction(element: _Element) -> _Term:
    over, under = _arguments(element, 2)
    if _NO_LINE.fullmatch(element.attributes.get("linethickness", "").strip()):
        return _Term(f"{_closed(over).text}; {_closed(under).text}", "table")
    return _Term(f"{_group(over, plain=('script',)) or '()'}/{_group(under, plain=('script',)) or '()'}", "fraction")


def _root(element: _Element) -> _Term:
    return _Term(f"√({_closed(_row(element)).text})")


def _indexed_root(element: _Element) -> _Term:
    base, index = _arguments(element, 2)
    return _Term(f"√[{_closed(index).text}]({_closed(base).text})")


#: Marks that are written after what they belong to.
_MARKS = frozenset("′″‴⁗'\"°")


def _scripted(base: _Term, below: _Term, above: _Term) -> _Term:
    """
    Return *base* with what is below or above it.
    """
    text = _group(base)
    if below.text:
        text += f"_{_group(below)}"
    if above.text:
        text += above.text if set(above.text) <= _MARKS else f"^{_group(above)}"
    return _Term(text, "atom" if set(above.text) <= _MARKS and not below.text else "script")


def _sub(element: _Element) -> _Term:
    base, below = _arguments(element, 2)
    return _scripted(base, below, _EMPTY)


def _sup(element: _Element) -> _Term:
    base, above = _arguments(element, 2)
    return _scripted(base, _EMPTY, above)


def _sub_sup(element: _Element) -> _Term:
    return _scripted(*_arguments(element, 3))


#: Combining characters for accents above and below a letter.
_ABOVE = {
    **dict.fromkeys("¯‾―—–-_\u0305", "\u0305"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜∼", "\u0303"),
    **dict.fromkeys("→⇀\u20d7", "\u20d7"),
    **dict.fromkeys(".˙⋅", "\u0307"),
    **dict.fromkeys("¨", "\u0308"),
    **dict.fromkeys("ˇ", "\u030c"),
    **dict.fromkeys("˘", "\u0306"),
    **dict.fromkeys("´", "\u0301"),
    **dict.fromkeys("`", "\u0300"),
}
_BELOW = dict.fromkeys("_‾¯―—–-\u0332", "\u0332")


def _over(element: _Element) -> _Term:
    base, above = _arguments(element, 2)
    return _accented(base, above, _ABOVE) or _scripted(base, _EMPTY, above)


def _under(element: _Element) -> _Term:
    base, below = _arguments(element, 2)
    return _accented(base, below, _BELOW) or _scripted(base, below, _EMPTY)


def _accented(base: _Term, mark: _Term, accents: Mapping[str, str]) -> _Term | None:
    is_letter = bool(base.text) and _is_letter(base.text[0]) and all(unicodedata.combining(each) for each in base.text[1:])
    return _Term(unicodedata.normalize("NFC", base.text + accents[mark.text])) if is_letter and mark.text in accents else None


def _multiscripts(element: _Element) -> _Term:
    """
    Return a base with any number of scripts after and before it: ``_6^14 C``.
    """
    first, *others = [child for child in element.elements if child.name not in _SILENT] or [_Element("mrow", {})]
    names = [child.name for child in others]
    middle = names.index("mprescripts") if "mprescripts" in names else len(names)
    text = _scripted(_argument(first), _EMPTY, _EMPTY).text + _pairs(others[:middle])
    before = _pairs(others[middle + 1 :])
    return _Term(f"{before} {text}" if before else text, "script")


def _pairs(elements: list[_Element]) -> str:
    scripts = [_EMPTY if each.name in {"none", "mprescripts"} else _argument(each) for each in elements]
    return "".join(_scripted(_EMPTY, below, above).text for below, above in zip_longest(scripts[::2], scripts[1::2], fillvalue=_EMPTY))


def _table(element: _Element) -> _Term:
    """
    Return cells after commas and rows after semicolons; the cells of equations that are aligned at a sign follow one another.
    """
    is_aligned = element.attributes.get("columnalign", "").lower().startswith("right left")
    rows = [_cells(row, "" if is_aligned else ", ") for row in element.elements if row.name not in _SILENT]
    return _Term("; ".join(rows), "row" if is_aligned else "table")


def _cells(row: _Element, separator: str) -> str:
    cells = [_closed(_row(cell)).text for cell in row.elements if cell.name not in _SILENT] or [_closed(_row(row)).text]
    label = f" {cells.pop(0)}" if row.name == "mlabeledtr" else ""
    return separator.join(cells) + label


def _fenced(element: _Element) -> _Term:
    opening, closing = element.attributes.get("open", "(").strip(), element.attributes.get("close", ")").strip()
    separators = "".join(element.attributes.get("separators", ",").split())
    terms = [_argument(child) for child in element.elements if child.name not in _SILENT]
    texts = [term.text if len(terms) == 1 and opening and closing else _closed(term).text for term in terms]
    text = ""
    for number, said in enumerate(texts):
        text += (separators[min(number, len(separators)) - 1] if number and separators else "") + said
    return _Term(f"{opening}{text}{closing}", "atom" if opening and closing else "row")


#: Combining characters for the notations of menclose that change the meaning: what is struck out, overlined, underlined, an annuity.
_NOTATIONS = {
    "updiagonalstrike": "\u0338",
    "downdiagonalstrike": "\u0338",
    "horizontalstrike": "\u0336",
    "verticalstrike": "\u20d2",
    "top": "\u0305",
    "bottom": "\u0332",
    "actuarial": "\u20e7",
}
_PREFIXES = {"radical": "√", "longdiv": "⟌", "phasorangle": "∠"}


def _enclosed(element: _Element) -> _Term:
    term = _closed(_row(element))
    for notation in dict.fromkeys(element.attributes.get("notation", "longdiv").lower().split()):
        if notation in _PREFIXES:
            term = _Term(f"{_PREFIXES[notation]}({term.text})")
        elif notation in _NOTATIONS and (mark := _NOTATIONS[notation]) not in term.text:
            marked = (each if each.isspace() or unicodedata.combining(each) else each + mark for each in term.text)
            term = _Term("".join(marked), term.shape)
    return term


def _chosen(element: _Element) -> _Term:
    """
    Return the selected child of an maction, which is the first unless it says otherwise.
    """
    selection = element.attributes.get("selection", "1").strip()
    number = int(selection) if selection.isdecimal() and len(selection) < 4 else 1
    children = element.elements
    return _argument(children[number - 1]) if 0 < number <= len(children) else _row(element)


def _stack(element: _Element) -> _Term:
    return _Term("; ".join(filter(None, (_closed(_argument(child)).text for child in element.elements))), "row")


# Content MathML.

_SIGNS = {
    "plus": "+",
    "minus": "−",
    "times": "·",
    "divide": "/",
    "power": "^",
    "eq": "=",
    "neq": "≠",
    "lt": "<",
    "gt": ">",
    "leq": "≤",
    "geq": "≥",
    "equivalent": "≡",
    "approx": "≈",
    "and": "∧",
    "or": "∨",
    "implies": "⇒",
    "in": "∈",
    "notin": "∉",
    "subset": "⊆",
    "union": "∪",
    "intersect": "∩",
    "setdiff": "∖",
    "tendsto": "→",
}
_CONSTANTS = {"pi": "π", "infinity": "∞", "exponentiale": "e", "imaginaryi": "i", "emptyset": "∅", "true": "true", "false": "false"}


def _applied(element: _Element) -> _Term:
    """
    Return an operator between its arguments, or a function before them: ``a+b``, ``sin(x)``.
    """
    head, *others = element.elements or [_Element("mrow", {})]
    arguments = [_argument(child) for child in others]
    sign = _SIGNS.get(head.name)
    if sign and len(arguments) > 1:
        return _Term(sign.join(map(_group, arguments)), "fraction" if sign == "/" else "row")
    if sign and arguments:
        return _Term(sign + _group(arguments[0]), "row")
    function = _group(_argument(head)) if head.children else head.name
    return _Term(f"{function}({', '.join(argument.text for argument in arguments)})")


def _content_number(element: _Element) -> _Term:
    parts = [child if isinstance(child, str) else "\0" for child in element.children]
    kind = element.attributes.get("type", "")
    text = "".join("".join(parts).split()).replace("\0", "e" if kind == "e-notation" else "/")
    return _Term(text, "fraction" if "/" in text else "atom")


def _constant(element: _Element) -> _Term:
    return _Term(_CONSTANTS[element.name])


#: Elements that show nothing.
_SILENT = frozenset({"annotation", "annotation-xml", "maligngroup", "malignmark", "mscarries"})

#: Elements by what writes them; all others are rows.
_WRITERS: Mapping[str, Callable[[_Element], _Term]] = {
    "mi": _identifier,
    "mn": _identifier,
    "mtext": _words,
    "mo": _operator,
    "ms": _string,
    "mspace": _space,
    "mphantom": _space,
    "msline": lambda _: _Term("―"),
    "mglyph": _picture,
    "img": _picture,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _indexed_root,
    "msub": _sub,
    "msup": _sup,
    "msubsup": _sub_sup,
    "munder": _under,
    "mover": _over,
    "munderover": _sub_sup,
    "mmultiscripts": _multiscripts,
    "mtable": _table,
    "mfenced": _fenced,
    "menclose": _enclosed,
    "maction": _chosen,
    "mstack": _stack,
    "mlongdiv": _stack,
    "apply": _applied,
    "reln": _applied,
    "ci": _identifier,
    "csymbol": _identifier,
    "cn": _content_number,
    **dict.fromkeys(_CONSTANTS, _constant),
}
