"""
Read JSON Feed: 1 and 1.1.
"""

from __future__ import annotations

from typing import Any

from stridesfeed.extensions import Editorial, Score, strides
from stridesfeed.model import Attachment, Category, Extension, Image, Link, Person, Source
from stridesfeed.parsing import elements
from stridesfeed.parsing.documents import InputDocument, JsonObject, Parser
from stridesfeed.parsing.foreign import keep_members
from stridesfeed.parsing.report import Location, ReadFeed, ReadItem, Report
from stridesfeed.parsing.tracking import TrackedObject


def matches(document: InputDocument) -> bool:
    """
    Return whether the document has the version of a JSON Feed.
    """
    return isinstance(document.root, TrackedObject) and "jsonfeed.org/version/" in str(document.root.get("version"))


def read(document: InputDocument, report: Report, *, keep: bool) -> ReadFeed:
    """
    Return the feed and its items. With *keep*, unknown members become extensions.
    """
    root = document.json
    report.location = Location()
    fields: dict[str, Any] = {
        "url": root.text("home_page_url"),
        "title": root.text("title"),
        "subtitle": root.text("description"),
        "language": root.text("language"),
        "icon": root.text("favicon"),
        "logo": root.text("icon"),
        "hubs": _hubs(report, root),
        "authors": _people(report, _authors(root)),
        "contributors": _people(report, root.object(strides.MEMBER).objects("contributors")) if keep else [],
        "expired": keep and root.values.get("expired") is True,
        "links": [],
    }
    root.object(strides.MEMBER).values.get("about")  # written anew
    if keep and (following := report.optional(Link, href=root.text("next_url"), rel="next") if root.text("next_url") else None):
        fields["links"] = [following]
    items: list[ReadItem] = []
    for number, item in enumerate(root.objects("items"), start=1):
        report.location = Location(member=f"items[{number}]")
        item_fields = _item_fields(report, item, keep=keep)
        if keep:
            item_fields["extensions"] += keep_members(item.values)
        items.append(ReadItem(location=report.location, fields=item_fields, source=item.values))
    report.location = Location()
    extensions: list[Extension] = [*keep_members(root.values)] if keep else []
    return ReadFeed(
        title=f"JSON Feed {str(root.text('version')).rpartition('/')[2]}",
        format="json",
        location=report.location,
        fields=fields | {"extensions": extensions},
        items=tuple(items),
        url=root.text("feed_url"),
    )


def _item_fields(report: Report, item: JsonObject, *, keep: bool) -> dict[str, Any]:
    ours = item.object(strides.MEMBER)
    image_url, banner_url = item.text("image"), item.text("banner_image")
    banner = banner_url if image_url and banner_url != image_url else None
    if banner and not keep:
        report.leave(["items.banner_image"])
    image_url = image_url or banner_url
    return {
        "guid": item.text("id"),
        "url": item.text("url"),
        "external_url": item.text("external_url"),
        "title": item.text("title"),
        "published": report.date(item.text("date_published"), "date_published"),
        "updated": report.date(item.text("date_modified"), "date_modified"),
        "authors": _people(report, _authors(item)),
        "contributors": _people(report, ours.objects("contributors")),
        "categories": [category for term in item.texts("tags") if (category := report.optional(Category, term=term))],
        "summary": item.text("summary"),
        "content": item.text("content_html"),
        "content_text": item.text("content_text"),
        "image": report.optional(Image, url=image_url) if image_url else None,
        "banner": banner if keep else None,
        "attachments": _attachments(report, item),
        "related": _links(report, ours.objects("related")),
        "sources": [link for link in _links(report, ours.objects("sources")) if link.href != item.text("external_url")],
        "language": item.text("language"),
        "source": _source(report, ours.object("source")),
        "extensions": _editorial(report, ours),
    }


def _hubs(report: Report, root: JsonObject) -> list[str]:
    hubs = []
    for hub in root.objects("hubs"):
        url, kind = hub.text("url"), hub.text("type") or "WebSub"
        if kind.lower() != "websub":
            report.skip(f"hub of type {kind}")
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


def _people(report: Report, people: list[JsonObject]) -> list[Person]:
    found = [
        report.optional(Person, name=name, uri=each.text("url"), avatar=each.text("avatar"))
        for each in people
        if (name := each.text("name") or each.text("url"))
    ]
    return [person for person in found if person]


def _attachments(report: Report, item: JsonObject) -> list[Attachment]:
    attachments = [
        report.optional(
            Attachment,
            url=each.text("url"),
            type=elements.attachment_type(report, each.text("mime_type"), each.text("url")),
            title=each.text("title"),
            length=each.whole_number("size_in_bytes"),
            duration=each.whole_number("duration_in_seconds"),
        )
        for each in item.objects("attachments")
    ]
    return [attachment for attachment in attachments if attachment]


def _links(report: Report, links: list[JsonObject]) -> list[Link]:
    found = [
        report.optional(
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


def _source(report: Report, source: JsonObject) -> Source | None:
    if not source.text("title"):
        return None
    updated = report.date(source.text("updated"), "updated")
    return report.optional(Source, title=source.text("title"), url=source.text("url"), id=source.text("id"), updated=updated)


def _editorial(report: Report, ours: JsonObject) -> list[Editorial]:
    given = ours.object("score")
    score = None
    if given.values:
        score = report.optional(Score, value=given.number("value"), scale=given.number("scale") or 10, level=given.text("level"))
    ours.values.get("about")  # written anew
    numbers = {"reading_minutes": ours.whole_number("reading_time_minutes"), "source_count": ours.whole_number("source_count")}
    section = ours.text("section")
    if not (given.values or section or any(number is not None for number in numbers.values())):
        return []
    editorial = report.optional(Editorial, section=section, score=score, **numbers)
    return [editorial] if editorial else []


PARSER = Parser(title="JSON Feed", matches=matches, read=read)
