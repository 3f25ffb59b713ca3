"""
reStructuredText files: the headers of generators, portable HTML, and messages with their lines. Nothing in a text reads other files.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from docutils.core import publish_parts
from docutils.parsers.rst import directives, roles

from stridesfeed.load import Loaded
from stridesfeed.model import Article

Write = Callable[[str, str | bytes], object]
Loading = Callable[..., Loaded]

SITE = "https://strides.example"
LINK = f'<a class="reference external" href="{SITE}/news/other/">{{}}</a>'
DIRECTIVE = "the directive {!r} is left out; write its content in plain reStructuredText, or take the texts from the built pages"
ROLE = "the role {!r} is unknown and only its text is shown; write a link or plain text, or take the texts from the built pages"


@pytest.fixture
def html(write: Write, loading: Loading) -> Callable[..., str]:
    """
    Return the HTML of a text that begins in line 4 of its file; *omitted* are the lines and rules of what is left out.
    """

    def html(text: str, *omitted: tuple[int, str]) -> str:
        write("content/a.rst", f".. title: A\n.. date: 2026-04-30\n\n{text}\n")
        loaded = loading()
        assert [str(fault) for fault in loaded.faults] == []
        assert [(each.line, each.rule) for each in loaded.omissions] == [*omitted]
        (article,) = [article for article in loaded.articles if article.title == "A"]
        return re.sub(r"(?<=>)\n+(?=<)", "", (article.content or "").strip())

    return html


@pytest.mark.parametrize(
    "text",
    [
        "A *barge*\n#########\n\n:date: 2026-04-30 09:00\n:tags: a, b\n:category: News\n:author: Ilse Varga\n:slug: barge\n\nText.\n",
        (
            "#########\n A *barge*\n#########\n\n:Date: 2026-04-30 09:00\n:Tags:\n  a, b\n:Category: News\n:Author: Ilse Varga\n"
            ":Slug: barge\n\nText.\n"
        ),
        (
            ".. title: A barge\n.. slug: barge\n.. date: 2026-04-30 09:00:00 UTC\n.. tags: a, b\n.. category: News\n.. author: Ilse Varga\n"
            ".. link:\n.. description:\n.. type: text\n\nText.\n"
        ),
        (
            "A barge\n=======\n\n.. post:: Apr 30, 2026 09:00\n   :tags: a, b\n   :category: News\n   :author: Ilse Varga\n"
            "   :slug: barge\n\nText.\n"
        ),
        (
            ".. post:: 30 April 2026 09:00\n   :tags: a, b\n   :category: News\n   :author: Ilse Varga\n   :slug: barge\n\n"
            ".. _x:\n\nA barge\n=======\n\nText.\n"
        ),
        "---\ntitle: A barge\ndate: 2026-04-30T09:00:00Z\ntags: [a, b]\ncategory: News\nauthor: Ilse Varga\nslug: barge\n---\n\nText.\n",
    ],
    ids=["Pelican", "overline", "Nikola", "ablog", "ablog first", "YAML"],
)
def test_headers_of_every_generator_are_read(write: Write, loading: Loading, text: str) -> None:
    write("content/x.rst", text)

    loaded = loading()

    assert loaded.faults == ()
    (article,) = loaded.articles
    assert (article.title, article.published, article.url) == ("A barge", datetime(2026, 4, 30, 9, tzinfo=UTC), f"{SITE}/barge/")
    assert sorted(category.term for category in article.categories) == ["News", "a", "b"]
    assert [author.name for author in article.authors] == ["Ilse Varga"]
    assert (article.content or "").strip().replace(' id="x"', "") == "<p>Text.</p>"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "A\n-\n\n*b* **c** ``d {{ e }}`` `f <https://g.example/>`_",
            (
                '<section id="a"><h2>A</h2><p><em>b</em> <strong>c</strong> <code>d {{ e }}</code> <a class="reference external" '
                'href="https://g.example/">f</a></p></section>'
            ),
        ),
        (".. note::\n   Aa.", "<blockquote><p><strong>Note</strong></p><p>Aa.</p></blockquote>"),
        (".. admonition:: B *c*\n\n   Aa.", "<blockquote><p><strong>B <em>c</em></strong></p><p>Aa.</p></blockquote>"),
        (".. seealso:: Aa.", "<blockquote><p><strong>See also</strong></p><p>Aa.</p></blockquote>"),
        (".. versionadded:: 2.0\n   Aa.", "<blockquote><p><strong>New in 2.0</strong></p><p>Aa.</p></blockquote>"),
        (".. dropdown:: B\n\n   Aa.", "<details><summary>B</summary><p>Aa.</p></details>"),
        (".. tab-set::\n\n   .. tab-item:: B\n\n      Aa.", "<p><strong>B</strong></p><p>Aa.</p>"),
        (".. code-block:: python\n   :linenos:\n\n   a < {{ b }}", '<pre><code class="language-python">a &lt; {{ b }}\n</code></pre>'),
        ("A::\n\n  :b:`c` .. d::", "<p>A:</p><pre><code>:b:`c` .. d::\n</code></pre>"),
        (".. youtube:: dQw4w9WgXcQ", '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>'),
        (".. raw:: html\n\n   <b>A</b>", "<b>A</b>"),
        (".. raw:: latex\n\n   A", ""),
        (".. contents::\n.. toctree::\n\n   a\n\n.. TEASER_END\n\nBb.", "<!-- more --><p>Bb.</p>"),
        (":math:`a < b`", r"<p>\(a &lt; b\)</p>"),
        (":py:class:`~a.b.C` :meth:`d` :c:func:`e`", "<p><code>C</code> <code>d</code> <code>e</code></p>"),
        (":kbd:`a` :guilabel:`b` :ref:`c <d>` :term:`e`", "<p><kbd>a</kbd> <strong>b</strong> <span>c</span> <em>e</em></p>"),
        (":doc:`other` :doc:`B </news/other>` :doc:`gone`", f"<p>{LINK.format('other')} {LINK.format('B')} <span>gone</span></p>"),
        (".. role:: python(code)\n   :language: python\n\n:python:`a`", "<p><code>a</code></p>"),
        ("|a|\n\n.. |a| replace:: b", "<p>b</p>"),
    ],
)
def test_text_becomes_portable_html(write: Write, html: Callable[..., str], text: str, content: str) -> None:
    write("content/news/other.rst", ".. title: O\n.. date: 2026-04-30\n")

    found = html(text)

    assert found == content


@pytest.mark.parametrize(
    ("text", "omitted", "content"),
    [
        ("Aa.\n\n.. chart:: B\n   :c: d\n\n   Ee.", [(6, DIRECTIVE.format("chart"))], "<p>Aa.</p><p>Ee.</p>"),
        ("Aa.\n:chart:`b`", [(4, ROLE.format("chart"))], "<p>Aa.\n<span>b</span></p>"),
        ("A **b", [(4, "Inline strong start-string without end-string; correct the reStructuredText")], "<p>A **b</p>"),
        ("`A`_", [(4, 'Unknown target name: "a"; correct the reStructuredText')], "<p>`A`_</p>"),
        (".. include:: a.txt", [(4, DIRECTIVE.format("include"))], ""),
        (".. include:: /etc/passwd\n   :literal:", [(4, DIRECTIVE.format("include"))], ""),
        (".. raw:: html\n   :file: /etc/passwd", [(4, DIRECTIVE.format("raw"))], ""),
        (".. raw:: html\n   :url: https://a.example/", [(4, DIRECTIVE.format("raw"))], ""),
    ],
)
def test_what_cannot_be_rendered_is_reported_with_its_line(
    html: Callable[..., str], text: str, omitted: list[tuple[int, str]], content: str
) -> None:
    assert html(text, *omitted) == content


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (".. |a| date::\n\n|a|", DIRECTIVE.format("date")),
        (".. |a| replace:: b |c|\n\nd", "the substitution contains other substitutions and is left out; write its whole text"),
    ],
)
def test_substitutions_depend_on_the_text_only(write: Write, loading: Loading, text: str, rule: str) -> None:
    write("content/a.rst", f".. title: A\n.. date: 2026-04-30\n\n{text}\n")

    assert rule in [omission.rule for omission in loading().omissions]


@pytest.mark.parametrize(
    "text",
    [".. csv-table::\n   :file: /etc/passwd", ".. csv-table::\n   :url: https://a.example/", ".. role:: x(raw)\n   :format: html\n\n:x:`<b>`"],
)
def test_other_files_and_raw_roles_are_closed(write: Write, loading: Loading, text: str) -> None:
    write("content/a.rst", f".. title: A\n.. date: 2026-04-30\n\n{text}\n")

    loaded = loading()

    (article,) = loaded.articles
    assert loaded.omissions
    assert "root:" not in (article.content or "")
    assert "<b>" not in (article.content or "")


def test_lines_count_the_header(write: Write, loading: Loading) -> None:
    write("content/a.rst", "A\n=\n\n:date: 2026-04-30\n\nBb.\n\n:zz:`d`\n")
    write("content/b.rst", "---\ntitle: A\ndate: 2026-04-30\n---\n\n:zz:`d`\n")

    assert [(each.path, each.line) for each in loading().omissions] == [("content/a.rst", 8), ("content/b.rst", 6)]


def test_a_document_defines_roles_for_itself_only(write: Write, loading: Loading) -> None:
    registered = dict(vars(roles)["_roles"]), dict(vars(directives)["_directives"]), directives.directive, roles.role
    write("content/a.rst", ".. title: A\n.. date: 2026-04-30\n\n.. role:: mine\n.. default-role:: mine\n\n:mine:`b` `c`\n")
    write("content/b.rst", ".. title: B\n.. date: 2026-04-30\n\n:mine:`b`\n")

    assert [(each.path, each.rule) for each in loading().omissions] == [("content/b.rst", ROLE.format("mine"))]
    assert (dict(vars(roles)["_roles"]), directives.directive, roles.role) == (registered[0], registered[2], registered[3])
    assert "Unknown directive" in publish_parts(".. chart::", settings_overrides={"warning_stream": False})["whole"]


def test_settings_of_docutils_on_this_machine_are_not_read(write: Write, html: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    write("docutils.conf", "[general]\ninitial_header_level: 4\nraw_enabled: 1\n")
    monkeypatch.setenv("DOCUTILSCONFIG", "docutils.conf")

    assert "<h2>B</h2>" in html("B\n-\n\nC.")


@pytest.mark.parametrize("suffix", [".rst"])
def test_without_the_extra_files_are_named_with_the_command_to_install_it(
    write: Write, loading: Loading, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("stridesfeed.load.find_spec", lambda name: None if name == "docutils" else find(name))
    write(f"content/a{suffix}", "A")
    write("content/2026-04-30-b.md", "# B\n")

    loaded = loading()

    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [
        (f"content/a{suffix}", "cannot be read: pip install 'stridesfeed[rst]'")
    ]
    assert not loaded.faults


@pytest.mark.parametrize(
    "unit",
    [
        "* a\n",
        "  ",
        "> ",
        "a\n=\n\n",
        "a\n=\n\nb\n-\n\n",
        "``",
        "`",
        "`a`_ ",
        "**",
        "|a| ",
        "[1]_ ",
        ":a:`",
        ".. a::\n\n   ",
        ".. [1] a\n",
        "+-",
        "a::\n\n",
        "\\",
        "__ a\n",
        "- " * 30,
    ],
)
def test_hostile_text_is_rendered_or_refused(write: Write, loading: Loading, unit: str) -> None:
    write("content/a.rst", f".. title: A\n.. date: 2026-04-30\n\n{unit * (6_000 // len(unit))}")

    loaded = loading()

    assert all(isinstance(each, Article) for each in loaded.articles)
    assert len(loaded.articles) + len(loaded.faults) == 1


def test_substitutions_that_expand_too_far_are_an_error(write: Write, loading: Loading) -> None:
    write("content/a.rst", f".. title: A\n.. date: 2026-04-30\n\n{'|a| ' * 5_000}\n\n.. |a| replace:: {'b' * 9_000}\n")

    (fault,) = loading().faults

    assert str(fault) == "content/a.rst:3: has HTML out of proportion to its size; use fewer substitutions and tables"
