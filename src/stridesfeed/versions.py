"""
Which versions are installed: what is kept from build to build is good for these only.
"""

from __future__ import annotations

from functools import cache
from importlib import metadata


@cache
def installed(package: str) -> str:
    """
    The version of *package*; nothing where it is not installed.
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
