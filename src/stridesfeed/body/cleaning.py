"""
Clean bodies, as a cache keeps them.

HTML of any origin to HTML that every feed can carry.
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
from stridesfeed.value import with_fields
from stridesfeed.versions import installed

#: The body came out as it went in.
_UNCHANGED = b"="
_CHANGED = b"+"


def key(article: Article, policy: Policy, engine: str) -> bytes:
    """
    What stands for a body and everything that decides what becomes of it.
    """
    content = (article.content or "").encode()
    facts = (installed("stridesfeed"), engine, installed(engine), policy.fingerprint, article.url, article.title, len(content))
    return hashlib.sha256(repr(facts).encode() + content).digest()


def packed(body: str, article: Article) -> bytes:
    """
    A clean body as bytes; of one that is what it was before, a mark is enough.
    """
    return _UNCHANGED if body == article.content else _CHANGED + body.encode()


def unpacked(kept: bytes, article: Article) -> str:
    """
    The clean body of *article* again.
    """
    return article.content or "" if kept == _UNCHANGED else kept[len(_CHANGED) :].decode()


#: A feed of which every body was cleaned: what :func:`clean` gives back, and what alone can be written.
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
    *html* with nothing in it that runs, frames, tracks or restyles, and with every address absolute.

    *base_url* is the address of the article. A heading at the start that only repeats *title* is taken out. Over a limit of *policy* the body
    becomes its text, or a :class:`stridesfeed.errors.LimitError` about *subject* is raised, as the policy says. Cleaning twice is cleaning
    once.

    A body that is clean already is recognised (:mod:`stridesfeed.body.canonical`), in a small part of the time; without *fast_path* the
    engine is asked about it all the same. What comes out is the same.

    >>> clean_html('<p onclick="x()">See <a href="/two">two</a><script>x()</script></p>', "https://strides.example/one")
    '<p>See <a href="https://strides.example/two">two</a></p>'
    """
    known = clean_canonical(html, base_url, policy, engine, title)
    if known is None:
        return pipeline(html, base_url, policy=policy, engine=engine, title=title, subject=subject)
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
) -> str:
    """
    :func:`clean_html` by the long way, whatever the body: its tree is rewritten, and the engine judges what is written.
    """
    try:
        rewritten = rewrite(html, base_url, policy, title)
    except LimitExceeded as over:
        if policy.over_limit == "refuse":
            raise LimitError(subject, over.limit, over.rule, article_id=article_id) from over
        return paragraphs(html_to_text(html))
    return sanitize(rewritten, policy, engine)


def clean(feed: Feed, *, policy: Policy = ARTICLE, engine: str = "bleach", fast_path: bool = True, cache: Cache | None = None) -> CleanFeed:
    """
    *feed* with the content of every article cleaned against the article's own address; *fast_path* as for :func:`clean_html`.

    *cache* remembers the bodies that are not recognised, so that what takes long is done once.
    """
    bodies = _recognised(feed.articles, policy, engine) if fast_path else {}
    waiting = [article for article in feed.articles if article.content is not None and article.id not in bodies]
    make = partial(_pipeline if fast_path else _judged, policy=policy, engine=engine)
    bodies |= {article.id: make(article) for article in waiting} if cache is None else _kept(waiting, policy, engine, cache, make)
    return with_articles(feed, tuple(_with_body(article, bodies.get(article.id)) for article in feed.articles))


def with_articles(feed: Feed, articles: tuple[Article, ...]) -> CleanFeed:
    """
    *feed* with these articles, whose bodies are clean.
    """
    return CleanFeed(attrs.evolve(feed, articles=articles))


def paragraphs(text: str) -> str:
    r"""
    Plain text as HTML: a paragraph for each line.

    >>> paragraphs("AT&T\n\nspeaks")
    '<p>AT&amp;T</p>\n<p>speaks</p>'
    """
    return "\n".join(f"<p>{escape(line)}</p>" for line in map(str.strip, text.split("\n")) if line)


#: Clean bodies by the ids of their articles.
_Bodies = dict[str, str]


def _recognised(articles: Iterable[Article], policy: Policy, engine: str) -> _Bodies:
    found = (
        (article.id, clean_canonical(article.content, article.url, policy, engine, article.title)) for article in articles if article.content
    )
    return {id_: body for id_, body in found if body is not None}


def _kept(articles: Sequence[Article], policy: Policy, engine: str, cache: Cache, make: Callable[[Article], str]) -> _Bodies:
    """
    The bodies that *cache* knows, and all others, which it is told.
    """
    keys = {article.id: key(article, policy, engine) for article in articles}
    known = cache.get(keys.values())
    made = {article.id: (article, make(article)) for article in articles if keys[article.id] not in known}
    cache.put({keys[id_]: packed(body, article) for id_, (article, body) in made.items()})
    again = {article.id: unpacked(known[keys[article.id]], article) for article in articles if article.id not in made}
    return again | {id_: body for id_, (_, body) in made.items()}


def _pipeline(article: Article, policy: Policy, engine: str) -> str:
    """
    The content of an *article* that is known not to be recognised.
    """
    return pipeline(
        article.content or "",
        article.url,
        policy=policy,
        engine=engine,
        title=article.title,
        subject=article.subject,
        article_id=article.id,
    )


def _judged(article: Article, policy: Policy, engine: str) -> str:
    """
    The content of *article*, judged by the engine in every case.
    """
    known = clean_canonical(article.content or "", article.url, policy, engine, article.title)
    return _pipeline(article, policy, engine) if known is None else sanitize(known, policy, engine)


def _with_body(article: Article, body: str | None) -> Article:
    """
    *article* with *body* for its content, which is nothing where nothing is left of it.
    """
    return article if body is None or body == article.content else with_fields(article, content=body or None)
