"""
The extension for Sphinx, in real sites with and without ABlog, which Sphinx's command builds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from plugins.generators import WrittenSite

CONF = """\
project = "Kähne & Barges"
author = "Ilse Varga"
copyright = "2026, Ilse Varga"
extensions = ["myst_parser", "stridesfeed.plugins.sphinx"]
html_theme = "basic"
html_baseurl = "https://barges.example/"
"""

BLOG = """\
project = "Kähne & Barges"
author = "Ilse Varga"
extensions = ["myst_parser", "ablog", "stridesfeed.plugins.sphinx"]
html_theme = "basic"
blog_title = "Barges"
blog_feed_subtitle = "News of the river"
blog_baseurl = "https://barges.example/"
blog_post_pattern = ["posts/*"]
blog_authors = {"ilse": ("Ilse Varga", "https://ilse.example/")}
blog_default_author = "ilse"
blog_locations = {"bp": ("Budapest", "https://budapest.example/")}
blog_languages = {"de": ("Deutsch", None)}
post_auto_image = 1
"""

BARGE = """\
---
blogpost: true
date: Apr 21, 2026
tags: steam, anchors
category: Rivers
location: bp
sources: ["https://openai.com/"]
---

# A barge & its anchor

By noon it was answering *questions*.

![An image](img/a.png)

```{note}
By evening it was warm.
```

```python
def drop(n):
    return "ü" * n
```

## A heading

See {ref}`the other <part>`.[^1]

[^1]: A footnote.
"""

SECOND = """\
.. post:: 23 April 2026
   :tags: größe
   :language: de

Zweiter Größenwahn
==================

Ein Satz.

.. code-block:: python
   :linenos:

   x = 1

.. _part:

Teil
----

.. versionadded:: 1.0
   Neu.

.. update:: 24 Apr, 2026

   Noch neuer.
"""

DRAFT = """\
.. post::

Draft
=====

Not yet.
"""

TWO = """\
News
====

Tides
-----

.. post:: 24 April 2026

High.

Locks
-----

.. post:: 25 April 2026

Open.
"""

INDEX = """\
Home
====

