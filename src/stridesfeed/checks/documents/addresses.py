"""
What is wrong with an address, an identifier, a media type: one function a kind, each giving the sentence that says it, or ``None``.
"""

from __future__ import annotations

import re
import uuid
from datetime import date
from urllib.parse import urlsplit

from stridesfeed import iri
from stridesfeed.checks.documents.namespaces import words

# RFC 3987, 2.2: nothing else may stand in an IRI; and a "%" needs two digits.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2028\u2029\ufffd]|%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z]+://(?:[^/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#\[\]@:]+)(?::[0-9]*)?(?=[/?#]|\Z)")
_SCHEME = re.compile(r"([^/?#:]+):")

#: RFC 4151, 2.1.
_TAG = re.compile(
    r"tag:(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*,"
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*(?:#\S*)?",
    re.ASCII,
)
# RFC 2141, 2; RFC 8141 allows "/", "?" and a fragment besides.
_URN = re.compile(r"urn:(?!urn:)[A-Za-z0-9][A-Za-z0-9-]{1,31}:(?:[A-Za-z0-9._~()+,:=@;$!*'/?&#-]|%[0-9A-Fa-f]{2})+", re.IGNORECASE | re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

#: Schemes that are registered (or in wide use) and can be met in a feed.
SCHEMES = iri.LINK | words(
    "about acap acct afp afs aim aaa aaas apt attachment bitcoin cap cid coap coaps crid cvs dav dict dns ed2k example facetime feed "
    "file finger fish git go gopher gtalk h323 iax icap icon im imap info ipfs ipp ipps iris itms jabber jms keyparc ldap ldaps lastfm "
    "mid mms mmsh mmst modem msrp msrps mtqp mumble mupdate mvn news nfs nntp opaquelocktoken pack podcast pop pres proxy rsync rtmp "
    "rtsp secondlife service session sftp sgn shttp sieve sip sips skype smb snews snmp soap.beep soap.beeps spotify ssh steam stun svn "
    "tag teamspeak telnet tftp thismessage tip tv turn udp unreal urn ut2004 vemmi ventrilo view-source wais ws wss wyciwyg xcon "
    "xmlrpc.beep xmlrpc.beeps xmpp xri ymsgr z39.50r z39.50s nostr at did payto lightning"
)


def reference(value: str) -> str | None:
    """
    An IRI reference (RFC 3987): absolute or relative.
    """
    if value != value.strip():
        return "white space stands around the address: take it out"
    if match := _UNFIT.search(value):
        return f"{match[0]!r} may not stand in an address: percent-encode it"
    return _scheme_fault(value) or _host_fault(value)


def _scheme_fault(value: str) -> str | None:
    match = _SCHEME.match(value)
    if match and iri.scheme(value) is None:
        return f"{match[1]!r} is no scheme, and no relative address may have a colon in its first segment"
    return None


def _host_fault(value: str) -> str | None:
    scheme = iri.scheme(value)
    if scheme in {"http", "https", "ftp"} and not _HOST.match(value):
        return "the address names no host"
    try:
        urlsplit(value)
    except ValueError as error:
        return f"not an address: {error}"
    return None


def absolute(value: str) -> str | None:
    """
    An absolute IRI.
    """
    if not value:
        return "the address is empty"
    if iri.scheme(value) is None and "\n" not in value.strip():
        return f"{value!r} is relative: write the whole address, with its scheme"
    return reference(value)


def scheme_unknown(value: str) -> bool:
    """
    Whether the scheme is one that nobody knows.
    """
    scheme = iri.scheme(value)
    return scheme is not None and scheme.isalpha() and scheme not in SCHEMES


def tag(value: str) -> str | None:
    """
    A tag URI (RFC 4151), where *value* means to be one.
    """
    if not value.lower().startswith("tag:"):
        return None
    match = _TAG.fullmatch(value)
    if match is None:
        return "not a tag URI (RFC 4151): write tag:host,yyyy-mm-dd:name"
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return "the date of the tag URI is none of the calendar"
    return None


def urn(value: str) -> str | None:
    """
    A URN (RFC 8141), where *value* means to be one.
    """
    if not value.lower().startswith("urn:"):
        return None
    if value.lower().startswith("urn:uuid:"):
        return None
    return None if _URN.fullmatch(value) else "not a URN (RFC 8141): write urn:namespace:name"


def uuid_urn(value: str) -> str | None:
    """
    A UUID as a URN (RFC 9562, 4), where *value* means to be one.
    """
    if not value.lower().startswith("urn:uuid:"):
        return None
    if not _UUID.fullmatch(value[9:]):
        return "no UUID follows urn:uuid: write five groups of 8, 4, 4, 4 and 12 hexadecimal digits"
    return None if uuid.UUID(value[9:]).int else "the UUID is nil, and so the same for everything"


_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_NEEDLESS = re.compile(r"%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])")
_LOWER_ESCAPE = re.compile(r"%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])")


def not_normal(value: str) -> str | None:
    """
    Why programs that normalise addresses would take *value* for another (RFC 4287, 4.2.6.1; RFC 3986, 6.2.2).
    """
    scheme = iri.scheme(value)
    if scheme is None:
        return None
    if not value.startswith(scheme):
        return "the scheme is not in lower case"
    if scheme not in _PORTS:
        return None
    authority, path = _parts(value)
    if _LOWER_ESCAPE.search(value) or _NEEDLESS.search(value):
        return "a percent-encoding is in lower case, or not needed"
    return _authority_fault(authority, _PORTS[scheme]) or _path_fault(path)


def _authority_fault(authority: str, usual_port: str) -> str | None:
    host, _, port = authority.rpartition("@")[2].partition(":") if "[" not in authority else (authority, "", "")
    if host != host.lower():
        return "the host is not in lower case"
    if authority.startswith(("@", ":")) or authority.endswith(":") or port == usual_port:
        return "the host has a port or a user that says nothing"
    return None


def _path_fault(path: str) -> str | None:
    if not path.startswith("/"):
        return "the path is empty: end the host with /"
    segments = path.partition("?")[0].split("/")
    return "the path has segments . or .." if "." in segments or ".." in segments else None


def _parts(value: str) -> tuple[str, str]:
    after = value.partition("://")[2]
    match = re.search(r"[/?#]", after)
    return (after[: match.start()], after[match.start() :]) if match else (after, "")
