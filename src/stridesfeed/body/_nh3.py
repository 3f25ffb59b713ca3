"""
Calls nh3, the Python binding of ammonia: much faster than bleach, and maintained.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from stridesfeed.body.policy import Policy
from stridesfeed.body.urls import is_allowed_attribute
from stridesfeed.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType


def sanitise(rewritten: str, policy: Policy) -> str:
    """
    Return *rewritten* as nh3 writes it under *policy*, with no-break spaces as characters, as bleach writes them.
    """
    cleaned: str = _module().clean(rewritten, **_settings(policy))
    return cleaned.replace("&nbsp;", "\xa0")


def _module() -> ModuleType:
    try:
        import nh3  # noqa: PLC0415 - an extra: only who asks for this engine needs it
    except ImportError as error:
        raise MissingExtraError("The nh3 engine", "nh3") from error
    return nh3


@cache
def _settings(policy: Policy) -> dict[str, Any]:
    """
    Return the arguments of nh3, which also replace its defaults for rel and for attributes of all elements.
    """

    def judged(element: str, attribute: str, value: str) -> str | None:
        # nh3 has already resolved the character references of the value.
        return value if is_allowed_attribute(element, attribute, value.replace("&", "&amp;"), policy) else None

    elements = {name: set(attributes) for name, attributes in policy.elements.items()}
    return {
        "tags": set(elements) - {"*"},
        "attributes": elements | {"*": elements.get("*", set())},
        "attribute_filter": judged,
        "clean_content_tags": set(policy.dropped),
        "strip_comments": True,
        "link_rel": None,
        "url_schemes": set(policy.link_schemes | policy.media_schemes),
    }
