"""
Measure one library in this process and print a line of JSON: ``python one_peer.py PEER ROUNDS ARTICLES``; :mod:`peers` starts it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import memory
from clock import timed
from peer_libraries import PEERS, Plain, with_moment


def main(name: str, rounds: int, path: Path) -> None:
    """
    Measure and print the result.
    """
    prepares = PEERS[name].prepares
    if prepares is None:
        raise SystemExit(f"{name} runs in Node: see peers.mjs")
    with path.open(encoding="utf-8") as lines:
        channel: Plain = json.loads(next(lines))
        articles = [with_moment(json.loads(line)) for line in lines]
    works = prepares(channel, articles)
    if name == "stridesfeed":
        # The library has its own copy of the values now.
        articles.clear()
    before = memory.now()
    taken: dict[str, list[float]] = {format_: [] for format_ in works}
    sizes: dict[str, int] = {}
    for _ in range(rounds):
        for format_, work in works.items():
            took, document = timed(work)
            taken[format_].append(took)
            sizes[format_] = len(document)
            del document
    print(json.dumps({"seconds": taken, "before": before, "peak": memory.peak(), "written": sum(sizes.values())}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
