from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from stridesfeed.publish.discovery import head_link, head_links
from stridesfeed.site import head_links as site_links
from stridesfeed.site import read_site


class Links(HTMLParser):
    """
    The links of a page.
    """

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed("\n".join(lines))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "link"
        self.found.append(dict(attrs))


def test_each_format_has_a_line_with_title_type_and_address() -> None:
    addresses = {"rss": "https://strides.example/feed.xml?a=1&b=2", "json": "https://strides.example/feed.json"}

    assert Links(head_links('AT&T\'s "news" <b>', addresses)).found == [
        {
            "rel": "alternate",
            "type": "application/rss+xml",
            "title": 'AT&T\'s "news" <b> (RSS 2.0)',
            "href": "https://strides.example/feed.xml?a=1&b=2",
        },
        {
            "rel": "alternate",
            "type": "application/feed+json",
            "title": 'AT&T\'s "news" <b> (JSON Feed 1.1)',
            "href": "https://strides.example/feed.json",
        },
    ]


def test_other_documents_can_be_linked() -> None:
    assert head_link("All feeds", "text/x-opml", "/feeds.opml") == (
        '<link rel="alternate" type="text/x-opml" title="All feeds" href="/feeds.opml">'
    )


def test_head_links_of_the_site_include_the_main_feed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "stridesfeed.toml").write_text('[feed]\ntitle = "AT&T"\nurl = "https://strides.example/"\n', encoding="utf-8")
    site = read_site(tmp_path)

    assert site_links(site) == head_links("AT&T", site.output.addresses)
