"""
The theme of the page.
"""

from __future__ import annotations

import re

import pytest

from makers import a_feed
from page.pages import document
from stridesfeed.errors import InvalidError
from stridesfeed.publish.page.theme import DEFAULT, MIN_CONTRAST, PAIRS, contrast, faults

#: WebAIM's and the W3C's own examples.
KNOWN = [
    ("#000000", "#ffffff", 21),
    ("#777777", "#ffffff", 4.48),
    ("#767676", "#ffffff", 4.54),
    ("#fff", "#ffffff", 1),
    ("#0000ff", "#ffffff", 8.59),
]


@pytest.mark.parametrize(("one", "other", "expected"), KNOWN)
def test_contrast_is_what_the_guidelines_say(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


def variables(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):([^;]+);", sheet))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_on_the_page_can_be_read(mode: str) -> None:
    light, dark = re.findall(r":root\{(.*?)\}", document(a_feed()).decode())
    colours = variables(light) | (variables(dark) if mode == "dark" else {})

    pairs = [(above, below) for above in ("text", "muted", "accent") for below in ("background", "surface")] + [("on-accent", "accent")]
    assert min(contrast(colours[above], colours[below]) for above, below in pairs) >= MIN_CONTRAST


def test_the_dark_page_has_every_colour_of_the_light_one() -> None:
    light = {name for name in DEFAULT if f"dark_{name}" in DEFAULT}

    assert {name for pair in PAIRS for name in pair} <= light | {f"dark_{name}" for name in light}
    assert set(DEFAULT) == light | {f"dark_{name}" for name in light} | {"font", "width", "radius"}


def test_a_theme_changes_its_variables_alone() -> None:
    theme = {"accent": "#0b5cad", "dark_accent": "#7bf", "font": "Georgia, 'Noto Serif', serif", "width": "38rem", "radius": "0px"}

    light, dark = re.findall(r":root\{(.*?)\}", document(a_feed(), theme=theme).decode())

    expected = {name.replace("_", "-"): value for name, value in (DEFAULT | theme).items() if not name.startswith("dark_")}  # type: ignore[operator]
    assert variables(light) == expected
    assert variables(dark)["accent"] == "#7bf"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accent", "red"),
        ("accent", "#12345"),
        ("accent", "#000;}</style><script>alert(1)</script>"),
        ("accent", "#000\n"),
        ("accent", "#٠٠٠"),
        ("font", "x; } body { display: none"),
        ("font", "'Open"),
        ("font", "url(https://tracker.example/)"),
        ("font", "Georgia,"),
        ("font", ""),
        ("font", "a\\29 "),
        ("width", "10"),
        ("width", "calc(1px)"),
        ("radius", "-1px"),
        ("acent", "#000"),
        ("accent", 7),
    ],
)
def test_other_css_cannot_be_injected_through_values(name: str, value: object) -> None:
    assert [fault for fault, _ in faults({name: value})] == [name]
    with pytest.raises(InvalidError) as caught:
        document(a_feed(), theme={name: value})
    assert [(fault.subject, fault.field) for fault in caught.value.faults] == [("page", name)]


def test_a_colour_without_enough_contrast_is_refused() -> None:
    found = list(faults({"accent": "#ff9900", "background": "#ffffff"}))

    assert [name for name, _ in found] == ["accent", "accent", "accent"]
    assert found[0][1] == "must have a contrast of at least 4.5:1 to background (#ffffff) to be readable, not 2.14:1"


def test_the_default_theme_is_valid() -> None:
    assert list(faults(DEFAULT)) == []
