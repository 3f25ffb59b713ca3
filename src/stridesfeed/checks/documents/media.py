"""
Rules about media: Media RSS 1.5.1, Apple's podcast namespace, and Podcasting 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from stridesfeed import rules
from stridesfeed.checks.documents import namespaces as ns
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.errors import suggestion
from stridesfeed.vocabularies.apple_categories import APPLE_CATEGORIES, APPLE_CATEGORY_NAMES
from stridesfeed.vocabularies.value_types import value_type


def media_without_address(document: XmlDocument) -> Iterator[Found]:
    """
    A media:content has neither a URL nor a player.

    Media RSS 1.5.1, media:content.

    Fix: Add the attribute url, or a media:player.
    """
    for element in document.named("content", namespace=ns.MEDIA):
        if element.get("url") is None and not children(element, "player"):
            yield document.found(element, f"<{element.tag}> needs the attribute 'url': add it")


def media_group_pointless(document: XmlDocument) -> Iterator[Found]:
    """
    A media:group contains a single file. It is for several versions of the same content.

    Media RSS 1.5.1, media:group.

    Fix: Write media:content without the group.
    """
    for element in document.named("group", namespace=ns.MEDIA):
        if len(children(element, "content")) < 2:
            yield document.found(element, f"<{element.tag}> has fewer than two versions: write <media:content> without it")


def media_credit_role_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The role in a credit contains capitals, so programs do not find it in the list of roles.

    Media RSS 1.5.1, media:credit.

    Fix: Write it in lower case.
    """
    for element in document.named("credit", namespace=ns.MEDIA):
        role = element.get("role")
        if role is not None and not role.strip():
            yield document.found(element, "the role is empty: fill it, or remove it")
        elif role is not None and role != role.lower():
            yield document.found(element, f"the role {role!r} must be in lower case: write {role.lower()!r}")


#: The ratings of each scheme (Media RSS 1.5.1, media:rating). The default is that of urn:simple.
_RATINGS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "urn:simple": re.compile("adult|nonadult"),
        "urn:mpaa": re.compile("g|pg|pg-13|r|nc-17|nr"),
        "urn:v-chip": re.compile("tv-(?:y|y7|y7-fv|g|pg|14|ma)|14\\+|18\\+|c|c8|e|g|pg"),
        "urn:icra": re.compile(r"r \([clnosv]\w \d(?: [clnosv]\w \d)*\)"),
    }
)


def media_rating_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A rating is none of those of its scheme, so programs cannot filter by it.

    Media RSS 1.5.1, media:rating.

    Fix: Write adult or nonadult, or a rating of the scheme.
    """
    for element in document.named("rating", namespace=ns.MEDIA):
        scheme = element.get("scheme") or "urn:simple"
        ratings = _RATINGS.get(scheme)
        if ratings and not ratings.fullmatch(element.text.strip().lower()):
            yield document.found(element, f"{element.text.strip()[:40]!r} is no rating of {scheme}: write one of its ratings")


#: The lengths of hashes in hexadecimal digits. The default is md5.
_HASH_LENGTHS = MappingProxyType({"md5": 32, "sha-1": 40})


def media_hash_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A hash has another length than hashes of its algorithm, so programs cannot compare it.

    Media RSS 1.5.1, media:hash.

    Fix: Write 32 hexadecimal digits for md5, 40 for sha-1.
    """
    for element in document.named("hash", namespace=ns.MEDIA):
        algorithm, text = element.get("algo") or "md5", element.text.strip()
        length = _HASH_LENGTHS.get(algorithm)
        if length and len(text) != length and len(text) in _HASH_LENGTHS.values():
            yield document.found(element, f"a hash of {algorithm} has {length} digits, not {len(text)}: correct the attribute algo")


