"""
Documents byte by byte: each folder is a case, with the input in ``case.py`` and the three expected documents.

``./run golden`` writes the documents anew; what to review is the diff.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from everything import URLS
from stridesfeed.emit import FORMATS, render_all

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.py"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_is_the_same_bytes(folder: Path, request: pytest.FixtureRequest) -> None:
    case = runpy.run_path(str(folder / "case.py"))
    arguments: dict[str, Any] = {"urls": URLS} | case.get("ARGUMENTS", {})

    for name, document in render_all(case["FEED"], **arguments).items():
        expected = folder / FORMATS[name].file_name
        if request.config.getoption("--rewrite-golden"):
            expected.write_bytes(document)
        assert expected.read_bytes() == document


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 20
