"""
The article of a page, and what the site states on its home page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from stridesfeed.body.tree import HtmlElement
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
