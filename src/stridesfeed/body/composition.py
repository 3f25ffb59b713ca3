"""
What machines read beside a text, made visible in it: readers show machine-readable links to almost nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stridesfeed.body.cleaning import CleanFeed, clean_html, with_articles
from stridesfeed.body.plain import excerpt
from stridesfeed.body.policy import ARTICLE, Policy
from stridesfeed.body.tokens import characters
from stridesfeed.body.tree import Element, Node, written
from stridesfeed.body.urls import absolute, readable
from stridesfeed.body.words import words
from stridesfeed.model import Article, Image, Link
from stridesfeed.options import Options
from stridesfeed.value import with_fields

#: What is put around a body, and the attributes without which it would say less.
_NEEDED = {"a": "href", "figcaption": None, "figure": None, "h2": None, "img": "src", "li": None, "ul": None}


def compose(feed: CleanFeed, options: Options, *, policy: Policy = ARTICLE, engine: str = "bleach") -> CleanFeed:
    """
    *feed* with its lead images, sources and related links in the bodies, and a summary for each article that has none.

    An article without content stays without: a summary is never presented as the whole text. What is added is exactly what cleaning under
    *policy* would write of it.
    """
    fits = all(policy.allows(element, attribute) if attribute else element in policy.elements for element, attribute in _NEEDED.items())

    def fitted(part: str, article: Article) -> str:
        return part if fits else clean_html(part, article.url, policy=policy, engine=engine)

    return with_articles(feed, tuple(_composed(article, feed.language_of(article), options, fitted) for article in feed.articles))


def _composed(article: Article, language: str | None, options: Options, fitted: Callable[[str, Article], str]) -> Article:
    if article.content is None:
        return article
    summary = article.summary or excerpt(article.content, options.excerpt, language=language) or None
    before = [fitted(part, article) for part in _before(article, article.content, options)]
    after = [fitted(part, article) for part in _after(article, language, options)]
    return with_fields(article, summary=summary, content="\n".join(filter(None, (*before, article.content, *after))))


def _before(article: Article, content: str, options: Options) -> Iterator[str]:
    if options.lead_image and article.image is not None:
        yield from _figure(article.image, content)


def _after(article: Article, language: str | None, options: Options) -> Iterator[str]:
    said = words(language)
    if options.sources and article.references:
        yield _list(said.sources, article.references)
    if options.related and article.related:
        yield _list(said.related, article.related)


def _figure(image: Image, content: str) -> Iterator[str]:
    """
    The lead image, unless *content* shows it or it has no address that a body may have.
    """
    address = absolute(image.url, image.url, ARTICLE.media_schemes)
    if address is None:
        return
    sizes = {"width": image.width, "height": image.height}
    attributes = {"src": address, "alt": _text(image.alt or "")} | {name: str(size) for name, size in sizes.items() if size and size > 1}
    figure = Element("figure", {}, [Element("img", attributes)])
    if caption := _text(" — ".join(filter(None, (image.caption, image.credit)))):
        figure.children.append(Element("figcaption", {}, [caption]))
    if written([Element("img", {"src": address})])[:-1] not in content:
        yield written([figure])


def _list(heading: str, links: Iterable[Link]) -> str:
    items: list[Node] = []
    for link in links:
        items += ["\n", Element("li", {}, [_anchor(link)])]
    return written([Element("h2", {}, [heading]), "\n", Element("ul", {}, [*items, "\n"])])


def _anchor(link: Link) -> Node:
    """
    A link by its title, or else by its host and path; its text alone where it has no address that a body may have.
    """
    name = _text(link.title or readable(link.href))
    address = absolute(link.href, link.href, ARTICLE.link_schemes)
    return Element("a", {"href": address}, [name]) if address else name


def _text(text: str) -> str:
    return " ".join(characters(text).split())
