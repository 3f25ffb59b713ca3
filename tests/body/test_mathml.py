"""
Formulas in MathML become linear text that means the same.
"""

from __future__ import annotations

import html
import re
from fractions import Fraction
from typing import Any

import feedparser
import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from makers import a_feed, an_article
from stridesfeed.body import ARTICLE, ENGINES, MINIMAL, STRICT, Policy, clean_html, html_to_text
from stridesfeed.emit import render

BASE = "https://strides.example/one"
A, B, X = "<mi>a</mi>", "<mi>b</mi>", "<mi>x</mi>"


def linear(formula: str, **arguments: Any) -> str:
    """
    The text of *formula* after cleaning.
    """
    return html.unescape(clean_html(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{formula}</math>', BASE, **arguments))


def n(number: int | str) -> str:
    return f"<mn>{number}</mn>"


def o(operator: str) -> str:
    return f"<mo>{operator}</mo>"


def row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def table(*rows: list[str], attributes: str = "") -> str:
    cells = "".join("<mtr>" + "".join(f"<mtd>{cell}</mtd>" for cell in cells) + "</mtr>" for cells in rows)
    return f"<mtable{attributes}>{cells}</mtable>"


SUM = row(A, o("+"), B)
HALF = f"<mfrac>{n(1)}{n(2)}</mfrac>"
FRACTION = f"<mfrac>{A}{B}</mfrac>"
MATRIX = table([n(1), n(2)], [n(3), n(4)])

PIECEWISE = o("f=") + o("{") + table([X, "<mtext>if </mtext>" + X + o("&gt;") + n(0)], [n(0), "<mtext>else</mtext>"])

CASES = {
    "mfrac": [
        (FRACTION, "a/b"),
        (f"<mfrac>{SUM}{X}</mfrac>", "(a+b)/x"),
        (f"<mfrac>{A}{row(n(2), B)}</mfrac>", "a/(2b)"),
        (f"<mfrac>{FRACTION}{X}</mfrac>", "(a/b)/x"),
        (f"<mfrac bevelled='true'>{A}{B}</mfrac>", "a/b"),
        (f"<mfrac>{A}</mfrac>", "a/()"),
    ],
    "a fraction beside something": [
        (HALF + X, "(1/2)x"),
        (A + FRACTION, "a(a/b)"),
        (o("−") + FRACTION, "−a/b"),
        (X + o("=") + FRACTION + o("+") + X, "x=a/b+x"),
        (X + o("/") + FRACTION, "x/(a/b)"),
        (X + o("÷") + FRACTION, "x÷(a/b)"),
        (FRACTION + o("!"), "(a/b)!"),
        (row(X, o("+"), FRACTION) + A, "x+(a/b)a"),
        (o("(") + FRACTION + o(")"), "(a/b)"),
        (f"<mi>sin</mi>{o('&#x2061;')}{FRACTION}", "sin(a/b)"),
        (n(1) + HALF, "1 1/2"),
        (n(1) + HALF + X, "(1 1/2)x"),
        (n(1) + o("&#x2064;") + HALF, "1+1/2"),
        (n(3) + o("&#x2062;") + HALF, "3(1/2)"),
    ],
    "a binomial": [
        (o("(") + f"<mfrac linethickness='0'>{A}{B}</mfrac>" + o(")"), "(a; b)"),
        (f"<mfrac linethickness='0.0em'>{A}{B}</mfrac>", "[a; b]"),
        (f"<mfrac linethickness='0.5em'>{A}{B}</mfrac>", "a/b"),
    ],
    "roots": [
        (f"<msqrt>{X}</msqrt>", "√(x)"),
        (f"<msqrt>{A}{o('+')}{B}</msqrt>{X}", "√(a+b)x"),
        (f"<mroot>{SUM}{n(3)}</mroot>", "√[3](a+b)"),
        (f"<menclose notation='radical'>{X}</menclose>", "√(x)"),
    ],
    "scripts": [
        (f"<msup>{X}{n(2)}</msup>", "x^2"),
        (f"<msup>{X}{SUM}</msup>", "x^(a+b)"),
        (f"<msup>{X}{FRACTION}</msup>", "x^(a/b)"),
        (f"<msup>{X}<msup>{A}{B}</msup></msup>", "x^(a^b)"),
        (f"<msup><msup>{X}{A}</msup>{B}</msup>", "(x^a)^b"),
        (f"<msup>{SUM}{n(2)}</msup>", "(a+b)^2"),
        (f"<msup>{row(o('('), SUM, o(')'))}{n(2)}</msup>", "(a+b)^2"),
        (f"{o('(')}{SUM}<msup>{o(')')}{n(2)}</msup>", "(a+b)^2"),
        (f"<msup>{row(o('('), A, o(')'), o('('), B, o(')'))}{n(2)}</msup>", "((a)(b))^2"),
        (f"<msup>{row(o('|'), X, o('|'))}{n(2)}</msup>", "|x|^2"),
        (f"<msup>{X}{n(2)}</msup>{A}", "x^2 a"),
        (f"<msup>{X}{row(o('−'), n(1))}</msup>{o('(')}{A}{o(')')}", "x^(−1)(a)"),
        (f"<msup>{n('-1')}{n(2)}</msup>", "(-1)^2"),
        (f"<msup><mi>f</mi>{o('′')}</msup>{o('(')}{X}{o(')')}", "f′(x)"),
        (f"<msup>{X}{o('*')}</msup>", "x^*"),
        (f"<msub>{X}{n(1)}</msub>", "x_1"),
        (f"<msub>{X}{row(A, o('&#x2063;'), B)}</msub>", "x_(a,b)"),
        (f"<msubsup>{X}{n(1)}{n(2)}</msubsup>", "x_1^2"),
        (f"<msup>{X}<mrow></mrow></msup>", "x"),
        (f"<msup>{X}</msup>", "x"),
    ],
    "limits": [
        (f"<munderover>{o('∑')}{row('<mi>i</mi>', o('='), n(1))}<mi>n</mi></munderover><mi>i</mi>", "∑_(i=1)^n i"),
        (f"<munder>{o('lim')}{row(X, o('→'), n(0))}</munder>{X}", "lim_(x→0) x"),
        (f"<mover>{o('=')}<mi>def</mi></mover>", "=^def"),
        (f"<munderover>{o('∫')}{n(0)}{n(1)}</munderover>{X}<mspace width='.2em'/><mi>d</mi>{X}", "∫_0^1 x dx"),
    ],
    "accents": [
        (f"<mover>{X}{o('¯')}</mover>", "x\u0305"),
        (f"<mover accent='true'>{A}{o('^')}</mover>", "â"),
        (f"<mover>{A}{o('~')}</mover>", "ã"),
        (f"<mover>{X}{o('→')}</mover>", "x\u20d7"),
        (f"<munder>{X}{o('_')}</munder>", "x\u0332"),
        (f"<mover>{row(A, B)}{o('→')}</mover>", "(ab)^→"),
        (f"<mover><mover>{X}{o('^')}</mover>{o('˙')}</mover>", "x\u0302\u0307"),
    ],
    "mmultiscripts": [
        (f"<mmultiscripts><mi>C</mi><mprescripts/>{n(6)}{n(14)}</mmultiscripts>", "_6^14 C"),
        (f"<mmultiscripts><mi>R</mi>{A}{B}</mmultiscripts>", "R_a^b"),
        (f"<mmultiscripts><mi>R</mi>{A}<none/><none/>{B}</mmultiscripts>", "R_a^b"),
        (f"<mmultiscripts>{SUM}{A}<none/><mprescripts/><none/>{n(2)}</mmultiscripts>", "^2 (a+b)_a"),
        (f"<mmultiscripts>{X}{A}</mmultiscripts>", "x_a"),
    ],
    "tables": [
        (MATRIX, "[1, 2; 3, 4]"),
        (o("(") + MATRIX + o(")"), "(1, 2; 3, 4)"),
        (o("|") + MATRIX + o("|"), "|1, 2; 3, 4|"),
        (f"<mfenced open='[' close=']'>{MATRIX}</mfenced>", "[1, 2; 3, 4]"),
        (f"<msup>{MATRIX}<mi>T</mi></msup>", "[1, 2; 3, 4]^T"),
        (PIECEWISE, "f={[x, if x>0; 0, else]"),
        (table([A, o("=") + B], ["", o("=") + X], attributes=" columnalign='right left'"), "a=b; =x"),
        (f"<mtable><mlabeledtr><mtd><mtext>(1)</mtext></mtd><mtd>{X}</mtd></mlabeledtr></mtable>", "[x (1)]"),
        (table([A, B]) + o("·") + table([A], [B]), "[a, b]·[a; b]"),
    ],
    "mfenced": [
        (f"<mfenced>{A}{B}</mfenced>", "(a,b)"),
        (f"<mfenced open='[' close=')' separators=';,'>{A}{B}{X}{A}</mfenced>", "[a;b,x,a)"),
        (f"<mfenced open='|' close='|'>{SUM}</mfenced>", "|a+b|"),
        (f"<mfenced open='{{' close=''>{A}</mfenced>", "{a"),
        (f"<mfenced separators=''>{A}{B}</mfenced>", "(ab)"),
    ],
    "operators that are not seen": [
        (f"<mi>f</mi>{o('&ApplyFunction;')}{o('(')}{X}{o(')')}", "f(x)"),
        (f"<mi>sin</mi>{o('&#x2061;')}{X}", "sin x"),
        (n(2) + o("&InvisibleTimes;") + X, "2x"),
        (n(2) + o("&#x2062;") + n(3), "2·3"),
        (X + o("&it;") + n(2), "x·2"),
        (A + o("&InvisibleComma;") + B, "a,b"),
    ],
    "tokens": [
        (n(1) + n(2), "1 2"),
        (X + n(2), "x 2"),
        (n(2) + X + A, "2xa"),
        (f"<mi>log</mi>{X}", "log x"),
        (f"{A}{o('mod')}{B}", "a mod b"),
        (f"<mtext>for all</mtext>{X}", "for all x"),
        ("<ms>x</ms>", '"x"'),
        ("<ms lquote='«' rquote='»'>x</ms>", "«x»"),
        ("<mi>  x\n </mi>", "x"),
        (f"{n(50)}{o('%')}", "50%"),
        ("<mi mathvariant='double-struck'>R</mi>", "ℝ"),
        ("<mi mathvariant='script'>L</mi><mi mathvariant='fraktur'>g</mi><mi mathvariant='bold'>x</mi>", "ℒ𝔤𝐱"),
        ("<mi mathvariant='normal'>R</mi>", "R"),
        ("<mglyph src='a.png' alt='glyph'/>", "glyph"),
        (f"stray {X}", "stray x"),
        (f"{A}{o('&lt;')}{B}", "a<b"),
    ],
    "menclose": [
        (f"<menclose notation='updiagonalstrike'>{row(n(2), X)}</menclose>", "2\u0338x\u0338"),
        (f"<menclose notation='horizontalstrike'>{A}</menclose>", "a\u0336"),
        (f"<menclose notation='actuarial'>{A}</menclose>", "a\u20e7"),
        (f"<menclose notation='top'>{A}{B}</menclose>", "a\u0305b\u0305"),
        (f"<menclose>{n(12)}</menclose>", "⟌(12)"),
        (f"<menclose notation='box'>{SUM}</menclose>", "a+b"),
    ],
    "what is not shown": [
        (f"{A}<mphantom>{o('+')}{X}</mphantom>{B}", "a b"),
        (f"<maction actiontype='toggle' selection='2'>{A}{B}</maction>", "b"),
        (f"<maction actiontype='tooltip'>{A}<mtext>tip</mtext></maction>", "a"),
    ],
    "semantics": [
        (f"<semantics>{FRACTION}<annotation encoding='application/x-tex'>\\frac ab</annotation></semantics>", "\\frac ab"),
        (f"<semantics>{FRACTION}<annotation encoding='StarMath 5.0'>{{a}} over {{b}}</annotation></semantics>", "a/b"),
        (f"<semantics>{FRACTION}<annotation-xml encoding='MathML-Content'><ci>no</ci></annotation-xml></semantics>", "a/b"),
        ("<semantics><annotation-xml><apply><divide/><ci>a</ci><ci>b</ci></apply></annotation-xml></semantics>", "a/b"),
        (f"<semantics>{X}{o('+')}{FRACTION}</semantics>{A}", "x+(a/b)a"),
    ],
    "rows": [
        (f"<mstyle displaystyle='true'><mpadded width='0'><merror>{A}{o('+')}{FRACTION}</merror></mpadded></mstyle>", "a+a/b"),
        (f"<mstack>{n(424)}<msrow>{o('+')}{n(33)}</msrow><msline/>{n(457)}</mstack>", "424; +33; ―; 457"),
        (f"<msup>{X}{n(2)}</msup></mrow></msup>{o('+')}{A}", "x^2+a"),
    ],
    "content": [
        ("<apply><plus/><ci>a</ci><apply><times/><cn>2</cn><ci>b</ci></apply></apply>", "a+(2·b)"),
        ("<apply><minus/><ci>a</ci></apply>", "−a"),
        ("<apply><sin/><ci>x</ci></apply>", "sin(x)"),
        ("<apply><ci>f</ci><ci>x</ci><pi/></apply>", "f(x, π)"),
        ("<cn type='rational'>1<sep/>2</cn>", "1/2"),
        ("<cn type='e-notation'>1<sep/>2</cn>", "1e2"),
    ],
}


@pytest.mark.parametrize(("formula", "text"), [case for cases in CASES.values() for case in cases])
def test_a_formula_is_the_same_on_one_line(formula: str, text: str) -> None:
    assert linear(formula) == text


@pytest.mark.parametrize("name", ["alttext", "aria-label"])
def test_the_text_of_an_author_comes_first(name: str) -> None:
    assert clean_html(f'<math {name}="half of x"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>', BASE) == "half of x"


@pytest.mark.parametrize("policy", [ARTICLE, STRICT, MINIMAL])
@pytest.mark.parametrize("engine", ENGINES)
def test_every_policy_and_engine_has_the_same_text(policy: Policy, engine: str) -> None:
    assert linear(X + o("&lt;") + FRACTION, policy=policy, engine=engine) == "x<a/b"


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_parser_reads_the_formula(format: Any) -> None:
    feed = a_feed(an_article(content=f"<p>Half: <math>{FRACTION}</math>.</p>", summary=None))

    (entry,) = feedparser.parse(render(feed, format)).entries

    assert entry.content[0].value == "<p>Half: a/b.</p>"
    assert entry.summary == "Half: a/b."


def test_text_without_html_has_the_formula() -> None:
    assert html_to_text(f"Half: <math>{FRACTION}</math>") == "Half: a/b"


# The linear text of an arithmetic expression has its value.


@st.composite
def expressions(draw: st.DrawFn, depth: int = 4) -> tuple[str, Fraction]:
    """
    MathML as an author would write it, and its value.
    """
    kind = (
        draw(st.sampled_from(["number", "sum", "difference", "product", "beside", "fraction", "power", "fenced", "styled"]))
        if depth
        else "number"
    )
    if kind == "number":
        number = draw(st.integers(0, 12))
        return n(number), Fraction(number)
    first, one = draw(expressions(depth - 1))
    if kind in {"fenced", "styled"}:
        return (f"<mfenced>{first}</mfenced>" if kind == "fenced" else f"<mstyle>{first}</mstyle>"), one
    if kind == "power":
        exponent = draw(st.integers(1, 3)) if abs(one) < 100 else 1
        return f"<msup>{first}{n(exponent)}</msup>", one**exponent
    second, two = draw(expressions(depth - 1))
    times = "×" if kind == "product" else "&#x2062;"
    return {
        "sum": (row(first, o("+"), second), one + two),
        "difference": (row(first, o("−"), o("("), second, o(")")), one - two),
        "fraction": (f"<mfrac>{first}{second if two else n(1)}</mfrac>", one / (two or 1)),
    }.get(kind, (row(*_operand(first), o(times), *_operand(second)), one * two))


def _operand(formula: str) -> tuple[str, ...]:
    """
    The operand of a product, in parentheses if it is a sum or may be one.
    """
    return (formula,) if formula.startswith(("<mn>", "<mfrac>", "<msup>", "<mfenced>")) else (o("("), formula, o(")"))


def value(text: str) -> Fraction:
    """
    The value of linear text, in which things side by side are multiplied.
    """
    text = text.replace("^", "**").replace("·", "*").replace("×", "*").replace("−", "-")
    text = re.sub(r"(?<=[\d)]) ?(?=\()|(?<=\)) ?(?=\d)|(?<=\d) (?=\d)", "*", text)
    found = eval(re.sub(r"\d+", r"F(\g<0>)", text), {"F": Fraction})  # noqa: S307  # digits, operators and parentheses
    assert isinstance(found, Fraction)
    return found


@given(expressions())
@example((f"{n(2)}{o('&#x2062;')}<msup>{n(3)}{n(2)}</msup>", Fraction(18)))
def test_linear_text_has_the_value_of_the_formula(expression: tuple[str, Fraction]) -> None:
    formula, expected = expression
    assert value(linear(formula)) == expected


NAMES = ["mfrac", "msup", "msubsup", "munderover", "mmultiscripts", "mtable", "mtr", "mtd", "mlabeledtr", "mfenced", "menclose", "semantics"]
MORE = ["annotation-xml", "maction", "mi", "mo", "mn", "mtext", "ms", "mspace", "mprescripts", "none", "apply", "cn", "sep", "mroot", "mglyph"]
TAGS = st.sampled_from([f"<{name}>" for name in NAMES + MORE] + [f"</{name}>" for name in NAMES + MORE] + ["<mspace/>", "<none/>", "<math>"])


@given(
    st.lists(
        TAGS | st.sampled_from(["a", "2", "+", "(", ")", "|", "&lt;img src=x onerror=y&gt;", "&#x2062;", "</math>", "\u0338"]), max_size=40
    )
)
def test_any_tags_become_text(pieces: list[str]) -> None:
    cleaned = clean_html(f"<p><math>{''.join(pieces)}</math></p>", BASE)

    assert clean_html(cleaned, BASE) == cleaned
    assert {element.tag.rpartition("}")[2] for element in html5lib.parseFragment(cleaned).iter() if isinstance(element.tag, str)} <= {
        "DOCUMENT_FRAGMENT",
        "p",
    }


@pytest.mark.parametrize(
    "start", ["<mrow>", "<mfrac><mi>a</mi>", "<menclose notation='top bottom actuarial radical'>", "<mfenced>", "<semantics>"]
)
def test_a_formula_of_any_depth_becomes_text(start: str) -> None:
    assert linear(start * 10_000 + X).endswith("x")


@pytest.mark.parametrize("part", [X, FRACTION, o("("), "<mspace/>", o("&#x2061;"), f"<menclose notation='top bottom'>{X}</menclose>"])
def test_a_long_formula_grows_in_proportion(part: str) -> None:
    once, twice = len(linear(part * 1000)), len(linear(part * 2000))

    assert twice <= 2 * once + 2
