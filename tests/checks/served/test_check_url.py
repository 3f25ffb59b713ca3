from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

from makers import a_feed
from servers import Answer, Request, serving
from stridesfeed import render
from stridesfeed.checks import check_url
from stridesfeed.checks.served import RULES
from stridesfeed.cli._click import program
from stridesfeed.errors import WebError
from stridesfeed.web import Response

URL = "https://strides.example/atom.xml"
HOME = "https://strides.example/"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ATOM = render(attrs.evolve(a_feed(), url=HOME), "atom", url=URL)
JSON = render(attrs.evolve(a_feed(), url=HOME), "json", url="https://strides.example/feed.json")
PAGE = f'<!DOCTYPE html><html><head><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head><body>{HOME}</body></html>'

GOOD = {
    "content-type": "application/atom+xml; charset=utf-8",
    "etag": '"one"',
    "content-encoding": "gzip",
    "cache-control": "public, max-age=300",
}


SERVED = Response(url=URL, status=200, headers=GOOD, content=ATOM)
SERVED_PAGE = Response(url=HOME, status=200, headers={"content-type": "text/html"}, content=PAGE.encode())


@attrs.define
class Web:
    """
    Servers in memory: responses by URL.
    """

    feed: Response = SERVED
    home: Response | None = SERVED_PAGE
    robots: str | None = None
    conditional_status: int = 304
    requests: list[tuple[str, Mapping[str, str]]] = attrs.field(factory=list)

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        self.requests.append((url, headers))
        if url == HOME and self.home:
            return self.home
        if url.endswith("/robots.txt") and self.robots is not None:
            return Response(url=url, status=200, headers={}, content=self.robots.encode())
        if url in {URL, self.feed.url}:
            is_conditional = {"If-None-Match", "If-Modified-Since"} & headers.keys()
            return attrs.evolve(self.feed, status=self.conditional_status, content=b"") if is_conditional else self.feed
        return Response(url=url, status=404, headers={})

    def codes(self, url: str = URL) -> list[str]:
        return [finding.code for served in check_url(url, as_of=NOON, get=self.get) for finding in served.findings if finding.code in RULES]


