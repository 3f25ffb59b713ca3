from __future__ import annotations

import html
import logging
import types
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from django.contrib.syndication.views import Feed as DjangoFeed
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from fastapi import FastAPI
from flask import Flask
from flask.typing import ResponseReturnValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

import django_settings  # noqa: F401  # configures Django
import stridesfeed
import stridesfeed.flask
import stridesfeed.starlette
from stridesfeed import Article, Category, Feed
from stridesfeed.django import Feed as FeedView
from stridesfeed.http import FeedResource

ARTICLE = Article(id="https://strides.example/1/", url="https://strides.example/1/", title="One", published=datetime(2026, 4, 1, tzinfo=UTC))
FEED = Feed(id="https://strides.example/", title="AI Strides", url="https://strides.example/", articles=[ARTICLE])
URLS = {"rss": "https://strides.example/feed.xml", "atom": "https://strides.example/atom.xml"}


class Story:
    def __init__(self, key: int, headline: str, when: datetime | None) -> None:
        self.key, self.headline, self.when = key, headline, when

    def get_absolute_url(self) -> str:
        return f"/{self.key}/"

    def __str__(self) -> str:
        return self.headline


STORIES = [Story(2, "Two & <b>more</b>", datetime(2026, 4, 2, 9, 0)), Story(1, "One", datetime(2026, 4, 1, tzinfo=UTC))]  # noqa: DTZ001


class Shared:
    """The attributes of a view of Django, and of its port."""

    title = "AI Strides"
    link = "/"
    description = "News of machines"
    author_name = "Ilse Varga"
    author_email = "ilse@strides.example"
    categories = ("news",)
    feed_copyright = "2026"

    def items(self) -> list[Story]:
        return STORIES

    def item_title(self, item: Story) -> str:
        return item.headline

    def item_description(self, item: Story) -> str:
        return f"<p>Text of {item.key}</p><script>alert(1)</script>"

    def item_pubdate(self, item: Story) -> datetime | None:
        return item.when

    def item_categories(self, item: Story) -> list[str]:
        return ["ships", "pools"]

    def item_author_name(self, item: Story) -> str:
        return "Bo Chen"

    def item_enclosure_url(self, item: Story) -> str:
        return f"https://strides.example/{item.key}.mp3"

    item_enclosure_length = 1000
    item_enclosure_mime_type = "audio/mpeg"


class Before(Shared, DjangoFeed):  # type: ignore[type-arg]
    pass


class After(Shared, FeedView):
    pass


def get(view: Any, path: str = "/feed.xml", **headers: str) -> Any:
    return view(RequestFactory().get(path, headers=headers))


@pytest.mark.parametrize(("feed_type", "attributes"), [(Rss201rev2Feed, "rss20"), (Atom1Feed, "atom10")])
def test_ported_view_says_what_the_original_says(feed_type: Any, attributes: str) -> None:
    before = feedparser.parse(get(type("A", (Before,), {"feed_type": feed_type})()).content)
    response = get(type("B", (After,), {"feed_type": feed_type})())
    after = feedparser.parse(response.content)

    assert before.version == after.version == attributes
    assert (after.feed.title, after.feed.link, after.feed.language) == (before.feed.title, before.feed.link, before.feed.language)
    # Django's Atom writes no description.
    assert (after.feed.subtitle, before.feed.get("subtitle", "News of machines")) == ("News of machines", "News of machines")
    for old, new in zip(before.entries, after.entries, strict=True):
        assert (new.id, new.link, new.published_parsed, new.author) == (old.id, old.link, old.published_parsed, old.author)
        assert [tag.term for tag in new.tags] == [tag.term for tag in old.tags]
        assert [(file.href, file.type, file.length) for file in new.enclosures] == [
            (file.href, file.type, file.length) for file in old.enclosures
        ]
        assert new.content[0].value == f"<p>Text of {new.link.split('/')[3]}</p>"
    assert [html.unescape(entry.title) for entry in after.entries] == ["Two & <b>more</b>", "One"]


def test_django_answers_conditional_requests_and_head() -> None:
    view = After()
    first = get(view)

    assert first.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert get(view, if_none_match=first.headers["ETag"]).status_code == 304
    assert get(view, if_modified_since=first.headers["Last-Modified"]).status_code == 304
    assert get(view, accept_encoding="gzip").headers["Content-Encoding"] == "gzip"
    head = view(RequestFactory().head("/feed.xml"))
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", str(len(first.content)))


