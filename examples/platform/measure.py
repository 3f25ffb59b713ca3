"""
Run ``publish.py``, kill its processes at random, run it again until it ends, and check every document: ``python measure.py FOLDER --kills 10``.

It prints feeds a second and the memory of all processes over time, and one digest of all documents. Only on Linux: it reads ``/proc``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

PUBLISH = Path(__file__).with_name("publish.py")


def processes(parent: int) -> dict[int, float]:
    """
    Return the resident memory of *parent* and its descendants in MB, by process id.
    """
    found: dict[int, float] = {}
    waiting = [parent]
    while waiting:
        process = waiting.pop()
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            for thread in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
        found[process] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return found


def check(folder: Path, feeds: int) -> str:
    """
    Parse every document of every feed, and return the digest of all.
    """
    digest = hashlib.sha256()
    for user in range(feeds):
        for name in ("atom.xml", "feed.json", "feed.xml"):
            content = (folder / "users" / str(user % 1000) / str(user) / name).read_bytes()
            # Either raises an error for a document that is not whole.
            (json.loads if name.endswith("json") else ET.fromstring)(content)
            digest.update(content)
    return digest.hexdigest()


def run(command: list[str], kills: list[int], chance: random.Random) -> bool:
    """
    Run *command* once, and kill one of its processes whenever the next of *kills* is reached. Return whether it ended by itself.
    """
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603  # our own program
        for line in program.stdout or ():
            memory = processes(program.pid)
            main, *others = [round(memory[process]) for process in memory]
            print(f"{time.monotonic() - started:7.1f} s  {line.strip()}  memory in MB: {main}, workers {sorted(others)}", flush=True)
            word = line.split()[0]
            if kills and word.isdecimal() and int(word) >= kills[0]:
                del kills[0]
                # The program itself, or one of its workers: not Python's helper processes, which are small.
                victim = chance.choice([program.pid, max(memory, key=lambda process: (process != program.pid, memory[process]))])
                print(f"           kill {'the program' if victim == program.pid else 'a worker'}", flush=True)
                os.kill(victim, signal.SIGKILL)
    return program.returncode == 0


def main() -> None:
    """
    Measure, check, and print.
    """
    parser = argparse.ArgumentParser(description="Measure publish.py, kill it, and check its documents.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given, others = parser.parse_known_args()
    chance = random.Random(given.seed)  # noqa: S311  # which process dies when
    kills = sorted(chance.sample(range(1, given.feeds), given.kills))
    journal = given.folder.with_name(given.folder.name + ".journal")
    command = [sys.executable, str(PUBLISH), str(given.folder), "--journal", str(journal), "--feeds", str(given.feeds), *others]
    while not run(command, kills, chance):
        pass
    print(f"every document is whole: {given.feeds} feeds, sha256 {check(given.folder, given.feeds)}")
    print(f"temporary files left by killed processes: {len(list(given.folder.rglob('.stridesfeed-*')))}")


if __name__ == "__main__":
    main()
