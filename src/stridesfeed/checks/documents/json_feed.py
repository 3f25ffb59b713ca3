"""
Rules about JSON Feed 1.1 (and 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from stridesfeed import iri, rules
from stridesfeed.checks.documents.addresses import absolute_error
from stridesfeed.checks.documents.dates import EARLIEST
from stridesfeed.checks.documents.json_document import VERSIONS, JsonDocument
from stridesfeed.checks.documents.json_tree import JsonMember, JsonType, JsonValue
from stridesfeed.checks.documents.links import language_error
from stridesfeed.checks.documents.text import find_html
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion
from stridesfeed.strict_dates import ParsedDate, parse_rfc3339


def json_not_a_feed(document: JsonDocument) -> Iterator[Found]:
    """
    The document is JSON but not a feed: it is not an object, or has neither a version nor items.

    JSON Feed 1.1, top-level.

    Fix: Give the address of the feed.
    """
    if document.root is not None and document.feed is None:
        yield document.found(document.root, "not a feed: a JSON Feed is an object with version, title and items")


def _version(document: JsonDocument) -> JsonValue | None:
    return document.feed.get("version") if document.feed else None


def json_version_wrong(document: JsonDocument) -> Iterator[Found]:
    """
    The version does not exist, so readers do not accept the document as a feed.

    JSON Feed 1.1, version.

    Fix: Write ``https://jsonfeed.org/version/1.1``.
    """
    version = _version(document)
    if version is not None and version.type == "string" and version.text not in VERSIONS:
        yield document.found(version, f"unknown version {version.text[:60]!r}: write {VERSIONS[0]!r}")


def json_version_old(document: JsonDocument) -> Iterator[Found]:
    """
    Version 1 does not have several authors, or a language.

    JSON Feed 1.1, version.

    Fix: Write ``https://jsonfeed.org/version/1.1``.
    """
    version = _version(document)
    if version is not None and version.text == VERSIONS[1]:
        yield document.found(version, f"outdated version: write {VERSIONS[0]!r}")


def json_name_repeated(document: JsonDocument) -> Iterator[Found]:
    """
    An object has two members with the same name. Programs use the first or the last, or refuse the document.

    RFC 8259, 4.

    Fix: Keep one.
    """
    pending = [document.root] if document.root else []
    while pending:
        value = pending.pop()
        seen: set[str] = set()
        for member in value.members:
            if member.name in seen:
                yield document.found(member, f"duplicate name {member.name!r} in one object: keep one")
            seen.add(member.name)
            pending.append(member.value)
        pending.extend(value.items)


def json_member_missing(document: JsonDocument) -> Iterator[Found]:
    """
    A required member is missing.

    JSON Feed 1.1, top-level, items, attachments, hubs.

    Fix: Add the member.
    """
    for each in document.objects():
        for name in each.required:
            if each.value.get(name) is None:
                yield document.found(each.value, f"no {name!r} in the {each.name}: add it", each.holder)


def json_member_kind(document: JsonDocument) -> Iterator[Found]:
    """
    A value has the wrong type. Programs in strictly typed languages refuse the whole feed.

    JSON Feed 1.1. An id is a string, even if it is a number elsewhere.

    Fix: Write the type that the format requires.
    """
    for each in document.objects():
        for member in each.value.members:
            required = each.grammar.get(member.name)
            if required is not None and member.value.type not in {required, "null"}:
                message = f"{member.name!r} of the {each.name} must be {_with_article(required)}, not {_with_article(member.value.type)}"
                yield document.found(member.value, message, each.holder)
    for name, value, holder in document.named("items", "authors", "attachments", "hubs", "tags"):
        required = "string" if name == "tags" else "object"
        for item in value.items:
            if item.type != required:
                yield document.found(item, f"{name!r} must contain only {required}s, not {_with_article(item.type)}", holder)


def _with_article(type: JsonType) -> str:
    return type if type == "null" else f"{'an' if type[0] in 'ao' else 'a'} {type}"


def json_member_unknown(document: JsonDocument) -> Iterator[Found]:
    """
    The format does not have this member, so readers ignore it. Often its name is misspelt.

    JSON Feed 1.1, extensions.

    Fix: Correct the name; or use one of your own that begins with an underscore.
    """
    for each in document.objects():
        for member in each.value.members:
            if member.name not in each.grammar and not member.name.startswith("_"):
                hint = suggestion(member.name, sorted(each.grammar))
                yield document.found(member, f"unknown member {member.name!r} in the {each.name}{hint}", each.holder)


def json_extension_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    An extension is not an object, or has names that programs cannot use.

    JSON Feed 1.1, extensions: its name is an underscore and a letter; names of its members do not begin with an underscore; no name
    contains a period.

    Fix: Write ``"_name": {"member": …}``.
    """
    for each in document.objects():
        for extension in each.value.members:
            if extension.name.startswith("_"):
                for at, error in _extension_errors(extension):
                    yield document.found(at, error, each.holder)


