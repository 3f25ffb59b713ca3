"""
The dates of an article: from its front matter, its name, its folders or its URL, else from git or the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

import attrs

from stridesfeed.errors import FieldError
from stridesfeed.load import choice
from stridesfeed.load.content import Content
from stridesfeed.load.dates.git import FileDates
from stridesfeed.load.dates.missing_dates import MissingDates
from stridesfeed.load.dates.parsing import parse_date
from stridesfeed.load.front_matter import fields, names
from stridesfeed.load.front_matter.nodes import FieldReader, Node
from stridesfeed.load.sources import SourceDocument, SourceFile
from stridesfeed.load.urls import permalinks

#: The error of an article without a date.
DATE_MISSING = (
    "is missing; add one such as 2026-04-30T09:00:00Z, or write it in the file's name (2026-04-30-name.md), its folders (2026/04/30/) "
    'or its permalink (/2026/04/30/name/), or take it from git ([content] date = "git"); if it is a page, add it to [content] exclude'
)


#: A timestamp (https://yaml.org/type/timestamp.html) with a time and without a zone.
_YAML_TIMESTAMP = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?", re.ASCII)

#: Generators that read dates with JavaScript.
_JAVASCRIPT = frozenset({"astro", "docusaurus", "eleventy", "hexo"})
_ISO_DAY = re.compile(r"\s*(?P<year>[1-9]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>29|3[01])(?!\d)", re.ASCII)

#: Values that are no date: Eleventy then takes it from git, or from the file system, whose dates mean nothing after a checkout.
_NO_DATES = frozenset({"", "created", "last modified", "git created", "git last modified"})


@attrs.frozen(kw_only=True)
class ArticleDates:
    """
    The dates of an article, and where they are from.
    """

    #: ``None`` if there is none, or an invalid one.
    published: datetime | None = None

    #: When it is no longer published (Hugo).
    expires: datetime | None = None

    #: Whether it has no date at all, as opposed to an invalid one.
    is_undated: bool = False

    #: Whether it is a page of the site if it has no date.
    is_page: bool = False

    #: Whether it has no date of its own, so that :class:`MissingDates` was asked.
    is_looked_up: bool = False

    #: The answer.
    found: FileDates | None = None

    #: Why it is skipped, although it may be an article; ``None`` if it is not.
    skip_reason: str | None = None


def parse_dates(
    reader: FieldReader, document: SourceDocument, source: SourceFile, *, inside: PurePosixPath, content: Content, missing_dates: MissingDates
) -> ArticleDates:
    """
    Return the dates of the article in a file. *inside* is the path that its URL is made of.
    """
    dates = _parse_published(reader, document, source, inside=inside, content=content, missing_dates=missing_dates)
    return attrs.evolve(dates, expires=reader.value("expires", names.EXPIRES, lambda node: _parse_date(node, content)))


def _parse_published(
    reader: FieldReader, document: SourceDocument, source: SourceFile, *, inside: PurePosixPath, content: Content, missing_dates: MissingDates
) -> ArticleDates:
    node = next((node for node in reader.front_matter.find_all(*names.PUBLISHED) if _is_date(node)), None)
    if node is not None:
        created = node.get("created", "published") or node
        return ArticleDates(published=reader.parse("published", created, lambda part: _parse_date(part, content)))
    permalink = reader.front_matter.find(*names.URL)
    if day := permalinks.date_of(inside, str(permalink.value) if permalink else ""):
        try:
            return ArticleDates(published=parse_date(day, zone=content.timezone))
        except FieldError as error:
            reader.add_error("date", f"{error.rule} (the date {day} is in the file's name, folders or URL)")
            return ArticleDates()
    is_page = choice.is_page(reader.front_matter, inside)
    if is_page or not document.owns_file:
        return ArticleDates(is_undated=True, is_page=is_page)
    if found := missing_dates.find(source, reader.path):
        return ArticleDates(published=found.published, is_looked_up=True, found=found)
    return ArticleDates(is_undated=True, is_looked_up=True, skip_reason=missing_dates.skip_reason(source))


def parse_updated(reader: FieldReader, dates: ArticleDates, content: Content) -> datetime | None:
    """
    Return the date of the last change in front matter, else that of the file if the date of publication is the file's too.
    """
    # MkDocs Material's blog has both dates under one key: ``date: {created: …, updated: …}``.
    both = reader.front_matter.find("date")
    updated = reader.front_matter.find(*names.UPDATED) or (both.get("updated") if both else None)
    if updated and isinstance(updated.value, Mapping):
        updated = updated.get("date")
    if updated:
        return reader.parse("updated", updated, lambda node: _parse_date(node, content))
    return dates.found.updated if dates.found else None


def _is_date(node: Node) -> bool:
    return not fields.is_flag(node) and str(node.value).strip().lower() not in _NO_DATES


def _parse_date(node: Node, content: Content) -> datetime:
    value, zone = node.value, content.timezone
    # Jekyll reads a timestamp of YAML as UTC, as YAML says; anything else is text, and in the site's zone.
    if content.generator == "jekyll" and _YAML_TIMESTAMP.fullmatch(str(value).strip()):
        zone = UTC
    elif content.generator in _JAVASCRIPT and isinstance(value, str):
        value = _with_possible_day(value)
    return parse_date(value, zone=zone, order=content.date_order)


def _with_possible_day(text: str) -> str:
    """
    Return *text* with 29, 30 or 31 February and the like as days of the next month, as JavaScript reads them.
    """
    found = _ISO_DAY.match(text)
    if found is None:
        return text
    day = date(int(found["year"]), int(found["month"]), 1) + timedelta(days=int(found["day"]) - 1)
    return f"{day.isoformat()}{text[found.end() :]}"
