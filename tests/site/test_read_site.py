from __future__ import annotations

import pickle
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest

from stridesfeed.emit import FORMATS
from stridesfeed.errors import InvalidFilesError
from stridesfeed.model import Category, Person
from stridesfeed.options import Options
from stridesfeed.site import KEYS, head_links, read_site

SMALL = '[feed]\ntitle = "AI Strides"\nurl = "https://strides.example/"\n'


def a_site(folder: Path, text: str = SMALL, name: str = "stridesfeed.toml") -> Path:
    """
    Create a site with a content folder and a configuration, and return its folder.
    """
    (folder / "content").mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def faults_of(path: Path) -> list[str]:
    """
    Return the errors of the configuration at *path*.
    """
    with pytest.raises(InvalidFilesError) as caught:
        read_site(path)
    return [str(fault) for fault in caught.value.faults]


def test_title_and_url_are_enough(tmp_path: Path) -> None:
    site = read_site(a_site(tmp_path))

    assert (site.feed.title, site.feed.url, site.feed.id) == ("AI Strides", "https://strides.example/", "https://strides.example/")
    assert site.content.folders == (tmp_path / "content",)
    assert site.output.folder == tmp_path / "public"
    assert site.output.files == {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
    assert site.output.limit == 30
    assert (site.options, site.engine) == (Options(), "bleach")


def test_articles_are_chosen_by_the_configuration(tmp_path: Path) -> None:
    text = f"""{SMALL}
[content]
include = "blog/**"
exclude = ["drafts", "*.fr.md"]
sections = "news"
undated = "skip"
[content.include_if]
layout = ["post", "link"]
[content.exclude_if]
extra.hidden = true
[content.keys]
authors = "by"
image = ["extra.hero", "teaser"]
"""

    content = read_site(a_site(tmp_path, text)).content

    assert (content.include, content.exclude, content.sections, content.undated) == (("blog/**",), ("drafts", "*.fr.md"), ("news",), "skip")
    assert (content.include_if, content.exclude_if) == ({"layout": ["post", "link"]}, {"extra.hidden": [True]})
    assert content.ignored_folders == (tmp_path / "public",)
    assert content.keys == {"authors": ["by"], "image": ["extra.hero", "teaser"]}


@pytest.mark.parametrize(
    ("keys", "permalink"),
    [
        ("", "/{path}/"),
        ('generator = "pelican"', "/{slug_or_title}.html"),
        ('generator = "pelican"\npermalink = "/own/{slug}"', "/own/{slug}"),
    ],
)
def test_the_default_permalink_is_that_of_the_generator(tmp_path: Path, keys: str, permalink: str) -> None:
    site = read_site(a_site(tmp_path, f"{SMALL}[content]\n{keys}\n"))

    assert site.content.permalink == permalink


def test_permalinks_by_section_are_read_and_checked(tmp_path: Path) -> None:
    table = '[content.permalinks]\n"blog" = "/b/{slug}/"\n"old/*" = "/{slog}/"\n'

    assert read_site(a_site(tmp_path, SMALL + table.replace("slog", "slug"))).content.permalinks == {"blog": "/b/{slug}/", "old/*": "/{slug}/"}
    assert faults_of(a_site(tmp_path, SMALL + table)) == [
        "stridesfeed.toml:4: content.permalinks: old/*: must not have {slog}; did you mean 'slug'?"
    ]


WHOLE = """
[feed]
title = "AI Strides"
url = "https://strides.example"
id = "tag:strides.example,2026:all"
subtitle = "One at a time"
language = "pt-BR"
rights = "CC BY"
icon = "https://strides.example/icon.png"
logo = "https://strides.example/logo.png"
hubs = "https://hub.example/"
categories = ["AI", "R&D"]
authors = ["ann", "Bob Ray", { name = "Desk", url = "https://desk.example/" }]
[content]
folder = ["content", "news 😀"]
permalink = "/{year}/{slug}/"
timezone = "Europe/London"
date_order = "dmy"
static = "files"
category_scheme = "https://strides.example/sections"
[authors]
desk = "The Desk"
[authors.ann]
name = "Ann Lee"
uri = "https://ann.example/"
email = "ann@example.org"
avatar = "https://ann.example/face.png"
[output]
folder = "out"
rss = "rss/all feeds.xml"
atom = false
json = ""
limit = 0
url = "https://cdn.example/feeds"
[options]
creators = "each"
updated = "dcterms"
emails = true
lead_image = false
sources = false
related = false
excerpt = 100
engine = "nh3"
"""


def test_every_key_sets_its_value(tmp_path: Path) -> None:
    for name in ("news 😀", "files"):
        (tmp_path / name).mkdir()

    site = read_site(a_site(tmp_path, WHOLE))

    ann = Person("Ann Lee", "https://ann.example/", "ann@example.org", "https://ann.example/face.png")
    scheme = "https://strides.example/sections"
    assert site.feed.id == "tag:strides.example,2026:all"
    assert (site.feed.subtitle, site.feed.language, site.feed.rights) == ("One at a time", "pt-BR", "CC BY")
    assert (site.feed.icon, site.feed.logo) == ("https://strides.example/icon.png", "https://strides.example/logo.png")
    assert site.feed.hubs == ("https://hub.example/",)
    assert site.feed.categories == (Category("AI", scheme), Category("R&D", scheme))
    assert site.feed.authors == (ann, Person("Bob Ray"), Person("Desk", "https://desk.example/"))
    assert site.content.folders == (tmp_path / "content", tmp_path / "news 😀")
    assert (site.content.root, site.content.url, site.content.language) == (tmp_path, "https://strides.example/", "pt-BR")
    assert (site.content.permalink, site.content.timezone, site.content.date_order) == ("/{year}/{slug}/", ZoneInfo("Europe/London"), "dmy")
    assert (site.content.statics, site.content.category_scheme, site.content.summary_length) == ((tmp_path / "files",), scheme, 100)
    assert site.content.authors == {"desk": Person("The Desk"), "ann": ann}
    assert (site.output.folder, site.output.limit) == (tmp_path / "out", 0)
    assert site.output.addresses == {"rss": "https://cdn.example/feeds/rss/all%20feeds.xml"}
    assert site.options == Options(creators="each", updated="dcterms", emails=True, lead_image=False, sources=False, related=False, excerpt=100)
    assert site.engine == "nh3"


def test_site_can_be_pickled(tmp_path: Path) -> None:
    site = read_site(a_site(tmp_path))

    assert pickle.loads(pickle.dumps(site)) == site  # noqa: S301


def test_home_page_without_a_path_gets_a_slash(tmp_path: Path) -> None:
    """
    An id derived from it must be normalized (RFC 4287, 4.2.6.1); a non-ASCII host is written as a URI.
    """
    site = read_site(a_site(tmp_path, SMALL.replace("https://strides.example/", "https://bücher.example")))

    assert (site.feed.url, site.feed.id) == ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/")
    assert site.output.addresses["rss"] == "https://xn--bcher-kva.example/feed.xml"


def test_path_can_be_the_file_itself(tmp_path: Path) -> None:
    site = read_site(a_site(tmp_path, name="english.toml") / "english.toml")

    assert (site.path, site.content.root) == (tmp_path / "english.toml", tmp_path)


@pytest.mark.parametrize("named", [".", "pyproject.toml"])
def test_pyproject_can_contain_the_configuration(tmp_path: Path, named: str) -> None:
    text = '[project]\nname = "x"\n' + SMALL.replace("[feed]", "[tool.stridesfeed.feed]")

    assert read_site(a_site(tmp_path, text, "pyproject.toml") / named).feed.title == "AI Strides"


def test_error_in_pyproject_has_the_full_key(tmp_path: Path) -> None:
    text = SMALL.replace("[feed]", "[tool.stridesfeed.feed]") + 'language = "en_US"\n'

    (fault,) = faults_of(a_site(tmp_path, text, "pyproject.toml"))

    assert fault.startswith("pyproject.toml:4: tool.stridesfeed.feed.language: must be a BCP 47 language tag")


@pytest.mark.parametrize("other", [None, "[project]\nname = 'x'\n"])
def test_missing_configuration_suggests_init(tmp_path: Path, other: str | None) -> None:
    if other:
        (tmp_path / "pyproject.toml").write_text(other)

    assert faults_of(tmp_path) == [f"stridesfeed.toml: not found in {tmp_path}: run `stridesfeed init` there to create it"]


def test_site_of_built_pages_needs_no_content_folder(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "stridesfeed.toml").write_text('[feed]\ntitle = "A"\nurl = "https://a.example/"\n[content]\npages = "public"\n')

    content = read_site(tmp_path).content

    assert (content.folders, content.pages) == ((), tmp_path / "public")


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "blog") == [f"blog: no such file or folder: {tmp_path / 'blog'}"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("[contents]", "4: contents: unknown table; did you mean 'content'?"),
        ('titel = "x"', "4: feed.titel: unknown key; did you mean 'title'?"),
        ('timezone = "UTC"', "4: feed.timezone: belongs in [content]: move it there"),
        ("[content]\ntime-zone = 'UTC'", "5: content.time-zone: unknown key; did you mean 'timezone'?"),
        (
            "[content]\ntimezone = 'europe/londn'",
            "5: content.timezone: must be a time zone such as Europe/London, not 'europe/londn'; did you mean 'Europe/London'?",
        ),
        ("[content]\ntimezone = '../x'", "5: content.timezone: must be a time zone such as Europe/London, not '../x'"),
        ("[content]\ntimezone = 'localtime'", "5: content.timezone: must be a time zone such as Europe/London, not 'localtime'"),
        ("[content]\ntimezone = ''", "5: content.timezone: must be a time zone such as Europe/London, not ''"),
        ("[content]\ntimezone = 0", "5: content.timezone: must be text, not int"),
        ("[content]\ndate_order = 'dmi'", "5: content.date_order: must be 'dmy' or 'mdy' or 'ymd', not 'dmi'; did you mean 'dmy'?"),
        ("[content]\nfolder = 'text'", "5: content.folder: no folder 'text' next to this file: create it, or name another"),
        ("[content]\ninclude = ['[z-a]']", "5: content.include: has an invalid range in brackets: '[z-a]'"),
        ("[content]\nundated = 'skipp'", "5: content.undated: must be 'skip' or 'error', not 'skipp'; did you mean 'skip'?"),
        ("[content]\nexclude_if = 'draft'", "5: content.exclude_if: must be a table of values by front-matter key, not 'draft'"),
        (
            "[content.exclude_if]\nlayout = [[]]",
            '4: content.exclude_if: layout: must be a value such as "post" or true, or a list of values, not [[]]',
        ),
        ("[content.keys]\nauthor = 'by'", "4: content.keys: author: unknown field; did you mean 'authors'?"),
        (
            "[content.keys]\nauthors = [3]",
            '4: content.keys: authors: must be a front-matter key such as "by", or a list of keys, not [3]',
        ),
        ("[content]\nkeys = 'by'", "5: content.keys: must be a table of front-matter keys by field, not 'by'"),
        ("[content]\nfolder = ['content', 3]", "5: content.folder: must be text, not int"),
        ('[content]\nfolder = "a\\u0000"', "5: content.folder: must not hold control characters"),
        ("[content]\npages = 'public'", "5: content.pages: no folder 'public' next to this file: create it, or name another"),
        ("[content]\nstatic = 'files'", "5: content.static: no folder 'files' next to this file: create it, or name another"),
        ("[output]\nlimit = '30'", "5: output.limit: must be a whole number, not str"),
        ("[ledger]\ntombstones = 36501", "5: ledger.tombstones: must be at most 36,500 days, not 36501"),
        ("[output]\nlimit = -1", "5: output.limit: must not be negative, but is -1"),
        ("[output]\nrss = true", "5: output.rss: must be a file name, or false for no file, not True"),
        ("[output]\nrss = '../feed.xml'", "5: output.rss: must be a path inside output.folder such as feeds/feed.xml, not '../feed.xml'"),
        ("[output]\nrss = '/feed.xml'", "5: output.rss: must be a path inside output.folder such as feeds/feed.xml, not '/feed.xml'"),
        ("[output]\nrss = 'C:feed.xml'", "5: output.rss: must be a path inside output.folder such as feeds/feed.xml, not 'C:feed.xml'"),
        ("[output]\natom = 'Feed.xml'", "5: output.atom: same file as output.rss, 'Feed.xml': give each its own"),
        (
            "[output]\nrss = false\natom = false\njson = ''",
            "4: output: no document would be written: give a file name for at least one of rss, atom, json",
        ),
        ("[options]\nemails = 'yes'", "5: options.emails: must be true or false, not 'yes'"),
        ("[options]\nengine = 'nh4'", "5: options.engine: must be 'bleach' or 'nh3', not 'nh4'; did you mean 'nh3'?"),
        ("hubs = ['https://a.example/', 'b']", "4: feed.hubs: must be an absolute URL such as https://example.org/page, not 'b'"),
        ("authors = [{ name = 'A', mail = 'x' }]", "4: feed.authors.mail: unknown key; did you mean 'email'?"),
        ("authors = [3]", "4: feed.authors: must be text, not int"),
        ("[authors.ann]\nurl = 'https://a.example/'", "4: authors.ann.name: is missing: the author's name, as readers show it"),
        ("[authors.ann]\nname = 'A'\nurl = 'https://a/'\nuri = 'https://a/'", "7: authors.ann.uri: same as url: give one of the two"),
        ("[authors]\nann = 3", "5: authors.ann: must be a name, or a table with a name, not 3"),
        (
            "[authors.ann]\nname = 'A'\nemail = 'nobody'",
            "6: authors.ann.email: must be one e-mail address such as desk@example.org, not 'nobody'",
        ),
    ],
)
def test_error_has_line_key_and_rule(tmp_path: Path, more: str, fault: str) -> None:
    assert faults_of(a_site(tmp_path, SMALL + more)) == [f"stridesfeed.toml:{fault}"]


