"""
HTTP requests with limits on bytes, time and redirects.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.message import Message
from importlib.metadata import version
from urllib.parse import urlencode, urljoin, urlsplit

import attrs

from stridesfeed import iri
from stridesfeed.errors import WebError
from stridesfeed.web.content_codings import decoded
from stridesfeed.web.guard import Resolve, resolve

#: The maximum number of redirects.
_MAX_REDIRECTS = 5

#: The status codes of redirects that are followed. For POST, only those that repeat the request (RFC 9110, 15.4.8 and 15.4.9).
_FOLLOWED = {method: frozenset({301, 302, 303, 307, 308}) for method in ("GET", "HEAD")} | {"POST": frozenset({307, 308})}


@attrs.frozen(kw_only=True)
class Response:
    """
    A complete response with decompressed content.
    """

    #: The address that responded: the last one, after redirects.
    url: str

    #: The status code: 200, 404.
    status: int

    #: By name in lower case. Of several headers with the same name, the first; of Content-Encoding, all.
    headers: Mapping[str, str]

    content: bytes = b""

    #: The redirects that led here: the status of each, and the URL that it led to.
    redirects: tuple[tuple[int, str], ...] = ()

    @property
    def is_success(self) -> bool:
        """
        True for a status code from 200 to 299 (RFC 9110, 15.3).
        """
        return 200 <= self.status < 300

    @property
    def charset(self) -> str | None:
        """
        The charset in Content-Type (RFC 9110, 8.3.2), if there is one.
        """
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message.get_content_charset()


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    allow_private: bool = False,
    headers: Mapping[str, str] | None = None,
    resolve: Resolve = resolve,
) -> Response:
    """
    Send a GET request to *url*, follow redirects, and return the response, whatever its status code.

    *max_bytes* limits the content, both compressed and decompressed; *timeout*, in seconds, limits the whole request. *resolve* returns the
    addresses of a host.

    Raises :class:`WebError` for schemes other than http and https, for private addresses unless *allow_private*, and for network errors.
    """
    request = _Request(max_bytes, timeout, resolve, allow_private=allow_private)
    return request.send("GET", url, headers or {}, b"")


def head(url: str, *, timeout: float, allow_private: bool = False, resolve: Resolve = resolve) -> Response:
    """
    Send a HEAD request to *url*: the headers of a file, without its content. Otherwise like :func:`fetch`.
    """
    return _Request(0, timeout, resolve, allow_private=allow_private).send("HEAD", url, {"Accept-Encoding": "identity"}, b"")


def post(
    url: str,
    form: Mapping[str, str],
    *,
    max_bytes: int,
    timeout: float,
    allow_private: bool = False,
    resolve: Resolve = resolve,
) -> Response:
    """
    Send *form* to *url* as application/x-www-form-urlencoded and return the response. Otherwise like :func:`fetch`.

    Only redirects that repeat the request are followed (RFC 9110, 15.4.8 and 15.4.9): after others, the form would not be sent.
    """
    request = _Request(max_bytes, timeout, resolve, allow_private=allow_private)
    return request.send("POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(form).encode())


class _Request:
    """
    A request and its redirects, with one deadline for all of them.
    """

    def __init__(self, max_bytes: int, timeout: float, resolve: Resolve, *, allow_private: bool) -> None:
        self._max_bytes = max_bytes
        self._deadline = time.monotonic() + timeout
        self._resolve = resolve
        self._allow_private = allow_private

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        redirects: list[tuple[int, str]] = []
        while len(redirects) <= _MAX_REDIRECTS:
            response = self._send_once(method, _checked_url(url), headers, body)
            target = response.headers.get("location")
            if target is None or response.status not in _FOLLOWED[method]:
                return attrs.evolve(response, redirects=tuple(redirects))
            url = urljoin(response.url, target)
            redirects.append((response.status, url))
        raise WebError(url, f"more than {_MAX_REDIRECTS} redirects")

    def _send_once(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        from stridesfeed.web import _httpcore  # noqa: PLC0415  # an optional extra

        sent = {"Accept": "*/*", "Accept-Encoding": "gzip", "User-Agent": f"stridesfeed/{version('stridesfeed')}", **headers}
        connection = _httpcore.Connection(url, self._deadline, self._resolve, allow_private=self._allow_private)
        with connection.send(method, sent, body) as (status, received, chunks):
            codings = "" if method == "HEAD" else received.get("content-encoding", "")
            content = b"".join(decoded(url, codings, chunks, self._max_bytes))
        return Response(url=url, status=status, headers=received, content=content)


def _checked_url(url: str) -> str:
    """
    Return *url* as a URI without a fragment. Raises :class:`WebError` if it cannot be requested.
    """
    uri = iri.to_uri(url)
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise WebError(url, f"not a valid URL: {error}") from error
    if parts.scheme.lower() not in iri.WEB or not host:
        raise WebError(url, "must be a URL that begins with https:// or http:// and has a host")
    if parts.username is not None:
        raise WebError(url.replace(parts.netloc, host), "must not contain a name or password, which redirects would forward to other hosts")
    return parts._replace(fragment="", path=parts.path or "/").geturl()
