"""
Feed history (RFC 5005): documents that are the complete feed or a part of its archive.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stridesfeed import rules
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, XmlFormat
from stridesfeed.value import checked_by

NAMESPACE = Namespace("fh", "http://purl.org/syndication/history/1.0")


@attrs.frozen
class FeedHistory(Extension):
    """
    Marks a document as complete or as an archive. Its neighbours are links of the feed (prev-archive, next-archive, current).

    Atom, RSS: fh:complete, fh:archive. JSON Feed: –.
    """

    #: The document contains every article of the feed (RFC 5005, 2).
    complete: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: The document is a part of the archive and no longer changes (RFC 5005, 4).
    archive: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield fh:complete and fh:archive, which are empty elements.
        """
        if self.complete:
            yield NAMESPACE.element("complete")
        if self.archive:
            yield NAMESPACE.element("archive")
