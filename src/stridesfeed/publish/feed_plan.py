"""
The configuration of one feed or one family of feeds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import attrs

from stridesfeed import rules
from stridesfeed.checks.profiles import Profile, validate_settings
from stridesfeed.emit import FORMATS, default_formats
from stridesfeed.errors import FieldError, StridesError, suggestion
from stridesfeed.publish.digest.plan import DigestPlan
from stridesfeed.publish.patterns import fill_pattern, has_placeholder, path_fault, placeholder_fault
from stridesfeed.publish.selection import FAMILY_KINDS
from stridesfeed.value import Value, as_strings, checked_by

#: The part of each article that a feed contains.
Content = Literal["full", "summary"]

FamilyKind = Literal["category", "section", "tag", "author", "language"]


def _one_of(names: Collection[str]) -> rules.Rule:
    return lambda value: None if value in names else f"must be one of {', '.join(names)}, not {value!r}{suggestion(str(value), names)}"


def files_rule(value: object) -> str | None:
    """
    Require a file name for each of some formats.
    """
    if not isinstance(value, Mapping) or not value:
        return "must name a file for at least one format"
    for name, file in value.items():
        if fault := _one_of(FORMATS)(name) or rules.text(file) or placeholder_fault(str(file), ("slug",)):
            return fault
        if fault := path_fault(fill_pattern(str(file), {"slug": "slug"})):
            return fault
    return None


@attrs.frozen(kw_only=True)
class FeedPlan(Value):
    """
    The configuration of one feed, or of a family: one feed for each category, section, tag, author or language in use.
    """

    #: The kind of family; ``None`` for a single feed.
    by: FamilyKind | None = attrs.field(default=None, metadata=checked_by(rules.optional(_one_of(FAMILY_KINDS))))

    #: The path of the documents below the output folder: a folder (empty or ending in a slash), or a pattern with ``{file}``. In a family it
    #: or each of *files* must contain ``{slug}``, the name in the form of a path component.
    path: str = attrs.field(default="", metadata=checked_by(rules.instance(str)))

    #: A pattern with ``{title}``, the title of the main feed, and in a family ``{name}``. Defaults to the main feed's title, followed in a
    #: family by the name.
    title: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: The home page, absolute or relative to the main feed's; in a family it may contain ``{slug}``. Defaults to the main feed's.
    url: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: The permanent id of a single feed. Defaults to an id derived from the main feed's id, the kind, and the name (or, of a single feed, its
    #: path): it does not depend on any URL, unless the main feed's id is one.
    id: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.absolute_iri)))

    #: The number of articles, the newest; 0 for all.
    limit: int = attrs.field(default=30, metadata=checked_by(rules.count))

    #: Whether a document holds more than *limit* articles, at most twice as many, if the last build with new articles added more than that.
    extend_for_new: bool = attrs.field(default=True, metadata=checked_by(rules.instance(bool)))

    #: The maximum size of each document in bytes; 0 for no maximum. See :meth:`~stridesfeed.publish.plan.PlannedFeed.render`.
    max_bytes: int = attrs.field(default=0, metadata=checked_by(rules.count))

    #: Whether the feed contains the full text of each article, or its summary.
    content: Content = attrs.field(default="full", metadata=checked_by(_one_of(("full", "summary"))))

    #: Only articles in at least one of these categories. Empty for all articles.
    categories: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles in at least one of these sections; see :class:`~stridesfeed.Editorial`.
    sections: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles by at least one of these people.
    authors: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles in one of these languages.
    languages: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: The file name of each format; in a family it may contain ``{slug}``.
    files: Mapping[str, str] = attrs.field(
        factory=lambda: {name: FORMATS[name].file_name for name in default_formats()}, metadata=checked_by(files_rule)
    )

    #: The ``{slug}`` of names, in place of the default one.
    slugs: Mapping[str, str] = attrs.field(factory=dict, metadata=checked_by(rules.instance(Mapping)))

    #: The number of articles in each archive document (RFC 5005, 4); 0 for no archive.
    archive: int = attrs.field(default=0, metadata=checked_by(rules.count))

    #: Whether to mark the feed as complete if it contains every article (RFC 5005, 2).
    complete: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: The partner that the feed is for: it gets that partner's texts, elements and policy.
    profile: Profile | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Profile))))

    #: The periods of a digest: the feed then has one article for each, with the articles of that period. ``None`` for the articles themselves.
    digest: DigestPlan | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(DigestPlan))))

    #: The values of the partner's own elements, by name.
    settings: Mapping[str, str] = attrs.field(factory=dict, metadata=checked_by(rules.instance(Mapping)))

    @property
    def subject(self) -> str:
        """
        The name of the feed in messages.
        """
        return f"feeds by {self.by}" if self.by else f"feed at {self.place!r}" if self.path else "main feed"

    @property
    def place(self) -> str:
        """
        The name by which ids and the ledger tell the feed or family from others: *path*, with the kind of the family and its first file if
        only files have ``{slug}``.
        """
        if not self.by or has_placeholder(self.path, "slug"):
            return self.path
        return f"{self.by}:{self.path.removesuffix('{file}')}{next(iter(self.files.values()))}"

    @property
    def is_selective(self) -> bool:
        """
        True if the feed may leave out articles that other feeds contain.
        """
        return bool(self.by or self.categories or self.sections or self.authors or self.languages)

    def _faults(self) -> Iterator[FieldError]:
        yield from self._pattern_faults()
        if self.profile and isinstance(self.settings, Mapping):
            try:
                validate_settings(self.profile, self.settings)
            except StridesError as error:
                yield self.fault("settings", str(error))
        if self.by and self.id:
            yield self.fault("id", "must be left out: each feed of a family has an id of its own")
        if self.archive and not self.limit:
            yield self.fault("archive", "needs a limit: a feed with all articles has nothing to archive")
        for field in ("archive", "complete") if self.digest else ():
            if getattr(self, field):
                yield self.fault(field, "must be left out of a digest: it has one document, with all periods if its limit is 0")
        if self.complete and self.max_bytes:
            yield self.fault("complete", "must not be combined with max_bytes, which may leave articles out: remove one of them")

    def _pattern_faults(self) -> Iterator[FieldError]:
        if isinstance(self.path, str) and (fault := self._path_fault(self.path)):
            yield self.fault("path", fault)
        if any(self._slugs_in_files) and not self.by:
            yield self.fault("files", "must not have {slug}, except in a family (by)")
        names = {"title": ("title", "name") if self.by else ("title",), "url": ("slug",) if self.by else ()}
        for field, allowed in names.items():
            pattern = getattr(self, field)
            if isinstance(pattern, str) and (fault := placeholder_fault(pattern, allowed)):
                yield self.fault(field, fault)
        if isinstance(self.slugs, Mapping):
            yield from (self.fault("slugs", fault) for slug in self.slugs.values() if (fault := _slug_fault(slug)))

    @property
    def _slugs_in_files(self) -> list[bool]:
        """
        Whether each file has ``{slug}``; empty if the files are not valid.
        """
        return [has_placeholder(file, "slug") for file in self.files.values()] if files_rule(self.files) is None else []

    def _path_fault(self, path: str) -> str | None:
        if fault := placeholder_fault(path, ("slug", "file") if self.by else ("file",)):
            return fault
        in_files = self._slugs_in_files
        if self.by and not (has_placeholder(path, "slug") or (in_files and all(in_files))):
            return f"must have {{slug}}, because each feed of the family needs its own path: {path!r}"
        if path and not path.endswith("/") and not has_placeholder(path, "file"):
            return f"must end in a slash or have {{file}}, the file name of each format: {path!r}"
        return path_fault(fill_pattern(path, {"slug": "slug", "file": "file"}))


def _slug_fault(slug: object) -> str | None:
    if not isinstance(slug, str) or not slug or "/" in slug:
        return f"must be one path component each, not {slug!r}"
    return path_fault(slug)
