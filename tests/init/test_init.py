"""
What ``init`` says and writes, beyond the values of a generator's configuration.
"""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stridesfeed.cli._click import program

HUGO = 'baseURL = "https://hugo.example/"\ntitle = "Hugo"\n'
POST = "---\ntitle: One\ndate: 2026-04-21\n---\nText.\n"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>One</title><link rel="canonical" href="{url}"><meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2026-04-21T08:00:00Z"></head>'
    "<body><nav>Menu</nav><article><h1>One</h1><p>The rendered text.</p></article></body></html>"
)


def run(*arguments: object, **options: Any) -> Result:
    result = CliRunner().invoke(program, [str(argument) for argument in arguments], env={"SOURCE_DATE_EPOCH": "1777593600"}, **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def a_site(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def configuration(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "stridesfeed.toml").read_text(encoding="utf-8"))


def bodies(folder: Path) -> list[str]:
    return [item["content_html"] for item in json.loads((folder / "feed.json").read_bytes())["items"]]


def test_a_dry_run_shows_the_configuration_and_writes_nothing(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST})

    result = run("init", tmp_path, "--dry-run")

    assert result.exit_code == 0
    assert 'title = "Hugo"' in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "hugo.toml"]


def test_each_value_has_a_comment_with_its_origin(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST})

    run("init", tmp_path)

    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# The feeds of a Hugo site. After a change, run: stridesfeed build"
    assert lines[lines.index('title = "Hugo"') - 1] == "# Source: hugo.toml: title."
    assert lines[lines.index('timezone = "UTC"') - 1] == "# Source: default of Hugo."


def test_what_was_not_found_is_marked(tmp_path: Path) -> None:
    a_site(tmp_path, {"config.toml": 'base_url = "https://zola.example"\n', "content/one.md": POST})

    run("init", tmp_path)

    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    assert lines[lines.index('title = "zola.example"') - 1] == "# Source: a guess: edit it."


def test_a_home_page_that_was_not_found_is_left_to_be_edited(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": 'title = "Hugo"\n', "content/one.md": POST})

    init, built = run("init", tmp_path), run("build", tmp_path)

    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    assert init.exit_code == 0
    assert "Note: the URL of the home page was not found: set url in [feed] before the first build\n" in init.stdout
    assert "\nArticles: 1\n" in init.stdout
    assert lines[lines.index('# url = "https://www.example.org/"') - 1] == "# To edit: it was not found."
    assert (built.exit_code, built.stderr) == (
        2,
        "stridesfeed.toml:3: feed.url: is missing: the home page; the URLs of articles are relative to it\n",
    )


def test_a_home_page_that_was_not_found_is_that_of_the_present_feed(tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><title>Hugo</title><link>https://hugo.example/</link><description>News</description>"
    item = "<item><title>One</title><link>https://hugo.example/one/</link><pubDate>Tue, 21 Apr 2026 00:00:00 GMT</pubDate></item>"
    files = {"hugo.toml": 'title = "Hugo"\n', "content/one.md": POST, "public/index.xml": f"{feed}{item}</channel></rss>"}
    a_site(tmp_path, files)

    run("init", tmp_path)

    assert configuration(tmp_path)["feed"]["url"] == "https://hugo.example/"


def test_sections_are_those_of_the_template_of_feeds(tmp_path: Path) -> None:
    template = '{{ $posts := where .Site.RegularPages "Type" "in" (slice "blog" "news") }}{{ range $posts }}<item>'
    files = {"hugo.toml": f'theme = "own"\n{HUGO}', "themes/own/layouts/_default/rss.xml": template}
    a_site(tmp_path, {**files, "content/blog/one.md": POST, "content/notes/two.md": POST})

    said = run("init", tmp_path).stdout

    assert configuration(tmp_path)["content"]["sections"] == ["blog", "news"]
    assert "\nArticles: 1\n" in said


@pytest.mark.parametrize(
    ("files", "permalink"),
    [
        ({}, "/{folders}/{filename}.html"),
        ({".readthedocs.yaml": "version: 2\nsphinx:\n  builder: dirhtml\n"}, "/{folders}/{filename}/"),
        ({"Makefile": "dirhtml:\n\t$(SPHINXBUILD) -b dirhtml $(ALLSPHINXOPTS)\n"}, "/{folders}/{filename}/"),
    ],
)
def test_the_builder_of_sphinx_decides_its_urls(tmp_path: Path, files: Mapping[str, str], permalink: str) -> None:
    a_site(tmp_path, {"conf.py": 'project = "Docs"\nhtml_baseurl = "https://docs.example/"\nextensions = []\n', "one.md": POST, **files})

    run("init", tmp_path)

    assert configuration(tmp_path)["content"]["permalink"] == permalink


def test_a_terminal_asks_for_what_was_not_found_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.cli._click.init._is_interactive", lambda: True)
    a_site(tmp_path, {"hugo.toml": 'title = "Hugo"\n', "content/one.md": POST})

    result = run("init", tmp_path, input="https://hugo.example/\n\n")

    assert "URL of the home page" in result.output
    assert "Name of the feed" not in result.output
    assert configuration(tmp_path)["feed"] == {"title": "Hugo", "url": "https://hugo.example/", "id": "https://hugo.example/", "language": "en"}


def test_options_replace_what_was_found(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST})

    run("init", tmp_path, "--title", "Another", "--permalink", "/x/{slug}/")

    found = configuration(tmp_path)
    assert (found["feed"]["title"], found["content"]["permalink"]) == ("Another", "/x/{slug}/")


def test_an_existing_configuration_is_replaced_with_force_only(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST, "stridesfeed.toml": "mine"})

    refused = run("init", tmp_path)
    text = (tmp_path / "stridesfeed.toml").read_text()
    forced = run("init", tmp_path, "--force")

    assert (refused.exit_code, text, forced.exit_code) == (2, "mine", 0)
    assert configuration(tmp_path)["feed"]["title"] == "Hugo"


