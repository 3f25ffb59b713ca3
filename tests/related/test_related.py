from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import NOON, an_article
from stridesfeed import Article, Cache, Category, Editorial, Link, MemoryCache, Person
from stridesfeed.related import Relation, related

SUBJECTS = (
    "distillation teacher student weights licence court witness copyright",
    "harbour barge anchor servers cooling electricity basin pool",
    "watermark pilot pictures elections campaign forgery detection camera",
    "translator grammar dialect corpus subtitle interpreter glossary idiom",
)
PADDING = tuple("this that there with from which about after would could should their other where while these".split())  # noqa: SIM905  # a line


def turned(words: Sequence[str], by: int) -> list[str]:
    return [*words[by % len(words) :], *words[: by % len(words)]]


def written(number: int, **fields: object) -> Article:
    """
    An article about one of the subjects, the later the greater its number, with much in it that all texts hold.
    """
    subject = turned(SUBJECTS[number % len(SUBJECTS)].split(), number)
    words = [*turned(subject, 3), *subject[:5], *subject[:2], *turned(PADDING, number)[:11] * 3]
    given: dict[str, object] = {
        "title": f"{' '.join(subject[:3])} n{number}",
        "summary": None,
        "content": f"<p>{' '.join(words)}.</p>",
        "published": NOON + timedelta(hours=number),
    }
    return an_article(f"number-{number}", **given | fields)


def number_of(id_: str) -> int:
    return int(id_.rpartition("-")[2])


def ids(relations: Iterable[Relation]) -> list[str]:
    return [relation.id for relation in relations]


MANY = [written(number) for number in range(48)]


def test_articles_about_one_subject_find_each_other() -> None:
    found = related(MANY, count=3)

    pairs = [(number_of(article.id), number_of(relation.id)) for article in MANY[24:] for relation in found[article.id]]
    assert len(pairs) == 24 * 3
    assert {(one - other) % len(SUBJECTS) for one, other in pairs} == {0}


def test_every_article_has_its_relations_nearest_first_and_never_itself() -> None:
    found = related(MANY, count=5)

    assert set(found) == {article.id for article in MANY}
    for id_, relations in found.items():
        assert id_ not in ids(relations)
        assert len(set(ids(relations))) == len(relations) <= 5
        assert [relation.score for relation in relations] == sorted((relation.score for relation in relations), reverse=True)
        assert all(0 < relation.score <= 1 for relation in relations)


def test_relations_stay_what_they_are_when_articles_come_after() -> None:
    before = related(MANY[:30], count=3)

    after = related(MANY, count=3)

    assert {id_: after[id_] for id_ in before} == before


def test_older_articles_are_preferred_to_newer_ones_only_until_newer_ones_are_asked_for() -> None:
    earlier, both = related(MANY, count=48), related(MANY, count=48, newer=True)

    def later(found: Mapping[str, tuple[Relation, ...]]) -> int:
        return sum(number_of(relation.id) > number_of(id_) for id_, relations in found.items() for relation in relations)

    assert later(earlier) == 0
    assert later(both) > 0
    assert len(both[MANY[0].id]) > len(earlier[MANY[0].id]) == 0


def test_what_came_first_can_be_said() -> None:
    order = {article.id: -number_of(article.id) for article in MANY}

    found = related(MANY, count=3, order=order)

    assert found[MANY[-1].id] == ()
    assert all(number_of(relation.id) > number_of(id_) for id_, relations in found.items() for relation in relations)


def test_what_order_lacks_comes_last() -> None:
    latest = {article.id: number for number, article in enumerate(MANY[1:])}

    found = related(MANY, count=3, order=latest)

    assert len(found[MANY[0].id]) == 3


def test_order_in_which_articles_are_given_does_not_matter() -> None:
    assert related(MANY[::2] + MANY[1::2], count=3) == related(MANY, count=3)


