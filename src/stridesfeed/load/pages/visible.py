"""
Metadata that people see: the heading, the dates, the byline and the tags of an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stridesfeed.body.tree import HtmlElement
from stridesfeed.load.pages.facts import Fact, is_readable_date
from stridesfeed.load.pages.page import NEAR, Page, descendants, first_heading, has_only_tags, heading_text, text_of, words
from stridesfeed.load.pages.subject import Subject
from stridesfeed.text import name_set

#: Classes of the heading with the title.
_TITLE_NAMES = name_set("p-name entry-title post-title article-title post__title article__title page-title headline")

#: Classes and ids of the date that people see.
_DATE_NAMES = name_set(
    "date published post-date post__date postdate entry-date article-date pubdate publish-date published-date publication-date "
    "date-published blog-date post-meta-date dateline posted-on"
)
#: Parts of words before the date of a change, in the languages of most sites.
_UPDATED = re.compile(
    "updat|modif|edited|revis|changed|aktuali|letzte|geändert|bearbeitet|mise? à jour|dernière|actualiz|última|ultima|aggiornat|laatst|"
    "bijgewerkt|opdater|uppdater|oppdater|päivit|poslední|úprav|zmien|módosít|frissít|güncel|обновл|изменен|оновл|последн|更新|修改|最后|最後|最終|"
    "수정|갱신|cập nhật|diperbarui|diubah|עודכן|עדכ|تحديث|ปรับปรุง",
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

_TAG_PATH = re.compile(r"/tags?/[^/]|[?&]tag=", re.IGNORECASE)

#: Elements that hold more than one teaser.
_AROUND_ALL = frozenset({"main", "body", "html"})

#: The most dates or bylines of one page that are looked at.
_MAX_MARKED = 100

#: Marks between a date and other parts of a byline.
_SEPARATOR = re.compile(r"\s*[·|•—–]\s*|\s+-\s+|,?\s+by\s+", re.IGNORECASE)

#: The number of elements next to the title in which a date is looked for.
_NEXT = 6

#: Elements whose dates mean something else, or are read elsewhere.
_OTHER_DATES = frozenset({"time", "h2", "h3", "h4", "h5", "h6", "li", "td"})

_BEFORE_DATE = re.compile(r"^(?:published|posted|written|date)?\s*(?:on|at)?\s*:?\s*", re.IGNORECASE)


def title(subject: Subject) -> Iterator[Fact]:
    """
    Yield the title: the only main heading of the article, else the heading with the class of a title, else the first heading of the article if
    the title of the page repeats it, else the only main heading of the page.
    """
    page = subject.page
    main = [element for element in page.by_name["h1"] if not page.is_outside(element)]
    for headings in (
        [element for element in main if page.is_within(element, subject.root)],
        [element for element in page.labelled(_TITLE_NAMES, subject.root) if element.name in {"h2", "h3"}],
        [heading for heading in [first_heading(subject.root)] if heading is not None and _is_in_title(page, heading)],
        main,
    ):
        if len(headings) == 1:
            yield Fact("title", heading_text(headings[0]), page.lines[headings[0]])
            return


def _is_in_title(page: Page, heading: HtmlElement) -> bool:
    text = heading_text(heading)
    return bool(text) and any(text in text_of(element) for element in page.by_name["title"])


def times(subject: Subject) -> Iterator[Fact]:
    """
    Yield the date that people see: ``<time datetime>`` in the article, else next to it.
    """
    page = subject.page
    others = {id(element) for element in subject.others}
    around = [element for element in page.by_name["time"] if not page.is_outside(element)]
    inside = [element for element in page.by_name["time"] if page.is_within(element, subject.root)][:_MAX_MARKED]
    beside = [element for element in around if not _is_in(page, element, others)][:_MAX_MARKED]
    for key, is_wanted in (("published", False), ("updated", True)):
        for element in (*inside, *beside):
            date = element.attributes.get("datetime", "").strip()
            if date and _says_updated(page, element) == is_wanted and not _is_teaser(page, element):
                yield Fact(key, date, page.lines[element])
                break


def dates_in_words(subject: Subject) -> Iterator[Fact]:
    """
    Yield the date in an element whose class or id says that it is one, else the date in an element next to the title.
    """
    page = subject.page
    named = (*page.labelled(_DATE_NAMES, subject.root)[:_MAX_MARKED], *page.labelled(_DATE_NAMES)[:_MAX_MARKED])
    for element in (*named, *_near_heading(subject)):
        parts = _SEPARATOR.split(text_of(element)) if len(element.children) < 10 and not _is_teaser(page, element) else []
        for date in (_BEFORE_DATE.sub("", part) for part in parts):
            if is_readable_date(date):
                yield Fact("published", date, page.lines[element])
                return


def _near_heading(subject: Subject) -> Sequence[HtmlElement]:
    """
    Return the elements just after the main heading of the article, and those just before it.
    """
    page = subject.page
    heading = next((element for element in page.by_name["h1"] if page.is_within(element, subject.root)), None)
    if heading is None:
        return ()
    index = page.elements.index(heading)
    near = (*page.elements[index + 1 : index + 1 + _NEXT], *page.elements[max(0, index - _NEXT) : index])
    return [
        element
        for element in near
        if not any(each.name in _OTHER_DATES for each in (element, *page.ancestors(element))) and not _says_updated(page, element)
    ]


def authors(subject: Subject) -> Iterator[Fact]:
    """
    Yield the author that people see: a link with ``rel=author``, an element with the class of an author, or a byline such as "By Ada".
    """
    page = subject.page
    links = [element for element in page.by_name["a"] if "author" in words(element, "rel") and page.is_within(element, subject.root)]
    for elements in (links, page.labelled(_AUTHOR_NAMES, subject.root)):
        people: dict[str, dict[str, str]] = {}
        for element in elements[:_MAX_MARKED]:
            name = _BY.sub("", text_of(element)).strip()
            if 0 < len(name) <= _MAX_NAME and not _is_teaser(page, page.parents[element]):
                url = page.url_of(element.attributes["href"]) if element.attributes.get("href") else ""
                people.setdefault(name, {"name": name} | ({"url": url} if url else {}))
        if people:
            yield Fact("authors", [*people.values()], page.lines[elements[0]])
            return
    addresses = [element for element in page.by_name["address"] if page.is_within(element, subject.root)]
    for address in addresses[:1]:
        names = [inner for inner in descendants(address) if inner.name == "a" and 0 < len(text_of(inner)) <= _MAX_NAME]
        if names:
            yield Fact("authors", [{"name": text_of(name)} for name in names], page.lines[address])
            return
    for element in page.with_class(_BYLINE_CLASS, subject.root)[:_MAX_MARKED]:
        if byline := _BYLINE.match(text_of(element)):
            yield Fact("authors", [byline["name"]], page.lines[element])
            return


def tags(subject: Subject) -> Iterator[Fact]:
    """
    Yield the tags: links with ``rel=tag``, else a block of links to the pages of tags.
    """
    page = subject.page
    inside = [link for link in page.by_name["a"] if _TAG_PATH.search(link.attributes.get("href", "")) and page.is_within(link, subject.root)]
    marked = [link for link in page.by_name["a"] if "tag" in words(link, "rel") and not page.is_outside(link)]
    blocks = {block: has_only_tags(page, block) for block in {_block(page, link) for link in inside}}
    listed = [link for link in inside if blocks[_block(page, link)]]
    for links in (marked, listed):
        if names := [name for link in links if (name := text_of(link).lstrip("#").strip())]:
            yield Fact("tags", [*dict.fromkeys(names)], page.lines[links[0]])
            return


def _block(page: Page, link: HtmlElement) -> HtmlElement:
    return next((ancestor for ancestor in page.ancestors(link) if ancestor.name in {"ul", "ol", "p", "div"}), link)


def _is_in(page: Page, element: HtmlElement, others: set[int]) -> bool:
    return any(id(ancestor) in others for ancestor in page.ancestors(element))


def _is_teaser(page: Page, element: HtmlElement) -> bool:
    """
    Return whether *element* is part of a link to another article: in the link, in an item of a list, or next to the title.
    """
    for level, ancestor in enumerate((element, *page.ancestors(element))):
        if ancestor.name in _AROUND_ALL:
            return False
        if (ancestor.name == "a" and page.leads_elsewhere(ancestor)) or (0 < level <= NEAR and page.is_near_title(ancestor)):
            return True
        if ancestor.name in {"li", "tr"}:
            return any(each.name == "a" and text_of(each) and page.leads_elsewhere(each) for each in descendants(ancestor))
    return False


def _says_updated(page: Page, element: HtmlElement) -> bool:
    """
    Return whether *element* is the date of a change.
    """
    if "dateModified" in words(element, "itemprop") or not {"updated", "dt-updated", "modified"}.isdisjoint(words(element)):
        return True
    parent = page.parents.get(element)
    before = parent.children[: parent.children.index(element)] if parent else []
    return bool(_UPDATED.search(" ".join(each if isinstance(each, str) else text_of(each) for each in before[-2:])))
