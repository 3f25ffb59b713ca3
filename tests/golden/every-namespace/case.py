"""
Elements of every namespace in the tables whose elements may be in a feed or an article.
"""

from datetime import UTC, datetime

from makers import a_feed, an_article
from stridesfeed import ExtensionElement as E

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
WEB = "https://strides.example/1"

IN_FEED = [
    E("acast:showId", "abc"),
    E("admin:errorReportsTo", "mailto:desk@strides.example"),
    E("blogChannel:blogRoll", WEB),
    E("cc:license", WEB),
    E("creativeCommons:license", WEB),
    E("dcterms:created", NOON),
    E("feedburner:info", None, {"uri": "strides"}),
    E("feedpress:locale", "en"),
    E("fh:complete"),
    E("geo:lat", 38.7),
    E("geo:long", -9.1),
    E("googleplay:explicit", "no"),
    E("opensearch:totalResults", 1),
    E("opensearch:Query", None, {"role": "request", "searchTerms": "ai"}),
    E("pingback:to", WEB),
    E("prism:publicationName", "AI Strides"),
    E("prism:issn", "1234-5679"),
    E("rawvoice:donate", "Give", {"href": WEB}),
    E("rawvoice:subscribe", None, {"itunes": WEB}),
    E("source:account", "strides", {"service": "github"}),
    E("source:archive", None, {}, [E("source:url", WEB), E("source:startDay", "2026-03-01")]),
    E("spotify:limit", None, {"recentCount": 10}),
    E("sy:updatePeriod", "hourly"),
    E("sy:updateFrequency", 2),
    E("webfeeds:accentColor", "0049A3"),
    E("yt:channelId", "UCabc"),
]
IN_ARTICLE = [
    E("activity:verb", "http://activitystrea.ms/schema/1.0/post"),
    E("arxiv:doi", "10.1000/1"),
    E("arxiv:primary_category", None, {"term": "cs.AI"}),
    E("dc:identifier", "urn:isbn:1"),
    E("feedburner:origLink", WEB),
    E("georss:point", (38.7, -9.1)),
    E("georss:featureName", "Lisbon"),
    E(
        "media:group",
        None,
        {},
        [
            E("media:content", None, {"url": "https://strides.example/1.mp4", "type": "video/mp4", "medium": "video", "isDefault": True}),
            E("media:content", None, {"url": "https://strides.example/1.webm", "type": "video/webm", "medium": "video", "duration": 60}),
            E("media:rating", "nonadult", {"scheme": "urn:simple"}),
            E("media:credit", "Ann Lee", {"role": "producer", "scheme": "urn:ebu"}),
        ],
    ),
    E("pingback:server", WEB),
    E("psc:chapters", None, {"version": "1.2"}, [E("psc:chapter", None, {"start": "00:00:00", "title": "Start"})]),
    E(
        "rsl:content",
        None,
        {"url": WEB},
        [E("rsl:license", None, {}, [E("rsl:permits", "search", {"type": "usage"}), E("rsl:payment", None, {"type": "attribution"})])],
    ),
    E("slash:section", "research"),
    E("slash:comments", 3),
    E("slash:hit_parade", "3,2,1"),
    E("snf:advertisement", None, {}, [E("snf:sponsoredLink", None, {"link": WEB, "advertiser": "Strides"})]),
    E("source:markdown", "# Drift"),
    E("thr:in-reply-to", None, {"ref": "tag:strides.example,2026:1", "href": WEB}),
    E("thr:total", 3),
    E("trackback:ping", WEB),
    E("wfw:commentRss", WEB),
    E("yt:videoId", "abc"),
]

FEED = a_feed(an_article(extensions=IN_ARTICLE), extensions=IN_FEED)
