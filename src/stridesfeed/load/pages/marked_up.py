"""
Facts in the classes of microformats and the properties of microdata: ``class="p-name"``, ``itemprop="headline"``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from stridesfeed.body.tree import HtmlElement
from stridesfeed.load.pages.facts import Fact
from stridesfeed.load.pages.json_ld import ARTICLE_TYPES
from stridesfeed.load.pages.page import Page, descendants, heading_text, text_of, words

#: The classes of articles.
ENTRIES = frozenset({"h-entry", "hentry"})

#: The roots of microformats: properties in another root are not the article's.
_ROOTS = frozenset({"h-entry", "hentry", "h-card", "vcard", "h-cite", "h-feed", "hfeed", "h-event", "h-review", "h-product", "h-adr"})

#: Properties by key of front matter, the best first: of h-entry, of its predecessor hAtom, and of schema.org.
_MICROFORMATS = {
    "title": ("p-name", "entry-title"),
    "published": ("dt-published", "published"),
    "updated": ("dt-updated", "updated", "modified"),
    "authors": ("p-author", "author", "vcard"),
    "tags": ("p-category",),
    "summary": ("p-summary", "entry-summary"),
    "image": ("u-featured", "u-photo"),
}
_MICRODATA = {
    "title": ("headline", "name"),
    "published": ("datePublished", "dateCreated"),
    "updated": ("dateModified",),
    "authors": ("author", "creator"),
    "tags": ("keywords",),
    "section": ("articleSection",),
    "summary": ("description", "abstract"),
    "image": ("image", "thumbnailUrl"),
    "language": ("inLanguage",),
}

#: The attribute with the value of an element that has one, by element.
_VALUES = {"meta": "content", "time": "datetime", "abbr": "title", "data": "value", "img": "src", "link": "href", "object": "data"}

#: The most people of an article, and the most elements of one person.
_MAX_PEOPLE = 50
_MAX_CARD = 200

_NAME_CLASSES = frozenset({"p-name", "fn"})
_NAMES = ("p-name", "fn", "name")
_URLS = ("u-url", "url")
_PHOTOS = ("u-photo", "photo", "image")


def is_article_item(element: HtmlElement) -> bool:
    """
    Return whether *element* is an article in microdata.
    """
    return "itemscope" in element.attributes and any(name.rpartition("/")[2] in ARTICLE_TYPES for name in words(element, "itemtype"))


def microformat_facts(page: Page, root: HtmlElement) -> Iterator[Fact]:
    """
    Yield what the classes in the article *root* state.
    """
    if page.labelled((name for names in _MICROFORMATS.values() for name in names), root):
        yield from _facts(page, _MICROFORMATS, _properties(root, words, lambda element: not _ROOTS.isdisjoint(words(element))))


def microdata_facts(page: Page, root: HtmlElement) -> Iterator[Fact]:
    """
    Yield what the properties in the article *root* state. Properties in the head are the article's too.
    """
    if page.labelled((name for names in _MICRODATA.values() for name in names), root):
        properties = _properties(root, lambda element: words(element, "itemprop"), lambda element: "itemscope" in element.attributes)
        yield from _facts(page, _MICRODATA, properties)


def _properties(
    root: HtmlElement, names: Callable[[HtmlElement], list[str]], is_root: Callable[[HtmlElement], bool]
) -> Mapping[str, list[HtmlElement]]:
    """
    Return the elements in *root* by the *names* of their properties, without those in an inner root.
    """
    found = defaultdict[str, list[HtmlElement]](list)
    pending = [*reversed(root.children)]
    while pending:
        element = pending.pop()
        if isinstance(element, str):
            continue
        for name in names(element):
            found[name].append(element)
        if not is_root(element):
            pending += reversed(element.children)
    return found


def _facts(page: Page, keys: Mapping[str, tuple[str, ...]], properties: Mapping[str, list[HtmlElement]]) -> Iterator[Fact]:
    for key, names in keys.items():
        elements = next((properties[name] for name in names if properties.get(name)), [])
        if not elements:
            continue
        line = page.lines[elements[0]]
        if key == "authors":
            cards = [card for element in elements[:_MAX_PEOPLE] for card in _cards(element)]
            people = [person for card in cards if (person := _person(page, card))]
            yield Fact(key, [person for index, person in enumerate(people) if person not in people[:index]], line)
        elif key == "tags":
            yield Fact(key, [word.strip() for element in elements for word in _value(element).split(",") if word.strip()], line)
        elif key == "image":
            yield Fact(key, _image(page, elements[0]), line)
        elif key == "title":
            yield Fact(key, elements[0].attributes.get("content") or heading_text(elements[0]), line)
        else:
            yield Fact(key, _value(elements[0]), line)


def _value(element: HtmlElement) -> str:
    """
    Return the value of a property: an attribute, else the text.
    """
    given = element.attributes.get("content") or element.attributes.get(_VALUES.get(element.name, ""), "")
    if not given:
        inner = next((child for child in element.children if isinstance(child, HtmlElement) and child.name in {"time", "abbr"}), None)
        given = inner.attributes.get(_VALUES[inner.name], "") if inner else ""
    return given.strip() or text_of(element)


def _cards(element: HtmlElement) -> list[HtmlElement]:
    """
    Return the people in *element*: several links with names, or the element itself.
    """
    inside = [*islice(descendants(element), _MAX_CARD + 1)]
    if len(inside) > _MAX_CARD:
        return []
    names = [inner for inner in inside if inner.name == "a" and not _NAME_CLASSES.isdisjoint(words(inner))]
    return names if len(names) > 1 else [element]


def _person(page: Page, element: HtmlElement) -> dict[str, str] | None:
    """
    Return a person, from a card with a name, an address and a photo, or from the text of *element*.
    """

    def find(names: tuple[str, ...]) -> HtmlElement | None:
        inside = _properties(element, lambda each: [*words(each), *words(each, "itemprop")], lambda _: False)
        return next((inside[name][0] for name in names if inside.get(name)), None)

    name = find(_NAMES)
    label = _value(name if name is not None else element)
    url = next((each for each in (find(_URLS), name, element) if each is not None and each.attributes.get("href")), None)
    photo = find(_PHOTOS)
    if not label or len(label) > 200:
        return None
    return (
        {"name": label}
        | ({"url": page.url_of(url.attributes["href"])} if url is not None else {})
        | ({"avatar": page.url_of(_value(photo))} if photo is not None and _value(photo) else {})
    )


def _image(page: Page, element: HtmlElement) -> dict[str, str] | None:
    if element.name not in _VALUES and element.name != "a":
        inner = next((each for each in page.elements if each.name in {"img", "meta"} and element in page.ancestors(each)), None)
        element = inner if inner is not None else element
    url = element.attributes.get("href") or _value(element)
    alt = element.attributes.get("alt", "")
    return {"url": page.url_of(url)} | ({"alt": alt} if alt else {}) if url else None
