"""
The index: what a build leaves in its cache for the next one, so that after edits only the articles and documents that they touch are loaded.

It is valid for the same settings and versions only, and for the bytes of all files that the build wrote. Damaged or discarded parts count as
missing; then everything is built as without an index, with the same result.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import attrs

from stridesfeed.build.report import CountedLoss, Report
from stridesfeed.cache import Cache
from stridesfeed.checks import Finding
from stridesfeed.emit import RenderSettings
from stridesfeed.load import Skipped, settings_digest
from stridesfeed.load.pending import scheduled_reason
from stridesfeed.publish.members import FeedMembers
from stridesfeed.publish.opml import Subscription
from stridesfeed.site import Site

#: Increased whenever the format changes.
_FORMAT = 1

#: The number of articles in one entry of the cache: those of a document are in one or two.
_PAGE = 256

#: The number of parts that are stored at once.
_PARTS_AT_ONCE = 16

#: The level of compression: the same findings about many articles take a twentieth of the memory.
_FAST = 1

_SUBSCRIPTION = tuple(field.name for field in attrs.fields(Subscription))
_LOSS = tuple(field.name for field in attrs.fields(CountedLoss))


@attrs.frozen
class WrittenFile:
    """
    A file that a build wrote, or found up to date.
    """

    path: str

    #: Its state, as :func:`~stridesfeed.file_digests.file_state` returns it.
    state: str

    #: The SHA-256 of its bytes, in hexadecimal digits.
    sha256: str


@attrs.frozen
class FormerLedger:
    """
    The ledger before a build that only updated some of its entries: a preview begins each build with the published one.
    """

    #: The SHA-256 of its file, in hexadecimal digits.
    sha256: str

    #: The date of the last change of any article in it.
    updated: datetime | None

    #: The numbers of the articles that were updated since.
    changed: tuple[int, ...]


@attrs.frozen(kw_only=True)
class BuildIndex:
    """
    The result of a build.
    """

    #: The moment of the build, and the next moment at which the same files have another result; ``None`` if there is none.
    as_of: datetime
    until: datetime | None

    #: The id of the feed.
    feed_id: str

    #: The last number in the ledger.
    last_n: int

    #: Ids and dates of withdrawn articles that the feeds still name.
    withdrawn: tuple[tuple[str, datetime], ...]

    #: The date of the last change of any article.
    updated: datetime | None

    #: The digests of folders, by path; see :class:`~stridesfeed.file_tree.FileTree`.
    folders: Mapping[str, str]

    #: All files that the build wrote or found up to date, in the order of the report; the first is the ledger.
    files: tuple[WrittenFile, ...]

    #: ``None`` if it had other entries.
    former_ledger: FormerLedger | None = None

    #: The feeds in the order of plans, each with the date of its last change; ``None`` for a feed that no list names.
    subscriptions: tuple[Subscription | None, ...]

    #: What was found about the size of the main feed's document.
    size: tuple[Finding, ...]

    #: Whether findings have lines.
    has_lines: bool

    #: The findings about markup that texts leave out, as they are reported.
    omitted: tuple[Finding, ...]

    #: The paths on the site that may become alive or dead because of files in the output folder, and whether they are dead.
    unsure_addresses: Mapping[str, bool]

    #: The key of the targets of links in the cache.
    targets: bytes

    #: The report, without its files, changes and findings.
    report: Report

    def covers(self, as_of: datetime) -> bool:
        """
        Return whether the same files have the same result at *as_of*.
        """
        return self.as_of <= as_of and (self.until is None or as_of < self.until)

    def at(self, as_of: datetime) -> BuildIndex:
        """
        Return the index at a later moment: reports name it as the reason why articles with later dates are skipped.
        """
        reason = scheduled_reason(as_of)
        skipped = tuple(attrs.evolve(each, reason=reason) if each.published else each for each in self.report.skipped)
        return attrs.evolve(self, as_of=as_of, report=attrs.evolve(self.report, skipped=skipped))


class IndexStore:
    """
    The index of *site*, built into *folder*, in *cache*.
    """

    def __init__(self, cache: Cache, site: Site, folder: Path) -> None:
        self.cache = cache
        template = site.output.side_outputs.page_template
        facts = (
            _FORMAT,
            repr(site),
            str(folder),
            settings_digest(site.content),
            RenderSettings(engine=site.engine).fingerprint(),
            template.read_bytes() if template and template.exists() else b"",
        )
        self._settings = hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).digest()

    def read(self) -> BuildIndex | None:
        """
        Return the index; ``None`` if there is none.
        """
        values = self._get("build")
        try:
            return _index_of(values) if values else None
        except (KeyError, TypeError, ValueError):
            # Of another version.
            return None

    def states(self, folder: str) -> str | None:
        """
        Return the states of the files in *folder*.
        """
        found: str | None = self._get(f"folder {folder}")
        return found

    def addresses(self) -> Mapping[str, bool] | None:
        """
        Return the addresses on the site that were looked up, and whether they are dead.
        """
        found: dict[str, bool] | None = self._get("addresses")
        return found

    def findings(self) -> Callable[[], tuple[Finding, ...]] | None:
        """
        Return a function that returns what :func:`~stridesfeed.checks.check` found, without the cache.
        """
        key = self.key("findings")
        content = self.cache.get([key]).get(key)
        return None if content is None else lambda: tuple(map(Finding.of_values, _from_bytes(content)))

    def members(self, feeds: Iterable[int]) -> dict[int, FeedMembers] | None:
        """
        Return the articles of some of the feeds, by the index of the feed; ``None`` if those of one are missing.
        """
        found = {feed: self._get(f"feed {feed}") for feed in feeds}
        return None if None in found.values() else {feed: FeedMembers.from_json(values) for feed, values in found.items()}

    def articles(self, numbers: Iterable[int]) -> dict[int, IndexedArticle] | None:
        """
        Return the articles with some numbers in the ledger, and those that are stored together with them; ``None`` if one is missing.
        """
        wanted = {*numbers}
        pages = [self._get(f"articles {page}") for page in sorted({n // _PAGE for n in wanted})]
        found = {n: IndexedArticle.from_json(values) for page in pages for n, *values in page or ()}
        return found if wanted <= found.keys() else None

    def write(self, index: BuildIndex, *, states: Mapping[str, str], parts: Iterable[tuple[str, Any]] = ()) -> None:
        """
        Store *index* together with the *states* of folders that changed, after those of its *parts* that are new, with their names: a few at a
        time, so that not all are in memory.
        """
        remaining = iter(parts)
        while some := {self.key(name): _to_bytes(value) for name, value in islice(remaining, _PARTS_AT_ONCE)}:
            self.cache.put(some)
        last = {f"folder {folder}": text for folder, text in states.items()} | {"build": _index_values(index)}
        self.cache.put({self.key(name): _to_bytes(value) for name, value in last.items()})

    def _get(self, name: str) -> Any:
        key = self.key(name)
        found = self.cache.get([key]).get(key)
        try:
            return None if found is None else _from_bytes(found)
        except (ValueError, zlib.error):
            return None

    def key(self, name: str) -> bytes:
        """
        Return the key of a part in the cache.
        """
        return hashlib.sha256(self._settings + name.encode("utf-8", "surrogatepass")).digest()


@attrs.frozen
class IndexedArticle:
    """
    An article in the index.
    """

    #: Its entry in the ledger: id, first publication, and last change.
    id: str
    published: datetime
    updated: datetime

    #: Where the cache has it: the key of its file, and its index there.
    key: bytes
    place: int

    #: The indexes of the feeds that have it.
    feeds: tuple[int, ...]

    #: The digest of what :func:`~stridesfeed.checks.check` found in it.
    findings: str

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> IndexedArticle:
        """
        Return what :meth:`to_json` was called on.
        """
        id_, published, updated, key, place, feeds, findings = values
        first, last = datetime.fromisoformat(published), datetime.fromisoformat(updated)
        return cls(id_, first, last, bytes.fromhex(key), place, tuple(feeds), findings)

    def to_json(self) -> list[Any]:
        """
        Return the values of the fields as JSON.
        """
        return [self.id, self.published.isoformat(), self.updated.isoformat(), self.key.hex(), self.place, self.feeds, self.findings]


def address_part(addresses: Mapping[str, bool]) -> Iterator[tuple[str, Any]]:
    """
    Yield the part with *addresses* that were looked up, and whether they are dead.
    """
    yield "addresses", addresses


def member_parts(members: Mapping[int, FeedMembers]) -> Iterator[tuple[str, Any]]:
    """
    Yield the parts with the articles of feeds, by the index of the feed.
    """
    return ((f"feed {feed}", each.to_json()) for feed, each in members.items())


def article_parts(articles: Iterable[tuple[int, IndexedArticle]]) -> Iterator[tuple[str, Any]]:
    """
    Yield the parts with *articles*, in the order of their numbers.
    """
    for page, together in groupby(articles, key=lambda pair: pair[0] // _PAGE):
        yield f"articles {page}", [[n, *each.to_json()] for n, each in together]


def findings_part(findings: Iterable[Finding]) -> Iterator[tuple[str, Any]]:
    """
    Yield the part with *findings*, as :func:`~stridesfeed.checks.check` returned them.
    """
    yield "findings", [each.values for each in findings]


def findings_digest(findings: Iterable[Finding]) -> str:
    """
    Return a digest of the findings about an article.
    """
    return hashlib.sha256(repr(sorted(repr(each.values) for each in findings)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _to_bytes(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), _FAST)


def _from_bytes(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


def _index_values(index: BuildIndex) -> dict[str, Any]:
    report, former = index.report, index.former_ledger
    return {
        "as_of": _date(index.as_of),
        "until": _date(index.until),
        "feed_id": index.feed_id,
        "last_n": index.last_n,
        "withdrawn": [[id_, _date(date)] for id_, date in index.withdrawn],
        "updated": _date(index.updated),
        "folders": index.folders,
        "files": [attrs.astuple(file) for file in index.files],
        "former_ledger": former and [former.sha256, _date(former.updated), former.changed],
        "subscriptions": [each and [_plain(getattr(each, name)) for name in _SUBSCRIPTION] for each in index.subscriptions],
        "has_lines": index.has_lines,
        "omitted": [each.values for each in index.omitted],
        "size": [each.values for each in index.size],
        "unsure_addresses": index.unsure_addresses,
        "targets": index.targets.hex(),
        "report": {
            "feeds": report.feeds,
            "articles": report.articles,
            "skipped": [[each.path, each.reason, _date(each.published)] for each in report.skipped],
            "beyond_limit": report.beyond_limit,
            "beyond_bytes": report.beyond_bytes,
            "empty_feeds": report.empty_feeds,
            "templates": [each.values for each in report.templates],
            "losses": [[getattr(each, name) for name in _LOSS] for each in report.losses],
            "unknown": report.unknown,
        },
    }


def _index_of(values: Mapping[str, Any]) -> BuildIndex:
    report, former = values["report"], values["former_ledger"]
    return BuildIndex(
        as_of=datetime.fromisoformat(values["as_of"]),
        until=_parsed(values["until"]),
        feed_id=values["feed_id"],
        last_n=values["last_n"],
        withdrawn=tuple((id_, datetime.fromisoformat(date)) for id_, date in values["withdrawn"]),
        updated=_parsed(values["updated"]),
        folders=values["folders"],
        files=tuple(WrittenFile(*each) for each in values["files"]),
        former_ledger=former and FormerLedger(former[0], _parsed(former[1]), tuple(former[2])),
        subscriptions=tuple(each and _subscription(each) for each in values["subscriptions"]),
        has_lines=values["has_lines"],
        omitted=tuple(map(Finding.of_values, values["omitted"])),
        size=tuple(map(Finding.of_values, values["size"])),
        unsure_addresses=values["unsure_addresses"],
        targets=bytes.fromhex(values["targets"]),
        report=Report(
            feeds=report["feeds"],
            articles=report["articles"],
            skipped=tuple(Skipped(path=path, reason=reason, published=_parsed(date)) for path, reason, date in report["skipped"]),
            beyond_limit=report["beyond_limit"],
            beyond_bytes=report["beyond_bytes"],
            empty_feeds=tuple(report["empty_feeds"]),
            templates=tuple(map(Finding.of_values, report["templates"])),
            losses=tuple(CountedLoss(**dict(zip(_LOSS, each, strict=True))) for each in report["losses"]),
            unknown={path: tuple(keys) for path, keys in report["unknown"].items()},
        ),
    )


def _subscription(values: Sequence[Any]) -> Subscription:
    fields = dict(zip(_SUBSCRIPTION, values, strict=True))
    return Subscription(**fields | {"updated": _parsed(fields["updated"])})


def _plain(value: Any) -> Any:
    return _date(value) if isinstance(value, datetime) else value


def _date(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _parsed(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
