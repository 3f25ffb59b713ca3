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

from typing import TYPE_CHECKING

from stridesfeed._version import __version__
from stridesfeed.lazy import lazy_names

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
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "body": "ARTICLE MINIMAL STRICT CleanFeed EngineName Policy clean clean_html excerpt html_to_text",
            "cache": "Cache DiskCache MemoryCache",
            "dicts": "from_dict to_dict",
            "emit": "FORMATS Format FormatName RenderSettings Unwritten render render_all render_into unwritten",
            "errors": (
                "FieldError FileError InvalidError InvalidFilesError LimitError MissingExtraError OutputError StridesError UnknownNameError "
                "WebError WithdrawalError WorkerError"
            ),
            "extensions": "Editorial Episode ExtensionElement FeedHistory Foreign JsonMembers Podcast RssChannel Score",
            "markup": "Element Namespace",
            "model": (
                "Article Attachment Category Extension Feed Generator Image Link Person RemoteContent SkippedItem Source Withdrawal XmlFormat "
                "valid_articles"
            ),
            "options": "Options",
            "parsing": "ParsedFeed Unread filter_articles merge parse",
        },
    )

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


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
