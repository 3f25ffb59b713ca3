"""
What an article says, as a short text that stays the same while it says the same.

The algorithm is part of the ledger's format and does not change with cleaning, rendering or templates; docs/reference/ledger.md has it in
words. Another algorithm would be another number before the colon, and articles would not be new for that.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator, Mapping

from stridesfeed.model import Article

#: The number of the algorithm.
ALGORITHM = "1"

_HIDDEN = re.compile(r"<!--|<(script|style|template)\b", re.IGNORECASE)

# No part of these can run over a "<", so that the time they take grows with the text alone, whatever is in it.
_ATTRIBUTES = r"""[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*"""
_TAG = re.compile(rf"<[/!?]?[A-Za-z](?:{_ATTRIBUTES}>|[^<>]*>)")
_ADDRESS = re.compile(r"""[\s"'](?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)

#: Tags inside a word part no words.
_IN_WORDS = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
_TAG_IN_WORD = re.compile(rf"</?(?:{_IN_WORDS})(?=[\s/>])(?:{_ATTRIBUTES}>|[^<>]*>)", re.IGNORECASE)

_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_PART = re.compile(r"[/?#]")


def fingerprint(article: Article, former: Mapping[str, str] | None = None) -> str:
    """
    The fingerprint of what *article* says: title, summary, words, where its links and pictures lead, attachments.

    *former* gives the address that another page had before, by the one that it has now: with it the fingerprint is what it was before those
    pages moved.
    """
    said = unicodedata.normalize("NFC", "\n".join(_said(article, _Addresses(article.url, former or {}))))
    return f"{ALGORITHM}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}"


def comparable(one: str, other: str) -> bool:
    """
    Whether two fingerprints are of one algorithm, so that a difference between them is one of content.
    """
    return bool(one) and one.partition(":")[0] == other.partition(":")[0]


def _said(article: Article, addresses: _Addresses) -> Iterator[str]:
    """
    A line for each thing that the article says.
    """
    content = _visible(article.content or "")
    text = _words(_TAG.sub(" ", _TAG_IN_WORD.sub("", content)))
    yield f"title {' '.join(article.title.split())}"
    yield f"summary {_own_summary(article.summary or '', text)}"
    yield f"text {text}"
    yield from (f"link {address}" for address in map(addresses.lasting, _links(content)) if address)
    if article.image:
        yield f"image {addresses.lasting(article.image.url)}"
    yield from (f"attachment {addresses.lasting(each.url)} {each.title or ''}" for each in article.attachments)


def _visible(content: str) -> str:
    """
    *content* without comments, scripts and styles.
    """
    pieces, at = list[str](), 0
    while hidden := _HIDDEN.search(content, at):
        pieces.append(content[at : hidden.start()])
        end = re.compile(f"</{hidden[1]}" if hidden[1] else "-->", re.IGNORECASE).search(content, hidden.end())
        at = end.end() if end and not hidden[1] else end.start() if end else len(content)
    return "".join([*pieces, content[at:]])


def _words(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _own_summary(summary: str, text: str) -> str:
    """
    The summary, unless it only repeats a part of the text, as one does that was cut from it.
    """
    said = " ".join(summary.split())
    start = said.rstrip("….")
    repeats = start in text or start.replace(" ", "") in text.replace(" ", "")
    return "" if repeats else said


def _links(content: str) -> Iterator[str]:
    for tag in _TAG.findall(content):
        if "=" in tag:
            for values in _ADDRESS.findall(tag):
                yield "".join(html.unescape("".join(values)).split())


class _Addresses:
    """
    Addresses as one article has them, written so that they stay the same when the site or the article moves.
    """

    def __init__(self, own: str, former: Mapping[str, str]) -> None:
        self._own = former.get(own, own)
        self._former = former
        self._origins = {_origin(own), _origin(self._own)}

    def lasting(self, address: str) -> str:
        """
        The part after the article's own address, or after the site's; nothing for a place within the article.
        """
        before = self._before(address)
        rest = _after(self._own, before)
        if before.startswith("#") or (rest or "").startswith("#"):
            return ""
        if rest is not None:
            return f".{rest}"
        origin = _origin(before)
        return before.removeprefix(origin) if origin in self._origins else before

    def _before(self, address: str) -> str:
        """
        What *address* was before its page, or the one that it lies below, moved.
        """
        if not self._former:
            return address
        ends = (found.end() if found[0] == "/" else found.start() for found in reversed([*_PART.finditer(address)]))
        for end in (len(address), *ends):
            if address[:end] in self._former:
                return self._former[address[:end]] + address[end:]
        return address


def _after(start: str, address: str) -> str | None:
    """
    What follows *start* in an address that is it, or lies below it.
    """
    rest = address[len(start) :]
    return rest if address.startswith(start) and (not rest or start.endswith("/") or rest[0] in "?#") else None


def _origin(address: str) -> str:
    found = _ORIGIN.match(address)
    return found[0] if found else ""
