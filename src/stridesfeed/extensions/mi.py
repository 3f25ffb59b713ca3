"""
Microsoft's ingestion namespace: which pictures MSN may publish.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from stridesfeed import rules
from stridesfeed.extensions import media
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Extension, Image
from stridesfeed.value import checked_by

NAMESPACE = Namespace("mi", "http://schemas.ingestion.microsoft.com/common/")


@attrs.frozen
class SyndicatedImage(Extension):
    """
    A picture that others may publish: it stands in place of the lead picture of an article, because the rights are a part of its element.

    RSS, Atom: media:content with mi:hasSyndicationRights in it. JSON Feed: –.
    """

    #: RSS, Atom: media:content. Required.
    image: Image = attrs.field(metadata=checked_by(rules.instance(Image)))

    def elements(self) -> Iterator[Element]:
        """
        media:content with mi:hasSyndicationRights.
        """
        yield attrs.evolve(media.picture(self.image), children=(NAMESPACE.element("hasSyndicationRights", "1"),))
