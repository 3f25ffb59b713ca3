"""
Programs that measure in their own process and print the result as a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict


class Said(TypedDict):
    """
    The result of such a program.
    """

    #: By the name of the work.
    seconds: dict[str, list[float]]

    #: Memory before the measurement, and the peak, in bytes.
    before: int
    peak: int

    #: The size of the documents in bytes.
    written: int


def python(program: Path, *arguments: str) -> Said:
    """
    Run one of our programs and return its result.
    """
    return said(sys.executable, str(program), *arguments)


def said(*command: str) -> Said:
    """
    Run *command* and return its result.
    """
    found: Said = json.loads(output(*command))
    return found


def output(*command: str) -> str:
    """
    Run *command* and return its output.
    """
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout  # noqa: S603 - our own programs
