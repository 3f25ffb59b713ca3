"""
Formats and namespaces are opt-in: a new one does not change the documents of existing sites.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from lxml import etree

from everything import URLS, the_feed
from makers import a_feed, an_article
from stridesfeed import FORMATS, Feed, FormatName, Namespace, render, render_all
from stridesfeed.emit import default_formats, unwritten_all
from stridesfeed.extensions import NAMESPACES
from stridesfeed.publish.feed_plan import FeedPlan

NEW_FORMAT = attrs.evolve(FORMATS["json"], name="text", title="Text Feed", file_name="feed.txt", default=False)  # type: ignore[arg-type]


def test_a_new_format_is_written_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_all(the_feed(), urls=URLS)
    monkeypatch.setitem(FORMATS, "text", NEW_FORMAT)

    assert default_formats() == ("rss", "atom", "json")
    assert render_all(the_feed(), urls=URLS) == before
    assert [*unwritten_all(the_feed())] == ["rss", "atom", "json"]
    assert [*FeedPlan().files] == ["rss", "atom", "json"]
    assert [*render_all(the_feed(), formats=["text"])] == ["text"]


BUILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import attrs
from stridesfeed.emit import FORMATS
if sys.argv[2] == "new":
    FORMATS["text"] = attrs.evolve(FORMATS["json"], name="text", title="Text Feed", file_name="feed.txt", default=False)
from stridesfeed.build import build
from stridesfeed.site import read_site
build(read_site(Path(sys.argv[1])), as_of=datetime(2026, 5, 1, tzinfo=UTC))
"""


def test_a_site_does_not_write_a_new_format_by_default(tmp_path: Path) -> None:
    outputs: list[dict[Path, bytes]] = []
    for name in ("old", "new"):
        folder = tmp_path / name
        (folder / "content").mkdir(parents=True)
        (folder / "content" / "hello.md").write_text("---\ntitle: Hello\ndate: 2026-04-30T09:00:00Z\n---\nText.\n", encoding="utf-8")
        (folder / "stridesfeed.toml").write_text(
            '[feed]\ntitle = "A"\nurl = "https://strides.example/"\n[[feeds]]\npath = "short/"\nlimit = 1\n', encoding="utf-8"
        )
        done = subprocess.run(  # noqa: S603  # our own script
            [sys.executable, "-c", BUILD, str(folder), name],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": ":".join(sys.path)},
        )
        assert done.returncode == 0, done.stderr
        outputs.append({path.relative_to(folder): path.read_bytes() for path in (folder / "public").rglob("*") if path.is_file()})

    assert outputs[0]
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("format", ["rss", "atom"])
@pytest.mark.parametrize("feed", [a_feed(), a_feed(an_article()), the_feed()], ids=["empty", "one", "everything"])
def test_only_namespaces_in_use_are_declared(format: FormatName, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NAMESPACES, "new", Namespace("new", "https://new.example/ns"))
    root: Any = etree.fromstring(render(feed, format, url=URLS[format]))
    used = {etree.QName(element).namespace for element in root.iter(etree.Element)}

    assert set(root.nsmap.values()) == used - {None}
