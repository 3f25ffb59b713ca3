"""
A page of a built site as a tree, and the questions that are asked about it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.body.tree import HtmlElement, Node, text_content

#: The text of a link from a heading to itself.
_SYMBOLS = re.compile(r"[\W_]*(?:permalink|link|anchor)?[\W_]*", re.IGNORECASE)

_INDEX = re.compile(r"(?:^|(?<=/))index\.x?html?$|(?<=.)\.x?html?$|/$", re.IGNORECASE)

#: Classes and properties of titles.
_TITLE = re.compile("title|headline|heading|p-name|u-url", re.IGNORECASE)

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

#: Paths of pages that list articles.
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies)|topics?|labels?)/|[?&](?:tag|category)=", re.IGNORECASE)

#: A block of tags has at most so many elements.
_MAX_TAGS = 200

_WORD = re.compile(r"\w+")

#: The most levels between a teaser and its date or title.
NEAR = 4

#: Elements around the content of a page.
_OUTSIDE = frozenset({"nav", "aside", "footer"})


class NotAnArticle(Exception):  # noqa: N818 - no error: the page is skipped
    """
    A page is not an article; the message says why.
    """


class PageError(Exception):
    """
    A page exceeds a limit; the message says which.
    """


@attrs.frozen(eq=False, slots=False, kw_only=True)
class Page:
    """
    A page: its elements, and where they are.
    """

    root: HtmlElement

    #: The URL that follows from the path of its file.
    url: str

    #: The parent of each element but the root.
    parents: dict[HtmlElement, HtmlElement] = attrs.field(factory=dict)

    #: The line of each element's start tag.
    lines: dict[HtmlElement, int] = attrs.field(factory=dict)

    #: The elements that each CSS selector selects.
    selected: list[list[HtmlElement]] = attrs.field(factory=list)

    @cached_property
    def elements(self) -> tuple[HtmlElement, ...]:
        """
        All elements in document order.
        """
        return (self.root, *descendants(self.root))

    @cached_property
    def _labelled(self) -> tuple[tuple[HtmlElement, frozenset[str]], ...]:
        """
        The elements that have classes, an id or a property, with these.
        """
        found: list[tuple[HtmlElement, frozenset[str]]] = []
        for element in self.elements:
            names = frozenset((*words(element), *words(element, "id"), *words(element, "itemprop"))) if element.attributes else None
            if names:
                found.append((element, names))
        return tuple(found)

    def labelled(self, names: Iterable[str], root: HtmlElement | None = None) -> list[HtmlElement]:
        """
        Return the elements with a class, an id or a property in *names*, in *root* or anywhere.
        """
        wanted = frozenset(names)
        return [element for element, own in self._labelled if not wanted.isdisjoint(own) and (root is None or self.is_within(element, root))]

    @cached_property
    def title_links(self) -> Sequence[HtmlElement]:
        """
        The links to other pages of the site that are titles of articles: in a heading, or with a class or property that says so.
        """
        found: list[HtmlElement] = []
        for link in self.by_name["a"]:
            near = (link, *islice(self.ancestors(link), 2))
            is_title = any(each.name in _HEADINGS or any(map(_TITLE.search, words(each))) for each in near) or "bookmark" in words(link, "rel")
            if is_title and self.leads_elsewhere(link):
                found.append(link)
        return found

    def leads_elsewhere(self, link: HtmlElement) -> bool:
        """
        Return whether *link* leads to another page of the site that is not the home page.
        """
        target = self.url_of(link.attributes.get("href") or link.attributes.get("content", ""))
        return is_same_host(target, self.url) and path_of(target) not in self._own_paths

    @cached_property
    def _own_paths(self) -> frozenset[str]:
        return frozenset({"/", path_of(self.url), *(path_of(self.url_of(link.attributes["href"])) for link in self.canonical)})

    @cached_property
    def _around_titles(self) -> frozenset[int]:
        return frozenset(id(ancestor) for link in self.title_links for ancestor in islice(self.ancestors(link), NEAR))

    def is_near_title(self, element: HtmlElement) -> bool:
        """
        Return whether *element* is one of the nearest elements around the title of another article.
        """
        return id(element) in self._around_titles

    def with_class(self, pattern: re.Pattern[str], root: HtmlElement) -> list[HtmlElement]:
        """
        Return the elements in *root* with a class, an id or a property that *pattern* finds.
        """
        return [element for element, own in self._labelled if any(map(pattern.search, own)) and self.is_within(element, root)]

    def is_within(self, element: HtmlElement, root: HtmlElement) -> bool:
        """
        Return whether *element* is *root*, or in it.
        """
        return element is root or any(ancestor is root for ancestor in self.ancestors(element))

    @cached_property
    def by_name(self) -> Mapping[str, list[HtmlElement]]:
        """
        The elements by name, each list in document order.
        """
        found = defaultdict[str, list[HtmlElement]](list)
        for element in self.elements:
            found[element.name].append(element)
        return found

    @cached_property
    def base(self) -> str:
        """
        The URL that references are relative to.
        """
        given = next((element.attributes["href"] for element in self.by_name["base"] if element.attributes.get("href")), "")
        return iri.absolute(given, self.url) or self.url

    @cached_property
    def canonical(self) -> tuple[HtmlElement, ...]:
        """
        The canonical links, one for each URL.
        """
        links = {
            iri.absolute(element.attributes["href"].strip(), self.base): element
            for element in reversed(self.by_name["link"])
            if "canonical" in words(element, "rel") and element.attributes.get("href", "").strip()
        }
        return tuple(reversed(links.values()))

    def url_of(self, reference: str) -> str:
        """
        Return *reference* as an absolute URL; an empty string if it cannot be parsed.
        """
        return iri.absolute(reference.strip(), self.base)

    def ancestors(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """
        Yield the ancestors of *element*, nearest first.
        """
        parent = self.parents.get(element)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def is_outside(self, element: HtmlElement) -> bool:
        """
        Return whether *element* is in the navigation, the margin or the foot of the page.
        """
        return any(ancestor.name in _OUTSIDE for ancestor in self.ancestors(element))


def is_same_host(url: str, other: str) -> bool:
    """
    Return whether two URLs have the same host, with or without ``www``.
    """
    hosts = {(urlsplit(each).hostname or "").removeprefix("www.") for each in (url, other)}
    return len(hosts) == 1


def path_of(url: str) -> str:
    """
    Return the path of *url*, which is the same for ``/a``, ``/a/``, ``/a.html`` and ``/a/index.html``.
    """
    return "/" + _INDEX.sub("", _INDEX.sub("", unquote(urlsplit(url).path).strip("/"))).strip("/")


def descendants(element: HtmlElement) -> Iterator[HtmlElement]:
    """
    Yield the descendants of *element* in document order, in linear time however deep they are.
    """
    open_children = [iter(element.children)]
    while open_children:
        inner = next((child for child in open_children[-1] if not isinstance(child, str)), None)
        if inner is None:
            open_children.pop()
        else:
            yield inner
            open_children.append(iter(inner.children))


def words(element: HtmlElement, attribute: str = "class") -> list[str]:
    """
    Return the words in an attribute, such as the classes of *element*.
    """
    value = element.attributes.get(attribute)
    return value.split() if value else []


def text_of(element: HtmlElement) -> str:
    """
    Return the text of *element* in one line.
    """
    return " ".join(text_content([element]).split())


def heading_text(element: HtmlElement) -> str:
    """
    Return the text of a heading without links to itself.
    """
    return " ".join(text_content(without_anchors(element.children)).split())


def without_anchors(nodes: Iterable[Node]) -> list[Node]:
    """
    Return the content of a heading without links to itself; the text of a link around the heading stays.
    """
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or node.name != "a":
            kept.append(node)
        elif _SYMBOLS.fullmatch(text_of(node)):
            continue
        elif "#" in (node.attributes.get("href") or "#"):
            kept += node.children
        else:
            kept.append(node)
    return [node.rstrip() if isinstance(node, str) and index == len(kept) - 1 else node for index, node in enumerate(kept)]


def first_heading(element: HtmlElement) -> HtmlElement | None:
    """
    Return the first heading in *element*.
    """
    return next((inner for inner in descendants(element) if inner.name in _HEADINGS), None)


def has_only_tags(page: Page, element: HtmlElement) -> bool:
    """
    Return whether a block has nothing but links to the tags of the article.
    """
    if element.name not in {"ul", "ol", "div", "p"}:
        return False
    inside = [*islice(descendants(element), _MAX_TAGS + 1)]
    links = [inner for inner in inside if inner.name == "a"] if len(inside) <= _MAX_TAGS else []
    if not links or not all("tag" in words(link, "rel") or _is_tag(page, link.attributes.get("href", "")) for link in links):
        return False
    return len(_WORD.findall(text_of(element))) <= sum(len(_WORD.findall(text_of(link))) for link in links) + 1


def _is_tag(page: Page, reference: str) -> bool:
    return bool(_TAG_PATH.search(reference)) and is_same_host(page.url_of(reference), page.url)
