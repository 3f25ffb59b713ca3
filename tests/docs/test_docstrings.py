"""
The examples in docstrings are correct.
"""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import stridesfeed


def modules() -> Iterator[str]:
    yield stridesfeed.__name__
    for module in pkgutil.walk_packages(stridesfeed.__path__, stridesfeed.__name__ + "."):
        if not module.name.endswith("__main__"):
            yield module.name


@pytest.mark.parametrize("name", [*modules()])
def test_examples_in_docstrings_do_what_they_show(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), raise_on_error=False, verbose=False)

    assert result.failed == 0
