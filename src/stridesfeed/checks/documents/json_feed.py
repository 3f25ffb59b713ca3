"""
Rules about JSON Feed 1.1 (and 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from stridesfeed import iri, rules
from stridesfeed.checks.documents import addresses, moments
from stridesfeed.checks.documents.json_document import JsonDocument
from stridesfeed.checks.documents.json_shapes import AUTHOR, VERSIONS, objects
from stridesfeed.checks.documents.json_tree import Kind, Member, Value
from stridesfeed.checks.documents.links import language_fault
from stridesfeed.checks.documents.text import shows_html
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion


def json_not_a_feed(document: JsonDocument) -> Iterator[Found]:
    """
    The document is JSON, and no feed: it is no object, or says neither its version nor its items.

    JSON Feed 1.1, top-level.

    Fix: give the address of the feed.
    """
    if document.root is not None and document.feed is None:
        yield document.found(document.root, "a JSON Feed is an object with version, title and items")


def json_version_wrong(document: JsonDocument) -> Iterator[Found]:
    """
    The version is none that there is, so readers do not take the document for a feed.

    JSON Feed 1.1, version.

    Fix: ``https://jsonfeed.org/version/1.1``.
    """
    version = document.feed.get("version") if document.feed else None
    if version is not None and version.kind == "string" and version.text not in VERSIONS:
        yield document.found(version, f"the version is {VERSIONS[0]!r}, not {version.text[:60]!r}")


def json_version_old(document: JsonDocument) -> Iterator[Found]:
    """
    Version 1 has no several authors and no language.

    JSON Feed 1.1, version.

    Fix: ``https://jsonfeed.org/version/1.1``.
    """
    version = document.feed.get("version") if document.feed else None
    if version is not None and version.text == VERSIONS[1]:
        yield document.found(version, f"write {VERSIONS[0]!r}")


def json_name_repeated(document: JsonDocument) -> Iterator[Found]:
    """
    A name stands twice in one object: programs take the first, the last, or refuse the document.

    RFC 8259, 4.

    Fix: keep one.
    """
    todo = [document.root] if document.root else []
    while todo:
        value = todo.pop()
        seen: set[str] = set()
        for member in value.members:
            if member.name in seen:
                yield document.found(member, f"the name {member.name!r} stands twice in one object")
            seen.add(member.name)
            todo.append(member.value)
        todo.extend(value.items)


def json_member_missing(document: JsonDocument) -> Iterator[Found]:
    """
    Something that the format requires is not there.

    JSON Feed 1.1, top-level, items, attachments, hubs.

    Fix: write it.
    """
    for shaped in objects(document):
        for name in shaped.required:
            if shaped.value.get(name) is None:
                yield document.found(shaped.value, f"{_with_article(shaped.what)} needs {name!r}", shaped.holder)


def json_member_kind(document: JsonDocument) -> Iterator[Found]:
    """
    A value is of another kind than the format says: programs in strict languages refuse the whole feed.

    JSON Feed 1.1; an id is a string, also where it is a number elsewhere.

    Fix: write it as the format says.
    """
    for shaped in objects(document):
        for member in shaped.value.members:
            wanted = shaped.members.get(member.name)
            if wanted is not None and member.value.kind not in {wanted, "null"}:
                is_wrong = f"{member.name!r} of the {shaped.what} is {_with_article(wanted)}, not {_with_article(member.value.kind)}"
                yield document.found(member.value, is_wrong, shaped.holder)
    for name, value, holder in document.named("items", "authors", "attachments", "hubs", "tags"):
        inside: Kind = "string" if name == "tags" else "object"
        for item in value.items:
            if item.kind != inside:
                yield document.found(item, f"{name!r} holds {inside}s, not {_with_article(item.kind)}", holder)


def _with_article(noun: str) -> str:
    return noun if noun == "null" else f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def json_member_unknown(document: JsonDocument) -> Iterator[Found]:
    """
    A name that the format does not have: readers do not look at it, often because of a slip.

    JSON Feed 1.1, extensions.

    Fix: use the right name, or one of your own that begins with an underscore.
    """
    for shaped in objects(document):
        for member in shaped.value.members:
            if member.name not in shaped.members and not member.name.startswith("_"):
                instead = suggestion(member.name, sorted(shaped.members))
                yield document.found(member, f"{_with_article(shaped.what)} has no {member.name!r}{instead}", shaped.holder)


def json_extension_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    An extension that is no object, or that has names which programs cannot use.

    JSON Feed 1.1, extensions: its own name is an underscore and a letter; those of its members begin with none; no name has a period.

    Fix: ``"_name": {"member": …}``.
    """
    for shaped in objects(document):
        for member in shaped.value.members:
            if member.name.startswith("_"):
                for at, fault in _faults_of_extension(member):
                    yield document.found(at, fault, shaped.holder)


