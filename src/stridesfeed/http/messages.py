"""
Requests and responses, independent of any server or framework.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from stridesfeed.publish.headers import content_type

#: The methods that all resources support.
METHODS = "GET, HEAD, OPTIONS"


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

    #: Headers that tell how machines may use the documents.
    rights: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """
        The headers of every response.
        """
        shared = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag")) if self.shared else ()
        return (("X-Content-Type-Options", "nosniff"), *shared, *self.rights)

    @property
    def cache_control(self) -> str:
        """
        The Cache-Control header of documents.
        """
        return f"public, max-age={self.max_age}" if self.max_age else "no-cache"

    def options_response(self) -> Response:
        """
        Return the response to an OPTIONS request.
        """
        cors = (("Access-Control-Allow-Methods", METHODS), ("Access-Control-Allow-Headers", "*")) if self.shared else ()
        return Response(status=204, headers=(*self.headers, ("Allow", METHODS), *cors))


DEFAULT = ResponseSettings()


def content_headers(body: bytes, media_type: str) -> tuple[tuple[str, str], ...]:
    """
    Return the headers that describe *body*.
    """
    return (("Content-Type", content_type(media_type)), ("Content-Length", str(len(body))))
