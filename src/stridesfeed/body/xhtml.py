"""
Clean HTML as XHTML: the same elements and texts in the syntax of XML.
"""

from __future__ import annotations

from stridesfeed.body.tokens import EndTag, StartTag, tokenize
from stridesfeed.body.tree import VOID, escape, start_tag


def to_xhtml(html: str) -> str:
    """
    Return clean *html*, in which every element has its end, as XHTML (RFC 4287, 3.1.1.3), without the enclosing ``div``.

    >>> to_xhtml('<p>One<br>two &amp; <img src="https://a.example/1.png" alt=""></p>')
    '<p>One<br/>two &amp; <img src="https://a.example/1.png" alt=""/></p>'
    """
    pieces: list[str] = []
    for token in tokenize(html):
        if isinstance(token, StartTag):
            tag = start_tag(token.name, token.attributes)
            pieces.append(f"{tag[:-1]}/>" if token.name in VOID else tag)
        elif isinstance(token, EndTag):
            pieces.append(f"</{token.name}>")
        else:
            pieces.append(escape(token))
    return "".join(pieces)
