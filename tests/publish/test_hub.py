from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs

import attrs
import pytest
from click.testing import CliRunner

from servers import Answer, Request, Server, serving
from stridesfeed.cli._click import program
from stridesfeed.errors import WebError
from stridesfeed.publish.hub import Notification, PublishedDocument, notify
from stridesfeed.publish.manifest import NAME, Manifest, ManifestFile, write_manifest
from stridesfeed.web import Response

FEED = "https://strides.example/feed.xml"
HUB = "https://hub.example/"
NEW = b"<rss>new</rss>"
OLD = b"<rss>old</rss>"


@attrs.define
class FakeClock:
    """
    Time that passes only by sleeping.
    """

    seconds: float = 1_777_000_000.0
    slept: list[float] = attrs.field(factory=list)

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


def answering(status: int = 200, content: bytes = b"", **headers: str) -> Response:
    return Response(url=FEED, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, content=content)


@attrs.define
class FakeWeb:
    """
    Servers that return the given responses in order, and repeat the last one.
    """

    documents: list[Response | WebError]
    hubs: list[Response | WebError] = attrs.field(factory=lambda: [answering(204)])
    told: list[tuple[str, dict[str, str]]] = attrs.field(factory=list)
    asked: list[str] = attrs.field(factory=list)

    def get(self, url: str, *, max_bytes: int, headers: Mapping[str, str]) -> Response:
        assert max_bytes > len(NEW)
        assert headers["Cache-Control"] == "no-cache"
        self.asked.append(url)
        return given(self.documents)

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        self.told.append((url, dict(form)))
        return given(self.hubs)


def given(answers: list[Response | WebError]) -> Response:
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    if isinstance(answer, WebError):
        raise answer
    return answer


def ping(web: FakeWeb, clock: FakeClock | None = None, *, etag: str | None = None, timeout: float = 120) -> Notification:
    (notice,) = notify([PublishedDocument(FEED, NEW, etag)], [HUB], timeout=timeout, clock=clock or FakeClock(), client=web)
    return notice


def test_a_hub_gets_both_common_forms_of_notification() -> None:
    web = FakeWeb([answering(content=NEW)])

    assert ping(web) == Notification(FEED, HUB, "notified")
    assert web.told == [(HUB, {"hub.mode": "publish", "hub.url": FEED, "hub.topic": FEED})]


def test_the_hub_is_notified_once_the_new_bytes_are_served() -> None:
    web = FakeWeb([answering(content=OLD), answering(404), WebError(FEED, "took too long", temporary=True), answering(content=NEW)])
    clock = FakeClock()

    assert ping(web, clock).outcome == "notified"
    assert clock.slept == [1, 2, 4]


def test_the_hub_is_not_notified_of_a_document_that_is_not_live() -> None:
    web = FakeWeb([answering(content=OLD)])
    clock = FakeClock()

    notice = ping(web, clock)

    assert (notice.outcome, notice.reason) == ("not live", "the server delivers other bytes than those in the output folder")
    assert web.told == []
    assert sum(clock.slept) == 120
    assert max(clock.slept) == 30


def test_with_timeout_zero_the_server_is_checked_once() -> None:
    web = FakeWeb([answering(404)])

    assert ping(web, timeout=0).reason == "the server answers 404"
    assert web.asked == [FEED]


def test_all_documents_share_the_timeout() -> None:
    web = FakeWeb([answering(content=OLD)])
    clock = FakeClock()

    notices = notify([PublishedDocument(f"{FEED}?{number}", NEW) for number in range(5)], [HUB], timeout=60, clock=clock, client=web)

    assert [notice.outcome for notice in notices] == ["not live"] * 5
    assert sum(clock.slept) == 60


@pytest.mark.parametrize("served", ['"abc"', 'W/"abc"'])
def test_a_matching_etag_is_enough(served: str) -> None:
    assert ping(FakeWeb([answering(content=b"compressed by somebody", etag=served)]), etag='"abc"').outcome == "notified"


def test_another_etag_does_not_matter_if_the_bytes_match() -> None:
    assert ping(FakeWeb([answering(content=NEW, etag='"made-by-the-host"')]), etag='"abc"').outcome == "notified"


