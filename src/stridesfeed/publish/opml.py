"""
OPML 2.0: a list of all feeds of a site, which readers import at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import attrs

from stridesfeed import iri, rules
from stridesfeed.dates import format_rfc822
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element, element
from stridesfeed.value import Value, as_uri, checked_by, line_or_none, one_line
from stridesfeed.xml_writer import write_xml

#: What the file is called, unless the configuration says otherwise.
NAME = "feeds.opml"

MEDIA_TYPE = "text/x-opml"

_SPECIFICATION = "http://opml.org/spec2.opml"


@attrs.frozen(kw_only=True)
class Subscription(Value):
    """
    A feed to subscribe to, in the one format that the list names: a reader subscribes to all that it finds there.
    """

    #: OPML: text and title.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: OPML: xmlUrl.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The page that the feed is about. OPML: htmlUrl.
    home: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The format's name. OPML: version, for RSS; the type is always "rss", which the specification has for all feeds.
    format: str = attrs.field(metadata=checked_by(rules.text))

    #: OPML: description.
    description: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: OPML: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: What kind of feed it is, as people call it ("Sections"): one group for each kind. Feeds of no kind stand before the groups.
    kind: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: When the feed last changed.
    updated: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))


def opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """
    The list called *title*: feeds by kind, in the order in which they are given. It is dated by the feed that changed last.

    At least one feed is needed, as the specification asks for an outline: :class:`FieldError` otherwise.
    """
    listed = tuple(subscriptions)
    if not listed:
        raise FieldError("opml", "subscriptions", "must name a feed at least: write one, or no list")
    head = element("head", children=_head(title, listed))
    return write_xml(element("opml", children=(head, element("body", children=_groups(listed))), version="2.0"))


def _head(title: str, subscriptions: tuple[Subscription, ...]) -> Iterator[Element]:
    yield element("title", one_line(title))
    updated = max((each.updated for each in subscriptions if each.updated), default=None)
    if updated:
        yield element("dateModified", format_rfc822(updated))
    yield element("docs", _SPECIFICATION)


def _groups(subscriptions: tuple[Subscription, ...]) -> Iterator[Element]:
    order = list(dict.fromkeys([None, *(each.kind for each in subscriptions)]))
    for kind, members in groupby(sorted(subscriptions, key=lambda each: order.index(each.kind)), key=lambda each: each.kind):
        outlines = map(_outline, members)
        if kind:
            yield _named_outline(kind, children=outlines)
        else:
            yield from outlines


def _outline(feed: Subscription) -> Element:
    return _named_outline(
        feed.title,
        type="rss",
        xmlUrl=feed.url,
        htmlUrl=feed.home,
        description=feed.description,
        language=feed.language,
        version="RSS" if feed.format == "rss" else None,
    )


def _named_outline(name: str, children: Iterable[Element] = (), **attributes: str | None) -> Element:
    """
    What is called *name* by its text, which the specification requires, and by its title, which readers look at.
    """
    outline = element("outline", children=children, title=name, **attributes)
    return attrs.evolve(outline, attributes=(("text", name), *outline.attributes))
