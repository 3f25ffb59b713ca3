"""
Bodies as they were before :func:`stridesfeed.body.compose` added to them, so that the next rendering does not add the same again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import attrs

from stridesfeed.body.composition import additions
from stridesfeed.body.direction import body_attributes, with_direction
from stridesfeed.body.urls import display_url
from stridesfeed.model import Article, Link
from stridesfeed.options import DEFAULT

_SHOWN_LINK = re.compile(r'<li><a href="([^"<>]*)">([^<]*)</a></li>')

_WRAPPER = re.compile(r"<div(?: [a-z]+=\"[^\"]*\")+>\n(.*)\n</div>", re.DOTALL)


def remove_composition(article: Article, feed_language: str | None, *, without_shown: bool = False) -> Article:
    """
    Remove the lead image, sources and related links from the body, if :func:`stridesfeed.body.compose` added them.

    The next rendering would add them a second time. Links that the body shows in another form stay in the body; with *without_shown*, they are
    removed from the fields for the same reason.
    """
    if article.content is None or not (article.image or article.references or article.related):
        return article
    body = unwrapped(article.content, article.language, feed_language)
    language = article.language or feed_language
    # A title that looks like markup is in the body only.
    shown = {unescape(href): unescape(text) for href, text in _SHOWN_LINK.findall(body)}
    titled = attrs.evolve(article, related=_with_titles(article.related, shown), sources=_with_titles(article.sources, shown))
    ends = {each: "".join(f"\n{part}" for part in additions(each, "", language, DEFAULT)[1]) for each in (article, titled)}
    matching = [each for each, end in ends.items() if end and body.endswith(end)]
    start = "".join(f"{part}\n" for part in additions(article, "", language, DEFAULT)[0])
    if matching or (start and body.startswith(start)):
        body = (body.removesuffix(ends[matching[0]]) if matching else body).removeprefix(start)
        article = attrs.evolve(matching[0] if matching else article, content=body)
    if without_shown and not matching:
        article = attrs.evolve(article, related=_without_shown(article.related, body), sources=_without_shown(article.sources, body))
    return article


def unwrapped(body: str, language: str | None, feed_language: str | None) -> str:
    """
    Return *body* without the element around it that says its language and direction, if :func:`compose` added it.
    """
    found = _WRAPPER.fullmatch(body)
    return found[1] if found and with_direction(found[1], body_attributes(found[1], language, feed_language)) == body else body


def _with_titles(links: tuple[Link, ...], shown: Mapping[str, str]) -> tuple[Link, ...]:
    """
    Return *links* with the text that the body shows, *shown* by URL, as the title of those that have none.
    """
    titles = {link: shown.get(link.href, "") for link in links if not link.title}
    has_title = {link for link, title in titles.items() if title and title != display_url(link.href)}
    return tuple(attrs.evolve(link, title=titles[link]) if link in has_title else link for link in links)


def _without_shown(links: tuple[Link, ...], body: str) -> tuple[Link, ...]:
    return tuple(link for link in links if f'"{link.href}"' not in body)
