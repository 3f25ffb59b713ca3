"""
Text that every format can carry: the one place where characters are taken out or replaced.
"""

from __future__ import annotations

import re

#: What XML 1.0 (2.2, production 2) forbids, and what no text means to say: C0 controls but tab, line feed and carriage return, DEL, C1
#: controls, lone surrogates, the two non-characters, and the mark of a character that was lost.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")

_WHITE = re.compile(r"\s+")


def _windows_1252(code: int) -> str:
    """
    The character that a byte in the C1 range was meant to be (HTML 5, 13.2.5.80, has the same table); nothing where there is none.
    """
    return bytes([code]).decode("cp1252", "ignore")


_MEANT = {chr(code): _windows_1252(code) for code in range(0x80, 0xA0)} | {"\ufffd": "?"}


def legal(text: str) -> str:
    r"""
    *text* without the characters that no feed can carry.

    C0 controls, lone surrogates, U+FFFE and U+FFFF go. C1 controls, which are Windows-1252 bytes read as Latin-1, become what they were
    meant to be. U+FFFD, the mark of a lost character, becomes ``?``.

    >>> legal("It\x92s\x0b fine\ufffe")
    'It’s fine'
    """
    if _UNFIT.search(text) is None:
        return text
    return _UNFIT.sub(lambda match: _MEANT.get(match[0], ""), text)


def line(text: str) -> str:
    r"""
    *text* on one line: legal characters, white space folded, none at the ends.

    >>> line("  AT&T\n  speaks ")
    'AT&T speaks'
    """
    return _WHITE.sub(" ", legal(text)).strip()
