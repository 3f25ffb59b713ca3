"""
Bodies in the syntax of editors and content systems, composed of the blocks in ``editors/*.html``.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "editors"

#: The names of all editors.
EDITORS = tuple(sorted(path.stem for path in FOLDER.glob("*.html")))

_WORDS = [
    "model",
    "training",
    "data",
    "benchmark",
    "inference",
    "policy",
    "court",
    "license",
    "open",
    "weights",
    "research",
    "agent",
    "token",
    "context",
    "chip",
    "energy",
    "market",
    "safety",
]


@cache
def blocks(editor: str) -> tuple[str, ...]:
    """
    Return the blocks of one editor, which two empty lines separate, with their placeholders: a number, two words, or a sentence.
    """
    return tuple((FOLDER / f"{editor}.html").read_text("utf-8").rstrip("\n").split("\n\n\n"))


def filled(block: str, chance: random.Random) -> str:
    """
    Return *block* with words and numbers.
    """
    filled = block.replace("{n}", str(chance.randrange(1000, 10_000)))
    for placeholder, count in (("{words}", 14), ("{short}", 2)):
        while placeholder in filled:
            filled = filled.replace(placeholder, " ".join(chance.choices(_WORDS, k=count)), 1)
    return filled


def body(editor: str, chance: random.Random, size: int) -> str:
    """
    Return a body of at least *size* characters; half of its blocks are paragraphs.
    """
    # Each file starts with paragraphs.
    known = blocks(editor)
    made: list[str] = []
    while sum(map(len, made)) < size:
        made += [filled(chance.choice(known[:3]), chance), filled(chance.choice(known), chance)]
    return "\n\n".join(made)
