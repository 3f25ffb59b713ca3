"""
Programs that publish the same feed with other libraries and with ours: they do the same, and the documentation has the number of their lines.
"""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import RequestFactory

import django_settings  # noqa: F401  # configures Django
from comparison import with_django, with_feedgen, with_stridesfeed_in_django, with_stridesfeed_in_flask
from comparison_rows import ROWS

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "how-to" / "frameworks.md"

#: Answers a request for a path with these headers: status, headers and body.
Ask = Callable[..., tuple[int, Any, bytes]]


def _django(views: dict[str, Any]) -> Ask:
    def ask(path: str, **headers: str) -> tuple[int, Any, bytes]:
        response = views[path](RequestFactory().get(path, headers=headers))
        return response.status_code, response.headers, response.content

    return ask


def _flask(app: Any) -> Ask:
    def ask(path: str, **headers: str) -> tuple[int, Any, bytes]:
        response = app.test_client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return response.status_code, response.headers, response.data

    return ask


PROGRAMS: dict[str, Ask] = {
    "with_django": _django(with_django.views),
    "with_stridesfeed_in_django": _django(with_stridesfeed_in_django.views),
    "with_feedgen": _flask(with_feedgen.app),
    "with_stridesfeed_in_flask": _flask(with_stridesfeed_in_flask.app),
}


def lines_of_code(path: Path) -> int:
    """
    The lines of a program without blank lines, comments and docstrings.
    """
    source = path.read_text(encoding="utf-8")
    ignored = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = (token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in ignored)
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(lines)


@pytest.mark.parametrize("ask", PROGRAMS.values(), ids=list(PROGRAMS))
@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_every_program_publishes_the_same_articles(ask: Ask, path: str) -> None:
    status, _, body = ask(path)
    parsed = feedparser.parse(body)

    assert (status, parsed.bozo, parsed.version) == (200, False, {"/feed.xml": "rss20", "/atom.xml": "atom10"}[path])
    for entry, row in zip(parsed.entries, ROWS, strict=True):
        html = entry.content[0].value if "content" in entry else entry.summary
        assert entry.id == f"tag:strides.example,2026:{row.slug}"
        assert entry.link.endswith(f"/{row.slug}/")
        assert entry.published_parsed[:5] == row.published.timetuple()[:5]
        assert html.startswith("<p>By noon it had answered <b>")
    assert b"script&gt;" not in body


@pytest.mark.parametrize("ask", PROGRAMS.values(), ids=list(PROGRAMS))
def test_every_program_publishes_json(ask: Ask) -> None:
    status, headers, body = ask("/feed.json")
    feed = json.loads(body)

    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "application/feed+json")
    assert [(item["id"], item["title"]) for item in feed["items"]] == [(f"tag:strides.example,2026:{row.slug}", row.headline) for row in ROWS]
    assert "<script" not in feed["items"][0]["content_html"]


@pytest.mark.parametrize("ask", PROGRAMS.values(), ids=list(PROGRAMS))
@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml", "/feed.json"])
def test_every_program_answers_conditional_requests(ask: Ask, path: str) -> None:
    _, headers, _ = ask(path)

    assert ask(path, if_none_match=headers["ETag"])[0] == 304
    assert ask(path, if_modified_since=headers["Last-Modified"])[0] == 304


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_documentation_has_the_number_of_lines(name: str) -> None:
    (told,) = re.findall(rf"^\| .*`{name}[.]py`.* \| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert int(told) == lines_of_code(HERE / f"{name}.py")
