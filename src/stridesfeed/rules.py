"""
What a single value has to be: one function a rule, each giving the sentence that says what is wrong, or ``None``.

The model names a rule beside each field, and asks all of them before a value exists.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from stridesfeed import iri

#: Looks at a value; the sentence that says what is wrong with it, or ``None``.
Rule = Callable[[object], str | None]

# RFC 6838, 4.2: a name of at most 127 characters on either side, parameters after it.
_MEDIA_TYPE = re.compile(
    r"[A-Za-z0-9][\w!#$&^.+-]{0,126}/[A-Za-z0-9][\w!#$&^.+-]{0,126}(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|\"[^\"]*\"))*", re.ASCII
)

# RFC 5646, 2.1: language, extended language, script, region, variants, extensions, private use; or private use alone.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]+|zh-min(?:-nan)?|art-lojban",
    re.IGNORECASE,
)

_RELATION = re.compile(r"[a-z][a-z0-9.-]*")
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@<>(),;:\\\"\[\]]+\.[^\s@<>(),;:\\\"\[\].]+")
_UNFIT_FOR_ID = re.compile(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff\ufffd-\uffff<>\"{}|\\^`]")
_UNFIT_FOR_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffd-\uffff]")
_TAG_URI = re.compile(r"tag:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+),\d{4}(?:-\d\d(?:-\d\d)?)?:\S*")


def optional(rule: Rule) -> Rule:
    """
    *rule*, for a field that may also be ``None``.
    """
    return lambda value: None if value is None else rule(value)


def text(value: object) -> str | None:
    """
    Text with something in it.
    """
    if not isinstance(value, str):
        return f"must be text, not {_kind(value)}"
    return None if value.strip() else "must not be empty"


def html(value: object) -> str | None:
    """
    HTML: any text; what is unsafe in it is taken out later, and is never an error.
    """
    return None if isinstance(value, str) else f"must be HTML as text, not {_kind(value)}"


def moment(value: object) -> str | None:
    """
    A moment that every format can write: RFC 3339 has four digits for the year and needs an offset.
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
    named = ", ".join(sorted(allowed)) if len(allowed) < 4 else "a scheme that opens something for a person"

    def rule(value: object) -> str | None:
        if not isinstance(value, str):
            return f"must be an address as text, not {_kind(value)}"
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
    An identifier: an absolute IRI, kept to the character (RFC 4287, 4.2.6).
    """
    if not isinstance(value, str):
        return f"must be text, not {_kind(value)}"
    if not value:
        return "must not be empty"
    if iri.scheme(value) is None:
        return f"must be an absolute IRI such as tag:example.org,2026:one or the page's address, not {value!r}"
    if _UNFIT_FOR_ID.search(value):
        return f'must not hold white space, control characters or any of <>"{{}}|\\^`, as {value!r} does: percent-encode them'
    return _identifier_scheme(value)


def identifier(value: object) -> str | None:
    """
    An identifier of any kind, which programs compare character by character: one line of text that begins and ends with a visible character.
    """
    fault = text(value)
    if fault:
        return fault
    if _UNFIT_FOR_LINE.search(str(value)) or str(value) != str(value).strip():
        return f"must be one line of text with no white space at its ends, not {value!r}"
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
    A media type (RFC 6838).
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
    A whole number, zero or more, and one that every reader of JSON can hold (RFC 7493, 2.2).
    """
    if isinstance(value, bool) or not isinstance(value, int):
        return f"must be a whole number, not {_kind(value)}"
    if value >= 2**53:
        return f"must be less than 2 to the power of 53, and is {value}"
    return None if value >= 0 else f"must not be negative, as {value} is"


def sequence(kind: type) -> Rule:
    """
    A tuple that holds nothing but values of *kind*.
    """

    def rule(value: object) -> str | None:
        if not isinstance(value, tuple):
            return f"must be a sequence of {kind.__name__}, not {_kind(value)}"
        strangers = sorted({_kind(item) for item in value if not isinstance(item, kind)})
        return f"must hold only {kind.__name__}, not {' or '.join(strangers)}" if strangers else None

    return rule


def instance(kind: type) -> Rule:
    """
    A value of *kind*.
    """
    return lambda value: None if isinstance(value, kind) else f"must be {kind.__name__}, not {_kind(value)}"


def addresses(schemes: Iterable[str]) -> Rule:
    """
    A tuple of absolute URLs, each in one of *schemes*.
    """
    each = address(schemes)

    def rule(value: object) -> str | None:
        if not isinstance(value, tuple):
            return f"must be a sequence of addresses, not {_kind(value)}"
        return next((fault for item in value if (fault := each(item))), None)

    return rule


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
