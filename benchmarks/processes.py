"""
Programs that measure one thing in a process of their own, and say what they found as a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict


class Said(TypedDict):
    """
    What such a program says.
    """

    #: By what was done.
    seconds: dict[str, list[float]]

    #: In bytes: what it held before it began, and at the most.
    before: int
    peak: int

    #: In bytes: the documents.
    written: int


def python(program: Path, *arguments: str) -> Said:
    """
    What a program of ours says.
    """
    return said(sys.executable, str(program), *arguments)


def said(*command: str) -> Said:
    """
    What *command* says.
    """
    found: Said = json.loads(output(*command))
    return found


def output(*command: str) -> str:
    """
    What *command* prints.
    """
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout  # noqa: S603 - our own programs
