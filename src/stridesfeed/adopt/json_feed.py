"""
JSON Feed, 1 and 1.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, Gathering, Place
from stridesfeed.adopt.document import Document, Kind
from stridesfeed.adopt.members import Members
from stridesfeed.adopt.rss import with_path
from stridesfeed.extensions import Editorial, Score, strides
from stridesfeed.load.json_lines import text_to_html
from stridesfeed.model import Attachment, Category, Image, Link, Person, Source

#: In characters: a longer text is a body.
_SUMMARY = 500


def fits(document: Document) -> bool:
    """
    Whether the document says that it is a JSON Feed.
    """
    return isinstance(document.root, dict) and "jsonfeed.org/version/" in str(document.root.get("version"))


def read(document: Document) -> Adoption:
    """
    The feed and its items.
    """
    root, gathering = Members(document.members), Gathering(document.path)
    fields = _feed_fields(gathering, root, document.home)
    feed = gathering.feed(Place(), fields)
    for number, item in enumerate(root.objects("items"), start=1):
        gathering.article(Place(member=f"items[{number}]"), _item_fields(gathering, item, fields["url"]), language=fields["language"])
    return gathering.adoption("JSON Feed", feed, format="json", address=root.text("feed_url"))


def _feed_fields(gathering: Gathering, root: Members, home: str | None) -> dict[str, Any]:
    url = home or root.text("home_page_url")
    return {
        "id": with_path(url),
        "url": url,
        "title": root.text("title"),
        "subtitle": root.text("description"),
        "language": root.text("language"),
        "icon": root.text("favicon"),
        "logo": root.text("icon"),
        "hubs": [hub.text("url") for hub in root.objects("hubs") if hub.text("url")],
        "authors": _people(gathering, root),
    }


def _item_fields(gathering: Gathering, item: Members, home: str | None) -> dict[str, Any]:
    ours = item.object(strides.MEMBER)
    html, text, summary = item.text("content_html"), item.text("content_text"), item.text("summary")
    # An item has to have a content: where there is nothing but a summary, it stands there.
    is_body = text and (summary or "\n" in text or len(text) > _SUMMARY)
    content = html or (text_to_html(text) if text and is_body else None)
    published, updated = elements.moment(item.text("date_published")), elements.moment(item.text("date_modified"))
    return {
        "guid": item.text("id"),
        "url": item.text("url") or item.text("external_url") or home,
        "external_url": item.text("external_url"),
        "title": elements.title_or_words(item.text("title"), content or text),
        "published": published or updated,
        "updated": updated if published else None,
        "authors": _people(gathering, item),
        "contributors": [*_made_people(gathering, ours.objects("contributors"))],
        "categories": [tag for term in item.texts("tags") if (tag := gathering.optional(Category, term=term))],
        "summary": summary or (None if content else text),
        "content": content,
        "image": _image(gathering, item),
        "attachments": [*_attachments(gathering, item)],
        "related": [*_links(gathering, ours.objects("related"))],
        "sources": [link for link in _links(gathering, ours.objects("sources")) if link.href != item.text("external_url")],
        "language": item.text("language"),
        "source": _source(gathering, ours.object("source")),
        "extensions": _editorial(gathering, ours),
    }


def _people(gathering: Gathering, members: Members) -> list[Person]:
    """
    The authors, or the author of version 1.
    """
    return [*_made_people(gathering, members.objects("authors") or members.objects("author"))]


def _made_people(gathering: Gathering, people: list[Members]) -> Iterator[Person]:
    for each in people:
        name = each.text("name") or each.text("url")
        made = gathering.optional(Person, name=name, uri=each.text("url"), avatar=each.text("avatar")) if name else None
        if made:
            yield made


def _image(gathering: Gathering, item: Members) -> Image | None:
    url = item.text("image") or item.text("banner_image")
    return gathering.optional(Image, url=url) if url else None


def _attachments(gathering: Gathering, item: Members) -> Iterator[Attachment]:
    for each in item.objects("attachments"):
        made = gathering.optional(
            Attachment,
            url=each.text("url"),
            type=each.text("mime_type"),
            title=each.text("title"),
            length=each.whole("size_in_bytes"),
            duration=each.whole("duration_in_seconds"),
        )
        if made:
            yield made


def _links(gathering: Gathering, links: list[Members]) -> Iterator[Link]:
    for each in links:
        made = gathering.optional(
            Link,
            href=each.text("url"),
            title=each.text("title"),
            type=each.text("type"),
            hreflang=each.text("language"),
            length=each.whole("length"),
        )
        if made:
            yield made


def _source(gathering: Gathering, source: Members) -> Source | None:
    if not source.text("title"):
        return None
    updated = elements.moment(source.text("updated"))
    return gathering.optional(Source, title=source.text("title"), url=source.text("url"), id=source.text("id"), updated=updated)


def _editorial(gathering: Gathering, ours: Members) -> list[Editorial]:
    mark = ours.object("score")
    score = (
        gathering.optional(Score, value=mark.number("value"), scale=mark.number("scale") or 10, level=mark.text("level"))
        if mark.values
        else None
    )
    section, minutes = ours.text("section"), ours.whole("reading_time_minutes")
    if not (mark.values or section or minutes):
        return []
    made = gathering.optional(Editorial, section=section, reading_minutes=minutes, score=score)
    return [made] if made else []


KIND = Kind(title="JSON Feed", fits=fits, read=read)