def test_articles_files_and_errors_are_counted(tmp_path: Path) -> None:
    files = {"content/one.md": POST, "content/two.md": POST.replace("2026-04-21", "soon"), "content/post.adoc": "= Title\n"}
    a_site(tmp_path, {"hugo.toml": HUGO, "content/about.md": "---\ntitle: About\nlayout: page\n---\n", **files})

    said = run("init", tmp_path).stdout
    found = json.loads(run("init", tmp_path, "--force", "--json").stdout)

    assert "\nArticles: 1\n" in said
    assert "Skipped: content/post.adoc: no reader for .adoc" in said
    assert "Not published: 1 file with 1 error, first\n  content/two.md:3: date: " in said
    assert found["articles"] == 1
    assert [fault["path"] for fault in found["faults"]] == ["content/two.md"]


def test_text_with_template_source_is_taken_from_the_built_pages(tmp_path: Path) -> None:
    page = PAGE.format(url="https://hugo.example/one/")
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST + "\n{{< chart data=3 >}}\n", "public/one/index.html": page})

    said = run("init", tmp_path).stdout
    built = run("build", tmp_path)

    assert "content.pages: public (the built site, because of 1 text with template source or components)" in said
    assert built.exit_code == 0, built.output
    assert bodies(tmp_path / "public") == ["<p>The rendered text.</p>"]


