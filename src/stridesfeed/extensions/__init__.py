"""
XML namespaces other than the formats' own: one module each, listed in ``NAMESPACES``; and :class:`ExtensionElement` for all others.

A module has a ``NAMESPACE``, and either functions that return elements for fields of the model (authors, attachments) or frozen
:class:`~stridesfeed.model.Extension` classes for the ``extensions`` of feeds and articles. :mod:`stridesfeed.vocabularies` has the tables of
all namespaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stridesfeed.extensions import at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds
from stridesfeed.extensions.channel import RssChannel
from stridesfeed.extensions.fh import FeedHistory
from stridesfeed.extensions.foreign import Foreign
from stridesfeed.extensions.json_members import JsonMembers
from stridesfeed.extensions.strides import Editorial, Score
from stridesfeed.lazy import lazy_names
from stridesfeed.markup import Namespace

if TYPE_CHECKING:
    from stridesfeed.extensions.elements import ExtensionElement
    from stridesfeed.extensions.shows import Episode, Podcast
else:
    __getattr__ = lazy_names(__name__, {"elements": "ExtensionElement", "shows": "Episode Podcast"})

__all__ = ["NAMESPACES", "Editorial", "Episode", "ExtensionElement", "FeedHistory", "Foreign", "JsonMembers", "Podcast", "RssChannel", "Score"]

_MODULES = (at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds)

#: Every namespace that has a module, by its usual prefix.
NAMESPACES: dict[str, Namespace] = {
    **{module.NAMESPACE.prefix: module.NAMESPACE for module in _MODULES},
    "podcast": Namespace("podcast", "https://podcastindex.org/namespace/1.0"),
}
