"""
TABLE of sanitising engines, which make the final decision about a body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from stridesfeed.body import _bleach, _nh3
from stridesfeed.body.policy import Policy
from stridesfeed.errors import UnknownNameError
from stridesfeed.text import legal

#: Removes everything that the policy does not allow from rewritten HTML.
Engine = Callable[[str, Policy], str]

#: The name of an engine, for type checkers.
EngineName = Literal["bleach", "nh3"]

#: All engines by name. One that is not installed raises an error when it is called.
ENGINES: Mapping[str, Engine] = MappingProxyType({"bleach": _bleach.sanitise, "nh3": _nh3.sanitise})


def sanitize(rewritten: str, policy: Policy, engine: str) -> str:
    """
    Sanitise the output of :func:`stridesfeed.body.rewrite.rewrite` with the engine called *engine*. Engines are called only here.
    """
    judge = ENGINES.get(engine)
    if judge is None:
        raise UnknownNameError("engine", engine, ENGINES)
    return legal(judge(rewritten, policy))
