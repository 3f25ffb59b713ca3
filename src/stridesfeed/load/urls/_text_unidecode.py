"""
The door to text-unidecode: texts of any script in ASCII letters, as Pelican and Zola write them in URLs.
"""

from __future__ import annotations

from stridesfeed.errors import MissingExtraError

try:
    import text_unidecode
except ImportError as error:
    raise MissingExtraError("A URL in ASCII letters for a title or name in others", "slugs") from error


def to_ascii(text: str) -> str:
    """
    Return *text* in ASCII letters; characters without an equivalent are left out.

    >>> to_ascii("Größe à l’œuvre"), to_ascii("Привет")
    ("Grosse a l'oeuvre", 'Privet')
    """
    ascii_text: str = text_unidecode.unidecode(text)
    return ascii_text
