"""
Components that site generators render with their own classes, as HTML that looks right without a style sheet: notes, tabs and lists of tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stridesfeed.body.tree import HtmlElement, Node
from stridesfeed.load.pages.page import words


def plain(element: HtmlElement) -> HtmlElement:
    """
    Return *element* as plain HTML, if it is a component; its children are not converted.
    """
    for name in words(element):
        if convert := _COMPONENTS.get(name):
            return convert(element)
    return element


def _note(element: HtmlElement) -> HtmlElement:
    """
    Return an admonition of MkDocs, Sphinx or docutils as a quotation with a title in bold; one that can be closed stays as it is.
    """
    return element if element.name == "details" else HtmlElement("blockquote", {}, element.children)


def _title(element: HtmlElement) -> HtmlElement:
    return element if element.name == "summary" else _bold(element)


def _bold(element: HtmlElement) -> HtmlElement:
    return HtmlElement("p", {}, [HtmlElement("strong", {}, element.children)])


def _tabs(element: HtmlElement) -> HtmlElement:
    """
    Return tabs of MkDocs, which have all labels before all texts, as texts that begin with their labels.
    """
    labels, blocks = (_inside(element, name) for name in ("tabbed-labels", "tabbed-content"))
    if not labels or len(labels) != len(blocks):
        return element
    tabs: list[Node] = [HtmlElement("div", {}, [_bold(label), *block.children]) for label, block in zip(labels, blocks, strict=True)]
    return HtmlElement("div", {}, tabs)


def _inside(element: HtmlElement, name: str) -> list[HtmlElement]:
    """
    Return the elements in the children of *element* with the class *name*.
    """
    parts = [child for child in element.children if isinstance(child, HtmlElement) and name in words(child)]
    return [inner for part in parts for inner in part.children if isinstance(inner, HtmlElement)]


def _task(element: HtmlElement) -> HtmlElement:
    """
    Return an item of a list of tasks with a character in place of its check box.
    """
    children = _with_mark(element.children)
    return HtmlElement(element.name, element.attributes, children) if children else element


def _with_mark(children: list[Node]) -> list[Node] | None:
    for index, child in enumerate(children):
        mark: list[Node] | None = None
        if not isinstance(child, HtmlElement):
            continue
        if child.name == "input" and child.attributes.get("type") == "checkbox":
            mark = ["☑" if "checked" in child.attributes else "☐"]
        elif child.name == "label":
            mark = _with_mark(child.children)
        elif child.name == "p" and (inside := _with_mark(child.children)):
            mark = [HtmlElement("p", child.attributes, inside)]
        if mark:
            return [*children[:index], *mark, *children[index + 1 :]]
    return None


#: By a class of the component.
_COMPONENTS: Mapping[str, Callable[[HtmlElement], HtmlElement]] = {
    "admonition": _note,
    "admonition-title": _title,
    "tabbed-set": _tabs,
    "sd-tab-label": _bold,
    "task-list-item": _task,
}
