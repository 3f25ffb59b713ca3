"""
Rules about single values: each is a function that returns a message if the value is wrong, and ``None`` otherwise.

The fields of :class:`~stridesfeed.value.Value` classes name their rule, and every rule runs when a value is constructed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from stridesfeed import iri

#: Takes a value; returns what is wrong with it, or ``None``.
Rule = Callable[[object], str | None]

# RFC 6838, 4.2: a name of at most 127 characters on either side, parameters after it. RFC 9110, 5.6.4 and 5.6.6: a parameter is a token or
# quoted; of what RFC 9110 allows in quotes, tabs and non-ASCII text are refused, because not every format and reader keeps them.
_MEDIA_TYPE = re.compile(
    r"[A-Za-z0-9][\w!#$&^.+-]{0,126}/[A-Za-z0-9][\w!#$&^.+-]{0,126}"
    r"(?: *; *[\w!#$%&'*+.^`|~-]+=(?:[\w!#$%&'*+.^`|~-]+|\"(?:[ !#-\[\]-~]|\\[ -~])*\"))*",
    re.ASCII,
)

# RFC 5646, 2.1: language, extended language, script, region, variants, extensions, private use; or private use alone.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]+|zh-min(?:-nan)?|art-lojban",
    re.IGNORECASE | re.ASCII,
)

_RELATION = re.compile(r"[a-z][a-z0-9.-]*")
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+\.[^\s@<>(),;:\\\"\[\].]+")
_UNFIT_FOR_ID = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff\ufffd-\uffff<>\"{}|\\^`]")
_UNFIT_FOR_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd-\uffff]")
_TAG_URI = re.compile(r"tag:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+),\d{4}(?:-\d\d(?:-\d\d)?)?:\S*")


def optional(rule: Rule) -> Rule:
    """
    Accept ``None``, and otherwise apply *rule*.
    """
    return lambda value: None if value is None else rule(value)


def text(value: object) -> str | None:
    """
    Text that is not blank.
    """
    if not isinstance(value, str):
        return f"must be text, not {_kind(value)}"
    return None if value.strip() else "must not be empty"


def html(value: object) -> str | None:
    """
    HTML as text. Unsafe HTML is not an error: it is removed later.
    """
    return None if isinstance(value, str) else f"must be HTML as text, not {_kind(value)}"


def moment(value: object) -> str | None:
    """
    A datetime that every format can express: RFC 3339 has four digits for the year and requires an offset.
    """
    if not isinstance(value, datetime):
        return f"must be a datetime, not {_kind(value)}"
    if value.utcoffset() is None:
        return "needs a UTC offset: give the datetime a tzinfo"
    try:
        value.astimezone(UTC)
    except OverflowError:
        return "is outside the years 1 to 9999 in UTC"
    return None


def address(schemes: Iterable[str]) -> Rule:
    """
    An absolute URL in one of *schemes*.
    """
    allowed = frozenset(schemes)
    named = ", ".join(sorted(allowed)) if len(allowed) < 4 else "a scheme for links, such as https or mailto"

    def rule(value: object) -> str | None:
        if not isinstance(value, str):
            return f"must be a URL as text, not {_kind(value)}"
        if not value:
            return "must not be empty"
        scheme = iri.scheme(value)
        if scheme is None:
            return f"must be an absolute URL such as https://example.org/page, not {value!r}"
        if scheme not in allowed:
            return f"must use {named}, not {scheme!r}"
        if scheme in iri.WEB and not _host(value):
            return f"must name a host, not {value!r}"
        return None

    return rule


def absolute_iri(value: object) -> str | None:
    """
    An identifier: an absolute IRI, kept unchanged (RFC 4287, 4.2.6).
    """
    if not isinstance(value, str):
        return f"must be text, not {_kind(value)}"
    if not value:
        return "must not be empty"
    if iri.scheme(value) is None:
        return f"must be an absolute IRI such as tag:example.org,2026:one or the page's address, not {value!r}"
    if _UNFIT_FOR_ID.search(value):
        return f'must not contain white space, control characters or any of <>"{{}}|\\^`: percent-encode them in {value!r}'
    return _identifier_scheme(value)


def identifier(value: object) -> str | None:
    """
    An identifier of any kind, which programs compare character by character: one line of text without white space at its ends.
    """
    fault = text(value)
    if fault:
        return fault
    if _UNFIT_FOR_LINE.search(str(value)) or str(value) != str(value).strip():
        return f"must be one line of text without white space at its ends, not {value!r}"
    return None


def _identifier_scheme(value: str) -> str | None:
    lowered = value.lower()
    if lowered.startswith("tag:") and not _TAG_URI.fullmatch(value):
        return f"must be a tag: URI such as tag:example.org,2026:one (RFC 4151), not {value!r}"
    if lowered.startswith("urn:uuid:"):
        try:
            uuid.UUID(value[9:])
        except ValueError:
            return f"must be urn:uuid: and a UUID (RFC 9562), not {value!r}"
    return None


def language(value: object) -> str | None:
    """
    A language tag (BCP 47).
    """
    if not isinstance(value, str):
        return f"must be a language tag as text, not {_kind(value)}"
    if _LANGUAGE.fullmatch(value):
        return None
    hyphened = value.replace("_", "-").partition(".")[0]
    hint = f"; did you mean {hyphened!r}?" if hyphened != value and _LANGUAGE.fullmatch(hyphened) else ""
    return f"must be a BCP 47 language tag such as en or pt-BR, not {value!r}{hint}"


def media_type(value: object) -> str | None:
    """
    A media type (RFC 6838), in printable ASCII.
    """
    if isinstance(value, str) and _MEDIA_TYPE.fullmatch(value):
        return None
    return f"must be a media type such as audio/mpeg, not {value!r}"


def relation(value: object) -> str | None:
    """
    A link relation: a registered name in lower case, or an absolute IRI (RFC 4287, 4.2.7.2; RFC 8288, 2.1).
    """
    if not isinstance(value, str):
        return f"must be text, not {_kind(value)}"
    if _RELATION.fullmatch(value) or (iri.scheme(value) and not _UNFIT_FOR_ID.search(value)):
        return None
    return f"must be one link relation in lower case such as license, or an absolute IRI, not {value!r}"


def email(value: object) -> str | None:
    """
    One e-mail address (the addr-spec of RFC 5322, without comments and quoted parts).
    """
    if isinstance(value, str) and _EMAIL.fullmatch(value):
        return None
    return f"must be one e-mail address such as desk@example.org, not {value!r}"


def count(value: object) -> str | None:
    """
    A whole number, zero or more, small enough for every JSON parser (RFC 7493, 2.2).
    """
    if isinstance(value, bool) or not isinstance(value, int):
        return f"must be a whole number, not {_kind(value)}"
    if value >= 2**53:
        return f"must be less than 2 to the power of 53, not {value}"
    return None if value >= 0 else f"must not be negative, but is {value}"


def positive(value: object) -> str | None:
    """
    A whole number, one or more.
    """
    return count(value) or (None if value else "must be 1 or more, not 0")


def seconds(value: object) -> str | None:
    """
    A number of seconds, whole or not, zero or more.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"must be a number of seconds, not {_kind(value)}"
    return None if 0 <= value < 2**31 else f"must be 0 or more, not {value}"