def test_a_busy_hub_is_retried_with_growing_waits() -> None:
    web = FakeWeb([answering(content=NEW)], [answering(503), WebError(HUB, "took too long", temporary=True), answering(202)])
    clock = FakeClock()

    assert ping(web, clock).outcome == "notified"
    assert clock.slept == [1, 2]


@pytest.mark.parametrize(
    ("retry_after", "wait"), [("7", 7), ("3600", 30), ("Fri, 24 Apr 2026 03:06:50 GMT", 10), ("Wed, 01 Jan 2020 00:00:00 GMT", 0), ("soon", 1)]
)
def test_a_hub_may_set_the_wait(retry_after: str, wait: float) -> None:
    web = FakeWeb([answering(content=NEW)], [answering(429, retry_after=retry_after), answering(204)])
    clock = FakeClock()

    assert ping(web, clock).outcome == "notified"
    assert clock.slept == [wait]


def test_retries_of_a_busy_hub_end() -> None:
    web = FakeWeb([answering(content=NEW)], [answering(500, b"<h1>Over\nquota</h1>")])

    notice = ping(web)

    assert (notice.outcome, notice.reason) == ("gave up", "the hub answers 500: Over quota, 4 times")
    assert len(web.told) == 4


def test_a_refusing_hub_is_not_retried() -> None:
    web = FakeWeb([answering(content=NEW)], [answering(400, b"unknown topic")])

    assert ping(web) == Notification(FEED, HUB, "refused", "the hub answers 400: unknown topic")
    assert len(web.told) == 1


def test_a_moved_hub_is_reported_with_its_new_url() -> None:
    notice = ping(FakeWeb([answering(content=NEW)], [answering(301, location="https://new-hub.example/")]))

    assert notice.outcome == "refused"
    assert "https://new-hub.example/" in (notice.reason or "")


def test_a_hub_at_a_private_address_is_not_retried() -> None:
    web = FakeWeb([answering(content=NEW)], [WebError(HUB, "10.0.0.1 is not a public address")])

    assert ping(web).outcome == "refused"
    assert len(web.told) == 1


def test_each_hub_is_notified_of_each_document_and_results_are_reported_at_once() -> None:
    web = FakeWeb([answering(content=NEW)])
    seen: list[Notification] = []

    notices = notify(
        [PublishedDocument("https://strides.example/a", NEW), PublishedDocument("https://strides.example/b", NEW)],
        ["https://one.example/", "https://two.example/"],
        timeout=1,
        clock=FakeClock(),
        client=web,
        on_result=seen.append,
    )

    assert [(notice.document[-1], notice.hub[8:11]) for notice in notices] == [("a", "one"), ("a", "two"), ("b", "one"), ("b", "two")]
    assert seen == list(notices)


@pytest.fixture
def deployed() -> Iterator[Callable[..., tuple[Server, Path]]]:
    """
    Create a site, build it, and serve it together with a hub.
    """
    open_servers = []

    def make(folder: Path, hub: Answer, *, stale: str = "") -> tuple[Server, Path]:
        def answer(request: Request) -> Answer:
            if request.path == "/hub":
                return hub
            if request.path == stale:
                return Answer(OLD)
            return Answer((folder / "public" / request.path.lstrip("/")).read_bytes())

        server = serving(answer)
        open_servers.append(server)
        running = server.__enter__()
        (folder / "content").mkdir(parents=True)
        (folder / "content" / "one.html").write_text("---\ntitle: One\ndate: 2026-04-30T09:00:00Z\n---\n<p>Text.</p>", encoding="utf-8")
        (folder / "stridesfeed.toml").write_text(
            f'[feed]\ntitle = "AI Strides"\nurl = "{running.url}/"\nhubs = ["{running.url}/hub"]\n', encoding="utf-8"
        )
        result = CliRunner().invoke(program, ["build", str(folder)])
        assert result.exit_code == 0, result.output
        return running, folder

    yield make
    for server in open_servers:
        server.__exit__(None, None, None)


