from __future__ import annotations

import sys
import threading
from pathlib import Path

import attrs
import pytest

from stridesfeed import body
from stridesfeed.body import ARTICLE, ENGINES, clean_html
from stridesfeed.errors import MissingExtraError, UnknownNameError

BASE = "https://strides.example/news/one"
ARTICLE_HTML = '<h2 id="a">A &amp; B</h2><p class="language-x y">T\xa0<a href="/x?a=1&amp;b=2" title="&quot;q&quot; &lt;">l</a></p>'


def test_all_engines_write_the_same() -> None:
    first, *others = [clean_html(ARTICLE_HTML, BASE, engine=engine) for engine in ENGINES]

    assert others == [first] * len(others)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "attack",
    [
        "<p>x</p><script>evil()</script>",
        '<p onclick="evil()">x</p>',
        '<p style="position:fixed">x</p>',
        '<p class="modal">x</p>',
        '<a href="javascript:1">x</a>',
        '<a href="jav&#97;script:evil()">x</a>',
        '<a href="relative">x</a>',
        '<img src="data:1">',
        '<iframe src="https://evil.example/"></iframe>',
        "<svg><script>evil()</script></svg>",
        "<!-- x -->",
    ],
)
def test_an_engine_judges_by_itself(engine: str, attack: str) -> None:
    """
    Even what the rewriting would miss does not pass: the engine alone, under the policy.
    """
    judged = ENGINES[engine](attack, ARTICLE)

    assert not [bad for bad in ("<script", "onclick", "style", "modal", "href", "src", "<iframe", "<svg", "<!--") if bad in judged]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_follows_the_policy(engine: str) -> None:
    narrow = attrs.evolve(ARTICLE, elements={"p": frozenset({"lang"})})

    assert ENGINES[engine]('<p lang="en" id="x">a<b>c</b></p>', narrow) == '<p lang="en">ac</p>'


def test_every_door_is_in_the_table() -> None:
    doors = {path.stem.removeprefix("_") for path in Path(body.__file__).parent.glob("_[a-z]*.py")}

    assert set(ENGINES) == doors


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'bleach'"):
        clean_html("<p>x</p>", BASE, engine="bleech")


def test_an_engine_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)

    with pytest.raises(MissingExtraError, match=r"stridesfeed\[nh3\]"):
        clean_html("<p>x</p>", BASE, engine="nh3")


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_do_not_disturb_one_another(engine: str) -> None:
    bodies = [f"<p>{number} &amp; <b>{'x' * (number + 1)}</b></p>" * 20 for number in range(8)]
    cleaned: dict[int, set[str]] = {number: set() for number in range(8)}

    def work(number: int) -> None:
        for _ in range(5):
            cleaned[number].add(clean_html(bodies[number], BASE, engine=engine))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert cleaned == {number: {bodies[number]} for number in range(8)}
