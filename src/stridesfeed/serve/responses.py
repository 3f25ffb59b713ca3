"""
Responses to requests for files of an output folder, independent of any server.

Entity tags are hashes of the content. Conditional requests follow RFC 9110, section 13: a client that has the current document gets an empty
304 response.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote

import attrs

from stridesfeed.dates import format_rfc822
from stridesfeed.publish.headers import content_type
from stridesfeed.serve.folder import Folder, ServedFile

_METHODS = "GET, HEAD, OPTIONS"


@attrs.frozen(kw_only=True)
class Request:
    """
    An HTTP request.
    """

    #: In capitals.
    method: str = "GET"

    #: The path below the mount point, without percent-encoding.
    path: str = "/"

    #: The path of the mount point; empty for the root of a host.
    prefix: str = ""

    #: By name in lower case.
    headers: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Response:
    """
    An HTTP response.
    """

    status: int

    headers: tuple[tuple[str, str], ...] = ()

    #: Empty for HEAD; the headers are those of the full response.
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """
        Return the value of a header; its *name* is case-insensitive.
        """
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


@attrs.frozen(kw_only=True)
class ResponseSettings:
    """
    Settings of all responses.
    """

    #: How long readers may cache a document, in seconds; 0 to revalidate on every request.
    max_age: int = 300

    #: Whether pages of other origins may read the documents (CORS).
    shared: bool = True

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """
        The headers of every response.
        """
        shared = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag")) if self.shared else ()
        return (("X-Content-Type-Options", "nosniff"), *shared)

    @property
    def cache_control(self) -> str:
        """
        The Cache-Control header of documents.
        """
        return f"public, max-age={self.max_age}" if self.max_age else "no-cache"


DEFAULT = ResponseSettings()


def respond(request: Request, folder: Folder, settings: ResponseSettings = DEFAULT) -> Response:
    """
    Return the response to *request*: a file of *folder*, 304 if the client has it, 301 for a folder with an index, or an error page that lists
    the feeds.
    """
    if request.method == "OPTIONS":
        cors = (("Access-Control-Allow-Methods", _METHODS), ("Access-Control-Allow-Headers", "*")) if settings.shared else ()
        return Response(status=204, headers=(*settings.headers, ("Allow", _METHODS), *cors))
    if request.method not in {"GET", "HEAD"}:
        return _error_page(405, "This document is read-only.", request, folder, settings, ("Allow", _METHODS))
    path = request.path + "index.html" if request.path.endswith("/") else request.path
    if file := folder.file(path):
        response = _file_response(file, request, settings)
    elif folder.is_folder(request.path) and folder.file(request.path + "/index.html"):
        location = quote(request.prefix + request.path) + "/"
        response = Response(status=301, headers=(*settings.headers, ("Location", location), *_content_headers(b"", "text/plain")))
    else:
        response = _error_page(404, "There is no document here.", request, folder, settings)
    return attrs.evolve(response, body=b"") if request.method == "HEAD" else response


def _file_response(file: ServedFile, request: Request, settings: ResponseSettings) -> Response:
    """
    Return a file in an encoding that the client accepts, or 304.
    """
    compressed = file.compressed if _accepts_gzip(request.headers.get("accept-encoding", "")) else None
    body = file.content if compressed is None else compressed
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = [
        *settings.headers,
        ("ETag", etag),
        ("Last-Modified", format_rfc822(datetime.fromtimestamp(file.modified, UTC))),
        ("Cache-Control", settings.cache_control),
    ]
    if file.varies:
        headers.append(("Vary", "Accept-Encoding"))
    if _is_unchanged(request, etag, file.modified):
        return Response(status=304, headers=tuple(headers))
    if compressed is not None:
        headers.append(("Content-Encoding", "gzip"))
    return Response(status=200, headers=(*headers, *_content_headers(body, file.media_type)), body=body)


def _content_headers(body: bytes, media_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type(media_type)), ("Content-Length", str(len(body))))


def _is_unchanged(request: Request, etag: str, modified: int) -> bool:
    """
    Return whether the client has the current document (RFC 9110, 13.2.2). Dates are compared only if the client sends no entity tags.
    """
    if (tags := request.headers.get("if-none-match")) is not None:
        # Weak comparison (RFC 9110, 13.1.2): proxies that compress may mark a tag as weak.
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or etag in known
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
    except (KeyError, ValueError):
        return False
    return since.tzinfo is not None and modified <= since.timestamp()


def _accepts_gzip(accepted: str) -> bool:
    """
    Return whether an Accept-Encoding header (RFC 9110, 12.5.3) accepts gzip.
    """
    weights: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weights[coding] = not any(parameter.removeprefix("q=").rstrip("0").rstrip(".") in {"", "0"} for parameter in parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))


def _error_page(status: int, message: str, request: Request, folder: Folder, settings: ResponseSettings, *more: tuple[str, str]) -> Response:
    """
    Return a page with links to the feeds.
    """
    links = "".join(
        f'<li><a href="{html.escape(quote(f"{request.prefix}/{feed.path}"))}" type="{feed.media_type}">{html.escape(feed.path)}</a></li>'
        for feed in folder.feeds()
    )
    feeds = f"<p>Feeds:</p><ul>{links}</ul>" if links else ""
    body = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{status}</title><h1>{message}</h1>{feeds}</html>\n'.encode()
    safe = (("Content-Security-Policy", "default-src 'none'"), ("Cache-Control", "no-cache"))
    return Response(status=status, headers=(*settings.headers, *more, *safe, *_content_headers(body, "text/html")), body=body)
