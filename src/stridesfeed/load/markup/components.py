"""
Components of MDX (Docusaurus, Astro, Next.js, React), as HTML: a table of those whose meaning does not depend on the site's own code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

import attrs

from stridesfeed.body.policy import ARTICLE
from stridesfeed.load.markup import shortcodes
from stridesfeed.load.markup.shortcodes import NOTES, frame, image, link, note
from stridesfeed.text import name_set

_STRING = re.compile(r"\s*(?:\"(?P<double>[^\"\\]*)\"|'(?P<single>[^'\\]*)'|`(?P<raw>[^`$\\]*)`|(?P<number>\d+(?:\.\d+)?))\s*")
_REQUIRED = re.compile(r"\s*require\(\s*[\"'](?P<path>[^\"']+)[\"']\s*\)(?:\.default)?\s*")
_IMPORTED = re.compile(r"\s*(?P<name>[A-Za-z_$][\w$]*)(?:\.\w+)?\s*")
_IMPORT = re.compile(r"\bimport\s+(?:\*\s+as\s+)?(?P<name>[A-Za-z_$][\w$]*)(?:(?!\bimport\b)[^\"'])*?\sfrom\s+[\"'](?P<path>[^\"']+)[\"']")

#: Elements of HTML that authors may write with a capital.
HTML_NAMES = ARTICLE.elements.keys() | name_set("button center font form iframe input label object script style svg textarea title picture")

#: Elements without content.
VOID = name_set("br col embed hr img input link meta source track wbr")


@attrs.frozen
class Component:
    """
    A component with its properties: text, or ``None`` for a value that only a program can know.
    """

    name: str
    properties: Mapping[str, str | None] = attrs.field(factory=dict)

    def get(self, *names: str) -> str:
        """
        Return the first property under one of *names* that is known and not empty.
        """
        return next((value for name in names if (value := self.properties.get(name))), "")


def value_of(expression: str, imports: Mapping[str, str]) -> str | None:
    """
    Return the text that an expression stands for: a literal, or an imported file.

    >>> value_of("require('./a.png').default", {}), value_of("photo", {"photo": "./a.png"}), value_of("a + b", {})
    ('./a.png', './a.png', None)
    """
    if found := _STRING.fullmatch(expression):
        return next(text for text in found.groups() if text is not None)
    if found := _REQUIRED.fullmatch(expression):
        return found["path"]
    found = _IMPORTED.fullmatch(expression)
    return imports.get(found["name"]) if found else None


def imported_files(statement: str) -> dict[str, str]:
    """
    Return the files that a statement imports, by name.
    """
    return {found["name"]: found["path"] for found in _IMPORT.finditer(statement)}


def is_component(name: str) -> bool:
    """
    Return whether *name* is that of a component rather than of an HTML element.
    """
    return name[:1].isupper() and name.lower() not in HTML_NAMES | {"b", "i", "p"}


def _youtube(component: Component) -> str | None:
    video = component.get("id", "videoId", "videoID", "videoid", "url", "src", "youTubeId", "youtubeId", "video", "v")
    return shortcodes.youtube(video, component.get("title")) if video else None


def _vimeo(component: Component) -> str | None:
    return shortcodes.vimeo(component.get("id", "videoId", "url", "src"), component.get("title"))


def _tweet(component: Component) -> str | None:
    status = component.get("id", "tweetId", "url", "href", "tweetLink")
    return shortcodes.tweet(status if status.isdigit() or status.startswith("http") else f"https://x.com/{status}") if status else None


def _image(component: Component) -> str | None:
    src = component.get("src", "image", "img", "path", "url", "light", "lightSrc", "source")
    sizes = {name: component.get(name) for name in ("width", "height")}
    return image(src, component.get("alt", "title"), component.get("caption"), sizes=sizes) if src else None


def _media(element: str) -> Callable[[Component], str | None]:
    def html(component: Component) -> str | None:
        src = component.get("src", "url", "file", "video")
        poster = component.get("poster")
        more = f' poster="{escape(poster)}"' if poster else ""
        return f'<p><{element} src="{escape(src)}"{more} controls></{element}></p>' if src else None

    return html


def _frame(component: Component) -> str | None:
    src = component.get("src", "url", "href")
    return frame(src, component.get("title")) if src.startswith("http") else None


def _card(component: Component) -> str | None:
    href, title = component.get("href", "to", "url", "link"), component.get("title", "label", "heading", "name")
    return link(href, title) if href and title else f"<p><strong>{escape(title)}</strong></p>" if title else ""


#: Components that stand alone, by name in lower case.
SINGLE: dict[str, Callable[[Component], str | None]] = {
    "audio": _media("audio"),
    "audioplayer": _media("audio"),
    "codesandbox": _frame,
    "embed": _frame,
    "figure": _image,
    "iframe": _frame,
    "image": _image,
    "img": _image,
    "linkcard": _card,
    "picture": _image,
    "staticimage": _image,
    "themedimage": _image,
    "tweet": _tweet,
    "twitter": _tweet,
    "twittertweetembed": _tweet,
    "video": _media("video"),
    "videoplayer": _media("video"),
    "vimeo": _vimeo,
    "zoomimage": _image,
}


def _titled(component: Component) -> str:
    title = component.get("label", "title", "value", "name", "header", "summary")
    return f"<div><p><strong>{escape(title)}</strong></p>" if title else "<div>"


def _note(component: Component) -> str:
    kind = component.get("type", "kind", "variant", "level", "intent")
    return note(component.get("title", "header", "heading") or (kind or component.name).capitalize())


def _details(component: Component) -> str:
    return f"<details><summary>{escape(component.get('title', 'summary', 'label', 'header') or 'Details')}</summary>"


def _anchor(component: Component) -> str:
    href = component.get("href", "to", "url")
    return f'<a href="{escape(href)}">' if href else ""


#: Components with content, by name in lower case: how the HTML before their content is made, and the HTML after it.
PAIRED: dict[str, tuple[Callable[[Component], str], str]] = {
    **dict.fromkeys(NOTES - {"example", "quote-note"} | {"pitfall"}, (_note, "</blockquote>")),
    **dict.fromkeys(
        ("accordion", "accordionitem", "collapse", "collapsible", "deepdive", "details", "expandable", "spoiler"), (_details, "</details>")
    ),
    **dict.fromkeys(("tab", "tabitem", "codegroupitem", "step", "card"), (_titled, "</div>")),
    **dict.fromkeys(("a", "link", "nextlink", "anchor"), (_anchor, "</a>")),
    "blockquote": (lambda _component: "<blockquote>", "</blockquote>"),
}

#: Components, by name in lower case, that only lay out their content.
_LAYOUT = name_set(
    "accordiongroup box browseronly card-group cardgroup cardgrid cards center codegroup codetabs col column columns container diagramgroup "
    "filetree flex fragment grid highlight intro layout lead packagemanagertabs recap row sandpack section stack steps suspense tabs wrapper"
)


def opening(component: Component) -> str | None:
    """
    Return the HTML of an opening tag with content; ``None`` if the component is unknown.
    """
    name = component.name.lower().replace(".", "")
    if name in PAIRED:
        return PAIRED[name][0](component)
    if name in _LAYOUT:
        return ""
    return single(component)


def closing(name: str) -> str:
    """
    Return the HTML of a closing tag.
    """
    paired = PAIRED.get(name.lower())
    return paired[1] if paired else ""


def single(component: Component) -> str | None:
    """
    Return the HTML of a component without content; ``None`` if it is unknown. A component named after a video host is a video of it.
    """
    name = component.name.lower().replace(".", "")
    if name in _LAYOUT or name in {"br", "toc", "toclist"}:
        return ""
    if name in PAIRED:
        return PAIRED[name][0](component) + PAIRED[name][1]
    if name in SINGLE:
        return SINGLE[name](component)
    return _youtube(component) if "youtube" in name else _tweet(component) if name.endswith("tweet") else None


def element(name: str, properties: Mapping[str, str | None], *, is_empty: bool) -> str:
    """
    Return the start tag of an HTML element with JSX properties; those that are programs are left out.
    """
    kept = {key: value for key, value in properties.items() if value is not None and not key.startswith("on") and key != "className"}
    more = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
    return f"<{name}{more}>" + (f"</{name}>" if is_empty and name not in VOID else "")
