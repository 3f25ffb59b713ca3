"""
HTML for feeds: code with its language, notes as quotations, formulas as TeX; no class names that only a style sheet understands.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator, Writer

#: Comments that end a teaser, from which summaries are made (Nikola, Pelican).
_TEASER_ENDS = frozenset({"more", "pelican end summary", "teaser end"})


class HtmlWriter(Writer):
    """
    Writes HTML for feeds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.translator_class = Translator


class Translator(HTMLTranslator):
    """
    Translates the elements of a document that html5_polyglot writes for browsers only.
    """

    def visit_literal(self, node: nodes.literal) -> None:
        self.body.append(f"<code>{escape(node.astext())}</code>")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        language = next((name for name in node["classes"] if name not in {"code", "literal-block"}), "")
        attribute = f' class="language-{escape(language)}"' if language else ""
        self.body.append(f"<pre><code{attribute}>{escape(node.astext())}\n</code></pre>\n")
        raise nodes.SkipNode

    def visit_doctest_block(self, node: nodes.doctest_block) -> None:
        self.body.append(f'<pre><code class="language-pycon">{escape(node.astext())}\n</code></pre>\n')
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        self.body.append(escape(rf"\({node.astext()}\)"))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        formula = escape(rf"\[{node.astext()}\]")
        self.body.append(f"<p>{formula}</p>\n")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        self.body.append("<blockquote>\n")
        name = node.__class__.__name__
        if name != "admonition":
            self.body.append(f"<p><strong>{escape(name.capitalize())}</strong></p>\n")

    def depart_admonition(self, node: nodes.Element | None = None) -> None:  # noqa: ARG002
        self.body.append("</blockquote>\n")

    def visit_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, nodes.section):
            super().visit_title(node)
        else:
            self.body.append("<p><strong>")
            self.context.append("</strong></p>\n")

    def depart_title(self, node: nodes.title) -> None:
        self.body.append(self.context.pop())
        if isinstance(node.parent, nodes.section) and self.in_document_title:
            self.in_document_title = 0

    def visit_problematic(self, node: nodes.problematic) -> None:
        """
        Show markup with errors as it is written.
        """

    def depart_problematic(self, node: nodes.problematic) -> None:
        """
        End it.
        """

    def visit_colspec(self, node: nodes.colspec) -> None:  # noqa: ARG002
        raise nodes.SkipNode

    def visit_comment(self, node: nodes.comment, _sub: object = None) -> None:
        if node.astext().strip().lower().replace("_", " ") in _TEASER_ENDS:
            self.body.append("<!-- more -->\n")
        raise nodes.SkipNode

    def visit_raw(self, node: nodes.raw) -> None:
        if "html" in node.get("format", "").split():
            self.body.append(node.astext())
        raise nodes.SkipNode
