"""
Match the items of a site's former feed with its articles, so that the articles keep the ids and dates that readers know.

Items are matched by address, then by title and date, then by text. Evidence is applied to all items at once, the strongest first, and an item
with several candidates matches none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import attrs

from stridesfeed.adopt.new_site import with_articles
from stridesfeed.load.urls.permalinks import on_site
from stridesfeed.model import Article
from stridesfeed.publish.ledger import Entry, Ledger
from stridesfeed.publish.ledger.ids import new_id
from stridesfeed.publish.ledger.likeness import LikenessIndex, signature
from stridesfeed.publish.ledger.reconciling import source_of
from stridesfeed.value import with_fields

_BY_URL = "URL"

#: Dates of the same article may differ by a time zone and a little more, if one of two programs knows the day only.
_SAME_DATE = timedelta(hours=38)

#: From this likeness on, two texts are the same; and how much more alike than any other.
_SAME_TEXT, _AHEAD = 0.3, 0.15

_WORD = re.compile(r"\w+")
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_SUFFIX = re.compile(r"\.(?:html?|php)$")


@attrs.frozen(kw_only=True)
class SiteArticles:
    """
    The articles of a site that has a former feed.
    """

    #: The home page.
    url: str

    articles: Sequence[Article]

    #: The file of each article, by its id.
    origins: Mapping[str, str]

    #: The id of the article that each alias redirects to.
    aliases: Mapping[str, str]

    #: The paths or URLs that the host redirects, with their targets.
    redirects: Mapping[str, str] = attrs.field(factory=dict)

    #: The ids that front matter sets.
    explicit_ids: frozenset[str]

    #: How the site creates ids.
    id_kind: str


@attrs.frozen(kw_only=True)
class KnownIds:
    """
    The ledger of a site with the ids and dates that readers know.
    """

    ledger: Ledger

    #: The number of ids that were added to it, without those of *older* articles.
    added: int

    #: The number of items by the evidence that they were matched by: "URL", "title and date", "text".
    matched: Mapping[str, int]

    #: The items that no article matches.
    unmatched: tuple[Article, ...]

    #: The files of articles that the ledger has under another id already, which stays.
    kept: tuple[str, ...]

    #: The items whose identifier is no URL: ledgers cannot hold it, so readers need it as ``guid`` in front matter.
    with_guid: tuple[Article, ...]

    #: The files of articles that the feed does not list although they are not older than its items: readers will get them as new ones.
    new: tuple[str, ...]

    #: The number of articles that the feed no longer lists, because they are older than its items.
    older: int


def add_known_ids(
    ledger: Ledger, items: Sequence[Article], home: str, site: SiteArticles, *, as_of: datetime, keep_unmatched: bool = False
) -> KnownIds:
    """
    Return *ledger* with the ids and dates of the *items* of a feed of the home page *home*, for the articles of *site* that are published at
    *as_of*.

    Articles that are older than all items are added with ids of their own: readers know them too, and must not get them as new ones. Items
    that no article matches are added only with *keep_unmatched*: the next build finds them by text, or withdraws them.
    """
    items = [*{item.id: item for item in reversed(items)}.values()][::-1]
    by_id = {article.id: article for article in site.articles}
    found = _Matching(items, home, site).run()
    sources = {article.id: source_of(site.origins.get(article.id, "")) for article in site.articles}
    times = Counter(sources.values())

    def place(source: str, url: str) -> tuple[str, str]:
        """
        The part of the ledger that stands for the article: its file, and in a file of several articles its URL.
        """
        return (source, "" if times[source] == 1 else url)

    known = {place(entry.source, entry.url): entry.id for entry in ledger.live if entry.source}
    pairs: list[tuple[Article, str]] = []
    kept: list[str] = []
    for item, (article_id, evidence) in found.items():
        article, source, identifier = by_id[article_id], sources[article_id], items[item].id
        if known.get(place(source, article.address), identifier) != identifier:
            kept.append(source)
            continue
        # RSS has no date of change; without one, the article's own is right.
        published = items[item].sort_date
        updated = next((moment for moment in (items[item].updated, article.updated) if moment and published < moment <= as_of), None)
        url = article.address if evidence == _BY_URL else items[item].address
        pairs.append((with_fields(article, id=identifier, url=url, guid=None, published=published, _updated=updated), source))
    matched_ids = {article_id for article_id, _ in found.values()}
    oldest = min((item.sort_date for item in items), default=None)
    unlisted = [
        article
        for article in sorted(site.articles, key=lambda article: (article.sort_date, article.id))
        if article.id not in matched_ids and place(sources[article.id], article.address) not in known
    ]
    older = [article for article in unlisted if oldest and article.sort_date < oldest]
    taken = {*ledger.by_id, *(article.id for article, _ in pairs)}
    for article in older:
        is_own = article.id in site.explicit_ids
        id_ = article.id if is_own else new_id(site.id_kind, article.address, article.sort_date, ledger.feed_id or site.url, taken)
        taken.add(id_)
        pairs.append((with_fields(article, id=id_), sources[article.id]))
    unmatched = tuple(item for number, item in enumerate(items) if number not in found)
    if keep_unmatched:
        pairs += [(item, "") for item in unmatched]
    complete = with_articles(ledger, pairs, as_of)
    return KnownIds(
        ledger=complete,
        added=len(complete.entries) - len(ledger.entries) - len(older),
        matched=dict(Counter(evidence for _, evidence in found.values())),
        unmatched=unmatched,
        kept=tuple(sorted(kept)),
        with_guid=tuple(items[number] for number in sorted(found) if items[number].guid),
        new=tuple(sources[article.id] for article in unlisted[len(older) :]),
        older=len(older),
    )


class _Matching:
    """
    The matches so far, and the articles that are still free.
    """

    def __init__(self, items: Sequence[Article], home: str, site: SiteArticles) -> None:
        self._items = items
        self._home = home
        self._site = site
        self._free = {article.id: article for article in site.articles}
        #: By the number of the item: the id of the article, and the evidence.
        self._found: dict[int, tuple[str, str]] = {}
        self._urls: dict[str, list[str]] = {article.id: [article.address] for article in site.articles}
        for alias, id_ in site.aliases.items():
            self._urls.setdefault(id_, []).append(alias)
        same_page = _ADDRESSES[0]
        ids = {same_page(article.address, site.url): article.id for article in site.articles}
        for old, new in site.redirects.items():
            source, target = (on_site(site.url, url) for url in (old, new))
            if (found := ids.get(same_page(target, site.url))) is not None:
                self._urls[found].append(source)

    def run(self) -> dict[int, tuple[str, str]]:
        """
        Return the matches.
        """
        for key in _ADDRESSES:
            self._match_addresses(key)
        self._match_titles()
        self._match_texts()
        return self._found

    def _rest(self) -> Iterator[tuple[int, Article]]:
        return ((number, item) for number, item in enumerate(self._items) if number not in self._found)

    def _take(self, number: int, id_: str, evidence: str) -> None:
        self._found[number] = (id_, evidence)
        del self._free[id_]

    def _match_addresses(self, key: Callable[[str, str], str]) -> None:
        articles: dict[str, set[str]] = defaultdict(set)
        for id_ in self._free:
            for url in self._urls[id_]:
                articles[key(url, self._site.url)].add(id_)
        for number, item in [*self._rest()]:
            candidates = articles.get(key(item.address, self._home), set()) & self._free.keys()
            if len(candidates) == 1:
                self._take(number, candidates.pop(), _BY_URL)

    def _match_titles(self) -> None:
        articles: dict[str, list[Article]] = defaultdict(list)
        for article in self._free.values():
            articles[_words(article.title or "")].append(article)
        wanted = Counter(_words(item.title or "") for _, item in self._rest())
        for number, item in [*self._rest()]:
            title = _words(item.title or "")
            near = [each for each in articles[title] if each.id in self._free and abs(each.sort_date - item.sort_date) <= _SAME_DATE]
            if title and len(near) == 1 and (wanted[title] == 1 or near[0].sort_date == item.sort_date):
                self._take(number, near[0].id, "title and date")

    def _match_texts(self) -> None:
        rest = [*self._rest()]
        entries = [_entry(n, article) for n, article in enumerate(self._free.values(), start=1)] if rest else []
        index = LikenessIndex(entries)
        for number, item in rest:
            alike = [(likeness, entry) for likeness, entry in index.find(signature(item)) if entry.id in self._free]
            if alike and alike[0][0] >= _SAME_TEXT and (len(alike) == 1 or alike[0][0] - alike[1][0] >= _AHEAD):
                self._take(number, alike[0][1].id, "text")


def _entry(n: int, article: Article) -> Entry:
    return Entry(n, article.id, "", article.address, article.sort_date, article.sort_date, signature=signature(article))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _path(url: str, home: str) -> str:
    """
    Return the path and query of *url* below *home*, or on its host, without what does not identify a page.
    """
    parts, base = urlsplit(url), urlsplit(home)
    path = unquote(_INDEX.sub("/", parts.path))
    start = unquote(base.path.rstrip("/")) + "/"
    path = path.removeprefix(start) if f"{path}/".startswith(start) else path
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_")])
    return f"{path.strip('/')}?{query}"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


#: Keys that the addresses of the same page share, the strongest first: its host and path; its path, if the site moved to another host or
#: folder; its path without a suffix, if the site changed the form of its URLs.
_ADDRESSES: tuple[Callable[[str, str], str], ...] = (
    lambda url, home: f"{_host(url)}/{_path(url, home)}",
    lambda url, home: _path(url, home) if _host(url) == _host(home) else url,
    lambda url, home: _SUFFIX.sub("", _path(url, home).partition("?")[0]) if _host(url) == _host(home) else url,
)
