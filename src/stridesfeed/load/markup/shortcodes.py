"""
Shortcodes and tags of generators, as HTML: a table of those whose meaning does not depend on the site's own templates.

========================================  ======================================
``{{< figure src="a.png" >}}``            Hugo; ``{{% note %}}`` … ``{{% /note %}}``
``{{ youtube(id="a") }}``                 Zola; ``{% note() %}`` … ``{% end %}``
``{% asset_img a.png Title %}``           Hexo, Octopress, Jekyll, Eleventy
``{% include figure src="a.png" %}``      Jekyll: the file's name is the shortcode's
========================================  ======================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

import attrs

from stridesfeed.text import name_set

_ARGUMENT = re.compile(
    r"(?:(?P<name>[\w-]+)\s*[=:]\s*(?!//))?(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|\[(?P<list>[^\]\"']*)\]|(?P<bare>[^\s,\"'`()]+))"
)
_ID = re.compile(r"[\w-]{3,64}")
_NUMBER = re.compile(r"\d+(?:px|%)?")
_FILE_ENDING = re.compile(r"\.(?:html|md|liquid|njk|webc)$")


@attrs.frozen
class Shortcode:
    """
    A shortcode with its arguments, by position and by name.
    """

    name: str
    arguments: tuple[str, ...] = ()
    named: Mapping[str, str] = attrs.field(factory=dict)

    def get(self, *names: str) -> str:
        """
        Return the first argument under one of *names* that is not empty.
        """
        return next((self.named[name] for name in names if self.named.get(name)), "")

    def first(self, *names: str) -> str:
        """
        Return the argument under one of *names*, else the first by position.
        """
        return self.get(*names) or (self.arguments[0] if self.arguments else "")


def parse_shortcode(name: str, arguments: str) -> Shortcode:
    """
    Parse the arguments of a shortcode. An included file is a shortcode of its name.

    >>> parse_shortcode("include", 'media/figure.html src="a.png"')
    Shortcode(name='figure', arguments=(), named={'src': 'a.png'})
    """
    positional: list[str] = []
    named: dict[str, str] = {}
    for found in _ARGUMENT.finditer(arguments):
        value = next(found[group] for group in ("double", "single", "raw", "list", "bare") if found[group] is not None)
        if found["name"]:
            named[found["name"].lower()] = value
        else:
            positional.append(value)
    if name in {"include", "include_relative", "render", "partial"} and positional:
        name = _FILE_ENDING.sub("", positional.pop(0)).rpartition("/")[2]
    return Shortcode(name.lower().replace("_", "-"), tuple(positional), named)


def frame(url: str, title: str = "") -> str:
    """
    Return a frame, which becomes a link to what it shows when the body is cleaned.
    """
    return f'<iframe src="{escape(url)}"{_attribute("title", title)}></iframe>'


def link(url: str, text: str = "") -> str:
    """
    Return a link in a paragraph of its own.
    """
    return f'<p><a href="{escape(url)}">{escape(text or url)}</a></p>'


def image(src: str, alt: str = "", caption: str = "", *, href: str = "", sizes: Mapping[str, str] | None = None) -> str:
    """
    Return an image, in a figure if it has a caption.
    """
    more = "".join(_attribute(name, value) for name, value in (sizes or {}).items() if _NUMBER.fullmatch(value))
    img = f'<img src="{escape(src)}" alt="{escape(alt)}"{more}>'
    img = f'<a href="{escape(href)}">{img}</a>' if href else img
    return f"<figure>{img}<figcaption>{escape(caption)}</figcaption></figure>" if caption else f"<p>{img}</p>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def youtube(id_or_url: str, title: str = "") -> str | None:
    """
    Return the frame of a video, given its id or its URL.
    """
    url = id_or_url if id_or_url.startswith("http") else f"https://www.youtube.com/embed/{id_or_url}"
    return frame(url, title) if url == id_or_url or _ID.fullmatch(id_or_url) else None


def vimeo(id_or_url: str, title: str = "") -> str | None:
    """
    Return the frame of a video on Vimeo, given its id or its URL.
    """
    number = id_or_url.rstrip("/").rpartition("/")[2]
    return frame(f"https://player.vimeo.com/video/{number}", title) if number.isdigit() else None


def tweet(id_or_url: str, user: str = "") -> str | None:
    """
    Return a link to a post, given its id or its URL.
    """
    if id_or_url.startswith("http"):
        return link(id_or_url)
    name = f"{user or 'i'}/status"
    return link(f"https://x.com/{name}/{id_or_url}") if id_or_url.isdigit() else None


def note(title: str) -> str:
    """
    Return the beginning of a note with a title.
    """
    return f"<blockquote><p><strong>{escape(title)}</strong></p>"


def _youtube(code: Shortcode) -> str | None:
    return youtube(code.first("id", "video-id", "videoid", "url", "src", "link"), code.get("title"))


def _vimeo(code: Shortcode) -> str | None:
    return vimeo(code.first("id", "url"), code.get("title"))


def _tweet(code: Shortcode) -> str | None:
    given = (*code.arguments, *code.named.values())
    status = code.get("id", "url") or next((each for each in given if each.isdigit() or each.startswith("http")), "")
    return tweet(status, code.get("user"))


def _gist(code: Shortcode) -> str | None:
    parts = [part.removesuffix(".js") for part in code.arguments] or [part for part in (code.get("user"), code.get("id")) if part]
    if parts and parts[0].startswith("http"):
        return link(parts[0])
    path = "/".join(parts[:2] if len(parts) > 1 and "/" not in parts[0] and "." not in parts[1] else parts[:1])
    return link(f"https://gist.github.com/{path}") if path else None


def _figure(code: Shortcode) -> str | None:
    src = code.first("src", "image_path", "url", "image", "file", "path", "filename", "link-image")
    if not src:
        return None
    caption = code.get("caption", "title", "attr")
    alt = code.get("alt", "title", "caption")
    href = code.get("href", "link")
    return image(src, alt, caption, href=href, sizes={name: code.get(name) for name in ("width", "height")})


def _img(code: Shortcode) -> str | None:
    """
    Return the image of ``img`` and ``asset_img``: class names, path, width, height, title and alternative text.
    """
    if not code.arguments:
        return _figure(code)
    start = next((index for index, part in enumerate(code.arguments) if "." in part or "/" in part), None)
    if start is None:
        return None
    src, *rest = code.arguments[start:]
    sizes = [part for part in rest if _NUMBER.fullmatch(part)][:2]
    words = " ".join(part for part in rest if not _NUMBER.fullmatch(part))
    return image(src, words, sizes=dict(zip(("width", "height"), sizes, strict=False)))


def _video(code: Shortcode) -> str | None:
    """
    Return a film, or the frame of a video at a host that the tag names.
    """
    host = {"youtube": _youtube, "vimeo": _vimeo}.get(code.get("provider").lower())
    return host(code) if host else _media("video")(code)


def _media(element: str) -> Callable[[Shortcode], str | None]:
    def html(code: Shortcode) -> str | None:
        src = code.first("src", "url", "file", "path", "mp4", "webm")
        poster = code.get("poster") or next((part for part in code.arguments[1:] if part.endswith((".png", ".jpg", ".jpeg"))), "")
        return f'<p><{element} src="{escape(src)}"{_attribute("poster", poster)} controls></{element}></p>' if src else None

    return html


def _page(beginning: str) -> Callable[[Shortcode], str | None]:
    def html(code: Shortcode) -> str | None:
        path = "/".join(code.arguments[:2]) or code.get("id")
        return link(beginning + path) if path else None

    return html


def _link(code: Shortcode) -> str | None:
    """
    Return the link of ``asset_link``, a file and its title, or of Hexo's ``link``, a title and its URL.
    """
    if len(code.arguments) < 2:
        return None
    target, *words = code.arguments
    if code.name == "link":
        target = next((part for part in code.arguments if part.startswith("http")), "")
        words = list(code.arguments[: code.arguments.index(target)]) if target else []
    return link(target, " ".join(word for word in words if word not in {"true", "false"})) if target else None


def _details(code: Shortcode) -> str:
    return f"<details><summary>{escape(code.get('summary', 'title') or ' '.join(code.arguments) or 'Details')}</summary>"


def _note(code: Shortcode) -> str:
    kinds = [part for part in code.arguments if part.lower() in NOTES]
    words = " ".join(part for part in code.arguments if part not in kinds)
    kind = code.get("type", "level", "kind", "class") or (kinds[0] if kinds else code.name)
    return note(code.get("title", "heading", "header") or words or kind.replace("-", " ").capitalize())


def _titled(code: Shortcode) -> str:
    title = code.get("title", "name", "header", "label") or " ".join(code.arguments)
    return f"<div><p><strong>{escape(title)}</strong></p>" if title else "<div>"


def _layout(_code: Shortcode) -> str:
    return "<div>"


def _quotation(_code: Shortcode) -> str:
    return "<blockquote>"


#: Names of notes, in every markup.
NOTES = name_set(
    "admonition alert aside attention callout caution danger default error example failure faq hint important info message notice note primary "
    "question quote-note rant seealso success tip todo warn warning"
)

#: Shortcodes that only lay out their content.
_LAYOUTS = name_set("block cards center column columns grid lead raw-html rawhtml row section steps tabpane tabs wrapper")

#: Shortcodes that stand alone. Each function returns HTML, or ``None`` if it cannot without the site's templates.
SINGLE: dict[str, Callable[[Shortcode], str | None]] = {
    "asset-img": _img,
    "asset-link": _link,
    "audio": _media("audio"),
    "codepen": _page("https://codepen.io/"),
    "figure": _figure,
    "gist": _gist,
    "image": _figure,
    "img": _img,
    "imgproc": _img,
    "instagram": _page("https://www.instagram.com/p/"),
    "link": _link,
    "jsfiddle": _page("https://jsfiddle.net/"),
    "picture": _img,
    "tweet": _tweet,
    "twitter": _tweet,
    "video": _video,
    "vimeo": _vimeo,
    "x": _tweet,
    "youtube": _youtube,
}

#: Shortcodes with content, by name: how the HTML before their content is made, and the HTML after it.
PAIRED: dict[str, tuple[Callable[[Shortcode], str], str]] = {
    **dict.fromkeys(NOTES, (_note, "</blockquote>")),
    **dict.fromkeys(("blockquote", "centerquote", "cq", "epigraph", "pullquote", "quote"), (_quotation, "</blockquote>")),
    **dict.fromkeys(("collapse", "details", "expand", "spoiler", "folding"), (_details, "</details>")),
    **dict.fromkeys(("card", "step", "tab"), (_titled, "</div>")),
    **dict.fromkeys(_LAYOUTS, (_layout, "</div>")),
}

#: Shortcodes whose content is code, or a comment that is not shown.
VERBATIM = frozenset({"highlight", "code", "codeblock", "mermaid", "comment"})

#: Tags that show nothing.
SILENT = frozenset({"assign", "set", "more", "increment", "decrement", "toc"})


def render(code: Shortcode) -> str | None:
    """
    Return the HTML of a shortcode without content; ``None`` if it is unknown. A shortcode named after a video host is a video of it.
    """
    if code.name in SILENT:
        return ""
    known = SINGLE.get(code.name)
    if known:
        return known(code)
    return next(
        (video(code) for host, video in (("youtube", _youtube), ("vimeo", _vimeo)) if host in code.name and "." not in code.first("id")), None
    )
