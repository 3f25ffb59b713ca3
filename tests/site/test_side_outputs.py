"""
Side outputs, read back: pages, OPML, sitemaps, redirects, server configuration, compressed files and the manifest.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import brotli
import pytest

from page.pages import parsed, texts
from publisher import ROOT, START, Publisher, links
from stridesfeed.build import build
from stridesfeed.errors import InvalidFilesError, OutputError
from stridesfeed.publish.plan import PlannedFeed, RenderedFeed
from stridesfeed.site import read_site

FAMILIES = """
[[feeds]]
by = "category"
path = "tags/{slug}/"
[[feeds]]
by = "author"
path = "by/{slug}/"
formats = ["atom"]
[[feeds]]
path = "brief/"
title = "In brief"
content = "summary"
"""

EVERYTHING = f"""
[output]
limit = 2
archive = 2
page_articles = 1
opml = "feeds.opml"
news_sitemap = "news.xml"
news_name = "Strides"
sitemap = "sitemap-feeds.xml"
compress = ["gzip", "brotli"]
hosts = ["netlify", "nginx"]
max_age = 60
[output.redirects]
"rss/" = "feed.xml"
"old news.xml" = "https://elsewhere.example/feed.xml"
{FAMILIES}
[related]
auto = 2
"""

#: Sites that are built twice.
CONFIGURATIONS = {
    "nothing": "",
    "everything": EVERYTHING,
    "everything, remembered": EVERYTHING + '[build]\ncache = ".cache/strides"\n',
    "families": FAMILIES,
    "complete": "[output]\nlimit = 0\ncomplete = true\n",
    "by bytes": "[output]\nmax_bytes = 6000\narchive = 2\nlimit = 2\n",
    "without a manifest": "[output]\nmanifest = false\ncompress = 'gzip'\n",
    "one format": '[output]\nrss = false\njson = false\narchive = 2\nlimit = 1\nopml = "all.opml"\n',
    "copies of what moved": '[output]\n[output.redirects]\n"rss.xml" = "feed.xml"\n"old/atom.xml" = "atom.xml"\n',
    "folders and another address": '[output]\nurl = "https://cdn.example/f/"\nrss = "a b/feed.xml"\natom = "ä/atom.xml"\npage = "index.html"\n',
    "uuids": '[ledger]\nids = "uuid"\n[output]\narchive = 2\n',
    "processes": "[build]\njobs = 2\n",
    "other hosts": '[output]\nhosts = ["apache", "caddy", "cloudflare"]\n',
}


def a_site(folder: Path, more: str) -> Publisher:
    """
    A site with five articles of the last five days.
    """
    publisher = Publisher(folder, more)
    for number in range(5):
        tags = "[AI, 'R&D']" if number % 2 else "[AI]"
        publisher.write(f"a{number}", f"Text of {number}, about servers.", day=number - 5, tags=tags, author="Ann Lee" if number else "Bo")
    return publisher


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_second_build_writes_nothing(tmp_path: Path, name: str) -> None:
    publisher = a_site(tmp_path, CONFIGURATIONS[name])
    first = publisher.build()
    beside = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}

    second = publisher.build()

    assert first.written
    assert (second.written, second.removed, second.stale) == ((), (), ())
    assert publisher.touched == set()
    assert beside == {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_build_to_another_folder_writes_the_same_files_and_changes_none_here(tmp_path: Path, name: str) -> None:
    publisher = a_site(tmp_path / "site", CONFIGURATIONS[name])
    publisher.build()

    report = publisher.build(output=tmp_path / "elsewhere")

    assert publisher.touched == set()
    elsewhere = {path.relative_to(tmp_path / "elsewhere").as_posix(): path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()}
    assert {path: file.read_bytes() for path, file in elsewhere.items()} == publisher.contents()
    assert set(elsewhere.values()) == {path for path in report.written if path.is_relative_to(tmp_path / "elsewhere")}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_dry_run_names_what_a_build_writes(tmp_path: Path, name: str) -> None:
    publisher = a_site(tmp_path, CONFIGURATIONS[name])
    dry = publisher.build(dry_run=True)

    assert not publisher.output.exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"content", "stridesfeed.toml", ".cache"}
    assert publisher.build().written == dry.written


def test_build_without_cache_renders_everything_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()
    made = list[str]()
    render = PlannedFeed.render

    def noting(self: PlannedFeed, **options: Any) -> RenderedFeed:
        made.append(self.name)
        return render(self, **options)

    monkeypatch.setattr(PlannedFeed, "render", noting)

    publisher.build()
    assert made == []
    publisher.build(use_cache=False)
    assert len(made) > 5
    assert publisher.touched == set()


def _addresses(publisher: Publisher) -> dict[str, str]:
    """
    Return the path of each own document by its URL.
    """
    return {file["url"]: file["path"] for file in publisher.json("stridesfeed-manifest.json")["files"] if "url" in file}


def test_every_own_url_in_a_document_is_served(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    named = set[str]()
    for path in _addresses(publisher).values():
        content = (publisher.output / path).read_bytes()
        if path.endswith(".json"):
            named |= {publisher.json(path)[key] for key in ("feed_url", "next_url") if key in publisher.json(path)}
        elif path.endswith(".html"):
            named |= {link for link in _hrefs(parsed(content)) if link.startswith(ROOT) and "." in link.rpartition("/")[2]}
        elif path.endswith(("atom.xml", "feed.xml")):
            ours = ("self", "describedby", "prev-archive", "next-archive", "current")
            named |= {link for rel in ours for link in links(publisher.parsed(path).feed, rel)}
            named |= {link.href for link in publisher.parsed(path).feed.links if link.rel == "alternate" and link.type != "text/html"}
        elif path == "feeds.opml":
            named |= {outline.get("xmlUrl", "") for outline in ET.fromstring(content).iter("outline")} - {""}  # noqa: S314 -- our own
        elif path == "sitemap-feeds.xml":
            named |= {loc.text or "" for loc in ET.fromstring(content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}  # noqa: S314 -- our own

    assert len(named) > 20
    assert named <= set(_addresses(publisher))
    assert all(publisher.fetch(address) for address in named)


def _hrefs(page: Any) -> set[str]:
    return {element.get("href", "") for tag in ("a", "link") for element in page.iter(tag)}


def test_each_feed_links_to_its_own_page(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    for folder, title in {"": "AI Strides", "tags/r-d/": "AI Strides: R&D", "by/bo/": "AI Strides: Bo", "brief/": "In brief"}.items():
        feed = publisher.parsed(f"{folder}atom.xml").feed
        assert links(feed, "describedby") == [f"{ROOT}{folder}feed.html"]
        page = parsed(publisher.fetch(f"{ROOT}{folder}feed.html"))
        assert texts(page, ".//h1") == [title]
        formats = ("atom.xml",) if folder.startswith("by/") else ("feed.xml", "atom.xml", "feed.json")
        assert {f"{ROOT}{folder}{name}" for name in formats} <= _hrefs(page)
        assert texts(page, ".//article/h3") == [publisher.titles(f"{folder}atom.xml")[0]]
    assert not [path for path in publisher.paths() if "-archive-" in path and ".html" in path]


def test_pages_of_feeds_in_one_folder_are_named_like_their_documents(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, '[[feeds]]\npath = "brief-{file}"\n[[feeds]]\nby = "author"\npath = "by/{slug}-{file}"\n')
    publisher.build()

    assert {path for path in publisher.paths() if path.endswith(".html")} == {
        "feed.html",
        "brief-feed.html",
        "by/ann-lee-feed.html",
        "by/bo-feed.html",
    }
    assert links(publisher.parsed("by/bo-atom.xml").feed, "describedby") == [ROOT + "by/bo-feed.html"]


def test_opml_lists_every_feed_by_kind(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    body = ET.fromstring(publisher.fetch(ROOT + "feeds.opml")).find("body")  # noqa: S314 -- our own document
    assert body is not None
    listed = {
        outline.get("text"): [inner.get("xmlUrl", "").removeprefix(ROOT) for inner in outline] or outline.get("xmlUrl") for outline in body
    }
    assert listed == {
        "AI Strides": ROOT + "feed.xml",
        "In brief": ROOT + "brief/feed.xml",
        "Categories": ["tags/ai/feed.xml", "tags/r-d/feed.xml"],
        "Authors": ["by/ann-lee/atom.xml", "by/bo/atom.xml"],
    }


def test_feeds_for_partners_are_not_advertised(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, '[output]\nopml = "feeds.opml"\nsitemap = "sitemap.xml"\n[[feeds]]\npath = "partner/"\nprofile = "msn"\n')
    publisher.build()

    assert {path for path in publisher.paths() if path.startswith("partner/")} == {"partner/feed.xml"}
    assert links(publisher.parsed("partner/feed.xml").feed, "describedby") == []
    assert b"partner" not in publisher.fetch(ROOT + "feeds.opml") + publisher.fetch(ROOT + "sitemap.xml")


def test_news_sitemap_has_the_articles_of_the_last_two_days(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)

    def news() -> list[tuple[str | None, str | None]]:
        root = ET.fromstring(publisher.fetch(ROOT + "news.xml"))  # noqa: S314 -- our own document
        space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
        return [(url.findtext("s:loc", None, space), url.findtext("n:news/n:publication/n:name", None, space)) for url in root]

    publisher.build()
    assert news() == [(ROOT + "a4/", "Strides")]
    publisher.build(1)
    assert news() == []


def test_compressed_files_decompress_to_the_documents(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    documents = {path: content for path, content in publisher.contents().items() if not path.endswith((".gz", ".br"))}
    for path in [*_addresses(publisher).values(), "feeds.opml"]:
        assert gzip.decompress(publisher.contents()[path + ".gz"]) == documents[path]
        assert brotli.decompress(publisher.contents()[path + ".br"]) == documents[path]


def test_compressed_files_are_removed_when_compression_is_disabled(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, '[output]\ncompress = "gzip"\nremove_stale = false\n')
    publisher.build()
    assert "feed.xml.gz" in publisher.paths()

    publisher.configure("[output]\nremove_stale = false\n")
    publisher.write("more")
    publisher.build()

    assert not [path for path in publisher.paths() if path.endswith(".gz")], "a server would send what was"


def test_manifest_matches_every_file(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    listed = {file["path"]: file for file in publisher.json("stridesfeed-manifest.json")["files"]}
    assert set(listed) == publisher.paths() - {"stridesfeed-manifest.json", "_headers", "_redirects"}
    for path, content in publisher.contents().items():
        if path in listed:
            assert (listed[path]["size"], listed[path]["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert listed["atom.xml"]["last_modified"] == "Thu, 30 Apr 2026 11:00:00 GMT"


def test_host_configuration_lists_every_document_and_redirect(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, EVERYTHING)
    publisher.build()

    headers = (publisher.output / "_headers").read_text(encoding="utf-8").splitlines()
    told = {line for line in headers if line.startswith("/")}
    assert told == {urlsplit(address).path for address in _addresses(publisher)}
    atom = headers[headers.index("/atom.xml") + 1 : headers.index("/atom.xml") + 4]
    assert [line.strip() for line in atom] == [
        "Content-Type: application/atom+xml; charset=utf-8",
        "Cache-Control: public, max-age=60",
        "Access-Control-Allow-Origin: *",
    ]
    moves = [line.split() for line in (publisher.output / "_redirects").read_text(encoding="utf-8").splitlines() if line.startswith("/")]
    assert moves == [["/rss/", ROOT + "feed.xml", "301!"], ["/old%20news.xml", "https://elsewhere.example/feed.xml", "301!"]]
    assert 'location = "/rss/"' in (tmp_path / "stridesfeed.nginx.conf").read_text(encoding="utf-8")


def test_handwritten_host_configuration_is_preserved(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, '[output]\nhosts = "netlify"\n')
    publisher.output.mkdir()
    (publisher.output / "_headers").write_text("/*\n  X-Ours: 1\n", encoding="utf-8")

    publisher.build()
    publisher.configure("[output]\n")
    publisher.build()

    assert (publisher.output / "_headers").read_text(encoding="utf-8") == "/*\n  X-Ours: 1\n"


def test_without_a_host_moved_documents_are_copied_to_their_old_paths(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, CONFIGURATIONS["copies of what moved"])
    publisher.build()
    publisher.write("more")
    publisher.build()

    contents = publisher.contents()
    assert contents["rss.xml"] == contents["feed.xml"]
    assert contents["old/atom.xml"] == contents["atom.xml"]
    assert links(publisher.parsed("rss.xml").feed, "self") == [ROOT + "feed.xml"]


@pytest.mark.parametrize(
    ("moves", "what"),
    [
        ('"feed.xml" = "atom.xml"', "current document"),
        ('"a.xml" = "b.xml"\n"b.xml" = "a.xml"', "itself"),
        ('"a.xml" = "nothing.xml"', "not a document of this site"),
    ],
)
def test_invalid_redirect_is_a_configuration_error(tmp_path: Path, moves: str, what: str) -> None:
    publisher = a_site(tmp_path, f"[output.redirects]\n{moves}\n")

    with pytest.raises(InvalidFilesError) as caught:
        publisher.build()

    lines = (tmp_path / "stridesfeed.toml").read_text(encoding="utf-8").splitlines()
    for fault in caught.value.faults:
        assert (fault.path, (fault.field or "").partition(".")[0]) == ("stridesfeed.toml", "output")
        assert what in fault.rule
        assert lines[(fault.line or 0) - 1].startswith(('"', "[output.redirects]"))
    assert not publisher.output.exists()


def test_files_of_removed_feeds_are_removed_and_other_files_stay(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, FAMILIES)
    publisher.build()
    ours = {path for path in publisher.paths() if path.startswith("tags/")}
    for path in ("tags/ai/index.html", "notes.txt"):
        (publisher.output / path).write_text("ours", encoding="utf-8")
    (publisher.output / "tags/r-d/feed.json").write_text("changed by hand", encoding="utf-8")

    publisher.configure()
    report = publisher.build()

    assert {path.relative_to(publisher.output).as_posix() for path in report.removed} > ours - {"tags/r-d/feed.json"}
    assert {path for path in publisher.paths() if path.startswith(("tags/", "notes"))} == {
        "tags/ai/index.html",
        "notes.txt",
        "tags/r-d/feed.json",
    }
    assert [path.relative_to(publisher.output).as_posix() for path in report.stale] == ["tags/r-d/feed.json"]


def test_stale_files_are_reported_if_they_are_not_removed(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, "[output]\nremove_stale = false\n")
    publisher.build()

    publisher.configure("[output]\nremove_stale = false\nrss = false\n")
    for _ in range(2):
        assert [path.name for path in publisher.build().stale] == ["feed.xml"]
    publisher.configure("[output]\nrss = false\n")
    assert [path.name for path in publisher.build().removed] == ["feed.xml"]
    assert "feed.xml" not in publisher.paths()


def test_edit_changes_only_documents_with_the_article(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, FAMILIES + "[output]\nlimit = 2\narchive = 2\n")
    publisher.build()

    publisher.write("a0", "Other words.", day=-5, tags="[AI]", author="Bo")
    publisher.build(1)

    assert {path.rpartition("/")[0] for path in publisher.touched} == {"", "tags/ai", "by/bo", "brief"}
    assert {path for path in publisher.touched if "-archive-" in path} == {
        "feed-archive-2.xml",
        "atom-archive-2.xml",
        "feed-archive-2.json",
    }


def test_pyproject_can_contain_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "one.md").write_text("---\ntitle: One\ndate: 2026-04-30T09:00:00Z\ntags: [AI]\n---\nText.\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "blog"\n[tool.stridesfeed.feed]\ntitle = "T"\nurl = "https://strides.example"\nauthors = "Desk"\n'
        '[tool.stridesfeed.output]\nopml = "feeds.opml"\n[[tool.stridesfeed.feeds]]\nby = "category"\npath = "tags/{slug}/"\n'
        '[[tool.stridesfeed.feeds]]\npath = "brief/"\ncontent = "summary"\n',
        encoding="utf-8",
    )

    build(read_site(tmp_path), as_of=START)

    assert (tmp_path / "stridesfeed.lock").exists()
    assert {"tags", "brief", "feeds.opml"} <= {path.name for path in (tmp_path / "public").iterdir()}


def test_urls_start_with_the_output_url(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, CONFIGURATIONS["folders and another address"])
    publisher.build()

    assert set(_addresses(publisher)) == {
        urljoin("https://cdn.example/f/", path) for path in ("a%20b/feed.xml", "%C3%A4/atom.xml", "feed.json", "a%20b/index.html")
    }


@pytest.mark.parametrize("more", ['[output]\nfolder = "."\nopml = "content/a0.md"\n', '[output]\nfolder = "content"\npage = "a0.md"\n'])
def test_no_document_overwrites_an_article(tmp_path: Path, more: str) -> None:
    publisher = a_site(tmp_path, more)
    before = publisher.path("a0").read_bytes()

    with pytest.raises(OutputError, match="would overwrite this article"):
        publisher.build()

    assert publisher.path("a0").read_bytes() == before
    assert not (tmp_path / "stridesfeed.lock").exists()


def test_two_documents_with_one_path_are_refused(tmp_path: Path) -> None:
    publisher = a_site(tmp_path, '[output]\nopml = "by/bo/atom.xml"\n[[feeds]]\nby = "author"\npath = "by/{slug}/"\n')

    with pytest.raises(OutputError, match=r"atom\.xml: two documents have this path"):
        publisher.build()

    assert not publisher.output.exists()
