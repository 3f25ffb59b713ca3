"""
The metadata of an article, as its page states them.

A page says most things several times. :data:`READERS` is the order in which it is believed: first what describes the article alone (JSON-LD,
microdata, microformats, its heading), then what describes the page for others (Open Graph, ``<meta>``), and then what people see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stridesfeed.load.pages import marked_up, visible
from stridesfeed.load.pages.facts import Fact
from stridesfeed.load.pages.page import Page, text_of
from stridesfeed.load.pages.subject import SiteDefaults, Subject

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


def defaults_of(home: Page) -> SiteDefaults:
    """
    Return what the page *home* states about the site.
    """
    values: dict[str, Any] = {}
    for fact in (*_meta_facts(home, _OPEN_GRAPH), *_meta_facts(home, _META)):
        if fact.key in {"title", "summary", "image", "tags"}:
            values.setdefault(fact.key, fact.value)
    return SiteDefaults(title=next((text_of(title) for title in home.by_name["title"]), ""), values=values)


def facts(subject: Subject) -> Iterator[Fact]:
    """
    Yield all that the page states about its article, what is believed first.
    """
    for read in READERS:
        yield from (fact for fact in read(subject) if not _is_default(fact, subject.defaults))


def _is_default(fact: Fact, defaults: SiteDefaults) -> bool:
    is_title = fact.key == "title" and fact.value == defaults.title
    return bool(fact.value) and (is_title or fact.value == defaults.values.get(fact.key))


def _json_ld(subject: Subject) -> Iterator[Fact]:
    found = subject.json_ld.article(subject.page.url) or next(
        (article for link in subject.page.canonical if (article := subject.json_ld.article(subject.page.url_of(link.attributes["href"])))), None
    )
    if found:
        yield from subject.json_ld.facts(*found)


def _microdata(subject: Subject) -> Iterator[Fact]:
    page = subject.page
    yield from marked_up.microdata_facts(page, subject.root)
    # Hugo gives lists the date of their newest article.
    is_list = ("og:type", "website") in {(name, content.lower()) for name, content, _ in _meta_values(page)}
    ignored = {"title", "image", *(("published", "updated") if is_list else ())}
    for head in page.by_name["head"]:
        yield from (fact for fact in marked_up.microdata_facts(page, head) if fact.key not in ignored)


def _microformats(subject: Subject) -> Iterator[Fact]:
    yield from marked_up.microformat_facts(subject.page, subject.root)


def _open_graph(subject: Subject) -> Iterator[Fact]:
    yield from _meta_facts(subject.page, _OPEN_GRAPH)


def _meta(subject: Subject) -> Iterator[Fact]:
    yield from _meta_facts(subject.page, _META)


def _document(subject: Subject) -> Iterator[Fact]:
    page = subject.page
    site_name = next((text for name, text, _ in _meta_values(page) if name == "og:site_name"), subject.defaults.title)
    for title in page.by_name["title"][:1]:
        yield Fact("title", _without_site(text_of(title), site_name), page.lines[title])
    yield Fact("language", page.root.attributes.get("lang", "").strip().replace("_", "-"), page.lines[page.root])


def _shown_dates(subject: Subject) -> Iterator[Fact]:
    """
    Yield the date of publication that people see, if the head of the page states the date of a change in its place.
    """
    shown = {fact.key: fact for fact in visible.times(subject)}
    stated = next((fact for fact in (*_json_ld(subject), *_open_graph(subject)) if fact.key == "published" and fact.value), None)
    if stated and shown.keys() >= {"published", "updated"}:
        published, updated, head = (str(fact.value)[:10] for fact in (shown["published"], shown["updated"], stated))
        if published < updated == head:
            yield shown["published"]


#: Readers of facts, the most trusted first.
READERS: tuple[Callable[[Subject], Iterator[Fact]], ...] = (
    *(_shown_dates, _json_ld, _microdata, _microformats, visible.title, _open_graph, _meta),
    *(visible.times, visible.dates_in_words, visible.authors, visible.tags, _document),
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


def _without_site(title: str, site_name: str) -> str:
    """
    Return *title* without the site's name at its end or beginning.

    >>> _without_site("Grok | AI Strides", "AI Strides"), _without_site("AI Strides - Grok", "AI Strides")
    ('Grok', 'Grok')
    """
    if not site_name or title == site_name:
        return title
    end, start = title.removesuffix(site_name), title.removeprefix(site_name)
    marks = " |-–—·:•»"
    return end.rstrip(marks) if end != title and end[-1:] in marks else start.lstrip(marks) if start != title and start[:1] in marks else title
