"""
A feed with every argument of Django's feed generator, written with Django and with ours: no value is lost.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed

from independent_values import lost
from stridesfeed import Article, Attachment, Feed, Options, Person, RssChannel, render
from stridesfeed.emit import FormatName

HOME = "https://bakery.example/"
BAKED = datetime(2026, 3, 2, 5, tzinfo=UTC)
SOLD = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPTIONS = Options(emails=True, rss_author="first", enclosures="all")


def with_django(kind: Any) -> bytes:
    """
    The document that Django writes.
    """
    feed = kind(
        title="Bread & rolls",
        link=HOME,
        description="What is warm",
        language="en",
        author_name="Ida Oven",
        author_email="ida@bakery.example",
        author_link=f"{HOME}ida",
        subtitle="What is warm",
        categories=("bread", "rolls"),
        feed_url=f"{HOME}feed",
        feed_copyright="Ida Oven",
        feed_guid=HOME,
        ttl="60",
    )
    for name in ("rye", "spelt"):
        feed.add_item(
            title=f"A {name} loaf",
            link=f"{HOME}{name}",
            description=f"Dark, <b>heavy</b> {name}.",
            author_name="Ida Oven",
            author_email="ida@bakery.example",
            author_link=f"{HOME}ida",
            pubdate=BAKED,
            updateddate=SOLD,
            comments=f"{HOME}{name}#talk",
            unique_id=f"{HOME}{name}",
            enclosures=(Enclosure(f"{HOME}{name}.mp3", "900", "audio/mpeg"),),
            categories=("bread",),
            item_copyright="Ida Oven",
        )
    return str(feed.writeString("utf-8")).encode()


def with_ours() -> Feed:
    """
    The same feed, with ours.
    """
    ida = Person("Ida Oven", uri=f"{HOME}ida", email="ida@bakery.example")
    return Feed(
        id=HOME,
        title="Bread & rolls",
        url=HOME,
        subtitle="What is warm",
        language="en",
        authors=[ida],
        categories=["bread", "rolls"],
        rights="Ida Oven",
        extensions=[RssChannel(ttl=60)],
        articles=[
            Article(
                url=f"{HOME}{name}",
                title=f"A {name} loaf",
                summary_html=f"Dark, <b>heavy</b> {name}.",
                authors=[ida],
                published=BAKED,
                updated=SOLD,
                comments=f"{HOME}{name}#talk",
                attachments=[Attachment(f"{HOME}{name}.mp3", "audio/mpeg", 900)],
                categories=["bread"],
                rights="Ida Oven",
            )
            for name in ("rye", "spelt")
        ],
    )


@pytest.mark.parametrize(("kind", "format"), [(Rss201rev2Feed, "rss"), (Atom1Feed, "atom")])
def test_no_value_of_django_is_lost(kind: Any, format: FormatName) -> None:
    theirs = with_django(kind)
    ours = render(with_ours(), format, url=f"{HOME}feed", options=OPTIONS)

    assert theirs.count(b"loaf") == 2
    assert lost(theirs, ours) == set()
