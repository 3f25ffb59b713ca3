"""
The namespaces of feeds: addresses, usual prefixes, and their elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from stridesfeed.extensions import strides

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
FH = "http://purl.org/syndication/history/1.0"
THR = "http://purl.org/syndication/thread/1.0"
AT = "http://purl.org/atompub/tombstones/1.0"
APP = "http://www.w3.org/2007/app"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
SY = "http://purl.org/rss/1.0/modules/syndication/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
WFW = "http://wellformedweb.org/CommentAPI/"
GEORSS = "http://www.georss.org/georss"
CREATIVE_COMMONS = "http://backend.userland.com/creativeCommonsRssModule"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


def words(text: str) -> frozenset[str]:
    """
    Split *text* at white space.
    """
    return frozenset(text.split())


@attrs.frozen
class Namespace:
    """
    A namespace of a feed extension.
    """

    #: The prefix that readers look for.
    prefix: str
    #: The elements in its specification; ``None`` if they are not checked.
    elements: frozenset[str] | None = None


#: Namespaces that are common in feeds, by their addresses.
KNOWN: Mapping[str, Namespace] = MappingProxyType(
    {
        CONTENT: Namespace("content", words("encoded items")),
        DC: Namespace(
            "dc",
            words(
                "title creator subject description publisher contributor date type format identifier source language relation coverage rights"
            ),
        ),
        DCTERMS: Namespace("dcterms"),
        MEDIA: Namespace(
            "media",
            words(
                "group content rating adult title description keywords thumbnail category hash player credit copyright text restriction "
                "community comments comment embed param responses response backLinks backLink status price license subTitle peerLink "
                "location rights scenes scene sceneTitle sceneDescription sceneStartTime sceneEndTime starRating statistics tags"
            ),
        ),
        FH: Namespace("fh", words("complete archive incremental")),
        THR: Namespace("thr", words("in-reply-to total")),
        AT: Namespace("at", words("deleted-entry by comment")),
        APP: Namespace("app"),
        SLASH: Namespace("slash", words("section department comments hit_parade")),
        SY: Namespace("sy", words("updatePeriod updateFrequency updateBase")),
        ITUNES: Namespace(
            "itunes",
            words(
                "author block category complete duration email episode episodeType explicit image keywords name new-feed-url order owner "
                "season subtitle summary title type applepodcastsverify"
            ),
        ),
        PODCAST: Namespace("podcast"),
        WFW: Namespace("wfw", words("comment commentRss")),
        GEORSS: Namespace("georss"),
        CREATIVE_COMMONS: Namespace("creativeCommons", words("license")),
        OPENSEARCH: Namespace("opensearch"),
        "http://www.w3.org/2003/01/geo/wgs84_pos#": Namespace("geo"),
        "http://rssnamespace.org/feedburner/ext/1.0": Namespace("feedburner"),
        "http://webns.net/mvcb/": Namespace("admin"),
        "http://www.google.com/schemas/play-podcasts/1.0": Namespace("googleplay"),
        "http://web.resource.org/cc/": Namespace("cc"),
        "http://madskills.com/public/xml/rss/module/trackback/": Namespace("trackback", words("ping about")),
        "http://backend.userland.com/blogChannelModule": Namespace("blogChannel"),
        "http://www.w3.org/1999/xlink": Namespace("xlink"),
        "http://www.w3.org/2000/svg": Namespace("svg"),
        "http://www.w3.org/1998/Math/MathML": Namespace("math"),
        "http://source.scripting.com/": Namespace("source"),
        "http://podlove.org/simple-chapters": Namespace("psc"),
        "http://webfeeds.org/rss/1.0": Namespace("webfeeds"),
        "http://prismstandard.org/namespaces/1.2/basic/": Namespace("prism"),
        "http://www.opengis.net/gml": Namespace("gml"),
        "http://www.w3.org/2000/01/rdf-schema#": Namespace("rdfs"),
        strides.NAMESPACE.uri: Namespace(strides.NAMESPACE.prefix),
        ATOM: Namespace("atom"),
        RDF: Namespace("rdf"),
        XHTML: Namespace("xhtml"),
        XML: Namespace("xml"),
    }
)

#: Misspelt and outdated addresses of namespaces, and the right ones.
MISTAKEN: Mapping[str, str] = MappingProxyType(
    {
        "http://purl.org/atom/ns#": ATOM,
        "http://example.com/newformat#": ATOM,
        "http://necho.sourceforge.net/": ATOM,
        "http://www.w3.org/2005/atom": ATOM,
        "http://www.w3.org/2005/Atom/": ATOM,
        "https://www.w3.org/2005/Atom": ATOM,
        "http://search.yahoo.com/mrss": MEDIA,
        "https://search.yahoo.com/mrss/": MEDIA,
        "http://search.yahoo.com/rss/": MEDIA,
        "http://www.itunes.com/DTDs/Podcast-1.0.dtd": ITUNES,
        "http://www.itunes.com/DTDs/PodCast-1.0.dtd": ITUNES,
        "https://www.itunes.com/dtds/podcast-1.0.dtd": ITUNES,
        "https://podcastindex.org/namespace/1.0/": PODCAST,
        "http://podcastindex.org/namespace/1.0": PODCAST,
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": PODCAST,
        "http://purl.org/dc/elements/1.0/": DC,
        "http://purl.org/dc/elements/1.1": DC,
        "https://purl.org/dc/elements/1.1/": DC,
        "http://purl.org/rss/1.0/modules/content": CONTENT,
        "https://purl.org/rss/1.0/modules/content/": CONTENT,
        "http://www.usemod.com/cgi-bin/mb.pl?ModWiki": "http://purl.org/rss/1.0/modules/wiki/",
    }
)

#: RSS 0.9x and 2.0 have no namespace. Some documents use one of these, which readers do not expect.
NOT_FOR_RSS = frozenset(
    {
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://purl.org/rss/1.0/",
        "http://backend.userland.com/RSS2",
    }
)
