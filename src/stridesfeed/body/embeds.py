"""
Replace frames and players with links that every reader shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.body.images import is_tracking_pixel
from stridesfeed.body.tree import HtmlElement, Node, text_content, walk
from stridesfeed.body.urls import BodyContext, display_url

#: Attributes with the URL of a frame; consent tools move it to one of the others.
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-cookieblock-src", "data-cmp-src", "data")

#: Parents in which a link gets a paragraph of its own.
_BLOCK_PARENTS = frozenset({"", "article", "aside", "blockquote", "div", "footer", "header", "main", "section"})

_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{6,15}")
_DIGITS = re.compile(r"\d+")


@attrs.frozen
class Embed:
    """
    The replacement of a frame: a URL, a name, and a still image if there is one.
    """

    href: str
    name: str
    still: str | None = None


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _youtube(url: str) -> Embed | None:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    video = query["v"][0] if "v" in query else _last(parts.path)
    if video == "videoseries" and "list" in query:
        return Embed(f"https://www.youtube.com/playlist?list={query['list'][0]}", "Playlist on YouTube")
    if not _VIDEO_ID.fullmatch(video):
        return None
    return Embed(f"https://www.youtube.com/watch?v={video}", "Video on YouTube", f"https://i.ytimg.com/vi/{video}/hqdefault.jpg")


def _vimeo(url: str) -> Embed | None:
    numbers = _DIGITS.fullmatch(_last(urlsplit(url).path))
    return Embed(f"https://vimeo.com/{numbers[0]}", "Video on Vimeo") if numbers else None


def _dailymotion(url: str) -> Embed | None:
    parts = urlsplit(url)
    video = parse_qs(parts.query).get("video", [_last(parts.path)])[0]
    return Embed(f"https://www.dailymotion.com/video/{video}", "Video on Dailymotion") if video.isalnum() and video.isascii() else None


def _spotify(url: str) -> Embed | None:
    path = urlsplit(url).path.removeprefix("/embed-podcast").removeprefix("/embed")
    return Embed(f"https://open.spotify.com{path}", "Audio on Spotify") if path.count("/") >= 2 else None


def _soundcloud(url: str) -> Embed | None:
    track = parse_qs(urlsplit(url).query).get("url", [""])[0]
    return Embed(track, "Audio on SoundCloud") if track.startswith("https://") else None


def _codepen(url: str) -> Embed | None:
    parts = urlsplit(url)
    return Embed(f"https://codepen.io{parts.path.replace('/embed/', '/pen/')}", "Code on CodePen") if "/embed/" in parts.path else None


#: Well-known hosts, by the last two labels, with a better page than their frame.
HOSTS: dict[str, Callable[[str], Embed | None]] = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _youtube,
    "vimeo.com": _vimeo,
    "dailymotion.com": _dailymotion,
    "spotify.com": _spotify,
    "soundcloud.com": _soundcloud,
    "codepen.io": _codepen,
}


def link(element: HtmlElement, parent: str, context: BodyContext, *, linked: bool) -> list[Node]:
    """
    Return the replacement of a frame whose parent is *parent*; without a link if it is already inside one (*linked*).

    A frame without an allowed URL becomes a link to the article, or its title if that URL is invalid. An object that is an
    image becomes that image.
    """
    if is_tracking_pixel(element):
        return []
    if any(part.name in {"a", "img"} for part in walk(element)):
        return element.children
    address = next(filter(None, (context.media(element.attributes.get(name, "")) for name in _ADDRESSES)), None)
    if address is None and (element.name != "iframe" or not element.attributes.keys() & {"src", "srcdoc"}):
        return [] if element.name == "iframe" else element.children
    if address and element.attributes.get("type", "").lower().startswith("image/") and context.policy.allows("img", "src"):
        return [_image(element, address)]
    if address is None and not iri.absolute(context.url, context.url):
        return [_name(element)]
    return _linked(element, _embed(address or context.url), parent, context, linked=linked)


def media_link(element: HtmlElement, parent: str, context: BodyContext, *, linked: bool) -> list[Node]:
    """
    Return the replacement of audio or video that the policy does not allow: a link to it, or its fallback content.
    """
    places = [element, *(part for part in walk(element) if part.name == "source")]
    address = next(filter(None, (context.media(place.attributes.get(name, "")) for place in places for name in _ADDRESSES)), None)
    if address is None:
        return fallback(element)
    still = element.attributes.get("poster", "").strip() or None
    return _linked(element, Embed(address, display_url(address), still), parent, context, linked=linked)


def fallback(element: HtmlElement) -> list[Node]:
    """
    Return what a page shows if audio or video cannot be played.
    """
    return [node for node in element.children if isinstance(node, str) or node.name not in {"source", "track"}]


def area(element: HtmlElement, context: BodyContext, *, linked: bool) -> list[Node]:
    """
    Return the replacement of an area of an image map: a link with its text.
    """
    href = context.link(element.attributes.get("href", "")) if element.attributes.get("href", "").strip() else None
    words = " ".join((_name(element) or element.attributes.get("alt", "")).split())
    if href is None or not words or linked or not context.policy.allows("a", "href"):
        return []
    return [" ", HtmlElement("a", {"href": href}, [words])]


def _name(element: HtmlElement) -> str:
    return " ".join((element.attributes.get("title") or element.attributes.get("aria-label") or "").split())


def _image(element: HtmlElement, address: str) -> HtmlElement:
    words = _name(element) or " ".join(text_content(element.children).split())
    sizes = {name: element.attributes[name] for name in ("width", "height") if name in element.attributes}
    return HtmlElement("img", {"src": address, "alt": words} | sizes)


def _linked(element: HtmlElement, embed: Embed, parent: str, context: BodyContext, *, linked: bool) -> list[Node]:
    shown = _shown(embed, _name(element) or embed.name, context)
    href = context.link(embed.href)
    if linked or href is None or not context.policy.allows("a", "href"):
        return shown
    anchor = HtmlElement("a", {"href": href}, shown)
    return [HtmlElement("p", {}, [anchor])] if parent in _BLOCK_PARENTS and "p" in context.policy.elements else [anchor]


def _shown(embed: Embed, name: str, context: BodyContext) -> list[Node]:
    still = context.media(embed.still) if embed.still and context.policy.allows("img", "src") else None
    if still:
        return [HtmlElement("img", {"src": still, "alt": name})]
    return [name]


def _embed(address: str) -> Embed:
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    known = HOSTS.get(".".join(host.split(".")[-2:]))
    return (known(address) if known else None) or Embed(address, display_url(address))
