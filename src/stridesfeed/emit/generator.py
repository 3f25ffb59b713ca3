"""
The name under which documents say what wrote them.
"""

from __future__ import annotations

from stridesfeed.versions import installed

NAME = "stridesfeed"
__version__ = installed(NAME)
