"""
WebSub: notify hubs of changed documents, once the changes are online.

The W3C's recommendation does not specify how a publisher notifies its hub (WebSub, 6). Google's hub, Superfeedr's and others accept a form
with ``hub.mode=publish`` and the document's URL in ``hub.url``, others expect it in ``hub.topic``: both are sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol

import attrs

from stridesfeed.errors import WebError
from stridesfeed.web import Response, fetch, post

#: The result of notifying one hub of one document.
#:
#: notified: the hub accepted it. refused: the hub rejected it, and would again. gave up: the hub could not be reached in several attempts.
#: not live: the server delivered other bytes until the time was up, and the hub was not notified.
Outcome = Literal["notified", "refused", "gave up", "not live"]

#: Attempts per hub and document.
_ATTEMPTS = 4

#: In seconds: the first wait, which doubles after each attempt, and the longest.
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0

#: In seconds, for each response.
_TIMEOUT = 20.0

#: The maximum size of a hub's response.
_HUB_BYTES = 100_000

#: Client errors that may succeed later (RFC 6585, 4).
_TEMPORARY = frozenset({408, 425, 429})


@attrs.frozen
class PublishedDocument:
    """
    A document that was deployed.
    """

    #: The URL that it is served at.
    url: str

    content: bytes = attrs.field(repr=False)

    #: The ETag that its server sends for these bytes, if known.
    etag: str | None = None


@attrs.frozen
class Notification:
    """
    The result of notifying one hub of one document.
    """

    document: str
    hub: str
    outcome: Outcome

    #: Why the outcome is not "notified", in words.
    reason: str | None = None


class Clock(Protocol):
    """
    A source of time, in seconds.
    """

    def now(self) -> float:
        """
        Return the seconds since 1970.
        """

    def sleep(self, seconds: float) -> None:
        """
        Wait.
        """


class HttpClient(Protocol):
    """
    Sends the two kinds of requests. Both methods raise :class:`WebError`.
    """

    def get(self, url: str, *, max_bytes: int, headers: Mapping[str, str]) -> Response:
        """
        Fetch *url*.
        """

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        """
        Post *form* to *url*.
        """


@attrs.frozen
class WebClient:
    """
    The client that sends real requests.
    """

    allow_private: bool = False

    def get(self, url: str, *, max_bytes: int, headers: Mapping[str, str]) -> Response:
        """
        See :func:`stridesfeed.web.fetch`.
        """
        return fetch(url, max_bytes=max_bytes, timeout=_TIMEOUT, allow_private=self.allow_private, headers=headers)

    def post(self, url: str, form: Mapping[str, str]) -> Response:
        """
        See :func:`stridesfeed.web.post`.
        """
        return post(url, form, max_bytes=_HUB_BYTES, timeout=_TIMEOUT, allow_private=self.allow_private)


def notify(
    documents: Iterable[PublishedDocument],
    hubs: Iterable[str],
    *,
    timeout: float,
    clock: Clock,
    client: HttpClient,
    on_result: Callable[[Notification], None] | None = None,
) -> tuple[Notification, ...]:
    """
    Notify each of *hubs* of each of *documents*, as soon as its server delivers the published bytes.

    At most *timeout* seconds are spent on waiting for all documents together; after that, each of the others is checked once. *on_result* is
    called with each notification when it is known. Nothing is raised: failures are in the notifications.
    """
    all_hubs, notifications = list(hubs), list[Notification]()
    end = clock.now() + timeout
    for document in documents:
        waits = _waits()
        while (reason := _difference(document, client)) is not None and (left := end - clock.now()) > 0:
            clock.sleep(min(next(waits), left))
        for hub in all_hubs:
            if reason is None:
                notification = _notify_hub(document.url, hub, clock, client)
            else:
                notification = Notification(document.url, hub, "not live", reason)
            notifications.append(notification)
            if on_result:
                on_result(notification)
    return tuple(notifications)


def _difference(document: PublishedDocument, client: HttpClient) -> str | None:
    """
    Describe what the server delivers instead of *document*; ``None`` if it delivers its bytes.
    """
    try:
        # Caches on the way must revalidate (RFC 9111, 5.2.1.4).
        served = client.get(document.url, max_bytes=2 * len(document.content) + _HUB_BYTES, headers={"Cache-Control": "no-cache"})
    except WebError as error:
        return error.rule
    if not served.is_success:
        return f"the server answers {served.status}"
    if document.etag is not None and _opaque_tag(served.headers.get("etag")) == _opaque_tag(document.etag):
        return None
    if hashlib.sha256(served.content).digest() == hashlib.sha256(document.content).digest():
        return None
    return "the server delivers other bytes than those in the output folder"


def _opaque_tag(etag: str | None) -> str | None:
    """
    Remove the weakness mark of an ETag, which servers add when they compress (RFC 9110, 8.8.3).
    """
    return etag and etag.removeprefix("W/")


def _notify_hub(url: str, hub: str, clock: Clock, client: HttpClient) -> Notification:
    """
    Notify *hub* of the document at *url*, in several attempts.
    """
    waits = _waits()
    for attempt in range(1, _ATTEMPTS + 1):
        wait = next(waits)
        try:
            response = client.post(hub, {"hub.mode": "publish", "hub.url": url, "hub.topic": url})
        except WebError as error:
            reason, is_temporary = error.rule, error.temporary
        else:
            if response.is_success:
                return Notification(url, hub, "notified")
            reason, is_temporary = _describe(response), response.status in _TEMPORARY or response.status >= 500
            if (requested := _retry_after(response, clock.now())) is not None:
                wait = requested
        if not is_temporary:
            return Notification(url, hub, "refused", reason)
        if attempt < _ATTEMPTS:
            clock.sleep(min(wait, _LONGEST_WAIT))
    return Notification(url, hub, "gave up", f"{reason}, {_ATTEMPTS} times")


def _describe(response: Response) -> str:
    """
    Return the hub's answer in one line.
    """
    if location := response.headers.get("location"):
        return f"the hub answers {response.status} and has moved to {location}: change feed.hubs"
    words = re.sub(r"<[^>]*>|\s+", " ", response.content[:1000].decode("utf-8", "replace")).split()
    shown = " ".join(words)[:100]
    return f"the hub answers {response.status}" + (f": {shown}" if shown else "")


def _retry_after(response: Response, now: float) -> float | None:
    """
    Return the seconds of the Retry-After header, which may also be a date (RFC 9110, 10.2.3).
    """
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)


def _waits() -> Iterator[float]:
    """
    Yield the seconds to wait after each attempt.
    """
    wait = _FIRST_WAIT
    while True:
        yield wait
        wait = min(2 * wait, _LONGEST_WAIT)
