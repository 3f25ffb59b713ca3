"""
Values of configuration files that are not literals.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Unread:
    """
    An expression, which only its program can evaluate.
    """

    reason: str
