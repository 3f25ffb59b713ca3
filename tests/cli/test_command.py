from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from stridesfeed import load
from stridesfeed.build import Report
from stridesfeed.build.summary import summarize
from stridesfeed.cli import _click
from stridesfeed.cli._click import program
from stridesfeed.cli._click.program import COMMANDS
from stridesfeed.load import Skipped
from stridesfeed.site import read_site

SMALL = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n[content]\npermalink = "/{slug}/"\n'
ARTICLE = "---\ntitle: One\ndate: 2026-04-30T09:00:00Z\nauthor: Ann\n---\nText.\n"
DOCUMENTS = ("feed.xml", "atom.xml", "feed.json")
OUTPUT = (*DOCUMENTS, "feed.html", "stridesfeed-manifest.json")

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """
    Return a function that runs the command without environment variables that would affect it.
    """
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: object, **options: Any) -> Result:
        result = CliRunner().invoke(program, [str(argument) for argument in arguments], **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
        return result

    return invoke


def a_site(folder: Path, more: str = "", **articles: str) -> Path:
    """
    Create a site in *folder* with *articles*, and return the folder.
    """
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "stridesfeed.toml").write_text(SMALL + more, encoding="utf-8")
    for name, text in (articles or {"one": ARTICLE}).items():
        (folder / "content" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


FAULTY = {
    "a_zoneless": ARTICLE.replace("T09:00:00Z", " 09:00"),
    "b_original": ARTICLE.replace("title", "id: tag:strides.example,2026:x\ntitle"),
    "c_duplicate": ARTICLE.replace("title", "id: tag:strides.example,2026:x\ntitle"),
    "d_nameless": "---\ndate: 2026-04-30T09:00:00Z\n---\nText without any heading.\n",
    "e_broken": '---\ntitle: "One\ndate: [2026\n---\nText.\n',
    "f_fine": ARTICLE.replace("One", "Fine"),
}


def test_all_errors_are_printed_with_file_and_line_and_nothing_is_written(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path, **FAULTY))

    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert result.stdout == ""
    assert [line.partition(":")[0] for line in lines] == [
        f"content/{name}.md" for name in ("a_zoneless", "c_duplicate", "d_nameless", "e_broken")
    ]
    assert lines[0].startswith("content/a_zoneless.md:3: date: needs a UTC offset")
    assert lines[1].startswith("content/c_duplicate.md:2: id: ")
    assert "content/b_original.md" in lines[1]
    assert "title" in lines[2]
    assert all(line.split(":")[1].isdigit() for line in lines)
    assert not (tmp_path / "public").exists()


def test_failed_build_overwrites_nothing(tmp_path: Path, run: Run) -> None:
    run("build", a_site(tmp_path))
    before = {name: (tmp_path / "public" / name).read_bytes() for name in DOCUMENTS}

    result = run("build", a_site(tmp_path, one=ARTICLE.replace("One", "Two"), bad=FAULTY["a_zoneless"]))

    assert result.exit_code == 1
    assert {name: (tmp_path / "public" / name).read_bytes() for name in DOCUMENTS} == before


def test_keep_going_publishes_the_rest_and_prints_errors(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path, **FAULTY), "--keep-going")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 4
    assert "Not published: 4 files with 4 errors" in result.stdout
    titles = {item["title"] for item in json.loads((tmp_path / "public" / "feed.json").read_bytes())["items"]}
    assert titles == {"One", "Fine"}


def test_summary_lists_written_and_then_unchanged_files(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path / "my blog 😀")

    first, second = run("build", site), run("build", site)

    files = ", ".join([str(site / "stridesfeed.lock"), *(str(site / "public" / name) for name in OUTPUT[:4]), ""])[:-2] + " and 1 more"
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.splitlines()[:2] == [f"Written: {files}", "Articles: 1"]
    assert second.stdout.splitlines()[:2] == [f"Unchanged: {files}", "Articles: 1"]


def test_summary_lists_skipped_files_with_reasons(tmp_path: Path, run: Run) -> None:
    articles = {
        "draft": ARTICLE.replace("title", "draft: true\ntitle"),
        "future": ARTICLE.replace("2026-04-30", "2026-06-01"),
        "old": ARTICLE.replace("2026-04-30", "2025-04-30"),
        "new": ARTICLE.replace("author", "mood: good\nauthor"),
    }

    result = run("build", a_site(tmp_path, "[output]\nlimit = 1\n", **articles), "--as-of", "2026-05-01")

    assert "1 older article is not in the feed (limit 1)" in result.stdout
    assert "Skipped: content/draft.md: draft" in result.stdout
    assert "Skipped: content/future.md: dated after 2026-" in result.stdout
    assert "Unknown front-matter keys (ignored): mood (1 ×)" in result.stdout


