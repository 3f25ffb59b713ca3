"""
What a partner looks at: a feed as it is published, and each of its articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property

import attrs

from stridesfeed import iri
from stridesfeed.body import CleanFeed, html_to_text
from stridesfeed.checks.articles.checked_feed import BodyTags, SourceFiles, read_tags
from stridesfeed.checks.rule import Found
from stridesfeed.emit import render
from stridesfeed.extensions.mi import SyndicatedImage
from stridesfeed.model import Article, Extension, Image
from stridesfeed.options import Options

_DAY = timedelta(days=1)
_FEW = 4
_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@attrs.frozen(kw_only=True, eq=False)
class JudgedFeed:
    """
    A feed whose bodies are cleaned and composed, as documents hold it.
    """

    feed: CleanFeed
    options: Options

    #: The moment that ages are counted up to; ``None`` where nothing is said of ages.
    as_of: datetime | None

    #: The path of each article's file, or ``path:line``, by the article's id.
    origins: Mapping[str, str]

    places: SourceFiles

    @cached_property
    def articles(self) -> tuple[JudgedArticle, ...]:
        """
        Every article, as the partner looks at it.
        """
        return tuple(JudgedArticle(article, self) for article in self.feed.articles)

    @cached_property
    def document_bytes(self) -> int:
        """
        How many bytes the document in RSS has, which all partners read.
        """
        return len(render(self.feed, "rss", options=attrs.evolve(self.options, lead_image=False, sources=False, related=False)))

    def found(self, message: str, *, keys: Iterable[str] = ()) -> Found:
        """
        What is wrong with the feed; *keys* are for articles.
        """
        del keys
        return Found(message, self.feed.subject)


@attrs.frozen(eq=False)
class JudgedArticle:
    """
    One article of a feed.
    """

    article: Article
    whole: JudgedFeed

    @cached_property
    def body(self) -> BodyTags:
        """
        The tags of its text.
        """
        return read_tags(self.article.content or "")

    @cached_property
    def text(self) -> str:
        """
        What a person reads in it.
        """
        return html_to_text(self.article.content or "")

    @property
    def age(self) -> float | None:
        """
        In days; less than nothing for what is still in the future.
        """
        return None if self.whole.as_of is None else (self.whole.as_of - self.article.published) / _DAY

    @cached_property
    def picture(self) -> Image | None:
        """
        The picture that a partner takes: the lead picture, or else the first one in the text.
        """
        return self.article.image or _syndicated(self.article.extensions) or next(self._pictures(), None)

    def _pictures(self) -> Iterator[Image]:
        for tag in self.body.images:
            source = tag.attributes.get("src", "")
            if iri.scheme(source) in iri.WEB:
                yield Image(source, width=_pixels(tag.attributes.get("width")), height=_pixels(tag.attributes.get("height")))

    @property
    def addresses(self) -> frozenset[str]:
        """
        The schemes of its own address, of its picture and of its files.
        """
        urls = [self.article.url, *(attachment.url for attachment in self.article.attachments)]
        return _schemes([*urls, *([self.picture.url] if self.picture else [])])

    @property
    def link_schemes(self) -> frozenset[str]:
        """
        The schemes of the links in its text.
        """
        return _schemes(self.body.hrefs)

    @property
    def last_words(self) -> frozenset[str]:
        """
        The last word of its summary and of its text, the last two, and so on, in small letters.
        """
        ends = [_WORDS.findall((text or "")[-120:].casefold())[-_FEW:] for text in (self.article.summary, self.text)]
        return frozenset(" ".join(end[start:]) for end in ends for start in range(len(end)))

    def found(self, message: str, *, keys: Iterable[str] = ()) -> Found:
        """
        What is wrong with the article, at the line of one of the *keys* of its front matter.
        """
        place = self.whole.places.locate(self.whole.origins.get(self.article.id), keys)
        return Found(message, self.article.subject, place.path, place.line, article_id=self.article.id)


def words(text: str | None) -> int:
    """
    How many words *text* has.

    >>> words("It's one stride, at a time.")
    6
    """
    return len(_WORDS.findall(text or ""))


def element_names(extensions: Iterable[Extension]) -> frozenset[str]:
    """
    The elements of *extensions*, with the usual prefixes: ``snf:logo``.
    """
    elements = [element for extension in extensions for element in extension.elements()]
    return frozenset(f"{element.namespace.prefix}:{element.name}" if element.namespace else element.name for element in elements)


def _syndicated(extensions: Iterable[Extension]) -> Image | None:
    return next((extension.image for extension in extensions if isinstance(extension, SyndicatedImage)), None)


def _schemes(urls: Iterable[str]) -> frozenset[str]:
    return frozenset(scheme for url in urls if (scheme := iri.scheme(url)))


def _pixels(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() else None