def _extension_errors(extension: JsonMember) -> Iterator[tuple[JsonValue | JsonMember, str]]:
    if not re.fullmatch(r"_[A-Za-z][^.]*", extension.name):
        yield extension, f"the name of the extension {extension.name!r} must be an underscore and a letter, without a period"
    if extension.value.type != "object":
        yield extension.value, f"the extension {extension.name!r} must be an object"
    for member in extension.value.members:
        if member.name.startswith("_") or "." in member.name:
            yield member, f"{member.name!r} in the extension {extension.name!r} must not begin with an underscore or contain a period"


def json_text_blank(document: JsonDocument) -> Iterator[Found]:
    """
    A text is empty. Readers show a gap; an empty id identifies nothing.

    JSON Feed 1.1.

    Fix: Fill it, or remove it.
    """
    names = ((each.value.get("name"), each.holder) for each in document.objects("author"))
    texts = [*document.named("title", "id", "summary"), *(("name", name, holder) for name, holder in names if name is not None)]
    for name, value, holder in texts:
        if value.type == "string" and not value.text.strip():
            yield document.found(value, f"{name!r} is empty: fill it, or remove it", holder)


def json_content_missing(document: JsonDocument) -> Iterator[Found]:
    """
    An item has no content. Several readers drop it.

    JSON Feed 1.1, items: content_html or content_text is required.

    Fix: Add one of them.
    """
    for item in document.items:
        if item.get("content_html") is None and item.get("content_text") is None:
            yield document.found(item, "neither content_html nor content_text: add one", item)


def _dates(document: JsonDocument) -> Iterator[tuple[str, JsonValue, JsonValue, ParsedDate]]:
    """
    Yield the dates: name, value, feed or item, and the parsed date.
    """
    for name, value, holder in document.named("date_published", "date_modified"):
        yield name, value, holder, parse_rfc3339(value.text, allow_lower_case=True)


def json_date_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    A date does not follow RFC 3339, so readers show no date.

    JSON Feed 1.1, date_published; RFC 3339, 5.6.

    Fix: Write ``2026-04-30T09:00:00Z``.
    """
    for name, value, holder, date in _dates(document):
        if value.type == "string" and date.error:
            yield document.found(value, f"{name}: {date.error}", holder)


def json_date_implausible(document: JsonDocument) -> Iterator[Found]:
    """
    A date is before 1990 or in the future. Readers sort the item to the very end, pin it to the top, or hide it.

    Fix: Correct the date at its source; publish future articles on their day.
    """
    latest = document.as_of + timedelta(days=1) if document.as_of else None
    seen: set[tuple[JsonValue, datetime]] = set()
    for name, value, holder, date in _dates(document):
        # An item may have one date twice.
        if date.moment is None or (holder, date.moment) in seen:
            continue
        seen.add((holder, date.moment))
        if date.moment < EARLIEST:
            yield document.found(value, f"{name} is before 1990: correct the date", holder)
        elif latest and date.moment > latest:
            yield document.found(value, f"{name} is in the future ({value.text}): correct the date", holder)


def _urls(document: JsonDocument) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    """
    Yield the URLs: name, value, feed or item.
    """
    names = frozenset({"home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image", "avatar"})
    for each in document.objects():
        for member in each.value.members:
            if member.name in names and member.name in each.grammar and member.value.type == "string":
                yield member.name, member.value, each.holder


def json_address_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    A URL is invalid, relative or empty, so the link leads nowhere.

    JSON Feed 1.1, url; RFC 3986.

    Fix: Write the full URL, percent-encoded.
    """
    for name, value, holder in _urls(document):
        scheme = iri.scheme(value.text)
        if error := absolute_error(value.text):
            yield document.found(value, f"{name}: {error}", holder)
        elif scheme not in iri.WEB and (name != "url" or scheme not in iri.LINK):
            yield document.found(value, f"{name} must be a web address with https, not {scheme}", holder)


def json_address_not_uri(document: JsonDocument) -> Iterator[Found]:
    """
    A URL contains non-ASCII letters. Not every reader encodes them before it fetches the page.

    RFC 3986, 2.

    Fix: Percent-encode the path and the query, and write the host in punycode.
    """
    for name, value, holder in _urls(document):
        if not value.text.isascii():
            yield document.found(value, f"{name} contains non-ASCII letters: write {iri.to_uri(value.text)}", holder)


def json_id_repeated(document: JsonDocument) -> Iterator[Found]:
    """
    Two items have the same id. Readers show only one of them, or replace one by the other.

    JSON Feed 1.1, id.

    Fix: Give each item its own id.
    """
    first: dict[str, JsonValue] = {}
    for item in document.items:
        id = item.get("id")
        if id is None or not id.text:
            continue
        if id.text in first:
            yield document.found(id, f"same id {id.text!r} as the item in line {first[id.text].position.line}: give each its own", item)
        first.setdefault(id.text, id)


