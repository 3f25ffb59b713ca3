"""
Custom templates.
"""

from __future__ import annotations

import builtins
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest

from makers import a_feed, an_article
from page.pages import document, one, parsed, text
from stridesfeed.errors import FileError, InvalidFilesError, MissingExtraError
from stridesfeed.publish.page import security_policy

FEED = a_feed(an_article(title="<b>AT&T</b>"))


def made(tmp_path: Path, template: str, **options: Any) -> str:
    path = tmp_path / "own.html"
    path.write_text(template, encoding="utf-8")
    written: bytes = document(FEED, template=path, **options)
    return written.decode()


def fault(path: Path) -> FileError:
    """
    The error in the template at *path*.
    """
    with pytest.raises(InvalidFilesError) as caught:
        document(FEED, template=path)
    (found,) = caught.value.faults
    return found


def test_a_template_escapes_all_but_bodies(tmp_path: Path) -> None:
    written = made(tmp_path, "{% for article in articles %}{{ article.title }}: {{ article.body }}{% endfor %}")

    assert written == "&lt;b&gt;AT&amp;T&lt;/b&gt;: <p>Text of one.</p>"


def test_a_template_overrides_blocks_of_the_default(tmp_path: Path) -> None:
    written = made(tmp_path, '{% extends "stridesfeed/feed.html" %}\n{% block about %}<p>Hello.</p>{% endblock %}\n')

    root = parsed(written.encode())
    assert text(one(root, ".//main/p")) == "Hello."
    assert text(one(root, ".//h1")) == "AI Strides"


def test_a_template_includes_files_of_its_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text("part", encoding="utf-8")
    (tmp_path / "in").mkdir()

    assert made(tmp_path, "{% include 'part.html' %}") == "part"
    (tmp_path / "in" / "own.html").write_text("{% include '../part.html' %}", encoding="utf-8")
    assert fault(tmp_path / "in" / "own.html").rule == "the template cannot be rendered: its folder has no file ../part.html"


def test_a_custom_style_is_allowed_by_its_hash(tmp_path: Path) -> None:
    written = made(tmp_path, '{% set style %}p > b { color: red }{% endset %}{{ security_policy(style, "") }}|{{ style }}')

    assert written.endswith("|p > b { color: red }")
    assert escape(security_policy("p > b { color: red }", "")).replace("&#x27;", "&#39;") in written


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("\n\n{{ feed.nothing }}", 3, "has no attribute 'nothing'"),
        ("{% if %}", 1, "Expected an expression"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ('{% extends "stridesfeed/feed.html" %}\n{% block about %}\n{{ nothing }}{% endblock %}', 3, "'nothing' is undefined"),
        ("\n{{ ().__class__.__base__ }}", 2, "unsafe"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "recursion"),
    ],
)
def test_an_error_in_a_template_has_its_line(tmp_path: Path, template: str, line: int, said: str) -> None:
    path = tmp_path / "own.html"
    path.write_text(template, encoding="utf-8")

    found = fault(path)

    assert (found.path, found.line) == (str(path), line)
    assert said in found.rule


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    found = fault(tmp_path / "gone.html")

    assert str(found) == f"{tmp_path / 'gone.html'}: the template cannot be rendered: its folder has no file gone.html"


def test_a_template_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_bytes(b"caf\xe9")

    found = fault(tmp_path / "own.html")

    assert (found.path, found.line) == (str(tmp_path / "own.html"), None)
    assert "'utf-8' codec can't decode" in found.rule


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    assert made(tmp_path, "one") == "one"
    assert made(tmp_path, "three") == "three"


def test_without_jinja_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    door = "stridesfeed.publish.page._jinja2"
    found = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("jinja2"):
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.delitem(sys.modules, door, raising=False)
    monkeypatch.delattr("stridesfeed.publish.page._jinja2", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(MissingExtraError, match=r"stridesfeed\[page\]"):
        document(FEED)
