"""
Validate URLs and identifiers: each function returns the error as a sentence, or ``None``.
"""

from __future__ import annotations

import re
import uuid
from datetime import date
from urllib.parse import urlsplit

from stridesfeed import iri
from stridesfeed.checks.documents.namespaces import words

# RFC 3987, 2.2: characters that an IRI must not contain; and a "%" without two digits.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u2028\u2029\ufffd]|%(?![0-9A-Fa-f]{2})")
_WITH_HOST = re.compile(r"[A-Za-z]+://(?:[^/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^/?#\[\]@:]+)(?::[0-9]*)?(?=[/?#]|\Z)")
_SCHEME = re.compile(r"([^/?#:]+):")

#: RFC 4151, 2.1.
_TAG = re.compile(
    r"tag:(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*,"
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*(?:#\S*)?",
    re.ASCII,
)
# RFC 2141, 2; RFC 8141 also allows "/", "?" and a fragment.
_URN = re.compile(r"urn:(?!urn:)[A-Za-z0-9][A-Za-z0-9-]{1,31}:(?:[A-Za-z0-9._~()+,:=@;$!*'/?&#-]|%[0-9A-Fa-f]{2})+", re.IGNORECASE | re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

#: Schemes that are registered, or in wide use, and plausible in a feed.
SCHEMES = iri.LINK | words(
    "about acap acct afp afs aim aaa aaas apt attachment bitcoin cap cid coap coaps crid cvs dav dict dns ed2k example facetime feed "
    "file finger fish git go gopher gtalk h323 iax icap icon im imap info ipfs ipp ipps iris itms jabber jms keyparc ldap ldaps lastfm "
    "mid mms mmsh mmst modem msrp msrps mtqp mumble mupdate mvn news nfs nntp opaquelocktoken pack podcast pop pres proxy rsync rtmp "
    "rtsp secondlife service session sftp sgn shttp sieve sip sips skype smb snews snmp soap.beep soap.beeps spotify ssh steam stun svn "
    "tag teamspeak telnet tftp thismessage tip tv turn udp unreal urn ut2004 vemmi ventrilo view-source wais ws wss wyciwyg xcon "
    "xmlrpc.beep xmlrpc.beeps xmpp xri ymsgr z39.50r z39.50s nostr at did payto lightning"
)


def reference_error(value: str) -> str | None:
    """
    Check an absolute or relative IRI reference (RFC 3987).
    """
    if value != value.strip():
        return "white space around the URL: remove it"
    if match := _FORBIDDEN.search(value):
        return f"{match[0]!r} is not allowed in a URL: percent-encode it"
    match, scheme = _SCHEME.match(value), iri.scheme(value)
    if match and scheme is None:
        return f"{match[1]!r} is not a scheme, and the first segment of a relative URL must not contain a colon: percent-encode it"
    if scheme in {"http", "https", "ftp"} and not _WITH_HOST.match(value):
        return "the URL has no host: write the full URL"
    try:
        urlsplit(value)
    except ValueError as error:
        return f"not a URL: {error}"
    return None


def absolute_error(value: str) -> str | None:
    """
    Check an absolute IRI.
    """
    if not value:
        return "the URL is empty: write it, or remove it"
    if iri.scheme(value) is None and "\n" not in value.strip():
        return f"{value!r} is relative: write the full URL"
    return reference_error(value)


def has_unknown_scheme(value: str) -> bool:
    """
    Return whether the scheme is neither registered nor in wide use.
    """
    scheme = iri.scheme(value)
    return scheme is not None and scheme.isalpha() and scheme not in SCHEMES


def tag_error(value: str) -> str | None:
    """
    Check a tag URI (RFC 4151). Other values have no error.
    """
    if not value.lower().startswith("tag:"):
        return None
    match = _TAG.fullmatch(value)
    if match is None:
        return "not a tag URI (RFC 4151): write tag:host,yyyy-mm-dd:name"
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return "the date in the tag URI does not exist: correct it"
    return None


def urn_error(value: str) -> str | None:
    """
    Check a URN (RFC 8141) other than a UUID. Other values have no error.
    """
    is_other = not value.lower().startswith("urn:") or value.lower().startswith("urn:uuid:")
    return None if is_other or _URN.fullmatch(value) else "not a URN (RFC 8141): write urn:namespace:name"


def uuid_error(value: str) -> str | None:
    """
    Check a UUID as a URN (RFC 9562, 4). Other values have no error.
    """
    if not value.lower().startswith("urn:uuid:"):
        return None
    if not _UUID.fullmatch(value[9:]):
        return "not a UUID after urn:uuid: write groups of 8, 4, 4, 4 and 12 hexadecimal digits"
    return None if uuid.UUID(value[9:]).int else "the nil UUID is not unique: generate a UUID"


_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_NEEDLESS_ESCAPE = re.compile(r"%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])")
_LOWER_CASE_ESCAPE = re.compile(r"%(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])")


def normal_form_error(value: str) -> str | None:
    """
    Say why programs that normalize URLs would change *value* (RFC 4287, 4.2.6.1; RFC 3986, 6.2.2).
    """
    scheme = iri.scheme(value)
    if scheme is None:
        return None
    if not value.startswith(scheme):
        return "the scheme is not in lower case"
    if scheme not in _DEFAULT_PORTS:
        return None
    after = value.partition("://")[2]
    match = re.search(r"[/?#]", after)
    authority, path = (after[: match.start()], after[match.start() :]) if match else (after, "")
    if _LOWER_CASE_ESCAPE.search(value) or _NEEDLESS_ESCAPE.search(value):
        return "a percent-encoding is in lower case, or not needed"
    return _authority_error(authority, _DEFAULT_PORTS[scheme]) or _path_error(path)


def _authority_error(authority: str, default_port: str) -> str | None:
    host, _, port = authority.rpartition("@")[2].partition(":") if "[" not in authority else (authority, "", "")
    if host != host.lower():
        return "the host is not in lower case"
    if authority.startswith(("@", ":")) or authority.endswith(":") or port == default_port:
        return "the user is empty, or the port is empty or the default"
    return None


def _path_error(path: str) -> str | None:
    if not path.startswith("/"):
        return "the path is empty"
    segments = path.partition("?")[0].split("/")
    return "the path has segments . or .." if "." in segments or ".." in segments else None
