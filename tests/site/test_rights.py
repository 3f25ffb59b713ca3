"""
The rights of a site, read back from every notation by programs that are not ours.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from lxml import etree

from publisher import Publisher
from stridesfeed import Feed
from stridesfeed.errors import InvalidError, InvalidFilesError, OutputError
from stridesfeed.http import FeedResource, Request
from stridesfeed.publish.rights import Rights

RSL = "{https://rslstandard.org/rsl}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS = f"""
[rights]
license = "{LICENCE}"
statement = "© 2026 AI Strides, CC BY 4.0"
permits = "search"
prohibits = ["ai-train", "ai-input"]
payment = "attribution"
tdm_policy = "https://strides.example/policy.json"
"""
FILES = '\n[output]\nhosts = "netlify"\nrsl = "rsl.xml"\ntdmrep = true\nrobots = true\n'


@pytest.fixture
def site(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path, RIGHTS + FILES)
    publisher.write("one")
    return publisher


def test_feeds_say_the_licence_and_the_statement(site: Publisher) -> None:
    site.build()
    rss, atom = (feedparser.parse(site.output / name) for name in ("feed.xml", "atom.xml"))
    for parsed in (rss, atom):
        assert parsed.feed.rights == "© 2026 AI Strides, CC BY 4.0"
        assert LICENCE in {link.href for link in parsed.feed.links if link.rel == "license"}
        assert parsed.feed.license == LICENCE


def test_feeds_and_the_document_say_the_same_in_rsl(site: Publisher) -> None:
    site.build()
    for name in ("feed.xml", "atom.xml", "rsl.xml"):
        (content,) = etree.parse(site.output / name).iter(f"{RSL}content")
        assert content.get("url") == "https://strides.example/"
        (licence,) = content
        said = [(each.tag.removeprefix(RSL), each.get("type"), each.text) for each in licence if each.text and each.text.strip()]
        assert ("permits", "usage", "search") in said
        assert [text for tag, _, text in said if tag == "prohibits"] == ["ai-train", "ai-input"]
        payment = licence.find(f"{RSL}payment")
        assert payment is not None
        assert payment.get("type") == "attribution"
        assert payment.findtext(f"{RSL}standard") == LICENCE


def test_mining_is_reserved(site: Publisher) -> None:
    site.build()
    rules = json.loads((site.output / ".well-known" / "tdmrep.json").read_bytes())
    assert rules == [{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://strides.example/policy.json"}]


def test_hosts_send_the_headers(site: Publisher) -> None:
    site.build()
    lines = {line.strip() for line in (site.output / "_headers").read_text(encoding="utf-8").splitlines()}
    assert {
        "Content-Usage: train-ai=n, search=y",
        "tdm-reservation: 1",
        "tdm-policy: https://strides.example/policy.json",
    } <= lines


def test_responses_have_the_headers() -> None:
    feed = Feed(id="https://strides.example/", title="AI Strides", url="https://strides.example/", articles=[])
    response = FeedResource(feed, rights=Rights(prohibits=["all"])).respond(Request())
    assert response.header("Content-Usage") == "train-ai=n, search=n"
    assert response.header("tdm-reservation") == "1"


def test_other_lines_of_robots_txt_stay(site: Publisher) -> None:
    site.output.mkdir()
    robots = site.output / "robots.txt"
    robots.write_text("User-agent: *\nDisallow: /private/\n", encoding="utf-8")
    site.build()
    first = robots.read_text(encoding="utf-8")
    site.build()
    assert robots.read_text(encoding="utf-8") == first
    assert first.startswith("User-agent: *\nDisallow: /private/\n")
    assert "\nLicense: https://strides.example/rsl.xml\nUser-agent: *\nContent-Usage: train-ai=n, search=y\n" in first
    parser = RobotFileParser()
    parser.parse(first.splitlines())
    assert not parser.can_fetch("AnyBot", "/private/page")
    assert parser.can_fetch("AnyBot", "/page")


def test_rights_of_a_folder_are_not_those_of_the_host() -> None:
    rights, home = Rights(prohibits=["ai-train"]), "https://strides.example/blog/"
    assert rights.robots(home) == ("User-agent: *", "Content-Usage: /blog/ train-ai=n")
    assert json.loads(rights.tdmrep(home))[0]["location"] == "/blog/"


def test_a_file_of_another_program_is_not_replaced(site: Publisher) -> None:
    site.output.mkdir()
    (site.output / "rsl.xml").write_text("<mine/>", encoding="utf-8")
    with pytest.raises(OutputError, match=r"rsl\.xml: exists, but no earlier build wrote it: delete it"):
        site.build()
    assert (site.output / "rsl.xml").read_text(encoding="utf-8") == "<mine/>"


def test_changed_rights_replace_our_own_files(site: Publisher) -> None:
    site.build()
    site.configure('[rights]\npermits = "all"\n' + FILES)
    site.build()
    assert json.loads((site.output / ".well-known" / "tdmrep.json").read_bytes()) == [{"location": "/", "tdm-reservation": 0}]
    assert b"prohibits" not in (site.output / "rsl.xml").read_bytes()


def test_nothing_is_written_unless_asked(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path, RIGHTS)
    publisher.write("one")
    publisher.build()
    assert not any((publisher.output / name).exists() for name in ("rsl.xml", "robots.txt", ".well-known"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('[rights]\npermits = "train"', "must be 'all' or 'ai-all' or"),
        ('[rights]\npayment = "gold"', "must be 'purchase' or"),
        ('[rights]\nlicense = "CC BY"', "rights.license"),
        ('[rights]\nlicence = "https://a.example/"', "did you mean"),
        ('[rights]\npermits = "ai-train"\nprohibits = "ai-all"', "both include ai-train: keep one"),
        ("[output]\ntdmrep = true", "has nothing to say: add"),
        ("[output]\nrobots = true", "has nothing to say: add"),
        ('[rights]\nprohibits = "all"\n[output]\nrobots = true\nurl = "https://strides.example/blog/"', "must be at the root of the host"),
    ],
)
def test_invalid_rights_are_errors(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        Publisher(tmp_path, more).build()
    assert message in str(caught.value)


def test_two_statements_are_an_error(tmp_path: Path) -> None:
    feed = 'title = "A"\nurl = "https://strides.example/"\nrights = "© A"\n'
    with pytest.raises(InvalidFilesError) as caught:
        Publisher(tmp_path, '[rights]\nstatement = "© B"', feed=feed).build()
    assert "says again what feed.rights says: remove feed.rights" in str(caught.value)


def test_values_are_checked() -> None:
    with pytest.raises(InvalidError) as caught:
        Rights(permits=["sell"])
    assert "must be uses among" in str(caught.value)


def test_another_licence_is_not_creative_commons() -> None:
    extensions = Rights(license="https://strides.example/terms/").extensions("https://strides.example/")
    assert extensions == ()
    assert Rights(license=LICENCE).extensions("https://strides.example/")
