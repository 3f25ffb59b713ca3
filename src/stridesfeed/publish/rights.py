"""
Rights of a site, said once, in every notation that feeds, crawlers and servers know: RSL, Creative Commons, Content-Usage and TDMRep.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError
from stridesfeed.model import Extension, Link
from stridesfeed.publish.headers import Header
from stridesfeed.value import Many, Value, as_tuple, checked_by
from stridesfeed.xml_writer import write_xml

if TYPE_CHECKING:
    from stridesfeed.extensions import ExtensionElement

RSL_MEDIA_TYPE = "application/rsl+xml"
TDMREP_PATH = ".well-known/tdmrep.json"
ROBOTS_PATH = "robots.txt"

_MODEL_USES = ("ai-train", "ai-input", "ai-index")

#: TABLE of the uses of RSL 1.0, with those that each of them includes.
USES: dict[str, tuple[str, ...]] = {
    "all": ("search", *_MODEL_USES),
    "ai-all": _MODEL_USES,
    **{use: (use,) for use in ("search", *_MODEL_USES)},
}

#: The kinds of payment of RSL 1.0.
PAYMENTS = ("purchase", "subscription", "training", "crawl", "use", "inference", "contribution", "attribution", "free")

#: TABLE of the categories of Content-Usage, by the use of RSL; the draft has none for the other uses.
CATEGORIES = {"ai-train": "train-ai", "search": "search"}

#: The use that a reservation of text and data mining is about.
_MINING = "ai-train"


def _as_uses(value: Many[str]) -> tuple[str, ...]:
    return as_tuple(value)


def _uses(value: object) -> str | None:
    unknown = [use for use in value if use not in USES] if isinstance(value, tuple) else [value]
    return f"must be uses among {', '.join(USES)}, not {unknown[0]!r}" if unknown else None


def _payment(value: object) -> str | None:
    return None if value in PAYMENTS else f"must be one of {', '.join(PAYMENTS)}, not {value!r}"


@attrs.frozen(kw_only=True)
class Rights(Value):
    """
    A licence, and the uses by machines that it permits and prohibits.
    """

    #: The URL of the licence.
    license: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: Uses that are permitted and prohibited: keys of :data:`USES`. Nothing is said about other uses.
    permits: tuple[str, ...] = attrs.field(default=(), converter=_as_uses, metadata=checked_by(_uses))
    prohibits: tuple[str, ...] = attrs.field(default=(), converter=_as_uses, metadata=checked_by(_uses))

    #: How uses are paid for: one of :data:`PAYMENTS`.
    payment: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(_payment)))

    #: The RSL licence server, where clients must obtain a licence.
    license_server: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    #: The TDM policy, which tells how to obtain a licence for mining that is reserved.
    tdm_policy: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.address(iri.WEB))))

    def _faults(self) -> Iterator[FieldError]:
        if not any(True for _ in self._field_faults()):
            both = sorted(_included(self.permits) & _included(self.prohibits))
            if both:
                yield self.fault("prohibits", f"must not include what permits includes, but both include {', '.join(both)}: keep one")

    @property
    def links(self) -> tuple[Link, ...]:
        """
        The link to the licence. Atom: link rel="license" (RFC 4946). RSS: atom:link.
        """
        return (Link(self.license, "license"),) if self.license else ()

    def extensions(self, home: str) -> tuple[Extension, ...]:
        """
        Return creativeCommons:license, if the licence is one of Creative Commons, and rsl:content for everything below *home*.
        """
        is_creative_commons = self.license and urlsplit(self.license).netloc.removeprefix("www.") == "creativecommons.org"
        common = (_element("creativeCommons:license", self.license),) if is_creative_commons else ()
        return (*common, *self._content(home))

    def _content(self, home: str) -> tuple[ExtensionElement, ...]:
        uses = [
            _element(f"rsl:{name}", use, {"type": "usage"})
            for name, uses in (("permits", self.permits), ("prohibits", self.prohibits))
            for use in uses
        ]
        if self.payment:
            terms = [_element("rsl:standard", self.license)] if self.license else []
            uses.append(_element("rsl:payment", attributes={"type": self.payment}, children=terms))
        if not uses and not self.license_server:
            return ()
        attributes = {"url": home, "server": self.license_server}
        return (_element("rsl:content", attributes=attributes, children=[_element("rsl:license", children=uses)]),)

    def rsl(self, home: str) -> bytes:
        """
        Return the RSL document for everything below *home*; empty if there is nothing to say in RSL.
        """
        content = self._content(home)
        return write_xml(_element("rsl:rsl", children=content).element) if content else b""

    @property
    def content_usage(self) -> str:
        """
        The value of Content-Usage (draft-ietf-aipref-vocab), a dictionary of preferences; empty for none.
        """
        said = [(_included(self.permits), "y"), (_included(self.prohibits), "n")]
        return ", ".join(f"{category}={value}" for use, category in CATEGORIES.items() for uses, value in said if use in uses)

    @property
    def tdm(self) -> dict[Literal["tdm-reservation", "tdm-policy"], int | str]:
        """
        The properties of TDMRep: mining is reserved if training is prohibited; empty if neither is said.
        """
        if _MINING in _included(self.prohibits):
            return {"tdm-reservation": 1, **({"tdm-policy": self.tdm_policy} if self.tdm_policy else {})}
        return {"tdm-reservation": 0} if _MINING in _included(self.permits) else {}

    def tdmrep(self, home: str) -> bytes:
        """
        Return ``/.well-known/tdmrep.json`` for everything below *home*; empty if there is nothing to say.
        """
        if not self.tdm:
            return b""
        return (json.dumps([{"location": urlsplit(home).path or "/", **self.tdm}], indent=2) + "\n").encode()

    @property
    def headers(self) -> tuple[Header, ...]:
        """
        The HTTP headers of documents.
        """
        usage = (("Content-Usage", self.content_usage),) if self.content_usage else ()
        return (*usage, *((name, str(value)) for name, value in self.tdm.items()))

    def robots(self, home: str, rsl_url: str | None = None) -> tuple[str, ...]:
        """
        Return lines for robots.txt: the URL of the RSL document, and the preferences for everything below *home*,
        for all crawlers without a group of their own.
        """
        document = (f"License: {rsl_url}",) if rsl_url else ()
        if not self.content_usage:
            return document
        path = urlsplit(home).path.removesuffix("/")
        return (*document, "User-agent: *", f"Content-Usage: {path}/ {self.content_usage}" if path else f"Content-Usage: {self.content_usage}")


def _included(uses: tuple[str, ...]) -> set[str]:
    return {each for use in uses for each in USES[use]}


def _element(
    name: str, text: str | None = None, attributes: Mapping[str, str | None] | None = None, children: Iterable[ExtensionElement] = ()
) -> ExtensionElement:
    from stridesfeed.extensions import ExtensionElement  # noqa: PLC0415  # slow to import, and rarely used

    return ExtensionElement(name, text, attributes or {}, [*children])
