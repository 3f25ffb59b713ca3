"""
Addresses inside a body: made absolute while it is rewritten, and judged by their scheme once more when an engine has the last word.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from stridesfeed import iri
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import characters, resolved

#: Attributes that hold the address of something a person follows, and of something a reader fetches by itself.
LINKS = frozenset({"href", "cite", "longdesc"})
MEDIA = frozenset({"src", "poster", "data", "codebase", "manifest", "profile", "icon", "classid", "archive", "lowsrc", "dynsrc"})

#: What browsers take out of an address before they look at its scheme, and more: white space and controls of every kind, and what is not seen.
_IGNORED = re.compile("[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]")

# RFC 3986, 2: nothing else may stand in a URI.
_URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_WITH_HOST = re.compile(r"https?://[^/?#]*[^/?#:@][^/?#]*", re.IGNORECASE)


def schemes(attribute: str, policy: Policy) -> frozenset[str] | None:
    """
    The schemes that *policy* allows in *attribute*; ``None`` where it holds no address.
    """
    if attribute in LINKS:
        return policy.link_schemes
    return policy.media_schemes if attribute in MEDIA else None


def absolute(reference: str, base: str, allowed: frozenset[str]) -> str | None:
    r"""
    *reference* as an absolute URI in an *allowed* scheme; ``None`` where it cannot be one.

    >>> absolute("../a b", "https://strides.example/news/one", frozenset({"https"}))
    'https://strides.example/a%20b'
    >>> absolute("java\nscript:alert(1)", "https://strides.example/", frozenset({"https"})) is None
    True
    """
    uri = iri.absolute(_plain_scheme(reference), base)
    scheme = iri.scheme(uri)
    if scheme not in allowed or not _URI.fullmatch(uri):
        return None
    return uri if scheme not in iri.WEB or _WITH_HOST.match(uri) else None


def readable(url: str) -> str:
    """
    *url* as a person would say it: host and path.

    >>> readable("https://www.strides.example/a%20b/?c=d")
    'strides.example/a b'
    """
    parts = urlsplit(url)
    said = characters(parts.netloc.removeprefix("www.") + unquote(parts.path).rstrip("/"))
    return " ".join(said.split()) or url


def _plain_scheme(reference: str) -> str:
    """
    *reference* without what is unseen before its first colon, where a browser might find another scheme than we do.
    """
    head, colon, rest = reference.partition(":")
    bare = _IGNORED.sub("", head) + colon
    return bare + rest if iri.scheme(bare) else reference


def may_stay(attribute: str, value: str, policy: Policy) -> bool:
    """
    Whether an engine may write *value*, as it stands in the markup, into *attribute*.

    The scheme is what stands before the first colon, whatever follows: ``javascript:1`` is none of ours. What has no scheme is refused too.
    """
    allowed = schemes(attribute, policy)
    if allowed is None:
        return True
    url = _IGNORED.sub("", resolved(value, attribute=True))
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.lower() in allowed


def keeps(element: str, attribute: str, value: str, policy: Policy) -> bool:
    """
    The judgement of one attribute, for engines to ask: name, class names and address.
    """
    if not policy.allows(element, attribute):
        return False
    if attribute == "class":
        return all(policy.keeps_class(name) for name in value.split())
    return may_stay(attribute, value, policy)
