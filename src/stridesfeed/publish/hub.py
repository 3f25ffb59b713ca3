"""
WebSub: hubs are told that a document changed, once it is really there.

The W3C's recommendation leaves open how a publisher tells its hub (WebSub, 6). Google's hub, Superfeedr's and others take a form with
``hub.mode=publish`` and the document's address in ``hub.url``, others want it in ``hub.topic``: both are sent, and each reads its own.
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

#: What became of one document at one hub.
#:
#: notified: the hub took it. refused: the hub said no, and will say so again. gave up: the hub could not be reached in several attempts.
#: not live: other bytes than ours were served until the time was over, and the hub was not told.
Outcome = Literal["notified", "refused", "gave up", "not live"]

#: So often a hub is asked before it is given up.
_ATTEMPTS = 4

#: In seconds: the first wait, which doubles from time to time, and the longest.
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0

#: In seconds, for one answer.
_PATIENCE = 20.0

#: A hub says little.
_HUB_BYTES = 100_000

_BUSY = frozenset({408, 425, 429})


@attrs.frozen
class Document:
    """
    A document that was published.
    """

    #: The address that it is served at.
    url: str

    content: bytes = attrs.field(repr=False)

    #: What its server says as ETag for these very bytes, where that is known.
    etag: str | None = None


@attrs.frozen
class Notice:
    """
    What became of one document at one hub.
    """

    document: str
    hub: str
    outcome: Outcome

    #: In words, for people: why it is not "notified".
    reason: str | None = None


class Clock(Protocol):
    """
    Time that passes; in seconds.
    """

    def now(self) -> float:
        """
        Seconds since 1970.
        """

    def sleep(self, seconds: float) -> None:
        """
        Wait.
        """


class Web(Protocol):
    """
    The two things that are asked of the web; both raise :class:`WebError`.
    """

    def get(self, url: str, *, max_bytes: int, headers: Mapping[str, str]) -> Response:
        """
        What is at *url*.
        """

    def tell(self, url: str, form: Mapping[str, str]) -> Response:
        """
        The answer to *form*.
        """


@attrs.frozen
class TheWeb:
    """
    The real one.
    """

    allow_private: bool = False

    def get(self, url: str, *, max_bytes: int, headers: Mapping[str, str]) -> Response:
        """
        See :func:`stridesfeed.web.fetch`.
        """
        return fetch(url, max_bytes=max_bytes, timeout=_PATIENCE, allow_private=self.allow_private, headers=headers)

    def tell(self, url: str, form: Mapping[str, str]) -> Response:
        """
        See :func:`stridesfeed.web.post`.
        """
        return post(url, form, max_bytes=_HUB_BYTES, timeout=_PATIENCE, allow_private=self.allow_private)


def notify(
    documents: Iterable[Document], hubs: Iterable[str], *, timeout: float, clock: Clock, web: Web, tell: Callable[[Notice], None] | None = None
) -> tuple[Notice, ...]:
    """
    Tell each of *hubs* of each of *documents*, as soon as that is served with the bytes that were published.

    For all documents together at most *timeout* seconds are spent on waiting until they are; then the others are told of all the same. *tell*
    is called with each notice when it is known. Nothing raises: what went wrong is in the notices.
    """
    given, notices = list(hubs), list[Notice]()
    end = clock.now() + timeout
    for document in documents:
        reason = _not_live(document, end, clock, web)
        for hub in given:
            notice = _told(document.url, hub, clock, web) if reason is None else Notice(document.url, hub, "not live", reason)
            notices.append(notice)
            if tell:
                tell(notice)
    return tuple(notices)


def _not_live(document: Document, end: float, clock: Clock, web: Web) -> str | None:
    """
    Why *document* is not served as it was published, even at the *end*; ``None`` as soon as it is.
    """
    waits = _waits()
    while True:
        reason = _difference(document, web)
        left = end - clock.now()
        if reason is None or left <= 0:
            return reason
        clock.sleep(min(next(waits), left))


def _difference(document: Document, web: Web) -> str | None:
    """
    What is served in place of *document*; ``None`` where its own bytes are.
    """
    try:
        # Caches between here and the server are asked to look again (RFC 9111, 5.2.1.4).
        served = web.get(document.url, max_bytes=2 * len(document.content) + _HUB_BYTES, headers={"Cache-Control": "no-cache"})
    except WebError as error:
        return error.rule
    if not served.is_success:
        return f"the server answers {served.status}"
    if document.etag is not None and _opaque(served.headers.get("etag")) == _opaque(document.etag):
        return None
    if hashlib.sha256(served.content).digest() == hashlib.sha256(document.content).digest():
        return None
    return "the server has other bytes than the output folder"


def _opaque(etag: str | None) -> str | None:
    """
    An ETag without its mark of weakness, which servers put on what they compress (RFC 9110, 8.8.3).
    """
    return etag and etag.removeprefix("W/")


def _told(url: str, hub: str, clock: Clock, web: Web) -> Notice:
    """
    What became of telling *hub* of the document at *url*, in several attempts.
    """
    waits = _waits()
    for attempt in range(1, _ATTEMPTS + 1):
        came = _attempt(url, hub, clock, web)
        if isinstance(came, Notice):
            return came
        if attempt < _ATTEMPTS:
            wait = next(waits)
            clock.sleep(min(wait if came.wait is None else came.wait, _LONGEST_WAIT))
    return Notice(url, hub, "gave up", f"{came.reason}, {_ATTEMPTS} times")


@attrs.frozen
class _Busy:
    """
    A failure that may pass.
    """

    reason: str

    #: For how many seconds the hub asks to be left alone.
    wait: float | None = None


def _attempt(url: str, hub: str, clock: Clock, web: Web) -> Notice | _Busy:
    try:
        answer = web.tell(hub, {"hub.mode": "publish", "hub.url": url, "hub.topic": url})
    except WebError as error:
        return _Busy(error.rule) if error.temporary else Notice(url, hub, "refused", error.rule)
    if answer.is_success:
        return Notice(url, hub, "notified")
    if _may_pass(answer.status):
        return _Busy(_said(answer), _retry_after(answer, clock.now()))
    return Notice(url, hub, "refused", _said(answer))


def _may_pass(status: int) -> bool:
    """
    Whether the same request may succeed later (RFC 9110, 15.6; RFC 6585, 4).
    """
    return status in _BUSY or status >= 500


def _said(answer: Response) -> str:
    """
    What the hub said, in a line.
    """
    if to := answer.headers.get("location"):
        return f"the hub answers {answer.status} and is at {to} now: put that into feed.hubs"
    words = re.sub(r"<[^>]*>|\s+", " ", answer.content[:1000].decode("utf-8", "replace")).split()
    shown = " ".join(words)[:100]
    return f"the hub answers {answer.status}" + (f": {shown}" if shown else "")


def _retry_after(answer: Response, now: float) -> float | None:
    """
    The seconds until the moment that the answer names (RFC 9110, 10.2.3).
    """
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)


def _waits() -> Iterator[float]:
    """
    How long to wait after each attempt.
    """
    wait = _FIRST_WAIT
    while True:
        yield wait
        wait = min(2 * wait, _LONGEST_WAIT)