def test_section_must_be_a_table(tmp_path: Path) -> None:
    assert faults_of(a_site(tmp_path, "output = 'public'\n" + SMALL)) == [
        "stridesfeed.toml:1: output: must be a table: write [output] and its keys below"
    ]


def test_top_level_key_suggests_its_table(tmp_path: Path) -> None:
    assert faults_of(a_site(tmp_path, "limit = 3\n" + SMALL)) == ["stridesfeed.toml:1: limit: belongs in [output]: move it there"]


def test_all_errors_are_reported_together_by_line(tmp_path: Path) -> None:
    assert faults_of(a_site(tmp_path, "[output]\nlimit = -1\n[feed]\nurl = 'strides.example'\nsubtitel = 'x'\n")) == [
        "stridesfeed.toml:2: output.limit: must not be negative, but is -1",
        "stridesfeed.toml:3: feed.title: is missing: the name of the feed, as readers show it",
        "stridesfeed.toml:4: feed.url: must be an absolute URL such as https://example.org/page, not 'strides.example'",
        "stridesfeed.toml:5: feed.subtitel: unknown key; did you mean 'subtitle'?",
    ]


def test_empty_file_lists_the_required_keys(tmp_path: Path) -> None:
    assert faults_of(a_site(tmp_path, "")) == [
        "stridesfeed.toml: feed.title: is missing: the name of the feed, as readers show it",
        "stridesfeed.toml: feed.url: is missing: the home page; the URLs of articles are relative to it",
    ]


