"""
XML namespaces other than the formats' own: one module each, listed in ``NAMESPACES``; and :class:`ExtensionElement` for all others.

A module has a ``NAMESPACE``, and either functions that return elements for fields of the model (authors, attachments) or frozen
:class:`~stridesfeed.model.Extension` classes for the ``extensions`` of feeds and articles. :mod:`stridesfeed.vocabularies` has the tables of
all namespaces.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stridesfeed.extensions import at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds
from stridesfeed.extensions.channel import RssChannel
from stridesfeed.extensions.fh import FeedHistory
from stridesfeed.extensions.foreign import Foreign
from stridesfeed.extensions.json_members import JsonMembers
from stridesfeed.extensions.strides import Editorial, Score
from stridesfeed.markup import Namespace

if TYPE_CHECKING:
    from stridesfeed.extensions.elements import ExtensionElement
    from stridesfeed.extensions.shows import Episode, Podcast

__all__ = ["NAMESPACES", "Editorial", "Episode", "ExtensionElement", "FeedHistory", "Foreign", "JsonMembers", "Podcast", "RssChannel", "Score"]

_MODULES = (at, atom, content, dc, dcterms, fh, itunes, media, mi, snf, strides, webfeeds)

#: Every namespace that has a module, by its usual prefix.
NAMESPACES: dict[str, Namespace] = {
    **{module.NAMESPACE.prefix: module.NAMESPACE for module in _MODULES},
    "podcast": Namespace("podcast", "https://podcastindex.org/namespace/1.0"),
}

#: Classes that most programs do without, by their modules, which are slow to import.
_LAZY = {"Episode": "shows", "ExtensionElement": "elements", "Podcast": "shows"}


def __getattr__(name: str) -> Any:
    """
    Import a class on first use.
    """
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    return globals()[name]
