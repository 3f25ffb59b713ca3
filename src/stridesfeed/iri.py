"""
Addresses: written so that RSS, Atom and JSON Feed all accept them, and judged by their scheme.

RSS 2.0 and JSON Feed ask for URIs (RFC 3986) where people write IRIs (RFC 3987): ``https://bücher.example/é`` has to become
``https://xn--bcher-kva.example/%C3%A9``. Ids are never passed through here: they are compared character by character (RFC 4287, 4.2.6.1).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urljoin

from stridesfeed.text import legal

#: Schemes of pages and files.
WEB = frozenset({"http", "https"})

#: Schemes that a link may have: those that open something for a person and run nothing.
LINK = WEB | {"mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "gemini", "ftp", "ftps", "geo", "acct", "magnet", "webcal", "tag", "urn"}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_BLANK = re.compile(r"[\t\n\r]")
_AUTHORITY = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)(?P<host>\[[^\]/?#]*\]|[^:/?#]*)(?P<after>.*)", re.DOTALL)

#: UTS 46, 4: ignored in hosts.
_UNSEEN = re.compile("[\xad\u034f\u180b-\u180d\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]")

# RFC 3986, 2.2 and 2.3: these stay as they are; everything else is percent-encoded. "%" is looked at on its own.
_KEPT = "-._~:/?#@!$&'()*+,;=%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~:/?@!$&'()*+,;=-]*(?:#[A-Za-z0-9._~:/?@!$&'()*+,;=-]*)?)?\Z")


#: A path from the root in characters that stay as they are, of segments that are none of "." and "..", with a place within the page or none.
_ROOTED = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(?:#[A-Za-z0-9._~-]+)?\Z")


def scheme(url: str) -> str | None:
    """
    The scheme in lower case, or ``None`` for a relative reference (RFC 3986, 3.1).
    """
    match = _SCHEME.match(url)
    return match[0].lower() if match else None


def is_plain(url: str) -> bool:
    """
    Whether *url* is an address of the usual kind, which is a URI as it stands and every program reads alike.
    """
    return _PLAIN.match(url) is not None


def to_uri(iri: str) -> str:
    """
    *iri* as a URI: white space trimmed, host in punycode, the rest percent-encoded, and nothing encoded twice (RFC 3987, 3.1).

    >>> to_uri(" https://bücher.example/a b/é?q=ü%20 ")
    'https://xn--bcher-kva.example/a%20b/%C3%A9?q=%C3%BC%20'
    """
    if is_plain(iri):
        return iri
    text = _BLANK.sub("", legal(iri).strip())
    match = _AUTHORITY.match(text)
    if match is None:
        return _percent_encoded(text)
    return match["before"].replace("\\", "%5C") + _ascii_host(match["host"]) + _percent_encoded(match["after"])


def absolute(reference: str, base: str) -> str:
    """
    *reference* as a URI, resolved against *base* (RFC 3986, 5).
    """
    if _ROOTED.match(reference) and is_plain(base):
        end = base.find("/", len("https://"))
        return (base if end < 0 else base[:end]) + reference
    try:
        return to_uri(urljoin(base, to_uri(reference)))
    except ValueError:
        return ""


def _percent_encoded(text: str) -> str:
    head, fragment_mark, fragment = text.partition("#")
    return (
        quote(_STRAY_PERCENT.sub("%25", head), safe=_KEPT)
        + fragment_mark
        + quote(_STRAY_PERCENT.sub("%25", fragment), safe=_KEPT).replace("#", "%23")
    )


def _ascii_host(host: str) -> str:
    """
    The host in lower case, labels beyond ASCII in punycode (RFC 3492) after the mapping that browsers do (UTS 46: what is not seen goes, NFKC,
    lower case).
    """
    if host.startswith("["):
        return host.lower()
    mapped = unicodedata.normalize("NFKC", _UNSEEN.sub("", host)).lower().replace("。", ".")
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in mapped.split("."))