def test_the_command_notifies_the_hub_of_every_document(tmp_path: Path, deployed: Callable[..., tuple[Server, Path]]) -> None:
    server, site = deployed(tmp_path / "site", Answer(status=204))

    result = CliRunner().invoke(program, ["ping", str(site), "--allow-private"])

    addresses = {f"{server.url}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")}
    assert result.exit_code == 0, result.output
    assert {*result.stdout.splitlines()} == {f"Notified: {server.url}/hub of {address}" for address in addresses}
    assert {parse_qs(request.body.decode())["hub.url"][0] for request in server.requests if request.method == "POST"} == addresses


def test_the_command_reports_documents_that_are_not_live_and_notifies_of_the_rest(
    tmp_path: Path, deployed: Callable[..., tuple[Server, Path]]
) -> None:
    server, site = deployed(tmp_path / "site", Answer(status=204), stale="/atom.xml")

    result = CliRunner().invoke(program, ["ping", str(site), "--allow-private", "--timeout", "0", "--json"])

    outcomes = {notice["document"]: notice["outcome"] for notice in json.loads(result.stdout)["notices"]}
    assert result.exit_code == 1
    assert outcomes == {f"{server.url}/feed.xml": "notified", f"{server.url}/atom.xml": "not live", f"{server.url}/feed.json": "notified"}


def test_the_command_reaches_private_addresses_only_if_allowed(tmp_path: Path, deployed: Callable[..., tuple[Server, Path]]) -> None:
    server, site = deployed(tmp_path / "site", Answer(status=204))

    result = CliRunner().invoke(program, ["ping", str(site), "--timeout", "0", "--quiet"])

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("not a public address") == 3
    assert server.requests == []


def test_the_command_notifies_of_documents_in_the_manifest_except_archives(tmp_path: Path) -> None:
    def answer(request: Request) -> Answer:
        return Answer(status=204) if request.path == "/hub?a&b" else Answer((tmp_path / "public" / request.path.lstrip("/")).read_bytes())

    with serving(answer) as server:
        named = f'<rss><atom:link rel="hub" href="{server.url}/hub?a&amp;b"/></rss>'.encode()
        documents = {
            "news/feed.xml": ("application/rss+xml; charset=utf-8", named),
            "feed-archive-100.xml": ("application/rss+xml", b"<rss>no hub</rss>"),
            "feed.html": ("text/html", named),
        }
        listed = []
        for path, (media_type, content) in documents.items():
            (tmp_path / "public" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "public" / path).write_bytes(content)
            listed.append(ManifestFile.of(path, content, media_type=media_type, url=f"{server.url}/{path}"))
        (tmp_path / "public" / NAME).write_bytes(write_manifest(Manifest(files=tuple(listed))))
        (tmp_path / "content").mkdir()
        (tmp_path / "stridesfeed.toml").write_text(
            f'[feed]\ntitle = "T"\nurl = "{server.url}/"\nhubs = "{server.url}/hub?a&b"\n', encoding="utf-8"
        )
        result = CliRunner().invoke(program, ["ping", str(tmp_path), "--allow-private"])

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [f"Notified: {server.url}/hub?a&b of {server.url}/news/feed.xml"]


def test_the_command_explains_missing_hubs_and_builds(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    configuration = tmp_path / "stridesfeed.toml"
    configuration.write_text('[feed]\ntitle = "T"\nurl = "https://strides.example/"\n', encoding="utf-8")
    hubless = CliRunner().invoke(program, ["ping", str(tmp_path)])
    configuration.write_text('[feed]\ntitle = "T"\nurl = "https://strides.example/"\nhubs = "https://hub.example/"\n', encoding="utf-8")
    unbuilt = CliRunner().invoke(program, ["ping", str(tmp_path)])
    (tmp_path / "public").mkdir()
    for name in ("feed.xml", "atom.xml", "feed.json"):
        (tmp_path / "public" / name).write_bytes(b"built before the hub was named")
    outdated = CliRunner().invoke(program, ["ping", str(tmp_path)])

    assert (hubless.exit_code, unbuilt.exit_code, outdated.exit_code) == (2, 2, 2)
    assert "hubs = " in hubless.stderr
    assert "stridesfeed build" in unbuilt.stderr
    assert "contains a hub yet" in outdated.stderr
