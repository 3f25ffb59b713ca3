"""
Feedly's namespace: the appearance of a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from stridesfeed import iri, rules
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import checked_by, uri_or_none

NAMESPACE = Namespace("webfeeds", "http://webfeeds.org/rss/1.0")

_PICTURE = checked_by(rules.optional(rules.address(iri.WEB)))
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


def _colour(value: object) -> str | None:
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return None
    return f"must be six hexadecimal digits such as 0049A3, not {value!r}"


def _without_hash(value: str | None) -> str | None:
    return value.removeprefix("#") if isinstance(value, str) else value


@attrs.frozen(kw_only=True)
class Look(Extension):
    """
    The appearance of a feed in Feedly.

    RSS, Atom: webfeeds:cover, webfeeds:icon, webfeeds:logo, webfeeds:accentColor, webfeeds:related. JSON Feed: –.
    """

    #: The address of a large image. RSS, Atom: image of webfeeds:cover.
    cover: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The address of a small square image. RSS, Atom: webfeeds:icon.
    icon: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The address of the logo, preferably as SVG. RSS, Atom: webfeeds:logo.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The colour of links: six hexadecimal digits. RSS, Atom: webfeeds:accentColor.
    accent: str | None = attrs.field(default=None, converter=_without_hash, metadata=checked_by(rules.optional(_colour)))

    #: Show related articles of the same feed below an article. RSS, Atom: webfeeds:related.
    related: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield the elements of the fields that are set.
        """
        if self.cover is not None:
            yield NAMESPACE.element("cover", attributes={"image": self.cover})
        for name, text in (("icon", self.icon), ("logo", self.logo), ("accentColor", self.accent)):
            if text is not None:
                yield NAMESPACE.element(name, text)
        if self.related:
            yield NAMESPACE.element("related", attributes={"layout": "card", "target": "browser"})
