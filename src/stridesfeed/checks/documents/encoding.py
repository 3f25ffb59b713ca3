"""
Bytes as text: byte order mark, declaration, and what does not fit them (XML 1.0, 4.3.3 and F; RFC 8259, 8.1).
"""

from __future__ import annotations

import codecs
import re

import attrs

#: Charsets that every XML processor has to know, or that all in use do.
COMMON = frozenset({"utf-8", "utf-16", "ascii", "iso8859-1", "cp1252"})

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARED = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
#: A declaration stands first; what is longer is none.
_LONGEST_DECLARATION = 400


@attrs.frozen
class Place:
    """
    Where something stands: both counted from 1, the column in characters.
    """

    line: int
    column: int


@attrs.frozen
class Fault:
    """
    What went wrong while a document was read: *kind* is the name of the rule that tells of it.
    """

    kind: str
    place: Place
    message: str


@attrs.frozen
class Decoded:
    """
    The text of a document, what its bytes are called, and what was wrong with them.
    """

    text: str
    #: As the document names it; ``None`` where it names none.
    declared: str | None
    declared_at: Place
    marked: bool
    faults: tuple[Fault, ...] = ()


def decoded(content: bytes) -> Decoded:
    """
    *content* as text. What does not fit its charset becomes U+FFFD, and a fault at the first such byte.
    """
    mark, charset = next(((mark, charset) for mark, charset in _MARKS if content.startswith(mark)), (b"", None))
    body = content[len(mark) :] if charset == "utf-8" else content
    declared, place = _declaration(content if charset is None else content[len(mark) :], charset)
    faults: list[Fault] = []
    used = charset or next((name for sign, name in _UNMARKED if content.startswith(sign)), None)
    if used is None:
        used = _known(declared) if declared else "utf-8"
        if used is None:
            faults.append(Fault("encoding_unknown", place, f"no program knows the charset {declared!r}: write the document in utf-8"))
            used = "utf-8"
    elif declared and not _agree(declared, used):
        faults.append(Fault("encoding_wrong", place, f"the document says it is {declared!r}, and its first bytes say {used}"))
    try:
        text = body.decode(used)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(used, "replace")
        faults.append(Fault("encoding_wrong", place_of(before, len(before)), f"the byte 0x{body[error.start]:02X} is no {used}"))
        text = body.decode(used, "replace")
    return Decoded(text, declared, place, bool(mark), tuple(faults))


def place_of(text: str, offset: int) -> Place:
    """
    The place of a character of *text*.
    """
    start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, offset - start + 1)


def _declaration(content: bytes, charset: str | None) -> tuple[str | None, Place]:
    wide = charset in {"utf-16", "utf-32"} or content[:4] in {sign for sign, _ in _UNMARKED}
    start = content[:_LONGEST_DECLARATION].replace(b"\0", b"") if wide else content[:_LONGEST_DECLARATION]
    head = start.decode("latin-1")
    match = _DECLARED.match(head)
    return (match[1], place_of(head, match.start(1))) if match else (None, Place(1, 1))


def _known(charset: str) -> str | None:
    """
    The name under which Python knows a charset of text; others (rot13, zip) make no text of bytes.
    """
    try:
        found = codecs.lookup(charset)
        "".encode(found.name)
    except LookupError:
        return None
    return found.name


def is_common(charset: str) -> bool:
    """
    Whether all readers can be expected to know *charset*.
    """
    return _known(charset) in COMMON


def _agree(declared: str, used: str) -> bool:
    known = _known(declared)
    return known is not None and known.partition("-")[2].rstrip("-lbe")[:2] == used.partition("-")[2][:2] and known.startswith("utf")
