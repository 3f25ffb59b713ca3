"""
All benchmarks, or those that are named: ``./run bench [--quick] [NAME …]``.

Seconds are there for the curious; what counts are ratios, for both sides of each are measured in turns, in one run. Without ``--quick`` what
was measured goes into ``docs/explanation/performance.md``, and its pictures beside it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import bounded
import builds
import loading
import peers
import sites
import startup
from report import Report

import checks
import hostile
import related

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "explanation" / "performance.md"

BENCHMARKS = {
    "builds": builds.run,
    "peers": peers.run,
    "bounded": bounded.run,
    "hostile": hostile.run,
    "loading": loading.run,
    "checks": checks.run,
    "related": related.run,
    "sites": sites.run,
    "startup": startup.run,
}


def main() -> None:
    """
    Measure, print, and cache.
    """
    parser = argparse.ArgumentParser(prog="./run bench", description="Benchmarks: ratios, measured side by side.")
    parser.add_argument("--quick", action="store_true", help="less of everything, in under a minute; nothing is kept")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without any")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}")
    for name in given.names or BENCHMARKS:
        report = BENCHMARKS[name](quick=given.quick)
        print(f"\n## {name}\n\n{report.markdown}\n", flush=True)
        if not given.quick:
            _keep(name, report)


def _keep(name: str, report: Report) -> None:
    """
    Put *report* into the page, in the place of the one before.
    """
    if report.chart:
        (DOCS / "_static").mkdir(exist_ok=True)
        (DOCS / "_static" / f"{name}.svg").write_text(report.chart.svg(), "utf-8")
    start, end = f"<!-- measured: {name} -->", f"<!-- end of {name} -->"
    page = PAGE.read_text("utf-8")
    place = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    PAGE.write_text(place.sub(lambda _: f"{start}\n\n{report.markdown}\n\n{end}", page), "utf-8")


if __name__ == "__main__":
    main()
