"""
Types of the values in elements and attributes of namespaces: numbers, durations, places, enumerations.

>>> value_type("yes|no").fault("maybe")
"must be yes or no, not 'maybe'"
>>> value_type("point").fault("200 400")
"must be latitude and longitude, such as 38.7 -9.1, from -90 to 90 and from -180 to 180, not '200 400'"
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from itertools import cycle
from typing import Any

import attrs

from stridesfeed import iri, rules, strict_dates
from stridesfeed.dates import format_rfc822, format_rfc3339
from stridesfeed.errors import suggestion
from stridesfeed.vocabularies.apple_categories import APPLE_CATEGORY_NAMES

#: The longest text that a message repeats.
_SHOWN = 60


@attrs.frozen
class ValueType:
    """
    A type of values.
    """

    #: The name in the tables: ``count``, or ``yes|no`` for an enumeration.
    name: str

    #: The form of a value, for messages and the reference: "a whole number, 0 or more".
    wanted: str

    #: Returns True for a valid text.
    is_valid: Callable[[str], bool]

    #: The allowed values of an enumeration.
    choices: tuple[str, ...] = ()

    def fault(self, text: str) -> str | None:
        """
        Return what is wrong with *text*, or ``None``. White space around it is allowed.
        """
        text = text.strip()
        if self.is_valid(text):
            return None
        if not text:
            return f"must be {self.wanted}, but is empty"
        hint = suggestion(text, self.choices) if len(self.choices) > _LONG_LIST else ""
        return f"must be {self.wanted}, not {text[:_SHOWN]!r}{hint}"


#: Enumerations with more values are named instead of listed.
_LONG_LIST = 8


def _follows(rule: Callable[[object], str | None]) -> Callable[[str], bool]:
    return lambda text: rule(text) is None


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _numbers(text: str) -> tuple[float, ...]:
    """
    Return the numbers in *text*, separated by white space or commas; none if something else is among them.
    """
    parts = text.replace(",", " ").split()
    return tuple(map(float, parts)) if all(map(_DECIMAL.fullmatch, parts)) else ()


def _between(low: float, high: float) -> Callable[[str], bool]:
    return lambda text: _DECIMAL.fullmatch(text) is not None and low <= float(text) <= high


def _are_points(numbers: Sequence[float]) -> bool:
    """
    Return True if *numbers* are latitudes and longitudes in turn.
    """
    return len(numbers) % 2 == 0 and all(abs(number) <= limit for number, limit in zip(numbers, cycle((90, 180)), strict=False))


def _is_point(text: str) -> bool:
    numbers = _numbers(text)
    return len(numbers) == _POINT and _are_points(numbers)


def _is_line(text: str) -> bool:
    numbers = _numbers(text)
    return len(numbers) >= 2 * _POINT and _are_points(numbers)


def _is_box(text: str) -> bool:
    numbers = _numbers(text)
    return len(numbers) == 2 * _POINT and _are_points(numbers) and numbers[0] <= numbers[2]


def _is_polygon(text: str) -> bool:
    numbers = _numbers(text)
    return len(numbers) >= 4 * _POINT and _are_points(numbers) and numbers[:_POINT] == numbers[-_POINT:]


def _is_circle(text: str) -> bool:
    numbers = _numbers(text)
    return len(numbers) == _POINT + 1 and _are_points(numbers[:_POINT]) and numbers[-1] >= 0


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


#: Two numbers, as in georss:point.
_POINT = 2

_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG
CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

#: The codes of ISO 3166-1 that are assigned.
COUNTRIES = frozenset(_COUNTRIES.split())

_MEDIA = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course")

_MEDIUMS = (*_MEDIA, *(f"{name}L" for name in _MEDIA), "mixed")

_TYPES = (
    ValueType("any", "text", lambda _: True),
    ValueType("text", "text", bool),
    ValueType("plain", "plain text without HTML", lambda text: re.search(r"</?[a-zA-Z][^<>]*>|&#?\w+;", text) is None),
    ValueType("web", "a URL with http or https", _follows(rules.address(iri.WEB))),
    ValueType("uri", "an absolute URI", _follows(rules.absolute_iri)),
    ValueType("email", "one e-mail address, such as desk@example.org", _follows(rules.email)),
    ValueType("media-type", "a media type, such as audio/mpeg", _follows(rules.media_type)),
    ValueType("language", "a BCP 47 language tag, such as en or pt-BR", _follows(rules.language)),
    ValueType("country", "a country code of ISO 3166-1, such as PT", COUNTRIES.__contains__),
    ValueType(
        "countries",
        "country codes of ISO 3166-1 in lower case, such as pt br",
        lambda text: bool(text) and all(code.upper() in COUNTRIES or code == "global" for code in text.split()),
    ),
    ValueType("currency", "a currency code of ISO 4217, such as EUR", _matches(r"[A-Z]{3}")),
    ValueType("colour", "six hexadecimal digits, such as 0049A3", _matches(r"[0-9A-Fa-f]{6}")),
    ValueType("count", "a whole number, 0 or more", _matches(r"\d+")),
    ValueType("counts", "whole numbers, separated by commas", _matches(r"\d+(?:\s*,\s*\d+)*")),
    ValueType("positive", "a whole number above 0", _matches(r"0*[1-9]\d*")),
    ValueType("integer", "a whole number", _matches(r"[+-]?\d+")),
    ValueType("number", "a number, 0 or more", _matches(r"\+?(?:\d+(?:\.\d*)?|\.\d+)")),
    ValueType("decimal", "a number", _matches(_DECIMAL.pattern)),
    ValueType("percentage", "a number from 0 to 100", _between(0, 100)),
    ValueType("ratio", "a ratio, such as 16/9", _matches(r"\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?")),
    ValueType("seconds", "a number of seconds, such as 73.5", _matches(r"\d+(?:\.\d+)?")),
    ValueType("duration", "seconds, or h:mm:ss", _matches(r"\d+|(?:\d+:)?[0-5]?\d:[0-5]\d")),
    ValueType("npt", "a time, such as 12.5, 12:05:35.3 or now", _matches(r"now|\d+(?:\.\d*)?|(?:\d+:)?[0-5]?\d:[0-5]?\d(?:\.\d*)?")),
    ValueType("latitude", "a latitude from -90 to 90", _between(-90, 90)),
    ValueType("longitude", "a longitude from -180 to 180", _between(-180, 180)),
    ValueType("point", "latitude and longitude, such as 38.7 -9.1, from -90 to 90 and from -180 to 180", _is_point),
    ValueType("line", "two points or more, each latitude and longitude: 38.7 -9.1 41.2 -8.6", _is_line),
    ValueType("polygon", "four points or more, of which the last is the first, each latitude and longitude", _is_polygon),
    ValueType("box", "the south-west and the north-east point, each latitude and longitude: 38.6 -9.2 38.8 -9.0", _is_box),
    ValueType("circle", "latitude, longitude and radius, such as 38.7 -9.1 500", _is_circle),
    ValueType("geo-uri", "a geo: URI, such as geo:38.7,-9.1", _matches(r"geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;.*)?")),
    ValueType("osm", "N, W or R and the number of an OpenStreetMap object, such as R113314", _matches(r"[NWR]\d+(?:#\d+)?")),
    ValueType("hash", "a hash in hexadecimal digits", _matches(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}")),
    ValueType("uuid", "a UUID, such as 917393e3-1b1e-5cef-ace4-edaa54e1f810", _is_uuid),
    ValueType("date", "a date of ISO 8601, such as 2026-04-30T09:00:00Z", _is_date),
    ValueType("rfc822", "a date of RFC 822, such as Thu, 30 Apr 2026 09:00:00 GMT", lambda text: strict_dates.parse_rfc822(text).error is None),
    ValueType("rfc3339", "a date of RFC 3339, such as 2026-04-30T09:00:00Z", lambda text: strict_dates.parse_rfc3339(text).error is None),
    ValueType("w3c-date", "a date of W3C-DTF, such as 2026-04-30T09:00:00Z", lambda text: strict_dates.parse_w3c(text).error is None),
    ValueType("medium", "a medium of Podcasting 2.0, such as podcast or musicL", _MEDIUMS.__contains__, _MEDIUMS),
    ValueType("apple-category", "a category of Apple Podcasts", APPLE_CATEGORY_NAMES.__contains__, APPLE_CATEGORY_NAMES),
)

#: The types with a name of their own.
VALUE_TYPES = {type_.name: type_ for type_ in _TYPES}


@cache
def value_type(name: str) -> ValueType:
    """
    Return the type with that name, or an enumeration: ``yes|no``. One that begins with a capital is Apple's, which ignores case.
    """
    if "|" not in name:
        return VALUE_TYPES[name]
    ignores_case = name[0].isupper()
    choices = tuple((name.lower() if ignores_case else name).strip("|").split("|"))
    wanted = f"{', '.join(choices[:-1])} or {choices[-1]}" if len(choices) > 1 else choices[0]
    return ValueType(name, wanted, lambda text: (text.lower() if ignores_case else text) in choices, choices)


def as_text(value: Any, type_: ValueType) -> str:
    """
    Write a Python value as *type_* is written; what cannot be written is returned by str(), for the type to refuse.
    """
    if isinstance(value, bool):
        yes, no = type_.name.split("|")[:2] if "yes" in type_.choices else ("true", "false")
        return yes if value else no
    if isinstance(value, datetime) and value.utcoffset() is not None:
        return format_rfc822(value) if type_.name == "rfc822" else format_rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, tuple | list):
        return ("," if type_.name == "counts" else " ").join(as_text(each, type_) for each in value)
    return str(value)
