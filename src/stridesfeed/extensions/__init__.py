"""
The namespaces that documents use beside the formats' own: one module each, all in one table.

A module has a ``NAMESPACE``, and either functions that give elements for what the model already holds (authors, attachments) or a frozen
:class:`~stridesfeed.model.Extension` that a feed or an article carries in ``extensions``.
"""

from __future__ import annotations

from stridesfeed.extensions import at, atom, content, dc, dcterms, fh, media, mi, snf, strides, webfeeds
from stridesfeed.extensions.fh import FeedHistory
from stridesfeed.extensions.strides import Editorial, Score

__all__ = ["NAMESPACES", "Editorial", "FeedHistory", "Score"]

#: Every namespace by its usual prefix.
NAMESPACES = {module.NAMESPACE.prefix: module.NAMESPACE for module in (at, atom, content, dc, dcterms, fh, media, mi, snf, strides, webfeeds)}