def test_rare_category_says_more_than_one_that_many_have() -> None:
    common, rare = Category("News"), Category("Acoustics")
    plain = [an_article(f"plain-{number}", title="X", summary=None, content=None, categories=[common], authors=()) for number in range(12)]
    first = an_article(
        "first", title="Y", summary=None, content=None, categories=[common, rare], published=NOON - timedelta(days=30), authors=()
    )
    asking = attrs.evolve(first, id="tag:x,2026:asking", url="https://strides.example/asking", published=NOON + timedelta(days=1))

    found = related([first, *plain, asking], count=2, reasons=True)[asking.id]

    assert found[0].id == first.id
    assert "shared category 'Acoustics'" in found[0].reasons


def test_letter_case_and_accents_of_a_category_do_not_matter() -> None:
    fields = {"title": "X", "summary": None, "content": None, "authors": ()}
    one = an_article("one", categories=[Category("Économie")], **fields)
    two = an_article("two", categories=[Category("economie")], **fields)
    others = [an_article(f"other-{number}", **fields) for number in range(5)]

    assert ids(related([one, two, *others], count=1)[two.id]) == [one.id]


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"extensions": (Editorial(section="Research"),)}, "same section 'Research'"),
        ({"authors": (Person("Ilse Varga"),)}, "same author 'Ilse Varga'"),
    ],
)
def test_section_and_author_decide_between_articles_about_one_subject(shared: dict[str, object], reason: str) -> None:
    one, two = written(0, **shared), attrs.evolve(written(0), id="tag:x,2026:two", url="https://strides.example/two")
    asking = written(40, **shared)

    found = related([*MANY[1:4], one, two, asking], count=3, reasons=True, least=0)[asking.id]

    assert found[0].id == one.id
    assert reason in found[0].reasons


def test_reasons_name_the_words_as_the_article_writes_them() -> None:
    texts = ["Über Straßen, Brücken und Tunnel", "Tunnel, Brücken, Häfen und Züge", "Über die Straßen und Brücken"]
    articles = [
        an_article(f"text-{number}", title=text, summary=None, content=None, authors=(), published=NOON + timedelta(hours=number))
        for number, text in enumerate([*texts[:2], *["Und nun das Wetter"] * 5, texts[2]])
    ]

    found = related(articles, count=1, reasons=True, language="de", least=0)[articles[-1].id]

    assert ids(found) == [articles[0].id]
    assert found[0].reasons[0].startswith("words: Straßen")
    assert "Über" in found[0].reasons[0]
    assert related(articles, count=1, language="de", least=0)[articles[-1].id][0].reasons == ()


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    texts = ["蒸留モデルの裁判", "港に浮かぶデータセンター", "天気の話", "野球の話", "モデル蒸留と著作権"]
    articles = [
        an_article(f"text-{number}", title=text, summary=None, content=None, authors=(), published=NOON + timedelta(hours=number))
        for number, text in enumerate(texts)
    ]

    (relation,) = related(articles, count=1, reasons=True, language="ja", least=0)[articles[-1].id]

    assert relation.id == articles[0].id
    assert relation.reasons == ("words: モデル, 蒸留",)


def test_articles_in_other_languages_are_not_related() -> None:
    english, american, french = (
        written(0, language="en"),
        written(4, language="en-US"),
        written(8, language="fr"),
    )

    found = related([english, american, french, *(attrs.evolve(article, language="en") for article in MANY[1:4])], count=3, least=0)

    assert found[french.id] == ()
    assert english.id in ids(found[american.id])


def test_what_the_author_names_is_not_found_again() -> None:
    asking = MANY[-1]
    first, second = related(MANY, count=2)[asking.id]
    urls = {article.id: article.url for article in MANY}

    named = attrs.evolve(asking, related=[Link(f"{urls[first.id]}/#top")], sources=[Link(f"{urls[second.id]}")])

    assert not {first.id, second.id} & set(ids(related([*MANY[:-1], named], count=5)[named.id]))


def test_one_page_is_named_once_whatever_its_ids() -> None:
    twin = attrs.evolve(MANY[40], id="tag:strides.example,2026:twin")
    asking = written(44)

    found = related([*MANY[:44], twin, asking], count=20, least=0)[asking.id]

    assert len({twin.id, MANY[40].id} & set(ids(found))) == 1


