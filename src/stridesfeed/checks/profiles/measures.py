"""
What can be asked of an article or of a feed: two tables, of what is looked at by its name in profiles.

A new measure is one function and one line: what it gives (a number, yes or no, names), what it is called, and the keys of front matter where
it can be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar

import attrs

from stridesfeed.checks.profiles.subjects import JudgedArticle, JudgedFeed, element_names, words
from stridesfeed.load import names

Thing = TypeVar("Thing", JudgedArticle, JudgedFeed)

#: What a measure gives: ``None`` where it cannot be known.
Value = int | float | bool | frozenset[str] | None

Kind = Literal["number", "flag", "names"]


@attrs.frozen
class Measure(Generic[Thing]):
    """
    One thing to look at.
    """

    kind: Kind
    of: Callable[[Thing], Value]

    #: Of a number, what has it, with ``{}`` for it: "the title has {} characters". Of a flag, what is wrong where it is not so. Of names, what
    #: has them.
    said: str

    #: Where it is written in front matter.
    keys: tuple[str, ...] = ()


def _sides(judged: JudgedArticle) -> tuple[int, int] | None:
    picture = judged.picture
    return (picture.width, picture.height) if picture and picture.width and picture.height else None


def _smallest_side(judged: JudgedArticle) -> int | None:
    sides = _sides(judged)
    return min(sides) if sides else None


def _largest_side(judged: JudgedArticle) -> int | None:
    sides = _sides(judged)
    return max(sides) if sides else None


def _width(judged: JudgedArticle) -> int | None:
    sides = _sides(judged)
    return sides[0] if sides else None


def _height(judged: JudgedArticle) -> int | None:
    sides = _sides(judged)
    return sides[1] if sides else None


def _picture_sized(judged: JudgedArticle) -> bool | None:
    return None if judged.picture is None else _sides(judged) is not None


def _has_region(language: str | None) -> bool | None:
    """
    Whether a language tag has a region (BCP 47, 2.2.4); ``None`` without a tag.
    """
    if language is None:
        return None
    return any((len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdecimal()) for part in language.split("-")[1:])


def _language(judged: JudgedArticle) -> str | None:
    return judged.whole.feed.language_of(judged.article)


def _attributes(judged: JudgedArticle) -> frozenset[str]:
    """
    The attributes in the text; those that begin with data- as that.
    """
    attributes = {name for tag in judged.body.every() for name in tag.attributes}
    return frozenset("data-*" if name.startswith("data-") else name for name in attributes)


def _lengths_known(judged: JudgedArticle) -> bool | None:
    attachments = judged.article.attachments
    return all(attachment.length for attachment in attachments) if attachments else None


def _attachment_alone(judged: JudgedArticle) -> bool | None:
    """
    Whether no other article has the same first file.
    """
    own = judged.article.attachments[:1]
    if not own:
        return None
    every = [other.article.attachments[0].url for other in judged.whole.articles if other.article.attachments]
    return every.count(own[0].url) == 1


def _content(judged: JudgedArticle) -> str:
    return judged.article.content or ""


#: What can be asked of an article.
ARTICLE_MEASURES: Mapping[str, Measure[JudgedArticle]] = MappingProxyType(
    {
        "title-characters": Measure("number", lambda judged: len(judged.article.title), "the title has {} characters", names.TITLE),
        "title-words": Measure("number", lambda judged: words(judged.article.title), "the title has {} words", names.TITLE),
        "summary": Measure("flag", lambda judged: judged.article.summary is not None, "has no summary", names.SUMMARY),
        "summary-characters": Measure(
            "number", lambda judged: len(judged.article.summary or "") or None, "the summary has {} characters", names.SUMMARY
        ),
        "summary-words": Measure("number", lambda judged: words(judged.article.summary) or None, "the summary has {} words", names.SUMMARY),
        "body": Measure("flag", lambda judged: judged.article.content is not None, "has no text"),
        "body-words": Measure("number", lambda judged: words(judged.text), "the text has {} words"),
        "body-characters": Measure("number", lambda judged: len(judged.text), "the text has {} characters"),
        "body-bytes": Measure("number", lambda judged: len(_content(judged).encode()), "the text has {} bytes"),
        "body-elements": Measure("names", lambda judged: judged.body.names, "the text has the elements"),
        "body-attributes": Measure("names", _attributes, "the text has the attributes"),
        "body-nesting": Measure("number", lambda judged: judged.body.depth(), "the text has {} elements inside one another"),
        "body-link-schemes": Measure("names", lambda judged: judged.link_schemes, "the text has links of"),
        "last-words": Measure("names", lambda judged: judged.last_words, "ends with"),
        "address-schemes": Measure("names", lambda judged: judged.addresses, "it, its picture or a file of it is served over", names.URL),
        "picture": Measure("flag", lambda judged: judged.picture is not None, "has no picture", names.IMAGE),
        "picture-size": Measure("flag", _picture_sized, "the picture does not say its size", names.IMAGE),
        "picture-smallest-side": Measure("number", _smallest_side, "the smallest side of the picture has {} pixels", names.IMAGE),
        "picture-largest-side": Measure("number", _largest_side, "the largest side of the picture has {} pixels", names.IMAGE),
        "picture-width": Measure("number", _width, "the picture is {} pixels wide", names.IMAGE),
        "picture-height": Measure("number", _height, "the picture is {} pixels high", names.IMAGE),
        "authors": Measure("number", lambda judged: len(judged.article.authors or judged.whole.feed.authors), "has {} authors", names.AUTHORS),
        "categories": Measure("number", lambda judged: len(judged.article.categories), "has {} categories", names.CATEGORIES),
        "language-region": Measure(
            "flag", lambda judged: _has_region(_language(judged)), "the language does not say the region", names.LANGUAGE
        ),
        "age-days": Measure("number", lambda judged: judged.age, "is {} days old", names.PUBLISHED),
        "attachments": Measure("number", lambda judged: len(judged.article.attachments), "has {} files", names.ATTACHMENTS),
        "attachment-lengths": Measure("flag", _lengths_known, "a file does not say how long it is", names.ATTACHMENTS),
        "attachment-alone": Measure("flag", _attachment_alone, "another article has the same file", names.ATTACHMENTS),
        "guid-is-address": Measure(
            "flag",
            lambda judged: (judged.article.guid or judged.article.id) == judged.article.url,
            "the guid is not the address",
            names.GUID,
        ),
        "elements": Measure("names", lambda judged: element_names(judged.article.extensions), "has the elements"),
    }
)


def _fresh(judged: JudgedFeed, days: int) -> int | None:
    return None if judged.as_of is None else sum(0 <= (article.age or 0) <= days for article in judged.articles)


def _languages(judged: JudgedFeed) -> int:
    spoken = (judged.feed.language_of(article.article) for article in judged.articles)
    return len({language.partition("-")[0].lower() for language in spoken if language})


#: What can be asked of a feed.
FEED_MEASURES: Mapping[str, Measure[JudgedFeed]] = MappingProxyType(
    {
        "articles": Measure("number", lambda judged: len(judged.articles), "has {} articles"),
        "fresh-articles": Measure("number", lambda judged: _fresh(judged, 2), "has {} articles of the last two days"),
        "feed-bytes": Measure("number", lambda judged: judged.document_bytes, "the document in RSS has {} bytes"),
        "subtitle": Measure("flag", lambda judged: judged.feed.subtitle is not None, "has no subtitle"),
        "subtitle-characters": Measure("number", lambda judged: len(judged.feed.subtitle or "") or None, "the subtitle has {} characters"),
        "language": Measure("flag", lambda judged: judged.feed.language is not None, "does not say its language"),
        "feed-language-region": Measure("flag", lambda judged: _has_region(judged.feed.language), "the language does not say the region"),
        "languages": Measure("number", _languages, "has articles in {} languages"),
        "icon": Measure("flag", lambda judged: judged.feed.icon is not None, "has no icon"),
        "logo": Measure("flag", lambda judged: judged.feed.logo is not None, "has no logo"),
        "hubs": Measure("number", lambda judged: len(judged.feed.hubs), "names {} hubs"),
        "feed-elements": Measure("names", lambda judged: element_names(judged.feed.extensions), "has the elements"),
    }
)

#: Either of them.
AnyMeasure = Measure[Any]

#: All of them, by name.
MEASURES: Mapping[str, AnyMeasure] = MappingProxyType({**ARTICLE_MEASURES, **FEED_MEASURES})
