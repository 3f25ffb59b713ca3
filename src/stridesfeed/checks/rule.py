"""
A rule: one function, whose name is its code and whose docstring explains it.

A function ``self_link_missing`` has the code ``self-link-missing``. It takes what it looks at and yields a :class:`Found` for each thing that
is wrong with it. Its docstring is what ``--explain`` prints: in the first paragraph what happens, and to whom; then the section of the
specification; last ``Fix:`` and what to do. Which level it has is said in the table of its package.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

import attrs

from stridesfeed.checks.finding import Finding, Level
from stridesfeed.errors import UnknownNameError

Thing = TypeVar("Thing")


@attrs.frozen
class Found:
    """
    What a rule yields.
    """

    #: What is wrong, and the mend.
    message: str

    #: What it is about; ``None`` for what the rule looked at.
    subject: str | None = None

    #: Where it is, as far as that is known; see :class:`stridesfeed.checks.finding.Finding`.
    path: str | None = None
    line: int | None = None
    column: int | None = None

    #: The id of the article, if the rule looked at one.
    article_id: str | None = None


@attrs.frozen
class Rule(Generic[Thing]):
    """
    A function that looks at one kind of thing: an article, a feed, a document.
    """

    function: Callable[[Thing], Iterable[Found]]
    level: Level

    #: As findings name it: the function's name, with hyphens.
    code: str = attrs.field(init=False)

    @code.default
    def _name_of_function(self) -> str:
        return self.function.__name__.replace("_", "-")

    @property
    def explanation(self) -> str:
        """
        What happens, to whom, the section of the specification, and the mend.
        """
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """
        The explanation's first paragraph, on one line.
        """
        return " ".join(self.explanation.partition("\n\n")[0].split())

    def findings(self, thing: Thing) -> Iterator[Finding]:
        """
        What is wrong with *thing*.
        """
        return map(self.finding, self.function(thing))

    def finding(self, found: Found) -> Finding:
        """
        What the function *found*, as a finding of this rule.
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
    errors: Iterable[Callable[[Thing], Iterable[Found]]] = (),
    warnings: Iterable[Callable[[Thing], Iterable[Found]]] = (),
    hints: Iterable[Callable[[Thing], Iterable[Found]]] = (),
) -> Mapping[str, Rule[Thing]]:
    """
    The rules of a package by their codes, the worst first.
    """
    levels: tuple[tuple[Level, Iterable[Callable[[Thing], Iterable[Found]]]], ...] = (("error", errors), ("warning", warnings), ("hint", hints))
    rules = [Rule(function, level) for level, functions in levels for function in functions]
    return MappingProxyType({rule.code: rule for rule in rules})


def explained(code: str, rules: Mapping[str, Rule[Thing]]) -> str:
    """
    What ``--explain`` prints of a rule. Raises :class:`UnknownNameError`, which names the nearest code.
    """
    rule = rules.get(code.replace("_", "-").lower())
    if rule is None:
        raise UnknownNameError("rule", code, rules)
    return f"{rule.code} ({rule.level})\n\n{rule.explanation}\n"
