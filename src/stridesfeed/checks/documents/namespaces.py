"""
The namespaces of feeds: addresses, usual prefixes, and their elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from stridesfeed.extensions import NAMESPACES
from stridesfeed.xml_tree import XmlTree

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

    #: The prefix that readers look for; empty if none do.
    prefix: str = ""
    #: The elements in its specification; ``None`` if they are not checked.
    elements: frozenset[str] | None = None


#: Namespaces that are common in feeds, by their addresses.
_COMMON: Mapping[str, Namespace] = MappingProxyType(
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
        "com-wordpress:feed-additions:1": Namespace(),
        "http://a9.com/-/spec/opensearchrss/1.0/": Namespace(),
        "http://activitystrea.ms/spec/1.0/": Namespace(),
        "http://base.google.com/ns/1.0": Namespace("g"),
        "http://creativecommons.org/ns#": Namespace(),
        "http://gdata.youtube.com/schemas/2007": Namespace(),
        "http://news.yandex.ru": Namespace("yandex"),
        "http://portablecontacts.net/spec/1.0": Namespace("poco"),
        "http://purl.org/rss/1.0/modules/wiki/": Namespace("wiki"),
        "http://schemas.google.com/blogger/2008": Namespace(),
        "http://schemas.google.com/g/2005": Namespace(),
        "http://turbo.yandex.ru": Namespace("turbo"),
        "http://wordpress.org/export/1.2/": Namespace(),
        "http://wordpress.org/export/1.2/excerpt/": Namespace(),
        "http://www.rawvoice.com/rawvoiceRssModule/": Namespace("rawvoice"),
        "http://www.w3.org/2001/XMLSchema-instance": Namespace(),
        "http://www.youtube.com/xml/schemas/2015": Namespace("yt"),
        "http://xmlns.com/foaf/0.1/": Namespace("foaf"),
        ATOM: Namespace("atom"),
        RDF: Namespace("rdf"),
        XHTML: Namespace("xhtml"),
        XML: Namespace("xml"),
    }
)

#: Those, and all that this library writes.
KNOWN: Mapping[str, Namespace] = MappingProxyType(
    {namespace.uri: Namespace(namespace.prefix) for namespace in NAMESPACES.values()} | dict(_COMMON)
)

#: The namespaces of Atom's drafts, such as Atom 0.3.
OLD_ATOM = frozenset({"http://purl.org/atom/ns#", "http://example.com/newformat#", "http://necho.sourceforge.net/"})

#: Wrong addresses of namespaces, and the right ones. Those that differ only in scheme, case and the last sign need no entry.
_MISTAKEN: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(OLD_ATOM, ATOM)
    | {
        "http://search.yahoo.com/rss/": MEDIA,
        "http://www.rssboard.org/media-rss": MEDIA,
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": PODCAST,
        "http://purl.org/dc/elements/1.0/": DC,
        "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": CREATIVE_COMMONS,
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


def _essence(namespace: str) -> str:
    """
    Return what misspellings of a namespace have in common with it.
    """
    return namespace.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/#")


_RIGHT: Mapping[str, str] = MappingProxyType(
    {_essence(namespace): right for namespace, right in _MISTAKEN.items()} | {_essence(namespace): namespace for namespace in KNOWN}
)


def right_namespace(namespace: str) -> str:
    """
    Return the known namespace of which *namespace* is a misspelling, or else *namespace* itself.
    """
    return namespace if namespace in KNOWN else _RIGHT.get(_essence(namespace), namespace)


def correct_namespaces(tree: XmlTree) -> None:
    """
    Replace misspelt namespaces in the elements and attributes of *tree*, so that all rules apply to them; its declarations stay as written.

    A document in a draft of Atom stays one. The elements of RSS lose a namespace that they should not have.
    """
    root = tree.root
    wrong = {each.namespace: right for each in tree.declarations if (right := right_namespace(each.namespace)) != each.namespace}
    if root is None:
        return
    is_rss = root.name == "rss"
    if is_rss:
        wrong |= dict.fromkeys(NOT_FOR_RSS, "")
    elif root.namespace in OLD_ATOM:
        return
    own = (root.namespace, root.prefix)
    for element in tree.elements if wrong or (is_rss and root.namespace) else ():
        is_of_rss = is_rss and (element.namespace, element.prefix) == own
        element.namespace = "" if is_of_rss else wrong.get(element.namespace, element.namespace)
        element.attributes = {_corrected(name, wrong): value for name, value in element.attributes.items()}


def _corrected(attribute: str, wrong: Mapping[str, str]) -> str:
    namespace, brace, name = attribute.removeprefix("{").rpartition("}")
    right = wrong.get(namespace) if brace else None
    return attribute if right is None else f"{{{right}}}{name}"
