"""
What a page states about its article.

A page says most things several times. :data:`READERS` is the order in which it is believed: first what describes the article alone (JSON-LD,
microdata, microformats, its heading), then what describes the page for others (Open Graph, ``<meta>``), and then what people see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from stridesfeed.body.tree import HtmlElement, walk
from stridesfeed.errors import FieldError
from stridesfeed.load.dates import parse_date
from stridesfeed.load.pages import marked_up
from stridesfeed.load.pages.facts import Fact
from stridesfeed.load.pages.json_ld import JsonLd
from stridesfeed.load.pages.page import Page, heading_text, text_of, words
from stridesfeed.text import name_set

#: The names of ``<meta>`` elements by key of front matter, the best first.
_OPEN_GRAPH = {
    "title": ("og:title",),
    "published": ("article:published_time", "og:article:published_time", "og:published_time"),
    "updated": ("article:modified_time", "og:article:modified_time", "og:updated_time"),
    "authors": ("article:author", "og:article:author"),
    "tags": ("article:tag", "og:article:tag"),
    "section": ("article:section", "og:article:section"),
    "summary": ("og:description",),
    "image": ("og:image", "og:image:url", "og:image:secure_url"),
}
_META = {
    "title": ("twitter:title", "dcterms.title", "dc.title", "citation_title", "parsely-title"),
    "published": (
        *("date", "datepublished", "publish_date", "pubdate", "published", "dcterms.issued", "dcterms.created", "dcterms.date"),
        *("dc.date.issued", "dc.date.created", "dc.date", "citation_publication_date", "citation_date", "parsely-pub-date"),
    ),
    "updated": ("last-modified", "datemodified", "revised", "dcterms.modified", "dc.date.modified"),
    "authors": ("author", "dcterms.creator", "dc.creator", "citation_author", "parsely-author"),
    "tags": ("keywords", "news_keywords", "parsely-tags"),
    "section": ("parsely-section",),
    "summary": ("description", "twitter:description", "dcterms.description", "dc.description"),
    "image": ("twitter:image", "twitter:image:src"),
    "language": ("dcterms.language", "dc.language"),
}

#: Classes and ids of the date that people see.
_DATE_NAMES = name_set(
    "date published post-date post__date postdate entry-date article-date pubdate publish-date published-date publication-date "
    "date-published blog-date post-meta-date dateline posted-on"
)
#: Parts of words before the date of a change, in the languages of most sites.
_UPDATED = re.compile(
    "updat|modif|edited|revis|changed|aktuali|geändert|bearbeitet|mise? à jour|dernière|actualiz|última|ultima|aggiornat|laatst|bijgewerkt|"
    "opdater|uppdater|oppdater|päivit|poslední|úprav|zmien|módosít|frissít|güncel|обновл|изменен|оновл|последн|更新|修改|最后|最後|最終|"
    "수정|갱신|cập nhật|diperbarui|diubah|עודכן|تحديث|ปรับปรุง",
    re.IGNORECASE,
)
_AUTHOR_NAMES = name_set(
    "author-name author__name post-author article-author entry-author blog-author byline-author byline__author byline-name"
)
_BYLINE_CLASS = re.compile(r"(?:^|[-_])(?:meta|byline|author|info)$", re.IGNORECASE)
_BY = re.compile(r"^(?:written |posted )?by:?\s+", re.IGNORECASE)
_BYLINE = re.compile(r"(?:written |posted )?by:?\s+(?P<name>[^\d·|•—–]{2,80}?)(?:\s*[·|•—–]|\s+on\s|,?\s*\d|$)", re.IGNORECASE)
#: In characters.
_MAX_NAME = 80

#: The most dates or bylines of one page that are looked at.
_MAX_MARKED = 100

_BEFORE_DATE = re.compile(r"^(?:published|posted|written|date)?\s*(?:on|at)?\s*:?\s*", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class SiteDefaults:
    """
    What the home page states about the site: pages that state the same do not mean their article.
    """

    #: The title of the home page.
    title: str = ""

    #: Values by key of front matter.
    values: Mapping[str, Any] = attrs.field(factory=dict)

    @classmethod
    def of(cls, home: Page) -> SiteDefaults:
        """
        Return what the page *home* states.
        """
        values: dict[str, Any] = {}
        for fact in (*_meta_facts(home, _OPEN_GRAPH), *_meta_facts(home, _META)):
            if fact.key in {"summary", "image", "tags"}:
                values.setdefault(fact.key, fact.value)
        return cls(title=next((text_of(title) for title in home.by_name["title"]), ""), values=values)


NO_DEFAULTS = SiteDefaults()


@attrs.frozen(kw_only=True)
class Subject:
    """
    The article of a page.
    """

    page: Page

    #: The element with the article; the main element if no element is marked as one.
    root: HtmlElement

    #: Elements with other articles.
    others: tuple[HtmlElement, ...]

    json_ld: JsonLd

    defaults: SiteDefaults


def facts(subject: Subject) -> Iterator[Fact]:
    """
    Yield all that the page states about its article, what is believed first.
    """
    for read in READERS:
        yield from (fact for fact in read(subject) if not fact.value or fact.value != subject.defaults.values.get(fact.key))


def _json_ld(subject: Subject) -> Iterator[Fact]:
    found = subject.json_ld.article(subject.page.url) or next(
        (article for link in subject.page.canonical if (article := subject.json_ld.article(subject.page.url_of(link.attributes["href"])))), None
    )
    if found:
        yield from subject.json_ld.facts(*found)


def _microdata(subject: Subject) -> Iterator[Fact]:
    yield from marked_up.microdata_facts(subject.page, subject.root)
    for head in subject.page.by_name["head"]:
        yield from (fact for fact in marked_up.microdata_facts(subject.page, head) if fact.key not in {"title", "image"})


def _microformats(subject: Subject) -> Iterator[Fact]:
    yield from marked_up.microformat_facts(subject.page, subject.root)


def _heading(subject: Subject) -> Iterator[Fact]:
    """
    Yield the title, if the article has exactly one main heading, or if the page has.
    """
    page = subject.page
    for headings in ([element for element in page.by_name["h1"] if page.is_within(element, subject.root)], page.by_name["h1"]):
        if len(headings) == 1:
            yield Fact("title", heading_text(headings[0]), page.lines[headings[0]])
            return


def _open_graph(subject: Subject) -> Iterator[Fact]:
    yield from _meta_facts(subject.page, _OPEN_GRAPH)


def _meta(subject: Subject) -> Iterator[Fact]:
    yield from _meta_facts(subject.page, _META)


def _times(subject: Subject) -> Iterator[Fact]:
    """
    Yield the date that people see: ``<time datetime>`` in the article, else next to it.
    """
    page = subject.page
    others = {id(element) for element in subject.others}
    times = [element for element in page.by_name["time"] if not page.is_outside(element)]
    inside = [element for element in page.by_name["time"] if page.is_within(element, subject.root)][:_MAX_MARKED]
    beside = [element for element in times if not _is_in(page, element, others)][:_MAX_MARKED]
    for key, is_wanted in (("published", False), ("updated", True)):
        for element in (*inside, *beside):
            date = element.attributes.get("datetime", "").strip()
            if date and _says_updated(page, element) == is_wanted and not _is_teaser(page, element):
                yield Fact(key, date, page.lines[element])
                break


def _dates_in_words(subject: Subject) -> Iterator[Fact]:
    """
    Yield the date in an element whose class or id says that it is one.
    """
    page = subject.page
    for element in (*page.labelled(_DATE_NAMES, subject.root)[:_MAX_MARKED], *page.labelled(_DATE_NAMES)[:_MAX_MARKED]):
        if _is_teaser(page, element):
            continue
        date = _BEFORE_DATE.sub("", text_of(element)) if len(element.children) < 10 else ""
        try:
            parse_date(date)
        except FieldError as error:
            if "needs a UTC offset" not in error.rule:
                continue
        yield Fact("published", date, page.lines[element])
        return


def _authors_in_words(subject: Subject) -> Iterator[Fact]:
    """
    Yield the author that people see: a link with ``rel=author``, an element with the class of an author, or a byline such as "By Ada".
    """
    page = subject.page
    links = [element for element in page.by_name["a"] if "author" in words(element, "rel") and page.is_within(element, subject.root)]
    for element in (*links[:_MAX_MARKED], *page.labelled(_AUTHOR_NAMES, subject.root)[:_MAX_MARKED]):
        name = _BY.sub("", text_of(element)).strip()
        if 0 < len(name) <= _MAX_NAME and not _is_teaser(page, page.parents[element]):
            url = page.url_of(element.attributes["href"]) if element.attributes.get("href") else ""
            yield Fact("authors", [{"name": name} | ({"url": url} if url else {})], page.lines[element])
            return
    for element in page.with_class(_BYLINE_CLASS, subject.root)[:_MAX_MARKED]:
        if byline := _BYLINE.match(text_of(element)):
            yield Fact("authors", [byline["name"]], page.lines[element])
            return


def _document(subject: Subject) -> Iterator[Fact]:
    page = subject.page
    site_name = next((text for name, text, _ in _meta_values(page) if name == "og:site_name"), subject.defaults.title)
    for title in page.by_name["title"][:1]:
        yield Fact("title", _without_site(text_of(title), site_name), page.lines[title])
    tags = [link for link in page.by_name["a"] if "tag" in words(link, "rel") and not page.is_outside(link)]
    if tags:
        yield Fact("tags", [text_of(link).lstrip("#") for link in tags if text_of(link)], page.lines[tags[0]])
    yield Fact("language", page.root.attributes.get("lang", "").strip().replace("_", "-"), page.lines[page.root])


#: Readers of facts, the most trusted first.
READERS: tuple[Callable[[Subject], Iterator[Fact]], ...] = (
    *(_json_ld, _microdata, _microformats, _heading, _open_graph, _meta, _times, _dates_in_words, _authors_in_words, _document),
)


def _meta_values(page: Page) -> Iterator[tuple[str, str, int]]:
    """
    Yield the name, the content and the line of each ``<meta>`` element.
    """
    for element in page.by_name["meta"]:
        name = element.attributes.get("property") or element.attributes.get("name") or ""
        if content := element.attributes.get("content", "").strip():
            yield name.strip().lower(), content, page.lines[element]


def _meta_facts(page: Page, keys: Mapping[str, tuple[str, ...]]) -> Iterator[Fact]:
    values = [*_meta_values(page)]
    for key, names in keys.items():
        found = next((found for name in names if (found := [(text, line) for given, text, line in values if given == name])), [])
        if not found:
            continue
        text, line = found[0]
        if key == "authors":
            yield Fact(key, [name for name, _ in found if not name.startswith(("http:", "https:", "@"))], line)
        elif key == "tags":
            yield Fact(key, [word.strip() for text, _ in found for word in text.split(",") if word.strip()], line)
        elif key == "image":
            parts = {part: given for part in ("alt", "width", "height") for name, given, _ in values if name == f"og:image:{part}"}
            yield Fact(key, {"url": page.url_of(text)} | (parts if names is _OPEN_GRAPH["image"] else {}), line)
        else:
            yield Fact(key, text, line)


def _is_in(page: Page, element: HtmlElement, others: set[int]) -> bool:
    return any(id(ancestor) in others for ancestor in page.ancestors(element))


def _is_teaser(page: Page, element: HtmlElement) -> bool:
    """
    Return whether *element* is part of a link to another article: in a list item or a link with the title.
    """
    for ancestor in (element, *page.ancestors(element)):
        if ancestor.name == "a" and ancestor.attributes.get("href") and not _leads_here(page, ancestor):
            return True
        if ancestor.name in {"li", "tr"}:
            return any(each.name == "a" and text_of(each) and not _leads_here(page, each) for each in walk(ancestor))
    return False


def _leads_here(page: Page, link: HtmlElement) -> bool:
    target = page.url_of(link.attributes.get("href", "")).partition("#")[0]
    return target in {page.url, *(page.url_of(each.attributes["href"]) for each in page.canonical)}


def _says_updated(page: Page, element: HtmlElement) -> bool:
    """
    Return whether *element* is the date of a change.
    """
    if "dateModified" in words(element, "itemprop") or not {"updated", "dt-updated", "modified"}.isdisjoint(words(element)):
        return True
    parent = page.parents[element]
    before = parent.children[: parent.children.index(element)]
    return bool(_UPDATED.search(" ".join(each if isinstance(each, str) else text_of(each) for each in before[-2:])))


def _without_site(title: str, site_name: str) -> str:
    """
    Return *title* without the site's name at its end.

    >>> _without_site("Grok | AI Strides", "AI Strides")
    'Grok'
    """
    if site_name and title.endswith(site_name) and title != site_name:
        return title.removesuffix(site_name).rstrip(" |-–—·:•»")
    return title
