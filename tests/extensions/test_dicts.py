"""
Feeds as plain dicts, and back without loss.
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from everything import the_feed
from makers import a_feed, an_article
from stridesfeed import (
    Category,
    Editorial,
    Element,
    Episode,
    Extension,
    ExtensionElement,
    Feed,
    Foreign,
    Image,
    InvalidError,
    JsonMembers,
    Namespace,
    Podcast,
    Score,
    UnknownNameError,
    from_dict,
    parse,
    render,
    to_dict,
)
from stridesfeed.extensions import mi, podcast, snf
from validating import refusal


def again(feed: Feed) -> Feed:
    """
    The feed, as JSON and back.
    """
    return from_dict(json.loads(json.dumps(to_dict(feed))))


def test_every_field_comes_back() -> None:
    first, *others = the_feed().articles
    feed = attrs.evolve(the_feed(), articles=[attrs.evolve(first, content_text="A\nb", summary_html="<i>x</i>"), *others])

    assert again(feed) == feed
    assert again(a_feed()) == a_feed()


@pytest.mark.parametrize(
    "extension",
    [
        Editorial(section="AI", reading_minutes=1, source_count=2, score=Score(6.5, level="High")),
        Episode(number=1, season=2, chapters=podcast.Chapters("https://strides.example/1.json")),
        ExtensionElement("media:credit", "Ann", {"role": "author"}),
        ExtensionElement("georss:point", (38.7, -9.1)),
        mi.SyndicatedImage(Image("https://strides.example/1.png", width=3)),
        snf.Analytics("<b>x</b>"),
    ],
    ids=lambda extension: type(extension).__name__,
)
def test_every_extension_comes_back(extension: Extension) -> None:
    feed = a_feed(an_article(extensions=[extension]))

    assert again(feed) == feed


def test_elements_of_others_come_back() -> None:
    element = Namespace("x", "urn:x").element("y", children=[Element("z", "text", attributes={"a": "1"})])
    feed = a_feed(an_article(extensions=[Foreign(of_namespaces=[element]), JsonMembers({"_a": {"b": [1]}})]))

    assert again(feed) == feed


def test_moments_keep_their_offset_and_fraction() -> None:
    moment = datetime.fromisoformat("2026-04-30T12:00:00.123456+02:00")
    (article,) = again(a_feed(an_article(published=moment))).articles

    assert article.published == moment
    assert article.published.utcoffset() == moment.utcoffset()


def test_the_dict_has_the_shape_of_json_feed() -> None:
    feed = a_feed(an_article(authors=["Ann"], categories=["News"], content="<p>x</p>"), authors=["Desk"])
    document = json.dumps(to_dict(feed)).encode()

    assert refusal(document) is None
    (article,) = parse(document).feed.articles
    assert (article.id, article.content, article.published, article.categories) == (
        feed.articles[0].id,
        "<p>x</p>",
        feed.articles[0].published,
        (Category("News"),),
    )
    assert b"<script>" not in render(from_dict(to_dict(a_feed(an_article(content="<script>x</script><p>y</p>")))), "json")


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"titel": "A"}, UnknownNameError, "unknown member of Feed 'titel'; did you mean 'title'?"),
        ({"items": [{"id": "1", "date_published": "soon"}]}, InvalidError, "published: must be a datetime, not str"),
        ({"items": [{"id": "1", "authors": [{"nam": "A"}]}]}, UnknownNameError, "unknown member of Person 'nam'"),
        ({"items": {"id": "1"}}, InvalidError, "articles: must contain only Article: item 1 is 'id'"),
        ({"_stridesfeed": {"id": "urn:x", "extensions": [{"class": "strides.Editoral"}]}}, InvalidError, "did you mean 'strides.Editorial'?"),
        ({"_stridesfeed": {"id": "urn:x", "extensions": [{}]}}, InvalidError, "class: is unknown: None"),
        ({"title": None}, InvalidError, "title: must be text, not None"),
    ],
)
def test_what_is_wrong_is_named(values: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        from_dict(to_dict(a_feed()) | values)

    assert message in str(caught.value)


@pytest.mark.parametrize("case", ["show", "every-namespace", "channel"])
def test_podcasts_and_elements_of_other_namespaces_come_back(case: str) -> None:
    feed: Feed = runpy.run_path(str(Path(__file__).parents[1] / "golden" / case / "case.py"))["FEED"]

    assert from_dict(json.loads(json.dumps(to_dict(feed)))) == feed


def test_a_podcast_comes_back_where_its_classes_are_not_loaded() -> None:
    feed = a_feed(extensions=[Podcast(category="News", image="https://strides.example/cover.jpg", type="serial")])
    stored = json.dumps(json.dumps(to_dict(feed)))
    program = f"import json; from stridesfeed import from_dict; print(from_dict(json.loads({stored})).extensions[0].type)"
    command = [sys.executable, "-c", program]

    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "serial\n"  # noqa: S603  # our own program