def test_summary_lists_fields_that_a_format_cannot_express(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path, '[authors.Ann]\nname = "Ann"\navatar = "https://ann.example/a.png"\n')

    assert "Atom 1.0 cannot express: Person.avatar (1 ×); use --json for the reasons" in run("build", site).stdout


def test_long_lists_are_shortened(tmp_path: Path, run: Run) -> None:
    drafts = {f"d{number}": ARTICLE.replace("title", "draft: true\ntitle") for number in range(7)}

    assert "content/d3.md, content/d4.md and 2 more: draft" in run("build", a_site(tmp_path, **drafts)).stdout


def test_future_articles_are_skipped_in_one_line(tmp_path: Path, run: Run) -> None:
    future = {f"f{month}": ARTICLE.replace("2026-04-30", f"2026-{month:02}-01") for month in range(5, 12)}

    lines = run("build", a_site(tmp_path, **future), "--as-of", "2026-04-30").stdout.splitlines()

    names = ", ".join(f"content/{name}.md" for name in ("f10", "f11", "f5", "f6", "f7"))
    assert [line for line in lines if line.startswith("Skipped")] == [f"Skipped: {names} and 2 more: dated after 2026-04-30T23:59:59+00:00"]


def test_many_reasons_are_shortened(tmp_path: Path) -> None:
    skipped = tuple(Skipped(path=f"content/{number}.md", reason=f"reason {number}") for number in range(7))

    assert "Skipped: 2 more files for other reasons; use --json to list all" in summarize(Report(skipped=skipped), read_site(a_site(tmp_path)))


def test_the_commonest_reasons_come_first(tmp_path: Path) -> None:
    skipped = tuple(Skipped(path=f"content/{number}.md", reason="draft" if number else "is the home page") for number in range(3))

    lines = [line for line in summarize(Report(skipped=skipped), read_site(a_site(tmp_path))) if line.startswith("Skipped")]

    assert lines == ["Skipped: content/1.md, content/2.md: draft", "Skipped: content/0.md: is the home page"]


def test_quiet_prints_only_errors(tmp_path: Path, run: Run) -> None:
    assert run("build", a_site(tmp_path), "--quiet").output == ""
    assert run("build", a_site(tmp_path, bad=FAULTY["a_zoneless"]), "--quiet").stderr.startswith("content/bad.md:3: date: ")


def test_output_option_sets_the_folder(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path), "--output", tmp_path / "out")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(OUTPUT)
    assert str(tmp_path / "out" / "feed.xml") in result.stdout
    assert not (tmp_path / "public").exists()


def test_output_that_cannot_be_written_is_an_error(tmp_path: Path, run: Run) -> None:
    (tmp_path / "public").write_text("a file")

    result = run("build", a_site(tmp_path))

    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {tmp_path / 'public' / 'feed.xml'}: cannot be written: ")


@pytest.mark.parametrize(
    ("as_of", "epoch", "articles"),
    [
        ("2026-04-29", None, 0),
        ("2026-04-30", None, 1),
        ("2026-04-30T08:59:59Z", None, 0),
        ("2026-04-30T09:00:00Z", None, 1),
        (None, "1000000000", 0),
        (None, "1800000000", 1),
        ("2026-04-29", "1800000000", 0),
    ],
)
def test_as_of_decides_which_articles_are_in_the_future(tmp_path: Path, run: Run, as_of: str | None, epoch: str | None, articles: int) -> None:
    arguments = ["--as-of", as_of] if as_of else []

    result = run("build", a_site(tmp_path), "--json", *arguments, env={"SOURCE_DATE_EPOCH": epoch})

    assert json.loads(result.stdout)["articles"] == articles


@pytest.mark.parametrize(("arguments", "epoch"), [(["--as-of", "tomorrow"], None), ([], "now")])
def test_invalid_date_is_wrong_usage(tmp_path: Path, run: Run, arguments: list[str], epoch: str | None) -> None:
    result = run("build", a_site(tmp_path), *arguments, env={"SOURCE_DATE_EPOCH": epoch})

    assert result.exit_code == 2
    assert repr(arguments[-1] if arguments else epoch) in result.stderr


def test_json_prints_one_object(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path / "blög 😀"), "--json")

    report = json.loads(result.stdout)
    assert [Path(path).name for path in report["written"]] == ["stridesfeed.lock", *OUTPUT]
    assert (report["articles"], report["unchanged"], report["faults"], report["error"]) == (1, [], [], None)
    assert result.stderr == ""


