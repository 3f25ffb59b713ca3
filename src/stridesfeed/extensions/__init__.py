"""
XML namespaces other than the formats' own: one module each, listed in ``NAMESPACES``.

A module has a ``NAMESPACE``, and either functions that return elements for fields of the model (authors, attachments) or a frozen
:class:`~stridesfeed.model.Extension` for the ``extensions`` of feeds and articles.
"""

from __future__ import annotations

from stridesfeed.extensions import at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds
from stridesfeed.extensions.fh import FeedHistory
from stridesfeed.extensions.strides import Editorial, Score

__all__ = ["NAMESPACES", "Editorial", "FeedHistory", "Score"]

#: Every namespace by its usual prefix.
NAMESPACES = {
    module.NAMESPACE.prefix: module.NAMESPACE for module in (at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds)
}
