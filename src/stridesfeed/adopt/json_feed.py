"""
Importer for JSON Feed, 1 and 1.1.
"""

from __future__ import annotations

from typing import Any

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, ItemLocation
from stridesfeed.adopt.documents import Importer, InputDocument, JsonObject
from stridesfeed.adopt.rss import with_root_path
from stridesfeed.adopt.tracking import TrackedObject
from stridesfeed.extensions import Editorial, Score, strides
from stridesfeed.load.json_lines import text_to_html
from stridesfeed.model import Attachment, Category, Image, Link, Person, Source

#: In characters: a longer text is a body, not a summary.
_MAX_SUMMARY = 500


def matches(document: InputDocument) -> bool:
    """
    Return whether the document has the version of a JSON Feed.
    """
    return isinstance(document.root, TrackedObject) and "jsonfeed.org/version/" in str(document.root.get("version"))


def read(document: InputDocument) -> Adoption:
    """
    Return the feed and its items.
    """
    root, builder = document.json, AdoptionBuilder(document.path)
    url, language = document.home or root.text("home_page_url"), root.text("language")
    fields = {
        "id": with_root_path(url),
        "url": url,
        "title": root.text("title"),
        "subtitle": root.text("description"),
        "language": language,
        "icon": root.text("favicon"),
        "logo": root.text("icon"),
        "hubs": _hubs(builder, root),
        "authors": _people(builder, _authors(root)),
    }
    feed = builder.build_feed(ItemLocation(), fields)
    for number, item in enumerate(root.objects("items"), start=1):
        builder.add_article(ItemLocation(member=f"items[{number}]"), _item_fields(builder, item, url), language=language)
    own_url = root.text("feed_url")
    builder.leave(root.values.unread())
    return builder.build("JSON Feed", feed, format="json", url=own_url)


def _item_fields(builder: AdoptionBuilder, item: JsonObject, home: str | None) -> dict[str, Any]:
    ours = item.object(strides.MEMBER)
    html, text, summary = item.text("content_html"), item.text("content_text"), item.text("summary")
    # Items must have content, so items with a summary only have it as content_text.
    is_body = text and (summary or "\n" in text or len(text) > _MAX_SUMMARY)
    content = html or (text_to_html(text) if text and is_body else None)
    published, updated = elements.parse_datetime(item.text("date_published")), elements.parse_datetime(item.text("date_modified"))
    image_url, banner_url = item.text("image"), item.text("banner_image")
    if image_url and banner_url and image_url != banner_url:
        builder.leave(["items.banner_image"])
    image_url = image_url or banner_url
    return {
        "guid": item.text("id"),
        "url": item.text("url") or item.text("external_url") or home,
        "external_url": item.text("external_url"),
        "title": elements.title_or_excerpt(item.text("title"), content or text),
        "published": published or updated,
        "updated": updated if published else None,
        "authors": _people(builder, _authors(item)),
        "contributors": _people(builder, ours.objects("contributors")),
        "categories": [category for term in item.texts("tags") if (category := builder.optional(Category, term=term))],
        "summary": summary or (None if content else text),
        "content": content,
        "image": builder.optional(Image, url=image_url) if image_url else None,
        "attachments": _attachments(builder, item),
        "related": _links(builder, ours.objects("related")),
        "sources": [link for link in _links(builder, ours.objects("sources")) if link.href != item.text("external_url")],
        "language": item.text("language"),
        "source": _source(builder, ours.object("source")),
        "extensions": _editorial(builder, ours),
    }


def _hubs(builder: AdoptionBuilder, root: JsonObject) -> list[str]:
    hubs = []
    for hub in root.objects("hubs"):
        url, kind = hub.text("url"), hub.text("type") or "WebSub"
        if kind.lower() != "websub":
            builder.skip(f"hub of type {kind}")
        elif url:
            hubs.append(url)
    return hubs


def _authors(owner: JsonObject) -> list[JsonObject]:
    """
    Return the authors. A single author is the form of version 1, which many feeds contain in addition.
    """
    authors, of_version_1 = owner.objects("authors"), owner.objects("author")
    if not authors:
        return of_version_1
    for author in of_version_1:
        author.values.is_done = True
    return authors


def _people(builder: AdoptionBuilder, people: list[JsonObject]) -> list[Person]:
    found = [
        builder.optional(Person, name=name, uri=each.text("url"), avatar=each.text("avatar"))
        for each in people
        if (name := each.text("name") or each.text("url"))
    ]
    return [person for person in found if person]


def _attachments(builder: AdoptionBuilder, item: JsonObject) -> list[Attachment]:
    attachments = [
        builder.optional(
            Attachment,
            url=each.text("url"),
            type=elements.attachment_type(builder, each.text("mime_type"), each.text("url")),
            title=each.text("title"),
            length=each.whole_number("size_in_bytes"),
            duration=each.whole_number("duration_in_seconds"),
        )
        for each in item.objects("attachments")
    ]
    return [attachment for attachment in attachments if attachment]


def _links(builder: AdoptionBuilder, links: list[JsonObject]) -> list[Link]:
    found = [
        builder.optional(
            Link,
            href=each.text("url"),
            title=each.text("title"),
            type=each.text("type"),
            hreflang=each.text("language"),
            length=each.whole_number("length"),
        )
        for each in links
    ]
    return [link for link in found if link]


def _source(builder: AdoptionBuilder, source: JsonObject) -> Source | None:
    if not source.text("title"):
        return None
    updated = elements.parse_datetime(source.text("updated"))
    return builder.optional(Source, title=source.text("title"), url=source.text("url"), id=source.text("id"), updated=updated)


def _editorial(builder: AdoptionBuilder, ours: JsonObject) -> list[Editorial]:
    given = ours.object("score")
    score = None
    if given.values:
        score = builder.optional(Score, value=given.number("value"), scale=given.number("scale") or 10, level=given.text("level"))
    for name in ("about", "source_count"):  # every build writes these anew
        ours.values.get(name)
    section, minutes = ours.text("section"), ours.whole_number("reading_time_minutes")
    if not (given.values or section or minutes):
        return []
    editorial = builder.optional(Editorial, section=section, reading_minutes=minutes, score=score)
    return [editorial] if editorial else []


IMPORTER = Importer(title="JSON Feed", matches=matches, read=read)
