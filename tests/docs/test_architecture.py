"""
The files and tables that ARCHITECTURE.md names exist.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"`([\w.-]+/[\w./-]*|\w+\.py)`", TEXT)))
TREE = re.findall(r"^  ([\w./]+) {2,}\S", TEXT.partition("## Import layers")[0], re.MULTILINE)


@pytest.mark.parametrize("path", [*PATHS, *TREE])
def test_a_path_exists(path: str) -> None:
    assert (ROOT / "src" / "stridesfeed" / path).exists() or (ROOT / path).exists()


@pytest.mark.parametrize(("table", "path"), re.findall(r"`([A-Z_]+)` of `([\w./]+\.py)`", TEXT))
def test_a_table_is_in_its_module(table: str, path: str) -> None:
    module = (ROOT / "src" / "stridesfeed" / path).read_text(encoding="utf-8")

    assert re.search(rf"^{table}\b", module, re.MULTILINE)


def test_the_tree_is_complete() -> None:
    package = ROOT / "src" / "stridesfeed"
    modules = {path.name for path in package.glob("*.py")} | {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}

    assert modules - set(TREE) == {"__main__.py"}
