"""
Limits of the size of a body. Everything is counted while it is read, in linear time, before an engine is called.
"""

from __future__ import annotations

from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import StartTag


class LimitExceeded(Exception):  # noqa: N818 - no error: it leads to the text of the body, or to a LimitError that names the article
    """
    A body exceeds a limit.
    """

    def __init__(self, limit: str, found: int, allowed: int, what: str) -> None:
        super().__init__(limit, found, allowed, what)
        #: The limit's name in the policy.
        self.limit = limit
        #: The value found and the allowed one.
        self.rule = f"at least {found} {what}, and {allowed} are allowed: shorten the body, or raise the limit in the policy"


def check_attributes(tag: StartTag, policy: Policy) -> None:
    """
    Raise if *tag* has more attributes than *policy* allows.
    """
    if len(tag.attributes) > policy.max_attributes:
        raise LimitExceeded("max_attributes", len(tag.attributes), policy.max_attributes, "attributes in one element")


def check_elements(elements: int, policy: Policy) -> None:
    """
    Raise if there are more elements than *policy* allows, including those that repairing the tree created.
    """
    if elements > policy.max_elements:
        raise LimitExceeded("max_elements", elements, policy.max_elements, "elements")


def check_depth(depth: int, policy: Policy) -> None:
    """
    Raise if elements are nested deeper than *policy* allows.
    """
    if depth > policy.max_depth:
        raise LimitExceeded("max_depth", depth, policy.max_depth, "elements inside one another")


def check_length(html: str, policy: Policy) -> None:
    """
    Raise if *html* is longer than *policy* allows.
    """
    if len(html) > policy.max_length:
        raise LimitExceeded("max_length", len(html), policy.max_length, "characters")