def test_of_two_that_are_alike_the_newer_comes_first_and_counts_more() -> None:
    old = attrs.evolve(MANY[0], id="tag:x,2026:old", url="https://strides.example/old", published=NOON - timedelta(days=1095))

    found = related([old, *MANY[:5]], count=5)[MANY[4].id]

    score = {relation.id: relation.score for relation in found}
    assert found[0].id == MANY[0].id
    assert score[old.id] == pytest.approx(score[MANY[0].id] / 2, abs=0.002)


def test_articles_with_nothing_in_common_are_not_related() -> None:
    texts = ["alpha beta gamma", "delta epsilon zeta", "eta theta iota"]
    articles = [an_article(f"text-{number}", title=text, summary=None, content=None, authors=()) for number, text in enumerate(texts)]

    assert set(related(articles, count=3, least=0).values()) == {()}


def test_nothing_is_asked_for_and_nothing_given() -> None:
    assert related([], count=3) == {}
    assert set(related(MANY, count=0).values()) == {()}


class Counting:
    """
    A cache that notes what was put into it.
    """

    def __init__(self) -> None:
        self._inner = MemoryCache()
        self.new: list[bytes] = []

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        return self._inner.get(keys)

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        self.new += entries
        self._inner.put(entries)


@pytest.fixture(params=[8, 256], ids=["blocks", "no-block"])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Articles are kept in blocks of so many; there are fewer than 256.
    """
    monkeypatch.setattr("stridesfeed.related.relations._AT_ONCE", request.param)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("newer", [False, True])
def test_cache_changes_nothing_but_the_time(newer: bool) -> None:
    cache: Cache = MemoryCache()
    fresh = related(MANY, count=3, reasons=True, newer=newer)

    assert related(MANY, count=3, reasons=True, newer=newer, cache=cache) == fresh
    assert related(MANY, count=3, reasons=True, newer=newer, cache=cache) == fresh
    assert related(MANY, count=3, newer=newer, cache=cache) == related(MANY, count=3, newer=newer)


@pytest.mark.usefixtures("blocks")
def test_of_an_article_that_comes_after_all_others_only_its_own_is_new() -> None:
    cache = Counting()
    related(MANY[:41], count=3, cache=cache)
    cache.new.clear()

    found = related(MANY[:42], count=3, cache=cache)

    assert len(cache.new) == 2  # its words, and its relations
    assert found == related(MANY[:42], count=3)


@pytest.mark.usefixtures("blocks")
@pytest.mark.parametrize("newer", [False, True])
def test_site_that_grows_day_by_day_has_the_same_relations(newer: bool) -> None:
    cache = MemoryCache()

    for length in (7, 8, 9, 24, 25, 26, 41, 48):
        assert related(MANY[:length], count=3, newer=newer, reasons=True, cache=cache) == related(
            MANY[:length], count=3, newer=newer, reasons=True
        )


@pytest.mark.usefixtures("blocks")
def test_edit_and_withdrawal_leave_nothing_stale() -> None:
    cache = MemoryCache()
    related(MANY, count=3, cache=cache)
    edited = [*MANY]
    edited[20] = attrs.evolve(MANY[20], title=MANY[21].title, content=MANY[21].content)

    assert related(edited, count=3, cache=cache) == related(edited, count=3)
    assert related(MANY[:20] + MANY[21:], count=3, cache=cache) == related(MANY[:20] + MANY[21:], count=3)


TEXTS = st.text(alphabet=st.sampled_from("ab <>&é蒸留ก1-'\n"), max_size=40)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 3)), max_size=8), st.integers(0, 8), st.booleans())
def test_whatever_is_written_relations_depend_on_what_came_before_alone(texts: list[tuple[str, str, int]], cut: int, reasons: bool) -> None:
    articles = [
        an_article(f"text-{number}", title=title.strip() or "X", content=content, published=NOON + timedelta(days=day))
        for number, (title, content, day) in enumerate(texts)
    ]
    articles.sort(key=lambda article: (article.published, article.id))

    whole = related(articles, count=3, reasons=reasons, least=0)

    assert related(articles[:cut], count=3, reasons=reasons, least=0) == {article.id: whole[article.id] for article in articles[:cut]}
