"""
Plain text that every format can carry. Only this module removes or replaces characters.
"""

from __future__ import annotations

import re

#: Characters that XML 1.0 (2.2, production 2) forbids or that are never intended: C0 controls except tab, line feed and carriage return, DEL,
#: C1 controls, lone surrogates, the two non-characters, and U+FFFD.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")

#: Characters that XML 1.0 forbids; a part of the illegal ones.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: White space except single spaces, so that most texts stay as they are.
_WHITE = re.compile(r"[^\S ]\s*| \s+")


#: C1 controls are usually bytes of Windows-1252 that were decoded as Latin-1; HTML 5 (13.2.5.80) has the same table.
_REPLACEMENTS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)} | {"\ufffd": "?"}


def legal(text: str) -> str:
    r"""
    Return *text* without the characters that feeds cannot carry.

    C0 controls, lone surrogates, U+FFFE and U+FFFF are removed. C1 controls become the characters of Windows-1252 that they stand for. U+FFFD,
    the replacement character, becomes ``?``.

    >>> legal("It\x92s\x0b fine\ufffe")
    'It’s fine'
    """
    if _ILLEGAL.search(text) is None:
        return text
    return _ILLEGAL.sub(lambda match: _REPLACEMENTS.get(match[0], ""), text)


def forbidden_character(text: str) -> str | None:
    """
    Return the first character that XML forbids, or ``None``. JSON in UTF-8 cannot carry all of them either.
    """
    found = None if text.isprintable() else _FORBIDDEN.search(text)
    return found[0] if found else None


def line(text: str) -> str:
    r"""
    Return *text* on one line: without illegal characters, white space collapsed and trimmed.

    >>> line("  AT&T\n  speaks ")
    'AT&T speaks'
    """
    return _WHITE.sub(" ", legal(text)).strip()


def name_set(names: str) -> frozenset[str]:
    """
    Split *names*, which are separated by spaces, into a set.
    """
    return frozenset(names.split())
