"""
From an outline to an article of the model: every field, every fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from stridesfeed.body import excerpt, html_to_text
from stridesfeed.errors import InvalidError
from stridesfeed.extensions import Editorial
from stridesfeed.load import fields, names
from stridesfeed.load.content import Content
from stridesfeed.load.header import Entry
from stridesfeed.load.links import Links
from stridesfeed.load.outline import Outline, moment
from stridesfeed.load.reading import Reading
from stridesfeed.model import Article, Category, Image, Person

_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>", re.IGNORECASE)
_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)

#: Stands in for what is missing, so that the model can judge everything else of the article too.
_NO_TITLE = "…"
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def write(outline: Outline, links: Links, content: Content) -> Article | None:
    """
    The article, or ``None`` where it has faults: these are in the outline's reading.
    """
    reading = outline.reading
    if outline.title is None and not reading.source_of("title"):
        reading.fault("title", "is missing; give the article one")
    values = _values(outline, links, content)
    try:
        article = Article(**values)
    except InvalidError as group:
        for fault in group.faults:
            reading.fault("url" if fault.field == "id" and not reading.source_of("id") else fault.field, fault.rule)
        return None
    return None if reading.faults else article


def unknown_keys(outline: Outline) -> list[str]:
    """
    The keys that nothing here reads, as the file spells them.
    """
    return [spelled for name, spelled in outline.reading.header.all_keys() if name not in names.KNOWN]


def _values(outline: Outline, links: Links, content: Content) -> dict[str, Any]:
    reading = outline.reading
    html = outline.manuscript.to_html(outline.manuscript.body, links).strip()
    language = reading.value("language", names.LANGUAGE, fields.text)
    sources = reading.values("sources", names.SOURCES, fields.source)
    alt = reading.value("image", names.IMAGE_ALT, fields.text)
    return {
        "id": outline.id,
        "guid": _guid(reading),
        "url": outline.url,
        "title": _NO_TITLE if outline.title is None else outline.title,
        "published": outline.published or _NO_DATE,
        "updated": reading.value("updated", names.UPDATED, lambda entry: moment(entry, content)) or _updated_beside(reading, content),
        "authors": _people(reading, "authors", names.AUTHORS, content),
        "contributors": _people(reading, "contributors", names.CONTRIBUTORS, content),
        "categories": _categories(outline, content),
        "summary": reading.value("summary", names.SUMMARY, fields.text) or _summary(html, language or content.language, content.summary_length),
        "content": html or None,
        "image": _image(reading, links, alt),
        "attachments": reading.values("attachments", names.ATTACHMENTS, lambda entry: fields.attachment(entry, links)),
        "related": reading.values("related", names.RELATED, lambda entry: fields.related(entry, links)),
        "sources": sources,
        "external_url": reading.value("external_url", names.EXTERNAL, fields.text),
        "comments": _comments(reading),
        "language": language,
        "rights": reading.value("rights", names.RIGHTS, fields.text),
        "extensions": _editorial(outline, len(sources)),
    }


def _guid(reading: Reading) -> str | None:
    """
    The guid that stands beside an id; one that stands alone is the id, if it can be one.
    """
    return reading.value("guid", names.GUID, fields.text) if reading.header.find("id") else None


def _updated_beside(reading: Reading, content: Content) -> datetime | None:
    """
    The blog of MkDocs Material keeps both dates under one key: ``date: {created: …, updated: …}``.
    """
    dates = reading.header.find("date")
    updated = dates.get("updated") if dates else None
    return reading.parsed("updated", updated, lambda entry: moment(entry, content)) if updated else None


def _people(reading: Reading, field: str, keys: tuple[str, ...], content: Content) -> tuple[Person, ...]:
    """
    People; a text with semicolons names several, as in Pelican. Commas and "and" do not part names: they may belong to them.
    """
    entry = reading.header.find(*keys)
    if entry is None:
        return ()
    items = list(entry.items())
    if isinstance(entry.value, str) and ";" in entry.value:
        items = [Entry(entry.header, entry.place, name.strip()) for name in entry.value.split(";") if name.strip()]
    people = [reading.parsed(field, item, lambda part: fields.person(part, content.authors)) for item in items]
    return tuple(dict.fromkeys(person for person in people if person))


def _categories(outline: Outline, content: Content) -> tuple[Category, ...]:
    """
    The section first, because readers show nothing but categories; then all the others, each name once.
    """
    reading = outline.reading
    found: list[Category] = []
    for entry in reading.header.find_all(*names.CATEGORIES):
        for item, parse in fields.categories(entry, scheme=content.category_scheme, by_blanks=outline.is_jekyll):
            category = reading.parsed("categories", item, parse)
            found += [category] if category else []
    own = {category.name.casefold() for category in found}
    if outline.section and outline.section.strip() and outline.section.strip().casefold() not in own:
        found.insert(0, Category(outline.section, scheme=content.category_scheme))
    by_name: dict[str, Category] = {}
    for category in found:
        by_name.setdefault(category.name.casefold(), category)
    return tuple(by_name.values())


def _summary(html: str, language: str | None, length: int) -> str | None:
    """
    The text before ``<!-- more -->``, or else of the first paragraph that has words, cut at a word's end.
    """
    if not html or length <= 0:
        return None
    more = _MORE.search(html)
    if more:
        return excerpt(html[: more.start()], length, language=language) or None
    paragraph = next((paragraph for paragraph in _paragraphs(html) if html_to_text(paragraph).strip()), html)
    return excerpt(paragraph, length, language=language) or None


def _paragraphs(html: str) -> Iterator[str]:
    start = _PARAGRAPH.search(html)
    while start and (end := html.find("</p", start.end())) >= 0:
        yield html[start.start() : end]
        start = _PARAGRAPH.search(html, end)


def _image(reading: Reading, links: Links, alt: str | None) -> Image | None:
    """
    The first picture; themes also say under these keys whether to show one.
    """
    items = (item for entry in reading.header.find_all(*names.IMAGE) for item in entry.items() if not fields.is_flag(item))
    first = next(items, None)
    return reading.parsed("image", first, lambda part: fields.image(part, links, alt)) if first else None


def _comments(reading: Reading) -> str | None:
    """
    The page with comments; other generators say here whether there are any.
    """
    entry = reading.header.find(*names.COMMENTS)
    return None if entry is None or fields.is_flag(entry) or entry.value == "" else reading.parsed("comments", entry, fields.text)


def _editorial(outline: Outline, source_count: int) -> tuple[Editorial, ...]:
    reading = outline.reading
    section = outline.section
    minutes = reading.value("reading_time", names.READING_TIME, fields.minutes)
    score = reading.value("score", names.SCORE, fields.score)
    if not (section or minutes is not None or source_count or score):
        return ()
    return (Editorial(section=section, reading_minutes=minutes, source_count=source_count or None, score=score),)
