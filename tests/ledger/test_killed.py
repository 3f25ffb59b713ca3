"""
A ledger is complete whenever its writer is killed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXPERIMENT = """
import os, random, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from stridesfeed.publish.ledger import Entry, Ledger, format_ledger, read_ledger
from stridesfeed.publish.write import write

file = Path(sys.argv[1])
noon = datetime(2026, 4, 30, 12, tzinfo=UTC)


def ledger_of(count):
    urls = [f"https://strides.example/{n}" for n in range(count)]
    return Ledger([Entry(n, url, f"{n}.md", url, noon, noon) for n, url in enumerate(urls, start=1)])


ledgers = [ledger_of(count) for count in (40, 800)]
texts = [format_ledger(ledger) for ledger in ledgers]


def write_for_ever(told):
    while True:
        for text in texts:
            write({file: text})
            os.write(told, b".")


def killed(seed):
    chance = random.Random(seed)
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        write_for_ever(tell)
    os.close(tell)
    for _ in range(chance.randrange(1, 4)):
        assert os.read(told, 1) == b"."
    for _ in range(chance.randrange(60_000)):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(told)


found = set()
for seed in range(100):
    killed(seed)
    found.add(ledgers.index(read_ledger(file)))
print("whole", len(found))
"""


def test_a_ledger_is_whole_after_100_kills(tmp_path: Path) -> None:
    """
    Each time it is one of the two that were written alternately; both were seen in the end.
    """
    file = tmp_path / "stridesfeed.lock"

    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", EXPERIMENT, str(file)], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("whole 2\n", "")
    assert {path.suffix for path in tmp_path.iterdir()} <= {".lock", ".tmp"}