def test_json_errors_have_path_line_field_and_rule(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path, bad=FAULTY["a_zoneless"]), "--json")

    (fault,) = json.loads(result.stdout)["faults"]
    assert result.exit_code == 1
    assert (fault["path"], fault["line"], fault["field"]) == ("content/bad.md", 3, "date")
    assert "UTC offset" in fault["rule"]
    assert result.stderr == ""


def test_json_has_configuration_errors_and_other_errors(tmp_path: Path, run: Run) -> None:
    configuration = run("build", a_site(tmp_path / "a", "timezon = 'UTC'\n"), "--json")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "public").write_text("a file")
    folder = run("build", a_site(tmp_path / "b"), "--json")

    assert (configuration.exit_code, folder.exit_code) == (2, 2)
    assert json.loads(configuration.stdout)["faults"][0]["field"] == "content.timezon"
    assert "cannot be written" in json.loads(folder.stdout)["error"]


def test_unknown_key_is_wrong_usage_with_a_suggestion(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path, "timezon = 'UTC'\n"))

    assert result.exit_code == 2
    assert result.stderr == "stridesfeed.toml:6: content.timezon: unknown key; did you mean 'timezone'?\n"


def test_build_without_a_configuration_suggests_init(tmp_path: Path, run: Run) -> None:
    result = run("build", tmp_path)

    assert result.exit_code == 2
    assert "run `stridesfeed init`" in result.stderr


def test_links_are_for_the_head_of_a_page(tmp_path: Path, run: Run) -> None:
    result = run("links", a_site(tmp_path))

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == (
        '<link rel="alternate" type="application/rss+xml" title="AI Strides (RSS 2.0)" href="https://strides.example/feed.xml">'
    )
    assert len(result.stdout.splitlines()) == 3


def test_links_include_additional_feeds_and_with_all_families(tmp_path: Path, run: Run) -> None:
    more = '[[feeds]]\npath = "brief/"\ntitle = "Brief"\nformats = "atom"\n[[feeds]]\nby = "author"\npath = "by/{slug}/"\nformats = "rss"\n'
    more += '[[feeds]]\npath = "msn/"\nprofile = "msn"\n'
    site = a_site(tmp_path, more)

    lines, all_lines = (run("links", site, *options).stdout.splitlines() for options in ([], ["--all", "--as-of", "2026-05-01"]))

    assert lines[3:] == [
        '<link rel="alternate" type="application/atom+xml" title="Brief (Atom 1.0)" href="https://strides.example/brief/atom.xml">'
    ]
    assert all_lines[:4] == lines
    assert all_lines[4:] == [
        "<!-- Authors: one for the page of each -->",
        '<link rel="alternate" type="application/rss+xml" title="AI Strides: Ann (RSS 2.0)" href="https://strides.example/by/ann/feed.xml">',
    ]


def test_links_of_feeds_with_the_same_path_are_a_configuration_error(tmp_path: Path, run: Run) -> None:
    result = run("links", a_site(tmp_path, '[[feeds]]\npath = "{file}"\n'))

    assert result.exit_code == 2
    assert result.stderr.startswith("stridesfeed.toml:7: feeds.1.path: ")


def test_build_of_feeds_with_the_same_path_is_a_configuration_error(tmp_path: Path, run: Run) -> None:
    result = run("build", a_site(tmp_path, '[[feeds]]\npath = "{file}"\n'))

    assert result.exit_code == 2
    assert result.stderr.startswith("stridesfeed.toml:7: feeds.1.path: ")


@pytest.mark.parametrize(("before", "after"), [(None, ""), ("*.png binary", "*.png binary\n"), ("stridesfeed.lock -text\n", None)])
def test_init_lets_git_merge_the_ledger(tmp_path: Path, run: Run, before: str | None, after: str | None) -> None:
    (tmp_path / ".git").mkdir()
    site = tmp_path / "blog"
    site.mkdir()
    attributes = site / ".gitattributes"
    if before is not None:
        attributes.write_text(before, encoding="utf-8")

    run("init", site, "--title", "T", "--url", "https://strides.example/")

    said = attributes.read_text(encoding="utf-8")
    assert said == (before if after is None else after + "stridesfeed.lock merge=union\n")


