"""
The plug-in for MkDocs, in real sites with and without Material for MkDocs, which MkDocs builds.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal

import attrs
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from plugins.generators import WrittenSite
from stridesfeed.plugins.mkdocs import StridesfeedConfig, StridesfeedPlugin
from stridesfeed.site.keys import SECTIONS

#: 2026-05-01.
AS_OF = "1777593600"

CONFIG = """\
site_name: Kähne & Barges
site_url: https://barges.example/
site_description: News of the river
site_author: Ilse Varga
copyright: Copyright &copy; 2026 Ilse
"""

BLOG = f"""{CONFIG}
theme:
  name: material
  language: en
plugins:
  - blog
  - stridesfeed
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - toc:
      permalink: true
  - pymdownx.highlight:
      linenums: true
      anchor_linenums: true
      pygments_lang_class: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist:
      custom_checkbox: true
"""

AUTHORS = """\
authors:
  ilse:
    name: Ilse Varga
    description: Writer
    avatar: https://barges.example/ilse.png
    url: https://ilse.example/
"""

BARGE = """\
---
date:
  created: 2026-04-21
  updated: 2026-04-22
authors: [ilse]
categories: [Rivers]
tags: [steam]
image: img/a.png
---

# A barge & its anchor

By noon it was answering *questions*.

<!-- more -->

## A heading

!!! note "Mind"
    By evening it was warm.

``` py
def drop(n: int) -> str:
    return "ü" * n
```

=== "First"

    One

=== "Second"

    Two

- [x] done
- [ ] open

