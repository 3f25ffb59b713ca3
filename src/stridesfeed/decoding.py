"""
Decode the bytes of a document: byte order mark, XML declaration, and positions in the text (XML 1.0, 4.3.3 and F; RFC 8259, 8.1).
"""

from __future__ import annotations

import codecs
import re

import attrs

#: Charsets that every XML processor must know, or that all in use do.
COMMON = frozenset({"utf-8", "utf-16", "ascii", "iso8859-1", "cp1252"})

#: Text codecs of Python that are not charsets of documents, or that depend on the machine; and UTF-7, which hides markup (HTML 5, 13.2.3.3).
_NOT_CHARSETS = frozenset({"utf-7", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "charmap", "mbcs", "oem"})

#: Byte order marks and their charsets. UTF-32 is first, because its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16_WITHOUT_MARK = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARED = re.compile(r"<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")

#: In bytes: an XML declaration must be complete within these.
_MAX_DECLARATION = 400


@attrs.frozen
class Position:
    """
    A position in a text. Both numbers are counted from 1, the column in characters.
    """

    line: int
    column: int


START = Position(1, 1)


def position_at(text: str, offset: int) -> Position:
    """
    Return the position of the character at *offset*.
    """
    start = text.rfind("\n", 0, offset) + 1
    return Position(text.count("\n", 0, offset) + 1, offset - start + 1)


@attrs.frozen
class ParseProblem:
    """
    A problem found while decoding or parsing a document.
    """

    #: The rule that reports it, as the name of its function: ``not_well_formed``.
    rule: str
    position: Position
    message: str


@attrs.frozen
class DecodedText:
    """
    A decoded document.
    """

    text: str
    #: The charset that the XML declaration names; ``None`` without one.
    declared: str | None
    #: The position of that name.
    declared_at: Position = START
    has_byte_order_mark: bool = False
    problems: tuple[ParseProblem, ...] = ()


def decode(content: bytes, charset: str | None = None) -> DecodedText:
    """
    Decode *content* by its byte order mark, the server's *charset*, its XML declaration, or else as UTF-8 (RFC 7303, 3.2).

    Bytes that do not fit the charset become U+FFFD; the first such byte is reported, unless the declaration is wrong already.
    """
    mark, marked = next(((mark, name) for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), (b"", None))
    unmarked = content[len(mark) :]
    body = unmarked if marked == "utf-8" else content
    declared, declared_at = _find_declaration(unmarked, marked)
    problems: list[ParseProblem] = []
    used = marked or next((name for start, name in _UTF16_WITHOUT_MARK if content.startswith(start)), None)
    if used is None:
        name = charset or declared or "utf-8"
        used = _python_codec(name)
        if used is None:
            position = START if charset else declared_at
            problems.append(ParseProblem("encoding_unknown", position, f"unknown charset {name!r}: write the document in UTF-8"))
            used = "utf-8"
        elif charset is None and declared and not _is_readable_in_ascii(used):
            message = f"the declaration says {declared!r}, but is not written in it: declare the charset that you write"
            problems.append(ParseProblem("encoding_wrong", declared_at, message))
            used = "utf-8"
    elif declared and not _same_unicode_encoding(declared, used):
        message = f"the declaration says {declared!r}, but the first bytes are {used}: declare the charset that you write"
        problems.append(ParseProblem("encoding_wrong", declared_at, message))
    try:
        text = body.decode(used)
    except UnicodeDecodeError as error:
        # A wrong declaration was reported: what follows from it is not a problem of its own.
        if not problems:
            before = body[: error.start].decode(used, "replace")
            message = f"byte 0x{body[error.start]:02X} is not valid {used}: write UTF-8 and declare it"
            problems.append(ParseProblem("encoding_wrong", position_at(before, len(before)), message))
        text = body.decode(used, "replace")
    return DecodedText(text, declared, declared_at, bool(mark), tuple(problems))


def is_common(charset: str) -> bool:
    """
    Return whether every reader can be expected to know *charset*.
    """
    return _python_codec(charset) in COMMON


def _find_declaration(content: bytes, charset: str | None) -> tuple[str | None, Position]:
    """
    Return the charset in the XML declaration and its position.
    """
    is_wide = charset in {"utf-16", "utf-32"} or content[:4] in {start for start, _ in _UTF16_WITHOUT_MARK}
    head = content[:_MAX_DECLARATION]
    text = (head.replace(b"\0", b"") if is_wide else head).decode("latin-1")
    match = _DECLARED.match(text)
    return (match[1], position_at(text, match.start(1))) if match else (None, START)


def _python_codec(charset: str) -> str | None:
    """
    Return Python's name of a charset; ``None`` for unknown names and for codecs that are no charsets (rot13, zip, punycode).
    """
    try:
        codec = codecs.lookup(charset)
        if codec.name not in _NOT_CHARSETS:
            "".encode(codec.name)
            return codec.name
    except (LookupError, ValueError):
        pass
    return None


def _is_readable_in_ascii(codec: str) -> bool:
    """
    Return whether a declaration in this charset is the same bytes as in ASCII: neither UTF-16 nor EBCDIC.
    """
    return "<?xml".encode(codec).endswith(b"<?xml")


def _same_unicode_encoding(declared: str, used: str) -> bool:
    codec = _python_codec(declared)
    return codec is not None and codec.partition("-")[2].rstrip("-lbe")[:2] == used.partition("-")[2][:2] and codec.startswith("utf")
