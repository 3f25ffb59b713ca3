"""
Every field of the model is either written or reported as a loss, in every format.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

import everything
from everything import URLS, replaced
from makers import NOON
from stridesfeed import model
from stridesfeed.emit import FORMATS, FormatName, render, unwritten
from stridesfeed.emit.extension_content import is_written
from stridesfeed.emit.losses import FeedValue, values_in
from stridesfeed.extensions import Editorial, FeedHistory, Score
from stridesfeed.model import Attachment, Category, Extension, Generator, Image, Link, Person, RemoteContent, Source, Withdrawal
from stridesfeed.options import DEFAULT, Options
from stridesfeed.value import Value

#: Another value for each field, which must change a document or be reported.
OTHER: dict[str, Any] = {
    "Article._updated": NOON + timedelta(days=3),
    "Article.banner": "https://other.example/wide.png",
    "Article.attachments": (Attachment("https://other.example/x.ogg", type="audio/ogg"),),
    "Article.authors": (Person("Other Author"),),
    "Article.categories": (Category("other"),),
    "Article.comments": "https://other.example/comments",
    "Article.content": "<p>Other text.</p>",
    "Article.content_text": "Other plain text.",
    "Article.contributors": (Person("Other Contributor"),),
    "Article.extensions": (Editorial(section="Other"),),
    "Article.external_url": "https://other.example/about",
    "Article.guid": "other-guid",
    "Article.id": "tag:strides.example,2026:other",
    "Article.image": Image("https://other.example/x.png"),
    "Article.language": "pt",
    "Article.links": (Link("https://other.example/license", "license"),),
    "Article.published": NOON - timedelta(days=3),
    "Article.related": (Link("https://other.example/related", "related"),),
    "Article.remote_content": RemoteContent("https://other.example/x.ogg"),
    "Article.rights": "Other rights",
    "Article.source": Source("Other planet", "https://other.example/feed"),
    "Article.sources": (Link("https://other.example/source", "via"),),
    "Article.summary": "Other summary.",
    "Article.summary_html": "<p>Other <b>summary</b>.</p>",
    "Article.title": "Other title",
    "Article.url": "https://other.example/page",
    "Attachment.duration": 99,
    "Attachment.length": 99,
    "Attachment.title": "Other title",
    "Attachment.type": "audio/ogg",
    "Attachment.url": "https://other.example/x.ogg",
    "Category.label": "Other label",
    "Category.scheme": "https://other.example/scheme",
    "Category.term": "other-term",
    "Editorial.reading_minutes": 99,
    "Editorial.score": Score(1),
    "Editorial.section": "Other section",
    "Editorial.source_count": 99,
    "Feed._updated": NOON + timedelta(days=9),
    "Feed.articles": (),
    "Feed.authors": (Person("Other Desk"),),
    "Feed.contributors": (Person("Other Contributor"),),
    "Feed.expired": True,
    "Feed.categories": (Category("other"),),
    "Feed.extensions": (Editorial(section="Other"),),
    "Feed.hubs": ("https://other.example/hub",),
    "Feed.icon": "https://other.example/icon.png",
    "Feed.id": "https://other.example/",
    "Feed.language": "pt",
    "Feed.links": (Link("https://other.example/older", "license"),),
    "Feed.logo": "https://other.example/logo.png",
    "Feed.rights": "Other rights",
    "Feed.subtitle": "Other subtitle",
    "Feed.subtitle_html": "<p>Other <b>subtitle</b>.</p>",
    "Feed.title": "Other title",
    "Feed.url": "https://other.example/",
    "Feed.withdrawn": (Withdrawal("tag:other.example,2026:gone", NOON),),
    "FeedHistory.archive": False,
    "FeedHistory.complete": True,
    "Image.alt": "Other alt",
    "Image.caption": "Other caption",
    "Image.credit": "Other credit",
    "Image.height": 99,
    "Image.type": "image/jpeg",
    "Image.url": "https://other.example/x.png",
    "Image.width": 99,
    "Generator.name": "Other",
    "Generator.uri": "https://other.example/generator",
    "Generator.version": "9",
    "Link.count": 9,
    "Link.href": "https://other.example/link",
    "Link.hreflang": "pt",
    "Link.length": 99,
    "Link.rel": "payment",
    "Link.title": "Other title",
    "Link.type": "text/plain",
    "Link.updated": NOON + timedelta(days=9),
    "Person.avatar": "https://other.example/me.png",
    "Person.email": "other@other.example",
    "Person.name": "Other Name",
    "Person.uri": "https://other.example/me",
    "RemoteContent.type": "audio/ogg",
    "RemoteContent.url": "https://other.example/x.ogg",
    "Score.level": "Other",
    "Score.scale": 19,
    "Score.value": 7.1,
    "Source.authors": (Person("Other Author"),),
    "Source.categories": (Category("other"),),
    "Source.contributors": (Person("Other Contributor"),),
    "Source.generator": Generator("Other"),
    "Source.icon": "https://other.example/icon.png",
    "Source.id": "tag:other.example,2026:feed",
    "Source.links": (Link("https://other.example/", "license"),),
    "Source.logo": "https://other.example/logo.png",
    "Source.rights": "Other rights",
    "Source.subtitle": "Other subtitle",
    "Source.title": "Other title",
    "Source.updated": NOON + timedelta(days=5),
    "Source.url": "https://other.example/feed",
    "Withdrawal.id": "tag:other.example,2026:withdrawn",
    "Withdrawal.when": NOON + timedelta(days=7),
}


REPLIES = Link("https://strides.example/comments.xml", "replies", "application/atom+xml", title="Comments", count=7, updated=NOON)

#: Fields of a source that only Atom has a place for.
SOURCE: dict[str, Any] = {
    "subtitle": "A planet",
    "authors": [everything.a_person("Piet")],
    "contributors": [everything.a_person("Paula")],
    "categories": [Category("ai", scheme="https://planet.example/topics", label="AI")],
    "links": [everything.a_link("planet", "license")],
    "rights": "Rights of the planet",
    "icon": "https://planet.example/icon.png",
    "logo": "https://planet.example/logo.png",
    "generator": Generator("Planet", uri="https://planet.example/software", version="2"),
}


def the_feed() -> model.Feed:
    """
    A feed with every field, also with those that no golden document has.
    """
    feed = everything.the_feed()
    first, *others = feed.articles
    first = attrs.evolve(
        first,
        content_text="Plain text.",
        summary_html="<i>Marked up.</i>",
        banner="https://strides.example/wide.png",
        remote_content=RemoteContent("https://strides.example/talk.mp4"),
        links=[*first.links, REPLIES],
        source=Source("Planet AI", "https://planet.example/feed", id="tag:planet.example,2026:feed", updated=NOON, **SOURCE),
    )
    return attrs.evolve(
        feed,
        subtitle_html="<i>Marked up.</i>",
        articles=[first, *others],
        contributors=[everything.a_person("Dora Desk")],
        updated=NOON + timedelta(days=2),
        expired=False,
    )


#: Fields that another field sets, so that they cannot be changed alone.
DECIDED = {
    ("Article.related", "Link.rel"),
    ("Article.sources", "Link.rel"),
}


def _of_replies(value: Value) -> set[str]:
    """
    Return the fields that cannot change alone because only links to replies are counted.
    """
    if not isinstance(value, Link):
        return set()
    return {"Link.rel"} if value.rel == "replies" else {"Link.count", "Link.updated"}


def changes() -> Iterator[Any]:
    """
    Yield every field of every value of the feed.
    """
    for number, found_value in enumerate(values_in(the_feed(), DEFAULT)):
        for field in attrs.fields(type(found_value.value)):
            name = f"{type(found_value.value).__name__}.{field.name}"
            is_decided = (found_value.found_in, name) in DECIDED or name in _of_replies(found_value.value)
            if not is_decided and not (found_value.article and found_value.article.title == "Article plain"):
                yield pytest.param(number, field, id=f"{found_value.found_in or 'feed'}[{found_value.index}]-{name}")


def reports(found_value: FeedValue, name: str, format: str, options: Options) -> bool:
    """
    Return True if *format* reports this field of this value as a loss.
    """
    if isinstance(found_value.value, Extension) and not is_written(found_value.article or found_value.feed, found_value.value, format):
        return True
    return any(
        loss.field == name and not loss.missing and loss.when(attrs.evolve(found_value, options=options)) for loss in FORMATS[format].losses
    )


@pytest.mark.parametrize("options", [DEFAULT, Options(emails=True)], ids=["default", "emails"])
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("number", "field"), list(changes()))
def test_a_field_is_written_or_reported(number: int, field: Any, format: FormatName, options: Options) -> None:
    feed = the_feed()
    found_value = list(values_in(feed, options))[number]
    name = f"{type(found_value.value).__name__}.{field.name}"
    other = attrs.evolve(found_value.value, **{field.alias or field.name: OTHER[name]})
    changed = replaced(feed, found_value.value, other)

    before = render(feed, format, url=URLS[format], options=options)
    after = render(changed, format, url=URLS[format], options=options)

    assert (before != after) is not (reports(found_value, name, format, options) or reports(found_value, found_value.found_in, format, options))


def test_every_field_of_the_model_is_tested() -> None:
    kinds = [
        kind
        for kind in vars(model).values()
        if isinstance(kind, type) and issubclass(kind, Value) and kind.__module__.startswith(model.__name__) and attrs.fields(kind)
    ]
    names = {f"{kind.__name__}.{field.name}" for kind in [*kinds, Editorial, FeedHistory, Score] for field in attrs.fields(kind)}

    assert names == set(OTHER)


def test_the_feed_of_these_tests_sets_every_field() -> None:
    said = {
        f"{type(found_value.value).__name__}.{field.name}"
        for found_value in values_in(the_feed(), DEFAULT)
        for field in attrs.fields(type(found_value.value))
        if getattr(found_value.value, field.name) not in (None, ())
    }

    assert set(OTHER) - said == set()


@pytest.mark.parametrize("format", FORMATS)
def test_a_loss_names_a_field_that_exists(format: str) -> None:
    assert [loss.field for loss in FORMATS[format].losses if loss.field not in {*OTHER, "Article.updated"}] == []


def test_a_loss_has_the_article_the_field_and_the_reason() -> None:
    found = [item for item in unwritten(the_feed(), "atom") if item.field == "Attachment.duration"]

    assert [(item.subject, item.reason) for item in found] == [("article 'tag:strides.example,2026:everything'", "a link has no duration")] * 2


def test_a_feed_that_every_format_can_express_has_no_losses() -> None:
    feed = attrs.evolve(
        the_feed(),
        id=the_feed().url,
        subtitle_html=None,
        articles=(),
        withdrawn=(),
        authors=(),
        contributors=(),
        updated=None,
        links=(),
        extensions=(),
        categories=(),
        rights=None,
        icon=None,
    )

    assert [item.field for item in unwritten(feed, "atom")] == []
    assert [item.field for item in unwritten(feed, "json")] == []
