"""
Link relations: the names that are registered, and those of the documents of one feed.
"""

from __future__ import annotations

from stridesfeed import iri
from stridesfeed.errors import suggestion
from stridesfeed.text import name_set

#: RFC 4287, 4.2.7.2: this URL and the name of a registered relation mean the same as the name.
_PREFIX = "http://www.iana.org/assignments/relation/"

#: https://www.iana.org/assignments/link-relations, in lower case. It includes the relations of Atom, RFC 4685, RFC 5005, RFC 5023 and WebSub.
REGISTERED = name_set(
    "about acl alternate amphtml api-catalog appendix apple-touch-icon apple-touch-startup-image archives author blocked-by bookmark "
    "c2pa-manifest canonical chapter cite-as collection compression-dictionary contents convertedfrom copyright create-form current "
    "deprecation describedby describes disclosure dns-prefetch duplicate edit edit-form edit-media enclosure external first geofeed "
    "glossary help hosts hub ice-server icon index intervalafter intervalbefore intervalcontains intervaldisjoint intervalduring "
    "intervalequals intervalfinishedby intervalfinishes intervalin intervalmeets intervalmetby intervaloverlappedby intervaloverlaps "
    "intervalstartedby intervalstarts item last latest-version license linkset lrdd manifest mask-icon me media-feed memento micropub "
    "modulepreload monitor monitor-group next next-archive nofollow noopener noreferrer opener openid2.local_id openid2.provider original "
    "p3pv1 payment pingback preconnect predecessor-version prefetch preload prerender prev prev-archive preview previous privacy-policy "
    "profile publication rdap-active rdap-bottom rdap-down rdap-top rdap-up related replies restconf ruleinput search section self "
    "service service-desc service-doc service-meta sip-trunking-capability sponsored start status stylesheet subsection "
    "successor-version sunset tag terms-of-service timegate timemap type ugc up version-history via webmention working-copy "
    "working-copy-of"
)

#: Between the pages of one feed (RFC 5005, 3; prev is the name of HTML).
PAGES = frozenset({"first", "last", "next", "previous", "prev"})

#: Between the archive documents of one feed (RFC 5005, 4).
ARCHIVES = frozenset({"prev-archive", "next-archive"})

#: Between all documents of one feed (RFC 5005).
OF_FEEDS = PAGES | ARCHIVES | {"current"}


def canonical_relation(rel: str) -> str:
    """
    Return the relation *rel* by its registered name, if it is the URL of one.
    """
    return rel.removeprefix(_PREFIX)


def unregistered_error(rel: str) -> str | None:
    """
    Return the problem and its fix if *rel* is neither registered nor an IRI.
    """
    name = canonical_relation(rel)
    if name in REGISTERED or iri.scheme(name) is not None:
        return None
    fix = ": write a registered name, or an IRI"
    if name.strip().lower() in REGISTERED:
        fix = f": write {name.strip().lower()!r}"
    elif "did you mean" in (hint := suggestion(name, sorted(REGISTERED))):
        fix = hint
    return f"{rel!r} is not a registered link relation{fix}"
