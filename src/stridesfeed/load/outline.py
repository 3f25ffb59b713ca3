"""
What has to be known of every article before any can be written: whether it comes out, when, where, and under which id and title.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import attrs

from stridesfeed import iri
from stridesfeed.errors import FieldError
from stridesfeed.load import fields, names, permalinks
from stridesfeed.load.content import Content
from stridesfeed.load.dates import parse_date
from stridesfeed.load.folders import Found
from stridesfeed.load.header import Entry
from stridesfeed.load.links import Known
from stridesfeed.load.manuscript import Manuscript
from stridesfeed.load.reading import Reading
from stridesfeed.rules import absolute_iri

_NOT_LISTED = frozenset({"draft", "hidden", "skip", "private", "pending"})

#: For the address of an article whose date is missing, which is a fault.
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class Outline:
    """
    An article before it is written.
    """

    manuscript: Manuscript
    reading: Reading
    file: Path
    slug: str
    section: str | None
    published: datetime | None
    url: str
    id: str
    title: str | None

    #: Whether the id is the front matter's.
    is_named: bool

    #: Whether the date of publication counts although the article was published with another one.
    is_redated: bool

    #: Whether the file is in one of Jekyll's folders.
    is_jekyll: bool

    #: Why it stays out, whenever that is; ``None`` where only its date decides.
    left_out: str | None

    @property
    def place(self) -> str:
        """
        The path of its file, for messages; with its line, where the file may hold several.
        """
        path = self.reading.path
        return path if self.manuscript.owns_file else f"{path}:{self.reading.header.line}"

    @property
    def known(self) -> Known:
        """
        What others may know of it.
        """
        return Known(
            file=self.file,
            url=self.url,
            id=self.id,
            title=self.title or self.slug,
            slug=self.slug,
            owns_file=self.manuscript.owns_file,
            is_out=self.left_out is not None,
        )


def outline(manuscript: Manuscript, found: Found, path: str, content: Content) -> Outline:
    """
    The outline of one article; faults are kept in its reading.
    """
    reading = Reading(manuscript.header, path)
    inside = PurePosixPath(found.inside)
    title = reading.value("title", names.TITLE, fields.text)
    slug = _slug(reading, manuscript, inside, title)
    section = reading.value("section", names.SECTION, fields.text) or permalinks.section_of(inside)
    draft = _draft(reading, inside)
    published = _published(reading, inside, content)
    values = {
        "path": "/".join((*permalinks.folders_of(inside), slug)),
        "section": permalinks.slugify(section or ""),
        "slug": slug,
        "filename": inside.stem,
        **permalinks.date_values(published or _NO_DATE),
    }
    path = _own_address(reading, slug, published) or permalinks.expand(content.permalink, values)
    url = iri.to_uri(permalinks.under(content.url, path))
    given_id = _id(reading)
    return Outline(
        manuscript=manuscript,
        reading=reading,
        file=found.file,
        slug=slug,
        section=section,
        published=published,
        url=url,
        id=given_id or url,
        title=title,
        is_named=given_id is not None,
        is_redated=bool(reading.value("redate", names.REDATE, fields.flag)),
        is_jekyll=permalinks.POSTS in inside.parts,
        left_out=manuscript.left_out or draft,
    )


def _slug(reading: Reading, manuscript: Manuscript, inside: PurePosixPath, title: str | None) -> str:
    """
    The slug that the header says, else the file's name gives; in a file of many articles, the title's.
    """
    given = reading.value("slug", names.SLUG, fields.text)
    if given:
        return permalinks.segment(given).strip("/")
    return permalinks.slug_of(inside) if manuscript.owns_file else permalinks.slugify(title or "")


def _draft(reading: Reading, inside: PurePosixPath) -> str | None:
    if permalinks.DRAFTS in inside.parts or reading.value("draft", names.DRAFT, fields.flag):
        return "draft"
    publish = next((entry for entry in reading.header.find_all(*names.PUBLISH) if fields.is_flag(entry)), None)
    if publish and not fields.flag(publish):
        return "draft"
    status = (reading.value("status", names.STATUS, fields.text) or "").strip().lower()
    return status if status in _NOT_LISTED else None


def _published(reading: Reading, inside: PurePosixPath, content: Content) -> datetime | None:
    """
    The date that the header says, else the file's name or folders.
    """
    entry = next((entry for entry in reading.header.find_all(*names.PUBLISHED) if not fields.is_flag(entry) and entry.value != ""), None)
    if entry is not None:
        return reading.parsed("published", entry.get("created", "published") or entry, lambda part: moment(part, content))
    written = permalinks.date_of(inside)
    if written is None:
        reading.fault("date", "is missing; give the file a date: 2026-04-30T09:00:00Z, or a name that begins with one")
        return None
    try:
        return parse_date(written, zone=content.timezone)
    except FieldError as error:
        reading.fault("date", f"{error.rule} (the date {written} is in the file's name or folders)")
        return None


def moment(entry: Entry, content: Content) -> datetime:
    """
    The date in *entry*.
    """
    return parse_date(entry.value, zone=content.timezone, order=content.date_order)


def _own_address(reading: Reading, slug: str, published: datetime | None) -> str | None:
    own = (reading.value("url", names.ADDRESS, fields.text) or "").strip()
    return permalinks.expand_own(own, slug, published) if own else None


def _id(reading: Reading) -> str | None:
    """
    The id that the header says; a guid or uuid that is none is left aside, because other programs have other uses for these.
    """
    for entry in reading.header.find_all(*names.ID):
        found = reading.parsed("id", entry, fields.identifier)
        if found and (entry.place[-1] == "id" or not absolute_iri(found)):
            return found
    return None
