"""
Ten days of a site with archives: new, edited, moved, withdrawn and republished articles, as readers of RFC 5005 get them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from archive_reader import AtomReader, JsonReader, RssReader
from publisher import ROOT, Publisher

CONFIGURATION = """
[output]
limit = 2
archive = 3
[[feeds]]
by = "category"
path = "tags/{slug}/"
limit = 2
archive = 3
[related]
auto = 2
"""

SUBSCRIBED = {"atom": "atom.xml", "rss": "feed.xml", "json": "feed.json"}

READERS = (AtomReader, RssReader, JsonReader)


def _new(*numbers: int) -> Callable[[Publisher, int], None]:
    def act(publisher: Publisher, day: int) -> None:
        for number in numbers:
            publisher.write(f"a{number}", day=day, categories="[Even]" if number % 2 == 0 else "[Odd]")

    return act


def _edit(publisher: Publisher, day: int) -> None:
    publisher.write("a2", "Other words.", day=day, categories="[Even]")


def _move(publisher: Publisher, _: int) -> None:
    publisher.move("a4", "older/renamed")


def _rename_title(publisher: Publisher, _: int) -> None:
    path = publisher.path("a5")
    path.write_text(path.read_text(encoding="utf-8").replace("Article a5", "Article a5, corrected"), encoding="utf-8")


def _withdraw(publisher: Publisher, _: int) -> None:
    publisher.withdraw("a1")


def _return(publisher: Publisher, _: int) -> None:
    publisher.write("a1", day=0, categories="[Odd]")


def _change_domain(publisher: Publisher, _: int) -> None:
    feed = 'title = "AI Strides"\nlanguage = "en"\nauthors = ["Desk"]\nurl = "https://new.example/"\nid = "https://strides.example/"\n'
    publisher.configure(CONFIGURATION, feed=feed)


#: What happens on each day, and the last numbers of the documents of the archive that this may change.
DAYS: tuple[tuple[Callable[[Publisher, int], None], set[int]], ...] = (
    (_new(1, 2, 3, 4), {3}),
    # The third odd article is more than the feed of these holds: its archive begins.
    (_new(5), {3}),
    (_edit, {3}),
    (_new(6, 7), {3, 6}),
    (_move, {6}),
    (_rename_title, {6}),
    (_withdraw, {3}),
    (_new(8, 9, 10), {6, 9}),
    (_return, {3}),
    (_new(11), set()),
    (_change_domain, {3, 6, 9}),
    (_new(12), {9, 12}),
)

#: What there is in the end.
TITLES = {f"Article a{number}" for number in range(1, 13)} - {"Article a5"} | {"Article a5, corrected"}


@pytest.fixture
def days(tmp_path: Path) -> Iterator[tuple[int, Publisher]]:
    """
    Yield each day after its build.
    """
    publisher = Publisher(tmp_path, CONFIGURATION)

    def passing() -> Iterator[tuple[int, Publisher]]:
        for day, (act, _) in enumerate(DAYS):
            act(publisher, day)
            publisher.build(day)
            yield day, publisher

    return passing()


def _full(publisher: Publisher) -> Mapping[str, bytes]:
    return {path: content for path, content in publisher.contents().items() if "-archive-" in path}


def _end(path: str) -> int:
    match = re.search(r"-archive-(\d+)\.", path)
    assert match
    return int(match[1])


@pytest.mark.parametrize("kind", READERS)
def test_every_reader_gets_every_article_exactly_once_every_day(days: Iterator[tuple[int, Publisher]], kind: type[AtomReader]) -> None:
    faithful: AtomReader | None = None
    for _, publisher in days:
        address = ROOT + SUBSCRIBED[kind.format]
        faithful = faithful or kind(publisher.fetch, address)
        newcomer = kind(publisher.fetch, address)
        faithful.poll()
        newcomer.poll()
        titles = [title for _, title in newcomer.entries.values()]
        assert len(titles) == len(set(titles))
        # Nothing but Atom can say that something is gone, and of what came back RSS and JSON Feed say the same.
        assert faithful.entries == newcomer.entries if kind is AtomReader else faithful.entries.items() >= newcomer.entries.items()

    assert faithful
    assert {title for _, title in faithful.entries.values()} == TITLES
    assert set(faithful.entries) == {f"{ROOT}a{number}/" for number in range(1, 12)} | {"https://new.example/a12/"}


def test_full_archive_documents_change_only_with_their_own_articles(days: Iterator[tuple[int, Publisher]]) -> None:
    before: Mapping[str, bytes] = {}
    for day, publisher in days:
        after = _full(publisher)
        changed = {path for path, content in after.items() if before.get(path) != content}
        assert set(before) <= set(after), "a document that readers know is gone"
        assert {_end(path) for path in changed} == DAYS[day][1], day
        assert changed == {path for path in publisher.touched if "-archive-" in path}
        before = after


def test_no_reader_fetches_an_archive_document_twice(days: Iterator[tuple[int, Publisher]]) -> None:
    """
    A reader that updates every day fetches the subscription document, and of the archive only documents it has not seen.
    """
    reader: AtomReader | None = None
    for day, publisher in days:
        reader = reader or AtomReader(publisher.fetch, ROOT + "atom.xml")
        reader.poll()
        if day == 9:
            assert reader.fetched == 10 + len({3, 6, 9})
    assert reader


def test_a_feed_of_a_family_has_an_archive_of_its_own(days: Iterator[tuple[int, Publisher]]) -> None:
    (*_, (_, publisher)) = days
    for slug, odd in (("odd", 1), ("even", 0)):
        for kind in READERS:
            reader = kind(publisher.fetch, f"https://new.example/tags/{slug}/{SUBSCRIBED[kind.format]}")
            reader.poll()
            assert {title for _, title in reader.entries.values()} == {
                title for title in TITLES if int(re.findall(r"\d+", title)[0]) % 2 == odd
            }


def test_day_without_changes_writes_nothing(days: Iterator[tuple[int, Publisher]]) -> None:
    for day, publisher in days:
        assert publisher.build(day).written == ()
        assert publisher.touched == set()