def test_init_then_build(tmp_path: Path, run: Run) -> None:
    site = tmp_path / "new 😀"
    title = 'AT&T "quoted" \\ 😀'

    init = run("init", site, "--title", title, "--url", "https://strides.example/", "--language", "en-GB", "--timezone", "Europe/London")
    (site / "content").mkdir()
    (site / "content" / "one.md").write_text(ARTICLE.replace("T09:00:00Z", " 09:00"), encoding="utf-8")
    result = run("build", site)

    document = json.loads((site / "public" / "feed.json").read_bytes())
    assert (init.exit_code, result.exit_code) == (0, 0)
    assert init.stdout.startswith(f"Written: {site / 'stridesfeed.toml'}\n")
    assert (document["title"], document["language"], document["home_page_url"]) == (title, "en-GB", "https://strides.example/")
    assert document["items"][0]["date_published"] == "2026-04-30T08:00:00Z"


def test_init_does_not_overwrite_a_configuration(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path)

    result = run("init", site, "--title", "Other", "--url", "https://other.example/")

    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert (site / "stridesfeed.toml").read_text() == SMALL


def test_init_writes_a_comment_for_every_key(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path, "--title", "T", "--url", "https://strides.example/")

    lines = (tmp_path / "stridesfeed.toml").read_text().splitlines()
    keys = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("# The")]
    assert len(keys) >= 10
    assert all(lines[number - 1].startswith("# ") for number in keys)


def test_init_finds_the_content_folder(tmp_path: Path, run: Run) -> None:
    (tmp_path / "_posts").mkdir()

    run("init", tmp_path, "--title", "T", "--url", "https://strides.example/")

    assert 'folder = "_posts"' in (tmp_path / "stridesfeed.toml").read_text()


def test_init_without_a_terminal_lists_missing_options(tmp_path: Path, run: Run) -> None:
    result = run("init", tmp_path, "--title", "T")

    assert result.exit_code == 2
    assert "give --url" in result.stderr


def test_init_validates_options_like_the_configuration(tmp_path: Path, run: Run) -> None:
    result = run("init", tmp_path, "--title", "T", "--url", "strides.example")

    assert result.exit_code == 2
    assert "must be an absolute URL" in result.stderr
    assert not (tmp_path / "stridesfeed.toml").exists()


