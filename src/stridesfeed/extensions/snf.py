"""
SmartFormat 2.1 for SmartNews: the logos of the channel, and analytics of articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from stridesfeed import iri, rules
from stridesfeed.dates import format_rfc822
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import as_html, checked_by, uri_or_none

NAMESPACE = Namespace("snf", "http://www.smartnews.be/snf")

_PICTURE = checked_by(rules.optional(rules.address(iri.WEB)))


@attrs.frozen(kw_only=True)
class Channel(Extension):
    """
    Elements of a feed that SmartNews requires in addition to RSS. Only for RSS, because the date is an element of RSS.

    RSS: snf:logo, snf:darkModeLogo, pubDate. Atom, JSON Feed: –.
    """

    #: The address of an image of 700 by 100 pixels. RSS: snf:logo.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The same for dark mode. RSS: snf:darkModeLogo.
    dark_logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The date of the newest article. RSS: pubDate of the channel.
    published: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield pubDate, snf:logo and snf:darkModeLogo for RSS.
        """
        if format != "rss":
            return
        if self.published is not None:
            yield Element("pubDate", format_rfc822(self.published))
        for name, url in (("logo", self.logo), ("darkModeLogo", self.dark_logo)):
            if url is not None:
                yield NAMESPACE.element(name, children=[Element("url", url)])


@attrs.frozen
class Analytics(Extension):
    """
    HTML that SmartNews adds to its view of an article, to count readers. It is written unchanged, so it must be trusted.

    RSS, Atom: snf:analytics. JSON Feed: –.
    """

    #: RSS, Atom: the text of the element. Required.
    html: str = attrs.field(converter=as_html, metadata=checked_by(rules.html))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield snf:analytics.
        """
        yield NAMESPACE.element("analytics", self.html)
