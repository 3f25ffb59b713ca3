"""
The door to docutils: reStructuredText as portable HTML. Nothing in a text can read another file, the clock or docutils' own settings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from stridesfeed.errors import FileError, MissingExtraError

try:
    from docutils import nodes
    from docutils.core import publish_parts
    from docutils.parsers.rst import Parser
    from docutils.utils import Reporter

    from stridesfeed.load.markup._docutils.context import Context
    from stridesfeed.load.markup._docutils.html_writer import HtmlWriter
    from stridesfeed.load.markup._docutils.markup import own_markup
except ImportError as error:
    raise MissingExtraError("reStructuredText", "rst") from error

#: HTML may have so many characters: a constant, and so many for each character of the text.
_MAX_HTML = (100_000, 60)

_SUBSTITUTION = re.compile(r"^[ \t]*\.\. \|[^|\n]+\|.*(?:\n[ \t]+\S.*)*", re.MULTILINE)

_SETTINGS: dict[str, Any] = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "initial_header_level": 2,
    "input_encoding": "unicode",
    "math_output": "LaTeX",
    "syntax_highlight": "none",
    "smart_quotes": False,
    "report_level": Reporter.SEVERE_LEVEL + 1,
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "warning_stream": False,
    "traceback": True,
    "cloak_email_addresses": False,
    "embed_stylesheet": False,
    "section_self_link": False,
    "language_code": "en",
}


class _ReportingParser(Parser):
    """
    A parser whose messages are reported.
    """

    def __init__(self, report: Callable[[nodes.system_message], None]) -> None:
        super().__init__()
        self._report = report

    def setup_parse(self, inputstring: str, document: nodes.document) -> None:
        super().setup_parse(inputstring, document)
        document.reporter.attach_observer(self._report)


def to_html(text: str, path: str, first_line: int, *, page: Callable[[str], str | None], omit: Callable[[int, str], None]) -> str:
    """
    Return *text*, which begins at *first_line* of *path*, as HTML. *page* returns the URL of a document by its name; *omit* is called with the
    line and a rule for markup that cannot be rendered.

    Raises :class:`FileError` if it is nested too deep, or its HTML would be out of proportion to its size.
    """
    constant, per_character = _MAX_HTML
    most = constant + per_character * len(text)
    too_large = FileError(path, first_line, None, "has HTML out of proportion to its size; use fewer substitutions and tables")
    if max(map(len, _SUBSTITUTION.findall(text)), default=0) * text.count("|") > most:
        raise too_large
    context = Context(page=page, omit=lambda line, rule: omit(first_line + line - 1, rule))
    settings = _SETTINGS | {"stridesfeed": context}
    try:
        with own_markup():
            parts = publish_parts(
                text, source_path=path, parser=_ReportingParser(context.report), writer=HtmlWriter(), settings_overrides=settings
            )
    except RecursionError as error:
        raise FileError(path, first_line, None, "is nested too deep; use fewer levels of lists and quotations") from error
    html: str = parts["body"]
    if len(html) > most:
        raise too_large
    return html
