"""
A cache of loaded articles: unchanged files are not parsed again.

An article depends on the bytes of its file, on the site's settings, on versions, and on its lookups of other files. The first three are in the
cache key; the lookups are stored with the article and repeated before it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.cache import Cache
from stridesfeed.extensions import Editorial, Score
from stridesfeed.load.content import Content
from stridesfeed.load.dates.article_dates import ArticleDates
from stridesfeed.load.dates.git import FileDates
from stridesfeed.load.links import Links, LinkTarget, Lookup
from stridesfeed.load.pages import SiteDefaults
from stridesfeed.model import Article, Attachment, Category, Image, Link, Person, Source
from stridesfeed.value import Value, fingerprint_parts
from stridesfeed.versions import installed

#: Increased whenever the format of entries changes.
_FORMAT = 14

#: Entries are valid for these versions only.
_PACKAGES = ("stridesfeed", "docutils", "markdown-it-py", "mdit-py-plugins", "PyYAML", "python-dateutil", "lxml", "cssselect", "tinytag")

#: Appended to a file's key: the key of its articles themselves.
_BODIES = b" bodies"

#: The number of files that are looked up, and of entries that are stored, at once.
BATCH_SIZE = 256

#: The types by their names in entries, and the other way round. Those of podcasts are added when one is met.
_TYPES: dict[str, type[Value]] = {
    kind.__name__: kind for kind in (Article, Attachment, Category, Editorial, Image, Link, Person, Score, Source)
}
_NAMES: dict[type[Value], str] = {kind: name for name, kind in _TYPES.items()}
_FIELDS = {name: tuple(field.name for field in attrs.fields(kind)) for name, kind in _TYPES.items()}

#: Types that hold only texts, and that many articles share.
_SHARED_TYPES = frozenset({"Category", "Person"})
_MAX_SHARED = 4096

#: The JSON key of a datetime; all other keys are names of types.
_DATETIME = "datetime"


#: The fields of articles that decide about order, selection and links. Only these of unchanged articles are in memory; the others are read
#: from the cache when they are used.
_IN_MEMORY = ("id", "url", "guid", "title", "published", "_updated", "authors", "categories", "external_url", "language", "extensions")


#: Stands for the value of the same name in the link target or the dates.
_SAME = 0

#: Reads a cached article with all fields, given the key of its file, its index there, and its id.
ReadArticle = Callable[[bytes, int, str], Article]


@attrs.frozen
class BuiltArticle:
    """
    An article that was built, with what it depends on.
    """

    article: Article

    #: What its links depend on.
    lookups: tuple[Lookup, ...]

    #: What its HTML leaves out: lines and rules.
    omissions: tuple[tuple[int, str], ...]

    def is_current(self, links: Links) -> bool:
        """
        Return whether all lookups of the article still have the same result.
        """
        return all(links.lookup(method, name) == result for method, name, result in self.lookups)

    @classmethod
    def from_json(cls, values: Sequence[Any], known: Mapping[str, object], read: Callable[[], Article]) -> BuiltArticle:
        """
        Return the article that :meth:`to_json` was called on. *read* returns it with all fields when one is used that is not in memory.
        """
        fields, digest, lookups, omissions = values
        present = {
            name: value if value is None or type(value) is str else known[name] if value == _SAME else decode(value)
            for name, value in zip(_IN_MEMORY, fields, strict=True)
        }
        article = Article.stored(present, bytes.fromhex(digest) if digest else None, read)
        return cls(article, tuple(lookups), tuple(omissions))

    def to_json(self, known: Mapping[str, object]) -> list[Any]:
        """
        Return the article as JSON values; *known* are values that are stored already, by name.
        """
        article, digest = self.article, self.article.content_digest
        values = {name: getattr(article, name) for name in _IN_MEMORY}
        fields = [_SAME if value is not None and value == known.get(name) else encode(value) for name, value in values.items()]
        return [fields, digest.hex() if digest else None, self.lookups, self.omissions]


@attrs.frozen(kw_only=True)
class CachedArticle:
    """
    An article as its file has it, before links are resolved, and what is known about it afterwards.
    """

    link_target: LinkTarget

    #: The path of its file, for messages; ``path:line`` if the file can hold several articles.
    location: str

    dates: ArticleDates

    #: Why it is skipped regardless of its date; ``None`` if it is not.
    skip_reason: str | None

    has_explicit_id: bool
    is_redated: bool

    #: Front-matter keys that are ignored.
    unknown_keys: tuple[str, ...]

    #: URLs that redirect to the article.
    aliases: tuple[str, ...]

    #: What is known about the built article; ``None`` if it is not built or is skipped.
    built: BuiltArticle | None = None

    @classmethod
    def from_json(cls, values: Sequence[Any], file: Path, read: Callable[[str], Article]) -> CachedArticle:
        """
        Return the article of *file* that :meth:`to_json` was called on. *read* returns it with all fields, given its id.
        """
        target_values, dates, built, *others, unknown_keys, aliases = values
        url, id_, *rest = target_values
        # Most ids are the URL: one string takes half the memory of two.
        target = LinkTarget(file=os.fspath(file), **dict(zip(_TARGET, (url, url if id_ == url else id_, *rest), strict=True)))
        *moments, found = [decode(each) for each in dates]
        article_dates = ArticleDates(**dict(zip(_DATES, (*moments, FileDates(*found) if found else None), strict=True)))
        return cls(
            link_target=target,
            dates=article_dates,
            built=BuiltArticle.from_json(built, _known(target, article_dates), partial(read, target.id)) if built else None,
            # Most are empty: unlike empty lists, empty tuples are one object.
            unknown_keys=tuple(unknown_keys),
            aliases=tuple(aliases),
            **dict(zip(_OTHERS, others, strict=True)),
        )

    @property
    def outline(self) -> list[Any]:
        """
        What other articles, and the order and selection of feeds, depend on, as JSON values.
        """
        target, dates, built, *others, _, aliases = self.to_json()
        return [target, dates, built[0] if built else None, others, aliases]

    def to_json(self) -> list[Any]:
        """
        Return the article as JSON values, without its file.
        """
        return [
            [getattr(self.link_target, name) for name in _TARGET],
            [encode(getattr(self.dates, name)) for name in _DATES],
            self.built.to_json(_known(self.link_target, self.dates)) if self.built else None,
            *(getattr(self, name) for name in _OTHERS),
            self.unknown_keys,
            self.aliases,
        ]


def _known(target: LinkTarget, dates: ArticleDates) -> dict[str, object]:
    """
    Return the fields of most articles that are the same as those of its *target* and *dates*.
    """
    return {"id": target.id, "url": target.url, "title": target.title, "published": dates.published}


#: The order of values in entries, which have no names: so they are a third smaller.
_TARGET = ("url", "id", "title", "slug", "owns_file", "is_unpublished")
_DATES = (*(field.name for field in attrs.fields(ArticleDates) if field.name != "found"), "found")
_OTHERS = ("location", "skip_reason", "has_explicit_id", "is_redated")


class ArticleCache:
    """
    The articles of the files of *content* in *cache*, if there is one. *defaults* are those of the site's pages.
    """

    def __init__(self, content: Content, cache: Cache | None, defaults: SiteDefaults) -> None:
        self._cache = cache
        self._new: dict[bytes, bytes] = {}
        authors = sorted((key, fingerprint_parts(person)) for key, person in content.authors.items())
        settings = (
            (_FORMAT, *map(installed, _PACKAGES)),
            (
                content.url,
                content.permalink,
                [*content.permalinks.items()],
                content.generator,
                str(content.timezone),
                content.date_order,
                authors,
                content.category_scheme,
            ),
            sorted((str(folder), prefix) for folder, prefix in content.prefixes.items()),
            (sorted(content.variables.items()), content.language, content.languages, content.summary_length),
            (bool(content.folders), content.pages_selector, content.pages_remove, content.clean_urls, defaults),
            (sorted(content.include_if.items()), sorted(content.exclude_if.items()), sorted(content.sections)),
            sorted(content.keys.items()),
        )
        self._settings = hashlib.sha256(repr(settings).encode()).digest() if cache else b""

    def key(self, path: str, inside: str, digest: bytes, inherited: bytes) -> bytes:
        """
        Return the key of a file: a hash of its path, its path in the content folder, its digest, what it inherits, and the site's settings.
        """
        return hashlib.sha256(self._settings + repr((path, inside)).encode("utf-8", "surrogatepass") + digest + inherited).digest()

    def find(self, files: Mapping[bytes, Path], read: ReadArticle) -> dict[bytes, list[CachedArticle]]:
        """
        Return the articles of those *files* (paths by key) that are cached, by key. *read* returns the fields that are not in memory.
        """
        cached = self._cache.get(files) if self._cache else {}
        return {
            key: [CachedArticle.from_json(values, files[key], partial(read, key, number)) for number, values in enumerate(json.loads(articles))]
            for key, articles in cached.items()
        }

    def add_targets(self, targets: Iterable[LinkTarget]) -> bytes | None:
        """
        Cache the *targets* of links and return their key; ``None`` without a cache.
        """
        if self._cache is None:
            return None
        content = b"\n".join(_to_line([target.file, *(getattr(target, name) for name in _TARGET)]) for target in targets)
        key = hashlib.sha256(content).digest()
        if not self._cache.get([key]):
            self._cache.put({key: content})
        return key

    def targets(self, key: bytes) -> Iterator[LinkTarget] | None:
        """
        Return the targets of links that have *key*; ``None`` if they are not in the cache any more.
        """
        content = self._cache.get([key]).get(key) if self._cache else None
        return None if content is None else _targets(content)

    def read(self, key: bytes, number: int) -> Article | None:
        """
        Return an article of a file with all fields; ``None`` if it is not in the cache any more.
        """
        name = key + _BODIES
        bodies = self._cache.get([name]).get(name, b"") if self._cache else b""
        lines = bodies.split(b"\n")
        article: Article | None = decode(json.loads(lines[number])) if number < len(lines) and lines[number] else None
        return article

    def add(self, key: bytes, articles: Iterable[tuple[CachedArticle, Article | None]]) -> None:
        """
        Cache the articles of a file; those that are skipped are ``None``.
        """
        if self._cache is None:
            return
        pairs = [*articles]
        self._new[key] = _to_line([cached.to_json() for cached, _ in pairs])
        self._new[key + _BODIES] = b"\n".join(_to_line(encode(article)) for _, article in pairs)
        if len(self._new) >= BATCH_SIZE:
            self.flush()

    def flush(self) -> None:
        """
        Store new entries.
        """
        if self._cache is not None and self._new:
            self._cache.put(self._new)
            self._new = {}


def _targets(content: bytes) -> Iterator[LinkTarget]:
    """
    Yield the targets of links in an entry. Most articles have no links between files, and then it need not be parsed.
    """
    for line in content.splitlines():
        file, *values = json.loads(line)
        yield LinkTarget(file=file, **dict(zip(_TARGET, values, strict=True)))


def _to_line(value: object) -> bytes:
    """
    Return *value* as one line of JSON, in ASCII because it may contain lone surrogates.
    """
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def encode(value: Any) -> Any:
    """
    Return *value* as JSON values; values of the model and datetimes become objects with one member.
    """
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, datetime):
        return {_DATETIME: value.isoformat()}
    if isinstance(value, Value):
        if type(value) not in _NAMES:
            _add_podcasts()
        name = _NAMES[type(value)]
        return {name: [encode(getattr(value, field)) for field in _FIELDS[name]]}
    return value


def decode(value: Any) -> Any:
    """
    Return the value that :func:`encode` was called with. It was valid then, so its rules are not checked again.
    """
    if type(value) is list:
        return tuple([decode(each) for each in value])
    if type(value) is dict:
        ((name, fields),) = value.items()
        if name == _DATETIME:
            return datetime.fromisoformat(fields)
        return _new_shared(name, *fields) if name in _SHARED_TYPES else _new(name, fields)
    return value


@lru_cache(_MAX_SHARED)
def _new_shared(name: str, *fields: str | None) -> Value:
    """
    Return the same object for equal values: most articles share a few authors and categories.
    """
    return _new(name, fields)


def _add_podcasts() -> None:
    """
    Add the types of podcasts. Some are named like types of the model, so all have a prefix.
    """
    from stridesfeed.extensions.shows import Episode  # noqa: PLC0415  # slow to import, and rarely used
    from stridesfeed.load.shows import PARTS  # noqa: PLC0415  # the same

    kinds: list[type[Value]] = [Episode, *(part for part, _ in PARTS.values())]
    for kind in kinds:
        name = f"podcast.{kind.__name__}"
        _TYPES[name], _NAMES[kind] = kind, name
        _FIELDS[name] = tuple(field.name for field in attrs.fields(kind))


def _new(name: str, fields: Iterable[Any]) -> Value:
    if name not in _TYPES:
        _add_podcasts()
    value = object.__new__(_TYPES[name])
    for field, each in zip(_FIELDS[name], fields, strict=True):
        object.__setattr__(value, field, each if type(each) is str else decode(each))
    return value
