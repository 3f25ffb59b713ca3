"""
The answer to a request for a file of an output folder: a pure function of the two, which every kind of server can call.

Entity tags are made of the bytes, and conditions are held to RFC 9110 (13): a reader that has the document already is told so in a few bytes.
"""

from __future__ import annotations

import hashlib
import html
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import attrs

from stridesfeed.dates import format_rfc822
from stridesfeed.publish.headers import content_type
from stridesfeed.serve.folder import Folder, Served
from stridesfeed.serve.message import Answer, Request

_METHODS = "GET, HEAD, OPTIONS"


@attrs.frozen(kw_only=True)
class Manner:
    """
    How a folder is served.
    """

    #: How long readers may keep a document without asking, in seconds; 0 for not at all.
    max_age: int = 300

    #: Whether pages of other origins may read it.
    shared: bool = True

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """
        What goes with every answer.
        """
        shared = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag")) if self.shared else ()
        return (("X-Content-Type-Options", "nosniff"), *shared)

    @property
    def caching(self) -> str:
        """
        The value of Cache-Control for documents.
        """
        return f"public, max-age={self.max_age}" if self.max_age else "no-cache"


PUBLIC = Manner()


def answer(request: Request, folder: Folder, manner: Manner = PUBLIC) -> Answer:
    """
    What *request* gets from *folder*: a file, 304 for who has it already, 301 for a folder with an index, or a page that names the feeds.
    """
    if request.method == "OPTIONS":
        return _allowed(manner)
    if request.method not in {"GET", "HEAD"}:
        return _page(405, "This can only be read.", request, folder, manner, ("Allow", _METHODS))
    path = request.path + "index.html" if request.path.endswith("/") else request.path
    served = folder.file(path)
    whole = _document(served, request, manner) if served else _elsewhere(request, folder, manner)
    return attrs.evolve(whole, body=b"") if request.method == "HEAD" else whole


def _allowed(manner: Manner) -> Answer:
    asked = (("Access-Control-Allow-Methods", _METHODS), ("Access-Control-Allow-Headers", "*")) if manner.shared else ()
    return Answer(status=204, headers=(*manner.headers, ("Allow", _METHODS), *asked))


def _document(served: Served, request: Request, manner: Manner) -> Answer:
    """
    A file, in the encoding that the client accepts; or that it is as the client has it.
    """
    compressed = served.compressed if _accepts_gzip(request.headers.get("accept-encoding", "")) else None
    body = served.content if compressed is None else compressed
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = [
        *manner.headers,
        ("ETag", etag),
        ("Last-Modified", format_rfc822(datetime.fromtimestamp(served.modified, UTC))),
        ("Cache-Control", manner.caching),
    ]
    if served.varies:
        headers.append(("Vary", "Accept-Encoding"))
    if _has_it(request, etag, served.modified):
        return Answer(status=304, headers=tuple(headers))
    if compressed is not None:
        headers.append(("Content-Encoding", "gzip"))
    return Answer(status=200, headers=(*headers, *_of(body, served.media_type)), body=body)


def _of(body: bytes, media_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type(media_type)), ("Content-Length", str(len(body))))


def _has_it(request: Request, etag: str, modified: int) -> bool:
    """
    Whether the client has this very document (RFC 9110, 13.2.2): tags decide, and dates only where there are none.
    """
    tags = request.headers.get("if-none-match")
    if tags is not None:
        # Compared weakly (13.1.2). Proxies that compress may say that a tag is weak, or put a word at its end.
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or etag in known
    since = request.headers.get("if-modified-since")
    return since is not None and _is_as_late(since, modified)


def _is_as_late(since: str, modified: int) -> bool:
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    return moment.tzinfo is not None and modified <= moment.timestamp()


def _accepts_gzip(accepted: str) -> bool:
    """
    Whether Accept-Encoding (RFC 9110, 12.5.3) lets gzip in.
    """
    weights: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weights[coding] = not any(parameter.removeprefix("q=").rstrip("0").rstrip(".") in {"", "0"} for parameter in parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _elsewhere(request: Request, folder: Folder, manner: Manner) -> Answer:
    """
    What is said where there is no such file.
    """
    if folder.is_folder(request.path) and folder.file(request.path + "/index.html"):
        place = quote(request.prefix + request.path) + "/"
        return Answer(status=301, headers=(*manner.headers, ("Location", place), *_of(b"", "text/plain")))
    return _page(404, "Nothing is published here.", request, folder, manner)


def _page(status: int, said: str, request: Request, folder: Folder, manner: Manner, *more: tuple[str, str]) -> Answer:
    """
    A page for people who came here by mistake.
    """
    feeds = "".join(_item(served, request.prefix) for served in folder.feeds())
    listed = f"<p>These are the feeds:</p><ul>{feeds}</ul>" if feeds else ""
    body = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{status}</title><h1>{said}</h1>{listed}</html>\n'.encode()
    safe = ("Content-Security-Policy", "default-src 'none'")
    return Answer(status=status, headers=(*manner.headers, *more, safe, ("Cache-Control", "no-cache"), *_of(body, "text/html")), body=body)


def _item(served: Served, prefix: str) -> str:
    address = html.escape(quote(f"{prefix}/{served.path}"))
    return f'<li><a href="{address}" type="{served.media_type}">{html.escape(served.path)}</a></li>'
