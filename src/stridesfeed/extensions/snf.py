"""
SmartFormat 2.1, with which SmartNews shows articles in its own view: the logos of the channel, and what counts readers of an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import attrs

from stridesfeed import iri, rules
from stridesfeed.dates import format_rfc822
from stridesfeed.markup import Element, Namespace, element
from stridesfeed.model import Extension
from stridesfeed.value import checked_by, uri_or_none

NAMESPACE = Namespace("snf", "http://www.smartnews.be/snf")

_PICTURE = checked_by(rules.optional(rules.address(iri.WEB)))


@attrs.frozen(kw_only=True)
class Channel(Extension):
    """
    What SmartNews asks of a feed beside what RSS has. It is for RSS alone: the date is an element of RSS.

    RSS: snf:logo, snf:darkModeLogo, pubDate. Atom, JSON Feed: –.
    """

    #: A picture of 700 by 100 pixels. RSS: snf:logo.
    logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: The same for dark screens. RSS: snf:darkModeLogo.
    dark_logo: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_PICTURE)

    #: When the newest article appeared. RSS: the channel's pubDate.
    published: datetime | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.moment)))

    def elements(self) -> Iterator[Element]:
        """
        pubDate, snf:logo, snf:darkModeLogo.
        """
        if self.published is not None:
            yield element("pubDate", format_rfc822(self.published))
        for name, url in (("logo", self.logo), ("darkModeLogo", self.dark_logo)):
            if url is not None:
                yield NAMESPACE.element(name, children=[element("url", url)])


@attrs.frozen
class Analytics(Extension):
    """
    HTML that SmartNews puts into its view of an article, to count readers: it is written as it is, and is to come from the publisher alone.

    RSS, Atom: snf:analytics. JSON Feed: –.
    """

    #: RSS, Atom: the text. Required.
    html: str = attrs.field(metadata=checked_by(rules.html))

    def elements(self) -> Iterator[Element]:
        """
        snf:analytics.
        """
        yield NAMESPACE.element("analytics", self.html)
