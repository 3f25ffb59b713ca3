"""
Memory use of this process.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def now() -> int:
    """
    Return the current memory use in bytes; the peak so far on systems that do not report it.
    """
    return _stated("VmRSS") or peak()


def peak() -> int:
    """
    Return the peak memory use in bytes. On Linux, memory inherited from the parent process is excluded.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    return _stated("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _stated(field: str) -> int | None:
    if not _STATUS.exists():
        return None
    found = re.search(rf"^{field}:\s+(\d+) kB", _STATUS.read_text("ascii"), re.MULTILINE)
    return int(found[1]) * 1024 if found else None
