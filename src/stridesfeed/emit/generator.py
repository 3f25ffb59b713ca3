"""
The name under which documents say what wrote them.
"""

from __future__ import annotations

from importlib.metadata import version

NAME = "stridesfeed"
__version__ = version("stridesfeed")
