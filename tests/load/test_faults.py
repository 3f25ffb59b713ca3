"""
Every error names its file, line, key and rule. All errors are collected, and none is raised.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stridesfeed.errors import FileError
from stridesfeed.load import SOURCES, Loaded
from stridesfeed.load.front_matter.headers import split_front_matter

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("date: 2026-04-30", ["1: title: is missing; add one"]),
        ("title: ''\ndate: 2026-04-30", ["2: title: must not be empty"]),
        ("title: [a, b]\ndate: 2026-04-30", ["2: title: must be text, not a list"]),
        (
            "title: A",
            [
                (
                    "1: date: is missing; add one such as 2026-04-30T09:00:00Z, or write it in the file's name (2026-04-30-name.md), "
                    "its folders (2026/04/30/) or its permalink (/2026/04/30/name/), "
                    'or take it from git ([content] date = "git"); if it is a page, add it to [content] exclude'
                )
            ],
        ),
        (
            "title: A\ndate: 02/03/2026",
            ["3: date: could be 2026-02-03 or 2026-03-02: write it like that, or set [content] date_order in the configuration"],
        ),
        (
            "title: A\ndate: 2026-04-30\nlang: en_US",
            ["4: lang: must be a BCP 47 language tag such as en or pt-BR, not 'en_US'; did you mean 'en-US'?"],
        ),
        ("title: A\ndate: 2026-04-30\nlink: javascript:alert(1)", ["4: link: must use http, https, not 'javascript'"]),
        (
            "title: A\ndate: 2026-04-30\nid: my id",
            ["4: id: must be an absolute IRI such as tag:example.org,2026:one or the page's address, not 'my id'"],
        ),
        ("title: A\ndate: 2026-04-30\ndraft: maybe", ["4: draft: must be true or false, not 'maybe'"]),
        (
            "title: A\ndate: 2026-04-30\nauthor:\n  name: Ann\n  email: nobody",
            ["6: author.email: must be one e-mail address such as desk@example.org, not 'nobody'"],
        ),
        ("title: A\ndate: 2026-04-30\nauthor: {url: 'https://a.example/'}", ["4: author: must have a name"]),
        (
            "title: A\ndate: 2026-04-30\nsources:\n  - https://a.example/\n  - nowhere\n  - title: B",
            [
                "6: sources: must be an absolute URL such as https://example.org/page, not 'nowhere'",
                "7: sources: must have a url",
            ],
        ),
        ("title: A\ndate: 2026-04-30\nrelated: [gone]", ["4: related: no article has the path, slug, id or URL 'gone'"]),
        ("title: A\ndate: 2026-04-30\nscore: good", ["4: score: must be a number such as 6.3 or 6.3/10, not 'good'"]),
        ("title: A\ndate: 2026-04-30\nscore: 11", ["4: score: must be at most 10, the scale, not 11"]),
        ("title: A\ndate: 2026-04-30\nreading_time: long", ["4: reading_time: must be a number of minutes, not 'long'"]),
        ("title: A\ndate: 2026-04-30\nimage: {url: /a.png, width: wide}", ["4: image.width: must be a whole number, not 'wide'"]),
        (
            "title: A\ndate: 2026-04-30\nenclosure: /a.xyz",
            ["4: enclosure: has an unknown media type ('/a.xyz'); give url and type, such as audio/mpeg"],
        ),
        (
            "title: A\ndate: 2026-04-30\nenclosure: {url: /a.mp3, type: sound}",
            ["4: enclosure.type: must be a media type such as audio/mpeg, not 'sound'"],
        ),
        ("title: A\ndate: 2026-04-30\nurl: https:///a", ["4: url: must name a host, not 'https:///a'"]),
        ("title: A\ntitle: B\ndate: 2026-04-30", ["3: title: is defined twice; the first is on line 2"]),
        ("title: A\ndate: 2026-04-30\ntags: [x]\ntags:\n  - y", ["5: tags: is defined twice; the first is on line 4"]),
        (
            "title: ok: B\ndate: 2026-04-30",
            ["2: is not valid YAML: mapping values are not allowed in this context; put a value that contains ': ' in quotation marks"],
        ),
        ("title: !!python/object:os.system A", ["2: must not use the tag !!python/object:os.system"]),
        ("title: *gone", ["2: refers to *gone, which is not defined before it"]),
        ("just words", ["2: must be keys with values, such as 'title: …'"]),
        ("? [a]\n: b", ["2: a key must be text"]),
        (
            "date: soon\nauthor: ''\nlang: english_language_tag\nscore: x",
            [
                "1: title: is missing; add one",
                "2: date: is not a readable date: 'soon'; write it as in 2026-04-30T09:00:00Z",
                "4: lang: must be a BCP 47 language tag such as en or pt-BR, not 'english_language_tag'",
                "5: score: must be a number such as 6.3 or 6.3/10, not 'x'",
            ],
        ),
    ],
)
def test_an_error_names_file_line_key_and_rule(write: Write, loading: Loading, header: str, faults: list[str]) -> None:
    write("content/a.md", f"---\n{header}\n---\nText.\n")

    loaded = loading()

    assert [str(fault) for fault in loaded.faults] == [f"content/a.md:{fault}" for fault in faults]
    assert loaded.articles == ()


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("a.md", b"---\ntitle: A\nauthor: Andr\xe9\n---\n", "a.md:3: is not UTF-8: byte 0xe9 at 25; save the file as UTF-8"),
        ("a.md", b"\xff\xfe-\x00", "a.md:1: is not UTF-8: byte 0xff at 0; save the file as UTF-8"),
        ("a.md", "---\ntitle: A\n", "a.md:1: front matter is not closed; add a line of --- after it"),
        ("a.md", "+++", "a.md:1: front matter is not closed; add a line of +++ after it"),
        ("a.md", "+++\ntitle = 'A'\ndate = soon\n+++\n", "a.md:3: is not valid TOML: Invalid value"),
        (
            "a.md",
            "+++\ntitle = 'A'\ndate = 2026-04-30\nlang = 'en_'\n+++\n",
            "a.md:4: lang: must be a BCP 47 language tag such as en or pt-BR, not 'en_'",
        ),
        (
            "a.md",
            "+++\ntitle = 'A'\ndate = 2026-04-30\n[extra]\nscore = 'x'\n+++\n",
            "a.md:5: extra.score: must be a number such as 6.3 or 6.3/10, not 'x'",
        ),
        ("a.md", "Title: A\nDate: soon\n\nText.\n", "a.md:2: date: is not a readable date: 'soon'; write it as in 2026-04-30T09:00:00Z"),
        ("a.md", "+++\n\n" + "a." * 60 + "b = 1\n+++\n", "a.md:3: is nested deeper than 50 levels"),
        ("a.jsonl", "\n{]\n", "a.jsonl:2: is not valid JSON: Expecting property name enclosed in double quotes at column 2"),
        ("a.jsonl", "[]", 'a.jsonl:1: must be an object such as {"title": "…", "date": "…", "content_html": "…"}'),
        ("a.jsonl", '{"title": "A", "title": "B"}', "a.jsonl:1: title: is defined twice"),
        ("a.jsonl", '\n{"title": "A", "date": "2026-04-30", "content": 3}', "a.jsonl:2: content: must be text, not int"),
        ("a.jsonl", '{"title": "A", "date": 3}', "a.jsonl:1: date: must be a date, not int"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: is nested deeper than 50 levels"),
    ],
)
def test_an_unreadable_file_is_an_error_with_a_line(write: Write, loading: Loading, path: str, text: str | bytes, fault: str) -> None:
    write(f"content/{path}", text)

    assert [str(found) for found in loading().faults] == [f"content/{fault}"]


def test_a_duplicate_id_is_an_error_of_the_later_file(write: Write, loading: Loading) -> None:
    header = "---\ntitle: A\ndate: 2026-04-30\nid: tag:a.example,2026:1\n---\n"
    write("content/a.md", header)
    write("content/b.md", header.replace("title: A\n", "title: A\nlang: en\n"))

    loaded = loading()

    assert [str(fault) for fault in loaded.faults] == [
        "content/b.md:5: id: 'tag:a.example,2026:1' is also the id of content/a.md:4; give this article its own id, slug or permalink"
    ]
    assert list(loaded.origins.values()) == ["content/a.md"]


def test_two_files_with_the_same_url_have_a_duplicate_id(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30\n---\n")
    write("content/b.md", "---\ntitle: B\ndate: 2026-04-30\nslug: a\n---\n")

    (fault,) = loading().faults

    assert str(fault).startswith("content/b.md:4: slug: 'https://strides.example/a/' is also the id of content/a.md:1;")


def test_errors_of_all_files_are_collected_and_the_other_files_loaded(write: Write, loading: Loading) -> None:
    write("content/a.md", "---\ntitle: A\ndate: 2026-04-30 9:00\n---\n")
    write("content/b.md", "---\ndate: 2026-04-30T09:00:00Z\n---\n")
    write("content/c.md", "---\ntitle: 'C\n---\n")
    write("content/d.md", "---\ntitle: D\ndate: 2026-04-30T09:00:00Z\nid: tag:a.example,2026:1\n---\n")
    write("content/e.md", "---\ntitle: E\ndate: 2026-04-30T09:00:00Z\nid: tag:a.example,2026:1\n---\n")

    loaded = loading(timezone=None)

    assert [(fault.path, fault.line, fault.field) for fault in loaded.faults] == [
        ("content/a.md", 3, "date"),
        ("content/b.md", 1, "title"),
        ("content/c.md", 3, None),
        ("content/e.md", 4, "id"),
    ]
    assert [article.title for article in loaded.articles] == ["D"]


def test_a_missing_folder_is_an_error(loading: Loading, tmp_path: Path) -> None:
    (fault,) = loading(folders=(tmp_path / "posts",)).faults

    assert str(fault) == "posts: the folder cannot be read: No such file or directory"


def test_files_without_a_reader_are_skipped_with_the_reason(write: Write, loading: Loading) -> None:
    write("content/2026-04-30-a.md", "---\ntitle: A\n---\n")
    for name in ("b.textile", "c.TEXTILE", "d.org", "news/e", "f.txt", "g.png", "h.css", "news/i.pdf", "j.toml", "_k.org", ".l.org", "m.yml"):
        write(f"content/{name}", "B")

    loaded = loading()

    assert not loaded.faults
    assert [(skipped.path, skipped.reason) for skipped in loaded.skipped] == [
        ("content/b.textile", "no reader for .textile"),
        ("content/c.TEXTILE", "no reader for .textile"),
        ("content/d.org", "no reader for .org"),
        ("content/f.txt", "has no front matter"),
        ("content/news/e", "no reader for files without a suffix"),
    ]


@pytest.mark.parametrize("home", [(), ("index.md",)], ids=["alone", "home page"])
def test_a_folder_of_files_without_a_reader_is_an_error(write: Write, loading: Loading, home: tuple[str, ...]) -> None:
    for name in ("a.textile", "b.textile", "news/c.org", "d.png", *home):
        write(f"content/{name}", "A")

    (fault,) = loading().faults

    assert str(fault) == (
        "content: has no articles: no reader for 2 .textile, 1 .org; convert them to Markdown, HTML or JSON Lines, or correct [content] folder"
    )


@pytest.mark.parametrize(
    "names", [(), ("a.png",), ("2026-04-30-a.md", "b.textile"), ("a.html", "b.textile")], ids=["empty", "image", "article", "page"]
)
def test_a_folder_without_articles_is_no_error_if_it_could_have_some(write: Write, loading: Loading, names: tuple[str, ...]) -> None:
    for name in names:
        write(f"content/{name}", "---\ntitle: A\ndraft: true\n---\n")

    assert not loading().faults


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (BOMB, "expands to more than 20000 values; use fewer aliases"),
        ("a: " + "[" * 5_000, "is nested deeper than 50 levels"),
        ("a: &a [*a]", "refers to *a, which is not defined before it"),
        ("a: \x07", "is not valid YAML"),
        ("a: b\n--- \nc: d", "is missing"),
    ],
    ids=["laughs", "depth", "itself", "control", "second document"],
)
def test_hostile_front_matter_is_an_error(write: Write, loading: Loading, header: str, rule: str) -> None:
    write("content/2026-04-30-a.md", f"---\n{header}\n---\n")

    (fault,) = loading().faults

    assert rule in fault.rule


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from(sorted(SOURCES)),
    text=st.builds("{0}{1}\n{0}{2}".format, st.sampled_from(["---\n", "+++\n", "", '{"title": ']), st.text(max_size=60), st.text(max_size=60)),
)
def test_no_content_raises(write: Write, loading: Loading, suffix: str, text: str) -> None:
    file = write(f"content/2026-04-30-a{suffix}", text.encode("utf-8", "surrogatepass"))

    loaded = loading()
    file.unlink()

    assert isinstance(loaded, Loaded)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)))
def test_yaml_text_and_lines_round_trip(values: dict[str, str]) -> None:
    null = {"null", "Null", "NULL"}  # has no value
    header = split_front_matter("---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n", "a.md").front_matter

    assert dict(header.values) == {key: None if value in null else value for key, value in values.items()}
    assert [header.line_of((key,)) for key in values] == list(range(2, 2 + len(values)))


def test_all_errors_are_file_errors(write: Write, loading: Loading) -> None:
    write("content/a.md", "")

    assert all(type(fault) is FileError for fault in loading().faults)
