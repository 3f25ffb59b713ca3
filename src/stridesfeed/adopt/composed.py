"""
Bodies without what a build puts around them: documents of our own have it in the body and beside it, and would have it twice otherwise.
"""

from __future__ import annotations

import re
from html import escape, unescape

import attrs

from stridesfeed.body import clean, compose
from stridesfeed.body.urls import readable
from stridesfeed.model import Article, Feed, Link
from stridesfeed.options import DEFAULT

_PROBE = "<p>·</p>"


def uncomposed(article: Article, language: str | None) -> Article:
    """
    *article* with the lead picture, sources and related links taken off its body, where these are what :func:`stridesfeed.body.compose` writes.

    Links that the body shows in another way stay there, and are none of the article's: a list of them would be written a second time.
    """
    if article.content is None or not (article.image or article.references or article.related):
        return article
    titled = _with_titles(article, article.content)
    before, after = _around(titled, language)
    content = article.content.removeprefix(before)
    if after and content.endswith(after):
        return attrs.evolve(titled, content=content.removesuffix(after))
    return attrs.evolve(article, content=content, related=_unseen(article.related, content), sources=_unseen(article.sources, content))


def _around(article: Article, language: str | None) -> tuple[str, str]:
    """
    What a build writes before and after the body of *article*.
    """
    probe = attrs.evolve(article, content=_PROBE)
    feed = Feed(id=article.id, title=article.title, url=article.url, language=language, articles=[probe])
    before, _, after = (compose(clean(feed), DEFAULT).articles[0].content or "").partition(_PROBE)
    return before, after


def _with_titles(article: Article, content: str) -> Article:
    """
    *article* with the titles that its links have in the body: beside it, one that looks like markup is left out.
    """
    return attrs.evolve(article, related=_titled(article.related, content), sources=_titled(article.sources, content))


def _titled(links: tuple[Link, ...], content: str) -> tuple[Link, ...]:
    found = {link: re.search(rf'<li><a href="{re.escape(escape(link.href))}">([^<]*)</a></li>', content) for link in links if not link.title}
    titles = {link: unescape(match[1]) for link, match in found.items() if match and match[1] != readable(link.href)}
    return tuple(attrs.evolve(link, title=titles[link]) if link in titles else link for link in links)


def _unseen(links: tuple[Link, ...], content: str) -> tuple[Link, ...]:
    return tuple(link for link in links if f'"{link.href}"' not in content)
