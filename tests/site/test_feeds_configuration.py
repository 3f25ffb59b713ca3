"""
Errors in tables of ``[[feeds]]``, with line and key.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher import Publisher
from stridesfeed.errors import InvalidFilesError
from stridesfeed.site import read_site

FAULTS = {
    'path = "news"': ("feeds.1.path", "must end in a slash"),
    'path = "../news/"': ("feeds.1.path", "must stay below the output folder"),
    'path = "/news/"': ("feeds.1.path", "below the output folder"),
    "path = 3": ("feeds.1.path", "must be text"),
    'path = "tags/"\nby = "category"': ("feeds.1.path", "must have {slug}"),
    'path = "tags/{slug}/"': ("feeds.1.path", "must not have {slug}"),
    'path = "tags/{slag}/"\nby = "category"': ("feeds.1.path", "did you mean 'slug'"),
    'path = "a/"\nby = "topic"': ("feeds.1.by", "must be 'category' or 'section' or 'tag' or 'author' or 'language'"),
    'path = "a/"\nfiles = { rdf = "a.rdf" }': ("feeds.1.files", "must be one of rss, atom, json"),
    'path = "a/"\nfiles = { atom = "../a.xml" }': ("feeds.1.files", "must stay below the output folder"),
    'path = "a/"\nfiles = { atom = "{slug}.xml" }': ("feeds.1.files", "must not have {slug}, except in a family"),
    'path = ""\nby = "tag"\nfiles = { atom = "{slug}.xml", rss = "all.xml" }': ("feeds.1.path", "must have {slug}"),
    'path = "a/"\ncontent = "half"': ("feeds.1.content", "must be 'full' or 'summary'"),
    'path = "a/"\nformats = ["rss", "rdf"]': ("feeds.1.formats", "must be 'rss' or 'atom' or 'json'"),
    'path = "a/"\nformats = []': ("feeds.1.formats", "at least one format"),
    'path = "a/"\nlimit = -1': ("feeds.1.limit", "must not be negative"),
    'path = "a/"\nlimit = 0\narchive = 10': ("feeds.1.archive", "needs a limit"),
    'path = "a/"\ncomplete = true\nmax_bytes = 10': ("feeds.1.complete", "max_bytes"),
    'path = "a/"\ntitel = "T"': ("feeds.1.titel", "did you mean 'title'"),
    'path = "a/"\nfolder = "x"': ("feeds.1.folder", "belongs in [content]"),
    'path = "a/{slug}/"\nby = "author"\nid = "tag:x.example,2026:y"': ("feeds.1.id", "each feed of a family"),
    'path = "a/{slug}/"\nby = "author"\nslugs = { Ann = "x/y" }': ("feeds.1.slugs", "one path component"),
    'path = "a/"\ntitle = "{name}"': ("feeds.1.title", "must not have {name}"),
}


@pytest.mark.parametrize("table", FAULTS)
def test_error_in_a_feed_has_its_line_and_key(tmp_path: Path, table: str) -> None:
    key, rule = FAULTS[table]
    publisher = Publisher(tmp_path, f"[[feeds]]\n{table}\n")

    with pytest.raises(InvalidFilesError) as caught:
        read_site(publisher.folder)

    (fault,) = caught.value.faults
    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    assert (fault.path, fault.field) == ("stridesfeed.toml", key)
    assert rule in fault.rule
    assert lines[(fault.line or 0) - 1].startswith(key.rpartition(".")[2])


def test_errors_in_several_feeds_are_reported_together(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, '[[feeds]]\nlimit = 1\n[[feeds]]\npath = "fine/"\n[[feeds]]\npath = "a/"\nby = 1\nlimit = "x"\n')

    with pytest.raises(InvalidFilesError) as caught:
        read_site(publisher.folder)

    assert [str(fault).partition(": must")[0].partition(": is")[0] for fault in caught.value.faults] == [
        "stridesfeed.toml:10: feeds.1.path",
        "stridesfeed.toml:16: feeds.3.by",
        "stridesfeed.toml:17: feeds.3.limit",
    ]


def test_error_in_pyproject_has_its_line(tmp_path: Path) -> None:
    text = '[tool.stridesfeed.feed]\ntitle = "T"\nurl = "https://strides.example/"\n[tool.stridesfeed.content]\nfolder = "."\n'
    (tmp_path / "pyproject.toml").write_text(text + '[[tool.stridesfeed.feeds]]\npath = "a"\n', encoding="utf-8")

    with pytest.raises(InvalidFilesError) as caught:
        read_site(tmp_path)

    assert str(caught.value.faults[0]).startswith("pyproject.toml:7: tool.stridesfeed.feeds.1.path: must end in a slash")


#: What only the articles bring to light; the line that is blamed, and the words.
CLASHES = {
    '[[feeds]]\nby = "category"\npath = "tags/{slug}/"\n': ("path", "'C/D'", "both have the slug 'c-d'"),
    '[[feeds]]\npath = "{file}"\nid = "tag:x.example,2026:y"\n': ("path", "is also the path of main feed"),
    '[[feeds]]\npath = "a/"\nid = "https://strides.example/"\n': ("id", "also the id of main feed"),
    '[[feeds]]\npath = "A/"\n[[feeds]]\nby = "author"\npath = "{slug}/"\n': ("path", "feed by author 'A'", "also the path of feed at 'A/'"),
    '[output]\nhosts = ["netlify", "cloudflare"]\n': ("hosts", "must not name two hosts"),
}


@pytest.mark.parametrize("more", CLASHES)
def test_feeds_with_the_same_path_are_a_configuration_error(tmp_path: Path, more: str) -> None:
    key, *words = CLASHES[more]
    publisher = Publisher(tmp_path, more)
    publisher.write("one", tags="[C-D, C/D]", author="A")

    with pytest.raises(InvalidFilesError) as caught:
        publisher.build()

    assert {(fault.path, (fault.field or "").rpartition(".")[2]) for fault in caught.value.faults} == {
        ("stridesfeed.toml", "slugs" if "tags" in more else key)
    }
    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    for fault in caught.value.faults:
        assert all(word in fault.rule for word in words)
        assert lines[(fault.line or 0) - 1].startswith((key, "[[feeds]]"))
    assert not publisher.output.exists()
    assert not (tmp_path / "stridesfeed.lock").exists()
