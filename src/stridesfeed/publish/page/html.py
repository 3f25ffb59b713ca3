"""
HTML that is safe as it is: of clean bodies, and of our own making.
"""

from __future__ import annotations


class Html(str):
    """
    Text that a template writes as it is; it escapes all other text.
    """

    __slots__ = ()

    def __html__(self) -> str:
        """
        What template languages ask for before they escape.
        """
        return str(self)
