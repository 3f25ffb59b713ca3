"""
Run all benchmarks, or the named ones: ``./run bench [--quick] [NAME …]``.

Ratios are more reliable than seconds, because both sides are measured in turns. Without ``--quick`` the results are written to
``docs/explanation/performance.md``, and the charts to ``docs/_static``.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import batches
import bodies
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
    "bodies": bodies.run,
    "peers": peers.run,
    "bounded": bounded.run,
    "hostile": hostile.run,
    "loading": loading.run,
    "checks": checks.run,
    "related": related.run,
    "sites": sites.run,
    "batches": batches.run,
    "startup": startup.run,
}


def main() -> None:
    """
    Measure, print the results, and write them to the page.
    """
    parser = argparse.ArgumentParser(prog="./run bench", description="Benchmarks: ratios, measured side by side.")
    parser.add_argument("--quick", action="store_true", help="less of everything, in under a minute; nothing is written")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without any")
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}")
    for name in given.names or BENCHMARKS:
        report = BENCHMARKS[name](quick=given.quick)
        print(f"\n## {name}\n\n{report.markdown}\n", flush=True)
        if not given.quick:
            _write_to_page(name, report)


def _write_to_page(name: str, report: Report) -> None:
    """
    Replace the previous report of the page by *report*.
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