def _faults_of_extension(extension: Member) -> Iterator[tuple[Value | Member, str]]:
    if not re.fullmatch(r"_[A-Za-z][^.]*", extension.name):
        yield extension, f"{extension.name!r}: an extension is named with an underscore, a letter, and no period"
    if extension.value.kind != "object":
        yield extension.value, f"{extension.name!r}: an extension is an object"
    for member in extension.value.members:
        if member.name.startswith("_") or "." in member.name:
            yield member, f"{member.name!r} of {extension.name!r}: no underscore stands first and no period anywhere"


def json_text_blank(document: JsonDocument) -> Iterator[Found]:
    """
    A text with nothing in it, which readers show as a gap; an id with nothing in it names nothing.

    JSON Feed 1.1.

    Fix: fill it, or leave it out.
    """
    for name, value, holder in document.named("title", "id", "summary"):
        if value.kind == "string" and not value.text.strip():
            yield document.found(value, f"{name!r} is empty: fill it, or leave it out", holder)


def json_content_missing(document: JsonDocument) -> Iterator[Found]:
    """
    An item has no content: several readers drop it.

    JSON Feed 1.1, items: content_html or content_text has to be there.

    Fix: write one of them.
    """
    for item in document.items:
        if item.get("content_html") is None and item.get("content_text") is None:
            yield document.found(item, "an item needs content_html or content_text", item)


def _dates(document: JsonDocument) -> Iterator[tuple[str, Value, Value, moments.Read]]:
    """
    Dates: name, value, what holds it, and what was read. T and Z may be small letters here (RFC 3339, 5.6), as they may not in Atom.
    """
    for name, value, holder in document.named("date_published", "date_modified"):
        yield name, value, holder, moments.rfc3339(value.text.upper())


def json_date_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    A date that is not written as RFC 3339 says: readers show none.

    JSON Feed 1.1, date_published; RFC 3339, 5.6.

    Fix: ``2026-04-30T09:00:00Z``.
    """
    for name, value, holder, read in _dates(document):
        if value.kind == "string" and read.fault:
            yield document.found(value, f"{name}: {read.fault}", holder)


def json_date_implausible(document: JsonDocument) -> Iterator[Found]:
    """
    A date before there were feeds, or after today: readers sort the item to the very end, keep it on top, or hide it.

    Fix: look at where the date comes from; publish an article when its day has come.
    """
    for name, value, holder, read in _dates(document):
        moment = read.moment
        if moment is not None and moment < datetime(1990, 1, 1, tzinfo=UTC):
            yield document.found(value, f"{name} lies before 1990", holder)
        elif moment is not None and document.as_of is not None and moment > document.as_of + timedelta(days=1):
            yield document.found(value, f"{name} lies in the future: {value.text}", holder)


def _addresses(document: JsonDocument) -> Iterator[tuple[str, Value, Value]]:
    names = frozenset({"home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image", "avatar"})
    for shaped in objects(document):
        for member in shaped.value.members:
            if member.name in names and member.name in shaped.members and member.value.kind == "string":
                yield member.name, member.value, shaped.holder


def json_address_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    Something that has to be an address is none, is relative, or empty: nobody can go there.

    JSON Feed 1.1, url; RFC 3986.

    Fix: write the whole address, percent-encoded.
    """
    for name, value, holder in _addresses(document):
        if fault := addresses.absolute(value.text):
            yield document.found(value, f"{name}: {fault}", holder)
        elif iri.scheme(value.text) not in iri.WEB and (name != "url" or iri.scheme(value.text) not in iri.LINK):
            yield document.found(value, f"{name}: {iri.scheme(value.text)}: is no address of a page", holder)


def json_address_not_uri(document: JsonDocument) -> Iterator[Found]:
    """
    An address with letters beyond ASCII: not every reader encodes them before it fetches.

    RFC 3986, 2.

    Fix: percent-encode path and query, and write the host in punycode.
    """
    for name, value, holder in _addresses(document):
        if not value.text.isascii():
            yield document.found(value, f"{name}: write {iri.to_uri(value.text)}", holder)


def json_id_repeated(document: JsonDocument) -> Iterator[Found]:
    """
    Two items have one id: readers show one of them, or each in the other's place.

    JSON Feed 1.1, id.

    Fix: an id of its own for each.
    """
    seen: dict[str, Value] = {}
    for item in document.items:
        id = item.get("id")
        if id is None or not id.text:
            continue
        if id.text in seen:
            yield document.found(id, f"{id.text!r} is the id of another item too, in line {seen[id.text].position.line}", item)
        seen.setdefault(id.text, id)


