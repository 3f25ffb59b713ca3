"""
URLs in bodies: resolved while a body is rewritten, and checked again by scheme when an engine makes the final decision.

A link to a fragment (``#fn1``) leads to the fragment on the article's page: most readers remove ids, so a link inside the body would lead
nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import legal_characters, unescape
from stridesfeed.body.tree import HtmlElement, Node, merge_text


@attrs.frozen
class BodyContext:
    """
    The page of a body: the base of its URLs, and the policy.
    """

    #: The URL of the article.
    url: str

    #: The base of relative URLs: *url*, unless the body has a base of its own.
    base: str

    policy: Policy

    def link(self, reference: str) -> str | None:
        """
        Return *reference* as an absolute URL that a person may follow, or ``None``.
        """
        base = self.url if reference.lstrip().startswith("#") else self.base
        return absolute_url(reference, base, self.policy.link_schemes)

    def media(self, reference: str) -> str | None:
        """
        Return *reference* as an absolute URL that a reader may load, or ``None``.
        """
        return absolute_url(reference, self.base, self.policy.media_schemes) if reference.strip() else None


#: Attributes with URLs that a person follows, and with URLs that a reader loads.
LINK_ATTRIBUTES = frozenset({"href", "cite", "longdesc"})
MEDIA_ATTRIBUTES = frozenset({"src", "poster", "data", "codebase", "manifest", "profile", "icon", "classid", "archive", "lowsrc", "dynsrc"})

#: Characters that browsers remove from a URL before they look at its scheme, and more: all white space, controls and invisible characters.
_IGNORED = re.compile("[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]")

#: Longer values, among them URLs, are removed: they are usually embedded files, and parsers need quadratic time for them.
LONGEST = 8192

# Labels in lower case, the last one not a number.
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
#: Hosts that all programs read alike, and characters of paths that none of them changes.
PLAIN_HOST = rf"(?:{_LABEL}\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{{1,4}})?"
PLAIN_CHARACTERS = "[A-Za-z0-9._~!$'()*+,:@=/-]|%[0-9A-Fa-f]{2}"

_PLAIN_TAIL = f"(?:{PLAIN_CHARACTERS}|[;?&])++"
#: URLs that resolving does not change, for any base URL.
_PLAIN_URL = re.compile(rf"(https?)://(?![a-z0-9.-]*xn--){PLAIN_HOST}(?:/(?:{PLAIN_CHARACTERS})*+(?:\?{_PLAIN_TAIL})?(?:#{_PLAIN_TAIL})?)?")

# RFC 3986, 2: the only characters of a URI.
_URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

#: Common hosts, which need no further checks.
_COMMON_HOST = re.compile(r"https?://(?:(?!xn--)[a-z0-9-]++\.)++[a-z]{2,}+(?=[/?#]|\Z)")
_HOST = re.compile(
    r"https?://(?:[^/?#]*@)?(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?P<port>:[0-9]{0,5})?(?=[/?#]|\Z)", re.IGNORECASE
)
#: Marks, symbols and dashes.
_OTHERS_IN_NAMES = frozenset({"Mn", "Mc", "So", "Pd"})
#: Joiners, fillers, variation selectors and description characters, which names do not contain.
_UNSEEN_IN_NAMES = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2ff0-\u2fff\u31ef\ufe00-\ufe0f\ufffc\ufffd\U000e0000-\U000e0fff]")
#: Writing directions (Unicode, UAX 9); "" for marks, which follow their letter. Other characters are not allowed in names.
_DIRECTIONS = {"L": "right", "EN": "right", "ES": "right", "ON": "right", "R": "left", "AL": "left", "NSM": ""}

_FROM_THE_RIGHT = frozenset({"R", "AL"})

#: URL standard, 3.5: a host with this ending is an IPv4 address or invalid.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)


def allowed_schemes(attribute: str, policy: Policy) -> frozenset[str] | None:
    """
    Return the schemes that *policy* allows in *attribute*; ``None`` if the attribute is not a URL.
    """
    if attribute in LINK_ATTRIBUTES:
        return policy.link_schemes
    return policy.media_schemes if attribute in MEDIA_ATTRIBUTES else None


@lru_cache(maxsize=512)
def absolute_url(reference: str, base: str, allowed: frozenset[str]) -> str | None:
    r"""
    Return *reference* as an absolute URI with an *allowed* scheme; ``None`` if that is impossible.

    >>> absolute_url("../a b", "https://strides.example/news/one", frozenset({"https"}))
    'https://strides.example/a%20b'
    >>> absolute_url("java\nscript:alert(1)", "https://strides.example/", frozenset({"https"})) is None
    True
    """
    plain = _PLAIN_URL.fullmatch(reference)
    if plain is not None and plain[1] in allowed and iri.is_plain(base) and len(reference) <= LONGEST:
        return reference
    uri = iri.absolute(_plain_scheme(reference), base)
    scheme = iri.scheme(uri)
    if scheme not in allowed or len(uri) > LONGEST or not _URI.fullmatch(uri):
        return None
    return uri if scheme not in iri.WEB or _has_host(uri) else None


def _has_host(uri: str) -> bool:
    """
    Return whether browsers find a host in *uri* (URL standard, 3.5). Disguised IPv4 addresses such as ``0x7f.1`` are refused.
    """
    if _COMMON_HOST.match(uri):
        return True
    match = _HOST.match(uri)
    if match is None or int((match["port"] or "")[1:] or 0) > 65535:
        return False
    host = match["host"].lower()
    if host.startswith("[") or _NUMBER.fullmatch(host):
        return _is_machine(host.strip("[]").removesuffix("."))
    return _is_international(host.split("."))


def _is_machine(number: str) -> bool:
    try:
        ip_address(number)
    except ValueError:
        return False
    return True


def _is_international(labels: list[str]) -> bool:
    """
    Return whether the punycode in *labels* stands for names.

    If one label is right-to-left, each label must begin with a letter and end with a letter or a digit (RFC 5893, 2).
    """
    names = [_name(label) if label.startswith("xn--") else label for label in labels]
    directions = [[way for way in map(unicodedata.bidirectional, name) if way != "NSM"] for name in names if name]
    if None in names or not any(_FROM_THE_RIGHT & {*ways} for ways in directions):
        return None not in names
    return all(ways[0] in {"L", *_FROM_THE_RIGHT} and ways[-1] in {"L", "EN", *_FROM_THE_RIGHT} for ways in directions)


def _name(label: str) -> str | None:
    """
    Decode the punycode *label* (RFC 3492); return ``None`` if the result is not a name or too long.
    """
    try:
        name = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    return name if len(label) < 64 and _is_name(name) else None


def _is_name(label: str) -> bool:
    """
    Return whether every program accepts *label* in a host name: slightly fewer names than UTS 46 allows.

    That is letters, digits and symbols in their normal form, in one direction, and marks only after one of them.
    """
    if label.isascii() or _UNSEEN_IN_NAMES.search(label) or _normal(label) != label:
        return False
    kinds = [unicodedata.category(character) for character in label]
    directions = {_DIRECTIONS.get(unicodedata.bidirectional(character)) for character in label} - {""}
    return all(kind[0] in "LN" or kind in _OTHERS_IN_NAMES for kind in kinds) and kinds[0][0] != "M" and directions in ({"right"}, {"left"})


def _normal(label: str) -> str:
    # Two letters that case folding changes but internationalised names keep.
    return "".join(part if part in "ßς" else unicodedata.normalize("NFKC", part).casefold() for part in re.split("([ßς])", label))


def display_url(url: str) -> str:
    """
    Return *url* for people: host and path.

    >>> display_url("https://www.strides.example/a%20b/?c=d")
    'strides.example/a b'
    """
    parts = urlsplit(url)
    said = legal_characters(parts.netloc.removeprefix("www.") + unquote(parts.path).rstrip("/"))
    return " ".join(said.split()) or url


def _plain_scheme(reference: str) -> str:
    """
    Return *reference* without invisible characters before its first colon, which could hide another scheme.
    """
    head, colon, rest = reference.partition(":")
    bare = _IGNORED.sub("", head) + colon
    return bare + rest if iri.scheme(bare) else reference


def is_allowed_url(attribute: str, value: str, policy: Policy) -> bool:
    """
    Return whether an engine may write *value*, as it is in the markup, into *attribute*.

    The scheme is everything before the first colon, so ``javascript:1`` is refused. A value without a scheme is refused too.
    """
    allowed = allowed_schemes(attribute, policy)
    if allowed is None:
        return True
    url = _IGNORED.sub("", unescape(value, attribute=True))
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.lower() in allowed


def is_allowed_attribute(element: str, attribute: str, value: str, policy: Policy) -> bool:
    """
    Return whether an engine may keep an attribute, by its name, class names and URL.
    """
    if not policy.allows(element, attribute):
        return False
    if attribute == "class":
        return all(policy.keeps_class(name) for name in value.split())
    return is_allowed_url(attribute, value, policy)


def resolve(root: HtmlElement, context: BodyContext) -> None:
    """
    Make every URL in *root* absolute; remove those that are not allowed, and replace a link without URL with its text.
    """
    children: list[Node] = []
    for child in root.children:
        if isinstance(child, str):
            children.append(child)
            continue
        if child.attributes:
            child.attributes = _absolute(child.attributes, context)
        resolve(child, context)
        children.extend(child.children if child.name == "a" and not child.attributes.keys() & {"href", "id"} else [child])
    root.children = merge_text(children)


def _absolute(attributes: dict[str, str], context: BodyContext) -> dict[str, str]:
    resolved = {name: _address(name, value, context) for name, value in attributes.items()}
    return {name: value for name, value in resolved.items() if value is not None}


def _address(name: str, value: str, context: BodyContext) -> str | None:
    allowed = allowed_schemes(name, context.policy)
    if allowed is None:
        return value
    return context.media(value) if allowed is context.policy.media_schemes else context.link(value)
