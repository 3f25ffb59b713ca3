"""
Values shared by the directives and roles of one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs
from docutils import nodes
from docutils.utils import Reporter

#: Messages about what is only unusual: nothing is lost.
_HARMLESS = re.compile(
    r"Title (?:under|over)line too short|Duplicate (?:implicit|explicit) target|Possible title underline|No (?:role|directive) entry"
)


@attrs.define
class Context:
    """
    The links of one document, and reports of what cannot be rendered.
    """

    #: Returns the URL of another document by its name.
    page: Callable[[str], str | None]

    #: Reports what is left out: the line, counted from 1, and a rule for people.
    omit: Callable[[int, str], None]

    def report(self, message: nodes.system_message) -> None:
        """
        Report a message of docutils.
        """
        text = " ".join(message.astext().partition(") ")[2].split()) or message.astext()
        if message["level"] >= Reporter.WARNING_LEVEL and not _HARMLESS.search(text):
            self.omit(message.get("line") or 1, f"{text.rstrip('.')}; correct the reStructuredText")


def context_of(document: nodes.document) -> Context:
    """
    Return the context of *document*.
    """
    context: Context = document.settings.stridesfeed
    return context
