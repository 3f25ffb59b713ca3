"""
Properties of the ledger after any history of a site.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from makers import NOON, an_article
from stridesfeed.model import Article
from stridesfeed.publish.ledger import ID_KINDS, Ledger, Reconciled, format_ledger, parse_ledger, reconcile

SITE = "https://strides.example"

EDITS = ("words", "path", "slug", "date", "redate", "white", "all", "swap")
ABSENCES = ("out", "faulty")


@attrs.define
class File:
    """
    An article's file. *key* identifies the article through all changes and is never published.
    """

    key: int
    path: str
    slug: str
    words: str
    published: datetime
    named: str | None = None
    redate: bool = False
    out: bool = False
    faulty: bool = False

    @property
    def is_long(self) -> bool:
        return len(self.words.split()) > 50

    def change_all(self, number: int) -> None:
        """
        Change the name, and of a long text also the date and some words. A short text is known only while it stays the same.
        """
        self.path, self.slug = f"moved/{number}.md", f"renamed-{number}"
        if self.is_long:
            self.published += timedelta(hours=1)
            self.edit(number)

    def swap(self, other: File) -> None:
        """
        Exchange the names of two files. A file with an error has no text to be known by.
        """
        if not (self.faulty or other.faulty):
            self.path, other.path, self.slug, other.slug = other.path, self.path, other.slug, self.slug

    def edit(self, number: int) -> None:
        """
        Replace a word in ten of a long text, or all words of a short one.
        """
        words = self.words.split()
        self.words = " ".join(f"new{number}" if place % 10 == number % 10 else word for place, word in enumerate(words))
        if not self.is_long:
            self.words = f"words {number}"

    @property
    def article(self) -> Article:
        url = f"{SITE}/{self.slug}"
        content = f"<p>{self.words}</p>"
        return an_article("x", id=self.named or url, url=url, title="Good morning", content=content, summary=None, published=self.published)


class World:
    """
    A site over time, and its published state.
    """

    def __init__(self, ids: str) -> None:
        self.ids = ids
        self.files: list[File] = []
        self.now = NOON
        self.ledger = Ledger()
        self.key_of: dict[str, int] = {}
        self.updated: dict[str, datetime] = {}
        self._count = 0

    def next(self) -> int:
        self._count += 1
        return self._count

    def add(self, draw: st.DataObject) -> None:
        """
        Add a new article, at a path and URL that others may have used before.
        """
        key = self.next()
        free_paths = {f"{letter}.md" for letter in "abc"} - {file.path for file in self.files}
        free_slugs = set("abc") - {file.slug for file in self.files}
        path = draw.draw(st.sampled_from(sorted(free_paths | {f"{key}.md"})), "path")
        slug = draw.draw(st.sampled_from(sorted(free_slugs | {str(key)})), "slug")
        named = f"tag:strides.example,2026:{key}" if draw.draw(st.booleans(), "named") else None
        words = " ".join(f"w{key}x{number}" for number in range(60)) if draw.draw(st.booleans(), "long") else f"words {key}"
        # Minutes apart: an article of the same moment, path and address as one that was withdrawn would be that one.
        self.files.append(File(key, path, slug, words, self.now - timedelta(days=5) + timedelta(minutes=key), named))

    def change(self, draw: st.DataObject, kinds: tuple[str, ...]) -> None:
        if not self.files:
            return
        file = draw.draw(st.sampled_from(self.files), "file")
        what = draw.draw(st.sampled_from(kinds), "what")
        number = self.next()
        if what == "words":
            file.edit(number)
        elif what == "swap":
            file.swap(draw.draw(st.sampled_from(self.files), "other"))
        elif what == "all":
            file.change_all(number)
        elif what == "path":
            file.path = f"moved/{number}.md"
        elif what == "slug":
            file.slug = f"renamed-{number}"
        elif what == "date":
            file.published += timedelta(hours=1)
        elif what == "white":
            file.words = file.words.replace(" ", "\n ")
        else:
            setattr(file, what, not getattr(file, what))

    def build(self) -> Reconciled:
        return self._reconciled(self.ledger)

    def _reconciled(self, ledger: Ledger) -> Reconciled:
        shown = [file for file in self.files if not (file.out or file.faulty)]
        return reconcile(
            ledger,
            [file.article for file in shown],
            origins={file.article.id: file.path for file in shown},
            as_of=self.now,
            explicit_ids={file.named for file in shown if file.named},
            redated_ids={file.article.id for file in shown if file.redate},
            unreadable_sources={file.path for file in self.files if file.faulty and not file.out},
            id_kind=self.ids,
            feed_id=SITE,
            allow_mass_withdrawal=True,
        )

    def check(self, built: Reconciled) -> None:
        """
        Check the properties that hold after each build.
        """
        by_url = {file.article.url: file for file in self.files}
        assert len({article.id for article in built.articles}) == len(built.articles)
        for article in built.articles:
            file = by_url[article.url]
            assert self.key_of.setdefault(article.id, file.key) == file.key, "an id was given to another article"
            assert article.updated
            assert article.updated >= article.sort_date
            assert article.updated >= self.updated.get(article.id, article.updated), "updated went back"
            assert article.updated <= self.now
            assert built.origins[article.id] == file.path
            self.updated[article.id] = article.updated
        assert {*self.ledger.by_id} <= {*built.ledger.by_id}, "an id was forgotten"
        assert {entry.id: entry.n for entry in self.ledger.entries}.items() <= {entry.id: entry.n for entry in built.ledger.entries}.items()
        self._check_that_it_stays(built)

    def _check_that_it_stays(self, built: Reconciled) -> None:
        again = self._reconciled(built.ledger)
        assert (again.ledger, again.articles, again.changes) == (built.ledger, built.articles, ())
        assert parse_ledger(format_ledger(built.ledger).decode(), "x") == built.ledger


@given(st.data(), st.sampled_from(sorted(ID_KINDS)), st.lists(st.sampled_from(["add", "change", "change", "wait"]), max_size=25))
def test_ids_are_never_given_twice_and_updated_never_goes_back(data: st.DataObject, ids: str, steps: list[str]) -> None:
    world = World(ids)
    for step in steps:
        if step == "add":
            world.add(data)
        elif step == "change":
            world.change(data, EDITS + ABSENCES)
        world.now += timedelta(hours=5)
        built = world.build()
        world.check(built)
        world.ledger = built.ledger


@given(st.data(), st.sampled_from(sorted(ID_KINDS)), st.integers(1, 12))
def test_one_change_at_a_time_shows_no_article_again(data: st.DataObject, ids: str, changes: int) -> None:
    """
    Any single change of an article leaves its id unchanged.
    """
    world = World(ids)
    for _ in range(4):
        world.add(data)
    first = world.build()
    id_of = {file.key: article.id for article in first.articles for file in world.files if file.article.url == article.url}
    world.ledger = first.ledger
    for _ in range(changes):
        world.change(data, EDITS)
        world.now += timedelta(hours=5)
        built = world.build()
        world.ledger = built.ledger
        assert not [change for change in built.changes if change.kind in {"new", "resent"}]

    keys = {file.article.url: file.key for file in world.files}
    assert {keys[article.url]: article.id for article in built.articles}.items() <= id_of.items()