See [the other](second.md#part) and ![An image](img/a.png). [^1]

[^1]: A footnote.
"""

SECOND = """\
---
date: 2026-04-23
---

# Zweiter Größenwahn

Ein Satz.

## Part {#part}

Noch ein Satz.
"""

DRAFT = """\
---
date: 2026-04-24
draft: true
---

# Draft

Not yet.
"""


@attrs.frozen
class MkDocsSite(WrittenSite):
    """
    A site of MkDocs.
    """

    output_name: str = "site"

    def build(self, *, command: Literal["build", "serve"] = "build", dirty: bool = False, **overrides: Any) -> None:
        config = load_config(str(self.folder / "mkdocs.yml"), **overrides)
        config.plugins.on_startup(command=command, dirty=dirty)
        build(config, dirty=dirty)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> MkDocsSite:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AS_OF)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    caplog.set_level(logging.INFO)
    return MkDocsSite(tmp_path)


@pytest.fixture
def blog(site: MkDocsSite) -> MkDocsSite:
    posts = {"barge": BARGE, "second": SECOND, "draft": DRAFT}
    site.write(**{f"docs/blog/posts/{name}.md": text for name, text in posts.items()})
    site.write(**{"mkdocs.yml": BLOG, "docs/blog/.authors.yml": AUTHORS, "docs/index.md": "# Home\n", "docs/blog/index.md": "# Blog\n"})
    site.path("docs/blog/posts/img").mkdir()
    site.path("docs/blog/posts/img/a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return site


def test_mkdocs_finds_the_plugin_by_its_name() -> None:
    (found,) = entry_points(group="mkdocs.plugins", name="stridesfeed")
    assert found.load() is StridesfeedPlugin


def test_options_have_all_tables_of_our_configuration() -> None:
    assert {*SECTIONS} <= {*StridesfeedConfig()}


def test_a_blog_needs_no_configuration(blog: MkDocsSite) -> None:
    blog.build()

    feed = blog.feed().feed
    assert (feed.title, feed.subtitle, feed.language) == ("Kähne & Barges", "News of the river", "en")
    assert (feed.link, feed.rights, feed.author) == ("https://barges.example/", "Copyright © 2026 Ilse", "Ilse Varga")
    assert [*blog.entries()] == ["Zweiter Größenwahn", "A barge & its anchor"]


def test_posts_have_the_values_of_the_blog(blog: MkDocsSite) -> None:
    blog.build()

    barge = blog.entries()["A barge & its anchor"]
    assert barge.id == barge.link == "https://barges.example/blog/2026/04/21/a-barge--its-anchor/"
    assert (barge.published, barge.updated) == ("2026-04-21T00:00:00Z", "2026-04-22T00:00:00Z")
    assert barge.summary == "By noon it was answering questions."
    assert [tag.term for tag in barge.tags] == ["Rivers", "steam"]
    item = json.loads((blog.output / "feed.json").read_text(encoding="utf-8"))["items"][1]
    assert item["authors"] == [{"name": "Ilse Varga", "url": "https://ilse.example/", "avatar": "https://barges.example/ilse.png"}]
    assert item["image"] == "https://barges.example/blog/img/a.png"


def test_bodies_are_what_readers_can_show(blog: MkDocsSite) -> None:
    blog.build()

    body = blog.entries()["A barge & its anchor"].content[0].value
    assert body.startswith("<p>By noon it was answering <em>questions</em>.</p>")
    assert '<h2 id="a-heading">A heading</h2>' in body
    assert "<blockquote>\n<p><strong>Mind</strong></p>\n<p>By evening it was warm.</p>\n</blockquote>" in body
    assert '<pre><code class="language-py">def drop(n: int) -&gt; str:\n    return "ü" * n\n</code></pre>' in body
    assert "<p><strong>First</strong></p>\n<p>One</p>" in body
    assert '<li class="task-list-item">☑ done</li>' in body
    assert 'href="https://barges.example/blog/2026/04/23/zweiter-gr%C3%B6%C3%9Fenwahn/#part"' in body
    assert 'src="https://barges.example/blog/img/a.png"' in body
    assert 'href="https://barges.example/blog/2026/04/21/a-barge--its-anchor/#fn:1"' in body
    assert "¶" not in body
    assert "<input" not in body


def test_a_second_build_writes_nothing(blog: MkDocsSite, caplog: pytest.LogCaptureFixture) -> None:
    blog.build()
    files = [blog.ledger, *(blog.output / name for name in ("feed.xml", "atom.xml", "feed.json", "feed.html", "stridesfeed-manifest.json"))]
    before = [file.stat().st_mtime_ns for file in files]
    caplog.clear()
    blog.build()

    assert [file.stat().st_mtime_ns for file in files] == before
    assert "Written" not in caplog.text


def test_a_renamed_post_keeps_its_id(blog: MkDocsSite) -> None:
    blog.build()
    before = blog.entries()["Zweiter Größenwahn"]
    blog.path("docs/blog/posts/second.md").rename(blog.path("docs/blog/posts/renamed.md"))
    blog.path("docs/blog/posts/barge.md").write_text(BARGE.replace("second.md", "renamed.md"), encoding="utf-8")
    blog.path("docs/blog/posts/renamed.md").write_text(SECOND.replace("date:", "slug: grosses\ndate:"), encoding="utf-8")
    blog.build()

    after = blog.entries()["Zweiter Größenwahn"]
    assert after.link == "https://barges.example/blog/2026/04/23/grosses/"
    assert after.id == before.id


def test_a_page_with_an_error_is_named_and_stays_as_published(blog: MkDocsSite, caplog: pytest.LogCaptureFixture) -> None:
    blog.build()
    blog.path("docs/blog/posts/second.md").write_text(SECOND.replace("---\n\n#", "external_url: nowhere\n---\n\n#"), encoding="utf-8")
    blog.build()

    assert "docs/blog/posts/second.md:3: external_url: " in caplog.text
    assert "Zweiter Größenwahn" in blog.entries()
    with pytest.raises(Abort, match="strict mode"):
        blog.build(strict=True)


def test_pages_link_to_the_feeds(blog: MkDocsSite) -> None:
    blog.build()
    link = '<link rel="alternate" type="application/atom+xml" title="Kähne &amp; Barges (Atom 1.0)" href="https://barges.example/atom.xml">'
    assert link in (blog.output / "index.html").read_text(encoding="utf-8")

    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed", "- stridesfeed:\n      head_links: false")})
    blog.build()
    assert link not in (blog.output / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("settings", [{"command": "serve"}, {"dirty": True}, {"site_url": "http://127.0.0.1:8000/"}])
def test_previews_write_neither_ledger_nor_feeds(blog: MkDocsSite, settings: dict[str, Any]) -> None:
    blog.build(**settings)

    assert not blog.ledger.exists()
    assert not (blog.output / "atom.xml").exists()
    assert "atom.xml" not in (blog.output / "index.html").read_text(encoding="utf-8") or "site_url" in settings


def test_without_address_the_setting_is_named(blog: MkDocsSite, caplog: pytest.LogCaptureFixture) -> None:
    blog.build(site_url="")

    assert "mkdocs.yml: site_url is empty, so no feeds are written" in caplog.text
    assert not (blog.output / "atom.xml").exists()


def test_an_error_in_the_options_stops_the_build(blog: MkDocsSite) -> None:
    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed", "- stridesfeed:\n      output:\n        limit: few")})

    with pytest.raises(Abort):
        blog.build()


def test_an_error_in_the_options_names_the_option(blog: MkDocsSite, caplog: pytest.LogCaptureFixture) -> None:
    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed", "- stridesfeed:\n      output:\n        limit: few")})
    with pytest.raises(Abort):
        blog.build()

    assert "mkdocs.yml: plugins.stridesfeed.output.limit: must be" in caplog.text


def test_a_build_without_most_articles_stops(blog: MkDocsSite, caplog: pytest.LogCaptureFixture) -> None:
    blog.write(**{f"docs/blog/posts/{n}.md": SECOND.replace("Zweiter", f"Nummer {n}") for n in range(10)})
    blog.build()
    for n in range(10):
        blog.path(f"docs/blog/posts/{n}.md").unlink()
    with pytest.raises(Abort):
        blog.build()
    assert "allow it with allow_mass_withdrawal: true below stridesfeed in mkdocs.yml" in caplog.text

    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed", "- stridesfeed:\n      allow_mass_withdrawal: true")})
    blog.build()
    assert len(blog.entries()) == 2


def test_tables_of_our_configuration_are_options(blog: MkDocsSite) -> None:
    options = """- stridesfeed:
      feed:
        title: The Barges
      output:
        atom: feeds/atom.xml
        limit: 1
        archive: 1
      feeds:
        - path: tags/{slug}/
          by: category
"""
    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed\n", options)})
    blog.build()

    assert blog.feed("feeds/atom.xml").feed.title == "The Barges"
    assert len(blog.feed("feeds/atom.xml").entries) == 1
    assert [*blog.entries("tags/steam/atom.xml")] == ["A barge & its anchor"]


def test_our_own_file_comes_first(blog: MkDocsSite) -> None:
    blog.write(**{"stridesfeed.toml": '[feed]\ntitle = "Ours"\n[output]\njson = false\n'})
    blog.build()

    assert blog.feed().feed.title == "Ours"
    assert not (blog.output / "feed.json").exists()


def test_the_mark_of_the_summary_and_the_file_of_authors_are_those_of_the_blog(blog: MkDocsSite) -> None:
    options = '- blog:\n      post_excerpt_separator: "<!-- end -->"\n      authors_file: "{blog}/people.yml"\n'
    post = BARGE.replace("more -->", "end -->").replace("By noon", "Dawn.\n\nBy noon")
    blog.write(**{"mkdocs.yml": BLOG.replace("- blog\n", options), "docs/blog/posts/barge.md": post})
    blog.path("docs/blog/.authors.yml").rename(blog.path("docs/blog/people.yml"))
    blog.build()

    barge = blog.entries()["A barge & its anchor"]
    assert barge.summary == "Dawn. By noon it was answering questions."
    assert barge.author_detail.href == "https://ilse.example/"


def test_social_cards_are_the_images_of_posts_without_one(blog: MkDocsSite) -> None:
    blog.write(**{"mkdocs.yml": BLOG.replace("- blog\n", "- blog\n  - social:\n      cards: false\n")})
    # Drawing cards needs the network.
    card = "assets/images/social/blog/2026/04/23/zweiter-größenwahn.png"
    blog.write(**{f"docs/{card}": ""})
    blog.build()

    items = json.loads((blog.output / "feed.json").read_text(encoding="utf-8"))["items"]
    assert [item["image"] for item in items] == [
        "https://barges.example/assets/images/social/blog/2026/04/23/zweiter-gr%C3%B6%C3%9Fenwahn.png",
        "https://barges.example/blog/img/a.png",
    ]


DATED = "---\ndate: 2026-04-{day}\n{more}---\n\n# {title}\n\nText of {title}.\n"


@pytest.fixture
def docs(site: MkDocsSite) -> MkDocsSite:
    """
    A site without a blog, and with a theme of MkDocs.
    """
    site.write(
        **{
            "mkdocs.yml": f"{CONFIG}theme:\n  name: mkdocs\n  locale: de\nplugins:\n  - stridesfeed\n",
            "docs/index.md": "# Home\n",
            "docs/guide/start.md": "# Start\n\nNo date.\n",
            "docs/news/one.md": DATED.format(day=21, more="image: assets/a.png\n", title="One"),
            "docs/fr/un.md": DATED.format(day=22, more="illustration: ../assets/a.png\n", title="Un"),
        }
    )
    site.write(**{"docs/assets/a.png": ""})
    return site


def test_without_a_blog_pages_with_a_date_are_articles(docs: MkDocsSite) -> None:
    docs.build()

    assert docs.feed().feed.language == "de"
    assert {title: entry.link for title, entry in docs.entries().items()} == {
        "Un": "https://barges.example/fr/un/",
        "One": "https://barges.example/news/one/",
    }


def test_images_are_relative_to_the_page_or_to_the_folder_of_pages(docs: MkDocsSite) -> None:
    docs.build()

    items = json.loads((docs.output / "feed.json").read_text(encoding="utf-8"))["items"]
    assert [item["image"] for item in items] == ["https://barges.example/assets/a.png"] * 2


def test_urls_have_parameters_and_ids_have_none(docs: MkDocsSite) -> None:
    options = "- stridesfeed:\n      comments_path: '#__comments'\n      url_parameters:\n        utm_source: feed\n        utm_medium: rss\n"
    docs.write(**{"mkdocs.yml": docs.path("mkdocs.yml").read_text(encoding="utf-8").replace("- stridesfeed\n", options)})
    docs.build()

    entry = docs.entries("feed.xml")["One"]
    assert entry.link == "https://barges.example/news/one/?utm_source=feed&utm_medium=rss"
    assert (entry.id, entry.comments) == ("https://barges.example/news/one/", "https://barges.example/news/one/#__comments")


def test_folders_of_languages_give_feeds_of_languages(docs: MkDocsSite) -> None:
    options = "- stridesfeed:\n      content:\n        languages: [fr]\n      feeds:\n        - path: '{slug}/'\n          by: language\n"
    docs.write(**{"mkdocs.yml": docs.path("mkdocs.yml").read_text(encoding="utf-8").replace("- stridesfeed\n", options)})
    docs.build()

    assert [*docs.entries("fr/atom.xml")] == ["Un"]


@pytest.mark.parametrize("order", [("- i18n:", "- stridesfeed:"), ("- stridesfeed:", "- i18n:")])
def test_languages_that_are_built_one_after_the_other_share_the_feeds(
    site: MkDocsSite, order: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    languages = "[{locale: en, name: English, default: true}, {locale: fr, name: Français}, {locale: de, name: Deutsch}]"
    options = {
        "- i18n:": f"      docs_structure: folder\n      languages: {languages}\n",
        "- stridesfeed:": "      content:\n        languages: [fr, de]\n",
    }
    plugins = "".join(f"  {name}\n{options[name]}" for name in order)
    pages = {f"docs/{code}/news/one.md": DATED.format(day=21, more="", title=f"One {code}") for code in ("en", "fr")}
    site.write(**{"mkdocs.yml": f"{CONFIG}plugins:\n{plugins}", "docs/en/index.md": "# Home\n", **pages})
    site.build()
    site.build()

    assert {title: entry.link for title, entry in site.entries().items()} == {
        "One en": "https://barges.example/news/one/",
        "One fr": "https://barges.example/fr/news/one/",
    }
    assert caplog.text.count("Readers will see") == 1


def test_include_selects_pages_next_to_a_blog(blog: MkDocsSite) -> None:
    options = "- stridesfeed:\n      content:\n        include: [news/**]\n"
    blog.write(**{"mkdocs.yml": BLOG.replace("- stridesfeed\n", options), "docs/news/one.md": DATED.format(day=21, more="", title="One")})
    blog.build()

    assert [*blog.entries()] == ["One"]


def test_dates_are_from_git_if_it_is_asked(docs: MkDocsSite) -> None:
    options = "- stridesfeed:\n      content:\n        include: [guide/**]\n        date: git\n"
    docs.write(**{"mkdocs.yml": docs.path("mkdocs.yml").read_text(encoding="utf-8").replace("- stridesfeed\n", options)})
    identity = ["-c", "user.name=Ilse", "-c", "user.email=ilse@barges.example", "-c", "commit.gpgsign=false"]
    environment = {**os.environ, "GIT_AUTHOR_DATE": "2026-04-20T08:00:00Z", "GIT_COMMITTER_DATE": "2026-04-20T08:00:00Z"}
    for arguments in (["init", "-q"], ["add", "docs"], [*identity, "commit", "-q", "-m", "Start"]):
        subprocess.run(["git", *arguments], cwd=docs.folder, env=environment, check=True)  # noqa: S603, S607  # fixed arguments
    docs.build()

    assert docs.entries()["Start"].published == "2026-04-20T08:00:00Z"


def test_the_command_of_mkdocs_builds_the_feeds(docs: MkDocsSite) -> None:
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=docs.folder, capture_output=True, text=True, check=True)

    assert "stridesfeed: Readers will see: 2 new" in done.stderr
    assert len(docs.entries()) == 2
