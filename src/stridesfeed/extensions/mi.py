"""
Microsoft's ingestion namespace: images that MSN may publish.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stridesfeed import rules
from stridesfeed.extensions import media
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, Image, XmlFormat
from stridesfeed.value import checked_by

NAMESPACE = Namespace("mi", "http://schemas.ingestion.microsoft.com/common/")


@attrs.frozen
class SyndicatedImage(Extension):
    """
    An image that others may publish. It replaces the lead image of an article, because the rights are inside its element.

    RSS, Atom: media:content with mi:hasSyndicationRights in it. JSON Feed: –.
    """

    #: RSS, Atom: media:content. Required.
    image: Image = attrs.field(metadata=checked_by(rules.instance(Image)))

    def elements(self, format: XmlFormat) -> Iterator[Element]:
        """
        Yield media:content with mi:hasSyndicationRights.
        """
        yield attrs.evolve(media.picture(self.image), children=(NAMESPACE.element("hasSyndicationRights", "1"),))
