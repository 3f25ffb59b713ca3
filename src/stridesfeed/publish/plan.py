"""
Which documents there are to be: from what a configuration says of feeds to every document with its address, before any is rendered.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import attrs

from stridesfeed import iri
from stridesfeed.checks.profiles import Profile, for_profile
from stridesfeed.emit import FORMATS, RenderSettings
from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.extensions import FeedHistory
from stridesfeed.model import Article, Category, Feed, Link
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish import archive, patterns
from stridesfeed.publish.feed_plan import FeedPlan
from stridesfeed.publish.planned import PlannedFeed
from stridesfeed.publish.selection import KINDS, Group, groups, having
from stridesfeed.publish.slugs import key_of, slug_of

__all__ = ["FeedPlan", "PlannedFeed", "plan"]


@attrs.frozen(kw_only=True)
class _Member:
    """
    One feed that is asked for, with all articles that it is about, and where its documents are.
    """

    #: As messages call it.
    name: str
    asked: FeedPlan
    #: The feed, without what only one of its documents says.
    feed: Feed
    articles: tuple[Article, ...]
    files: Mapping[str, str]
    #: The address that the output folder is served at.
    url: str
    options: Options
    settings: RenderSettings

    def planned(self, shell: Feed, articles: tuple[Article, ...], files: Mapping[str, str], **fields: Any) -> PlannedFeed:
        """
        One of its documents in all formats.
        """
        urls = self.addresses(files)
        made = PlannedFeed(
            by=self.asked.by,
            shell=shell,
            articles=articles,
            files=files,
            urls=urls,
            content=self.asked.content,
            options=self.options,
            settings=self.settings,
            **fields,
        )
        return made if self.asked.profile is None else _for_partner(made, self.asked.profile, self.asked.settings)

    def addresses(self, files: Mapping[str, str]) -> dict[str, str]:
        """
        The address of each of *files*, by format.
        """
        return {name: self.url.rstrip("/") + "/" + quote(path) for name, path in files.items()}

    def files_of(self, end: int) -> dict[str, str]:
        """
        The files of the document of the archive that ends with number *end*.
        """
        return {name: archive.path_of(path, end) for name, path in self.files.items()}


def _for_partner(planned: PlannedFeed, profile: Profile, settings: Mapping[str, str]) -> PlannedFeed:
    """
    *planned* as a partner wants it: its texts, its elements, its policy for bodies.
    """
    own = profile.feed
    feed = for_profile(attrs.evolve(planned.shell, articles=planned.articles), profile, settings, engine=planned.settings.engine)
    return attrs.evolve(
        planned,
        shell=attrs.evolve(feed, articles=()),
        articles=feed.articles,
        options=own.options(planned.options),
        settings=attrs.evolve(planned.settings, policy=own.policy),
        max_bytes=planned.max_bytes or own.max_bytes,
        is_for_partner=True,
    )


def plan(
    feed: Feed,
    feeds: Iterable[FeedPlan],
    *,
    url: str,
    options: Options = DEFAULT,
    settings: RenderSettings | None = None,
    numbers: Mapping[str, int] | None = None,
    archived: Mapping[str, Article] | None = None,
) -> tuple[PlannedFeed, ...]:
    """
    Every feed that *feeds* ask for, each followed by the documents of its archive, oldest first.

    *feed* is the main feed with all articles there are, newest first. *url* is the address that the output folder is served at. *numbers* has
    the number of every article that there ever was, by id, from 1 in the order in which they first appeared: the ledger keeps them, and
    archives need them. *archived* has the articles as the archive is to hold them, by id, where that is not as the feed does: without what
    newer articles change in older ones, such as related links that were found and not given.

    All faults come together in an :class:`~stridesfeed.errors.InvalidError`: among them two documents of one path, and two names of one slug.
    """
    asked = tuple(feeds)
    faults = [each.fault("archive", "needs the numbers that the ledger keeps") for each in asked if each.archive and numbers is None]
    how = {"url": url, "options": options, "settings": settings or RenderSettings()}
    members = [member for each in asked for member in _members(feed, each, faults, how)]
    planned = [] if faults else [document for member in members for document in _documents(member, numbers or {}, archived or {})]
    faults += _clashes(planned)
    if faults:
        raise InvalidError.of("plan of documents", faults)
    return tuple(planned)


def _members(feed: Feed, asked: FeedPlan, faults: list[FieldError], how: Mapping[str, Any]) -> Iterator[_Member]:
    """
    The one feed, or the feeds of the family; names of one slug are *faults*.
    """
    chosen = feed.articles
    for kind, names in zip(KINDS, (asked.categories, asked.sections, asked.authors, asked.languages), strict=True):
        chosen = having(feed, kind, names, chosen)
    if asked.by is None:
        yield _member(feed, asked, chosen, **how)
        return
    own = {key_of(name): slug for name, slug in asked.slugs.items()}
    taken: dict[str, str] = {}
    for group in groups(feed, asked.by, chosen):
        slug = own.get(group.key) or slug_of(group.name)
        other = taken.setdefault(slug.casefold(), group.name)
        if other != group.name:
            faults.append(
                asked.fault("slugs", f"{asked.by} {other!r} and {asked.by} {group.name!r} would both be {slug!r}: give one another here")
            )
        yield _member(feed, asked, group.articles, group, slug, **how)


def _member(feed: Feed, asked: FeedPlan, articles: tuple[Article, ...], group: Group | None = None, slug: str = "", **how: Any) -> _Member:
    names = {"slug": slug, "name": group.name if group else "", "title": feed.title}
    title = asked.title or ("{title}: {name}" if group else "{title}")
    path = asked.path if patterns.holds(asked.path, "file") else asked.path + "{file}"
    home = patterns.filled(asked.url, {"slug": quote(slug)}) if asked.url else feed.url
    return _Member(
        name=f"feed by {asked.by} {group.name!r}" if group else asked.subject,
        asked=asked,
        feed=attrs.evolve(
            feed,
            articles=(),
            id=asked.id or _own_id(feed.id, asked.by or "feed", group.key if group else asked.path),
            title=patterns.filled(title, names),
            url=iri.absolute(home, feed.url),
            **_own_facts(asked, group),
        ),
        articles=articles,
        files={name: patterns.filled(path, names | {"file": file}) for name, file in asked.files.items()},
        **how,
    )


def _own_id(main: str, kind: str, name: str) -> str:
    """
    An id that is the same as long as the main feed's id, the kind and the name are: a UUID of version 5 (RFC 9562, 5.5).
    """
    return uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, main), f"{kind}:{name}").urn


def _own_facts(asked: FeedPlan, group: Group | None) -> dict[str, Any]:
    """
    What a feed of a family says of itself beside its name.
    """
    if group and asked.by == "language":
        return {"language": group.name}
    if group and asked.by == "category":
        return {"categories": [_category(group)]}
    return {}


def _category(group: Group) -> Category:
    """
    The category that a feed is about, as the earliest article has it.
    """
    return next(category for category in group.earliest.categories if key_of(category.name) == group.key)


def _documents(member: _Member, numbers: Mapping[str, int], archived: Mapping[str, Article]) -> Iterator[PlannedFeed]:
    """
    What readers subscribe to, and the archive.
    """
    if member.asked.archive:
        shelves = archive.Shelves(size=member.asked.archive, numbers=numbers)
        shelved = _shelved(member, shelves)
        yield _subscription(member, archive.subscription(member.articles, shelves, member.asked.limit), [*shelved])
        yield from _archive(member, shelved, archived)
    else:
        newest = member.articles[: member.asked.limit or None]
        yield _subscription(member, archive.Subscription(articles=newest, needed=frozenset()), [])


def _shelved(member: _Member, shelves: archive.Shelves) -> dict[int, tuple[Article, ...]]:
    """
    The archive of *member*. Of a feed with everything, a document stays even where all of its articles were withdrawn; a feed that is selective
    has only documents that hold something, and none while the subscription document holds all that it is about.
    """
    if member.asked.is_selective and not member.asked.max_bytes and len(member.articles) <= member.asked.limit:
        return {}
    held = archive.documents(member.articles, shelves)
    return held if member.asked.is_selective else {end: held.get(end, ()) for end in shelves.ends}


def _subscription(member: _Member, held: archive.Subscription, ends: Sequence[int]) -> PlannedFeed:
    """
    What readers subscribe to, after documents of the archive up to *ends*.
    """
    beyond = 0 if ends else len(member.articles) - len(held.articles)
    is_complete = member.asked.complete and not ends and not beyond
    return member.planned(
        _with_history(member.feed, FeedHistory(complete=True)) if is_complete else member.feed,
        held.articles,
        member.files,
        name=member.name,
        links=_links(prev_archive=member.addresses(member.files_of(ends[-1])) if ends else {}),
        max_bytes=member.asked.max_bytes,
        needed=held.needed,
        beyond_limit=beyond,
    )


def _archive(member: _Member, shelved: Mapping[int, tuple[Article, ...]], archived: Mapping[str, Article]) -> Iterator[PlannedFeed]:
    """
    The documents of the archive. Only the newest has no next-archive: it is written anew once, when another follows, and never again because
    of newer articles.
    """
    # Tombstones are for those who subscribe, and hubs tell of the one document that changes (WebSub, 4).
    shell = attrs.evolve(_with_history(member.feed, FeedHistory(archive=True)), hubs=(), withdrawn=())
    ends = [*shelved]
    addresses = [member.addresses(member.files_of(end)) for end in ends]
    for end, before, after in zip(ends, [{}, *addresses], [*addresses[1:], {}], strict=False):
        yield member.planned(
            shell,
            tuple(archived.get(article.id, article) for article in shelved[end]),
            member.files_of(end),
            name=f"{member.name}, archive up to {end}",
            links=_links(current=member.addresses(member.files), prev_archive=before, next_archive=after),
            archive=end,
        )


def _with_history(feed: Feed, history: FeedHistory) -> Feed:
    return attrs.evolve(feed, extensions=(*feed.extensions, history))


def _links(**neighbours: Mapping[str, str]) -> dict[str, tuple[Link, ...]]:
    """
    The links of each format, from addresses by relation (with ``_`` for its hyphen) and format.
    """
    return {
        name: tuple(
            Link(addresses[name], rel.replace("_", "-"), format_.media_type) for rel, addresses in neighbours.items() if name in addresses
        )
        for name, format_ in FORMATS.items()
    }


def _clashes(planned: Iterable[PlannedFeed]) -> Iterator[FieldError]:
    """
    Documents that would lie in one place, on systems to which case is nothing too; and feeds that readers would take for one.
    """
    places: dict[str, tuple[int, str, str]] = {}
    ids: dict[str, tuple[int, str]] = {}
    for number, each in enumerate(planned):
        for format_, path in each.files.items():
            document = (number, format_, f"{each.name} ({format_})")
            other = places.setdefault(path.casefold(), document)
            if other != document:
                yield FieldError(document[2], "path", f"{path!r} is also the path of {other[2]}: give one of them another path or file")
        if each.archive is None and ids.setdefault(each.shell.id, (number, each.name))[0] != number:
            yield FieldError(each.name, "id", f"{each.shell.id!r} is also the id of {ids[each.shell.id][1]}: give one of them another")
