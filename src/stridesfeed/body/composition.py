"""
Compose bodies: add the lead image, sources and related links, because hardly any reader shows them otherwise, and the direction of the text.
Headings are in the language of the article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from stridesfeed.body.cleaning import CleanFeed, clean_html, with_articles
from stridesfeed.body.direction import body_attributes, with_direction
from stridesfeed.body.plain import excerpt
from stridesfeed.body.policy import ARTICLE, Policy
from stridesfeed.body.tokens import legal_characters
from stridesfeed.body.tree import HtmlElement, Node, serialize
from stridesfeed.body.urls import absolute_url, display_url
from stridesfeed.model import Article, Image, Link
from stridesfeed.options import Options
from stridesfeed.value import with_fields

#: The elements that composition adds, and the attribute that each needs.
_NEEDED = {"a": "href", "figcaption": None, "figure": None, "h2": None, "img": "src", "li": None, "ul": None}


def compose(feed: CleanFeed, options: Options, *, policy: Policy = ARTICLE, engine: str = "bleach") -> CleanFeed:
    """
    Return *feed* with lead images, sources and related links in the bodies, and a summary for each article without one.

    A body that is written from right to left, or in another language than the feed, is wrapped in a div with dir and lang. An article without
    content stays without: a summary is never presented as the full text. Additions look exactly as cleaning under *policy* would write them.
    """
    fits = all(policy.allows(element, attribute) if attribute else element in policy.elements for element, attribute in _NEEDED.items())

    def fitted(part: str, article: Article) -> str:
        return part if fits else clean_html(part, article.address, policy=policy, engine=engine)

    def directed(body: str, article: Article) -> str:
        attributes = body_attributes(body, article.language, feed.language)
        if not all(policy.allows("div", name) for name in attributes):
            return body
        wrapped = with_direction(body, attributes)
        return wrapped if policy.max_nesting is None else clean_html(wrapped, article.address, policy=policy, engine=engine)

    def composed(article: Article) -> Article:
        if article.content is None:
            return article
        language = feed.language_of(article)
        summary = article.summary or excerpt(article.content, options.excerpt, language=language) or None
        before, after = ([fitted(part, article) for part in parts] for parts in additions(article, article.content, language, options))
        body = "\n".join(filter(None, (*before, article.content, *after)))
        return with_fields(article, summary=summary, content=directed(body, article))

    return with_articles(feed, tuple(map(composed, feed.articles)))


def additions(article: Article, content: str, language: str | None, options: Options) -> tuple[list[str], list[str]]:
    """
    Return what is added to *content*, the body of *article* in *language*: before it and after it.
    """
    before = [*_figure(article.image, content)] if options.lead_image and article.image else []
    said, after = headings(language), []
    if options.sources and article.references:
        after.append(_list(said.sources, article.references))
    if options.related and article.related:
        after.append(_list(said.related, article.related))
    return before, after


def _figure(image: Image, content: str) -> Iterator[str]:
    """
    Return the lead image, unless *content* shows it or its URL is not allowed in a body.
    """
    address = absolute_url(image.url, image.url, ARTICLE.media_schemes)
    if address is None:
        return
    sizes = {"width": image.width, "height": image.height}
    attributes = {"src": address, "alt": _text(image.alt or "")} | {name: str(size) for name, size in sizes.items() if size and size > 1}
    figure = HtmlElement("figure", {}, [HtmlElement("img", attributes)])
    if caption := _text(" — ".join(filter(None, (image.caption, image.credit)))):
        figure.children.append(HtmlElement("figcaption", {}, [caption]))
    if serialize([HtmlElement("img", {"src": address})])[:-1] not in content:
        yield serialize([figure])


def _list(heading: str, links: Iterable[Link]) -> str:
    items: list[Node] = []
    for link in links:
        items += ["\n", HtmlElement("li", {}, [_anchor(link)])]
    return serialize([HtmlElement("h2", {}, [heading]), "\n", HtmlElement("ul", {}, [*items, "\n"])])


def _anchor(link: Link) -> Node:
    """
    Return a link with its title, or else with host and path; only the text if its URL is not allowed.
    """
    name = _text(link.title or display_url(link.href))
    address = absolute_url(link.href, link.href, ARTICLE.link_schemes)
    return HtmlElement("a", {"href": address}, [name]) if address else name


def _text(text: str) -> str:
    return " ".join(legal_characters(text).split())


@attrs.frozen
class Headings:
    """
    The headings in one language.
    """

    sources: str
    related: str


ENGLISH = Headings("Sources", "Related")

#: By primary subtag (BCP 47), and by script if the words depend on it.
HEADINGS = {
    "af": Headings("Bronne", "Verwant"),
    "ar": Headings("المصادر", "ذات صلة"),
    "bg": Headings("Източници", "Свързани"),
    "bn": Headings("সূত্র", "সম্পর্কিত"),
    "ca": Headings("Fonts", "Relacionats"),
    "cs": Headings("Zdroje", "Související"),
    "da": Headings("Kilder", "Relateret"),
    "de": Headings("Quellen", "Mehr zum Thema"),
    "el": Headings("Πηγές", "Σχετικά"),
    "en": ENGLISH,
    "es": Headings("Fuentes", "Relacionado"),
    "et": Headings("Allikad", "Seotud"),
    "eu": Headings("Iturriak", "Lotutakoak"),
    "fa": Headings("منابع", "مرتبط"),
    "fi": Headings("Lähteet", "Aiheeseen liittyvää"),
    "fr": Headings("Sources", "À lire aussi"),
    "ga": Headings("Foinsí", "Gaolmhar"),
    "gl": Headings("Fontes", "Relacionado"),
    "he": Headings("מקורות", "קשורים"),
    "hi": Headings("स्रोत", "संबंधित"),
    "hr": Headings("Izvori", "Povezano"),
    "hu": Headings("Források", "Kapcsolódó"),
    "id": Headings("Sumber", "Terkait"),
    "is": Headings("Heimildir", "Tengt efni"),
    "it": Headings("Fonti", "Leggi anche"),
    "ja": Headings("出典", "関連記事"),
    "ko": Headings("출처", "관련 글"),
    "lt": Headings("Šaltiniai", "Susiję"),
    "lv": Headings("Avoti", "Saistītie raksti"),
    "mk": Headings("Извори", "Поврзано"),
    "ms": Headings("Sumber", "Berkaitan"),
    "nb": Headings("Kilder", "Relatert"),
    "nl": Headings("Bronnen", "Gerelateerd"),
    "nn": Headings("Kjelder", "Relatert"),
    "no": Headings("Kilder", "Relatert"),
    "pl": Headings("Źródła", "Powiązane"),
    "pt": Headings("Fontes", "Relacionado"),
    "ro": Headings("Surse", "Articole similare"),
    "ru": Headings("Источники", "По теме"),
    "sk": Headings("Zdroje", "Súvisiace"),
    "sl": Headings("Viri", "Sorodno"),
    "sq": Headings("Burimet", "Të lidhura"),
    "sr": Headings("Извори", "Повезано"),
    "sr-latn": Headings("Izvori", "Povezano"),
    "sv": Headings("Källor", "Relaterat"),
    "sw": Headings("Vyanzo", "Zinazohusiana"),
    "ta": Headings("ஆதாரங்கள்", "தொடர்புடையவை"),
    "th": Headings("แหล่งที่มา", "เรื่องที่เกี่ยวข้อง"),
    "tr": Headings("Kaynaklar", "İlgili"),
    "uk": Headings("Джерела", "За темою"),
    "ur": Headings("ماخذ", "متعلقہ"),
    "vi": Headings("Nguồn", "Liên quan"),
    "zh": Headings("来源", "相关文章"),
    "zh-hant": Headings("來源", "相關文章"),
}

#: Regions that use another script than the language's default.
_SCRIPT_OF_REGION = {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def headings(language: str | None) -> Headings:
    """
    Return the headings in *language*; in English for unknown languages.

    >>> headings("pt-BR").sources, headings("zh-TW").sources, headings("tlh").sources
    ('Fontes', '來源', 'Sources')
    """
    subtags = (language or "en").lower().split("-")
    first_two = "-".join(subtags[:2])
    return HEADINGS.get(_SCRIPT_OF_REGION.get(first_two, first_two)) or HEADINGS.get(subtags[0], ENGLISH)
