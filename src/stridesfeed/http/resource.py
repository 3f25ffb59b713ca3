"""
A feed as an HTTP resource: from a request to the response with the right document.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock

import attrs

from stridesfeed.dates import format_rfc822
from stridesfeed.emit import FORMATS, RenderSettings, default_formats, render_all
from stridesfeed.errors import FieldError, UnknownNameError
from stridesfeed.http.conditions import entity_tag, is_unchanged, known_tags
from stridesfeed.http.messages import METHODS, Request, Response, ResponseSettings, content_headers
from stridesfeed.http.negotiation import accepted_encoding, preferred
from stridesfeed.model import Feed
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish.compress import ENCODINGS
from stridesfeed.publish.headers import link_header
from stridesfeed.publish.rights import Rights

#: The names of encodings in HTTP, by their names in this library.
_CODINGS = {"gzip": "gzip", "brotli": "br"}

#: More general media types that ask for a format too. Programs that know no feeds ask for XML or JSON.
_GENERAL_TYPES = {"rss": ("application/xml", "text/xml"), "atom": ("application/xml", "text/xml"), "json": ("application/json",)}


@attrs.frozen
class _Document:
    """
    A rendered document, with its compressed forms as far as they were requested.
    """

    content: bytes
    compressed: dict[str, bytes] = attrs.field(factory=dict)
    etag: str = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "etag", entity_tag(self.content))

    def body(self, coding: str | None) -> tuple[bytes, str]:
        """
        Return the document in an encoding, and the strong entity tag of that encoding (RFC 9110, 8.8.3.3).
        """
        if coding is None:
            return self.content, self.etag
        if coding not in self.compressed:
            compress = next(ENCODINGS[name][2] for name, known in _CODINGS.items() if known == coding)
            self.compressed[coding] = compress(self.content)
        return self.compressed[coding], f'{self.etag[:-1]}-{coding}"'


@attrs.frozen
class _Snapshot:
    """
    A feed as it was at one time, with the documents rendered from it.
    """

    feed: Feed
    version: Hashable
    documents: dict[str, _Document]


class FeedResource:
    """
    A feed as an HTTP resource, for every framework.

    *feed* is the feed, or a function that returns it; without it :meth:`respond` needs one. *version* is a function that returns a value
    that changes with the feed, such as the date of the last change and the number of rows: while it stays equal, *feed* is not called.
    Without it *feed* is called for each request, and rendered again only if it changed.

    *formats* are the formats that may be requested, the default one first. *urls* are the addresses of the documents by format, for their self
    links and for the ``Link`` header. *encodings* are ``gzip`` and ``brotli`` (an extra); documents are compressed once. *max_age* and *shared*
    are those of :class:`ResponseSettings`. *rights* are sent as headers.

    *deltas* is the number of earlier versions for which only new and changed articles can be sent (RFC
    3229 with the instance manipulation ``feed``); 0 for none. *options* and *settings* are those of :func:`stridesfeed.render`.

    Instances can be shared by threads.
    """

    def __init__(
        self,
        feed: Feed | Callable[[], Feed] | None = None,
        *,
        version: Callable[[], Hashable] | None = None,
        formats: Iterable[str] | None = None,
        urls: Mapping[str, str] | None = None,
        encodings: Iterable[str] = ("gzip",),
        max_age: int = 300,
        shared: bool = True,
        rights: Rights | None = None,
        deltas: int = 20,
        options: Options = DEFAULT,
        settings: RenderSettings | None = None,
    ) -> None:
        self._feed = feed
        self._version = version
        self._formats = tuple(default_formats() if formats is None else formats)
        if not self._formats:
            raise FieldError("FeedResource", "formats", "must name at least one format")
        self._urls = {**(urls or {})}
        for name in (*self._formats, *self._urls):
            if name not in FORMATS:
                raise UnknownNameError("format", name, FORMATS)
        self._codings = []
        for name in encodings:
            if name not in _CODINGS:
                raise UnknownNameError("encoding", name, _CODINGS)
            ENCODINGS[name][2](b"")  # a missing extra is reported now, not at the first request
            self._codings.append(_CODINGS[name])
        #: The types that an Accept header may name, by format.
        self._media_types = {name: (FORMATS[name].media_type, *_GENERAL_TYPES.get(name, ())) for name in self._formats}
        self._responses = ResponseSettings(max_age=max_age, shared=shared, rights=rights.headers if rights else ())
        self._deltas = deltas
        self._options = options
        self._settings = settings
        self._lock = Lock()
        self._snapshot: _Snapshot | None = None
        #: The hashes of the articles of earlier versions, by entity tag, oldest first.
        self._known: OrderedDict[str, frozenset[int]] = OrderedDict()

    @property
    def formats(self) -> tuple[str, ...]:
        """
        The formats that may be requested, the default one first.
        """
        return self._formats

    def respond(
        self,
        request: Request,
        format: str | None = None,
        *,
        feed: Feed | Callable[[], Feed] | None = None,
        version: Hashable = None,
    ) -> Response:
        """
        Return the response to *request*: a document, 304 if the client has it, or 226 with only new and changed articles if it asks for that.

        Without *format*, the Accept header chooses one. *feed* and its current *version* replace those of the resource, for programs that read
        them asynchronously or for each request.
        Raises :class:`UnknownNameError` for a format that is not one of :attr:`formats`, and the errors of :func:`stridesfeed.render`.
        """
        if format is not None and format not in self._formats:
            raise UnknownNameError("format", format, self._formats)
        if request.method == "OPTIONS":
            return self._responses.options_response()
        if request.method not in {"GET", "HEAD"}:
            return Response(status=405, headers=(*self._responses.headers, ("Allow", METHODS), *content_headers(b"", "text/plain")))
        chosen = format or preferred(request.headers.get("accept"), self._media_types)
        coding = accepted_encoding(request.headers.get("accept-encoding", ""), self._codings)
        with self._lock:
            snapshot = self._current(feed, version)
            body, etag = self._document(snapshot, chosen).body(coding)
            delta = self._delta(request, snapshot.feed, chosen)
        headers = [*self._responses.headers, ("ETag", etag), *self._headers(snapshot.feed, chosen, negotiated=format is None)]
        caching = self._responses.cache_control
        if is_unchanged(request.headers, etag, snapshot.feed.updated):
            return Response(status=304, headers=(*headers, ("Cache-Control", caching)))
        if delta:
            body, base = delta
            headers += [("Cache-Control", f"{caching}, im"), ("IM", "feed"), ("Delta-Base", base)]
        else:
            headers += [("Cache-Control", caching), *([("Content-Encoding", coding)] if coding else [])]
        headers += content_headers(body, FORMATS[chosen].media_type)
        return Response(status=226 if delta else 200, headers=tuple(headers), body=b"" if request.method == "HEAD" else body)

    def respond_by_path(self, request: Request) -> Response:
        """
        Return the response to a request for ``/`` (a format by the Accept header) or for a file name such as ``/atom.xml``; 404 for others.
        """
        names = {f"/{FORMATS[name].file_name}": name for name in self._formats}
        if request.path == "/" or request.path in names:
            return self.respond(request, names.get(request.path))
        return Response(status=404, headers=(*self._responses.headers, *content_headers(b"", "text/plain")))

    def _current(self, feed: Feed | Callable[[], Feed] | None, version: Hashable) -> _Snapshot:
        """
        Return the snapshot of the current feed, a new one only if it changed.
        """
        if feed is None:
            feed, version = self._feed, self._version() if self._version else None
        last = self._snapshot
        if last and version is not None and version == last.version:
            return last
        read = feed() if callable(feed) else feed
        if read is None:
            raise FieldError("FeedResource", "feed", "is missing; pass the feed, or a function that returns it, to FeedResource or respond()")
        self._snapshot = snapshot = _Snapshot(read, version, last.documents if last and read == last.feed else {})
        return snapshot

    def _document(self, snapshot: _Snapshot, format: str) -> _Document:
        if format not in snapshot.documents:
            rendered = render_all(snapshot.feed, urls=self._urls, formats=(format,), options=self._options, settings=self._settings)
            document = snapshot.documents[format] = _Document(rendered[format])
            if self._deltas:
                self._known[document.etag] = frozenset(map(hash, snapshot.feed.articles))
                self._known.move_to_end(document.etag)
                while len(self._known) > (self._deltas + 1) * len(self._formats):
                    self._known.popitem(last=False)
        return snapshot.documents[format]

    def _delta(self, request: Request, feed: Feed, format: str) -> tuple[bytes, str] | None:
        """
        Return a document with the articles that the client does not have, and the entity tag of the version that it has.
        """
        requested = {value.partition(";")[0].strip().lower() for value in request.headers.get("a-im", "").split(",")}
        if "feed" not in requested:
            return None
        for tag in known_tags(request.headers):
            base = next((f'{tag.removesuffix(end)}"' for end in ('-gzip"', '-br"') if tag.endswith(end)), tag)
            if known := self._known.get(base):
                articles = [article for article in feed.articles if hash(article) not in known]
                if len(articles) < len(feed.articles):
                    changed = attrs.evolve(feed, articles=articles)
                    return render_all(changed, urls=self._urls, formats=(format,), options=self._options, settings=self._settings)[format], tag
        return None

    def _headers(self, feed: Feed, format: str, *, negotiated: bool) -> list[tuple[str, str]]:
        """
        Return the headers that a document has in every encoding.
        """
        alternates = [(url, FORMATS[name].media_type) for name, url in self._urls.items() if name != format]
        modified = format_rfc822(feed.updated) if feed.updated else ""
        headers = [("Last-Modified", modified), ("Link", link_header(self._urls.get(format), feed.hubs, alternates))]
        reasons = {"Accept": negotiated, "Accept-Encoding": self._codings, "A-IM": self._deltas}
        headers.append(("Vary", ", ".join(name for name, applies in reasons.items() if applies)))
        return [(name, value) for name, value in headers if value]
