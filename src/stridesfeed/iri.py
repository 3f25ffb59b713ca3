"""
Convert IRIs to URIs, resolve them, and read their schemes.

RSS 2.0 and JSON Feed require URIs (RFC 3986) where people write IRIs (RFC 3987): ``https://bücher.example/é`` becomes
``https://xn--bcher-kva.example/%C3%A9``. Ids are never converted: they are compared character by character (RFC 4287, 4.2.6.1).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urljoin

from stridesfeed.text import legal

#: Schemes of pages and files.
WEB = frozenset({"http", "https"})

#: Schemes of hubs: WebSub's, and those of servers that push to sockets.
HUB = WEB | {"ws", "wss"}

#: Schemes of links: they open something and do not run code.
LINK = WEB | {"mailto", "tel", "sms", "xmpp", "irc", "ircs", "matrix", "gemini", "ftp", "ftps", "geo", "acct", "magnet", "webcal", "tag", "urn"}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_BLANK = re.compile(r"[\t\n\r]")
_AUTHORITY = re.compile(r"(?P<before>[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?)(?P<host>\[[^\]/?#]*\]|[^:/?#]*)(?P<after>.*)", re.DOTALL)

#: Ignored in hosts (UTS 46, 4).
_IGNORED = re.compile("[\xad\u034f\u180b-\u180d\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]")

# Reserved and unreserved characters (RFC 3986, 2.2 and 2.3) are not percent-encoded. A stray "%" is.
_SAFE = "-._~:/?#@!$&'()*+,;=%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~:/?@!$&'()*+,;=-]*(?:#[A-Za-z0-9._~:/?@!$&'()*+,;=-]*)?)?\Z")

#: An absolute path that needs neither encoding nor normalisation, with an optional fragment.
_ROOTED = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?(?:#[A-Za-z0-9._~-]+)?\Z")


def scheme(url: str) -> str | None:
    """
    Return the scheme in lower case, or ``None`` for a relative reference (RFC 3986, 3.1).
    """
    match = _SCHEME.match(url)
    return match[0].lower() if match else None


def is_plain(url: str) -> bool:
    """
    Return True if *url* is an ordinary http or https URI that needs no conversion.
    """
    return _PLAIN.match(url) is not None


def to_uri(iri: str) -> str:
    """
    Return *iri* as a URI: white space trimmed, host in punycode, the rest percent-encoded, and nothing encoded twice (RFC 3987, 3.1).

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
    Return *reference* as a URI, resolved against *base* (RFC 3986, 5); an empty string if it cannot be parsed.
    """
    if _ROOTED.match(reference) and is_plain(base):
        end = base.find("/", len("https://"))
        return (base if end < 0 else base[:end]) + reference
    try:
        return to_uri(urljoin(base, to_uri(reference)))
    except ValueError:
        return ""


def with_root_path(uri: str) -> str:
    """
    Return *uri*, with the path "/" if it has only a host, because ids should be normalized (RFC 4287, 4.2.6.1).

    >>> with_root_path("https://strides.example")
    'https://strides.example/'
    """
    return f"{uri}/" if uri.count("/") == len("//") and "?" not in uri and "#" not in uri else uri


def _percent_encoded(text: str) -> str:
    head, fragment_mark, fragment = text.partition("#")
    return (
        quote(_STRAY_PERCENT.sub("%25", head), safe=_SAFE)
        + fragment_mark
        + quote(_STRAY_PERCENT.sub("%25", fragment), safe=_SAFE).replace("#", "%23")
    )


def _ascii_host(host: str) -> str:
    """
    Return the host in lower case, with non-ASCII labels in punycode (RFC 3492).

    They are mapped as browsers do (UTS 46): ignored characters are removed, then NFKC and lower case.
    """
    if host.startswith("["):
        return host.lower()
    mapped = unicodedata.normalize("NFKC", _IGNORED.sub("", host)).lower().replace("。", ".")
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in mapped.split("."))
