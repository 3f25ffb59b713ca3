"""
Parsers for values of front matter: text, numbers, people, categories, links, files.

Each function takes a node and raises :class:`FieldError` if its value is invalid. YAML and Pelican headers have text for everything, TOML
and JSON have numbers and booleans: both are accepted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

from stridesfeed import iri
from stridesfeed.errors import FieldError
from stridesfeed.extensions import Score
from stridesfeed.load.front_matter.nodes import PERSON_KEYS, Node
from stridesfeed.load.links import Links
from stridesfeed.load.urls import permalinks
from stridesfeed.media_types import media_type_of
from stridesfeed.model import Attachment, Category, Image, Link, Person

if TYPE_CHECKING:
    from stridesfeed.extensions.shows import Episode

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})

_NUMBER = re.compile(r"\s*(\d{1,15}(?:\.\d+)?)(?!\d)", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_SCORE = re.compile(r"(?P<value>\d{1,15}(?:\.\d+)?)(?:\s*/\s*(?P<scale>\d{1,15}(?:\.\d+)?))?", re.ASCII)
_DURATION = re.compile(r"(?:(?P<hours>\d{1,15}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d\d)", re.ASCII)
_TITLE_AND_URL = re.compile(r"\[(?P<words>.+)\]\(\s*<?(?P<to>[^\s<>]+?)>?\s*\)|(?P<title>.*\S)?\s*<(?P<url>[^\s<>]+)>", re.DOTALL)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

#: Most articles share a few people and categories: equal ones are checked once, and are one object in memory.
_MAX_SHARED = 4096
_person = lru_cache(_MAX_SHARED)(Person)
category = lru_cache(_MAX_SHARED)(Category)


def invalid(node: Node, rule: str) -> FieldError:
    """
    Return an error for the value of *node*.
    """
    return FieldError("front matter", node.key, rule)


def text(node: Node) -> str:
    """
    Return text; numbers and dates are converted.
    """
    value = node.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | datetime | date | time):
        return str(value)
    kind = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, Mapping) else type(value).__name__
    raise invalid(node, f"must be text, not {kind}")


def is_flag(node: Node) -> bool:
    """
    Return whether the value is a boolean, as opposed to a date or a URL.
    """
    return isinstance(node.value, bool) or str(node.value).strip().lower() in (_TRUE | _FALSE)


def flag(node: Node) -> bool:
    """
    Return a boolean.
    """
    word = str(node.value).strip().lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise invalid(node, f"must be true or false, not {node.value!r}")


def whole_number(node: Node) -> int:
    """
    Return a whole number, zero or more.
    """
    word = text(node).strip().removesuffix("px").strip()
    if _WHOLE.fullmatch(word):
        return int(word)
    raise invalid(node, f"must be a whole number, not {node.value!r}")


def minutes(node: Node) -> int:
    """
    Return minutes: a number, which text may follow (``5 min read``). Fractions are rounded up.
    """
    found = _NUMBER.match(text(node))
    if found is None or float(found[1]) > 1e6:
        raise invalid(node, f"must be a number of minutes, not {node.value!r}")
    return math.ceil(float(found[1]))


def seconds(node: Node) -> int:
    """
    Return seconds, from a number, ``mm:ss`` or ``h:mm:ss``.
    """
    word = text(node).strip()
    if clock := _DURATION.fullmatch(word):
        return int(clock["hours"] or 0) * 3600 + int(clock["minutes"]) * 60 + int(clock["seconds"])
    found = _NUMBER.fullmatch(word)
    if found is None:
        raise invalid(node, f"must be seconds, or a time such as 1:02:30, not {node.value!r}")
    return round(float(found[1]))


def score(node: Node) -> Score:
    """
    Return a score, from ``6.3``, ``6.3/10``, or a mapping with value, scale and level.
    """
    part = node.get("value", "score") if isinstance(node.value, Mapping) else node
    found = _SCORE.fullmatch(text(part).strip()) if part else None
    if found is None:
        raise invalid(node, f"must be a number such as 6.3 or 6.3/10, not {node.value!r}")
    scale, level = node.get("scale", "of", "max"), node.get("level", "label")
    most = number(scale) if scale else float(found["scale"] or 10)
    return Score(float(found["value"]), scale=most, level=text(level) if level else None)


def number(node: Node) -> float:
    """
    Return a number, zero or more.
    """
    word = text(node).strip()
    if _NUMBER.fullmatch(word):
        return float(word)
    raise invalid(node, f"must be a number, not {node.value!r}")


def identifier(node: Node) -> str:
    """
    Return an id; a bare UUID becomes a ``urn:uuid:`` IRI (RFC 9562).
    """
    word = text(node).strip()
    return f"urn:uuid:{word.lower()}" if _UUID.fullmatch(word) else word


def person(node: Node, people: Mapping[str, Person], site_url: str) -> Person:
    """
    Return a person, from a key of *people*, a name (which may contain an e-mail address), or a mapping, which may add to a person of *people*.
    """
    if not isinstance(node.value, Mapping):
        return people.get(text(node).strip()) or _person(text(node))
    name, key = _part(node, "name"), _part(node, "key")
    if name and len(node.value) == 1 and name.strip() in people:
        return people[name.strip()]
    known = people.get((key or "").strip())
    name = name or (known.name if known else _part(node, "title", "key"))
    if name is None:
        raise invalid(node, "must have a name")
    return _with_details(node, attrs.evolve(known, name=name) if known else Person(name), site_url)


def name_in_file(node: Node, key: str) -> Person:
    """
    Return the person under *key* in a data file of authors, without details: a name, or a mapping whose name defaults to the key.
    """
    return Person((_part(node, "name", "display_name", "full_name") or key) if isinstance(node.value, Mapping) else text(node))


def details(node: Node, site_url: str) -> Iterator[tuple[str, Node, str]]:
    """
    Yield the details of a person: the field of :class:`Person`, its node and its value. A path is a URL on the site.
    """
    for field, names in PERSON_KEYS.items():
        if part := node.get(*names):
            value = text(part).strip()
            yield field, part, permalinks.on_site(site_url, value) if value.startswith("/") and field != "email" else value


def _with_details(node: Node, known: Person, site_url: str) -> Person:
    return attrs.evolve(known, **{field: value for field, _, value in details(node, site_url)})


def categories(node: Node, *, scheme: str | None, split_spaces: bool) -> Iterator[tuple[Node, Callable[[Node], Category]]]:
    """
    Yield a node and a parser for each category in *node*: a list, a mapping, or text.

    Text under a plural key (``tags``, ``categories``) is a list separated by commas, as in Pelican and Python-Markdown; with *split_spaces*,
    text without commas is separated by spaces, as in Jekyll. Text under a singular key is one category.
    """

    def parse(item: Node) -> Category:
        if not isinstance(item.value, Mapping):
            return category(text(item), scheme=scheme)
        term = item.get("term", "name", "slug", "title", "label")
        if term is None:
            raise invalid(item, "must have a term")
        return Category(text(term), scheme=_part(item, "scheme") or scheme, label=_part(item, "label", "title"))

    for item in node.items():
        words: Iterable[str] = ()
        if isinstance(item.value, list):
            # Hexo lists a category and its subcategories.
            yield from categories(item, scheme=scheme, split_spaces=split_spaces)
            continue
        if isinstance(node.value, str) and node.key.endswith("s"):
            separated = re.split(r"[,;]", node.value)
            words = node.value.split() if split_spaces and len(separated) == 1 else separated
        if words:
            for word in filter(None, map(str.strip, words)):
                yield Node(item.front_matter, item.path, word), parse
        else:
            yield item, parse


def source(node: Node) -> Link:
    """
    Return a link to a source, from a URL, ``Title <URL>``, ``[Title](URL)``, or a mapping.
    """
    if isinstance(node.value, Mapping):
        url_node = node.get("url", "href", "link")
        if url_node is None:
            raise invalid(node, "must have a url")
        return Link(text(url_node), "via", title=_part(node, "title", "name", "label"), hreflang=_part(node, "hreflang", "lang", "language"))
    words = text(node).strip()
    found = _TITLE_AND_URL.fullmatch(words)
    if found is None:
        return Link(words, "via")
    return Link(found["to"] or found["url"], "via", title=found["words"] or found["title"])


def related(node: Node, links: Links) -> Link | None:
    """
    Return a related link, from the path, slug, id or URL of an article of this site, or a URL elsewhere in any form that *source* accepts.

    ``None`` if the article is not published (yet).
    """
    part = node.get("url", "href", "path", "slug", "id", "file") if isinstance(node.value, Mapping) else node
    if part is None:
        raise invalid(node, "must have a url, path, slug or id")
    name = text(part).strip()
    article = links.find_article(name)
    if article is not None:
        title = _part(node, "title", "name") or article.title
        return None if article.is_unpublished else Link(iri.to_uri(article.url), "related", title=title)
    if iri.scheme(name) is None and not _TITLE_AND_URL.fullmatch(name):
        raise invalid(node, f"no article has the path, slug, id or URL {name!r}")
    return source(node) if part is node else Link(name, "related", title=_part(node, "title", "name"))


def image(node: Node, links: Links, alt: str | None) -> Image:
    """
    Return an image, from its file, its URL, or a mapping; *alt* is the default alt text.
    """
    url_node = node.get("url", "src", "path", "file", "href", "image", "relative_url") if isinstance(node.value, Mapping) else node
    if url_node is None:
        raise invalid(node, "must have a url")
    url = links.file_url(text(url_node).strip())
    width, height = node.get("width"), node.get("height")
    return Image(
        url,
        alt=_part(node, "alt", "alt_text", "description") or alt,
        type=_part(node, "type", "mime_type") or media_type_of(url),
        width=whole_number(width) if width else None,
        height=whole_number(height) if height else None,
        caption=_part(node, "caption"),
        credit=_part(node, "credit", "author", "photographer"),
    )


def attachment(node: Node, links: Links) -> Attachment:
    """
    Return an attachment, from its path, its URL, or a mapping. Missing length, type and duration are those of the file, if it is local.
    """
    url_node = node.get("url", "src", "href", "path", "file") if isinstance(node.value, Mapping) else node
    if url_node is None:
        raise invalid(node, "must have a url")
    written = text(url_node).strip()
    url = links.file_url(written)
    media_type = _part(node, "type", "mime_type", "media_type") or media_type_of(url)
    if media_type is None:
        raise invalid(node, f"has an unknown media type ({written!r}); give url and type, such as audio/mpeg")
    length, duration = node.get("length", "size_in_bytes", "size", "bytes"), node.get("duration", "duration_in_seconds")
    return Attachment(
        url,
        media_type,
        length=whole_number(length) if length else links.file_size(written),
        duration=seconds(duration) if duration else _measured(links, written, media_type),
        title=_part(node, "title", "name"),
    )


def _measured(links: Links, path: str, media_type: str) -> int | None:
    return links.file_duration(path) if media_type.lower().startswith(("audio/", "video/")) else None


def episode(table: Mapping[str, Any], links: Links) -> Episode:
    """
    Return an episode from a mapping of its fields.
    """
    from stridesfeed.load.shows import as_episode  # noqa: PLC0415  # slow to import, and rarely used

    return as_episode(table, links.file_url)


def _part(node: Node, *names: str) -> str | None:
    part = node.get(*names)
    return text(part) if part else None