def json_next_is_self(document: JsonDocument) -> Iterator[Found]:
    """
    The next page is this page. Readers that follow the link go round in circles.

    JSON Feed 1.1, next_url.

    Fix: Remove next_url from the last page.
    """
    next_url = document.feed.get("next_url") if document.feed else None
    feed_url = document.feed.get("feed_url") if document.feed else None
    if next_url is not None and next_url.text and next_url.text in {feed_url.text if feed_url else None, document.url}:
        yield document.found(next_url, "next_url is the URL of this page: remove it, or give the next page")


def json_author_empty(document: JsonDocument) -> Iterator[Found]:
    """
    An author has neither a name, a URL nor an avatar.

    JSON Feed 1.1, authors: one of them is required.

    Fix: Add the name, or remove the author.
    """
    for author in document.objects("author"):
        if all(author.value.get(name) is None for name in author.grammar):
            yield document.found(author.value, "author without a name: add it, or remove the author", author.holder)


def json_author_alone(document: JsonDocument) -> Iterator[Found]:
    """
    The author is only in author, the member of version 1, which readers of version 1.1 may ignore.

    JSON Feed 1.1, authors.

    Fix: Add authors, an array. You may keep author for older readers.
    """
    version = _version(document)
    if version is not None and version.text == VERSIONS[1]:
        return
    for _, author, holder in document.named("author"):
        if holder.get("authors") is None:
            yield document.found(author, "author without authors: add authors, an array", holder)


def json_media_type_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    The media type of an attachment is invalid, so readers do not know whether they can play it.

    JSON Feed 1.1, attachments; RFC 6838, 4.2.

    Fix: Write a media type such as audio/mpeg.
    """
    for attachment in document.objects("attachment"):
        type = attachment.value.get("mime_type")
        if type is not None and (error := rules.media_type(type.text)):
            yield document.found(type, f"mime_type {error}", attachment.holder)


def json_number_negative(document: JsonDocument) -> Iterator[Found]:
    """
    A size or a duration is negative.

    JSON Feed 1.1, attachments.

    Fix: Correct it, or remove it if it is unknown.
    """
    for attachment in document.objects("attachment"):
        for name in ("size_in_bytes", "duration_in_seconds"):
            number = attachment.value.get(name)
            if number is not None and isinstance(number.scalar, int | float) and number.scalar < 0:
                yield document.found(number, f"{name} is negative: remove it if it is unknown", attachment.holder)


def json_language_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    A language tag is invalid.

    JSON Feed 1.1, language; BCP 47.

    Fix: Write a BCP 47 language tag such as en or pt-BR.
    """
    for _, value, holder in document.named("language"):
        if value.type == "string" and (error := language_error(value.text)):
            yield document.found(value, f"language {error}", holder)


def json_text_has_html(document: JsonDocument) -> Iterator[Found]:
    """
    A plain text contains HTML. Readers show the tags and references.

    JSON Feed 1.1, title, summary.

    Fix: Remove the tags, and write the characters themselves; write HTML into content_html.
    """
    for name, value, holder in document.named("title", "summary", "description"):
        if sign := find_html(value.text):
            yield document.found(value, f"{name!r} is plain text but contains {sign}: write plain characters, without tags", holder)


def json_address_missing(document: JsonDocument) -> Iterator[Found]:
    """
    The feed does not give its own URL, or that of its home page. Readers that have it as a file cannot subscribe to it.

    JSON Feed 1.1, feed_url, home_page_url.

    Fix: Add both.
    """
    for name in ("feed_url", "home_page_url"):
        if document.feed and document.feed.get(name) is None:
            yield document.found(document.feed, f"no {name}: add it")


def json_item_address_missing(document: JsonDocument) -> Iterator[Found]:
    """
    An item does not give the URL of its page. Three readers refuse the whole feed.

    JSON Feed 1.1, url.

    Fix: Add it, even if it is also the id.
    """
    for item in document.items:
        if item.get("url") is None and item.get("external_url") is None:
            yield document.found(item, "no url: add the URL of the page", item)


def json_feed_url_elsewhere(document: JsonDocument) -> Iterator[Found]:
    """
    The feed_url is not the URL at which the feed was found.

    JSON Feed 1.1, feed_url.

    Fix: Write the URL at which the feed is served.
    """
    feed_url = document.feed.get("feed_url") if document.feed else None
    if feed_url is not None and document.url and feed_url.text != document.url:
        yield document.found(feed_url, f"the feed was found at {document.url}, but feed_url is {feed_url.text}: correct it")


RULES = table(
    errors=(
        json_not_a_feed,
        json_version_wrong,
        json_name_repeated,
        json_member_missing,
        json_member_kind,
        json_extension_invalid,
        json_content_missing,
        json_date_invalid,
        json_address_invalid,
        json_id_repeated,
        json_next_is_self,
        json_author_empty,
        json_media_type_invalid,
        json_number_negative,
        json_language_invalid,
    ),
    warnings=(
        json_member_unknown,
        json_text_blank,
        json_date_implausible,
        json_address_not_uri,
        json_text_has_html,
        json_address_missing,
        json_item_address_missing,
        json_feed_url_elsewhere,
    ),
    hints=(json_version_old, json_author_alone),
)
