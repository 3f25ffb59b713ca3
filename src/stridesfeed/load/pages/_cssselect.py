"""
The door to cssselect: CSS selectors as XPath.
"""

from __future__ import annotations

from stridesfeed.errors import MissingExtraError


def to_xpath(selector: str) -> str:
    """
    Return a CSS selector as XPath. Raises :class:`ValueError` if it is not valid.
    """
    try:
        import cssselect  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingExtraError("a CSS selector", "pages") from error
    try:
        return cssselect.HTMLTranslator().css_to_xpath(selector)
    except cssselect.SelectorError as error:
        raise ValueError(str(error)) from error
