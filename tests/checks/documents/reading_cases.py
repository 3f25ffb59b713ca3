"""
Read the test cases of document rules: each is a small change to a valid document, in a file of ``cases``.

::

    date-not-rfc3339 | atom entry
    fires:  <updated>2026-04-30</updated>
    silent: <updated>2026-04-30T09:00:00Z</updated>

The words after the code say where the line is inserted: ``rss`` and ``atom`` in the feed, ``rss item`` and ``atom entry`` in its only entry.
Elements of the same name are replaced; ``-name`` removes an element. ``json`` and ``json item`` are members, which replace those of the same
name; null removes a member. ``opml`` and ``sitemap`` are entries of such lists, repeated as often
as a number says. ``document`` is a whole document; ``bytes`` is one as a Python
bytes literal. More lines of each kind may follow.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

URL = "https://strides.example/feed"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "media": "http://search.yahoo.com/mrss/",
        "fh": "http://purl.org/syndication/history/1.0",
        "thr": "http://purl.org/syndication/thread/1.0",
        "at": "http://purl.org/atompub/tombstones/1.0",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
    }.items()
)

_SELF = {"rss": f'<atom:link rel="self" href="{URL}"/>', "atom": f'<link rel="self" href="{URL}"/>'}
_FEEDS = {
    "rss": (
        "<title>Strides</title>",
        "<link>https://strides.example/</link>",
        "<description>One at a time</description>",
        "<language>en</language>",
        _SELF["rss"],
    ),
    "atom": (
        "<id>https://strides.example/</id>",
        "<title>Strides</title>",
        "<updated>2026-04-30T09:00:00Z</updated>",
        "<author><name>Ann Lee</name></author>",
        _SELF["atom"],
    ),
}
_ENTRIES = {
    "rss": ("<title>One</title>", '<guid isPermaLink="false">tag:strides.example,2026:one</guid>'),
    "atom": (
        "<id>https://strides.example/one</id>",
        "<title>One</title>",
        "<updated>2026-04-30T09:00:00Z</updated>",
        '<link href="https://strides.example/one"/>',
        "<content>Text</content>",
    ),
}
_LISTS = {
    "opml": ('<opml version="2.0"><head><title>Strides</title></head><body>', "</body></opml>"),
    "sitemap": (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">',
        "</urlset>",
    ),
}
_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Strides",
    "home_page_url": "https://strides.example/",
    "feed_url": URL,
}
_ITEM = {"id": "https://strides.example/one", "url": "https://strides.example/one", "content_text": "Text"}


@attrs.frozen
class Case:
    """
    A document, and whether the rule with that code fires on it.
    """

    code: str
    fires: bool
    line: str
    where: str
    content: bytes


def cases(folder: Path) -> Iterator[Case]:
    """
    Yield the cases of the files in *folder*.
    """
    for path in sorted(folder.glob("*.txt")):
        code = where = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, colon, text = line.partition(":")
            if colon and kind in {"fires", "silent"}:
                yield Case(code, kind == "fires", text.strip(), where, document(where, text.strip()))
            elif line and not line.startswith("#"):
                code, where = (part.strip() for part in line.split("|"))


def document(where: str, text: str) -> bytes:
    """
    Return the document with *text* inserted.
    """
    if where == "bytes":
        return bytes(ast.literal_eval(text))
    if where == "document":
        return text.encode()
    format, _, place = where.partition(" ")
    if format in _LISTS:
        start, end = _LISTS[format]
        return f'<?xml version="1.0" encoding="utf-8"?>\n{start}{text * int(place or 1)}{end}'.encode()
    if format == "json":
        return _json_document(place, text)
    feed, entry = _FEEDS[format], _ENTRIES[format]
    return _wrapped(format, feed if place else _with(feed, text), _with(entry, text) if place else entry)


def _wrapped(format: str, feed: tuple[str, ...], entry: tuple[str, ...]) -> bytes:
    start = '<?xml version="1.0" encoding="utf-8"?>\n'
    if format == "rss":
        root = f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" {_NAMESPACES}><channel>\n'
        return "\n".join([start + root, *feed, "<item>", *entry, "</item></channel></rss>"]).encode()
    root = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" {_NAMESPACES}>\n'
    return "\n".join([start + root, *feed, "<entry>", *entry, "</entry></feed>"]).encode()


def _with(usual: tuple[str, ...], text: str) -> tuple[str, ...]:
    """
    Return the *usual* elements, without those that *text* replaces or removes, and *text*.
    """
    gone = set(re.findall(r"(?:^|\s)-(\w+)", text))
    text = re.sub(r"(?:^|\s)-\w+", "", text)
    given = set(_outermost(text)) | gone
    kept = [part for part in usual if (name := re.match(r"<([\w:]+)", part)) and (name[1] not in given or _stays(name[1], part, text, gone))]
    return (*kept, text)


def _outermost(text: str) -> Iterator[str]:
    """
    Yield the names of the outermost elements.
    """
    depth = 0
    for end, name, empty in re.findall(r"<(/?)([\w:-]+)[^<]*?(/?)>", text):
        if not end and depth == 0:
            yield name
        depth += -1 if end else 0 if empty else 1


def _stays(name: str, part: str, text: str, gone: set[str]) -> bool:
    """
    Return whether a link is kept: only one with the same relation replaces it.
    """
    return name.endswith("link") and name not in gone and 'rel="self"' in part and 'rel="self"' not in text


def _json_document(place: str, text: str) -> bytes:
    members = json.loads(text)
    feed = dict(_JSON) | ({} if place else members)
    item = dict(_ITEM) | (members if place else {})
    feed = {name: value for name, value in feed.items() if value is not None}
    item = {name: value for name, value in item.items() if value is not None}
    return json.dumps({**feed, "items": feed.get("items", [item])}, ensure_ascii=False, indent=1).encode()
