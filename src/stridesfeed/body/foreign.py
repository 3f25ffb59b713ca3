"""
Replace svg and math, which feeds cannot carry, with their name or source as text, or with a formula as linear text.

Programs that typeset formulas write each one twice, for display and for machines; the less readable one is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stridesfeed.body.mathml import linear
from stridesfeed.body.tokens import StartTag, Token

#: Elements that are removed with their content and replaced with its name.
FOREIGN = frozenset({"svg", "math"})

#: The elements in which KaTeX draws a formula next to its MathML, and in which Wikipedia hides the MathML of a formula shown as an image.
_DRAWN = "katex-html"
_HIDDEN = "mwe-math-mathml"


#: Attributes that tell whether an element repeats a formula.
_TELLING = frozenset({"aria-hidden", "class"})


class SkippedElement:
    """
    An element that is removed with its content, and the readable part of it.
    """

    def __init__(self, token: StartTag, *, repeats: bool = False) -> None:
        self._token = token
        self._repeats = repeats
        self._depth = 1
        self._label: list[str] = []
        self._text: list[str] = []
        self._tokens: list[Token] = []
        self._in_label = False

    @property
    def name(self) -> str:
        """
        The name of the element.
        """
        return self._token.name

    @property
    def is_empty(self) -> bool:
        """
        True if it is closed by its start tag, which is possible only for svg and math.
        """
        return self._token.self_closing and self.name in FOREIGN

    def ends_with(self, token: Token) -> bool:
        """
        Return whether *token*, the next one, ends the element.
        """
        if self.name == "math":
            self._tokens.append(token)
        if isinstance(token, str):
            (self._label if self._in_label else self._text).append(token)
            return False
        if isinstance(token, StartTag):
            self._depth += token.name == self._token.name and not (token.self_closing and self.name in FOREIGN)
            self._in_label = self._labels(token) and not self._label
            return False
        self._depth -= token.name == self._token.name
        self._in_label = False
        return self._depth == 0

    def _labels(self, token: StartTag) -> bool:
        """
        Return whether *token* starts the element with its name: the title of an svg, or the annotation of MathML with the source of a formula.
        """
        if self._token.name == "svg":
            return token.name == "title"
        return self._token.name == "math" and token.name == "annotation" and "tex" in token.attributes.get("encoding", "").lower()

    def readable(self) -> str:
        """
        Return its name or source, or "".
        """
        if self._repeats:
            return ""
        if _is_source(self._token):
            return "".join(self._text).strip()
        if self._token.name not in FOREIGN:
            return ""
        said = self._token.attributes.get("alttext") or self._token.attributes.get("aria-label") or "".join(self._label).strip()
        return said or linear(self._tokens)


def with_foreign_elements(tokens: Iterable[Token]) -> Iterator[Token | SkippedElement]:
    """
    Yield *tokens* with each svg and math element, its tags and its content, as one.
    """
    skipped: SkippedElement | None = None
    for token in tokens:
        if skipped is not None:
            if skipped.ends_with(token):
                yield skipped
                skipped = None
        elif isinstance(token, StartTag) and token.name in FOREIGN:
            skipped = SkippedElement(token)
            if skipped.is_empty:
                yield skipped
                skipped = None
        else:
            yield token
    if skipped is not None:
        yield skipped


class FormulaDeduplicator:
    """
    Finds elements that repeat a formula.
    """

    def __init__(self) -> None:
        self._has_source = False
        self._has_picture = False

    def repeats(self, token: StartTag) -> bool:
        """
        Return whether the element that *token* starts repeats another one.
        """
        has_source, self._has_source = self._has_source, False
        if token.name == "script":
            return _is_source(token) and self._has_picture
        if not token.attributes.keys() & _TELLING:
            return False
        classes = token.attributes.get("class", "").split()
        self._has_picture = self._has_picture or any(name.startswith("MathJax") for name in classes)
        if _DRAWN in classes:
            return has_source
        if any(name.startswith(_HIDDEN) for name in classes):
            return "none" in token.attributes.get("style", "")
        # MathJax hides its drawing from screen readers if there is MathML for them.
        return token.attributes.get("aria-hidden") == "true" and (token.name in {"nobr", "mjx-math"} or "mjx-math" in classes)

    def saw(self, skipped: SkippedElement) -> None:
        """
        Record a skipped element.
        """
        self._has_source = skipped.name == "math"
        self._has_picture = self._has_picture and skipped.name != "script"


def _is_source(token: StartTag) -> bool:
    """
    Return whether an element holds the source of a formula for a script.
    """
    return token.name == "script" and token.attributes.get("type", "").lower().startswith("math/tex")
