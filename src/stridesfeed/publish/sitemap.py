"""
Sitemaps: of feeds and pages for search engines, and of the latest articles for Google News.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from stridesfeed.dates import format_rfc3339, whole_utc
from stridesfeed.errors import FieldError
from stridesfeed.markup import Element, Namespace
from stridesfeed.model import Feed
from stridesfeed.value import Many
from stridesfeed.xml_writer import write_xml

MEDIA_TYPE = "application/xml"

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = Namespace("news", "http://www.google.com/schemas/sitemap-news/0.9")

# The limits of sitemaps.org, and of Google for news (Search Central, "Create a News Sitemap").
_MAX_URLS = 50_000
_MAX_NEWS = 1_000
_MAX_NEWS_AGE = timedelta(days=2)

#: Google uses ISO 639 codes, except for these two for Chinese.
_CHINESE = {"zh-cn": "zh-cn", "zh-hans": "zh-cn", "zh-sg": "zh-cn", "zh-tw": "zh-tw", "zh-hant": "zh-tw", "zh-hk": "zh-tw", "zh-mo": "zh-tw"}


def sitemap(pages: Iterable[tuple[str, datetime | None]]) -> bytes:
    """
    Return the sitemap of *pages*: their URLs with the dates of their last changes, if known.

    More than 50,000 pages, the maximum of the specification, raise :class:`FieldError`.
    """
    listed = dict(pages)
    if len(listed) > _MAX_URLS:
        raise FieldError("sitemap", "pages", f"must be at most {_MAX_URLS:,}, not {len(listed):,}: leave archives out")
    return _document(
        Element("url", children=(Element("loc", url), *((Element("lastmod", format_rfc3339(updated)),) if updated else ())))
        for url, updated in listed.items()
    )


def _document(urls: Many[Element]) -> bytes:
    return write_xml(Element("urlset", children=urls), _SITEMAP)


def news_sitemap(feed: Feed, *, as_of: datetime, name: str | None = None) -> bytes:
    """
    Return the sitemap of the articles of *feed* from the two days before *as_of*, newest first, at most 1,000.

    *name* is the name of the publication in Google News; it defaults to the feed's title. Articles on another host than the feed's home page
    are left out (sitemaps.org). An article without a language, neither its own nor the feed's, raises :class:`FieldError`. The list may be
    empty, which Google accepts.
    """
    publication = name or feed.title
    host = urlsplit(feed.url).netloc
    end = whole_utc(as_of)
    recent = [
        article
        for article in feed.articles
        if end - _MAX_NEWS_AGE <= whole_utc(article.sort_date) <= end and urlsplit(article.address).netloc == host
    ]
    latest = sorted(recent, key=lambda article: (-article.sort_date.timestamp(), article.id))[:_MAX_NEWS]
    urls = list[Element]()
    for article in latest:
        tag = feed.language_of(article)
        if tag is None:
            raise FieldError(
                f"article {article.id!r}", "language", "is missing, but news sitemaps need it: set the feed's language", article_id=article.id
            )
        primary, *others = tag.lower().split("-")
        language = _NEWS.element("language", _CHINESE.get("-".join([primary, *others[:1]]), primary))
        named = _NEWS.element("publication", children=(_NEWS.element("name", publication), language))
        published = _NEWS.element("publication_date", format_rfc3339(article.sort_date))
        news = _NEWS.element("news", children=(named, published, _NEWS.element("title", article.name)))
        urls.append(Element("url", children=(Element("loc", article.address), news)))
    return _document(urls)
