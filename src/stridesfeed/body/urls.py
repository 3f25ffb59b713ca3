"""
The page that a body stands on: what its addresses are relative to, and what its policy lets stay.

Addresses inside a body: made absolute while it is rewritten, and judged by their scheme once more when an engine has the last word.

Every address of a body, made absolute.

A place within the body (``#fn1``) leads to the same place on the article's page: most readers take ids away, and then a link that stays within
leads nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import legal_characters, unescape
from stridesfeed.body.tree import HtmlElement, Node, merge_text, walk


@attrs.frozen
class BodyContext:
    """
    What every pass over a body has to know.
    """

    #: The address of the article.
    url: str

    #: What relative addresses are relative to: *url*, unless the body says otherwise.
    base: str

    policy: Policy

    def link(self, reference: str) -> str | None:
        """
        *reference* as an absolute address that a person may follow, or ``None``.
        """
        base = self.url if reference.lstrip().startswith("#") else self.base
        return absolute_url(reference, base, self.policy.link_schemes)

    def media(self, reference: str) -> str | None:
        """
        *reference* as an absolute address that a reader may fetch, or ``None``.
        """
        return absolute_url(reference, self.base, self.policy.media_schemes) if reference.strip() else None


#: Attributes that hold the address of something a person follows, and of something a reader fetches by itself.
LINK_ATTRIBUTES = frozenset({"href", "cite", "longdesc"})
MEDIA_ATTRIBUTES = frozenset({"src", "poster", "data", "codebase", "manifest", "profile", "icon", "classid", "archive", "lowsrc", "dynsrc"})

#: What browsers take out of an address before they look at its scheme, and more: white space and controls of every kind, and what is not seen.
_IGNORED = re.compile("[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff]")

#: Longer values, among them URLs, are removed: they are usually embedded files, and parsers need quadratic time for them.
LONGEST = 8192

# RFC 3986, 2: nothing else may stand in a URI.
_URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

#: Hosts that need no more looking.
_COMMON_HOST = re.compile(r"https?://(?:(?!xn--)[a-z0-9-]++\.)++[a-z]{2,}+(?=[/?#]|\Z)")
_HOST = re.compile(
    r"https?://(?:[^/?#]*@)?(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?P<port>:[0-9]{0,5})?(?=[/?#]|\Z)", re.IGNORECASE
)
#: Marks, pictures and dashes.
_OTHERS_IN_NAMES = frozenset({"Mn", "Mc", "So", "Pd"})
#: Joiners, fillers, selectors of variants and signs that describe characters: names have none.
_UNSEEN_IN_NAMES = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2ff0-\u2fff\u31ef\ufe00-\ufe0f\ufffc\ufffd\U000e0000-\U000e0fff]")
#: Where letters and digits go (Unicode, UAX 9); "" for marks, which go with their letter. Others are in no name.
_DIRECTIONS = {"L": "right", "EN": "right", "ES": "right", "ON": "right", "R": "left", "AL": "left", "NSM": ""}

_FROM_THE_RIGHT = frozenset({"R", "AL"})

#: URL standard, 3.5: a host that ends like this is the number of a machine, or no host.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)


def allowed_schemes(attribute: str, policy: Policy) -> frozenset[str] | None:
    """
    The schemes that *policy* allows in *attribute*; ``None`` where it holds no address.
    """
    if attribute in LINK_ATTRIBUTES:
        return policy.link_schemes
    return policy.media_schemes if attribute in MEDIA_ATTRIBUTES else None


def absolute_url(reference: str, base: str, allowed: frozenset[str]) -> str | None:
    r"""
    *reference* as an absolute URI in an *allowed* scheme; ``None`` where it cannot be one.

    >>> absolute_url("../a b", "https://strides.example/news/one", frozenset({"https"}))
    'https://strides.example/a%20b'
    >>> absolute_url("java\nscript:alert(1)", "https://strides.example/", frozenset({"https"})) is None
    True
    """
    uri = iri.absolute(_plain_scheme(reference), base)
    scheme = iri.scheme(uri)
    if scheme not in allowed or len(uri) > LONGEST or not _URI.fullmatch(uri):
        return None
    return uri if scheme not in iri.WEB or _has_host(uri) else None


def _has_host(uri: str) -> bool:
    """
    Whether a browser can find a host in *uri* (URL standard, 3.5). Numbers of machines in disguise, ``0x7f.1``, count as none.
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
    Whether those of *labels* that are in punycode stand for names.

    Where one is read from the right, each begins with a letter, and ends with a letter or a digit (RFC 5893, 2).
    """
    names = [_name(label) if label.startswith("xn--") else label for label in labels]
    directions = [[way for way in map(unicodedata.bidirectional, name) if way != "NSM"] for name in names if name]
    if None in names or not any(_FROM_THE_RIGHT & {*ways} for ways in directions):
        return None not in names
    return all(ways[0] in {"L", *_FROM_THE_RIGHT} and ways[-1] in {"L", "EN", *_FROM_THE_RIGHT} for ways in directions)


def _name(label: str) -> str | None:
    """
    The letters that *label* stands for (RFC 3492); ``None`` where they are no name, or the label is longer than one may be.
    """
    try:
        name = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return None
    return name if len(label) < 64 and _is_name(name) else None


def _is_name(label: str) -> bool:
    """
    Whether every program takes *label* for a part of a host's name: a little less than what international names may be (UTS 46).

    That is letters, digits and pictures as their normal form has them, read in one direction, and a mark only upon one of them.
    """
    if label.isascii() or _UNSEEN_IN_NAMES.search(label) or _normal(label) != label:
        return False
    kinds = [unicodedata.category(character) for character in label]
    directions = {_DIRECTIONS.get(unicodedata.bidirectional(character)) for character in label} - {""}
    return all(kind[0] in "LN" or kind in _OTHERS_IN_NAMES for kind in kinds) and kinds[0][0] != "M" and directions in ({"right"}, {"left"})


def _normal(label: str) -> str:
    # The two letters that case folding changes and international names keep.
    return "".join(part if part in "ßς" else unicodedata.normalize("NFKC", part).casefold() for part in re.split("([ßς])", label))


def display_url(url: str) -> str:
    """
    *url* as a person would say it: host and path.

    >>> display_url("https://www.strides.example/a%20b/?c=d")
    'strides.example/a b'
    """
    parts = urlsplit(url)
    said = legal_characters(parts.netloc.removeprefix("www.") + unquote(parts.path).rstrip("/"))
    return " ".join(said.split()) or url


def _plain_scheme(reference: str) -> str:
    """
    *reference* without what is unseen before its first colon, where a browser might find another scheme than we do.
    """
    head, colon, rest = reference.partition(":")
    bare = _IGNORED.sub("", head) + colon
    return bare + rest if iri.scheme(bare) else reference


def is_allowed_url(attribute: str, value: str, policy: Policy) -> bool:
    """
    Whether an engine may write *value*, as it stands in the markup, into *attribute*.

    The scheme is what stands before the first colon, whatever follows: ``javascript:1`` is none of ours. What has no scheme is refused too.
    """
    allowed = allowed_schemes(attribute, policy)
    if allowed is None:
        return True
    url = _IGNORED.sub("", unescape(value, attribute=True))
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.lower() in allowed


def is_allowed_attribute(element: str, attribute: str, value: str, policy: Policy) -> bool:
    """
    The judgement of one attribute, for engines to ask: name, class names and address.
    """
    if not policy.allows(element, attribute):
        return False
    if attribute == "class":
        return all(policy.keeps_class(name) for name in value.split())
    return is_allowed_url(attribute, value, policy)


def resolve(root: HtmlElement, context: BodyContext) -> None:
    """
    Make every address in *root* absolute; what has none that is allowed loses it, and a link without address becomes its text.
    """
    for element in walk(root):
        element.attributes = _absolute(element.attributes, context)
    _unlink(root)


def _absolute(attributes: dict[str, str], context: BodyContext) -> dict[str, str]:
    resolved = {name: _address(name, value, context) for name, value in attributes.items()}
    return {name: value for name, value in resolved.items() if value is not None}


def _address(name: str, value: str, context: BodyContext) -> str | None:
    allowed = allowed_schemes(name, context.policy)
    if allowed is None:
        return value
    return context.media(value) if allowed is context.policy.media_schemes else context.link(value)


def _unlink(element: HtmlElement) -> None:
    """
    Links without an address become their text, unless they are places that one can go to.
    """
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
            continue
        _unlink(child)
        children.extend(child.children if child.name == "a" and not child.attributes.keys() & {"href", "id"} else [child])
    element.children = merge_text(children)
