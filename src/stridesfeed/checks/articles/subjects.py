"""
What the rules look at: a feed and each of its articles, with all that a rule may have to know beside them.
"""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.body import ARTICLE, Policy
from stridesfeed.checks.articles.body import Body, body
from stridesfeed.checks.articles.places import Places
from stridesfeed.checks.rule import Found
from stridesfeed.model import Article, Feed
from stridesfeed.options import DEFAULT, Options

#: What a server shows for the address of a folder.
_INDEXES = ("index.html", "index.htm", "index.md")


@attrs.frozen(kw_only=True, eq=False)
class CheckedFeed:
    """
    A feed with all its articles, and what is known of its site.
    """

    feed: Feed

    #: The moment that dates are compared with; ``None`` for none.
    as_of: datetime | None = None

    #: The path of each article's file, or ``path:line``, by the article's id.
    origins: Mapping[str, str] = attrs.field(factory=dict)

    places: Places = attrs.field(factory=Places)

    #: Folders of files that the site serves from its root; ``None`` where they are not known, and nothing can be said of its addresses.
    folders: tuple[Path, ...] | None = None

    #: How many articles a document holds, the newest; 0 for all.
    limit: int = 0

    options: Options = DEFAULT
    policy: Policy = ARTICLE

    #: The formats that will be written, by name.
    formats: tuple[str, ...] = ()

    @cached_property
    def allowed(self) -> frozenset[str]:
        """
        The elements that the policy lets stay.
        """
        return frozenset(self.policy.elements)

    @property
    def written(self) -> tuple[Article, ...]:
        """
        The articles that a document holds.
        """
        return self.feed.articles[: self.limit or None]

    @cached_property
    def site(self) -> str:
        """
        What every address of the site begins with.
        """
        parts = urlsplit(self.feed.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"

    @cached_property
    def _pages(self) -> frozenset[str]:
        """
        The addresses of articles, and of every folder that one of them lies in, without the slash at their end.
        """
        pages = {self.feed.url.rstrip("/")}
        for article in self.feed.articles:
            page = article.url.partition("#")[0].partition("?")[0].rstrip("/")
            while page not in pages and len(page) >= len(self.site):
                pages.add(page)
                page = page.rpartition("/")[0]
        return frozenset(pages)

    def found(self, article: Article, message: str, *, keys: Iterable[str] = (), words: str | None = None) -> Found:
        """
        What is wrong with *article*, at the line of one of the *keys* of its front matter or of *words* in its text.
        """
        origin = self.origins.get(article.id)
        if origin is None:
            return Found(message, article.subject, article_id=article.id)
        place = self.places.of(origin, keys, words)
        return Found(message, article.subject, place.path, place.line, article_id=article.id)

    def is_dead(self, address: str) -> bool:
        """
        Whether *address* is on the site and leads to no article and no file, as far as that can be known.
        """
        if self.folders is None or not address.startswith(self.site):
            return False
        page = address.partition("#")[0].partition("?")[0]
        return page.rstrip("/") not in self._pages and self.file(page) is None

    def file(self, address: str) -> Path | None:
        """
        The file that the site serves at *address*.
        """
        if self.folders is None or not address.startswith(self.site):
            return None
        plain = address.partition("#")[0].partition("?")[0]
        served = [(self.site, folder) for folder in self.folders]
        return next((file for start, folder in (*self._bundles(plain), *served) if (file := _served(folder, plain.removeprefix(start)))), None)

    def _bundles(self, address: str) -> Iterator[tuple[str, Path]]:
        """
        The folders of articles that *address* may lie below, whose files are served beside them.
        """
        while len(address) > len(self.site):
            address = address.rpartition("/")[0]
            if folder := self._bundle_folders.get(address):
                yield f"{address}/", folder

    @cached_property
    def _bundle_folders(self) -> dict[str, Path]:
        root = self.places.root
        files = ((article.url.rstrip("/"), self.origins.get(article.id, "")) for article in self.feed.articles if root)
        return {url: root / PurePosixPath(file).parent for url, file in files if root and PurePosixPath(file).stem == "index"}


def _served(folder: Path, inside: str) -> Path | None:
    """
    The file that a server of *folder* gives for the path *inside*.
    """
    plain = unquote(inside)
    names = [plain + index for index in _INDEXES] if not plain or plain.endswith("/") else [plain]
    for name in names:
        try:
            file = Path(os.path.normpath(folder / name))
            if file.is_relative_to(folder) and file.is_file():
                return file
        except (OSError, ValueError):
            return None
    return None


@attrs.frozen(eq=False)
class CheckedArticle:
    """
    One article of a feed.
    """

    article: Article
    whole: CheckedFeed

    #: The tags of its content.
    body: Body

    #: The elements of its content that the policy does not let stay, and how often each stands there.
    strangers: Mapping[str, int]

    @classmethod
    def of(cls, article: Article, whole: CheckedFeed) -> CheckedArticle:
        """
        *article*, with its content read.
        """
        read = body(article.content or "")
        strange = read.names - whole.allowed
        return cls(article, whole, read, Counter(tag.name for tag in read.every() if tag.name in strange) if strange else {})

    def found(self, message: str, *, keys: Iterable[str] = (), words: str | None = None) -> Found:
        """
        What is wrong with the article; see :meth:`CheckedFeed.found`.
        """
        return self.whole.found(self.article, message, keys=keys, words=words)
