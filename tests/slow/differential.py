"""
The fast path of canonical bodies against the whole pipeline, at length: ``python -m slow.differential [MUTANTS] [SEED] [PROCESSES]``.

It ends with an error where a body that was accepted is not what the pipeline writes, or not what an HTML parser reads.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

import attrs

from slow.mutants import Case, accepted, cases

_CHUNK = 2_000


@attrs.frozen
class Found:
    """
    What became of some mutants.
    """

    mutants: int
    accepted: int
    wrong: tuple[Case, ...]


def chunk(seed: int, count: int) -> Found:
    """
    Try so many mutants of this seed.
    """
    right = 0
    wrong: list[Case] = []
    for case in cases(seed, count):
        try:
            right += accepted(case) > 0
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            sys.stderr.write(f"seed {seed}: {type(error).__name__}: {error}\n")
            wrong.append(case)
    return Found(count, right, tuple(wrong))


def main(mutants: int = 200_000, seed: int = 1, processes: int = 2) -> int:
    """
    Try them all, and say what was found.
    """
    seeds = range(seed * 1_000_000, seed * 1_000_000 + -(-mutants // _CHUNK))
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(chunk, seeds, [_CHUNK] * len(seeds)))
    wrong = [case for part in found for case in part.wrong]
    sys.stdout.write(f"{sum(part.mutants for part in found)} mutants, {sum(part.accepted for part in found)} accepted, {len(wrong)} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
