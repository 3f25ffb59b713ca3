"""
Feeds for Django: :class:`Feed` has the attributes and methods of ``django.contrib.syndication.views.Feed``. Needs the extra ``django``.

Only this module imports Django.
"""

from __future__ import annotations

import copy
import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stridesfeed import model
from stridesfeed.emit import FORMATS
from stridesfeed.errors import MissingExtraError
from stridesfeed.http import FeedResource, Request
from stridesfeed.options import DEFAULT, Options

try:
    from django.contrib.sites.shortcuts import get_current_site
    from django.contrib.syndication import views
    from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
    from django.http import Http404, HttpRequest, HttpResponse
    from django.utils import feedgenerator
except ImportError as error:
    raise MissingExtraError("stridesfeed.django", "django") from error

__all__ = ["Feed"]

_logger = logging.getLogger(__name__)

#: The maximum number of feeds of one view whose documents are kept in memory: one view can have a feed for each object.
_MAX_RESOURCES = 100

#: Django's own classes by the format that they write.
_FORMATS_BY_CLASS = {
    feedgenerator.Atom1Feed: "atom",
    feedgenerator.Rss201rev2Feed: "rss",
    feedgenerator.RssUserland091Feed: "rss",
    feedgenerator.DefaultFeed: "rss",
}


class _Collected(feedgenerator.SyndicationFeed):
    """
    The arguments that Django passes to a feed generator.
    """


