"""
The preview as a real server on this machine, with real file system events.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import httpx
import pytest

CONFIGURATION = '[feed]\ntitle = "AI & Strides"\nurl = "https://strides.example/"\n[content]\npermalink = "/{slug}/"\n'
ARTICLE = "---\ntitle: One\ndate: 2026-04-30T09:00:00Z\nauthor: Ann\n---\nText.\n"

#: Starts the command; a helper of the environment would be in the way.
COMMAND = (sys.executable, "-m", "stridesfeed", "serve", "--port", "0", "--as-of", "2026-05-01")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "content" / "one.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def server(site: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([*COMMAND, str(site)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603  # our own
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.fixture
def client(server: subprocess.Popen[str]) -> Iterator[httpx.Client]:
    assert server.stdout
    address = server.stdout.readline().split()[1]
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        yield client


def test_preview_rebuilds_when_files_change(site: Path, client: httpx.Client, server: subprocess.Popen[str]) -> None:
    with client.stream("GET", "/-/events") as stream:
        versions = (line.removeprefix("data: ") for line in stream.iter_lines() if line)
        assert f'data-version="{next(versions)}"' in client.get("/").text

        def after(change: Callable[[], object], sign: str) -> str:
            """
            Call *change*, and return the page as soon as it contains *sign*.
            """
            change()
            page = ""
            while sign not in page:
                next(versions)
                page = client.get("/").text
            return page

        new = site / "content" / "two.md"
        page = after(lambda: new.write_text(ARTICLE.replace("One", "Two"), encoding="utf-8"), "Articles: 2")
        assert "AI &amp; Strides" in page
        parsed = feedparser.parse(client.get("/feed.xml").content)
        assert {entry.title for entry in parsed.entries} == {"One", "Two"}

        page = after(lambda: new.write_text(ARTICLE.replace("T09:00:00Z", " <09:00"), encoding="utf-8"), "content/two.md:3: date: ")
        assert "&lt;09:00" in page
        assert client.get("/feed.xml").content.count(b"<item>") == 2, "the last good one stays"

        replaced = site / "stridesfeed.toml.new"
        replaced.write_text(CONFIGURATION.replace("AI &", "Two"), encoding="utf-8")
        new.unlink()
        after(lambda: replaced.replace(site / "stridesfeed.toml"), "Two Strides")
        assert "build failed" not in client.get("/").text

    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "Traceback" not in said
    assert not (site / "public").exists()
    assert sorted(path.name for path in site.iterdir()) == ["content", "stridesfeed.toml"]


def test_feeds_are_served_without_access_for_other_origins(client: httpx.Client) -> None:
    feed = client.get("/feed.json")

    assert feed.headers["content-type"] == "application/feed+json; charset=utf-8"
    assert client.get("/feed.json", headers={"if-none-match": feed.headers["etag"]}).status_code == 304
    assert not [name for name in feed.headers if name.startswith("access-control")]
    assert client.get("/feed.json", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/feed.json", headers={"host": "localhost:8000"}).status_code == 200
    assert client.get("/cache").status_code == 404


def test_page_loads_nothing_from_other_hosts(client: httpx.Client) -> None:
    page = client.get("/")

    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert client.get("/-/script.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/-/style.css").headers["content-type"] == "text/css; charset=utf-8"
    assert "//" not in page.text.replace("https://strides.example/", "")


def test_used_port_is_an_error(site: Path, client: httpx.Client) -> None:
    port = str(client.base_url.port)

    done = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-m", "stridesfeed", "serve", str(site), "--port", port], capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use" in done.stderr
