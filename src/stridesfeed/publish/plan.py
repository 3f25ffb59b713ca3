"""
Plan the documents of a site: from the configuration of its feeds to each document with its articles, path and URL, before any is rendered.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import Any
from urllib.parse import quote

import attrs

from stridesfeed import iri
from stridesfeed.body import excerpt
from stridesfeed.cache import MemoryCache
from stridesfeed.checks.profiles import adapt_feed
from stridesfeed.emit import FORMATS, RenderSettings, render_all, sizes
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.extensions import FeedHistory
from stridesfeed.model import Article, Category, Feed, Link
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish.archive import ArchiveLayout, archive_documents, archive_path, subscription_articles
from stridesfeed.publish.digest import Issue, issues
from stridesfeed.publish.digest.issues import digest_title
from stridesfeed.publish.feed_plan import Content, FeedPlan
from stridesfeed.publish.patterns import fill_pattern, has_placeholder
from stridesfeed.publish.selection import ArticleGroup, group_articles, name_key, select_articles, slugify
from stridesfeed.value import FingerprintError, fingerprint_parts, with_fields

__all__ = ["FeedPlan", "PlannedFeed", "RenderedFeed", "plan"]


@attrs.frozen(kw_only=True)
class RenderedFeed:
    """
    The documents of one planned feed.
    """

    #: By path below the output folder, with forward slashes.
    documents: Mapping[str, bytes]

    #: The feed that the documents represent.
    feed: Feed

    #: Articles that were left out because a document would be too large, in the order of the feed.
    omitted: tuple[Article, ...] = ()


@attrs.frozen(kw_only=True)
class FeedDraft:
    """
    One feed, alone or of a family, with all its articles, before they are divided into documents.
    """

    #: The name of the feed in messages.
    name: str
    plan: FeedPlan
    #: The name that the articles of a feed of a family share.
    group: ArticleGroup | None
    slug: str
    #: The feed without its articles, and without what only one of its documents says.
    metadata: Feed
    articles: tuple[Article, ...]
    #: The number of its articles, which may not all be in *articles* if only some of its documents are planned.
    count: int
    files: Mapping[str, str]
    family: tuple[str, str] | None
    #: The issues of a digest, by the path of their page.
    issues: Mapping[str, Issue] | None
    #: The URL that the output folder is served at.
    base_url: str
    options: Options
    settings: RenderSettings

    def document(self, metadata: Feed, articles: tuple[Article, ...], files: Mapping[str, str], **fields: Any) -> PlannedFeed:
        """
        Return one of its documents in all formats, adapted to the partner if the feed is for one.
        """
        planned = PlannedFeed(
            by=self.plan.by,
            family=self.family,
            metadata=metadata,
            articles=articles,
            files=files,
            urls=self.urls(files),
            content=self.plan.content,
            issues=self.issues,
            options=self.options,
            settings=self.settings,
            draft=self,
            **fields,
        )
        profile = self.plan.profile
        if profile is None:
            return planned
        feed = adapt_feed(attrs.evolve(metadata, articles=articles), profile, self.plan.settings, engine=self.settings.engine)
        return attrs.evolve(
            planned,
            metadata=attrs.evolve(feed, articles=()),
            articles=feed.articles,
            options=profile.feed.options(self.options),
            settings=attrs.evolve(self.settings, policy=profile.feed.policy),
            max_bytes=planned.max_bytes or profile.feed.max_bytes,
            is_for_partner=True,
        )

    def urls(self, files: Mapping[str, str]) -> dict[str, str]:
        return {name: _absolute(self.base_url, quote(path)) for name, path in files.items()}

    def archive_files(self, end: int) -> dict[str, str]:
        return {name: archive_path(path, end) for name, path in self.files.items()}


@attrs.frozen(kw_only=True)
class PlannedFeed:
    """
    One feed with one document for each of its formats. Nothing is rendered yet, so that a plan may have thousands of feeds.
    """

    #: The name of the feed in messages: ``feed by category 'AI'``.
    name: str

    #: The feed without its articles.
    metadata: Feed

    #: The articles as they were loaded; see *content*.
    articles: tuple[Article, ...]

    #: The path of each document below the output folder, by format.
    files: Mapping[str, str]

    #: The URL of each document, by format.
    urls: Mapping[str, str]

    #: Links to the previous and next documents, by format (RFC 5005).
    links: Mapping[str, tuple[Link, ...]] = attrs.field(factory=dict)

    content: Content = "full"

    #: The maximum size of each document in bytes; 0 for no maximum.
    max_bytes: int = 0

    #: The ids of articles that are in no other document: they are never left out because of *max_bytes*.
    required_ids: frozenset[str] = frozenset()

    #: The number of older articles that are in no document because of the limit.
    beyond_limit: int = 0

    #: The kind of family that the feed belongs to; ``None`` for a single feed.
    by: str | None = None

    #: The path of the family in the configuration and the name of the feed, as the ledger stores them; ``None`` for a single feed.
    family: tuple[str, str] | None = None

    #: The last article number of an archive document; ``None`` for the document that readers subscribe to.
    archive: int | None = None

    #: Whether the feed is for a partner, and not announced to readers.
    is_for_partner: bool = False

    #: All issues of a digest, newest first, by the path of the page of each below the output folder. The feed holds the newest of them.
    #: ``None`` for a feed that is no digest.
    issues: Mapping[str, Issue] | None = None

    options: Options = DEFAULT
    settings: RenderSettings = attrs.field(factory=RenderSettings)

    #: The whole feed that this is a document of.
    draft: FeedDraft = attrs.field(repr=False, eq=False)

    @property
    def feed(self) -> Feed:
        """
        The feed with its articles in the form in which they are published, before *max_bytes* is applied.
        """
        return attrs.evolve(self.metadata, articles=self._published(self.articles))

    @cached_property
    def digest(self) -> bytes | None:
        """
        The SHA-256 of the complete input. If it is unchanged, the documents are too, and need not be rendered again.

        ``None`` if the feed or an article has an extension of your own, which cannot be fingerprinted reliably.
        """
        articles = [article.digest for article in self.articles]
        try:
            metadata = fingerprint_parts(self.metadata)
        except FingerprintError:
            return None
        if None in articles:
            return None
        facts = (
            self.settings.fingerprint(),
            attrs.astuple(self.options),
            metadata,
            sorted(self.files),
            sorted(self.urls.items()),
            [(name, fingerprint_parts(tuple(links))) for name, links in sorted(self.links.items())],
            (self.content, self.max_bytes, sorted(self.required_ids) if self.max_bytes else ()),
            articles,
        )
        return hashlib.sha256(repr(facts).encode()).digest()

    def render(self) -> RenderedFeed:
        """
        Render the documents. If one is larger than *max_bytes*, the oldest articles are left out of all of them until none is.

        Articles with *required_ids* and the newest article are never left out. The errors are those of :func:`stridesfeed.render_all`.
        """
        settings = self.settings
        if self.max_bytes and settings.cache is None:
            settings = attrs.evolve(settings, cache=MemoryCache())
        order = sorted(self.articles, key=lambda article: article.id not in self.required_ids)
        arguments: dict[str, Any] = {
            "urls": self.urls,
            "links": self.links,
            "formats": tuple(self.files),
            "options": self.options,
            "settings": settings,
        }
        minimum = max(len(self.required_ids), 1)
        count = len(order)
        while True:
            ids = {article.id for article in order[:count]}
            feed = attrs.evolve(self.metadata, articles=self._published(article for article in self.articles if article.id in ids))
            documents = render_all(feed, **arguments)
            is_too_large = self.max_bytes and max(map(len, documents.values()), default=0) > self.max_bytes
            if not is_too_large or count <= minimum:
                break
            if count == len(order):
                # Fewer articles can make the rest of the document longer, so the sum of sizes is only a first estimate.
                columns = sizes(attrs.evolve(self.metadata, articles=self._published(order)), **arguments).values()
                fitting = min(sum(total <= self.max_bytes for total in accumulate(column)) for column in columns) - 1
                count = max(min(fitting, count - 1), minimum)
            else:
                count -= 1
        return RenderedFeed(
            documents={path: documents[name] for name, path in self.files.items()},
            feed=feed,
            omitted=tuple(article for article in self.articles if article.id not in ids),
        )

    def _published(self, articles: Iterable[Article]) -> tuple[Article, ...]:
        """
        Return *articles* as the feed contains them: with their full text, or with a summary in its place.
        """
        if self.content == "full":
            return tuple(articles)
        length = self.options.excerpt or DEFAULT.excerpt
        published: list[Article] = []
        for article in articles:
            if article.content is None:
                published.append(article)
                continue
            summary = article.summary or excerpt(article.content, length, language=self.metadata.language_of(article)) or None
            published.append(with_fields(article, content=None, summary=summary))
        return tuple(published)


def _absolute(base_url: str, path: str) -> str:
    return base_url.rstrip("/") + "/" + path


def plan(
    feed: Feed,
    feeds: Iterable[FeedPlan],
    *,
    url: str,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    numbers: Mapping[str, int] | None = None,
    newest_n: int = 0,
    families: Iterable[tuple[str, str]] = (),
    archived: Mapping[str, Article] | None = None,
    as_of: datetime | None = None,
) -> tuple[PlannedFeed, ...]:
    """
    Plan all *feeds*, each followed by the documents of its archive, oldest first.

    *feed* is the main feed with every article, newest first. *url* is the URL that the output folder is served at. *numbers* are the ledger's
    numbers of all articles ever published, by id, from 1 in order of first publication; archives need them. Articles from number *newest_n* on
    extend the limit of a feed, if it is not 0. *families* are the feeds of families in earlier builds, by path and name: they are planned even
    if they have no articles any more. *archived* has the articles as
    they appear in the archive, by id, if they differ from those in the feed: without anything that newer articles change in older ones, such
    as related links that were found automatically. Digests have the periods that have ended at *as_of*; ``None`` for all.

    All errors are raised together as an :class:`~stridesfeed.errors.InvalidError`, including documents with the same path and names with the
    same slug.
    """
    plans = tuple(feeds)
    faults = [each.fault("archive", "needs the article numbers of the ledger") for each in plans if each.archive and numbers is None]
    shared = {"base_url": url, "options": options, "settings": settings or RenderSettings(), "as_of": as_of}
    former = defaultdict[str, list[str]](list)
    for path, name in families:
        former[path].append(name)
    drafts = [draft for each in plans for draft in _drafts(feed, each, faults, shared, former)]
    planned = list[PlannedFeed]()
    for draft in () if faults else drafts:
        division = divide(draft, numbers or {}, newest_n)
        planned += [subscription_document(draft, division), *archive_of(draft, division, archived or {})]
    faults += _conflicts(planned)
    if faults:
        raise InvalidError.of("plan of documents", faults)
    return tuple(planned)


def empty_families(planned: Iterable[PlannedFeed]) -> list[str]:
    """
    Return the feeds of families that have no articles any more, by kind and name, such as "category AI News".
    """
    return [
        f"{each.by} {each.family[1]}" for each in planned if each.family and each.archive is None and each.issues is None and not each.articles
    ]


def _drafts(
    feed: Feed, plan: FeedPlan, faults: list[FieldError], shared: Mapping[str, Any], former: Mapping[str, Sequence[str]]
) -> Iterator[FeedDraft]:
    """
    Yield the single feed, or the feeds of the family. Different names with the same slug are added to *faults*.
    """
    articles = feed.articles
    selected = {"category": plan.categories, "section": plan.sections, "author": plan.authors, "language": plan.languages}
    for kind, names in selected.items():
        articles = select_articles(feed, kind, names, articles)
    if plan.by is None:
        yield draft_feed(feed, plan, articles, **shared)
        return
    explicit = {name_key(name): slug for name, slug in plan.slugs.items()}
    names_by_slug: dict[str, str] = {}
    for group in group_articles(feed, plan.by, articles, former.get(plan.place, ())):
        slug = explicit.get(group.key) or slugify(group.name)
        other = names_by_slug.setdefault(slug.casefold(), group.name)
        if other != group.name and not group.earliest:
            # The other name has taken its place.
            continue
        if other != group.name:
            rule = f"{plan.by} {other!r} and {plan.by} {group.name!r} both have the slug {slug!r}: give one of them another slug here"
            faults.append(plan.fault("slugs", rule))
        yield draft_feed(feed, plan, group.articles, group, slug, **shared)


def draft_feed(
    feed: Feed,
    plan: FeedPlan,
    articles: tuple[Article, ...],
    group: ArticleGroup | None = None,
    slug: str = "",
    *,
    as_of: datetime | None,
    count: int | None = None,
    **shared: Any,
) -> FeedDraft:
    """
    Return the single feed of *plan*, or that of a *group* in a family, which has *slug* in its path.

    *feed* is the main feed. *articles* are those of the feed; *count* is their number if more are planned than are given.
    """
    names = {"slug": slug, "name": group.name if group else "", "title": feed.title}
    title = plan.title or ("{title}: {name}" if group else "{title}")
    path = plan.path if has_placeholder(plan.path, "file") else plan.path + "{file}"
    home = fill_pattern(plan.url, {"slug": quote(slug)}) if plan.url else feed.url
    # A UUID of version 5 (RFC 9562, 5.5) of the main feed's id, the kind and the name: it changes only if one of them does.
    default_id = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, feed.id), f"{plan.by or 'feed'}:{group.key if group else plan.place}").urn
    metadata = attrs.evolve(feed, articles=(), id=plan.id or default_id, title=fill_pattern(title, names), url=iri.absolute(home, feed.url))
    if group and plan.by == "language":
        metadata = attrs.evolve(metadata, language=group.name)
    elif group and plan.by in {"category", "tag"}:
        category = (
            Category(group.name)
            if group.earliest is None
            else next(category for category in group.earliest.categories if name_key(category.name) == group.key)
        )
        metadata = attrs.evolve(metadata, categories=[category])
    issues_by_path = None
    if digest := plan.digest:
        metadata = attrs.evolve(metadata, title=metadata.title if plan.title else digest_title(metadata, digest), withdrawn=())
        page = fill_pattern(path, names | {"file": "{start}.html"})
        if digest.pages:
            digest = attrs.evolve(digest, url=_absolute(shared["base_url"], quote(page, safe="/{}")))
        found = issues(attrs.evolve(metadata, articles=articles), digest, as_of=as_of)
        issues_by_path = {fill_pattern(page, {"start": issue.name}): issue for issue in found}
        articles = tuple(issue.article for issue in found[: plan.limit or None])
    return FeedDraft(
        name=f"feed by {plan.by} {group.name!r}" if group else plan.subject,
        plan=plan,
        group=group,
        slug=slug,
        metadata=metadata,
        articles=articles,
        count=len(articles) if count is None else count,
        files={name: fill_pattern(path, names | {"file": fill_pattern(file, names)}) for name, file in plan.files.items()},
        family=(plan.place, group.name) if group else None,
        issues=issues_by_path,
        **shared,
    )


@attrs.frozen
class Division:
    """
    The articles of one feed, divided into its documents.
    """

    #: Those of the document that readers subscribe to.
    subscription: tuple[Article, ...]

    #: The ids of articles that are in no other document.
    required_ids: frozenset[str] = frozenset()

    #: Those of each document of the archive, by its last number.
    archive: Mapping[int, tuple[Article, ...]] = attrs.field(factory=dict)


def divide(draft: FeedDraft, numbers: Mapping[str, int], newest_n: int) -> Division:
    """
    Divide the articles of a feed into its documents. *numbers* and *newest_n* are those of :func:`plan`.
    """
    limit = draft.plan.limit
    if not draft.plan.archive:
        if limit and newest_n and draft.plan.extend_for_new:
            limit = _extended_limit(draft.articles, limit, numbers, newest_n)
        return Division(draft.articles[: limit or None])
    layout = ArchiveLayout(size=draft.plan.archive, numbers=numbers)
    documents = archive_documents(draft.articles, layout)
    if not draft.plan.is_selective:
        # A feed with every article keeps a document even if all articles in it were withdrawn.
        documents = {end: documents.get(end, ()) for end in layout.ends}
    elif not draft.plan.max_bytes and len(draft.articles) <= limit:
        # A selective feed has no archive while the subscription document contains all its articles.
        documents = {}
    return Division(*subscription_articles(draft.articles, layout, limit), documents)


def _extended_limit(articles: Sequence[Article], limit: int, numbers: Mapping[str, int], newest_n: int) -> int:
    """
    Return how many articles a document holds, so that no reader misses one of many that were added at once: at most twice the *limit*.

    Older articles that were added later, such as imported ones, do not count: readers would show them as news.
    """
    known = (article.sort_date for article in articles if numbers.get(article.id, 0) < newest_n)
    last_known = max(known, default=None)
    if last_known is None:
        return limit
    return min(max(limit, sum(article.sort_date > last_known for article in articles)), 2 * limit)


def subscription_document(draft: FeedDraft, division: Division) -> PlannedFeed:
    """
    Return the document that readers subscribe to.
    """
    articles, ends = division.subscription, [*division.archive]
    beyond_limit = 0 if ends else draft.count - len(articles)
    is_complete = draft.plan.complete and not ends and not beyond_limit
    return draft.document(
        _with_history(draft.metadata, FeedHistory(complete=True)) if is_complete else draft.metadata,
        articles,
        draft.files,
        name=draft.name,
        links=_links(prev_archive=draft.urls(draft.archive_files(ends[-1])) if ends else {}),
        max_bytes=draft.plan.max_bytes,
        required_ids=division.required_ids,
        beyond_limit=beyond_limit,
    )


def archive_of(
    draft: FeedDraft, division: Division, archived: Mapping[str, Article], only: Container[int] | None = None
) -> Iterator[PlannedFeed]:
    """
    Yield the documents of the archive, or *only* those with some last numbers. *archived* are those of :func:`plan`.

    Only the newest has no next-archive link: it gets one when another document follows, and is never changed by newer articles afterwards.
    """
    # Tombstones are for subscribers, and hubs announce only the document that changes (WebSub, 4).
    metadata = attrs.evolve(_with_history(draft.metadata, FeedHistory(archive=True)), hubs=(), withdrawn=())
    ends = [*division.archive]
    for previous, end, following in zip([None, *ends], ends, [*ends[1:], None], strict=False):
        if only is not None and end not in only:
            continue
        previous_urls, next_urls = (draft.urls(draft.archive_files(other)) if other else {} for other in (previous, following))
        yield draft.document(
            metadata,
            tuple(archived.get(article.id, article) for article in division.archive[end]),
            draft.archive_files(end),
            name=f"{draft.name}, archive up to {end}",
            links=_links(current=draft.urls(draft.files), prev_archive=previous_urls, next_archive=next_urls),
            archive=end,
        )


def _with_history(feed: Feed, history: FeedHistory) -> Feed:
    return attrs.evolve(feed, extensions=(*feed.extensions, history))


def _links(**urls_by_rel: Mapping[str, str]) -> dict[str, tuple[Link, ...]]:
    """
    Return the links of each format. Relations are given with ``_`` for their hyphen.
    """
    return {
        name: tuple(Link(urls[name], rel.replace("_", "-"), format_.media_type) for rel, urls in urls_by_rel.items() if name in urls)
        for name, format_ in FORMATS.items()
    }


def _conflicts(planned: Iterable[PlannedFeed]) -> Iterator[FieldError]:
    """
    Yield documents with the same path, ignoring case as some systems do, and Atom feeds with the same id.
    """
    paths: dict[str, tuple[int, str, str]] = {}
    ids: dict[str, tuple[int, str]] = {}
    for number, each in enumerate(planned):
        for format_, path in (*each.files.items(), *(("page", path) for path, issue in (each.issues or {}).items() if issue.plan.pages)):
            document = (number, format_, f"{each.name} ({format_})")
            other = paths.setdefault(path.casefold(), document)
            if other != document:
                yield FieldError(document[2], "path", f"{path!r} is also the path of {other[2]}: give one of them another path or file")
        if each.archive is None and "atom" in each.files and ids.setdefault(each.metadata.id, (number, each.name))[0] != number:
            yield FieldError(each.name, "id", f"{each.metadata.id!r} is also the id of {ids[each.metadata.id][1]}: give one of them another id")