def one_of(*names: str) -> Rule:
    """
    One of *names*.
    """
    listed = " or ".join(map(repr, names))
    return lambda value: None if isinstance(value, str) and value in names else f"must be {listed}, not {value!r}"


def sequence(kind: type, or_text: str | None = None) -> Rule:
    """
    A tuple of *kind*; *or_text* names the text that a converter accepts in place of a value: "a name".
    """
    wanted = f"{kind.__name__} or {or_text}" if or_text else kind.__name__

    def rule(value: object) -> str | None:
        if not isinstance(value, tuple):
            return f"must be a list or tuple of {kind.__name__}, not {_kind(value)}"
        wrong = [f"item {number} is {_shown(item)}" for number, item in enumerate(value, start=1) if not isinstance(item, kind)]
        more = f" and {len(wrong) - _MOST_SHOWN} more" if len(wrong) > _MOST_SHOWN else ""
        return f"must contain only {wanted}: {', '.join(wrong[:_MOST_SHOWN])}{more}" if wrong else None

    return rule


def instance(kind: type) -> Rule:
    """
    A value of *kind*.
    """
    return lambda value: None if isinstance(value, kind) else f"must be {kind.__name__}, not {_shown(value)}"


def addresses(schemes: Iterable[str]) -> Rule:
    """
    A tuple of absolute URLs, each in one of *schemes*.
    """
    each = address(schemes)

    def rule(value: object) -> str | None:
        if not isinstance(value, tuple):
            return f"must be a list or tuple of URLs, not {_kind(value)}"
        return next((fault for item in value if (fault := each(item))), None)

    return rule


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__


#: A message about a sequence lists at most this many wrong items.
_MOST_SHOWN = 3


def _shown(value: object) -> str:
    """
    Return short plain values as they are, and the type of others.
    """
    plain = isinstance(value, str | int | float) and len(repr(value)) < 40
    return repr(value) if plain else _kind(value)
