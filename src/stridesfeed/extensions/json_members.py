"""
Members of a JSON Feed document of your own, without a class of your own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from stridesfeed.model import Extension
from stridesfeed.value import checked_by


def _as_text(value: Mapping[str, Mapping[str, object]] | str) -> str:
    given: Any = value
    try:
        return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    except (TypeError, ValueError):
        return given  # type: ignore[no-any-return]  # the field's rule rejects it


def _object(value: object) -> str | None:
    try:
        is_object = isinstance(value, str) and isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        is_object = False
    return None if is_object else "must be a dict of texts, numbers, True, False, None, dicts and lists"


@attrs.frozen
class JsonMembers(Extension):
    """
    Members of a feed or an article in JSON Feed, whose names begin with an underscore and a letter (JSON Feed 1.1, Extensions).

    JSON Feed: the members. Atom, RSS: –.

    >>> JsonMembers({"_mood": {"word": "calm"}}).members()
    {'_mood': {'word': 'calm'}}
    """

    #: The members by name. They are kept as JSON.
    values: str = attrs.field(converter=_as_text, metadata=checked_by(_object))

    def members(self) -> Mapping[str, Mapping[str, object]]:
        """
        Return the members.
        """
        members: dict[str, Any] = json.loads(self.values)
        return members
