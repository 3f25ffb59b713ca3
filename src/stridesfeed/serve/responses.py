"""
Responses to requests for files of an output folder, independent of any server.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from urllib.parse import quote

import attrs

from stridesfeed.dates import format_rfc822
from stridesfeed.http.conditions import entity_tag, is_unchanged
from stridesfeed.http.messages import DEFAULT, METHODS, Request, Response, ResponseSettings, content_headers
from stridesfeed.http.negotiation import accepted_encoding
from stridesfeed.serve.folder import Folder, ServedFile


def respond(request: Request, folder: Folder, settings: ResponseSettings = DEFAULT) -> Response:
    """
    Return the response to *request*: a file of *folder*, 304 if the client has it, 301 for a folder with an index, or an error page that lists
    the feeds.
    """
    if request.method == "OPTIONS":
        return settings.options_response()
    if request.method not in {"GET", "HEAD"}:
        return _error_page(405, "This document is read-only.", request, folder, settings, ("Allow", METHODS))
    path = request.path + "index.html" if request.path.endswith("/") else request.path
    if file := folder.file(path):
        response = _file_response(file, request, settings)
    elif folder.is_folder(request.path) and folder.file(request.path + "/index.html"):
        location = quote(request.prefix + request.path) + "/"
        response = Response(status=301, headers=(*settings.headers, ("Location", location), *content_headers(b"", "text/plain")))
    else:
        response = _error_page(404, "There is no document here.", request, folder, settings)
    return attrs.evolve(response, body=b"") if request.method == "HEAD" else response


def _file_response(file: ServedFile, request: Request, settings: ResponseSettings) -> Response:
    """
    Return a file in an encoding that the client accepts, or 304.
    """
    compressed = file.compressed if accepted_encoding(request.headers.get("accept-encoding", "")) else None
    body = file.content if compressed is None else compressed
    etag = entity_tag(body)
    modified = datetime.fromtimestamp(file.modified, UTC)
    headers = [
        *settings.headers,
        ("ETag", etag),
        ("Last-Modified", format_rfc822(modified)),
        ("Cache-Control", settings.cache_control),
    ]
    if file.varies:
        headers.append(("Vary", "Accept-Encoding"))
    if is_unchanged(request.headers, etag, modified):
        return Response(status=304, headers=tuple(headers))
    if compressed is not None:
        headers.append(("Content-Encoding", "gzip"))
    return Response(status=200, headers=(*headers, *content_headers(body, file.media_type)), body=body)


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
    return Response(status=status, headers=(*settings.headers, *more, *safe, *content_headers(body, "text/html")), body=body)
