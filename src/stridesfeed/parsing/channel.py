"""
Elements that only a channel of RSS has, as :class:`~stridesfeed.extensions.RssChannel`. Those with invalid values are left for others to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.extensions import RssChannel
from stridesfeed.extensions.channel import ChannelImage, Cloud, TextInput
from stridesfeed.load.dates.parsing import parse_date
from stridesfeed.parsing.tracking import TrackedElement

#: The documentation that every document names.
_DOCS = "http://www.rssboard.org/rss-specification"


def _text(element: TrackedElement) -> str:
    return element.text.strip()


def _number(element: TrackedElement) -> int:
    return int(element.text)


def _texts(element: TrackedElement, name: str) -> list[str]:
    return [child.text.strip() for child in element.children if child.name == name]


def _children(element: TrackedElement) -> dict[str, Any]:
    """
    Return the texts of the child elements by name; width and height as numbers.
    """
    texts = {child.name: child.text.strip() for child in element.children}
    return {name: int(text) if name in {"width", "height"} else text for name, text in texts.items()}


def _cloud(element: TrackedElement) -> Cloud:
    names = {"registerProcedure": "register_procedure"}
    given: dict[str, Any] = {names.get(name, name): value for name, value in element.attributes.items()}
    return Cloud(**given | {"port": int(given["port"])})


def _image(element: TrackedElement) -> ChannelImage:
    texts = _children(element)
    return ChannelImage(texts.pop("url"), texts.pop("title"), texts.pop("link"), **texts)


def _has_no_more(image: ChannelImage) -> bool:
    return image.width is None and image.height is None and image.description is None


#: The field of each element, and the function that reads its value.
_FIELDS: dict[str, tuple[str, Callable[[TrackedElement], Any]]] = {
    "ttl": ("ttl", _number),
    "skipHours": ("skip_hours", lambda element: [int(text) for text in _texts(element, "hour")]),
    "skipDays": ("skip_days", lambda element: _texts(element, "day")),
    "cloud": ("cloud", _cloud),
    "managingEditor": ("managing_editor", _text),
    "webMaster": ("web_master", _text),
    "pubDate": ("published", lambda element: parse_date(element.text.strip())),
    "docs": ("docs", _text),
    "rating": ("rating", _text),
    "image": ("image", _image),
    "textInput": ("text_input", lambda element: TextInput(**_children(element))),
    "textinput": ("text_input", lambda element: TextInput(**_children(element))),  # RSS 1.0
}


def read_channel(elements: Iterable[TrackedElement], *, title: str | None, url: str | None) -> Iterator[RssChannel]:
    """
    Yield those of *elements* of RSS that other fields do not have. *title* and *url* are those of the feed: an image with them needs no more.
    """
    fields: dict[str, Any] = {}
    for child in elements:
        name, read = _FIELDS.get(child.name, ("", None))
        if read is None or name in fields:
            continue
        try:
            value: Any = read(child) or None
            RssChannel(**{name: value})
        except (InvalidError, FieldError, TypeError, ValueError, KeyError):
            continue
        child.is_found = child.is_done = child.is_kept = True
        is_plain_image = isinstance(value, ChannelImage) and (value.title, value.link) == (title, url) and _has_no_more(value)
        if value and value != _DOCS and not is_plain_image:
            fields[name] = value
    if fields:
        yield RssChannel(**fields)
