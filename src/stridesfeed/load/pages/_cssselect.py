"""
The door to cssselect: CSS selectors as XPath.
"""

from __future__ import annotations

from stridesfeed import rules
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


def selector(value: object) -> str | None:
    """
    Check that a value is a CSS selector.
    """
    if fault := rules.text(value):
        return fault
    try:
        to_xpath(str(value))
    except MissingExtraError as error:
        return str(error)
    except ValueError as error:
        return f"must be a CSS selector such as .post, not {value!r}: {error}"
    return None
