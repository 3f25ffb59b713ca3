"""
Sitemaps: of feeds and pages for every search engine, and of the latest articles for Google News.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element, Namespace, element
from stridesfeed.model import Article, Feed
from stridesfeed.xml_writer import write_xml

MEDIA_TYPE = "application/xml"

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = Namespace("news", "http://www.google.com/schemas/sitemap-news/0.9")

# The limits of sitemaps.org, and of Google for news (Search Central, "Create a News Sitemap").
_MOST_ADDRESSES = 50_000
_MOST_NEWS = 1_000
_NEWS_AGE = timedelta(days=2)

#: Google wants ISO 639 codes, and has these two names for Chinese.
_CHINESE = {"zh-cn": "zh-cn", "zh-hans": "zh-cn", "zh-sg": "zh-cn", "zh-tw": "zh-tw", "zh-hant": "zh-tw", "zh-hk": "zh-tw", "zh-mo": "zh-tw"}


def sitemap(places: Iterable[tuple[str, datetime | None]]) -> bytes:
    """
    The addresses *places*, each with the moment at which what is there last changed, where that is known.

    More than 50,000 are more than a sitemap may hold: :class:`FieldError`.
    """
    listed = dict(places)
    if len(listed) > _MOST_ADDRESSES:
        raise FieldError("sitemap", "places", f"must be {_MOST_ADDRESSES:,} at most, and are {len(listed):,}: leave archives out")
    return _document(element("url", children=_place(url, updated)) for url, updated in listed.items())


def _document(urls: Iterable[Element]) -> bytes:
    return write_xml(element("urlset", children=urls), _SITEMAP)


def _place(url: str, updated: datetime | None) -> Iterator[Element]:
    yield element("loc", url)
    if updated:
        yield element("lastmod", format_rfc3339(updated))


def news_sitemap(feed: Feed, *, as_of: datetime, name: str | None = None) -> bytes:
    """
    The articles of *feed* of the two days before *as_of*, the newest first, at most 1,000.

    *name* is what Google News calls the publication, and the feed's title where it is not given. Articles on another host than the feed's page
    have no place in its sitemap (sitemaps.org). Each needs a language; where neither it nor the feed has one, :class:`FieldError` says so.
    On a day without news the list is empty, which Google takes.
    """
    publication = name or feed.title
    return _document(
        element("url", children=(element("loc", article.url), _news(article, publication, _language(feed, article))))
        for article in _latest(feed, whole_utc(as_of))
    )


def _latest(feed: Feed, as_of: datetime) -> list[Article]:
    host = urlsplit(feed.url).netloc
    fresh = [
        article
        for article in feed.articles
        if as_of - _NEWS_AGE <= whole_utc(article.published) <= as_of and urlsplit(article.url).netloc == host
    ]
    return sorted(fresh, key=lambda article: (-article.published.timestamp(), article.id))[:_MOST_NEWS]


def _news(article: Article, publication: str, language: str) -> Element:
    named = _NEWS.element("publication", children=(_NEWS.element("name", publication), _NEWS.element("language", language)))
    published = _NEWS.element("publication_date", format_rfc3339(article.published))
    return _NEWS.element("news", children=(named, published, _NEWS.element("title", article.title)))


def _language(feed: Feed, article: Article) -> str:
    tag = feed.language_of(article)
    if tag is None:
        raise FieldError(
            f"article {article.id!r}", "language", "is missing, and a news sitemap needs it: set the feed's language", article_id=article.id
        )
    parts = tag.lower().split("-")
    chinese = next((code for name, code in _CHINESE.items() if name == "-".join(parts[:2])), None)
    return chinese or parts[0]
