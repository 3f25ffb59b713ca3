"""
The body of an article in a built page: where it is, and what in it is not the author's.

What is not the article, but the page around it, is listed in tables: elements, roles, ids and classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from stridesfeed.body.tree import HtmlElement, Node, is_blank, serialize, text_content
from stridesfeed.load.pages.components import plain
from stridesfeed.load.pages.page import Page, descendants, has_only_tags, text_of, without_anchors, words
from stridesfeed.load.pages.subject import Subject
from stridesfeed.text import name_set

#: Properties and classes of the element with the body, the most reliable first: of microdata, of microformats, and of common themes.
_BODIES = (
    *("articleBody", "e-content", "entry-content", "post-content", "article-content", "post-body", "article-body", "article__content"),
    *("article__body", "post__content", "post__body", "post-text", "single-content", "blog-content", "blog-post-content", "post-entry"),
    *("prose", "prose-content", "markdown-body", "markdown", "vp-doc", "theme-default-content", "td-content", "gh-content"),
)

#: Elements that are never part of a body.
_ELEMENTS = name_set("nav script style template button form input select textarea dialog link meta title head base")

_ROLES = name_set("navigation search toolbar doc-toc doc-backlink-list menu menubar tablist")

#: Ids, and classes of any element.
_NAMES = name_set(
    "headerlink header-anchor heading-anchor hash-link anchorjs-link headeranchor-link zola-anchor direct-link "
    "copybtn copy-button copy-btn code-copy clipboard-button btn-copy copy-code-button md-clipboard "
    "toc TableOfContents table-of-contents tableofcontents markdown-toc post-toc section-nav toctree-wrapper "
    "edit-page edit-link edit-this-page theme-edit-this-page edit_page_link page-edit md-content__button "
    "sr-only visually-hidden visuallyhidden screen-reader-text skip-link "
    "disqus_thread disqus giscus utterances isso-thread commento gitalk valine comment-form respond "
    "byline metadata reading-time read-time post-date entry-date author-box author-bio about-author post-author "
    "post-meta post__meta entry-meta article-meta article__meta post-info postinfo article-info post-metadata entry-metadata "
    "post-header post__header entry-header article-header article__header post-footer post__footer entry-footer article-footer "
    "article__footer post-tags post__tags entry-tags tag-list "
    "post-nav post-navigation post-navi post-pagination article-nav nav-links pagination pager prev-next"
)

#: Words in the classes of blocks: ``post-share-buttons`` has one.
_WORDS = name_set(
    "share sharing sharer sharedaddy addtoany toc comments related newsletter subscribe breadcrumb breadcrumbs pagination promo "
    "prev prevnext nextprev"
)
#: The last words of the classes of blocks: ``post-hero__meta`` ends with one.
_LAST_WORDS = name_set("meta byline breadcrumb breadcrumbs")
_BLOCKS = name_set("div section aside ul ol p details footer header figure")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

#: Elements that only colour code, or name its lines.
_COLOURS = name_set("span a")

#: Numbers of lines next to code.
_LINE_NUMBERS = name_set("gutter linenos rouge-gutter lineno lnt ln line-number line-numbers line-numbers-rows lnlinks")

#: Elements that are content, as opposed to those around it.
_CONTENT = name_set("p ul ol dl pre table blockquote figure details h2 h3 h4 h5 h6 a img picture video audio iframe hr code em strong span")

#: The style of such numbers in code that is highlighted without classes, as by Hugo.
_UNSELECTABLE = re.compile(r"user-select:\s*none")

#: In characters: the label of a block of navigation is not longer.
_MAX_LABEL = 60

#: Attributes with a URL, and with URLs and sizes.
_REFERENCES = frozenset({"href", "src", "poster", "cite", "data-src", "data-lazy-src", "data-original"})
_SOURCES = frozenset({"srcset", "data-srcset", "data-lazy-srcset"})
_SOURCE = re.compile(r"(?P<url>[^\s,][^\s]*[^\s,])(?:\s+(?P<size>[^\s,]*))?")

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EDIT = re.compile(r"(?:edit|improve|suggest|view source|report)\b.{0,40}", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:language|lang|highlight|highlight-source|brush)-(?P<name>[\w+#.-]+)")
_UNKNOWN_LANGUAGES = frozenset({"", "default", "none", "plain", "notranslate", "text", "plaintext", "highlight"})

#: In characters: a block before the text with the date or the author is not longer.
_MAX_BYLINE = 200


def find_body(subject: Subject, selected: HtmlElement | None = None) -> HtmlElement:
    """
    Return the element with the body of the article.
    """
    if selected is not None:
        return selected
    named = subject.page.labelled(_BODIES, subject.root)
    for name in _BODIES:
        if found := [element for element in named if name in words(element) or name in words(element, "itemprop")]:
            return max(found, key=lambda element: len(text_content([element])))
    return subject.root


def body_html(page: Page, body: HtmlElement, title: str, removed: Iterable[HtmlElement]) -> str:
    """
    Return the HTML of *body* without what belongs to the page, without the elements *removed*, and without the *title*.
    """
    return serialize(_without_opening(_Pruning(page, body, removed).children(body, ""), title))


class _Pruning:
    """
    Copies a body without what belongs to the page around it.
    """

    def __init__(self, page: Page, body: HtmlElement, removed: Iterable[HtmlElement]) -> None:
        self._page = page
        self._body = body
        self._removed = frozenset(removed)

    def children(self, element: HtmlElement, language: str) -> list[Node]:
        """
        Return the children of *element*, pruned. *language* is that of the code around it.
        """
        kept: list[Node] = []
        for child in element.children:
            kept += [child] if isinstance(child, str) else self._pruned(child, language)
        return kept

    def _pruned(self, element: HtmlElement, language: str) -> list[Node]:
        language = _language_of(element) or language
        if element in self._removed or _is_around(element) or self._is_head_or_foot(element):
            return []
        element = plain(element)
        if element.name == "pre":
            return [_code_block(element, language)]
        if element.name == "table" and (code := _code_in_table(element)):
            return [_code_block(code, language)]
        if element.name in _HEADINGS:
            return [HtmlElement(element.name, self._attributes(element), without_anchors(self.children(element, language)))]
        children = self.children(element, language)
        if _had_navigation(element, children) or has_only_tags(self._page, element):
            return []
        return [HtmlElement(element.name, self._attributes(element), children)]

    def _attributes(self, element: HtmlElement) -> dict[str, str]:
        """
        Return the attributes of *element* with absolute URLs; links inside the page stay as they are.
        """
        return {
            name: self._sources(value) if name in _SOURCES else self._absolute(value) if name in _REFERENCES else value
            for name, value in element.attributes.items()
        }

    def _absolute(self, reference: str) -> str:
        return reference if reference.startswith("#") else self._page.url_of(reference) or reference

    def _sources(self, value: str) -> str:
        return ", ".join(f"{self._absolute(found['url'])} {found['size'] or ''}".strip() for found in _SOURCE.finditer(value))

    def _is_head_or_foot(self, element: HtmlElement) -> bool:
        """
        Return whether *element* is the header or the footer of the article, as opposed to a quotation's or a figure's.
        """
        if element.name not in {"header", "footer"} or "footnotes" in words(element):
            return False
        for ancestor in self._page.ancestors(element):
            if ancestor is self._body:
                return True
            if ancestor.name in {"blockquote", "figure", "li", "td"}:
                return False
        return True


def _is_around(element: HtmlElement) -> bool:
    """
    Return whether *element* belongs to the page and not to the article.
    """
    if element.name in _ELEMENTS or element.attributes.get("role") in _ROLES:
        return True
    names = {*words(element), element.attributes.get("id", "")}
    if not _NAMES.isdisjoint(names) or (element.name == "td" and not _LINE_NUMBERS.isdisjoint(names)):
        return True
    if element.name in _BLOCKS and any(map(_has_word, words(element))):
        return True
    return element.name == "a" and "/edit/" in element.attributes.get("href", "") and bool(_EDIT.fullmatch(text_of(element)))


def _had_navigation(element: HtmlElement, children: list[Node]) -> bool:
    """
    Return whether only the label of a navigation is left in a block.
    """
    if element.name not in {"aside", "details", "section"}:
        return False
    left = [*islice(descendants(HtmlElement(element.name, {}, children)), _MAX_LABEL)]
    if len(left) >= _MAX_LABEL or len(text_content(children)) > _MAX_LABEL:
        return False
    return any(inner.name == "nav" for inner in descendants(element))


def _is_line_number(element: HtmlElement) -> bool:
    """
    Return whether *element* has numbers of lines, by its class or style.
    """
    if not _LINE_NUMBERS.isdisjoint(words(element)):
        return True
    return bool(_UNSELECTABLE.search(element.attributes.get("style", ""))) and text_of(element).replace(" ", "").isdigit()


def _has_word(class_name: str) -> bool:
    """
    Return whether a class of a block says that the block belongs to the page.
    """
    parts = [word.lower() for word in _WORD.findall(class_name)]
    return not _WORDS.isdisjoint(parts) or (len(parts) > 1 and parts[-1] in _LAST_WORDS)


def _language_of(element: HtmlElement) -> str:
    """
    Return the programming language that an element around code names.
    """
    given = element.attributes.get("data-lang") or element.attributes.get("data-language") or ""
    names = words(element)
    found = given or next((match["name"] for name in names if (match := _LANGUAGE.fullmatch(name))), "")
    if not found and element.name == "figure" and "highlight" in names:
        found = next((name for name in names if name != "highlight"), "")
    return "" if found.lower() in _UNKNOWN_LANGUAGES else found.lower()


def _code_in_table(table: HtmlElement) -> HtmlElement | None:
    """
    Return the code in *table*, if it is a table of code and the numbers of its lines.
    """
    cells = [*_cells(table)]
    code = [cell for cell in cells if not _has_line_numbers(cell)]
    if len(code) != 1 or len(cells) == 1:
        return None
    return next((element for element in descendants(code[0]) if element.name == "pre"), code[0])


def _has_line_numbers(cell: HtmlElement) -> bool:
    """
    Return whether a cell has numbers of lines: its class, or that of one of its first elements, says so.
    """
    return any(map(_is_line_number, (cell, *islice(descendants(cell), 4))))


def _cells(element: HtmlElement) -> Iterator[HtmlElement]:
    """
    Yield the cells of a table, without those of tables in them.
    """
    for child in element.children:
        if isinstance(child, HtmlElement) and child.name == "td":
            yield child
        elif isinstance(child, HtmlElement):
            yield from _cells(child)


def _code_block(pre: HtmlElement, language: str) -> HtmlElement:
    """
    Return a block of code without numbers of lines and buttons, and with its *language* as the class of its code.
    """
    language = next((found for element in (pre, *descendants(pre)) if (found := _language_of(element))), language)
    children = _only_code(pre)
    inner = next((child for child in children if isinstance(child, HtmlElement) and child.name == "code"), None)
    if inner is not None:
        children = inner.children
    attributes = {"class": f"language-{language}"} if language else {}
    return HtmlElement("pre", {}, [HtmlElement("code", attributes, children)])


def _only_code(element: HtmlElement) -> list[Node]:
    kept: list[Node] = []
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
        elif child.name == "br":
            kept.append("\n")
        elif child.name == "table" and (code := _code_in_table(child)):
            kept += _only_code(code)
        elif child.name == "a" and is_blank(child.children):
            continue  # the target of links to a line
        elif child.name in _COLOURS and "href" not in child.attributes and not _is_line_number(child):
            kept += _only_code(child)
        elif child.name not in _ELEMENTS and not _is_line_number(child) and _NAMES.isdisjoint(words(child)):
            kept.append(HtmlElement(child.name, dict(child.attributes), _only_code(child)))
    return kept


def _without_opening(nodes: list[Node], title: str) -> list[Node]:
    """
    Return *nodes* without the title and the byline that precede the text.
    """
    kept: list[Node] = []
    for index, node in enumerate(nodes):
        if isinstance(node, str):
            if node.strip():
                return [*kept, *nodes[index:]]
            kept.append(node)
        elif _is_title(node, title) or _is_byline(node):
            continue
        elif is_blank([node]) or (node.name in _COLOURS and is_blank(node.children)):  # the latter is the target of a link
            kept.append(node)
        else:
            inner = node.children if node.name in _CONTENT else _without_opening(node.children, title)
            return [*kept, HtmlElement(node.name, node.attributes, inner), *nodes[index + 1 :]]
    return kept


def _is_title(element: HtmlElement, title: str) -> bool:
    return element.name == "h1" or (element.name in _HEADINGS and text_of(element).casefold() == " ".join(title.split()).casefold())


def _is_byline(element: HtmlElement) -> bool:
    """
    Return whether *element* is a short block with a date.
    """
    inside = [element, *islice(descendants(element), _MAX_BYLINE)]
    if len(inside) > _MAX_BYLINE or not any(inner.name == "time" for inner in inside):
        return False
    return sum(len(child.strip()) for inner in inside for child in inner.children if isinstance(child, str)) <= _MAX_BYLINE
