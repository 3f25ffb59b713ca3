"""
What a configuration says of feeds: which there are, what they hold, and where they lie.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import attrs

from stridesfeed import rules
from stridesfeed.checks.profiles import Profile, refuse_settings
from stridesfeed.emit import FORMATS, default_formats
from stridesfeed.errors import FieldError, StridesError, suggestion
from stridesfeed.publish import patterns
from stridesfeed.publish.planned import Content
from stridesfeed.publish.selection import KINDS
from stridesfeed.value import Value, as_strings, checked_by

#: What there may be a feed for each of.
By = Literal["category", "section", "author", "language"]


def _default_files() -> dict[str, str]:
    return {name: FORMATS[name].file_name for name in default_formats()}


def _one_of(names: Collection[str]) -> rules.Rule:
    return lambda value: None if value in names else f"must be one of {', '.join(names)}, not {value!r}{suggestion(str(value), names)}"


def _files(value: object) -> str | None:
    if not isinstance(value, Mapping) or not value:
        return "must name a file for at least one format"
    for name, file in value.items():
        if fault := _one_of(FORMATS)(name) or rules.text(file) or patterns.unsafe(file):
            return fault
    return None


@attrs.frozen(kw_only=True)
class FeedPlan(Value):
    """
    What a configuration says of one feed, or of a family of feeds: one for each category, section, author or language in use.
    """

    #: Of what there is a feed each; ``None`` for one feed.
    by: By | None = attrs.field(default=None, metadata=checked_by(rules.optional(_one_of(KINDS))))

    #: Where the documents lie below the output folder: a folder, which ends in a slash or is nothing, or a path with ``{file}``. Of a family
    #: with ``{slug}``, the name as part of a path.
    path: str = attrs.field(default="", metadata=checked_by(rules.instance(str)))

    #: With ``{title}``, the title of the main feed, and in a family ``{name}``. ``None`` for the main feed's title, in a family with the name.
    title: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: The home page, absolute or below the main feed's; in a family with ``{slug}``, if each has its own. ``None`` for the main feed's.
    url: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.text)))

    #: What never changes, for one feed. ``None`` for an id that is made from the id of the main feed, the kind, and the name (of one feed: its
    #: path): not from any address, unless that is the main feed's id.
    id: str | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.absolute_iri)))

    #: How many articles it holds, the newest; 0 for all.
    limit: int = attrs.field(default=30, metadata=checked_by(rules.count))

    #: How many bytes a document has at the most; 0 for any number. See :meth:`~stridesfeed.publish.planned.PlannedFeed.render`.
    max_bytes: int = attrs.field(default=0, metadata=checked_by(rules.count))

    #: Whether it holds the whole text of each article, or its summary.
    content: Content = attrs.field(default="full", metadata=checked_by(_one_of(("full", "summary"))))

    #: Only articles in any of these categories; in all and in none, where there are none here.
    categories: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles in any of these sections; see :class:`~stridesfeed.Editorial`.
    sections: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles by any of these people, named alone or among others.
    authors: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: Only articles in any of these languages.
    languages: tuple[str, ...] = attrs.field(default=(), converter=as_strings, metadata=checked_by(rules.sequence(str)))

    #: The file of each format.
    files: Mapping[str, str] = attrs.field(factory=_default_files, metadata=checked_by(_files))

    #: The ``{slug}`` of names that would have one that is taken, or none that one likes.
    slugs: Mapping[str, str] = attrs.field(factory=dict, metadata=checked_by(rules.instance(Mapping)))

    #: How many articles a document of the archive holds (RFC 5005, 4); 0 for no archive.
    archive: int = attrs.field(default=0, metadata=checked_by(rules.count))

    #: Whether it says so where it holds every article there is (RFC 5005, 2).
    complete: bool = attrs.field(default=False, metadata=checked_by(rules.instance(bool)))

    #: The partner that it is for: with that partner's texts, elements and policy.
    profile: Profile | None = attrs.field(default=None, metadata=checked_by(rules.optional(rules.instance(Profile))))

    #: What the partner's own elements say, by name.
    settings: Mapping[str, str] = attrs.field(factory=dict, metadata=checked_by(rules.instance(Mapping)))

    @property
    def subject(self) -> str:
        """
        As messages name it.
        """
        return f"feeds by {self.by}" if self.by else f"feed at {self.path!r}" if self.path else "main feed"

    @property
    def is_selective(self) -> bool:
        """
        Whether it may leave articles out that other feeds hold.
        """
        return bool(self.by or self.categories or self.sections or self.authors or self.languages)

    def _faults(self) -> Iterator[FieldError]:
        if isinstance(self.path, str) and (fault := self._path_fault(self.path)):
            yield self.fault("path", fault)
        for field, known in (("title", ("title", "name")), ("url", ("slug",))):
            pattern = getattr(self, field)
            if isinstance(pattern, str) and (fault := patterns.stranger(pattern, known if self.by else known[:1] if field == "title" else ())):
                yield self.fault(field, fault)
        if isinstance(self.slugs, Mapping):
            yield from (self.fault("slugs", fault) for slug in self.slugs.values() if (fault := _slug_fault(slug)))
        if self.profile and isinstance(self.settings, Mapping):
            try:
                refuse_settings(self.profile, self.settings)
            except StridesError as error:
                yield self.fault("settings", str(error))
        if self.by and self.id:
            yield self.fault("id", "must be left out: each feed of a family has one of its own")
        if self.archive and not self.limit:
            yield self.fault("archive", "needs a limit: with all articles in the feed, there is nothing to archive")
        if self.complete and self.max_bytes:
            yield self.fault("complete", "must not stand beside max_bytes, which may leave articles out")

    def _path_fault(self, path: str) -> str | None:
        if fault := patterns.stranger(path, ("slug", "file") if self.by else ("file",)):
            return fault
        if self.by and not patterns.holds(path, "slug"):
            return f"must have {{slug}}, or all feeds of the family would have one path: {path!r}"
        if path and not path.endswith("/") and not patterns.holds(path, "file"):
            return f"must end in a slash or have {{file}}, the file of each format: {path!r}"
        return patterns.unsafe(patterns.filled(path, {"slug": "slug", "file": "file"}))


def _slug_fault(slug: object) -> str | None:
    if not isinstance(slug, str) or not slug or "/" in slug:
        return f"must be one part of a path each, not {slug!r}"
    return patterns.unsafe(slug)
