"""
A bar chart in SVG with a title and a description, readable on light and dark pages, in print, and without colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import attrs

_WIDTH = 800
_LABELS = 340
_RIGHT = 120
_ROW = 30
_BAR = 18
_TOP = 58

#: Colours of the parts of a bar, in order; they also differ in brightness.
_FILLS = ("#1f5fa8", "#d9822b", "#8fc1a9")
_DARK_FILLS = ("#6ea8e8", "#c46a14", "#cfe8da")


@attrs.frozen
class Bar:
    """
    A bar: its name, its parts, and the text after it.
    """

    label: str
    parts: tuple[float, ...]
    shown: str

    @property
    def length(self) -> float:
        """
        The sum of all parts.
        """
        return sum(self.parts)


@attrs.frozen(kw_only=True)
class Chart:
    """
    Bars with a common unit.
    """

    title: str

    #: The meaning of a bar's length.
    measure: str

    bars: tuple[Bar, ...]

    #: The names of the parts, if bars have several.
    parts: tuple[str, ...] = ()

    def svg(self) -> str:
        """
        Return the chart as SVG, with a description of each bar for screen readers.
        """
        height = _TOP + _ROW * len(self.bars) + (34 if self.parts else 12)
        told = "; ".join(f"{bar.label}: {bar.shown}" for bar in self.bars)
        lines = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(self.title)}</title>',
            f'<desc id="desc">{escape(self.measure)}. {escape(told)}.</desc>',
            f"<style>{_style()}</style>",
            f'<rect class="paper" width="{_WIDTH}" height="{height}" rx="8"/>',
            _text(20, 26, self.title, "head"),
            _text(20, 44, self.measure, "note"),
            *self._rows(),
            *_legend(self.parts, height - 22),
            "</svg>",
        )
        return "\n".join(lines) + "\n"

    def _rows(self) -> Iterator[str]:
        longest = max(bar.length for bar in self.bars)
        scale = (_WIDTH - _LABELS - _RIGHT) / longest
        for number, bar in enumerate(self.bars):
            y = _TOP + number * _ROW
            yield _text(_LABELS - 10, y + 14, bar.label, "label")
            yield from _rectangles(bar.parts, y, scale)
            yield _text(_LABELS + bar.length * scale + 8, y + 14, bar.shown, "value")


def _rectangles(parts: Sequence[float], y: int, scale: float) -> Iterator[str]:
    x: float = _LABELS
    for number, part in enumerate(parts):
        if not part:
            continue
        # Every non-zero part is visible.
        width = max(part * scale, 1)
        yield f'<rect class="part{number}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}"/>'
        x += width


def _legend(parts: Iterable[str], y: int) -> Iterator[str]:
    for number, name in enumerate(parts):
        x = _LABELS + number * 130
        yield f'<rect class="part{number}" x="{x}" y="{y}" width="12" height="12"/>'
        yield _text(x + 18, y + 11, name, "note")


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}">{escape(words)}</text>'


def _style() -> str:
    light = _rules({"paper": "#ffffff", "head": "#1b1f24", "label": "#1b1f24", "value": "#1b1f24", "note": "#57606a"}, _FILLS)
    dark = _rules({"paper": "#1b1f24", "head": "#f0f3f6", "label": "#f0f3f6", "value": "#f0f3f6", "note": "#b1bac4"}, _DARK_FILLS)
    shapes = (
        "text{font:13px system-ui,sans-serif}.head{font-size:15px;font-weight:600}.note{font-size:12px}.label{text-anchor:end}"
        ".value{font-variant-numeric:tabular-nums}"
    )
    return f"{shapes}{light}@media(prefers-color-scheme:dark){{{dark}}}"


def _rules(colours: Mapping[str, str], fills: Sequence[str]) -> str:
    named = {**colours, **{f"part{number}": fill for number, fill in enumerate(fills)}}
    return "".join(f".{name}{{fill:{colour}}}" for name, colour in named.items())
