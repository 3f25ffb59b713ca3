"""
How large a body may be. Everything is counted while it is read, in time linear in its length, before an engine sees any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import StartTag, Token


class LimitExceeded(Exception):  # noqa: N818 - no error: it leads to the text of the body, or to a LimitError that names the article
    """
    A body is over the limit of this name.
    """

    def __init__(self, limit: str, found: int, allowed: int, what: str) -> None:
        super().__init__(limit, found, allowed, what)
        #: The limit's name in the policy.
        self.limit = limit
        #: What was found, and what is allowed.
        self.rule = f"at least {found} {what}, and {allowed} are allowed: shorten the body, or raise the limit in the policy"


def counted(tokens: Iterable[Token], policy: Policy) -> Iterator[Token]:
    """
    *tokens*, as long as they hold no more elements, and none of them more attributes, than *policy* allows.
    """
    elements = 0
    for token in tokens:
        if isinstance(token, StartTag):
            elements += 1
            check_elements(elements, policy)
            _check("max_attributes", len(token.attributes), policy.max_attributes, "attributes in one element")
        yield token


def check_elements(elements: int, policy: Policy) -> None:
    """
    Refuse more elements than *policy* allows: those that were written, and those that mending them takes.
    """
    _check("max_elements", elements, policy.max_elements, "elements")


def check_depth(depth: int, policy: Policy) -> None:
    """
    Refuse elements that stand deeper than *policy* allows.
    """
    _check("max_depth", depth, policy.max_depth, "elements inside one another")


def check_length(html: str, policy: Policy) -> None:
    """
    Refuse *html* that is longer than *policy* allows.
    """
    _check("max_length", len(html), policy.max_length, "characters")


def _check(limit: str, found: int, allowed: int, what: str) -> None:
    if found > allowed:
        raise LimitExceeded(limit, found, allowed, what)
