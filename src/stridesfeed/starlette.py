"""
Feeds for Starlette and FastAPI. Needs the extra ``starlette``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from stridesfeed.errors import MissingExtraError
from stridesfeed.http import FeedResource
from stridesfeed.http import Request as FeedRequest
from stridesfeed.model import Feed

try:
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
except ImportError as error:
    raise MissingExtraError("stridesfeed.starlette", "starlette") from error

__all__ = ["respond"]


async def respond(
    request: Request,
    resource: FeedResource,
    format: str | None = None,
    *,
    feed: Feed | Callable[[], Feed] | None = None,
    version: Hashable = None,
) -> Response:
    """
    Return the response of *resource* to *request*, for an endpoint. It is rendered in a thread, so that other requests do not wait. The other
    arguments are those of :meth:`stridesfeed.http.FeedResource.respond`.
    """
    # Repeated headers are joined to one list (RFC 9110, 5.3).
    headers = {name: ", ".join(request.headers.getlist(name)) for name in request.headers}
    given = FeedRequest(method=request.method, headers=headers)
    answer = await run_in_threadpool(partial(resource.respond, given, format, feed=feed, version=version))
    response = Response(answer.body, status_code=answer.status)
    response.raw_headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    return response
