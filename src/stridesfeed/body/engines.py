"""
The engines that have the last word on a body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from stridesfeed.body import _bleach, _nh3
from stridesfeed.body.policy import Policy
from stridesfeed.errors import UnknownNameError
from stridesfeed.text import legal

#: Gives back rewritten HTML with nothing in it that the policy does not allow.
Engine = Callable[[str, Policy], str]

#: The name of an engine, for type checkers.
EngineName = Literal["bleach", "nh3"]

#: Every engine by its name. One that is not installed says so when it is used.
ENGINES: Mapping[str, Engine] = MappingProxyType({"bleach": _bleach.sanitise, "nh3": _nh3.sanitise})


def sanitize(rewritten: str, policy: Policy, engine: str) -> str:
    """
    *rewritten* (:func:`stridesfeed.body.rewrite.rewrite`), judged by the engine of this name: the one place where an engine is called.
    """
    judge = ENGINES.get(engine)
    if judge is None:
        raise UnknownNameError("engine", engine, ENGINES)
    return legal(judge(rewritten, policy))