def test_django_feed_of_an_object_in_an_app() -> None:
    class Section(FeedView):
        def get_object(self, request: HttpRequest, section: str) -> str:
            if section == "none":
                raise Story.DoesNotExist  # type: ignore[attr-defined]
            return section

        def title(self, obj: str) -> str:
            return f"Section {obj}"

        def link(self, obj: str) -> str:
            return f"/{obj}/"

        description = "x"
        alternates = {"atom": "/news/atom.xml"}  # noqa: RUF012

        def items(self, obj: str) -> list[Story]:
            return STORIES[:1]

        def item_content(self, item: Story) -> str:
            return "<p>Whole</p>"

        def item_description(self, item: Story) -> str:
            return "A summary"

        def item_image(self, item: Story) -> str:
            return "https://strides.example/one.png"

    from django.core.exceptions import ObjectDoesNotExist

    Story.DoesNotExist = ObjectDoesNotExist  # type: ignore[attr-defined]
    urls = types.ModuleType("urls")
    urls.urlpatterns = [path("<str:section>/feed.xml", Section())]  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=urls):
        response = Client().get("/news/feed.xml", secure=True)
        missing = Client().get("/none/feed.xml")

    read = feedparser.parse(response.content)
    assert missing.status_code == 404
    assert (read.feed.title, read.entries[0].summary) == ("Section news", "A summary")
    assert read.entries[0].content[0].value.endswith("<p>Whole</p>")
    assert '<https://testserver/news/atom.xml>; rel="alternate"; type="application/atom+xml"' in response.headers["Link"]
    assert '<https://testserver/news/feed.xml>; rel="self"' in response.headers["Link"]
    assert b"https://strides.example/one.png" in response.content


def test_django_reads_items_only_if_the_version_changed() -> None:
    calls = []

    class Versioned(After):
        number = 1

        def version(self, obj: object) -> int:
            return self.number

        def items(self) -> list[Story]:
            calls.append(self.number)
            return STORIES

    view = Versioned()
    for _ in range(3):
        get(view)
    Versioned.number = 2
    get(view)

    assert calls == [1, 2]


def test_django_item_that_is_not_valid_is_logged_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(After):
        def item_enclosure_url(self, item: Story) -> str:
            return "no address" if item.key == 1 else "https://strides.example/2.mp3"

    class Strict(Broken):
        on_error = "raise"

    with caplog.at_level(logging.ERROR, "stridesfeed.django"):
        assert len(feedparser.parse(get(Broken()).content).entries) == 1
    assert "Broken leaves out <" in caplog.text
    with pytest.raises(stridesfeed.InvalidError):
        get(Strict())


def test_django_item_with_the_id_of_another_is_logged_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    class Repeated(After):
        item_guid = "https://strides.example/always-the-same/"

    with caplog.at_level(logging.ERROR, "stridesfeed.django"):
        assert len(feedparser.parse(get(Repeated()).content).entries) == 1
    assert "Repeated leaves out <" in caplog.text
    assert "must be unique in the feed" in caplog.text


@pytest.mark.parametrize(
    "attributes",
    [
        {"feed_type": type("Mine", (Atom1Feed,), {})},
        {"feed_type": "pdf"},
        {"item_extra_kwargs": lambda _self, _item: {"more": 1}},
        {"feed_extra_kwargs": lambda _self, _obj: {"more": 1}},
    ],
)
def test_django_features_that_have_no_counterpart_are_refused(attributes: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"item_extensions|feed_extensions|rss, atom, json"):
        get(type("Mine", (After,), attributes)())


def test_flask() -> None:
    app = Flask(__name__)
    resource = FeedResource(FEED, urls=URLS)

    @app.get("/atom.xml")
    def atom() -> ResponseReturnValue:
        return stridesfeed.flask.respond(resource, "atom")

    client = app.test_client()
    first = client.get("/atom.xml")

    assert first.data == stridesfeed.render(FEED, "atom", url=URLS["atom"], alternates=URLS)
    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert client.get("/atom.xml", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.head("/atom.xml").headers["Content-Length"] == str(len(first.data))
    assert client.get("/atom.xml", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


async def _endpoint(request: Request) -> Response:
    return await stridesfeed.starlette.respond(request, FeedResource(urls=URLS), "rss", feed=FEED)


def _starlette() -> Any:
    return Starlette(routes=[Route("/feed.xml", _endpoint)])


def _fastapi() -> Any:
    app = FastAPI()
    app.api_route("/feed.xml", methods=["GET", "HEAD"])(_endpoint)
    return app


@pytest.mark.parametrize("app", [_starlette, _fastapi])
def test_starlette_and_fastapi(app: Any) -> None:
    client = TestClient(app())
    first = client.get("/feed.xml")

    assert first.content == stridesfeed.render(FEED, "rss", url=URLS["rss"], alternates=URLS)
    assert first.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert client.get("/feed.xml", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.head("/feed.xml").content == b""
    assert "hub" not in first.headers["Link"]


def test_feed_has_to_come_from_somewhere() -> None:
    with pytest.raises(stridesfeed.FieldError, match="pass the feed"):
        FeedResource().respond(stridesfeed.http.Request(), "rss")


def test_category_of_an_item_may_be_a_value() -> None:
    class Labelled(After):
        def item_categories(self, item: Story) -> list[Category]:  # type: ignore[override]
            return [Category("ships", label="Ships")]

    assert b"<category>Ships</category>" in get(Labelled()).content
