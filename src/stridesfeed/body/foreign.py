"""
What stands in svg and math, which no feed carries: its name or its source, in words, and once.

Programs that set formulas write each of them twice, for the eye and for machines; the one that says less goes.
"""

from __future__ import annotations

from stridesfeed.body.tokens import StartTag, Token

#: Elements that go with their content, and are named by it.
FOREIGN = frozenset({"svg", "math"})

#: What KaTeX draws beside the MathML of the same formula, and where Wikipedia hides the MathML of a formula that it shows as an image.
_DRAWN = "katex-html"
_HIDDEN = "mwe-math-mathml"


class SkippedElement:
    """
    An element that goes with its content, and what of it can be read.
    """

    def __init__(self, token: StartTag, *, repeats: bool = False) -> None:
        self._token = token
        self._repeats = repeats
        self._depth = 1
        self._label: list[str] = []
        self._text: list[str] = []
        self._in_label = False

    @property
    def name(self) -> str:
        """
        What the element is called.
        """
        return self._token.name

    @property
    def is_empty(self) -> bool:
        """
        Whether it holds nothing: only svg and math can be closed as they begin.
        """
        return self._token.self_closing and self.name in FOREIGN

    def ends_with(self, token: Token) -> bool:
        """
        Whether *token*, which is the next one, ends it.
        """
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
        An svg is named by its title; a formula by its source, which MathML carries as an annotation.
        """
        if self._token.name == "svg":
            return token.name == "title"
        return self._token.name == "math" and token.name == "annotation" and "tex" in token.attributes.get("encoding", "").lower()

    def readable(self) -> str:
        """
        Its name, or its source, or nothing.
        """
        if self._repeats:
            return ""
        if _is_source(self._token):
            return "".join(self._text).strip()
        if self._token.name not in FOREIGN:
            return ""
        said = self._token.attributes.get("alttext") or self._token.attributes.get("aria-label") or "".join(self._label).strip()
        return said or ("".join(self._text).strip() if self._token.name == "math" else "")


class FormulaDeduplicator:
    """
    Which elements say a formula a second time.
    """

    def __init__(self) -> None:
        self._has_source = False
        self._has_picture = False

    def repeats(self, token: StartTag) -> bool:
        """
        Whether the element that *token* begins says what another one says.
        """
        has_source, self._has_source = self._has_source, False
        if not token.attributes:
            return False
        classes = token.attributes.get("class", "").split()
        if token.name == "script":
            return _is_source(token) and self._has_picture
        self._has_picture = self._has_picture or any(name.startswith("MathJax") for name in classes)
        if _DRAWN in classes:
            return has_source
        if any(name.startswith(_HIDDEN) for name in classes):
            return "none" in token.attributes.get("style", "")
        # MathJax hides what it draws from programs that read aloud where MathML for them stands beside it.
        return token.attributes.get("aria-hidden") == "true" and (token.name in {"nobr", "mjx-math"} or "mjx-math" in classes)

    def saw(self, skipped: SkippedElement) -> None:
        """
        Note what was just read.
        """
        self._has_source = skipped.name == "math"
        self._has_picture = self._has_picture and skipped.name != "script"


def _is_source(token: StartTag) -> bool:
    """
    Whether an element holds the source of a formula, which a script of the page would set.
    """
    return token.name == "script" and token.attributes.get("type", "").lower().startswith("math/tex")
