"""
Authors by key, from the configuration and from the data files of generators.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stridesfeed.build.checking import check_articles
from stridesfeed.errors import InvalidFilesError
from stridesfeed.load import load
from stridesfeed.model import Person
from stridesfeed.site import Site, read_site

ANN = Person("Ann Lee", "https://ann.example/", "ann@a.example", "https://strides.example/img/ann.png")


def a_site(folder: Path, files: dict[str, str], content: str = "content", more: str = "") -> Site:
    """
    Return the site in *folder* with these files.
    """
    configuration = f'[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n[content]\nfolder = "{content}"\n{more}'
    for path, text in {"stridesfeed.toml": configuration, f"{content}/keep.txt": "", **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read_site(folder)


YAML = "ann:\n  name: Ann Lee\n  title: Editor\n  url: https://ann.example/\n  email: ann@a.example\n  image_url: /img/ann.png\nbo: Bo\n"
MKDOCS = (
    "authors:\n  ann:\n    name: Ann Lee\n    description: Editor\n    avatar: /img/ann.png\n"
    "    url: https://ann.example/\n    email: ann@a.example\n  bo: {name: Bo}\n"
)
TOML = '[ann]\nname = "Ann Lee"\nlink = "https://ann.example/"\nemail = "ann@a.example"\nimage = "/img/ann.png"\n[bo]\nname = "Bo"\n'
JSON = (
    '{"ann": {"display_name": "Ann Lee", "website": "https://ann.example/", "email": "ann@a.example", "picture": "/img/ann.png"},\n'
    ' "bo": {"name": "Bo"}}'
)


@pytest.mark.parametrize(
    ("content", "file", "text"),
    [
        ("docs/blog/posts", "docs/blog/.authors.yml", MKDOCS),
        ("website/blog", "website/blog/authors.yml", YAML),
        ("_posts", "_data/authors.yaml", YAML),
        ("source/_posts", "source/_data/authors.yml", YAML),
        ("src/posts", "src/_data/authors.json", JSON),
        ("content", "data/authors.toml", TOML),
    ],
)
def test_the_usual_files_of_authors_are_found(tmp_path: Path, content: str, file: str, text: str) -> None:
    site = a_site(tmp_path, {file: text}, content)

    assert site.content.authors == {"ann": ANN, "bo": Person("Bo")}
    assert site.author_files == (tmp_path / file,)


def test_each_author_may_have_a_file(tmp_path: Path) -> None:
    files = {"data/authors/ann.toml": 'name = "Ann Lee"\n', "data/authors/bo.yml": "url: https://bo.example/\n", "data/authors/note.txt": "x"}

    site = a_site(tmp_path, files)

    assert site.content.authors == {"ann": Person("Ann Lee"), "bo": Person("bo", "https://bo.example/")}


def test_authors_of_the_configuration_come_first_then_the_nearest_file(tmp_path: Path) -> None:
    files = {"content/authors.yml": "ann: Near\nbo: Near\n", "authors.yml": "ann: Far\nbo: Far\ncy: Far\n"}

    site = a_site(tmp_path, files, more='[authors]\nann = "Configured"\n')

    assert site.content.authors == {"ann": Person("Configured"), "bo": Person("Near"), "cy": Person("Far")}


def test_a_file_of_authors_can_be_named(tmp_path: Path) -> None:
    files = {"authors.yml": "ann: Found\n", "people/staff.json": '{"ann": "Named"}'}

    assert a_site(tmp_path, files, more='authors_file = "people/staff.json"\n').content.authors == {"ann": Person("Named")}
    assert a_site(tmp_path, files, more="authors_file = []\n").content.authors == {}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        (
            "authors.yml",
            "ann:\n  name: Ann\n  url: ann.example\n",
            "authors.yml:3: ann.url: must be an absolute URL such as https://example.org/page, not 'ann.example'",
        ),
        (
            "authors.yml",
            "bo: Bo\nann:\n  name: ''\n  avatar: nobody\n",
            "authors.yml:4: ann.avatar: must be an absolute URL",
        ),
        ("authors.yml", "- ann\n- bo\n", "authors.yml:1: must be keys with values"),
        ("authors.json", '{\n"ann": {"name": "Ann"},\n}', "authors.json:3: is not valid JSON"),
        (
            "authors.json",
            '{\n"bo": {\n"name": "Bo"},\n"ann": {"name": "Ann",\n"url": "x"}}',
            "authors.json:5: ann.url: must be an absolute URL",
        ),
        ("authors.toml", '[ann]\nname = "Ann"\nurl = "x"\n', "authors.toml:3: ann.url: must be an absolute URL"),
    ],
)
def test_an_error_in_a_file_of_authors_names_its_line(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        a_site(tmp_path, {name: text}, more=f'authors_file = "{name}"\n')

    (error,) = caught.value.faults
    assert str(error).startswith(fault)


def test_what_is_invalid_in_a_file_that_was_found_is_left_out_and_a_finding(tmp_path: Path) -> None:
    text = "ann:\n  name: Ann Lee\n  url: https://ann.example/\n  email: nobody\nbo:\n  url: bo.example\n  avatar: https://bo.example/bo.png\n"
    article = "---\ntitle: A\ndate: 2026-04-30T09:00:00Z\nauthors: [ann, bo]\n---\n"
    site = a_site(tmp_path, {"content/authors.yml": text, "data/authors.json": "[1]", "content/a.md": article})
    as_of = datetime(2026, 6, 1, tzinfo=UTC)

    loaded = load(site.content, as_of=as_of)
    found = check_articles(site, loaded, as_of=as_of)

    assert [*loaded.articles[0].authors] == [Person("Ann Lee", "https://ann.example/"), Person("bo", None, None, "https://bo.example/bo.png")]
    assert [f"{finding.location}: {finding.message}" for finding in found if finding.code == "author-invalid"] == [
        "content/authors.yml:4: ann.email: must be one e-mail address such as desk@example.org, not 'nobody'",
        "content/authors.yml:6: bo.url: must be an absolute URL such as https://example.org/page, not 'bo.example'",
        'data/authors.json:1: must be an object: keys with values in braces, such as {"title": "…"}',
    ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ('"staff.yml"', "stridesfeed.toml:6: content.authors_file: no file 'staff.yml' next to this file: create it, or name another"),
        ('"staff.js"', "stridesfeed.toml:6: content.authors_file: must be a file of .yml, .yaml, .toml, .json, not 'staff.js'"),
    ],
)
def test_a_named_file_of_authors_must_exist(tmp_path: Path, value: str, fault: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        a_site(tmp_path, {}, more=f"authors_file = {value}\n")

    assert [str(error) for error in caught.value.faults] == [fault]


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("authors: [ann, Cy]", [ANN, Person("Cy")]),
        ("authors: [{key: ann}]", [ANN]),
        ("authors: [{key: ann, name: Ann, url: 'https://a.example/'}]", [Person("Ann", "https://a.example/", ANN.email, ANN.avatar)]),
        (
            "authors: {name: Cy, title: Guest, url: /cy/, image_url: /cy.png}",
            [Person("Cy", "https://strides.example/cy/", None, "https://strides.example/cy.png")],
        ),
        (
            "author: Cy\nauthorURL: https://cy.example/\nauthor_image_url: https://cy.example/me.png",
            [Person("Cy", "https://cy.example/", None, "https://cy.example/me.png")],
        ),
    ],
)
def test_articles_name_authors_by_key_or_with_details(tmp_path: Path, header: str, people: list[Person]) -> None:
    site = a_site(tmp_path, {"authors.yml": YAML, "content/a.md": f"---\ntitle: A\ndate: 2026-04-30T09:00:00Z\n{header}\n---\n"})

    loaded = load(site.content, as_of=datetime(2026, 6, 1, tzinfo=UTC))

    assert loaded.faults == ()
    assert [*loaded.articles[0].authors] == people


def test_the_feed_may_name_an_author_of_a_file(tmp_path: Path) -> None:
    files = {"authors.yml": YAML}
    site = a_site(tmp_path, files)
    text = (tmp_path / "stridesfeed.toml").read_text("utf-8").replace("[content]", 'authors = "ann"\n[content]')
    (tmp_path / "stridesfeed.toml").write_text(text, encoding="utf-8")

    assert (site.feed.authors, read_site(tmp_path).feed.authors) == ((), (ANN,))
