"""
The choice of pages that are articles, and of the element with the article.

A built site has many pages that are none: lists, tags, redirects, copies. A page is an article if it has one article with a date. Themes mark
the teasers of a list as articles too; a teaser is recognised by its heading, which links to another page of the site.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from stridesfeed.body.tree import HtmlElement
from stridesfeed.load.pages.json_ld import JsonLd
from stridesfeed.load.pages.marked_up import ENTRIES, is_article_item
from stridesfeed.load.pages.page import NotAnArticle, Page, descendants, first_heading, is_same_host, path_of, words
from stridesfeed.load.pages.subject import NO_DEFAULTS, SiteDefaults, Subject

_REFRESH = re.compile(r"\s*\d*\s*;?\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"'\s]*)", re.IGNORECASE)


def check_head(page: Page) -> None:
    """
    Raise :class:`NotAnArticle` if *page* redirects, is hidden from search engines, or repeats another page.
    """
    check_redirect(page)
    if reason := _no_index(page) or _copy(page):
        raise NotAnArticle(reason)


def check_redirect(page: Page) -> None:
    """
    Raise :class:`NotAnArticle` if *page* leads to another page at once.
    """
    for element in page.by_name["meta"]:
        found = _REFRESH.match(element.attributes.get("content", "")) if element.attributes.get("http-equiv", "").lower() == "refresh" else None
        if found and found["url"]:
            raise NotAnArticle("redirects to another page")


def _no_index(page: Page) -> str | None:
    robots = (element for element in page.by_name["meta"] if element.attributes.get("name", "").lower() == "robots")
    hidden = any("noindex" in element.attributes.get("content", "").lower() for element in robots)
    return "is hidden from search engines (noindex)" if hidden else None


def _copy(page: Page) -> str | None:
    """
    Return a reason if the canonical link is another page of the same site.
    """
    canonical = [url for link in page.canonical if is_same_host(url := page.url_of(link.attributes["href"]), page.url)]
    if canonical and not any(path_of(url).endswith(path_of(page.url)) for url in canonical):
        return f"repeats {canonical[0]} (canonical link)"
    return None


def find_subject(page: Page, selected: HtmlElement | None, *, defaults: SiteDefaults = NO_DEFAULTS, is_article: bool = False) -> Subject:
    """
    Return the article of *page*; *selected* is the element that the site's configuration selects as its body.

    Raises :class:`NotAnArticle` if there is none, or several, unless *is_article* is true or the body is selected.
    """
    json_ld = JsonLd.of(page)
    marked = _outermost(page, [*_marked(page)])
    teasers = {id(element) for element in _teasers(page, marked)}
    own = [element for element in marked if not page.is_outside(element) and id(element) not in teasers]
    is_article = is_article or selected is not None
    if not is_article and not own and marked and not (_describes_article(page) or json_ld.article(page.url)):
        raise NotAnArticle("is a list of articles")
    if not is_article and len(own) > 1 and not _best(own):
        raise NotAnArticle("has several articles")
    around = () if selected is None else (selected, *page.ancestors(selected))
    root = next((element for element in around if element in own), None) or _best(own) or _main(page)
    return Subject(page=page, root=root, others=tuple(element for element in marked if element is not root), json_ld=json_ld, defaults=defaults)


def _marked(page: Page) -> Iterator[HtmlElement]:
    """
    Yield the elements that are marked as articles.
    """
    scopes = {id(element) for element in page.elements if is_article_item(element)}
    entries = {id(element) for element in page.labelled(ENTRIES)}
    yield from (element for element in page.elements if element.name == "article" or id(element) in scopes or id(element) in entries)


def _outermost(page: Page, elements: list[HtmlElement]) -> list[HtmlElement]:
    """
    Return *elements* without those inside another.
    """
    chosen = {id(element) for element in elements}
    return [element for element in elements if not any(id(ancestor) in chosen for ancestor in page.ancestors(element))]


def _best(articles: list[HtmlElement]) -> HtmlElement | None:
    """
    Return the only article, or the only one with a main heading.
    """
    with_heading = [article for article in articles if any(inner.name == "h1" for inner in descendants(article))]
    for found in (articles, with_heading):
        if len(found) == 1:
            return found[0]
    return None


def _teasers(page: Page, articles: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """
    Yield the *articles* that introduce another page: they are in a link, or their title or own URL is a link to another page of the site.
    """
    links = defaultdict[int, list[HtmlElement]](list)
    for link in page.labelled(["u-url", "mainEntityOfPage"]):
        if page.leads_elsewhere(link):
            for ancestor in page.ancestors(link):
                links[id(ancestor)].append(link)
    titles = defaultdict[int, list[HtmlElement]](list)
    for link in page.title_links:
        for ancestor in page.ancestors(link):
            titles[id(ancestor)].append(link)
    for article in articles:
        heading = first_heading(article)
        around = any(ancestor.name == "a" and page.leads_elsewhere(ancestor) for ancestor in page.ancestors(article))
        own = any(not _in_card(page, link, article) for link in links[id(article)])
        if around or own or any(heading is None or page.is_within(link, heading) for link in titles[id(article)]):
            yield article


def _in_card(page: Page, element: HtmlElement, article: HtmlElement) -> bool:
    for ancestor in (element, *page.ancestors(element)):
        if ancestor is article:
            return False
        if not {"h-card", "vcard", "p-author", "author"}.isdisjoint(words(ancestor)):
            return True
    return False


def _describes_article(page: Page) -> bool:
    """
    Return whether Open Graph says that the page is an article.
    """
    return any(
        element.attributes.get("property", "").lower() == "article:published_time"
        or (element.attributes.get("property", "").lower() == "og:type" and element.attributes.get("content", "").strip().lower() == "article")
        for element in page.by_name["meta"]
    )


def _main(page: Page) -> HtmlElement:
    """
    Return the main element of *page*, or its body.
    """
    mains = page.by_name["main"] or [element for element in page.elements if element.attributes.get("role") == "main"]
    return next(iter(mains or page.by_name["body"]), page.root)
