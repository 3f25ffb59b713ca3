"""
The link relations that are registered with IANA.
"""

from __future__ import annotations

from stridesfeed.checks.documents.namespaces import words
from stridesfeed.errors import suggestion
from stridesfeed.xml_tree import XmlElement

#: RFC 4287, 4.2.7.2: a registered name means the same as this address with the name after it.
_IANA = "http://www.iana.org/assignments/relation/"

#: https://www.iana.org/assignments/link-relations
REGISTERED = words(
    "about acl alternate amphtml api-catalog appendix apple-touch-icon apple-touch-startup-image archives author blocked-by bookmark "
    "c2pa-manifest canonical chapter cite-as collection compression-dictionary contents convertedfrom copyright create-form current "
    "deprecation describedby describes disclosure dns-prefetch duplicate edit edit-form edit-media enclosure external first geofeed "
    "glossary help hosts hub icon index intervalafter intervalbefore intervalcontains intervaldisjoint intervalduring intervalequals "
    "intervalfinishedby intervalfinishes intervalin intervalmeets intervalmetby intervaloverlappedby intervaloverlaps intervalstartedby "
    "intervalstarts item last latest-version license linkset lrdd manifest mask-icon me media-feed memento micropub modulepreload "
    "monitor monitor-group next next-archive nofollow noopener noreferrer opener openid2.local_id openid2.provider original p3pv1 "
    "payment pingback preconnect predecessor-version prefetch preload prerender prev prev-archive preview previous privacy-policy "
    "profile publication rdap-active rdap-bottom rdap-down rdap-top rdap-up related replies restconf ruleinput search section self "
    "service service-desc service-doc service-meta sip-trunking-capability sponsored start status stylesheet subsection "
    "successor-version sunset tag terms-of-service timegate timemap type ugc up version-history via webmention working-copy "
    "working-copy-of"
)


def relation(link: XmlElement) -> str:
    """
    The relation of a link as it is registered: alternate where nothing is said (RFC 4287, 4.2.7.2).
    """
    return (link.get("rel") or "alternate").removeprefix(_IANA)


def meant(relation: str) -> str:
    """
    The end of a sentence that refuses *relation*: the one that was meant, where that is clear.
    """
    if relation.strip().lower() in REGISTERED:
        return f": write {relation.strip().lower()!r}"
    near = suggestion(relation, sorted(REGISTERED))
    return near if "did you mean" in near else ": take a registered name, or an IRI"
