"""
Chapters as a JSON file (JSON Chapters 1.2), which podcast:chapters links to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise

import attrs

from stridesfeed import iri, rules
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.value import Value, checked_by, line_or_none, one_line, uri_or_none

_WEB = checked_by(rules.optional(rules.address(iri.WEB)))


@attrs.frozen
class Chapter(Value):
    """
    A chapter of an episode.
    """

    #: In seconds.
    start: float = attrs.field(metadata=checked_by(rules.seconds))

    title: str = attrs.field(converter=one_line, metadata=checked_by(rules.text))

    #: A page about the chapter.
    url: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_WEB)

    #: The address of a picture.
    img: str | None = attrs.field(default=None, converter=uri_or_none, metadata=_WEB)

    #: In seconds; defaults to the start of the next chapter.
    end: float | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.seconds)))

    #: False to hide it in lists of chapters.
    listed: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))


def chapters_json(chapters: Iterable[Chapter], *, title: str | None = None, podcast: str | None = None) -> bytes:
    """
    Return the file of *chapters*, for the media type application/json+chapters.

    *title* and *podcast* are the names of the episode and the show. Chapters that are not in the order of their start raise
    :class:`~stridesfeed.InvalidError`.

    >>> print(chapters_json([Chapter(0, "Start"), Chapter(94.5, "Drift")]).decode(), end="")
    {
      "version": "1.2.0",
      "chapters": [
        {
          "startTime": 0,
          "title": "Start"
        },
        {
          "startTime": 94.5,
          "title": "Drift"
        }
      ]
    }
    """
    given = tuple(chapters)
    faults = [
        FieldError("chapters", "start", f"must be in order: {later.title!r} starts at {later.start}, before {earlier.title!r}")
        for earlier, later in pairwise(given)
        if later.start < earlier.start
    ]
    if faults:
        raise InvalidError.of("chapters", faults)
    header = {"version": "1.2.0", "title": line_or_none(title), "podcastName": line_or_none(podcast)}
    items = [
        {
            "startTime": chapter.start,
            "title": chapter.title,
            "img": chapter.img,
            "url": chapter.url,
            "toc": None if chapter.listed else False,
            "endTime": chapter.end,
        }
        for chapter in given
    ]
    document = _without_none(header) | {"chapters": [_without_none(item) for item in items]}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _without_none(members: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}
