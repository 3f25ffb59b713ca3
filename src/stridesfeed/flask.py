"""
Feeds for Flask. Needs the extra ``flask``. Only this module imports Flask.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from stridesfeed.errors import MissingExtraError
from stridesfeed.http import FeedResource, Request
from stridesfeed.model import Feed

try:
    from flask import Response, request
except ImportError as error:
    raise MissingExtraError("stridesfeed.flask", "flask") from error

__all__ = ["respond"]


def respond(
    resource: FeedResource,
    format: str | None = None,
    *,
    feed: Feed | Callable[[], Feed] | None = None,
    version: Hashable = None,
) -> Response:
    """
    Return the response of *resource* to the current request, for a view function. The other arguments are those of
    :meth:`stridesfeed.http.FeedResource.respond`.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = resource.respond(Request(method=request.method, headers=headers), format, feed=feed, version=version)
    response = Response(answer.body, status=answer.status)
    # All headers are replaced, because Flask would give the response to HEAD the length of its empty body.
    response.headers.clear()
    response.headers.extend(answer.headers)
    return response