def test_init_asks_on_a_terminal_until_the_answer_is_valid(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.cli._click.init._is_interactive", lambda: True)

    result = run("init", tmp_path / "blog", "--language", "de", input="\nstrides.example\nhttps://strides.example/\narticles\n")

    text = (tmp_path / "blog" / "stridesfeed.toml").read_text()
    assert result.exit_code == 0
    assert "must be an absolute URL" in result.output
    assert all(part in text for part in ('title = "blog"', 'url = "https://strides.example/"', 'language = "de"', 'folder = "articles"'))


def test_init_with_yes_asks_nothing(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.cli._click.init._is_interactive", lambda: True)

    result = run("init", tmp_path / "blog", "--url", "https://strides.example/", "--yes")

    assert result.exit_code == 0
    assert 'title = "blog"' in (tmp_path / "blog" / "stridesfeed.toml").read_text()


@pytest.mark.parametrize("arguments", [[], ["init"], ["build"], ["links"]])
def test_help_shows_an_example(run: Run, arguments: list[str]) -> None:
    result = run(*arguments, "--help")

    assert result.exit_code == 0
    assert "Example:\n    stridesfeed " in result.stdout


def test_no_color_disables_colours(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path, bad=FAULTY["a_zoneless"])

    coloured = run("build", site, "--keep-going", color=True)
    plain = run("build", site, "--keep-going", color=True, env={"NO_COLOR": "1"})
    stopped = run("build", site, color=True, env={"NO_COLOR": "1"})

    assert "\x1b[" in coloured.stdout
    assert "\x1b[" in coloured.stderr
    assert "\x1b[" not in plain.output
    assert "\x1b[" not in stopped.output


MISSING = """
import sys
sys.modules[sys.argv.pop(1)] = None
sys.stderr.isatty = lambda: True
from stridesfeed.cli import main
main()
"""


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_missing_package_is_one_sentence(missing: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", MISSING, missing, "build", str(a_site(tmp_path))]

    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own script

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "the command needs an optional package: pip install 'stridesfeed[cli]'\n"


def test_python_m_escapes_names_that_the_terminal_cannot_show(tmp_path: Path) -> None:
    site = a_site(tmp_path / "blog 😀")
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | {"PYTHONIOENCODING": "cp1252"}

    result = subprocess.run([sys.executable, "-m", "stridesfeed", "build", str(site)], capture_output=True, env=environment, check=False)  # noqa: S603

    assert (result.returncode, result.stderr) == (0, b"")
    assert rb"blog \U0001f600" in result.stdout
    assert (site / "public" / "feed.xml").is_file()


def test_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").stdout == f"stridesfeed {version('stridesfeed')}\n"


@pytest.mark.parametrize(("configuration", "options", "jobs"), [("", (), 3), ("[build]\njobs = 2\n", (), 2), ("", ("--jobs", "1"), 1)])
def test_many_new_texts_are_rendered_in_one_process_per_processor(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *, configuration: str, options: tuple[str, ...], jobs: int
) -> None:
    used: list[int] = []

    def record(batches: Iterable[object], *_settings: object, jobs: int, executor: object) -> Iterable[object]:
        assert executor is None
        used.append(jobs)
        return batches

    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(load, "render_ahead", record)
    monkeypatch.setattr(load, "_MIN_DISTRIBUTED", 20)
    site = a_site(tmp_path, configuration, **{f"a{number}": ARTICLE for number in range(20)})

    assert run("build", site, *options).exit_code == 0
    assert used == [jobs]


def test_cache_and_jobs_do_not_change_documents(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path, '[build]\ncache = "parts"\njobs = 0\n', **{f"a{number}": ARTICLE for number in range(20)})

    results = [run("build", site), run("build", site, "--jobs", "2"), run("build", site, "--no-cache", "--jobs", "2")]

    assert [result.exit_code for result in results] == [0, 0, 0]
    assert [result.stdout.splitlines()[0].partition(":")[0] for result in results] == ["Written", "Unchanged", "Unchanged"]
    assert (site / "parts").is_file()


def test_every_subcommand_is_listed_with_its_own_description() -> None:
    modules = {path.stem for path in Path(_click.__file__).parent.glob("*.py")}
    commands = {name: program.get_command(click.Context(program), name) for name in COMMANDS}

    assert modules - set(COMMANDS) == {"__init__", "program", "arguments", "failures"}
    assert {name: command and (command.name, command.short_help) for name, command in commands.items()} == {
        name: (name, description) for name, description in COMMANDS.items()
    }


def imported(names: Iterable[str], *arguments: object) -> list[str]:
    """
    Return those of *names* that the command imports with these arguments.
    """
    script = (
        "import sys\n"
        "from stridesfeed.cli import main\n"
        "names = sys.argv.pop(1).split()\n"
        "try: main()\n"
        "except SystemExit: print(*[name for name in names if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", script, " ".join(names), *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own script
    return result.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_and_version_do_not_import_the_library(option: str) -> None:
    assert imported(["attrs", "lxml", "rich", "stridesfeed.model"], option) == []


def test_a_build_that_changes_nothing_imports_nothing_that_parses_or_renders(tmp_path: Path) -> None:
    names = ["bleach", "feedgen", "lxml", "nh3", "markdown_it", "yaml", "jinja2", "rich"]
    unused = [
        "adopt",
        "checks.documents",
        "checks.served",
        "load.front_matter.headers",
        "load.pages.reading",
        "parsing",
        "related.relations",
        "web",
    ]
    command = (*names, *(f"stridesfeed.{name}" for name in unused)), "build", a_site(tmp_path)

    first = imported(*command)
    second = imported(*command)

    assert {"feedgen", "lxml", "markdown_it", "yaml", "jinja2"} <= set(first)
    assert second == []


def test_a_build_imports_only_what_its_content_needs(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    (site / "content" / "one.md").rename(site / "content" / "one.html")

    assert imported(["bleach", "nh3", "markdown_it", "docutils", "rich"], "build", site) == []


def test_unknown_command_is_wrong_usage(run: Run) -> None:
    result = run("biuld")

    assert result.exit_code == 2
    assert "No such command 'biuld'" in result.stderr


def test_findings_of_the_last_build_are_not_counted_again(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path, '[build]\ncache = "parts"\n', a=ARTICLE)
    first, second = run("build", site), run("build", site)
    checked = run("build", site, "--check")
    (site / "content" / "b.md").write_text(ARTICLE.replace("Ann", "By Ann"), "utf-8")
    dry, third, fourth = run("build", site, "--check"), run("build", site), run("build", site)

    assert ["Found: " in each.stdout for each in (first, second, checked, dry, third, fourth)] == [True, False, False, True, True, False]
    assert "Found: " in run("build", site, "--no-cache").stdout
    assert (
        json.loads(run("build", site, "--json").stdout)["findings"] == json.loads(run("build", site, "--json", "--no-cache").stdout)["findings"]
    )


def test_findings_are_counted_in_every_build_without_a_cache(tmp_path: Path, run: Run) -> None:
    site = a_site(tmp_path, "[build]\ncache = false\n", a=ARTICLE)

    assert ["Found: " in run("build", site).stdout for _ in range(2)] == [True, True]
