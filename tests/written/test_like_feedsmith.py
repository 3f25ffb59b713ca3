"""
A feed with every namespace that feedsmith writes, each by its usual elements, in RSS and in Atom.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from independent_values import wrong
from stridesfeed import Article, Attachment, Feed, Link, Person, Source, render
from stridesfeed.emit import FormatName
from stridesfeed.extensions import Episode, Podcast
from stridesfeed.extensions import ExtensionElement as E

HOME = "https://lamps.example/"
DAY = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)

#: What a program writes about a feed, and what another reads in its document: XPaths in the channel.
ABOUT_THE_FEED: list[tuple[E, dict[str, Any]]] = [
    (E("acast:network", "Lamps", {"id": "9", "slug": "lamps"}), {"acast:network": "Lamps", "acast:network/@id": "9"}),
    (E("admin:generatorAgent", attributes={"rdf:resource": f"{HOME}tool"}), {"admin:generatorAgent/@rdf:resource": f"{HOME}tool"}),
    (E("blogChannel:blogRoll", f"{HOME}roll"), {"blogChannel:blogRoll": f"{HOME}roll"}),
    (E("cc:license", attributes={"rdf:resource": f"{HOME}by"}), {"cc:license/@rdf:resource": f"{HOME}by"}),
    (E("creativeCommons:license", f"{HOME}by"), {"creativeCommons:license": f"{HOME}by"}),
    (E("dc:publisher", "Lamp Press"), {"dc:publisher": "Lamp Press"}),
    (E("dcterms:created", date(2026, 1, 2)), {"dcterms:created": "2026-01-02"}),
    (E("feedpress:locale", "en"), {"feedpress:locale": "en"}),
    (E("googleplay:author", "Lou"), {"googleplay:author": "Lou"}),
    (E("opensearch:totalResults", 4230), {"opensearch:totalResults": "4230"}),
    (E("opensearch:Query", attributes={"role": "request", "searchTerms": "lamp"}), {"opensearch:Query/@*": ["request", "lamp"]}),
    (E("pingback:to", f"{HOME}pings"), {"pingback:to": f"{HOME}pings"}),
    (E("prism:issn", "0028-0836"), {"prism:issn": "0028-0836"}),
    (E("rawvoice:frequency", "Weekly"), {"rawvoice:frequency": "Weekly"}),
    (E("source:account", "lou", {"service": "github"}), {"source:account": "lou", "source:account/@service": "github"}),
    (E("spotify:limit", attributes={"recentCount": 50}), {"spotify:limit/@recentCount": "50"}),
    (E("sy:updatePeriod", "daily"), {"sy:updatePeriod": "daily"}),
    (E("sy:updateFrequency", 2), {"sy:updateFrequency": "2"}),
    (E("sy:updateBase", DAY), {"sy:updateBase": "2026-02-03T04:05:06Z"}),
]

#: The same for an article.
ABOUT_THE_ARTICLE: list[tuple[E, dict[str, Any]]] = [
    (E("app:edited", DAY), {"app:edited": "2026-02-03T04:05:06Z"}),
    (E("app:control", children=[E("app:draft", True)]), {"app:control/app:draft": "yes"}),
    (E("arxiv:primary_category", attributes={"term": "cs.AI"}), {"arxiv:primary_category/@term": "cs.AI"}),
    (E("dcterms:issued", DAY), {"dcterms:issued": "2026-02-03T04:05:06Z"}),
    (E("geo:lat", 59.9), {"geo:lat": "59.9"}),
    (E("geo:long", 10.7), {"geo:long": "10.7"}),
    (E("georss:box", (42.9, -71.0, 43.0, -69.8)), {"georss:box": "42.9 -71 43 -69.8"}),
    (
        E("media:group", children=[E("media:content", attributes={"url": f"{HOME}a.mp4", "duration": 9}), E("media:title", "A lamp")]),
        {"media:group/media:content/@*": [f"{HOME}a.mp4", "9"], "media:group/media:title": "A lamp"},
    ),
    (E("media:rating", "nonadult", {"scheme": "urn:simple"}), {"media:rating": "nonadult", "media:rating/@scheme": "urn:simple"}),
    (E("pingback:server", f"{HOME}pings"), {"pingback:server": f"{HOME}pings"}),
    (E("prism:doi", "10.1000/182"), {"prism:doi": "10.1000/182"}),
    (
        E("psc:chapters", children=[E("psc:chapter", attributes={"start": "00:10", "title": "Glow"})]),
        {"psc:chapters/psc:chapter/@*": ["00:10", "Glow"]},
    ),
    (E("rawvoice:poster", attributes={"url": f"{HOME}p.png"}), {"rawvoice:poster/@url": f"{HOME}p.png"}),
    (E("slash:department", "not-the-lamp"), {"slash:department": "not-the-lamp"}),
    (E("slash:hit_parade", (3, 2, 1)), {"slash:hit_parade": "3,2,1"}),
    (E("source:markdown", "*Glow*"), {"source:markdown": "*Glow*"}),
    (E("thr:total", 3), {"thr:total": "3"}),
    (E("thr:in-reply-to", attributes={"ref": "tag:x.example,2026:1"}), {"thr:in-reply-to/@ref": "tag:x.example,2026:1"}),
    (E("trackback:ping", f"{HOME}track"), {"trackback:ping": f"{HOME}track"}),
    (E("wfw:commentRss", f"{HOME}c.xml"), {"wfw:commentRss": f"{HOME}c.xml"}),
]

FEED = Feed(
    id=HOME,
    title="Lamps",
    url=HOME,
    updated=DAY,
    links=[Link(f"{HOME}pt/", "alternate", "text/html", hreflang="pt", title="Lâmpadas")],
    extensions=[Podcast(image=f"{HOME}cover.png", medium="music"), *(element for element, _ in ABOUT_THE_FEED)],
    articles=[
        Article(
            id="tag:lamps.example,2026:1",
            url=f"{HOME}1",
            title="A lamp",
            content="<p>It glows.</p>",
            published=DAY,
            comments=f"{HOME}1#talk",
            links=[Link(f"{HOME}1.atom", "replies", "application/atom+xml", count=3, updated=DAY)],
            source=Source(
                "Bulbs",
                "https://bulbs.example/feed",
                id="tag:bulbs.example,2026:feed",
                authors=["Kim"],
                contributors=[Person("Noor")],
                categories=["bulbs"],
                links=[Link("https://bulbs.example/feed", "self")],
                rights="Kim",
            ),
            attachments=[Attachment(f"{HOME}1.mp3", length=9)],
            extensions=[Episode(number=4), *(element for element, _ in ABOUT_THE_ARTICLE)],
        )
    ],
)

_ROOTS: dict[FormatName, tuple[str, str]] = {"rss": ("/rss/channel", "/rss/channel/item"), "atom": ("/a:feed", "/a:feed/a:entry")}


@pytest.mark.parametrize("format", _ROOTS)
def test_every_namespace_is_written(format: FormatName) -> None:
    feed, item = _ROOTS[format]
    expected = {f"{feed}/{path}": value for _, values in ABOUT_THE_FEED for path, value in values.items()}
    expected |= {f"{item}/{path}": value for _, values in ABOUT_THE_ARTICLE for path, value in values.items()}

    assert not wrong(
        render(FEED, format),
        expected
        | {
            f"{feed}/podcast:medium": "music",
            f"{feed}/itunes:image/@href": f"{HOME}cover.png",
            f"{feed}/a:link[@hreflang='pt']/@title": "Lâmpadas",
            f"{item}/itunes:episode": "4",
            f"{item}/a:link[@type='application/atom+xml']/@thr:count": "3",
            f"{item}/a:link[@type='application/atom+xml']/@thr:updated": "2026-02-03T04:05:06Z",
        },
    )


def test_a_source_of_atom_is_whole() -> None:
    source = "/a:feed/a:entry/a:source"

    assert not wrong(
        render(FEED, "atom"),
        {
            f"{source}/a:id": "tag:bulbs.example,2026:feed",
            f"{source}/a:title": "Bulbs",
            f"{source}/a:author/a:name": "Kim",
            f"{source}/a:contributor/a:name": "Noor",
            f"{source}/a:category/@term": "bulbs",
            f"{source}/a:link/@href": "https://bulbs.example/feed",
            f"{source}/a:rights": "Kim",
        },
    )
