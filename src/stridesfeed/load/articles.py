"""
Articles from source documents: the fields that others need to know are parsed first, and the rest when the article is built.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import attrs

from stridesfeed.errors import FileError, InvalidError
from stridesfeed.extensions import Editorial
from stridesfeed.load import choice
from stridesfeed.load.article_cache import CachedArticle
from stridesfeed.load.content import Content
from stridesfeed.load.dates.article_dates import DATE_MISSING, ArticleDates, parse_dates, parse_updated
from stridesfeed.load.dates.missing_dates import MissingDates
from stridesfeed.load.front_matter import fields, names
from stridesfeed.load.front_matter.nodes import FieldReader, Node
from stridesfeed.load.links import Links, LinkTarget
from stridesfeed.load.markup.summaries import summary_of
from stridesfeed.load.sources import SourceDocument, SourceFile
from stridesfeed.load.texts import RenderedText, Text
from stridesfeed.load.urls import permalinks
from stridesfeed.load.urls.article_urls import category_names, parse_aliases, parse_url
from stridesfeed.load.urls.languages import part_of_url, split_language
from stridesfeed.load.urls.slugs import NEUTRAL, SLUG_RULES
from stridesfeed.model import Article, Attachment, Category, Person
from stridesfeed.rules import absolute_iri
from stridesfeed.text import line

if TYPE_CHECKING:
    from stridesfeed.extensions.shows import Episode

_DRAFT_STATUSES = frozenset({"draft", "hidden", "skip", "private", "pending"})

#: Used if title or date is missing, so that everything else is still checked.
_NO_TITLE = "…"
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class ParsedArticle:
    """
    The fields of an article that others need to know, and its source document.
    """

    document: SourceDocument
    reader: FieldReader
    file: Path
    slug: str
    section: str | None

    #: The language that its path names, if it is not the site's main language.
    language: str | None

    dates: ArticleDates
    url: str
    id: str
    title: str | None

    #: Whether front matter sets the id.
    has_explicit_id: bool

    #: Whether front matter has ``redate: true``.
    is_redated: bool

    #: Whether the file is in one of Jekyll's folders.
    is_jekyll: bool

    #: Why it is skipped regardless of its date; ``None`` if it is not.
    skip_reason: str | None

    #: URLs that redirect to it.
    aliases: tuple[str, ...]

    @property
    def location(self) -> str:
        """
        The path of its file, for messages; ``path:line`` if the file can hold several articles.
        """
        path = self.reader.path
        return path if self.document.owns_file else f"{path}:{self.reader.front_matter.line}"

    @property
    def text(self) -> Text:
        """
        Its text, which is not rendered yet.
        """
        return Text(
            body=self.document.body,
            to_html=self.document.to_html,
            title=self.title or "",
            url=self.url,
            file=self.file,
            path=self.reader.path,
            line=self.reader.front_matter.line,
        )

    @cached_property
    def link_target(self) -> LinkTarget:
        """
        The article as a target of links.
        """
        return LinkTarget(
            file=os.fspath(self.file),
            url=self.url,
            id=self.id,
            title=self.title or self.slug,
            slug=self.slug,
            owns_file=self.document.owns_file,
            is_unpublished=self.skip_reason is not None,
        )

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """
        Front-matter keys that are ignored, as spelled in the file.
        """
        return tuple([spelling for name, spelling in self.reader.front_matter.all_keys() if name not in names.KNOWN])

    def without_document(self) -> CachedArticle:
        """
        Return the article without its text, as the cache stores it.
        """
        return CachedArticle(
            link_target=self.link_target,
            location=self.location,
            dates=self.dates,
            skip_reason=self.skip_reason,
            has_explicit_id=self.has_explicit_id,
            is_redated=self.is_redated,
            unknown_keys=self.unknown_keys,
            aliases=self.aliases,
        )


def parse_article(document: SourceDocument, source: SourceFile, path: str, content: Content, missing_dates: MissingDates) -> ParsedArticle:
    """
    Parse the fields that others need to know. Errors are collected in the result's reader.
    """
    document = _with_keys(document, content)
    reader = FieldReader(document.front_matter, path)
    rules = SLUG_RULES.get(content.generator or "", NEUTRAL)
    inside = PurePosixPath(content.prefixes.get(source.folder, ""), source.inside)
    language, inside = split_language(inside, content.languages)
    if rules.folder_page:
        inside = permalinks.page_of_folder(inside)
    title = reader.value("title", names.TITLE, fields.text)
    own_slug = rules.slug(reader.value("slug", names.SLUG, fields.text) or "").strip("/")
    used_slug = own_slug if rules.uses_slug else ""
    slug = used_slug or (permalinks.slug_of(inside, rules) if document.owns_file else rules.title(title or ""))
    # A folder of built pages is part of a URL: it may be a language, or hold all articles.
    folder = permalinks.section_of(inside) if content.folders else None
    if len(content.folders) > 1 and not content.prefixes[source.folder]:
        folder = source.folder.name
    section = line(reader.value("section", names.SECTION, fields.text) or folder or "") or None
    is_jekyll = permalinks.POSTS in inside.parts and content.generator in {None, "jekyll"}
    draft = _draft_reason(reader, inside)
    dates = parse_dates(reader, document, source, inside=inside, content=content, missing_dates=missing_dates)
    published = dates.published or _NO_DATE
    parts = permalinks.Parts(
        file=inside,
        own_slug=own_slug,
        slug=slug,
        title=title or "",
        section=section or "",
        categories=lambda: category_names(reader, inside, is_jekyll=is_jekyll),
        published=published.astimezone(content.timezone) if rules.local_dates and content.timezone else published,
        language=part_of_url(reader.value("language", names.LANGUAGE, fields.text) or language, content.languages, content.language),
        rules=rules,
    )
    url = parse_url(reader, parts, content, is_undated=dates.is_undated)
    explicit_id = _parse_id(reader)
    return ParsedArticle(
        document=document,
        reader=reader,
        file=source.file,
        slug=slug,
        section=section,
        language=parts.language.replace("_", "-") or None,
        dates=dates,
        url=url,
        id=explicit_id or url,
        title=title,
        has_explicit_id=explicit_id is not None,
        is_redated=bool(reader.value("redate", names.REDATE, fields.flag)),
        is_jekyll=is_jekyll,
        skip_reason=document.skip_reason
        or draft
        or ("is the home page" if language and not inside.parent.name and inside.stem == "index" else None)
        or choice.skip_reason(reader.front_matter, section, content)
        or dates.skip_reason,
        aliases=parse_aliases(reader, url, content),
    )


def _with_keys(document: SourceDocument, content: Content) -> SourceDocument:
    """
    Return the document with the site's own keys, and its leading heading as the title if it has no other.
    """
    front_matter = document.front_matter.with_keys({names.FIELDS[field][0]: own for field, own in content.keys.items()})
    if document.with_heading_as_title and not front_matter.find(*names.TITLE):
        return document.with_heading_as_title(front_matter)
    return attrs.evolve(document, front_matter=front_matter)


def _draft_reason(reader: FieldReader, inside: PurePosixPath) -> str | None:
    if permalinks.DRAFTS in inside.parts or reader.value("draft", names.DRAFT, fields.flag):
        return "draft"
    front_matter = reader.front_matter
    publish = next((node for node in front_matter.find_all(*names.PUBLISH_FLAG) if fields.is_flag(node)), None)
    if publish and not fields.flag(publish):
        return "draft"
    unlisted = next((node for node in front_matter.find_all(*names.UNLISTED) if fields.is_flag(node) and fields.flag(node)), None)
    if unlisted:
        return f"has {unlisted.key}: true"
    # Eleventy writes no page for ``permalink: false``.
    url = front_matter.find(*names.URL)
    if url and fields.is_flag(url) and not fields.flag(url):
        return f"has {url.key}: false"
    status = (reader.value("status", names.STATUS, fields.text) or "").strip().lower()
    return status if status in _DRAFT_STATUSES else None


def _parse_id(reader: FieldReader) -> str | None:
    """
    Return the id in front matter. A guid or uuid that is not an IRI is ignored, because other programs use these keys differently.
    """
    for node in reader.front_matter.find_all(*names.ID):
        found = reader.parse("id", node, fields.identifier)
        fault = absolute_iri(found) if found else None
        if fault and node.path[-1] == "id":
            reader.add_error("id", fault)
        elif found and not fault:
            return found
    return None


def build_article(parsed: ParsedArticle, text: Text | RenderedText, links: Links, content: Content) -> Article | None:
    """
    Build the article with this *text*; ``None`` if it has errors, which are collected in its reader.
    """
    reader = parsed.reader
    if parsed.title is None and not reader.node_of("title"):
        reader.add_error("title", f"is missing; add one{_own_key(parsed, 'title', 'title', 'headline', 'heading')}")
    if parsed.dates.is_undated:
        reader.add_error("date", f"{DATE_MISSING}{_own_key(parsed, 'published', 'date', 'time', 'published')}")
    values = _field_values(parsed, text, links, content)
    try:
        article = Article(**values)
    except InvalidError as group:
        for fault in group.faults:
            reader.add_error("url" if fault.field == "id" and not reader.node_of("id") else fault.field, fault.rule)
        return None
    return None if reader.faults else article


def _own_key(parsed: ParsedArticle, field: str, *words: str) -> str:
    """
    Return advice to map the first unknown key that contains one of *words* to *field*; empty if there is none.
    """
    key = next((key for key in parsed.unknown_keys if any(word in key.lower() for word in words)), None)
    return f", or map your own key: [content.keys] {field} = {key!r}" if key else ""


def _field_values(parsed: ParsedArticle, text: Text | RenderedText, links: Links, content: Content) -> dict[str, Any]:
    """
    Return the arguments of :class:`Article`.
    """
    reader, front_matter = parsed.reader, parsed.reader.front_matter
    try:
        html = text.html(links, content).strip()
    except FileError as fault:
        reader.faults.append(fault)
        html = ""
    language = reader.value("language", names.LANGUAGE, fields.text) or parsed.language
    sources = reader.values("sources", names.SOURCES, fields.source)
    attachments = reader.values("attachments", names.ATTACHMENTS, lambda node: fields.attachment(node, links))
    alt = reader.value("image", names.IMAGE_ALT, fields.text)
    # Other generators have booleans under these keys: whether to show an image, and whether to allow comments.
    images = (item for node in front_matter.find_all(*names.IMAGE) for item in node.items() if not fields.is_flag(item))
    image = next(images, None)
    comments = front_matter.find(*names.COMMENTS)
    has_comments_page = comments is not None and not fields.is_flag(comments) and comments.value != ""
    return {
        "id": parsed.id,
        # A guid without an id is the id.
        "guid": reader.value("guid", names.GUID, fields.text) if front_matter.find("id") else None,
        "url": parsed.url,
        "title": _NO_TITLE if parsed.title is None else parsed.title,
        "published": parsed.dates.published or _NO_DATE,
        "updated": parse_updated(reader, parsed.dates, content),
        "authors": _parse_people(reader, "authors", names.AUTHORS, content),
        "contributors": _parse_people(reader, "contributors", names.CONTRIBUTORS, content),
        "categories": _parse_categories(parsed, content),
        "summary": reader.value("summary", names.SUMMARY, fields.text)
        or summary_of(html, language or content.language, content.summary_length),
        "content": html or None,
        "image": reader.parse("image", image, lambda node: fields.image(node, links, alt)) if image else None,
        "attachments": attachments,
        "related": reader.values("related", names.RELATED, lambda node: fields.related(node, links)),
        "sources": sources,
        "external_url": reader.value("external_url", names.EXTERNAL_URL, fields.text),
        "comments": reader.parse("comments", comments, fields.text) if comments and has_comments_page else None,
        "language": language,
        "rights": reader.value("rights", names.RIGHTS, fields.text),
        "extensions": (*_editorial(parsed, len(sources)), *_episode(reader, links, attachments)),
    }


def _parse_people(reader: FieldReader, field: str, keys: tuple[str, ...], content: Content) -> tuple[Person, ...]:
    """
    Return people. As in Pelican, text is split at semicolons; not at commas or "and", which may be part of a name.
    """
    node = reader.front_matter.find(*keys)
    if node is None:
        return ()
    items = list(node.items())
    if isinstance(node.value, str) and ";" in node.value:
        items = [Node(node.front_matter, node.path, name.strip()) for name in node.value.split(";") if name.strip()]
    people = [reader.parse(field, item, lambda part: fields.person(part, content.authors, content.url)) for item in items]
    if field == "authors" and len(people) == 1 and isinstance(node.value, str):
        people = [_with_details(reader, people[0])]
    return tuple(dict.fromkeys(person for person in people if person))


def _with_details(reader: FieldReader, person: Person | None) -> Person | None:
    """
    Return the only author with the details that are under keys of their own: ``author_url`` and the like, as in older versions of Docusaurus.
    """

    def with_detail(person: Person, field: str, node: Node) -> Person | None:
        return reader.parse("authors", node, lambda node: attrs.evolve(person, **{field: fields.text(node)}))

    for field, keys in (("uri", names.AUTHOR_URL), ("email", names.AUTHOR_EMAIL), ("avatar", names.AUTHOR_IMAGE)):
        if person and (node := reader.front_matter.find(*keys)):
            person = with_detail(person, field, node)
    return person


def _parse_categories(parsed: ParsedArticle, content: Content) -> tuple[Category, ...]:
    """
    Return the section, because feed readers show categories only, and then all other categories without duplicates.
    """
    reader = parsed.reader
    found: list[Category] = []
    for node in reader.front_matter.find_all(*names.CATEGORIES):
        for item, parse in fields.categories(node, scheme=content.category_scheme, split_spaces=parsed.is_jekyll):
            category = reader.parse("categories", item, parse)
            found += [category] if category else []
    own = {category.name.casefold() for category in found}
    if parsed.section and parsed.section.casefold() not in own:
        found.insert(0, fields.category(parsed.section, scheme=content.category_scheme))
    by_name: dict[str, Category] = {}
    for category in found:
        by_name.setdefault(category.name.casefold(), category)
    return tuple(by_name.values())


def _episode(reader: FieldReader, links: Links, attachments: Iterable[Attachment]) -> tuple[Episode, ...]:
    """
    Return the episode that front matter describes. Without audio or video, plain numbers under these keys are about something else.
    """
    node, season_node = reader.front_matter.find(*names.EPISODE), reader.front_matter.find(*names.SEASON)
    is_described = node is not None and isinstance(node.value, Mapping)
    if not is_described and not any(each.type.lower().startswith(("audio/", "video/")) for each in attachments):
        return ()
    table = {} if node is None else {**node.value} if is_described else {"number": node.value}
    if season_node:
        table = {"season": season_node.value} | table
    anchor = node or season_node
    episode = reader.parse("episode", anchor, lambda _: fields.episode(table, links)) if anchor else None
    return () if episode is None else (episode,)


def _editorial(parsed: ParsedArticle, source_count: int) -> tuple[Editorial, ...]:
    section = parsed.section
    minutes = parsed.reader.value("reading_time", names.READING_TIME, fields.minutes)
    score = parsed.reader.value("score", names.SCORE, fields.score)
    if not (section or minutes is not None or source_count or score):
        return ()
    return (Editorial(section=section, reading_minutes=minutes, source_count=source_count or None, score=score),)
