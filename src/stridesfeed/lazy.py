"""
Names that are imported on first use, because some programs need only a few of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def lazy_names(package: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """
    Return a ``__getattr__`` (PEP 562) for *package*. *names* are the names that each of its modules defines, separated by spaces.
    """
    modules = {name: module for module, defined in names.items() for name in defined.split()}

    def import_name(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return import_name


def lazy_function(load: Callable[[], Callable[P, T]]) -> Callable[P, T]:
    """
    Return a function that calls the one that *load* returns. For tables of functions whose modules are imported with the first call.
    """

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return load()(*args, **kwargs)

    return call