def with_headers(**headers: str | None) -> Response:
    given = GOOD | {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(url=URL, status=200, headers={name: value for name, value in given.items() if value is not None}, content=ATOM)


def test_a_well_served_feed_has_no_finding_about_the_server() -> None:
    web = Web(robots="User-agent: *\nDisallow: /private/\n")

    assert web.codes() == []
    assert [url for url, _ in web.requests] == [URL, HOME, URL, "https://strides.example/robots.txt"]
    assert "application/atom+xml" in web.requests[0][1]["Accept"]
    assert web.requests[2][1]["If-None-Match"] == '"one"'


#: For each rule, the web on which it fires.
CASES: dict[str, Callable[[], Web]] = {
    "http-status": lambda: Web(feed=Response(url=URL, status=410, headers={})),
    "http-not-a-feed": lambda: Web(feed=attrs.evolve(SERVED, content=b"<!DOCTYPE html><html><title>x</title></html>")),
    "http-media-type": lambda: Web(feed=with_headers(content_type="text/html")),
    "http-charset": lambda: Web(feed=with_headers(content_type="application/atom+xml; charset=iso-8859-1")),
    "http-validator-missing": lambda: Web(feed=with_headers(etag=None)),
    "http-condition-ignored": lambda: Web(conditional_status=200),
    "http-too-large": lambda: Web(feed=attrs.evolve(SERVED, content=ATOM + b" " * 2_000_000)),
    "http-robots": lambda: Web(robots="User-agent: *\nDisallow: /atom.xml\n"),
    "http-redirect": lambda: Web(feed=attrs.evolve(SERVED, redirects=((301, URL),))),
    "http-redirect-temporary": lambda: Web(feed=attrs.evolve(SERVED, redirects=((302, URL),))),
    "http-insecure": lambda: Web(feed=attrs.evolve(SERVED, url="http://strides.example/atom.xml")),
    "http-not-compressed": lambda: Web(feed=attrs.evolve(with_headers(content_encoding=None), content=ATOM + b"<!-- -->" * 400)),
    "http-not-stored": lambda: Web(feed=with_headers(cache_control="no-store, no-cache")),
    "http-autodiscovery-missing": lambda: Web(home=Response(url=HOME, status=200, headers={}, content=b"<html></html>")),
}


def test_every_rule_has_a_case() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("code", RULES)
def test_rule_fires(code: str) -> None:
    found = CASES[code]().codes()

    assert code in found
    assert len(found) <= 2, "one mistake is not many findings"


@pytest.mark.parametrize(
    "web",
    [
        Web(feed=with_headers(etag=None, last_modified="Fri, 01 May 2026 09:00:00 GMT")),
        Web(feed=with_headers(content_type="text/xml")),
        Web(feed=Response(url=URL, status=200, headers=GOOD | {"content-type": "application/json"}, content=JSON)),
        Web(home=None),
        Web(robots="User-agent: BadBot\nDisallow: /\n"),
    ],
)
def test_what_readers_accept_is_no_finding(web: Web) -> None:
    assert web.codes() in ([], ["http-autodiscovery-missing"])


def test_the_feeds_of_a_page_are_checked() -> None:
    (served,) = check_url(HOME, as_of=NOON, get=Web(conditional_status=200).get)

    assert served.url == URL
    assert served.content == ATOM
    assert {(finding.code, finding.path) for finding in served.findings if finding.level != "hint"} == {("http-condition-ignored", URL)}


def test_a_page_with_many_feeds_is_checked_in_bounded_time() -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{number}.xml">' for number in range(1000))

    web = Web(home=attrs.evolve(SERVED_PAGE, content=f"<html>{links}".encode()))

    assert len(check_url(HOME, as_of=NOON, get=web.get)) == 5


def test_a_server_that_cannot_be_reached_is_a_finding() -> None:
    def refuse(url: str, _headers: Mapping[str, str]) -> Response:
        raise WebError(url, "took too long")

    (served,) = check_url(URL, get=refuse)

    assert [(finding.code, finding.level, finding.path) for finding in served.findings] == [("http-status", "error", URL)]


def test_findings_about_the_document_have_their_line() -> None:
    broken = attrs.evolve(SERVED, content=ATOM.replace(b"<updated>", b"<updated>x", 1))

    (served,) = check_url(URL, as_of=NOON, get=Web(feed=broken).get)

    assert any(finding.line and finding.path == URL and finding.level == "error" for finding in served.findings)


@pytest.mark.parametrize("content", [b"", b"\0\1", b"{", b"<", b"<rss", b"<html>" * 5000, b"<feed xmlns='http://www.w3.org/2005/Atom'/>"])
def test_nothing_that_a_server_sends_raises(content: bytes) -> None:
    web = Web(feed=attrs.evolve(SERVED, content=content))

    assert check_url(URL, as_of=NOON, get=web.get)[0].findings


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(program, ["check", *map(str, arguments), "--as-of", "2026-05-01"])
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result


def test_command_checks_a_server(tmp_path: Path) -> None:
    documents: list[bytes] = []

    def answer(request: Request) -> Answer:
        if request.path != "/atom.xml":
            return Answer(status=404)
        if request.headers.get("if-none-match") == '"one"':
            return Answer(status=304, headers={"ETag": '"one"'})
        return Answer(gzip.compress(documents[0]), headers={"Content-Type": "text/plain", "ETag": '"one"', "Content-Encoding": "gzip"})

    with serving(answer) as server:
        documents.append(render(attrs.evolve(a_feed(), url=f"{server.url}/"), "atom", url=f"{server.url}/atom.xml"))
        refused = run(f"{server.url}/atom.xml")
        checked = run(f"{server.url}/atom.xml", "--allow-private", "--strict", "--ignore", "hint")
        outlines = f'<outline text="Folder"><outline xmlUrl="{server.url}/none.xml"/></outline>'
        (tmp_path / "list.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        listed = run("--opml", tmp_path / "list.opml", "--allow-private", f"{server.url}/atom.xml", "--select", "error")

    assert refused.exit_code == 1
    assert "http-status" in refused.output
    assert checked.exit_code == 1
    assert f"{server.url}/atom.xml\n" in checked.output
    assert "http-media-type  Content-Type is 'text/plain': configure the server to send application/atom+xml" in checked.output
    assert listed.exit_code == 1
    assert "none.xml" in listed.output
    assert "status 404" in listed.output


def test_profiles_judge_documents_too(tmp_path: Path) -> None:
    (tmp_path / "atom.xml").write_bytes(ATOM)

    result = run(tmp_path / "atom.xml", "--profile", "google-news")

    assert "google-news" in result.output.lower() or "Google News" in result.output


def test_an_opml_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text("<html/>")

    result = run("--opml", tmp_path / "list.opml")

    assert result.exit_code == 2
    assert "is not OPML" in result.output
