"""
Proactive negotiation (RFC 9110, section 12.5): the media type and the encoding that a client prefers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

#: Encodings, the smallest documents first, with the older names of some (RFC 9110, 8.4.1.3).
_ENCODINGS = (("br", ("br",)), ("gzip", ("gzip", "x-gzip")))


def weights(header: str) -> dict[str, float]:
    """
    Return the values of a header such as Accept, in lower case, with their weights (RFC 9110, 12.4.2). Parameters other than ``q`` are ignored.
    """
    found: dict[str, float] = {}
    for item in header.lower().split(","):
        value, *parameters = (part.strip() for part in item.split(";"))
        if value:
            found[value] = next((_weight(given.partition("=")[2]) for given in parameters if given.partition("=")[0].strip() == "q"), 1.0)
    return found


def _weight(text: str) -> float:
    try:
        return min(max(float(text.strip()), 0.0), 1.0)
    except ValueError:
        return 1.0


def accepted_encoding(header: str, available: Iterable[str] = ("gzip",)) -> str | None:
    """
    Return the best of the *available* encodings that an Accept-Encoding header accepts; ``None`` for the document as it is.
    """
    accepted = weights(header)
    found = {
        name: next((accepted[alias] for alias in (*aliases, "*") if alias in accepted), 0.0)
        for name, aliases in _ENCODINGS
        if name in available
    }
    return max((name for name in found if found[name] > 0), key=lambda name: found[name], default=None)


def preferred(header: str | None, media_types: Mapping[str, Sequence[str]]) -> str:
    """
    Return the name of the media types that an Accept header prefers, by default the first.

    *media_types* are the types of each name: the exact one, then more general ones. A client that accepts none of them gets the first: RFC
    9110, 12.4.1 permits that, and feed readers send headers that do not match what they read.
    """
    accepted = weights(header or "*/*")

    def weight(types: Sequence[str]) -> tuple[float, int]:
        """
        Return the weight of the most specific range that matches, and how specific it is.
        """
        for number, type_ in enumerate(types):
            if type_ in accepted:
                return accepted[type_], len(types) - number + 2
        return next(((accepted[any_], 1) for any_ in (types[0].partition("/")[0] + "/*", "*/*") if any_ in accepted), (0.0, 0))

    # max() returns the first of equals.
    return max(media_types, key=lambda name: weight(media_types[name]))
