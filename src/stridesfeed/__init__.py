"""
Render articles as RSS 2.0, Atom 1.0 and JSON Feed 1.1, and parse feeds of these and older formats.

The public API is the names below and the names in ``__all__`` of the following modules; everything else may change without notice:
:mod:`stridesfeed.checks`, :mod:`stridesfeed.related`, :mod:`stridesfeed.batch` and :mod:`stridesfeed.http`; :mod:`stridesfeed.publish.plan`,
:mod:`stridesfeed.publish.ledger`, :mod:`stridesfeed.publish.page`, :mod:`stridesfeed.publish.digest` and
:mod:`stridesfeed.publish.digest.message`; and, with optional packages, :mod:`stridesfeed.load`,
:mod:`stridesfeed.site`, :mod:`stridesfeed.build`, :mod:`stridesfeed.adopt`, :mod:`stridesfeed.serve`, :mod:`stridesfeed.django`,
:mod:`stridesfeed.flask` and :mod:`stridesfeed.starlette`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stridesfeed._version import __version__

if TYPE_CHECKING:
    from stridesfeed.body import ARTICLE, MINIMAL, STRICT, CleanFeed, EngineName, Policy, clean, clean_html, excerpt, html_to_text
    from stridesfeed.cache import Cache, DiskCache, MemoryCache
    from stridesfeed.dicts import from_dict, to_dict
    from stridesfeed.emit import FORMATS, Format, FormatName, RenderSettings, Unwritten, render, render_all, render_into, unwritten
    from stridesfeed.errors import (
        FieldError,
        FileError,
        InvalidError,
        InvalidFilesError,
        LimitError,
        MissingExtraError,
        OutputError,
        StridesError,
        UnknownNameError,
        WebError,
        WithdrawalError,
        WorkerError,
    )
    from stridesfeed.extensions import (
        Editorial,
        Episode,
        ExtensionElement,
        FeedHistory,
        Foreign,
        JsonMembers,
        Podcast,
        RssChannel,
        Score,
    )
    from stridesfeed.markup import Element, Namespace
    from stridesfeed.model import (
        Article,
        Attachment,
        Category,
        Extension,
        Feed,
        Generator,
        Image,
        Link,
        Person,
        RemoteContent,
        SkippedItem,
        Source,
        Withdrawal,
        XmlFormat,
        valid_articles,
    )
    from stridesfeed.options import Options
    from stridesfeed.parsing import ParsedFeed, Unread, filter_articles, merge, parse

__all__ = [
    "ARTICLE",
    "FORMATS",
    "MINIMAL",
    "STRICT",
    "Article",
    "Attachment",
    "Cache",
    "Category",
    "CleanFeed",
    "DiskCache",
    "Editorial",
    "Element",
    "EngineName",
    "Episode",
    "Extension",
    "ExtensionElement",
    "Feed",
    "FeedHistory",
    "FieldError",
    "FileError",
    "Foreign",
    "Format",
    "FormatName",
    "Generator",
    "Image",
    "InvalidError",
    "InvalidFilesError",
    "JsonMembers",
    "LimitError",
    "Link",
    "MemoryCache",
    "MissingExtraError",
    "Namespace",
    "Options",
    "OutputError",
    "ParsedFeed",
    "Person",
    "Podcast",
    "Policy",
    "RemoteContent",
    "RenderSettings",
    "RssChannel",
    "Score",
    "SkippedItem",
    "Source",
    "StridesError",
    "UnknownNameError",
    "Unread",
    "Unwritten",
    "WebError",
    "Withdrawal",
    "WithdrawalError",
    "WorkerError",
    "XmlFormat",
    "__version__",
    "clean",
    "clean_html",
    "excerpt",
    "filter_articles",
    "from_dict",
    "html_to_text",
    "merge",
    "parse",
    "render",
    "render_all",
    "render_into",
    "to_dict",
    "unwritten",
    "valid_articles",
]

#: The modules that define the public names, lightest first.
_MODULES = (
    "errors",
    "cache",
    "markup",
    "model",
    "options",
    "extensions",
    "dicts",
    "body",
    "emit",
    "parsing",
    "extensions.elements",
    "extensions.shows",
)


def __getattr__(name: str) -> Any:
    """
    Import a public name on first use, so that the command starts without loading the whole library.
    """
    if name in __all__:
        for module in _MODULES:
            namespace = vars(import_module(f"stridesfeed.{module}"))
            if name in namespace:
                globals()[name] = namespace[name]
                return namespace[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
