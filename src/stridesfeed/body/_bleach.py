"""
Calls bleach. Our own rules check what it allows, and inputs that it processes slowly are avoided.
"""

from __future__ import annotations

import re
import threading
from functools import partial
from typing import TYPE_CHECKING

from stridesfeed.body.policy import Policy
from stridesfeed.body.urls import is_allowed_attribute

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

#: bleach joins text again at every character reference, in quadratic time. A comment, which it removes, ends a text.
_REFERENCES = 500
_TEXT = re.compile(r"(?:\A|(?<=>))[^<>]++")


class _Cleaners(threading.local):
    """
    The cleaners of one thread; a cleaner has state while it works.
    """

    def __init__(self) -> None:
        self._by_policy: dict[Policy, Cleaner] = {}

    def of(self, policy: Policy) -> Cleaner:
        cleaner = self._by_policy.get(policy)
        if cleaner is None:
            cleaner = self._by_policy[policy] = _cleaner(policy)
        return cleaner


_CLEANERS = _Cleaners()


def sanitise(rewritten: str, policy: Policy) -> str:
    """
    Return *rewritten* as bleach writes it under *policy*.
    """
    pieces = _TEXT.sub(_in_pieces, rewritten) if rewritten.count("&") > _REFERENCES else rewritten
    return _CLEANERS.of(policy).clean(pieces)


def _in_pieces(match: re.Match[str]) -> str:
    parts = match[0].split("&")
    return "<!---->&".join("&".join(parts[start : start + _REFERENCES]) for start in range(0, len(parts), _REFERENCES))


def _cleaner(policy: Policy) -> Cleaner:
    from bleach.sanitizer import Cleaner  # noqa: PLC0415  # slow to import, and often not used

    return Cleaner(
        tags=frozenset(policy.elements) - {"*"},
        attributes=partial(_keeps, policy),
        protocols=policy.link_schemes | policy.media_schemes,
        strip=True,
        strip_comments=True,
    )


def _keeps(policy: Policy, element: str, attribute: str, value: str) -> bool:
    return is_allowed_attribute(element, attribute, value, policy)
