"""
The theme of the page: variables of its style sheet, checked so that no other CSS can be injected and all text is readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

import attrs

from stridesfeed.errors import FieldError, InvalidError, suggestion

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?(?:px|em|rem|ch)", re.ASCII)
_FONT = r"""(?:-?[a-z][a-z0-9 -]{0,40}|"[a-z0-9 -]{1,40}"|'[a-z0-9 -]{1,40}')"""
_FONTS = re.compile(rf"{_FONT}(?:, ?{_FONT}){{0,20}}", re.IGNORECASE | re.ASCII)

_SYSTEM_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"

#: The default of each variable. Those of the dark color scheme begin with "dark_".
DEFAULT: Mapping[str, str] = MappingProxyType(
    {
        "background": "#ffffff",
        "surface": "#f7f5f1",
        "text": "#1e1c19",
        "muted": "#5d5850",
        "accent": "#ab3f07",
        "on_accent": "#ffffff",
        "border": "#ddd8ce",
        "dark_background": "#141518",
        "dark_surface": "#1e2024",
        "dark_text": "#e9e7e3",
        "dark_muted": "#aaa69e",
        "dark_accent": "#ffa36b",
        "dark_on_accent": "#1e1c19",
        "dark_border": "#393c42",
        "font": _SYSTEM_FONTS,
        "width": "46rem",
        "radius": "10px",
    }
)

_DARK = "dark_"

#: The minimum contrast between text and background (WCAG 2.2, 1.4.3, level AA), and the pairs of colours that it applies to.
MIN_CONTRAST = 4.5
PAIRS = tuple(
    (f"{mode}{above}", f"{mode}{below}")
    for mode in ("", _DARK)
    for above, below in (
        *((above, below) for above in ("text", "muted", "accent") for below in ("background", "surface")),
        ("on_accent", "accent"),
    )
)


#: What a variable must be, and its pattern. All others are colours.
_A_COLOUR = ("a colour such as #ab3f07", _COLOUR)
_A_LENGTH = ("a length such as 46rem or 10px", _LENGTH)
_KINDS = {"font": ("font names such as Georgia, 'Noto Serif', serif", _FONTS), "width": _A_LENGTH, "radius": _A_LENGTH}


def faults(theme: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """
    Yield the errors in *theme*: the variable, and the rule that it breaks.

    >>> list(faults({"accent": "red; } body { display: none"}))
    [('accent', "must be a colour such as #ab3f07, not 'red; } body { display: none'")]
    """
    valid: dict[str, str] = {}
    for name, value in theme.items():
        kind, pattern = _KINDS.get(name, _A_COLOUR)
        if name not in DEFAULT:
            yield name, f"is not a variable of the page{suggestion(name, DEFAULT)}"
        elif not isinstance(value, str):
            yield name, f"must be text, not {type(value).__name__}"
        elif not pattern.fullmatch(value):
            yield name, f"must be {kind}, not {value!r}"
        else:
            valid[name] = value
    colours = {**DEFAULT, **valid}
    # Contrast is checked only if all values are valid.
    for above, below in PAIRS if len(valid) == len(theme) else ():
        if (above in theme or below in theme) and (found := contrast(colours[above], colours[below])) < MIN_CONTRAST:
            named = above if above in theme else below
            other = below if named == above else above
            yield (
                named,
                f"must have a contrast of at least {MIN_CONTRAST}:1 to {other} ({colours[other]}) to be readable, not {found:.2f}:1",
            )


def contrast(one: str, other: str) -> float:
    """
    Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2).

    >>> contrast("#000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(chain.from_iterable((digit, digit) for digit in colour[1:]))
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@attrs.frozen
class Theme:
    """
    All variables of the page.
    """

    values: Mapping[str, str]

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Theme:
        """
        Return the default theme with the *given* values; :class:`InvalidError` lists all errors in them.
        """
        invalid = [FieldError("page", name, rule) for name, rule in faults(given)]
        if invalid:
            raise InvalidError.of("page", invalid)
        return cls({**DEFAULT, **given})

    @property
    def css(self) -> str:
        """
        The rules of the style sheet that set the variables.
        """
        light = "".join(f"--{_css_name(name)}:{value};" for name, value in self.values.items() if not name.startswith(_DARK))
        dark = "".join(f"--{_css_name(name)}:{value};" for name, value in self.values.items() if name.startswith(_DARK))
        return f":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _css_name(name: str) -> str:
    return name.removeprefix(_DARK).replace("_", "-")