def media_restriction_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A restriction names something that its type does not have, so programs ignore it.

    Media RSS 1.5.1, media:restriction.

    Fix: Write country codes of ISO 3166-1, or URIs, as the type says; without a type, all or none.
    """
    for element in document.named("restriction", namespace=ns.MEDIA):
        kind, values = element.get("type"), element.text.split()
        if kind is None and element.text.strip() not in {"", "all", "none"}:
            yield document.found(
                element, f"<{element.tag}> without a type must be all or none, not {element.text.strip()[:40]!r}: add the type"
            )
        for value in values if kind in {"country", "uri"} else ():
            if fault := value_type(kind).fault(value.upper() if kind == "country" else value):
                yield document.found(element, f"<{element.tag}>: {fault}")


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def media_text_undeclared_html(document: XmlDocument) -> Iterator[Found]:
    """
    A plain text contains HTML, so readers show its tags.

    Media RSS 1.5.1, media:title, media:description, media:text.

    Fix: Remove the tags, or write type="html".
    """
    for element in document.named("title", "description", "text", namespace=ns.MEDIA):
        if element.get("type") in {None, "plain"} and _TAG.search(element.text):
            yield document.found(element, f'<{element.tag}> is plain text but contains HTML: remove the tags, or write type="html"')


def category_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    A category of a podcast is a subcategory, or in the wrong category. Apple ignores it.

    Apple, podcast categories.

    Fix: Write the subcategory inside its category.
    """
    for element in document.named("category", namespace=ns.ITUNES):
        name, parent = element.get("text") or "", document.parent(element)
        inside = parent.get("text") or "" if parent is not None and parent.namespace == ns.ITUNES else None
        if name not in APPLE_CATEGORY_NAMES or (inside is not None and inside not in APPLE_CATEGORIES):
            continue
        if inside is None and name not in APPLE_CATEGORIES:
            (right,) = (category for category, names in APPLE_CATEGORIES.items() if name in names)
            yield document.found(element, f"{name!r} is a subcategory: write it inside {right!r}")
        elif inside is not None and name not in APPLE_CATEGORIES[inside]:
            yield document.found(element, f"{inside!r} has no subcategory {name!r}{suggestion(name, APPLE_CATEGORIES[inside])}")


def show_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    A podcast lacks an element that Apple requires in the channel. Apple's directory refuses it.

    Apple, a podcaster's guide to RSS.

    Fix: Add itunes:image, itunes:category and itunes:explicit.
    """
    feed = document.feed
    if feed is not None and any(element.namespace == ns.ITUNES for element in feed.children):
        for name in ("image", "category", "explicit"):
            if not children(feed, name, namespace=ns.ITUNES):
                yield document.found(feed, f"Apple requires <itunes:{name}> in the channel: add it")


#: In characters: Apple's limits, for summaries and everything else.
_MAX_SUMMARY, _MAX_TEXT = 4000, 255


def podcast_text_too_long(document: XmlDocument) -> Iterator[Found]:
    """
    A text is longer than Apple allows, so it is cut.

    Apple, a podcaster's guide to RSS.

    Fix: Write at most 255 characters; 4000 in a summary.
    """
    for element in document.elements:
        limit = _MAX_SUMMARY if element.name == "summary" else _MAX_TEXT
        if element.namespace == ns.ITUNES and len(element.text) > limit:
            yield document.found(element, f"<{element.tag}> has {len(element.text)} characters, more than {limit}: shorten it")


def episode_format_unusual(document: XmlDocument) -> Iterator[Found]:
    """
    Apple does not accept the file extension of an episode.

    Apple, a podcaster's guide to RSS.

    Fix: Use m4a, mp3, mov, mp4, m4v, pdf or epub, before any "?" in the URL.
    """
    extensions = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub")
    is_podcast = any(element.namespace == ns.ITUNES for element in document.elements)
    for element in document.rss("enclosure", inside="item") if is_podcast else ():
        url = element.get("url") or ""
        if rules.address(("http", "https"))(url) is None and not urlsplit(url).path.lower().endswith(extensions):
            yield document.found(element, f"Apple does not accept this file: use one that ends in {', '.join(extensions)}")


RULES = table(
    errors=(
        media_without_address,
        media_credit_role_invalid,
        media_rating_invalid,
        media_hash_invalid,
        media_restriction_invalid,
        category_misplaced,
    ),
    warnings=(media_group_pointless, media_text_undeclared_html, show_incomplete, podcast_text_too_long, episode_format_unusual),
)
