"""
Literals in configuration files that are programs.
"""

from __future__ import annotations

from typing import Any

import pytest

from stridesfeed.site.generators.javascript import find_objects, javascript_values
from stridesfeed.site.generators.python_literals import python_values
from stridesfeed.site.generators.unread import Unread

UNREAD = Unread("is an expression")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ a: 'x' }", {"a": "x"}),
        ('{ "a-b": "x", c: 1, d: -2.5, e: true, f: null }', {"a-b": "x", "c": 1, "d": -2.5, "e": True, "f": None}),
        ("{ a: `x`, b: `x ${y}`, }", {"a": "x", "b": UNREAD}),
        (r"{ a: 'it\'s \u0041\x42\n' }", {"a": "it's AB\n"}),
        ("{ // a: 1\n /* b: 2, */ c: 'https://x.example//y' }", {"c": "https://x.example//y"}),
        ("{ a: { b: ['x', ['y']] } }", {"a": {"b": ["x", ["y"]]}}),
        ("{ a: f('x'), b: 'y' }", {"a": UNREAD, "b": "y"}),
        ("{ a: 'x' + y, b: 'y' }", {"a": UNREAD, "b": "y"}),
        ("{ a: process.env.URL || 'x', b: process.env.URL ?? 'y' }", {"a": "x", "b": "y"}),
        ("{ a: 'x' as const, b: { c: 1 } satisfies T }", {"a": "x", "b": {"c": 1}}),
        ("{ a: ({ b: 'x' }) }", {"a": {"b": "x"}}),
        ("{ async f(x) { return { a: 1 } }, get g() { return 1 }, ...rest, [k]: 2, a: 'x' }", {"a": "x"}),
        ("{ a: (x) => { return { b: ',' } }, c: 'y' }", {"a": UNREAD, "c": "y"}),
        ("{ a, b: c }", {"a": UNREAD, "b": UNREAD}),
        ("const b = 'x', z = 1; const o: Config = { a: b, b }", {"a": "x", "b": "x"}),
        ("{ a: 12345678901234567890 }", {"a": UNREAD}),
    ],
)
def test_object_literals_of_javascript(text: str, expected: dict[str, Any]) -> None:
    assert next(find_objects(javascript_values(f"export default {text};" if text.startswith("{") else text), "a", "c")) == expected


def test_blocks_are_no_objects() -> None:
    text = "function f() { const x = 1; if (x) { label: while (x) {} } return { a: 'x' } }"

    assert [*find_objects(javascript_values(text), "a")] == [{"a": "x"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = 'x'\nB = A + 'y'\nC = [A, ('z',)]", {"A": "x", "B": "xy", "C": ["x", ["z"]]}),
        ("A: str = 'x'\nB = {'k': 1, 2: 3}", {"A": "x", "B": {"k": 1}}),
        ("import os\nA = os.environ['A']\nB = f'{A}'\nif A:\n    C = 1\n", {"A": UNREAD, "B": UNREAD}),
        ("raise SystemExit", {}),
    ],
)
def test_literals_of_python(text: str, expected: dict[str, Any]) -> None:
    assert python_values(text, "conf.py") == expected