def json_next_is_self(document: JsonDocument) -> Iterator[Found]:
    """
    The next page is this one: a reader that follows goes round in a circle.

    JSON Feed 1.1, next_url.

    Fix: leave it out on the last page.
    """
    feed = document.feed
    following = feed.get("next_url") if feed else None
    own = feed.get("feed_url") if feed else None
    if following is not None and following.text and following.text in {own.text if own else None, document.url}:
        yield document.found(following, "next_url is the feed's own address")


def json_author_empty(document: JsonDocument) -> Iterator[Found]:
    """
    An author of whom nothing is said.

    JSON Feed 1.1, authors: one of name, url and avatar has to be there.

    Fix: say the name, or leave the author out.
    """
    for shaped in objects(document):
        if shaped.what == "author" and not any(shaped.value.get(name) is not None for name in AUTHOR):
            yield document.found(shaped.value, "an author has a name, a url or an avatar", shaped.holder)


def json_author_alone(document: JsonDocument) -> Iterator[Found]:
    """
    The author is said in the way of version 1, which readers of 1.1 need not look at.

    JSON Feed 1.1, authors.

    Fix: authors, a list; author besides is for older readers.
    """
    for holder in document.holders():
        author = holder.get("author")
        if author is not None and holder.get("authors") is None and (document.feed is not None and _version(document.feed) != VERSIONS[1]):
            yield document.found(author, "write authors, a list", holder)


def _version(feed: Value) -> str:
    version = feed.get("version")
    return version.text if version else ""


def json_media_type_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    The type of an attachment is none: readers do not know whether they can play it.

    JSON Feed 1.1, attachments; RFC 6838, 4.2.

    Fix: write a type such as audio/mpeg.
    """
    for shaped in objects(document):
        type = shaped.value.get("mime_type") if shaped.what == "attachment" else None
        if type is not None and (fault := rules.media_type(type.text)):
            yield document.found(type, f"mime_type {fault}", shaped.holder)


def json_number_negative(document: JsonDocument) -> Iterator[Found]:
    """
    A size or a duration below zero.

    JSON Feed 1.1, attachments.

    Fix: leave out what is not known.
    """
    for shaped in objects(document):
        for name in ("size_in_bytes", "duration_in_seconds") if shaped.what == "attachment" else ():
            number = shaped.value.get(name)
            if number is not None and isinstance(number.scalar, int | float) and number.scalar < 0:
                yield document.found(number, f"{name} is below zero", shaped.holder)


def json_language_invalid(document: JsonDocument) -> Iterator[Found]:
    """
    A language tag that is none.

    JSON Feed 1.1, language; BCP 47.

    Fix: write en, or pt-BR.
    """
    for _, value, holder in document.named("language"):
        if value.kind == "string" and (fault := language_fault(value.text)):
            yield document.found(value, f"language {fault}", holder)


def json_text_has_html(document: JsonDocument) -> Iterator[Found]:
    """
    Markup in a text that is no HTML: readers show the tags and references as they stand.

    JSON Feed 1.1, title, summary.

    Fix: take tags out, and write the characters themselves; HTML belongs into content_html.
    """
    for name, value, holder in document.named("title", "summary", "description"):
        if sign := shows_html(value.text):
            yield document.found(value, f"{name!r} is plain text, and holds {sign}", holder)


def json_address_missing(document: JsonDocument) -> Iterator[Found]:
    """
    The feed does not say where it lives, or which page it belongs to: a reader that has it as a file cannot subscribe to it.

    JSON Feed 1.1, feed_url, home_page_url.

    Fix: say both.
    """
    for name in ("feed_url", "home_page_url"):
        if document.feed and document.feed.get(name) is None:
            yield document.found(document.feed, f"say {name}")


def json_item_address_missing(document: JsonDocument) -> Iterator[Found]:
    """
    An item without the address of its page: three readers refuse the whole feed.

    JSON Feed 1.1, url.

    Fix: say it, also where it is the id.
    """
    for item in document.items:
        if item.get("url") is None and item.get("external_url") is None:
            yield document.found(item, "say the url of the page", item)


def json_feed_url_elsewhere(document: JsonDocument) -> Iterator[Found]:
    """
    The feed says that it lives elsewhere than where it was found.

    JSON Feed 1.1, feed_url.

    Fix: write the address at which it is served.
    """
    own = document.feed.get("feed_url") if document.feed else None
    if own is not None and document.url and own.text != document.url:
        yield document.found(own, f"the feed was found at {document.url}, and says {own.text}")


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