.. toctree::
   :glob:

   posts/*
   guide/*
"""


@attrs.frozen
class SphinxSite(WrittenSite):
    """
    A site of Sphinx.
    """

    output_name: str = "_build"

    def build(self, *options: str, builder: str = "dirhtml", status: int = 0) -> str:
        """
        Build the site, and return what Sphinx printed.
        """
        command = [sys.executable, "-m", "sphinx", "-N", "-b", builder, *options, str(self.folder), str(self.output)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1777593600"}  # 2026-05-01
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own site
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    @property
    def atom(self) -> str:
        """
        The path of the Atom document in the output folder: with ABlog, that of ABlog's.
        """
        return "blog/atom.xml" if "ablog" in self.path("conf.py").read_text(encoding="utf-8") else "atom.xml"

    def items(self) -> dict[str, Any]:
        return {item["title"]: item for item in json.loads((self.output / "feed.json").read_text(encoding="utf-8"))["items"]}

    def files(self) -> dict[str, bytes]:
        names = ("feed.xml", self.atom, "feed.json", "feed.html", "stridesfeed-manifest.json")
        return {name: (self.output / name).read_bytes() for name in names} | {"ledger": self.ledger.read_bytes()}


@pytest.fixture
def blog(tmp_path: Path) -> SphinxSite:
    site = SphinxSite(tmp_path)
    posts = {"barge.md": BARGE, "second.rst": SECOND, "draft.rst": DRAFT}
    site.write(**{"conf.py": BLOG, "index.rst": INDEX}, **{f"posts/{name}": text for name, text in posts.items()})
    site.path("posts/img").mkdir()
    site.path("posts/img/a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return site


@pytest.fixture
def docs(tmp_path: Path) -> SphinxSite:
    """
    A site without ABlog.
    """
    site = SphinxSite(tmp_path)
    news = ":date: 2026-04-21\n:tags: steam\n:image: a.png\n\nSteam\n=====\n\nIt *moves*.\n\n.. image:: a.png\n"
    note = '---\ndate: 2026-04-22\ntags: ["größe", "new"]\nauthors: [Ilse, Bo]\n---\n\n# Note\n\nShort.\n'
    pages = {"guide/start.rst": "Start\n=====\n\nNo date.\n", "news/steam.rst": news, "news/note.md": note}
    site.write(**{"conf.py": CONF, "index.rst": INDEX.replace("posts/", "news/"), "news/a.png": ""}, **pages)
    return site


def test_posts_have_the_values_of_ablog(blog: SphinxSite) -> None:
    printed = blog.build()

    feed = blog.feed().feed
    assert (feed.title, feed.subtitle, feed.language, feed.author) == ("Barges", "News of the river", "en", "Ilse Varga")
    entries = blog.entries()
    assert [*entries] == ["Zweiter Größenwahn", "A barge & its anchor"]
    barge, second = entries["A barge & its anchor"], entries["Zweiter Größenwahn"]
    assert barge.id == barge.link == "https://barges.example/posts/barge/"
    assert (barge.published, barge.summary) == ("2026-04-21T00:00:00Z", "By noon it was answering questions.")
    assert {tag.term for tag in barge.tags} == {"Rivers", "steam", "anchors", "Budapest"}
    assert barge.author_detail == {"name": "Ilse Varga", "href": "https://ilse.example/"}
    assert (second.published, second.updated) == ("2026-04-23T00:00:00Z", "2026-04-24T00:00:00Z")
    items = blog.items()
    assert items["A barge & its anchor"]["image"] == "https://barges.example/_images/a.png"
    assert items["Zweiter Größenwahn"]["language"] == "de"
    assert "Skipped: posts/draft.rst: draft" in printed


def test_bodies_are_what_readers_can_show(blog: SphinxSite) -> None:
    blog.build()

    barge, second = (blog.items()[title]["content_html"] for title in ("A barge & its anchor", "Zweiter Größenwahn"))
    assert "<h1" not in barge + second
    assert "¶" not in barge + second
    assert "<p>By noon it was answering <em>questions</em>.</p>" in barge
    assert '<img src="https://barges.example/_images/a.png" alt="An image">' in barge
    assert "<blockquote>\n<p><strong>Note</strong></p>\n<p>By evening it was warm.</p>\n</blockquote>" in barge
    assert '<pre><code class="language-python">def drop(n):\n    return "ü" * n\n</code></pre>' in barge
    assert 'href="https://barges.example/posts/second/#part"' in barge
    assert "<h2>Sources</h2>" in barge
    assert '<pre><code class="language-python">x = 1\n</code></pre>' in second
    assert "in version 1.0: " in second
    assert "<p><strong>Updated on 24 April 2026</strong></p>" in second


def test_a_second_build_writes_nothing_and_a_change_only_what_changed(blog: SphinxSite) -> None:
    blog.build()
    before = blog.files()
    assert "Written" not in blog.build()
    assert blog.files() == before

    blog.write(**{"posts/second.rst": SECOND.replace("Ein Satz", "Zwei Sätze")})
    printed = blog.build()
    assert "writing output... [100%] posts/second" in printed
    assert "Readers will see: 1 updated" in printed
    assert [*blog.entries()] == ["Zweiter Größenwahn", "A barge & its anchor"]
    assert "An image" in blog.items()["A barge & its anchor"]["content_html"]


def test_processes_give_the_same_bytes(docs: SphinxSite) -> None:
    # ABlog reads in one process only.
    docs.write(**{f"news/{day}.md": f"---\ndate: 2026-04-{day}\n---\n\n# {day}\n" for day in range(10, 21)})
    docs.build("-E", "-a")
    serial = docs.files()
    for file in (docs.ledger, docs.output / "stridesfeed-manifest.json"):
        file.unlink()
    docs.build("-E", "-a", "-j", "2")

    assert docs.files() == serial


def test_a_renamed_post_keeps_its_id(blog: SphinxSite) -> None:
    blog.build()
    blog.path("posts/second.rst").rename(blog.path("posts/renamed.rst"))
    blog.build()

    after = blog.entries()["Zweiter Größenwahn"]
    assert (after.link, after.id) == ("https://barges.example/posts/renamed/", "https://barges.example/posts/second/")


def test_a_document_with_an_error_is_named_and_stays_as_published(blog: SphinxSite) -> None:
    blog.build()
    blog.write(**{"posts/barge.md": BARGE.replace("location: bp", "location: bp\nattachments: x.unknown")})
    printed = blog.build()

    assert "ERROR: posts/barge.md:7: attachments: " in printed
    assert "Last published version kept: posts/barge.md" in printed
    assert "A barge & its anchor" in blog.entries()
    blog.build("-W", "--keep-going", status=1)


def test_excerpts_of_ablog_are_summaries(blog: SphinxSite) -> None:
    own = ".. post:: 24 April 2026\n   :exclude:\n\n   Only *here*.\n\nOwn\n===\n\nA paragraph.\n"
    picture = ".. post:: 24 April 2026\n\nPicture\n=======\n\n|logo|\n\nThe paragraph.\n\n.. |logo| image:: img/a.png\n   :alt: A logo\n"
    long = f".. post:: 24 April 2026\n\nLong\n====\n\n{'Many words. ' * 50}\n"
    blog.write(**{"posts/own.rst": own, "posts/picture.rst": picture, "posts/long.rst": long})
    blog.build()

    entries = blog.entries()
    assert [entries[title].summary for title in ("Own", "Picture")] == ["Only here.", "The paragraph."]
    assert len(entries["Long"].summary) <= 280
    assert "Only" not in entries["Own"].content[0].value


def test_the_feed_has_the_place_and_the_ids_of_the_one_of_ablog(blog: SphinxSite) -> None:
    blog.build("-D", "stridesfeed_enabled=0")
    before = blog.feed()
    blog.build()
    after = blog.feed()

    assert "ABlog" in before.feed.generator
    assert "ABlog" not in after.feed.generator
    assert {entry.id for entry in after.entries} == {entry.id for entry in before.entries}
    blog.write(**{"conf.py": f"{BLOG}blog_feed_archives = True\nblog_feed_length = 1\n"})
    blog.build()
    assert [*blog.entries()] == ["Zweiter Größenwahn"]
    assert "ABlog" in blog.feed("blog/tag/steam/atom.xml").feed.generator


def test_links_of_authors_may_be_relative_and_keys_of_languages_any_names(blog: SphinxSite) -> None:
    authors = 'blog_authors["ilse"] = ("Ilse Varga", "about.html")\n'
    languages = 'blog_languages = {"Low German": ("Plattdüütsch", None), "de": ("Deutsch", None)}\nblog_default_language = "Low German"\n'
    blog.write(**{"conf.py": BLOG + authors + languages})
    blog.build()

    barge = blog.items()["A barge & its anchor"]
    assert barge["authors"] == [{"name": "Ilse Varga", "url": "https://barges.example/about.html"}]
    assert "language" not in barge


def test_several_posts_of_one_document_are_articles(blog: SphinxSite) -> None:
    blog.write(**{"posts/two.rst": TWO})
    blog.build()

    entries = blog.entries()
    assert {title: entries[title].link for title in ("Tides", "Locks")} == {
        "Tides": "https://barges.example/posts/two/#tides",
        "Locks": "https://barges.example/posts/two/#locks",
    }
    assert ["High." in entries["Tides"].content[0].value, "High." in entries["Locks"].content[0].value] == [True, False]


def test_documents_with_a_date_are_articles_without_ablog(docs: SphinxSite) -> None:
    docs.build(builder="html")

    feed = docs.feed().feed
    assert (feed.title, feed.link, feed.rights) == ("Kähne & Barges", "https://barges.example/", "2026, Ilse Varga")
    assert {title: entry.link for title, entry in docs.entries().items()} == {
        "Note": "https://barges.example/news/note.html",
        "Steam": "https://barges.example/news/steam.html",
    }
    items = docs.items()
    assert [author["name"] for author in items["Note"]["authors"]] == ["Ilse", "Bo"]
    assert items["Note"]["tags"] == ["news", "größe", "new"]
    assert items["Steam"]["image"] == "https://barges.example/_images/a.png"


def test_pages_link_to_the_feeds(docs: SphinxSite) -> None:
    docs.build()
    link = '<link rel="alternate" type="application/atom+xml" title="Kähne &amp; Barges (Atom 1.0)" href="https://barges.example/atom.xml">'
    assert link in (docs.output / "index.html").read_text(encoding="utf-8")

    docs.build("-D", "stridesfeed_head_links=0")
    assert link not in (docs.output / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "builder"),
    [(["-D", "stridesfeed_enabled=0"], "html"), ([], "text"), ([], "singlehtml"), (["-D", "html_baseurl=http://localhost:8000/"], "html")],
)
def test_other_builds_write_neither_ledger_nor_feeds(docs: SphinxSite, options: list[str], builder: str) -> None:
    docs.build(*options, builder=builder)

    assert not docs.ledger.exists()
    assert not (docs.output / "atom.xml").exists()


def test_without_address_the_setting_is_named(docs: SphinxSite) -> None:
    docs.write(**{"conf.py": CONF.replace("html_baseurl", "html_base")})

    assert "WARNING: conf.py: html_baseurl is empty, so no feeds are written" in docs.build()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('{"output": {"limit": "few"}}', "conf.py: stridesfeed.output.limit: must be"),
        ('{"output": 5}', "conf.py: stridesfeed.output: must be a table"),
    ],
)
def test_an_error_in_the_configuration_stops_the_build_and_names_the_setting(docs: SphinxSite, settings: str, message: str) -> None:
    docs.write(**{"conf.py": f"{CONF}stridesfeed = {settings}\n"})

    assert message in docs.build(status=2)


def test_tables_of_our_configuration_are_in_conf_py(docs: SphinxSite) -> None:
    tables = '{"feed": {"title": "Ours"}, "output": {"json": False}, "feeds": [{"path": "tags/{slug}/", "by": "category"}]}'
    docs.write(**{"conf.py": f"{CONF}stridesfeed = {tables}\n"})
    docs.build()

    assert docs.feed().feed.title == "Ours"
    assert not (docs.output / "feed.json").exists()
    assert [*docs.entries("tags/steam/atom.xml")] == ["Steam"]
