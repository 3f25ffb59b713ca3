"""
XML namespaces other than the formats' own: one module each, listed in ``NAMESPACES``; and :class:`ExtensionElement` for all others.

A module has a ``NAMESPACE``, and either functions that return elements for fields of the model (authors, attachments) or frozen
:class:`~stridesfeed.model.Extension` classes for the ``extensions`` of feeds and articles. :mod:`stridesfeed.vocabularies` has the tables of
all namespaces.
"""

from __future__ import annotations

from stridesfeed.extensions import at, atom, content, dc, dcterms, fh, itunes, media, mi, podcast, snf, strides, webfeeds
from stridesfeed.extensions.channel import RssChannel
from stridesfeed.extensions.elements import ExtensionElement
from stridesfeed.extensions.fh import FeedHistory
from stridesfeed.extensions.foreign import Foreign
from stridesfeed.extensions.itunes import Episode, Podcast
from stridesfeed.extensions.json_members import JsonMembers
from stridesfeed.extensions.strides import Editorial, Score

__all__ = ["NAMESPACES", "Editorial", "Episode", "ExtensionElement", "FeedHistory", "Foreign", "JsonMembers", "Podcast", "RssChannel", "Score"]

_MODULES = (at, atom, content, dc, dcterms, fh, itunes, media, mi, podcast, snf, strides, webfeeds)

#: Every namespace that has a module, by its usual prefix.
NAMESPACES = {module.NAMESPACE.prefix: module.NAMESPACE for module in _MODULES}