class Feed(views.Feed):  # type: ignore[type-arg] # generic in the stubs only
    """
    A view that serves a feed. To port a view, import this class instead of ``django.contrib.syndication.views.Feed``. Its attributes and
    methods have the same names, arguments and meanings, with these exceptions.

    - *feed_type* is ``"rss"`` (the default), ``"atom"`` or ``"json"``, or one of Django's own classes. ``Latest("atom")`` is the same view in
      another format.
    - ``item_title`` is plain text and not escaped. ``item_description`` is the HTML body, which is cleaned; without it there is none.
    - Classes derived from Django's feed generators, and ``feed_extra_kwargs`` and ``item_extra_kwargs``, are refused: return elements of other
      namespaces from ``feed_extensions(obj)`` and ``item_extensions(item)``.

    In addition:

    - ``item_content(item)``: the HTML body; ``item_description`` is then the summary, as plain text. ``item_image(item)``: the lead image, a
      :class:`stridesfeed.Image` or a URL. ``item_language(item)``.
    - ``hubs``: WebSub hubs. ``alternates``: paths of the same feed by format.
    - ``version(obj)``: a value that changes with the feed. While it is equal, ``items`` is not called.
    - *max_age*, *options*: see :class:`stridesfeed.http.FeedResource`.

    An item that is not valid, or has the id of an earlier one, is left out and logged as an error, with the rule that it breaks; with
    ``on_error = "raise"`` the error is raised.
    Conditional requests, HEAD and compression need no middleware.
    """

    feed_type: Any = "rss"
    max_age: int = 300
    options: Options = DEFAULT
    on_error: str = "skip"

    def __init__(self, format: str | None = None) -> None:
        self._format = format or _format_of(self.feed_type)
        if self._format not in FORMATS:
            raise ImproperlyConfigured(f"Unknown format {self._format!r}: use one of {', '.join(FORMATS)}.")
        self._resources: OrderedDict[str, FeedResource] = OrderedDict()

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """
        Return the response to *request*.
        """
        try:
            obj = self.get_object(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404("Feed object does not exist.") from error
        url = self._url(request, self._value("feed_url", obj) or request.path)
        alternates = self._value("alternates", obj) or {}
        response = self._resource(url, {name: self._url(request, path) for name, path in alternates.items()}).respond(
            Request(method=request.method or "GET", headers={name.lower(): value for name, value in request.headers.items()}),
            self._format,
            feed=lambda: self.build(obj, request),
            version=self._value("version", obj),
        )
        answer = HttpResponse(response.body, status=response.status, headers=dict(response.headers))
        if response.header("Content-Type") is None:
            # Django's default would replace the media type that caches keep with the feed (RFC 9111, 4.3.4).
            del answer.headers["Content-Type"]
        return answer

    def build(self, obj: Any, request: HttpRequest) -> model.Feed:
        """
        Return the feed of *obj* as a value, for tests and for other uses than a view.
        """
        if super().feed_extra_kwargs(obj) != self.feed_extra_kwargs(obj):
            raise ImproperlyConfigured("feed_extra_kwargs is for Django's feed generators: return elements from feed_extensions(obj).")
        # Read once, because Django passes only parts of them on.
        items = list(self._value("items", obj) or ())
        view = copy.copy(self)
        view.feed_type = _Collected
        view.items = items
        collected = view.get_feed(obj, request)
        given = collected.feed
        return model.Feed(
            id=given["id"],
            title=given["title"],
            url=given["link"],
            subtitle=given["subtitle"] or given["description"] or None,
            language=given["language"],
            authors=_people(given),
            categories=given["categories"] or (),
            rights=given["feed_copyright"],
            hubs=self._value("hubs", obj) or (),
            extensions=self._value("feed_extensions", obj) or (),
            articles=[*self._articles(zip(items, collected.items, strict=True))],
        )

    def item_title(self, item: Any) -> str:
        """
        Return the title, as plain text.
        """
        return str(item)

    def item_description(self, item: Any) -> str:  # noqa: ARG002 - the signature is Django's
        """
        Return the body as HTML, or with ``item_content`` the summary.
        """
        return ""

    def _articles(self, collected: Iterable[tuple[Any, Mapping[str, Any]]]) -> Iterator[model.Article]:
        def log(skipped: model.SkippedItem) -> None:
            _logger.error("%s leaves out %r", type(self).__qualname__, skipped.item[0], exc_info=skipped.error)  # type: ignore[index]

        return model.valid_articles(collected, self._article, on_error="raise" if self.on_error == "raise" else log)

    def _article(self, collected: tuple[Any, Mapping[str, Any]]) -> model.Article:
        item, given = collected
        if self.item_extra_kwargs(item):
            raise ImproperlyConfigured("item_extra_kwargs is for Django's feed generators: return elements from item_extensions(item).")
        content = self._value("item_content", item)
        return model.Article(
            id=given["unique_id"],
            url=given["link"],
            title=given["title"] or None,
            published=given["pubdate"],
            updated=given["updateddate"],
            authors=_people(given),
            categories=self._value("item_categories", item) or (),
            summary=(given["description"] or None) if content else None,
            content=content or given["description"] or None,
            image=_image(self._value("item_image", item)),
            attachments=[
                model.Attachment(url=enclosure.url, type=enclosure.mime_type, length=int(enclosure.length) if enclosure.length else None)
                for enclosure in given["enclosures"]
            ],
            comments=given["comments"],
            rights=given["item_copyright"],
            language=self._value("item_language", item),
            extensions=self._value("item_extensions", item) or (),
        )

    def _value(self, name: str, obj: Any) -> Any:
        """
        Return the value of an attribute or method, with *obj* if the method takes it.
        """
        return self._get_dynamic_attr(name, obj)  # type: ignore[attr-defined] # not in Django's stubs

    def _resource(self, url: str, alternates: Mapping[str, str]) -> FeedResource:
        if url not in self._resources:
            urls = {**alternates, self._format: url}
            self._resources[url] = FeedResource(formats=[self._format], urls=urls, max_age=self.max_age, options=self.options)
        self._resources.move_to_end(url)
        while len(self._resources) > _MAX_RESOURCES:
            self._resources.popitem(last=False)
        return self._resources[url]

    def _url(self, request: HttpRequest, path: str) -> str:
        return views.add_domain(get_current_site(request).domain, path, request.is_secure())


def _format_of(feed_type: Any) -> str:
    """
    Return the format of a value of *feed_type*.
    """
    if isinstance(feed_type, str):
        return feed_type
    if feed_type in _FORMATS_BY_CLASS:
        return _FORMATS_BY_CLASS[feed_type]
    raise ImproperlyConfigured(
        f"Unknown feed_type {feed_type!r}: use 'rss', 'atom' or 'json', and return elements of other namespaces from item_extensions(item)."
    )


def _people(given: Mapping[str, Any]) -> list[model.Person]:
    name = given["author_name"] or given["author_email"]
    return [model.Person(name, email=given["author_email"], uri=given["author_link"])] if name else []


def _image(value: Any) -> model.Image | None:
    return model.Image(value) if isinstance(value, str) else value
