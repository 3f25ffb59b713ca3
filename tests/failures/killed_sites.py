"""
Build a whole site repeatedly, killed at a given moment each time: for ``test_killed_builds.py``.

The arguments are a folder and the moments to be killed at, as parts of the whole way. Each build has a process of its own, and the same thing
to do: an article was edited, one came, one went. Each error found afterwards is printed as a line.
"""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

from killing import calls_of, in_a_process, killed_at
from publisher import START, Publisher
from stridesfeed.build import build
from stridesfeed.publish.ledger import read_ledger
from stridesfeed.site import read_site

CONFIGURATION = """\
[output]
archive = 2
limit = 2
remove_stale = true
[[feeds]]
by = "category"
path = "tags/{slug}/"
[build]
cache = ".cache/feeds.sqlite"
"""

LEDGER = "stridesfeed.lock"


def a_site(folder: Path) -> Publisher:
    """
    A site that was built once and has changed since.
    """
    site = Publisher(folder, CONFIGURATION)
    for day, name in enumerate(("one", "two", "three")):
        site.write(name, day=day, tags="[AI]" if day else "[AI, Gone]")
    site.build(5)
    site.write("two", "Another text.", day=1, tags="[AI]")
    site.write("four", day=6, tags="[AI, New]")
    site.withdraw("one")
    return site


def build_at(folder: Path) -> None:
    """
    The second build, which has changes to publish.
    """
    build(read_site(folder), as_of=START + timedelta(days=7))


def restored(base: Path, site: Path) -> Path:
    """
    Restore *site* to the state of *base*.
    """
    shutil.rmtree(site, ignore_errors=True)
    return Path(shutil.copytree(base, site))


def contents(folder: Path) -> dict[str, bytes]:
    """
    All files of a build: the output, the ledger, and unexpected files next to them.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith((".cache/", "content/"))}


def errors_in(before: Mapping[str, bytes], found: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """
    Yield the files that have neither their former nor their new content. Only temporary files next to their targets may have other names.
    """
    waiting = {name for name in found if name.rpartition("/")[2].startswith(".stridesfeed-")}
    yield from (f"{name} is missing" for name in (before.keys() & after.keys()) - found.keys())
    yield from (f"{name} is torn" for name in found.keys() - waiting if found[name] not in {before.get(name), after.get(name)})


def main(folder: Path, moments: list[float]) -> None:
    """
    Be killed once at each of *moments*, which are parts of the whole way: 0.5 is in the middle.
    """
    base, site = a_site(folder / "base").folder, folder / "site"
    before = contents(base)
    build_at(restored(base, site))
    after = contents(site)
    # The second time, because caches make the build shorter.
    length = calls_of(partial(build_at, restored(base, site)))
    killed = 0
    for number, moment in enumerate(moments):
        calls = int(moment * length)
        restored(base, site)
        # Threads that sync files make the number of calls vary: a build that ended before its moment is killed a little earlier.
        while in_a_process(partial(killed_at, calls, partial(build_at, site))) != signal.SIGKILL:
            restored(base, site)
            calls -= length // 100
        killed += 1
        faults = [*errors_in(before, contents(site), after)]
        read_ledger(site / LEDGER)
        build_at(site)
        again = contents(site)
        faults += [f"{name} is not as undisturbed" for name in after.keys() | again.keys() if again.get(name) != after.get(name)]
        sys.stdout.writelines(f"{number}: {fault}\n" for fault in faults)
    sys.stdout.write(f"killed {killed} times\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [float(moment) for moment in sys.argv[2:]])
