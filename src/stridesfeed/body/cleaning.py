"""
Clean HTML, so that every feed can carry it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NewType

import attrs

from stridesfeed.body.canonical import clean_canonical
from stridesfeed.body.engines import sanitize
from stridesfeed.body.limits import LimitExceeded
from stridesfeed.body.plain import html_to_text
from stridesfeed.body.policy import ARTICLE, Policy
from stridesfeed.body.rewrite import rewrite
from stridesfeed.body.tree import escape
from stridesfeed.cache import Cache
from stridesfeed.errors import LimitError
from stridesfeed.model import Article, Feed
from stridesfeed.text import line as one_line
from stridesfeed.value import with_fields
from stridesfeed.versions import installed

#: Stands for a cached body that cleaning did not change.
_UNCHANGED = b"="
_CHANGED = b"+"


def _cache_key(article: Article, policy: Policy, engine: str) -> bytes:
    """
    Return the cache key of a body: a hash of the body and everything that affects cleaning.
    """
    content = (article.content or "").encode()
    facts = (installed("stridesfeed"), engine, installed(engine), policy.fingerprint, article.address, article.title, len(content))
    return hashlib.sha256(repr(facts).encode() + content).digest()


def _to_cache(body: str, article: Article) -> bytes:
    """
    Return a clean body as bytes for the cache; one byte if cleaning did not change it.
    """
    return _UNCHANGED if body == article.content else _CHANGED + body.encode()


def _from_cache(kept: bytes, article: Article) -> str:
    """
    Return the clean body of *article* from a cached value.
    """
    return article.content or "" if kept == _UNCHANGED else kept[len(_CHANGED) :].decode()


#: A feed with clean bodies, as :func:`clean` returns it. Only such a feed can be rendered.
CleanFeed = NewType("CleanFeed", Feed)


def clean_html(
    html: str,
    base_url: str,
    *,
    policy: Policy = ARTICLE,
    engine: str = "bleach",
    title: str | None = None,
    subject: str = "html",
    fast_path: bool = True,
) -> str:
    """
    Sanitise *html*: remove everything that runs, frames, tracks or restyles, and make every URL absolute.

    *base_url* is the URL of the article. A heading at the start that repeats *title* is removed. A body over a limit of *policy* becomes its
    text, or raises :class:`stridesfeed.errors.LimitError` about *subject*, depending on the policy. Cleaning twice is the same as cleaning
    once.

    A canonical body (:mod:`stridesfeed.body.canonical`), or one that is canonical after rewriting, takes the fast path without the engine,
    which is many times faster; with ``fast_path=False`` the engine cleans it too. The result is the same.

    >>> clean_html('<p onclick="x()">See <a href="/two">two</a><script>x()</script></p>', "https://strides.example/one")
    '<p>See <a href="https://strides.example/two">two</a></p>'
    """
    known = clean_canonical(html, base_url, policy, engine, title)
    if known is None:
        return pipeline(html, base_url, policy=policy, engine=engine, title=title, subject=subject, fast_path=fast_path)
    return known if fast_path else sanitize(known, policy, engine)


def pipeline(
    html: str,
    base_url: str,
    *,
    policy: Policy,
    engine: str,
    title: str | None = None,
    subject: str = "html",
    article_id: str | None = None,
    fast_path: bool = False,
) -> str:
    """
    Rewrite the tree, then call the engine; with *fast_path*, call it only if the rewritten body is not canonical.
    """
    try:
        rewritten = rewrite(html, base_url, policy, title)
    except LimitExceeded as over:
        if policy.over_limit == "refuse":
            raise LimitError(subject, over.limit, over.rule, article_id=article_id) from over
        return paragraphs(html_to_text(html))
    known = clean_canonical(rewritten, base_url, policy, engine) if fast_path else None
    return sanitize(rewritten, policy, engine) if known is None else known


def clean(feed: Feed, *, policy: Policy = ARTICLE, engine: str = "bleach", fast_path: bool = True, cache: Cache | None = None) -> CleanFeed:
    """
    Clean the content and the HTML summary of every article of *feed*, with the article's own URL as base, and the HTML subtitle of the feed;
    *fast_path* as for :func:`clean_html`.

    *cache* stores the bodies that did not take the fast path.
    """
    bodies = _canonical_bodies(feed.articles, policy, engine) if fast_path else {}
    waiting = [article for article in feed.articles if article.content is not None and article.id not in bodies]
    make = partial(_pipeline if fast_path else _clean_with_engine, policy=policy, engine=engine)
    bodies |= {article.id: make(article) for article in waiting} if cache is None else _cached_bodies(waiting, policy, engine, cache, make)
    cleaned = (_with_body(article, bodies.get(article.id)) for article in feed.articles)
    feed = with_clean_subtitle(feed, policy, engine)
    return with_articles(feed, tuple(_with_clean_summary(each, policy, engine) if each.summary_html else each for each in cleaned))


def with_clean_subtitle(feed: Feed, policy: Policy, engine: str) -> Feed:
    """
    Return *feed* with a clean HTML subtitle and its text, if it has one.
    """
    if feed.subtitle_html is None:
        return feed
    html = clean_html(feed.subtitle_html, feed.url, policy=policy, engine=engine)
    return with_fields(feed, subtitle_html=html or None, subtitle=feed.subtitle or one_line(html_to_text(html)) or None)


def with_articles(feed: Feed, articles: tuple[Article, ...]) -> CleanFeed:
    """
    Return *feed* with these articles, whose bodies are clean.
    """
    return CleanFeed(attrs.evolve(feed, articles=articles))


def paragraphs(text: str) -> str:
    r"""
    Plain text as HTML: a paragraph for each line.

    >>> paragraphs("AT&T\n\nspeaks")
    '<p>AT&amp;T</p>\n<p>speaks</p>'
    """
    return "\n".join(f"<p>{escape(line)}</p>" for line in map(str.strip, text.split("\n")) if line)


#: Clean bodies by article id.
_Bodies = dict[str, str]


def _canonical_bodies(articles: Iterable[Article], policy: Policy, engine: str) -> _Bodies:
    found = ((each.id, clean_canonical(each.content, each.address, policy, engine, each.title)) for each in articles if each.content)
    return {id_: body for id_, body in found if body is not None}


def _cached_bodies(articles: Sequence[Article], policy: Policy, engine: str, cache: Cache, make: Callable[[Article], str]) -> _Bodies:
    """
    Return bodies from the cache; clean and store those that it does not have.
    """
    keys = {article.id: _cache_key(article, policy, engine) for article in articles}
    known = cache.get(keys.values())
    made = {article.id: (article, make(article)) for article in articles if keys[article.id] not in known}
    cache.put({keys[id_]: _to_cache(body, article) for id_, (article, body) in made.items()})
    again = {article.id: _from_cache(known[keys[article.id]], article) for article in articles if article.id not in made}
    return again | {id_: body for id_, (_, body) in made.items()}


def _pipeline(article: Article, policy: Policy, engine: str, *, fast_path: bool = True) -> str:
    """
    Clean an *article* that is known not to be canonical.
    """
    return pipeline(
        article.content or "",
        article.address,
        policy=policy,
        engine=engine,
        title=article.title,
        subject=article.subject,
        article_id=article.id,
        fast_path=fast_path,
    )


def _clean_with_engine(article: Article, policy: Policy, engine: str) -> str:
    """
    Clean *article* with the engine in any case.
    """
    known = clean_canonical(article.content or "", article.address, policy, engine, article.title)
    return _pipeline(article, policy, engine, fast_path=False) if known is None else sanitize(known, policy, engine)


def _with_clean_summary(article: Article, policy: Policy, engine: str) -> Article:
    html = clean_html(article.summary_html or "", article.address, policy=policy, engine=engine)
    return with_fields(article, summary_html=html or None, summary=article.summary or one_line(html_to_text(html)) or None)


def _with_body(article: Article, body: str | None) -> Article:
    """
    Return *article* with *body* as its content; an empty body becomes ``None``.
    """
    return article if body is None or body == article.content else with_fields(article, content=body or None)
