"""
Fingerprints of articles: a short hash of an article's content, which is the same while the content is the same.

The algorithm is part of the ledger's format and does not depend on cleaning, rendering or templates; docs/reference/ledger.md specifies it.
A new algorithm would get a new number before the colon, and articles would not count as changed because of it.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from stridesfeed.cache import Cache, Pages
from stridesfeed.model import Article
from stridesfeed.versions import installed

#: The number of the algorithm.
ALGORITHM = "1"

_HIDDEN = re.compile(r"<!--|<(script|style|template)\b", re.IGNORECASE)

# No part of these can match across a "<": the time they take is linear in the length of any text.
_ATTRIBUTES = r"""[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*"""
_TAG = re.compile(rf"<[/!?]?[A-Za-z](?:{_ATTRIBUTES}>|[^<>]*>)")
_URL_ATTRIBUTE = re.compile(r"""[\s"'](?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)

#: Tags that do not separate words.
_INLINE = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?=[\s/>])(?:{_ATTRIBUTES}>|[^<>]*>)", re.IGNORECASE)

_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_DELIMITER = re.compile(r"[/?#]")


def fingerprint(article: Article, former_urls: Mapping[str, str] | None = None) -> str:
    """
    Return the fingerprint of *article*: of its title, summary, words, the URLs of its links and images, and its attachments.

    *former_urls* maps the current URLs of other pages to their former ones. With it, the fingerprint is the one from before those pages moved.
    """
    lines = "\n".join(_lines(article, _UrlNormalizer(article.address, former_urls or {})))
    return f"{ALGORITHM}:{hashlib.sha256(unicodedata.normalize('NFC', lines).encode('utf-8', 'replace')).hexdigest()[:32]}"


def fingerprints(articles: Sequence[Article], cache: Cache | None) -> list[str]:
    """
    Return the fingerprint of each article. *cache* holds the fingerprints of articles whose content is identical.
    """
    if cache is None:
        return [fingerprint(article) for article in articles]
    pages, found = Pages(cache, f"fingerprints {ALGORITHM} {installed('stridesfeed')}"), list[str]()
    for article in articles:
        key = article.content_digest
        known = pages.get(key) if key else None
        found.append(known or fingerprint(article))
        if key and not known:
            pages.put(key, found[-1])
    pages.save()
    return found


def visible_words(article: Article) -> str:
    """
    Return the words of the content of *article*, separated by spaces.
    """
    return _words(_visible(article.content or ""))


def comparable(one: str, other: str) -> bool:
    """
    Return whether two fingerprints use the same algorithm, so that a difference between them is a change of content.
    """
    return bool(one) and one.partition(":")[0] == other.partition(":")[0]


def _lines(article: Article, urls: _UrlNormalizer) -> Iterator[str]:
    content = _visible(article.content or "")
    text = _words(content)
    yield f"title {' '.join((article.title or '').split())}"
    yield f"summary {_own_summary(article.summary or '', text)}"
    yield f"text {text}"
    for tag in _TAG.findall(content):
        for values in _URL_ATTRIBUTE.findall(tag) if "=" in tag else ():
            if url := urls.normalize("".join(html.unescape("".join(values)).split())):
                yield f"link {url}"
    if article.image:
        yield f"image {urls.normalize(article.image.url)}"
    yield from (f"attachment {urls.normalize(each.url)} {each.title or ''}" for each in article.files)


def _words(content: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", content))).split())


def _visible(content: str) -> str:
    """
    Return *content* without comments, scripts, styles and templates.
    """
    pieces, at = list[str](), 0
    while hidden := _HIDDEN.search(content, at):
        pieces.append(content[at : hidden.start()])
        end = re.compile(f"</{hidden[1]}" if hidden[1] else "-->", re.IGNORECASE).search(content, hidden.end())
        at = end.end() if end and not hidden[1] else end.start() if end else len(content)
    return "".join([*pieces, content[at:]])


def _own_summary(summary: str, text: str) -> str:
    """
    Return the summary, or nothing if it only repeats a part of the text, like an excerpt.
    """
    words = " ".join(summary.split())
    start = words.rstrip("….")
    is_excerpt = start in text or start.replace(" ", "") in text.replace(" ", "")
    return "" if is_excerpt else words


class _UrlNormalizer:
    """
    Writes the URLs in one article so that they stay the same when the site or the article moves.
    """

    def __init__(self, own_url: str, former_urls: Mapping[str, str]) -> None:
        self._own = former_urls.get(own_url, own_url)
        self._former_urls = former_urls
        self._origins = {_origin(own_url), _origin(self._own)}

    def normalize(self, url: str) -> str:
        """
        Return *url* relative to the article's own URL, or to the site's; empty for a place within the article.
        """
        former = self._former(url)
        rest = _rest_after(self._own, former)
        if former.startswith("#") or (rest or "").startswith("#"):
            return ""
        if rest is not None:
            return f".{rest}"
        origin = _origin(former)
        return former.removeprefix(origin) if origin in self._origins else former

    def _former(self, url: str) -> str:
        """
        Return *url* as it was before its page, or a page above it, moved.
        """
        if not self._former_urls:
            return url
        ends = (found.end() if found[0] == "/" else found.start() for found in reversed([*_DELIMITER.finditer(url)]))
        for end in (len(url), *ends):
            if url[:end] in self._former_urls:
                return self._former_urls[url[:end]] + url[end:]
        return url


def _rest_after(start: str, url: str) -> str | None:
    """
    Return what follows *start* in *url*; ``None`` if *url* is neither *start* nor below it.
    """
    rest = url[len(start) :]
    return rest if url.startswith(start) and (not rest or start.endswith("/") or rest[0] in "?#") else None


def _origin(url: str) -> str:
    found = _ORIGIN.match(url)
    return found[0] if found else ""
