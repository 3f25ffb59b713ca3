"""
How much memory this process holds.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def now() -> int:
    """
    In bytes; where a system does not say it, the most that it held so far.
    """
    return _stated("VmRSS") or peak()


def peak() -> int:
    """
    The most that it held, in bytes. Where Linux says it, of this program alone: what is inherited from who started it does not count.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return _stated("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _stated(field: str) -> int | None:
    if not _STATUS.exists():
        return None
    found = re.search(rf"^{field}:\s+(\d+) kB", _STATUS.read_text("ascii"), re.MULTILINE)
    return int(found[1]) * 1024 if found else None
