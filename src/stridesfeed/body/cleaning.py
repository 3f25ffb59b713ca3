"""
HTML of any origin to HTML that every feed can carry.
"""

from __future__ import annotations

from typing import NewType

import attrs

from stridesfeed.body.canonical import canonical
from stridesfeed.body.engines import sanitised
from stridesfeed.body.limits import OverLimit
from stridesfeed.body.plain import html_to_text
from stridesfeed.body.policy import ARTICLE, Policy
from stridesfeed.body.rewrite import rewrite
from stridesfeed.body.tree import escaped
from stridesfeed.errors import LimitError
from stridesfeed.model import Article, Feed

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
    recognise: bool = True,
) -> str:
    """
    *html* with nothing in it that runs, frames, tracks or restyles, and with every address absolute.

    *base_url* is the address of the article. A heading at the start that only repeats *title* is taken out. Over a limit of *policy* the body
    becomes its text, or a :class:`stridesfeed.errors.LimitError` about *subject* is raised, as the policy says. Cleaning twice is cleaning
    once.

    A body that is clean already is recognised (:mod:`stridesfeed.body.canonical`), in a small part of the time; without *recognise* every
    body goes the long way. What comes out is the same.

    >>> clean_html('<p onclick="x()">See <a href="/two">two</a><script>x()</script></p>', "https://strides.example/one")
    '<p>See <a href="https://strides.example/two">two</a></p>'
    """
    if recognise and (body := canonical(html, base_url, policy, engine, title)) is not None:
        return body
    try:
        rewritten = rewrite(html, base_url, policy, title)
    except OverLimit as over:
        if policy.over_limit == "refuse":
            raise LimitError(subject, over.limit, over.rule) from over
        return paragraphs(html_to_text(html))
    return sanitised(rewritten, policy, engine)


def clean(feed: Feed, *, policy: Policy = ARTICLE, engine: str = "bleach", recognise: bool = True) -> CleanFeed:
    """
    *feed* with the content of every article cleaned against the article's own address; *recognise* as for :func:`clean_html`.
    """
    articles = tuple(_cleaned(article, policy, engine, recognise=recognise) for article in feed.articles)
    return with_articles(feed, articles)


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
    return "\n".join(f"<p>{escaped(line)}</p>" for line in map(str.strip, text.split("\n")) if line)


def _cleaned(article: Article, policy: Policy, engine: str, *, recognise: bool) -> Article:
    if article.content is None:
        return article
    content = clean_html(
        article.content,
        article.url,
        policy=policy,
        engine=engine,
        title=article.title,
        subject=f"article {article.id!r}",
        recognise=recognise,
    )
    return article if content == article.content else attrs.evolve(article, content=content)
