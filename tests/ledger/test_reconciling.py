"""
Articles keep the ids and dates that readers know them by.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from makers import NOON, an_article
from stridesfeed.errors import WithdrawalError
from stridesfeed.model import Article
from stridesfeed.publish.ledger import Ledger, Reconciled, reconcile

DAY = timedelta(days=1)
SITE = "https://strides.example"


def an_unnamed(name: str, **fields: Any) -> Article:
    """
    An article whose id is its URL, as loaded from a file without an explicit id.
    """
    url = fields.pop("url", f"{SITE}/{name}")
    return an_article(name, **{"id": url, "url": url, "content": f"<p>Words of {name}.</p>", "summary": None} | fields)


def seen(files: dict[str, Article], before: Ledger | None = None, *, days: int = 1, **choices: Any) -> Reconciled:
    """
    Reconcile *files* with a ledger, some days after noon.
    """
    origins = {article.id: path for path, article in files.items()}
    return reconcile(before or Ledger(), files.values(), origins=origins, as_of=NOON + days * DAY, **choices)


def kinds(reconciled: Reconciled) -> list[tuple[str, str]]:
    return [(change.kind, change.id) for change in reconciled.changes]


ONE = an_unnamed("one")
TWO = an_unnamed("two", published=NOON + timedelta(hours=1))
FIRST = seen({"one.md": ONE, "two.md": TWO}).ledger


def test_new_articles_get_the_next_numbers_oldest_first() -> None:
    reconciled = seen({"two.md": TWO, "one.md": ONE})

    assert [(entry.n, entry.id, entry.source) for entry in reconciled.ledger.entries] == [(1, ONE.id, "one.md"), (2, TWO.id, "two.md")]
    assert kinds(reconciled) == [("new", ONE.id), ("new", TWO.id)]
    assert reconciled.articles == (TWO, ONE)


def test_reconciling_unchanged_articles_changes_nothing() -> None:
    reconciled = seen({"one.md": ONE, "two.md": TWO}, FIRST, days=100)

    assert (reconciled.ledger, reconciled.changes, reconciled.articles) == (FIRST, (), (TWO, ONE))


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("one.md", an_unnamed("renamed")),
        ("one.md", an_unnamed("one", url="https://new.example/one")),
        ("one.md", attrs.evolve(an_unnamed("renamed"), content="<p>Other words.</p>", title="Another title", published=NOON + DAY)),
        ("news/first.md", ONE),
        ("news/first.md", an_unnamed("renamed", content=ONE.content, title=ONE.title)),
        ("news/first.md", attrs.evolve(ONE, content="<p>Other words.</p>")),
    ],
)
def test_an_id_outlives_slug_domain_title_date_folder_and_text(path: str, article: Article) -> None:
    reconciled = seen({path: article, "two.md": TWO}, FIRST)

    (kept,) = [each for each in reconciled.articles if each.url == article.url]
    assert (kept.id, kept.published) == (ONE.id, NOON)
    assert reconciled.ledger.by_id[ONE.id].source == path
    assert reconciled.origins[ONE.id] == path
    assert not {"new", "resent", "withdrawn"} & {kind for kind, _ in kinds(reconciled)}


def test_an_article_is_updated_when_its_words_change_and_only_then() -> None:
    edited = attrs.evolve(ONE, content="<p>Other words.</p>")

    once = seen({"one.md": edited, "two.md": TWO}, FIRST, days=3)
    again = seen({"one.md": edited, "two.md": TWO}, once.ledger, days=9)

    assert kinds(once) == [("updated", ONE.id)]
    assert [(article.id, article.updated) for article in again.articles] == [(TWO.id, TWO.published), (ONE.id, NOON + 3 * DAY)]
    assert (again.ledger, again.articles, again.changes) == (once.ledger, once.articles, ())


def test_the_author_may_say_that_it_was_updated() -> None:
    said = attrs.evolve(ONE, updated=NOON + DAY)

    assert seen({"one.md": said}).articles[0].updated == NOON + DAY
    assert seen({"one.md": said, "two.md": TWO}, FIRST, days=5).articles[-1].updated == NOON + DAY


def test_a_future_update_counts_from_its_date() -> None:
    said = attrs.evolve(ONE, updated=NOON + 7 * DAY)

    early = seen({"one.md": said, "two.md": TWO}, FIRST, days=5)
    late = seen({"one.md": said, "two.md": TWO}, early.ledger, days=8)

    assert (early.ledger, early.articles[-1].updated) == (FIRST, NOON)
    assert late.articles[-1].updated == NOON + 7 * DAY


def test_updated_is_never_before_published() -> None:
    early = attrs.evolve(ONE, updated=NOON - DAY)
    later = attrs.evolve(ONE, published=NOON + DAY)

    assert seen({"one.md": early}).articles[0].updated == NOON
    (article,) = seen({"one.md": later}, seen({"one.md": ONE}).ledger, days=2, redated_ids={ONE.id}).articles
    assert (article.published, article.updated) == (NOON + DAY, NOON + DAY)


def test_a_corrected_date_counts_only_with_redate() -> None:
    later = attrs.evolve(ONE, published=NOON + DAY)

    frozen = seen({"one.md": later, "two.md": TWO}, FIRST, days=2)
    redated = seen({"one.md": later, "two.md": TWO}, FIRST, days=2, redated_ids={ONE.id})

    assert (frozen.ledger, frozen.changes) == (FIRST, ())
    assert kinds(redated) == [("redated", ONE.id)]
    assert redated.articles[0].published == NOON + DAY
    assert seen({"one.md": ONE, "two.md": TWO}, redated.ledger, days=3).articles[0].published == NOON + DAY


def test_links_to_a_page_that_moved_are_no_change() -> None:
    def linking(name: str) -> Article:
        return attrs.evolve(TWO, content=f'<p>See <a href="{SITE}/{name}">that</a>.</p>')

    before = seen({"one.md": ONE, "two.md": linking("one")}).ledger
    renamed = an_unnamed("renamed", content=ONE.content, title=ONE.title)
    after = seen({"one.md": renamed, "two.md": linking("renamed")}, before, days=9)

    assert kinds(after) == [("moved", ONE.id)]
    assert after.ledger.by_id[TWO.id].updated == TWO.published


def test_missing_articles_are_withdrawn_and_stay_in_the_ledger() -> None:
    once = seen({"two.md": TWO}, FIRST, days=2)
    again = seen({"two.md": TWO}, once.ledger, days=3)

    assert kinds(once) == [("withdrawn", ONE.id)]
    assert [entry.id for entry in once.ledger.withdrawn] == [ONE.id]
    assert once.ledger.by_id[ONE.id].withdrawn == NOON + 2 * DAY
    assert (again.ledger, again.changes) == (once.ledger, ())


@pytest.mark.parametrize("article", [ONE, attrs.evolve(ONE, content="<p>Other words.</p>"), attrs.evolve(ONE, published=NOON + DAY)])
def test_returning_articles_have_their_former_id_and_date(article: Article) -> None:
    away = seen({"two.md": TWO}, FIRST).ledger
    back = seen({"one.md": article, "two.md": TWO}, away, days=3)

    assert ("returned", ONE.id) in kinds(back)
    assert (back.articles[-1].id, back.articles[-1].published) == (ONE.id, NOON)
    assert back.ledger.withdrawn == ()


def test_returning_articles_are_updated_after_their_tombstone() -> None:
    away = seen({"two.md": TWO}, FIRST, days=2).ledger
    back = seen({"one.md": ONE, "two.md": TWO}, away, days=3)

    assert kinds(back) == [("returned", ONE.id)]
    assert back.ledger.by_id[ONE.id].updated == NOON + 3 * DAY


@pytest.mark.parametrize("ids", ["url", "tag", "uuid"])
def test_a_new_article_in_place_of_a_withdrawn_one_gets_a_new_id(ids: str) -> None:
    first = seen({"one.md": ONE, "two.md": TWO}, id_kind=ids).ledger
    away = seen({"two.md": TWO}, first, id_kind=ids).ledger
    other = attrs.evolve(ONE, content="<p>Something else.</p>", title="Else", published=NOON + timedelta(hours=5))

    reconciled = seen({"one.md": other, "two.md": TWO}, away, days=3, id_kind=ids)

    assert [change.kind for change in reconciled.changes] == ["new"]
    assert len({*away.by_id, *reconciled.ledger.by_id}) == 3


def test_a_new_article_at_a_former_url_gets_a_new_id() -> None:
    renamed = attrs.evolve(ONE, id=f"{SITE}/renamed", url=f"{SITE}/renamed")
    other = an_unnamed("one", content="<p>Something else.</p>", title="Else")

    reconciled = seen({"one.md": renamed, "three.md": other, "two.md": TWO}, FIRST)

    assert {article.url: article.id for article in reconciled.articles} == {
        f"{SITE}/renamed": ONE.id,
        f"{SITE}/one": f"{SITE}/one#2",
        f"{SITE}/two": TWO.id,
    }


def test_a_file_with_a_fault_is_not_withdrawn_nor_are_those_in_a_folder_with_one() -> None:
    first = seen({"a/one.md": ONE, "b/two.md": TWO}).ledger

    assert seen({}, first, unreadable_sources={"a/one.md", "b"}).ledger == first
    assert kinds(seen({}, first, unreadable_sources={"a/one.md", "b/t"})) == [("withdrawn", TWO.id)]


def test_a_copy_of_a_file_with_a_fault_is_another_article() -> None:
    copy = attrs.evolve(ONE, id=f"{SITE}/copy", url=f"{SITE}/copy")

    assert ("new", copy.id) in kinds(seen({"copy.md": copy, "two.md": TWO}, FIRST, unreadable_sources={"one.md"}))


def test_articles_after_the_moment_of_an_old_build_are_not_withdrawn() -> None:
    reconciled = seen({}, FIRST, days=-9, allow_mass_withdrawal=True)

    assert (reconciled.ledger, reconciled.later) == (FIRST, 2)


def many(count: int) -> dict[str, Article]:
    return {f"{n}.md": an_unnamed(f"a{n}") for n in range(count)}


def test_withdrawing_more_than_half_is_refused_unless_allowed() -> None:
    first = seen(many(20)).ledger

    with pytest.raises(WithdrawalError, match=r"11 of 20 published articles would leave the feeds \(11 gone\): .*--allow-mass-withdrawal"):
        seen(many(9), first)
    assert len(seen(many(9), first, allow_mass_withdrawal=True).ledger.withdrawn) == 11
    assert len(seen(many(10), first).ledger.withdrawn) == 10


def test_fewer_than_ten_are_never_refused() -> None:
    assert len(seen({}, seen(many(9)).ledger).ledger.withdrawn) == 9


def named(article: Article, id_: str) -> Article:
    return attrs.evolve(article, id=id_)


def test_an_id_in_front_matter_follows_the_article_anywhere() -> None:
    first = seen({"one.md": named(ONE, "tag:strides.example,2026:1"), "two.md": TWO}).ledger
    moved = named(an_unnamed("elsewhere", title="Another", published=NOON + DAY), "tag:strides.example,2026:1")

    reconciled = seen({"x/y.md": moved, "two.md": TWO}, first)

    assert ("new" not in dict(kinds(reconciled)), len(reconciled.ledger.entries)) == (True, 2)


def test_changing_an_explicit_id_is_a_resent_change() -> None:
    reconciled = seen({"one.md": named(ONE, "tag:strides.example,2026:1"), "two.md": TWO}, FIRST)

    (change,) = reconciled.changes
    assert (change.kind, change.id, change.former) == ("resent", "tag:strides.example,2026:1", ONE.id)
    assert change.reason == "its front matter sets another id than 'https://strides.example/one'"
    assert [entry.id for entry in reconciled.ledger.withdrawn] == [ONE.id]


def test_removing_an_explicit_id_changes_nothing() -> None:
    first = seen({"one.md": named(ONE, "tag:strides.example,2026:1")}).ledger

    assert seen({"one.md": ONE}, first).ledger == first


def test_an_id_put_back_brings_the_old_article_back() -> None:
    changed = seen({"one.md": named(ONE, "tag:strides.example,2026:1"), "two.md": TWO}, FIRST).ledger
    back = seen({"one.md": named(ONE, ONE.id), "two.md": TWO}, changed, explicit_ids={ONE.id})

    assert (ONE.id in back.ledger.by_id, back.ledger.by_id[ONE.id].withdrawn) == (True, None)
    assert back.ledger.by_id["tag:strides.example,2026:1"].withdrawn is not None


def test_an_id_set_in_another_file_moves_there() -> None:
    thief = named(an_unnamed("three"), ONE.id)

    files = {"one.md": attrs.evolve(ONE, id=f"{SITE}/uno", url=f"{SITE}/uno"), "three.md": thief, "two.md": TWO}
    reconciled = seen(files, FIRST, explicit_ids={ONE.id})

    assert {article.url: article.id for article in reconciled.articles}[f"{SITE}/three"] == ONE.id
    assert ("resent", f"{SITE}/uno") in kinds(reconciled)


def test_an_explicit_id_equal_to_the_url_is_explicit() -> None:
    (article,) = seen({"one.md": ONE}, explicit_ids={ONE.id}, id_kind="uuid").articles

    assert article.id == ONE.id


@pytest.mark.parametrize("ids", ["tag", "uuid"])
def test_another_kind_of_ids_applies_to_new_articles_only(ids: str) -> None:
    reconciled = seen({"one.md": ONE, "two.md": TWO, "three.md": an_unnamed("three")}, FIRST, id_kind=ids, feed_id=SITE)

    assert [change.kind for change in reconciled.changes] == ["new"]
    assert {article.url: article.id for article in reconciled.articles}[ONE.url] == ONE.id


def in_one_file(*articles: Article) -> tuple[list[Article], dict[str, str]]:
    return list(articles), {article.id: f"all.jsonl:{line}" for line, article in enumerate(articles, start=1)}


def test_articles_of_one_file_are_known_by_text_and_address() -> None:
    twins = [an_unnamed(name, title="Good morning", content="<p>Good morning!</p>") for name in "abc"]
    articles, origins = in_one_file(*twins)
    first = reconcile(Ledger(), articles, origins=origins, as_of=NOON)
    new = attrs.evolve(twins[0], id=f"{SITE}/new", url=f"{SITE}/new")
    more, places = in_one_file(new, *reversed(twins[1:]), attrs.evolve(twins[0], title="Good evening"))

    again = reconcile(first.ledger, more, origins=places, as_of=NOON + DAY)

    assert kinds(again) == [("new", f"{SITE}/new"), ("updated", f"{SITE}/a")]
    assert [entry.source for entry in again.ledger.entries] == ["all.jsonl"] * 4


def test_another_article_in_a_file_of_many_is_another_article() -> None:
    first = reconcile(Ledger(), [ONE], origins={ONE.id: "all.jsonl:1"}, as_of=NOON)
    other = an_unnamed("other", published=NOON + DAY)

    again = reconcile(first.ledger, [other], origins={other.id: "all.jsonl:1"}, as_of=NOON + DAY)

    assert kinds(again) == [("withdrawn", ONE.id), ("new", other.id)]


def test_articles_beside_a_faulty_line_are_known() -> None:
    articles, origins = in_one_file(ONE, TWO)
    first = reconcile(Ledger(), articles, origins=origins, as_of=NOON)

    again = reconcile(first.ledger, [TWO], origins={TWO.id: "all.jsonl:2"}, as_of=NOON + DAY, unreadable_sources={"all.jsonl"})

    assert (again.ledger, again.changes) == (first.ledger, ())


def test_an_unknown_fingerprint_is_no_change() -> None:
    """
    Entries of an adopted feed have no fingerprint, or one of another algorithm.
    """
    for unknown in ("", "0:ab"):
        adopted = Ledger([attrs.evolve(FIRST.entries[0], fingerprint=unknown)])

        reconciled = seen({"one.md": ONE}, adopted, days=9)

        assert (reconciled.changes, reconciled.ledger.entries) == ((), FIRST.entries[:1])


def test_moments_are_whole_seconds_in_articles_as_in_the_ledger() -> None:
    exact = attrs.evolve(ONE, published=datetime.fromisoformat("2026-04-30T14:00:00.7+02:00"))

    once = seen({"one.md": exact})
    again = seen({"one.md": exact}, once.ledger, days=5)

    assert once.articles[0].published == datetime(2026, 4, 30, 12, tzinfo=UTC)
    assert (again.articles, again.ledger, again.changes) == (once.articles, once.ledger, ())
    assert [article.digest for article in again.articles] == [article.digest for article in once.articles]


def test_related_links_and_bodies_are_left_alone() -> None:
    renamed = attrs.evolve(ONE, id=f"{SITE}/renamed", url=f"{SITE}/renamed", related=())

    (article,) = seen({"one.md": renamed}, seen({"one.md": ONE}).ledger).articles

    assert attrs.evolve(article, id=renamed.id) == renamed
