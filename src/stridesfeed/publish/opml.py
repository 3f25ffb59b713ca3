"""
OPML 2.0: a list of all feeds of a site, which readers can import.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

import attrs

from stridesfeed import iri, rules
from stridesfeed.dates import format_rfc822
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element
from stridesfeed.value import Many, Value, as_uri, checked_by, line_or_none, one_line
from stridesfeed.xml_writer import write_xml

#: The default file name.
NAME = "feeds.opml"

MEDIA_TYPE = "text/x-opml"

_SPECIFICATION = "http://opml.org/spec2.opml"


@attrs.frozen(kw_only=True)
class Subscription(Value):
    """
    A feed in one of its formats: readers subscribe to every entry of the list.
    """

    #: OPML: text and title.
    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: OPML: xmlUrl.
    url: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The home page. OPML: htmlUrl.
    home: str = attrs.field(converter=as_uri, metadata=checked_by(rules.address(iri.WEB)))

    #: The format's name. OPML: version, for RSS; the type is always "rss", as the specification requires for all feeds.
    format: str = attrs.field(metadata=checked_by(rules.text))

    #: OPML: description.
    description: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: OPML: language.
    language: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.language)))

    #: The title of the group that the feed is in ("Sections"). Feeds without a group come before the groups.
    kind: str | None = attrs.field(default=None, converter=line_or_none, metadata=checked_by(rules.optional(rules.text)))

    #: The date of the feed's last change.
    updated: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))


def opml(title: str, subscriptions: Iterable[Subscription]) -> bytes:
    """
    Return the list with this *title*: feeds by group, in the given order, with the date of the last change of any feed.

    An empty list raises :class:`FieldError`, because the specification requires an outline.
    """
    listed = tuple(subscriptions)
    if not listed:
        raise FieldError("opml", "subscriptions", "must not be empty: add a feed, or write no list")
    updated = max((each.updated for each in listed if each.updated), default=None)
    modified = (Element("dateModified", format_rfc822(updated)),) if updated else ()
    head = Element("head", children=(Element("title", one_line(title)), *modified, Element("docs", _SPECIFICATION)))
    order = list(dict.fromkeys([None, *(each.kind for each in listed)]))
    outlines = list[Element]()
    for kind, members in groupby(sorted(listed, key=lambda each: order.index(each.kind)), key=lambda each: each.kind):
        feeds = [
            _named_outline(
                feed.title,
                type="rss",
                xmlUrl=feed.url,
                htmlUrl=feed.home,
                description=feed.description,
                language=feed.language,
                version="RSS" if feed.format == "rss" else None,
            )
            for feed in members
        ]
        outlines += [_named_outline(kind, children=feeds)] if kind else feeds
    return write_xml(Element("opml", children=(head, Element("body", children=outlines)), attributes={"version": "2.0"}))


def _named_outline(name: str, children: Many[Element] = (), **attributes: str | None) -> Element:
    """
    Return an outline with *name* as its text, which the specification requires, and as its title, which readers show.
    """
    return Element("outline", children=children, attributes={"text": name, "title": name, **attributes})
