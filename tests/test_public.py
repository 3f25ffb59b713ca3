"""
The public names, and what importing them costs.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Literal, get_origin

import pytest

import stridesfeed
from stridesfeed import body, checks
from stridesfeed.checks import profiles

EXTRAS = [
    "click",
    "cssselect",
    "rich",
    "markdown_it",
    "mdit_py_plugins",
    "yaml",
    "nh3",
    "jinja2",
    "brotli",
    "httpcore",
    "uvicorn",
    "watchfiles",
    "tinytag",
    "fsspec",
]


def test_the_public_names_are_these() -> None:
    assert sorted(stridesfeed.__all__, key=str.lower) == [
        *("__version__", "ARTICLE", "Article", "Attachment", "Cache", "Category", "clean", "clean_html", "CleanFeed"),
        *("DiskCache", "Editorial", "Element", "EngineName", "Episode", "excerpt", "Extension", "ExtensionElement"),
        *(
            "Feed",
            "FeedHistory",
            "FieldError",
            "FileError",
            "filter_articles",
            "Foreign",
            "Format",
            "FormatName",
            "FORMATS",
            "from_dict",
            "Generator",
            "html_to_text",
            "Image",
        ),
        *("InvalidError", "InvalidFilesError", "JsonMembers", "LimitError", "Link", "MemoryCache", "merge"),
        *(
            "MINIMAL",
            "MissingExtraError",
            "Namespace",
            "Options",
            "OutputError",
            "parse",
            "ParsedFeed",
            "Person",
            "Podcast",
            "Policy",
        ),
        *("RemoteContent", "render", "render_all"),
        *(
            "render_into",
            "RenderSettings",
            "RssChannel",
            "Score",
            "SkippedItem",
            "Source",
            "STRICT",
            "StridesError",
            "to_dict",
            "UnknownNameError",
            "Unread",
            "Unwritten",
            "unwritten",
            "valid_articles",
            "WebError",
        ),
        *("Withdrawal", "WithdrawalError", "WorkerError", "XmlFormat"),
    ]


@pytest.mark.parametrize("name", stridesfeed.__all__)
def test_a_public_name_exists_and_is_described(name: str) -> None:
    value = getattr(stridesfeed, name)

    if callable(value) and get_origin(value) is not Literal:
        assert (value.__doc__ or "").strip()


@pytest.mark.parametrize("package", [stridesfeed, body, checks, profiles], ids=lambda package: package.__name__)
def test_public_names_are_those_that_type_checkers_see(package: ModuleType) -> None:
    tree = ast.parse(Path(str(package.__file__)).read_text(encoding="utf-8"))
    imported = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("stridesfeed") and node.module != "stridesfeed.lazy"
        for alias in node.names
    ]

    assert sorted(name for _, name in imported) == sorted(package.__all__)
    assert all(getattr(package, name) is getattr(import_module(module), name) for module, name in imported)


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert set(stridesfeed.__all__) <= set(dir(stridesfeed))
    with pytest.raises(AttributeError, match="module 'stridesfeed' has no attribute 'rendre'"):
        stridesfeed.rendre  # type: ignore[attr-defined]  # noqa: B018  # what a typing error asks for


def run(script: str) -> subprocess.CompletedProcess[str]:
    """
    *script* in a Python of its own.
    """
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603  # our own script


def test_importing_loads_none_of_the_extras() -> None:
    script = f"import sys; from stridesfeed import render; print([name for name in {EXTRAS!r} if name in sys.modules])"

    assert run(script).stdout.strip() == "[]"


def test_the_library_works_without_any_extra() -> None:
    script = f"""
import sys
for name in {[*EXTRAS, "orjson"]!r}:
    sys.modules[name] = None
from everything import URLS, the_feed
from stridesfeed import render_all
print([len(document) > 1000 for document in render_all(the_feed(), urls=URLS).values()])
"""
    done = run(f"import sys; sys.path[:0] = {sys.path!r}\n{script}")

    assert (done.stdout.strip(), done.stderr) == ("[True, True, True]", "")
