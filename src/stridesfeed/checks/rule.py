"""
Rules. A rule is a function: its name is the code, its docstring the explanation.

A function ``self_link_missing`` has the code ``self-link-missing``. It takes what it checks and yields a :class:`Found` for each problem. Its
docstring is what ``--explain`` prints, in three paragraphs: the problem and whom it affects; the section of the specification; ``Fix:`` and
what to do. The level of a rule is set in the table of its package.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

import attrs

from stridesfeed.checks.finding import Finding, Level
from stridesfeed.errors import UnknownNameError

#: What a rule checks: an article, a feed, a document.
Checked = TypeVar("Checked")


@attrs.frozen
class Found:
    """
    A problem that a rule function yields.
    """

    #: What is wrong and how to fix it.
    message: str

    #: What the problem is about, for people; ``None`` for everything that the rule checks.
    subject: str | None = None

    #: The position, if known; see :class:`~stridesfeed.checks.finding.Finding`.
    path: str | None = None
    line: int | None = None
    column: int | None = None

    #: The id of the article, if the problem is about one.
    article_id: str | None = None


@attrs.frozen
class Rule(Generic[Checked]):
    """
    A rule for one kind of thing: articles, feeds or documents.
    """

    function: Callable[[Checked], Iterable[Found]]
    level: Level

    #: The name in findings: the function's name with hyphens.
    code: str = attrs.field(init=False)

    @code.default
    def _code_of_function(self) -> str:
        return self.function.__name__.replace("_", "-")

    @property
    def explanation(self) -> str:
        """
        The function's docstring: problem, section of the specification, fix.
        """
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """
        The first paragraph of the explanation, on one line.
        """
        return " ".join(self.explanation.partition("\n\n")[0].split())

    def findings(self, checked: Checked) -> Iterator[Finding]:
        """
        Apply the rule to *checked*.
        """
        return map(self.finding, self.function(checked))

    def finding(self, found: Found) -> Finding:
        """
        Return a finding of this rule for a problem that its function found.
        """
        return Finding(
            code=self.code,
            level=self.level,
            message=found.message,
            subject=found.subject,
            article_id=found.article_id,
            path=found.path,
            line=found.line,
            column=found.column,
        )


def table(
    *,
    errors: Iterable[Callable[[Checked], Iterable[Found]]] = (),
    warnings: Iterable[Callable[[Checked], Iterable[Found]]] = (),
    hints: Iterable[Callable[[Checked], Iterable[Found]]] = (),
) -> Mapping[str, Rule[Checked]]:
    """
    Create the table of a package's rules by code, from worst to mildest.
    """
    levels: tuple[tuple[Level, Iterable[Callable[[Checked], Iterable[Found]]]], ...] = (
        ("error", errors),
        ("warning", warnings),
        ("hint", hints),
    )
    rules = [Rule(function, level) for level, functions in levels for function in functions]
    return MappingProxyType({rule.code: rule for rule in rules})


def explain(code: str, rules: Mapping[str, Rule[Checked]]) -> str:
    """
    Return the text that ``--explain`` prints. Raises :class:`~stridesfeed.errors.UnknownNameError` with the most similar code.
    """
    rule = rules.get(code.replace("_", "-").lower())
    if rule is None:
        raise UnknownNameError("rule", code, rules)
    return f"{rule.code} ({rule.level})\n\n{rule.explanation}\n"
