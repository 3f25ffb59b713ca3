"""
The article of a page, and what the site states on its home page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from stridesfeed.body.tree import HtmlElement
from stridesfeed.load.content import Content

if TYPE_CHECKING:
    from stridesfeed.load.pages.json_ld import JsonLd
    from stridesfeed.load.pages.page import Page


@attrs.frozen(kw_only=True)
class SiteDefaults:
    """
    Statements of the home page about the site: pages that state the same do not mean their article.
    """

    #: The title of the home page.
    title: str = ""

    #: Values by key of front matter.
    values: Mapping[str, Any] = attrs.field(factory=dict)


NO_DEFAULTS = SiteDefaults()


def site_defaults(content: Content) -> SiteDefaults:
    """
    Return what the home page states about the site, if built pages are the articles.
    """
    if content.pages is None or content.folders:
        return NO_DEFAULTS
    from stridesfeed.load.pages.reading import defaults_of_home  # noqa: PLC0415  # slow to import: for built pages only

    return defaults_of_home(content.pages / "index.html", content)


@attrs.frozen(kw_only=True)
class Subject:
    """
    The article of a page.
    """

    page: Page

    #: The element with the article; the main element if no element is marked as one.
    root: HtmlElement

    #: Elements with other articles.
    others: tuple[HtmlElement, ...]

    json_ld: JsonLd

    defaults: SiteDefaults
