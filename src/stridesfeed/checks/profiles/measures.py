"""
Measures of articles and feeds that profiles can limit, by name.

A new measure is a line in a table: its kind, its function, what findings say, and the keys of front matter where an author can fix it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

import attrs

from stridesfeed import iri
from stridesfeed.body import CleanFeed, html_to_text
from stridesfeed.checks.articles.checked_feed import BodyTags, SourceFiles, read_tags
from stridesfeed.checks.rule import Found
from stridesfeed.emit import render
from stridesfeed.extensions.mi import SyndicatedImage
from stridesfeed.load.front_matter import names
from stridesfeed.model import Article, Extension, Image
from stridesfeed.options import Options

#: The value of a measure; ``None`` if it is unknown.
Value = int | float | bool | frozenset[str] | None

Kind = Literal["number", "flag", "names"]

#: The "last-words" measure compares up to this many words.
_LAST_WORDS = 4

_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@attrs.frozen(kw_only=True, eq=False)
class MeasuredFeed:
    """
    A cleaned and composed feed, as documents contain it.
    """

    feed: CleanFeed
    options: Options

    #: The moment for computing ages; ``None`` if ages are unknown.
    as_of: datetime | None

    #: The path of each article's file, or ``path:line``, by the article's id.
    origins: Mapping[str, str]

    sources: SourceFiles

    @cached_property
    def articles(self) -> tuple[MeasuredArticle, ...]:
        """
        Every article.
        """
        return tuple(MeasuredArticle(article, self) for article in self.feed.articles)

    @cached_property
    def document_bytes(self) -> int:
        """
        The size of the RSS document, which all partners read.
        """
        return len(render(self.feed, "rss", options=attrs.evolve(self.options, lead_image=False, sources=False, related=False)))

    @property
    def recent_articles(self) -> int | None:
        """
        The number of articles from the last two days; ``None`` if ages are unknown.
        """
        return None if self.as_of is None else sum(0 <= (article.age or 0) <= 2 for article in self.articles)

    @property
    def languages(self) -> frozenset[str]:
        """
        The languages of articles, without regions.
        """
        return frozenset(article.language.partition("-")[0].lower() for article in self.articles if article.language)

    def found(self, message: str, *, keys: Iterable[str] = ()) -> Found:
        """
        Describe a problem of the feed; *keys* is for articles only.
        """
        del keys
        return Found(message, self.feed.subject)


@attrs.frozen(eq=False)
class MeasuredArticle:
    """
    One article of a feed.
    """

    article: Article
    context: MeasuredFeed

    @cached_property
    def tags(self) -> BodyTags:
        """
        The tags of its text.
        """
        return read_tags(self.article.content or "")

    @cached_property
    def text(self) -> str:
        """
        Its text without HTML.
        """
        return html_to_text(self.article.content or "")

    @property
    def language(self) -> str | None:
        """
        Its language, or that of the feed.
        """
        return self.context.feed.language_of(self.article)

    @property
    def age(self) -> float | None:
        """
        In days; negative for articles in the future.
        """
        as_of, published = self.context.as_of, self.article.published
        return (as_of - published) / timedelta(days=1) if as_of and published else None

    @cached_property
    def image(self) -> Image | None:
        """
        The image that a partner uses: the lead image, otherwise the first one in the text.
        """
        syndicated = next((extension.image for extension in self.article.extensions if isinstance(extension, SyndicatedImage)), None)
        if lead := self.article.image or syndicated:
            return lead
        for tag in self.tags.images:
            source = tag.attributes.get("src", "")
            if iri.scheme(source) in iri.WEB:
                return Image(source, width=_pixels(tag.attributes.get("width")), height=_pixels(tag.attributes.get("height")))
        return None

    @property
    def image_size(self) -> tuple[int, int] | None:
        """
        Width and height of the image, if both are known.
        """
        image = self.image
        return (image.width, image.height) if image and image.width and image.height else None

    @property
    def address_schemes(self) -> frozenset[str]:
        """
        The schemes of the addresses of the article, its image and its attachments.
        """
        urls = [self.article.address, *(attachment.url for attachment in self.article.attachments)]
        return _schemes([*urls, *([self.image.url] if self.image else [])])

    @property
    def attribute_names(self) -> frozenset[str]:
        """
        The attributes in the text; those that begin with ``data-`` as ``data-*``.
        """
        attributes = {name for tag in self.tags.every() for name in tag.attributes}
        return frozenset("data-*" if name.startswith("data-") else name for name in attributes)

    @property
    def lengths_known(self) -> bool | None:
        """
        True if every attachment has a length; ``None`` without attachments.
        """
        attachments = self.article.attachments
        return all(attachment.length for attachment in attachments) if attachments else None

    @property
    def attachment_unique(self) -> bool | None:
        """
        True if no other article has the same first attachment; ``None`` without attachments.
        """
        own = self.article.attachments[:1]
        if not own:
            return None
        return [other.article.attachments[0].url for other in self.context.articles if other.article.attachments].count(own[0].url) == 1

    @property
    def last_words(self) -> frozenset[str]:
        """
        The last word of summary and text, the last two words, and so on, in lower case.
        """
        ends = [_WORDS.findall((text or "")[-120:].casefold())[-_LAST_WORDS:] for text in (self.article.summary, self.text)]
        return frozenset(" ".join(end[start:]) for end in ends for start in range(len(end)))

    def found(self, message: str, *, keys: Iterable[str] = ()) -> Found:
        """
        Describe a problem of the article, at the line of one of *keys* in its front matter.
        """
        location = self.context.sources.locate(self.context.origins.get(self.article.id), keys)
        return Found(message, self.article.subject, location.path, location.line, article_id=self.article.id)


def _pixels(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() else None


def _schemes(urls: Iterable[str]) -> frozenset[str]:
    return frozenset(scheme for url in urls if (scheme := iri.scheme(url)))


def _count_words(text: str | None) -> int:
    """
    Count the words of *text*.

    >>> _count_words("It's one stride, at a time.")
    6
    """
    return len(_WORDS.findall(text or ""))


def _has_region(language: str | None) -> bool | None:
    """
    Return whether a language tag has a region (BCP 47, 2.2.4); ``None`` without a tag.
    """
    if language is None:
        return None
    return any((len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdecimal()) for part in language.split("-")[1:])


def _element_names(extensions: Iterable[Extension]) -> frozenset[str]:
    """
    Return the elements of *extensions* with their usual prefixes: ``snf:logo``.
    """
    elements = [element for extension in extensions for element in extension.elements("rss")]
    return frozenset(f"{element.namespace.prefix}:{element.name}" if element.namespace else element.name for element in elements)


Measured = TypeVar("Measured", MeasuredArticle, MeasuredFeed)


@attrs.frozen
class Measure(Generic[Measured]):
    """
    A property of an article or a feed that a profile can limit.
    """

    kind: Kind
    of: Callable[[Measured], Value]

    #: The start of a message. Number: with ``{}`` for the value, "title has {} characters". Flag: the problem if the value is False.
    #: Names: the names follow.
    message: str

    #: The keys of front matter for the value.
    keys: tuple[str, ...] = ()


#: Measures of articles.
ARTICLE_MEASURES: Mapping[str, Measure[MeasuredArticle]] = MappingProxyType(
    {
        "title-characters": Measure("number", lambda each: len(each.article.title or ""), "title has {} characters", names.TITLE),
        "title-words": Measure("number", lambda each: _count_words(each.article.title or ""), "title has {} words", names.TITLE),
        "summary": Measure("flag", lambda each: each.article.summary is not None, "no summary", names.SUMMARY),
        "summary-characters": Measure(
            "number", lambda each: len(each.article.summary or "") or None, "summary has {} characters", names.SUMMARY
        ),
        "summary-words": Measure("number", lambda each: _count_words(each.article.summary) or None, "summary has {} words", names.SUMMARY),
        "body": Measure("flag", lambda each: each.article.content is not None, "no text"),
        "body-words": Measure("number", lambda each: _count_words(each.text), "text has {} words"),
        "body-characters": Measure("number", lambda each: len(each.text), "text has {} characters"),
        "body-bytes": Measure("number", lambda each: len((each.article.content or "").encode()), "text has {} bytes"),
        "body-elements": Measure("names", lambda each: each.tags.names, "text contains the elements"),
        "body-attributes": Measure("names", lambda each: each.attribute_names, "text contains the attributes"),
        "body-nesting": Measure("number", lambda each: each.tags.depth(), "text has {} levels of nested elements"),
        "body-link-schemes": Measure("names", lambda each: _schemes(each.tags.hrefs), "text contains links with the schemes"),
        "last-words": Measure("names", lambda each: each.last_words, "ends with"),
        "address-schemes": Measure("names", lambda each: each.address_schemes, "article, image or attachment is served over", names.URL),
        "picture": Measure("flag", lambda each: each.image is not None, "no image", names.IMAGE),
        "picture-size": Measure(
            "flag", lambda each: None if each.image is None else each.image_size is not None, "image without size", names.IMAGE
        ),
        "picture-smallest-side": Measure(
            "number", lambda each: min(each.image_size) if each.image_size else None, "smallest side of the image has {} pixels", names.IMAGE
        ),
        "picture-largest-side": Measure(
            "number", lambda each: max(each.image_size) if each.image_size else None, "largest side of the image has {} pixels", names.IMAGE
        ),
        "picture-width": Measure(
            "number", lambda each: each.image_size[0] if each.image_size else None, "image is {} pixels wide", names.IMAGE
        ),
        "picture-height": Measure(
            "number", lambda each: each.image_size[1] if each.image_size else None, "image is {} pixels high", names.IMAGE
        ),
        "authors": Measure("number", lambda each: len(each.article.authors or each.context.feed.authors), "has {} authors", names.AUTHORS),
        "categories": Measure("number", lambda each: len(each.article.categories), "has {} categories", names.CATEGORIES),
        "language-region": Measure("flag", lambda each: _has_region(each.language), "language without region", names.LANGUAGE),
        "age-days": Measure("number", lambda each: each.age, "is {} days old", names.PUBLISHED),
        "attachments": Measure("number", lambda each: len(each.article.attachments), "has {} attachments", names.ATTACHMENTS),
        "attachment-lengths": Measure("flag", lambda each: each.lengths_known, "attachment without length", names.ATTACHMENTS),
        "attachment-alone": Measure("flag", lambda each: each.attachment_unique, "another article has the same attachment", names.ATTACHMENTS),
        "guid-is-address": Measure(
            "flag", lambda each: (each.article.guid or each.article.id) == each.article.url, "guid is not the address", names.GUID
        ),
        "elements": Measure("names", lambda each: _element_names(each.article.extensions), "contains the elements"),
    }
)

#: Measures of feeds.
FEED_MEASURES: Mapping[str, Measure[MeasuredFeed]] = MappingProxyType(
    {
        "articles": Measure("number", lambda each: len(each.articles), "has {} articles"),
        "fresh-articles": Measure("number", lambda each: each.recent_articles, "has {} articles from the last two days"),
        "feed-bytes": Measure("number", lambda each: each.document_bytes, "RSS document has {} bytes"),
        "subtitle": Measure("flag", lambda each: each.feed.subtitle is not None, "no subtitle"),
        "subtitle-characters": Measure("number", lambda each: len(each.feed.subtitle or "") or None, "subtitle has {} characters"),
        "language": Measure("flag", lambda each: each.feed.language is not None, "no language"),
        "feed-language-region": Measure("flag", lambda each: _has_region(each.feed.language), "language without region"),
        "languages": Measure("number", lambda each: len(each.languages), "has articles in {} languages"),
        "icon": Measure("flag", lambda each: each.feed.icon is not None, "no icon"),
        "logo": Measure("flag", lambda each: each.feed.logo is not None, "no logo"),
        "media-content": Measure("flag", lambda each: each.options.image_elements == "both", "lead images are not in media:content"),
        "hubs": Measure("number", lambda each: len(each.feed.hubs), "has {} hubs"),
        "feed-elements": Measure("names", lambda each: _element_names(each.feed.extensions), "contains the elements"),
    }
)

#: All measures, by name.
MEASURES: Mapping[str, Measure[Any]] = MappingProxyType({**ARTICLE_MEASURES, **FEED_MEASURES})
