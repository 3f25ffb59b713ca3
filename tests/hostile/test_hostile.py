"""
Each file of a folder here is one attack on the promise that the folder is named for; adding a file is adding a test.

``.html`` is a body; where it says "kept", that text has to survive. ``.repeat`` is a number, and what is repeated so many times. The output is
read by html5lib, never by our own parser.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import attrs
import html5lib
import pytest

from makers import a_feed, an_article
from stridesfeed.body import ARTICLE, ENGINES, POLICIES, Policy, clean, clean_html, compose
from stridesfeed.body.limits import LimitExceeded
from stridesfeed.body.rewrite import rewrite
from stridesfeed.errors import LimitError
from stridesfeed.options import DEFAULT

HERE = Path(__file__).parent
BASE = "https://strides.example/news/one"
BODIES = sorted(HERE.glob("*/*.html"))
REPEATED = sorted(HERE.glob("limits/*.repeat"))

SCRIPTS = {"script", "template", "noscript", "svg", "math", "base", "meta", "link"}
FRAMES = {"iframe", "frame", "frameset", "object", "embed", "applet", "portal", "param"}
CONTROLS = {"form", "input", "button", "select", "option", "textarea", "datalist", "output", "keygen", "isindex", "label", "dialog"}
STYLED = {"style", "font", "center"}
STYLING = {
    "style",
    "bgcolor",
    "background",
    "color",
    "srcset",
    "srcdoc",
    "ping",
    "target",
    "rel",
    "action",
    "formaction",
    "http-equiv",
    "xlink:href",
}
ADDRESSES = {"href", "src", "poster", "cite", "longdesc", "data", "action", "formaction", "background"}
SAFE_ADDRESS = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]+(?:[/?#][!-~]*)?|(?:mailto:|tel:|#)[!-~]*", re.IGNORECASE)
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U0010fffe\U0010ffff]")


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def repeated(path: Path) -> str:
    count, piece = path.read_text("utf-8").rstrip("\n").split("\n")
    return int(count) * piece


def elements(html: str) -> Iterator[Element]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return (element for element in tree.iter() if isinstance(element.tag, str))


def assert_promises(html: str) -> None:
    """
    What holds for every output, whichever promise was attacked.
    """
    found = list(elements(html))
    assert not {element.tag for element in found} & (SCRIPTS | FRAMES | CONTROLS | STYLED)
    attributes = [(name.lower(), value) for element in found for name, value in element.attrib.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in STYLING]
    assert not [value for name, value in attributes if name in ADDRESSES and not SAFE_ADDRESS.fullmatch(value)]
    assert ILLEGAL.search(html) is None
    assert "<!--" not in html
    html5lib.HTMLParser(strict=True).parseFragment(html)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", BODIES, ids=name_of)
def test_an_attack_finds_no_way(path: Path, engine: str) -> None:
    attack = path.read_bytes().decode("utf-8")

    cleaned = clean_html(attack, BASE, engine=engine)

    assert_promises(cleaned)
    assert "".join(html5lib.parseFragment(cleaned).itertext()).count("kept") == attack.count("kept")
    assert clean_html(cleaned, BASE, engine=engine) == cleaned


@pytest.mark.parametrize("name", [name for name, policy in POLICIES.items() if policy is not ARTICLE])
@pytest.mark.parametrize("path", BODIES, ids=name_of)
def test_an_attack_finds_no_way_under_a_policy_that_allows_less(path: Path, name: str) -> None:
    cleaned = clean_html(path.read_bytes().decode("utf-8"), BASE, policy=POLICIES[name])

    assert_promises(cleaned)
    assert {element.tag for element in elements(cleaned)} <= {*POLICIES[name].elements, "DOCUMENT_FRAGMENT"}
    assert clean_html(cleaned, BASE, policy=POLICIES[name]) == cleaned


@pytest.mark.parametrize("language", ["he", "fr", None])
@pytest.mark.parametrize("path", BODIES, ids=name_of)
def test_an_attack_finds_no_way_out_of_the_element_around_a_body(path: Path, language: str | None) -> None:
    def composed(html: str) -> str:
        cleaned = clean(a_feed(an_article(language=language, content=html)))
        return compose(cleaned, DEFAULT).articles[0].content or ""

    once = composed(path.read_bytes().decode("utf-8"))

    assert_promises(once)
    assert composed(once) == once
    if language and once:
        assert len(html5lib.parseFragment(once)) == 1


@pytest.mark.parametrize("path", BODIES, ids=name_of)
def test_an_attack_finds_no_way_out_of_a_formula(path: Path) -> None:
    assert_promises(clean_html(f"<p><math>{path.read_bytes().decode('utf-8')}</math></p>", BASE))


@pytest.mark.parametrize("path", BODIES, ids=name_of)
def test_engines_agree_about_an_attack(path: Path) -> None:
    """
    They differ in one thing, which says the same to every parser: how they write an attribute without value.
    """
    attack = path.read_bytes().decode("utf-8")

    assert len({clean_html(attack, BASE, engine=engine).replace('=""', "") for engine in ENGINES}) == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", sorted(HERE.glob("no_tracking/*.html")), ids=name_of)
def test_nothing_is_fetched_that_only_counts(path: Path, engine: str) -> None:
    assert "t.example" not in clean_html(path.read_text("utf-8"), BASE, engine=engine)


TAGS = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
VOID = {"img", "br", "hr", "col", "source", "track", "wbr"}
SMALL = attrs.evolve(ARTICLE, max_elements=2000, max_length=50_000)


def depth(html: str) -> int:
    """
    How many elements stand inside one another, in HTML whose tags are balanced.
    """
    deepest = at = 0
    for end, name in TAGS.findall(html):
        at += 0 if name in VOID else -1 if end else 1
        deepest = max(deepest, at)
    return deepest


@pytest.mark.parametrize("path", REPEATED, ids=name_of)
def test_what_an_engine_gets_to_see_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def engine(html: str, _: Policy) -> str:
        seen.append(html)
        return html

    monkeypatch.setattr("stridesfeed.body.engines.ENGINES", {"bleach": engine})

    cleaned = clean_html(repeated(path), BASE, policy=SMALL)

    for html in seen:
        assert len(html) <= SMALL.max_length
        assert len(TAGS.findall(html)) <= 2 * SMALL.max_elements
        assert depth(html) <= SMALL.max_depth
    assert clean_html(cleaned, BASE, policy=SMALL) == cleaned


SHALLOW = attrs.evolve(ARTICLE, max_depth=40)


def calls(html: str) -> int:
    """
    How many functions are called, of Python and of C, until a body is rewritten or found to be over a limit.
    """
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        rewrite(html, BASE, SHALLOW, "T")
    except LimitExceeded:
        pass
    finally:
        sys.setprofile(None)
    return counted


GROWING = {path.stem: "{}" + path.read_text("utf-8").rstrip("\n").split("\n")[1] for path in REPEATED} | {
    "noscript_beside_a_large_element": "<div>{}<b>x</b></div>{}<noscript><img src=/i></noscript>",
    "images_beside_noscript": "<noscript><img src=/i></noscript>{}<img src=/blank.gif>",
    "deep_lists": "<ul><li>x</ul>{}<b><i>x</b>y</i>",
}


def grown(piece: str, times: int) -> str:
    """
    Each part of *piece*, so many times over.
    """
    return "".join(part * times for part in piece.split("{}"))


@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING)
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    """
    Twice the length is twice the work, whatever a clock would say of it.
    """
    # More than are allowed inside one another: up to there, each level may cost one look at each element.
    times = 50 if len(piece) < 1000 else 10
    half, whole = calls(grown(piece, times)), calls(grown(piece, 2 * times))

    assert whole <= 2.2 * half + 500


def refusal(html: str) -> LimitError | None:
    try:
        clean_html(html, BASE, policy=attrs.evolve(SMALL, over_limit="refuse"), subject="article 'x'")
    except LimitError as error:
        return error
    return None


@pytest.mark.parametrize("path", REPEATED, ids=name_of)
def test_what_is_over_a_limit_is_refused_or_becomes_text(path: Path) -> None:
    error = refusal(repeated(path))
    tags = set(TAGS.findall(clean_html(repeated(path), BASE, policy=SMALL)))

    assert error is None or (error.subject == "article 'x'" and hasattr(SMALL, error.limit))
    assert error is None or tags <= {("", "p"), ("/", "p")}
