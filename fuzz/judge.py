"""
What cleaned HTML must be, judged by html5lib and not by our own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from stridesfeed.body import Policy

_ADDRESSES = frozenset({"href", "src", "poster", "cite", "longdesc"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class UnsafeError(Exception):
    """
    Cleaned HTML holds what it must not hold.
    """


def refuse_unsafe(cleaned: str, policy: Policy) -> None:
    """
    Raise :class:`UnsafeError` where *cleaned*, as a browser builds it, holds anything that *policy* does not allow, or an error of HTML.
    """
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(cleaned)
    for element in tree.iter():
        if element is not tree:
            for fault in _faults(element.tag, element.attrib, policy):
                raise UnsafeError(f"{fault} in {cleaned!r}")
    if policy.max_nesting is not None and _depth(tree) > policy.max_nesting:
        raise UnsafeError(f"too deep: {cleaned!r}")


def _depth(element: Element) -> int:
    return max((1 + _depth(child) for child in element), default=0)


def _faults(tag: object, attributes: dict[str, str], policy: Policy) -> Iterator[str]:
    if not isinstance(tag, str):
        yield "a comment"
    elif tag not in policy.elements:
        yield f"<{tag}>"
    else:
        yield from (name for name in attributes if not policy.allows(tag, name))
        yield from (value for name, value in attributes.items() if name in _ADDRESSES and not _allowed(name, value, policy))


def _allowed(name: str, value: str, policy: Policy) -> bool:
    """
    Whether an address is absolute and of an allowed scheme, as the URL standard (4.4) reads it.
    """
    scheme = _SCHEME.match(re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(0x21)))))
    allowed = policy.media_schemes if name in {"src", "poster"} else policy.link_schemes
    return scheme is not None and scheme[1].lower() in allowed
