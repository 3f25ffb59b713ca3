"""
Installed versions. Cached results depend on them, and documents name the program that wrote them.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata

#: The name of this package, in documents and on PyPI.
NAME = "stridesfeed"


@cache
def installed(package: str) -> str:
    """
    Return the version of *package*, or an empty string if it is not installed.
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