def test_time_zone_without_a_database_suggests_tzdata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stridesfeed.site.value_types.available_timezones", set)

    (fault,) = faults_of(a_site(tmp_path, SMALL + "[content]\ntimezone = 'Nowhere/Land'"))

    assert fault.endswith("'Nowhere/Land' cannot be looked up, because this machine has no time zone database: pip install tzdata")


def test_every_option_and_format_has_a_key() -> None:
    names = {(key.section, key.name) for key in KEYS}

    assert {("options", field.name) for field in attrs.fields(Options)} <= names
    assert {("output", name) for name in FORMATS} <= names


def test_every_default_is_valid() -> None:
    for key in KEYS:
        assert key.default is None or key.type.rule(key.default) is None, key.name


def test_every_key_has_its_own_description() -> None:
    descriptions = [key.description for key in KEYS]

    assert all(description.endswith(".") for description in descriptions)
    assert len(set(descriptions)) == len(descriptions)


def test_head_links_are_html_with_addresses_types_and_titles(tmp_path: Path) -> None:
    site = read_site(a_site(tmp_path, SMALL.replace("AI Strides", 'A & <B> \\"C\\"') + "[output]\natom = false\n"))
    title = "A &amp; &lt;B&gt; &quot;C&quot;"

    rss, json = head_links(site)

    assert rss == f'<link rel="alternate" type="application/rss+xml" title="{title} (RSS 2.0)" href="https://strides.example/feed.xml">'
    assert (
        json == f'<link rel="alternate" type="application/feed+json" title="{title} (JSON Feed 1.1)" href="https://strides.example/feed.json">'
    )


def test_variables_must_be_text(tmp_path: Path) -> None:
    start = '[feed]\ntitle = "A"\nurl = "https://strides.example/"\n[content.variables]\n'

    good = read_site(a_site(tmp_path, start + 'repository = "https://code.example/x"\n'))
    assert good.content.variables == {"repository": "https://code.example/x"}
    assert faults_of(a_site(tmp_path, start + "year = 2026\n")) == [
        "stridesfeed.toml:4: content.variables: year: must be text, not 2026",
    ]