def test_without_built_pages_a_note_says_how_to_get_the_text(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST + "\n{{< chart data=3 >}}\n"})

    said = run("init", tmp_path).stdout

    note = 'build the site first, and set pages = "public" in [content] to take the texts from it'
    assert f"Note: 1 text with template source or components: {note}\n" in said
    assert "# pages = " in (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8")


def test_articles_in_a_format_without_a_reader_are_the_built_pages(tmp_path: Path) -> None:
    page = PAGE.format(url="https://hugo.example/one/")
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.adoc": "= One\n", "public/one/index.html": page})

    run("init", tmp_path)
    built = run("build", tmp_path)

    assert built.exit_code == 0, built.output
    assert configuration(tmp_path)["content"]["pages"] == "public"
    assert "folder" not in configuration(tmp_path)["content"]
    assert "<p>The rendered text.</p>" in bodies(tmp_path / "public")[0]


def test_articles_without_dates_have_those_of_the_repository(tmp_path: Path) -> None:
    a_site(tmp_path, {"mkdocs.yml": "site_name: Docs\nsite_url: https://docs.example/\n", "docs/one.md": "# One\n\nText.\n"})
    identity = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "a@docs.example")
    environment = {**os.environ, **identity, "GIT_AUTHOR_DATE": "2026-04-21T08:00:00Z", "GIT_COMMITTER_DATE": "2026-04-21T08:00:00Z"}
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, env=environment)  # noqa: S603, S607  # fixed arguments

    said = run("init", tmp_path).stdout

    assert "content.date: git (the repository: no article has a date)" in said
    assert "\nArticles: 1\n" in said


def test_the_site_of_a_project_is_named(tmp_path: Path) -> None:
    a_site(tmp_path, {"website/hugo.toml": HUGO, "website/content/one.md": POST})

    result = run("init", tmp_path)

    assert result.exit_code == 2
    assert f"The folder {tmp_path}/website is a Hugo site: for that one, run stridesfeed init {tmp_path}/website" in result.stderr


def test_errors_in_the_sites_own_data_are_notes(tmp_path: Path) -> None:
    a_site(tmp_path, {"hugo.toml": HUGO, "content/one.md": POST, "data/authors.yml": "ann:\n  name: Ann\n  url: 'no url'\n"})

    result = run("init", tmp_path)

    assert result.exit_code == 0
    assert "Note: data/authors.yml:3: ann.url: " in result.stdout
    assert (tmp_path / "stridesfeed.toml").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "title: 'unclosed\n"),
        ("_config.yml", f"a: {'[' * 5000}\n"),
        ("_config.yml", "- a list\n"),
        ("_config.toml", "title = \n"),
        ("pelicanconf.py", "SITENAME = (\n"),
        ("pelicanconf.py", f"SITENAME = {'(' * 5000}\n"),
        ("pelicanconf.py", f"SITENAME = {'+'.join(['1'] * 20_000)}\n"),
        ("docusaurus.config.js", "module.exports = {{{{ title: `${x}`, url: [,,, }"),
        ("docusaurus.config.js", "{" * 100_000),
        ("docusaurus.config.js", "module.exports = {a: " * 20_000),
        ("astro.config.mjs", "export default defineConfig({ site: 'https://x.example' " + "(" * 50_000),
        ("docusaurus.config.js", "{a: [" * 30_000 + "] bad }" * 30_000),
        ("astro.config.mjs", "const a: b " * 50_000 + "`'\\" * 50_000),
        ("hugo.json", '{"title": ['),
        ("mkdocs.yml", f"site_name: {'x' * 1_000_001}\n"),
        ("conf.py", "extensions = ['\0']\n"),
    ],
)
def test_a_broken_configuration_ends_in_a_note_or_in_no_value(tmp_path: Path, name: str, text: str) -> None:
    a_site(tmp_path, {name: text, "_posts/2026-04-21-one.md": POST})

    result = run("init", tmp_path, "--title", "T", "--url", "https://x.example/")

    assert result.exit_code == 0, result.output
    assert configuration(tmp_path)["feed"]["title"] == "T"


def test_a_folder_of_markdown_files_is_the_content(tmp_path: Path) -> None:
    a_site(tmp_path, {"README.md": "# Notes\n", "one.md": POST.replace("2026-04-21", "2026-04-21T08:00:00Z")})

    init, built = run("init", tmp_path, "--title", "Notes", "--url", "https://notes.example/"), run("build", tmp_path)

    assert (init.exit_code, built.exit_code) == (0, 0), built.output
    assert configuration(tmp_path)["content"]["folder"] == "."
    assert "https://notes.example/one/" in (tmp_path / "public" / "feed.json").read_text(encoding="utf-8")
