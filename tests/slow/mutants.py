"""
Bodies of Markdown renderers and editors, damaged in every way that a fast path could overlook; and what has to hold for those it still accepts.

Everything comes from a seed, so that a finding can be had again.
"""

from __future__ import annotations

import html.parser
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree.ElementTree import Element

import attrs
import html5lib

from slow.editors import EDITORS, blocks, filled
from stridesfeed.body import ARTICLE, ENGINES, Policy
from stridesfeed.body.canonical import clean_canonical
from stridesfeed.body.cleaning import pipeline
from stridesfeed.errors import LimitError
from stridesfeed.load.markup._markdown_it import to_html

MARKDOWN = [
    "Before the cut.\n\n<!--more-->\n\nAfter <!-- it - all -->the cut.",
    "## Weights & measures\n\nThe *first* **model** of `n < 7` parts, see [the paper](https://lab.example/a?b=1&c=2#d).",
    '# Strides\n\nA line\\\nbroken, and  \nbroken again.\n\n---\n\n> Quoted, "twice", it\'s said.\n>\n> > Deeper.',
    "- one\n- two\n  - three **bold _both_**\n    - four\n- five\n\n  a paragraph\n\n1. first\n2. second\n\n7. seventh",
    "| Left | Middle | Right |\n|:-----|:------:|------:|\n| a `b` | **c** | 1 |\n| d | e &amp; f |  |",
    "```python\nfor token in model:\n    print(token, \"<b>\", 'x' & 1)\n```\n\n    indented > code\n\n~~~\n\n&nbsp; literally\n~~~",
    "Said before[^1], and again[^more].\n\n[^1]: A note with a [link](/elsewhere).\n[^more]: Two\n\n    paragraphs.",
    '![A chart](../charts/one.png "Title of \\"it\\"") beside text, ![](https://img.example/two.jpg), [![linked](three.webp)](#four)',
    "[a](b), [c](/d/../e), [f](?g=h), [i](#j), [k](//l.example/m), [n](mailto:o@p.example), <https://q.example/r s>, [t](<u v>).",
    "Umlauts äöü, 日本語, עברית, 🧮👩‍🔬, an e\u0301, a no-break\u00a0space, a zero\u200bwidth one.",
    "1 < 2 > 0 & so on; &copy; &hellip; &#8617; &quot;",
    '<div class="note wide" id="n1">\n\nInside *HTML*.\n\n</div>',
    '<figure>\n<img src="/f.png" alt="F" width="600" height="400">\n<figcaption>Caption</figcaption>\n</figure>',
    "<details open>\n<summary>More</summary>\n\nHidden ~~struck~~ words.\n\n</details>",
    "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>",
    'H<sub>2</sub>O, <kbd>Ctrl</kbd>+<kbd>C</kbd>, <mark>marked</mark>, <abbr title="As said">abbr</abbr>, <q cite="/q">q</q>.',
    '<section>\n<h3 id="deep">Deep</h3>\n<ol start="3" reversed>\n<li value="9">x</li>\n</ol>\n</section>',
    '<p align="left" dir="rtl" lang="he">y</p>',
    (
        '<table>\n<caption>C</caption>\n<colgroup>\n<col span="2">\n</colgroup>\n<tbody>\n<tr>\n<th scope="row" colspan="2">h</th>\n'
        "<td>v</td>\n</tr>\n</tbody>\n</table>"
    ),
    '<p>One<br />two<br>three</p>\n<hr />\n<p><a href="x">double</a> <time datetime="2026-04-30">then</time></p>',
]

BASES = ["https://strides.example/news/one", "https://strides.example/", "http://bücher.example:8080/a/b.html?c#d", "", "http://[", "urn:x:y"]

#: Half the elements, few attributes; and one with tight limits.
NARROW = Policy(
    elements={
        "p": {"lang"},
        "a": {"href", "rel"},
        "em": (),
        "code": {"class"},
        "pre": (),
        "ul": (),
        "li": (),
        "img": {"src", "data-x"},
        "h2": (),
    },
    dropped=ARTICLE.dropped,
    link_schemes=frozenset({"https"}),
    media_schemes=frozenset({"http"}),
)
TIGHT = attrs.evolve(ARTICLE, max_depth=5, max_attributes=2, max_elements=40, max_length=1500)
POLICIES = [*[ARTICLE] * 7, NARROW, TIGHT, attrs.evolve(ARTICLE, max_nesting=8)]

TITLES = [None, None, "Strides", "Weights & measures", "one", "Deep", " "]


def _parts(said: str, mark: str | None = None) -> list[str]:
    return said.split(mark)


_PIECES = re.compile(r"<[^<>]*>|[^<]+|<")

_NAMES = _parts(
    "p a b i em strong code pre h1 h2 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption colgroup col div section span br hr img "
    "blockquote figure figcaption details summary address q small u s sub sup wbr ruby rt nobr font center form input button select option "
    "textarea title script style svg math template noscript iframe object embed video audio source picture base html body frameset plaintext "
    "xmp listing menu dir isindex image keygen marquee main"
)

_NOISE = _parts(
    ' onclick="x()"| style="color:red"| style="text-align:center"| style="text-align: left;"| style="display:none"| class=""| class="x"|'
    ' class="footnote  x language-y"| id=""| id="i"| href="javascript:1"| href="java&#115;cript:x"| href=" #x "| href=""| href="http:"|'
    ' href="https://"| href="http://[::1"| href="https://a.example;b/c"| href="https://1.2.3.4.5/"| href="https://xn--a/"| href="a:b"|'
    ' href="https://u@h.example/"| href="HTTPS://H.example/"| href="https://h.example?"| href="https://h.example/a#"|'
    ' href="https://h.example/%"|'
    ' href="https://h.example/../a;"| href="https://h.example/a?b#c?d"| href="&#x6a;avascript:1"| src="x"| src="data:image/png,x"|'
    ' src="/spacer.gif"| src="/a.png"| data-src="/b.png"| srcset="c.png 2x"| width="1"| width="0px"| height="1.0"| width="640"|'
    ' alt="a &lt;b&gt; c"|'
    ' alt="it\'s &quot;q&quot; &amp;amp; &amp;lt;"| alt="&nbsp;"| alt="a\nb"| alt=x| alt=\'y\'| alt| title="t>u"| title=""| title="&copy=1"|'
    ' name="n"|'
    ' rel="noopener"| target="_blank"| role="x"| aria-label="y"| data-x="z"| lang="en"| dir="ltr"| xml:lang="en"| xlink:href="x"|'
    ' open| open=""|'
    ' open="open"| reversed| align="right"| colspan="2"| start="1"| value="&#39;"| cite="/c"| longdesc="d"| poster="p"| / |  |\t|\n|/|"|=|'
    ' A="b"| CLASS="x"| id="a" id="b"| hidden| nonce="n"| is="x"| slot="s"| abbr="x"| fill="url(x)"| srcdoc="x"',
    mark="|",
)

_ENTITIES = _parts(
    "&amp; &lt; &gt; &quot; &apos; &#39; &#x27; &nbsp; &copy; &copy &amp &lt &; & &# &#; &#x; &#0; &#1; &#10; &#13; &#60; &#38; &#128; &#x80; "
    "&#55357; &#56832; &#64976; &#65279; &#65533; &#65535; &#1114111; &#99999999; &hellip; &NotEqualTilde; &ThickSpace; &zwnj; &lrm; &amp;lt; "
    "&amp;amp; &amp;#60; &AMP; &LT; &lt;b&gt; &lang; &larr; &rarr; &bull; &Tab; &NewLine; &middot;"
)

_STRAY = [
    *"<>&\"'`=/\0\x01\x0b\x0c\r\x1f\x7f\x80\x85\x9f\xa0\xad",
    *"\u061c\u1680\u180e\u2028\u2029\u3000\u200b\u200d\u202e\ufeff\ufdd0\ufffd\ufffe\uffff\ud800\udfff\U0001fffe\U0010ffff",
    *" \n\t",
    "\r\n",
    "]]>",
    "<!--",
    "-->",
    "<!-- x -->",
    "<!-- - -->",
    "<!-- -- -->",
    "<!-->",
    "<!--->",
    "<!---->",
    "<!--x--->",
    "<!--x--!>",
    "<!-- a > b -->",
    "<![CDATA[",
    "<!DOCTYPE html>",
    "<?x?>",
    "</",
    "< p>",
    "</p >",
    "<p/>",
    "<br/>",
    "<br></br>",
    "</br>",
    "<hr/>",
    "<p>",
    "</p>",
    "{{x}}",
]


@cache
def rendered() -> tuple[str, ...]:
    """
    Every piece of Markdown as HTML.
    """
    return tuple(to_html(text, "a.md", 1, target=str, html=str, code=str, text=str, omit=lambda *_: None) for text in MARKDOWN)


@cache
def edited() -> tuple[str, ...]:
    """
    Every block of every editor.
    """
    chance = random.Random(1)  # noqa: S311 - nothing secret
    return tuple(filled(block, chance) for editor in EDITORS for block in blocks(editor))


@attrs.frozen
class Case:
    """
    A body, and all that decides what becomes of it.
    """

    html: str
    base: str = BASES[0]
    title: str | None = None
    policy: Policy = attrs.field(default=ARTICLE, repr=lambda policy: f"POLICIES[{POLICIES.index(policy)}]")


def cases(seed: int, count: int) -> Iterator[Case]:
    """
    So many damaged bodies.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret: the same mutants for the same seed
    for _ in range(count):
        yield Case(mutant(chance), chance.choice([*BASES, *BASES[:1] * 10]), chance.choice(TITLES), chance.choice(POLICIES))


def mutant(chance: random.Random) -> str:
    """
    A few pieces of Markdown or blocks of editors with some damage.
    """
    html = "\n".join(chance.sample(chance.choice([rendered(), edited()]), chance.choice([1, 1, 2])))
    pieces = _PIECES.findall(html)
    if len(pieces) > 12 and chance.random() < 0.25:
        start = chance.randrange(len(pieces) - 6)
        pieces = pieces[start : start + chance.randrange(4, 30)]
    for _ in range(chance.choice([1, 1, 1, 1, 2, 2, 5])):
        if pieces:
            chance.choice(_DAMAGES)(pieces, chance)
    return "".join(pieces)


def _swap(pieces: list[str], chance: random.Random) -> None:
    one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]


def _delete(pieces: list[str], chance: random.Random) -> None:
    del pieces[chance.randrange(len(pieces))]


def _repeat(pieces: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(pieces))
    pieces.insert(at, pieces[at])


def _splice(pieces: list[str], chance: random.Random) -> None:
    other = _PIECES.findall(chance.choice([*rendered(), *edited()]))
    start = chance.randrange(len(other))
    at = chance.randrange(len(pieces) + 1)
    pieces[at:at] = other[start : start + chance.randrange(1, 8)]


def _cut(pieces: list[str], chance: random.Random) -> None:
    start = chance.randrange(len(pieces))
    del pieces[start : start + chance.randrange(1, 6)]


def _wrap(pieces: list[str], chance: random.Random) -> None:
    start = chance.randrange(len(pieces))
    end = min(len(pieces), start + chance.randrange(6))
    name = chance.choice(_NAMES)
    pieces.insert(end, f"</{name}>")
    pieces.insert(start, f"<{name}>")


def _rename(pieces: list[str], chance: random.Random) -> None:
    """
    One element, both its tags, gets another name.
    """
    names = re.findall(r"<([a-z0-9]+)", "".join(pieces))
    if names:
        old, new = chance.choice(names), chance.choice(_NAMES)
        pieces[:] = [re.sub(rf"^(</?){old}\b", rf"\g<1>{new}", piece) for piece in pieces]


def _tags(pieces: list[str], pattern: str = r"<[a-z]") -> list[int]:
    return [at for at, piece in enumerate(pieces) if re.match(pattern, piece)]


def _add_attribute(pieces: list[str], chance: random.Random) -> None:
    if tags := _tags(pieces):
        at = chance.choice(tags)
        name = re.match(r"<[^\s>/]*", pieces[at])
        spot = name.end() if name and chance.random() < 0.7 else len(pieces[at]) - 1
        pieces[at] = pieces[at][:spot] + chance.choice(_NOISE) + pieces[at][spot:]


def _change_value(pieces: list[str], chance: random.Random) -> None:
    if tags := _tags(pieces, r'<[^>]*="'):
        at = chance.choice(tags)
        values = re.findall(r'="([^"]*)"', "|".join(_NOISE))
        new = chance.choice(values)
        pieces[at] = re.sub(r'="[^"]*"', lambda _: f'="{new}"', pieces[at], count=1)


def _unquote(pieces: list[str], chance: random.Random) -> None:
    if tags := _tags(pieces, r'<[^>]*="'):
        at = chance.choice(tags)
        pieces[at] = pieces[at].replace('"', chance.choice(["", "'", "`"]), chance.choice([1, 2]))


def _change_case(pieces: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(pieces))
    pieces[at] = chance.choice([str.upper, str.title, str.swapcase])(pieces[at])


def _add_reference(pieces: list[str], chance: random.Random) -> None:
    _insert(pieces, chance, chance.choice(_ENTITIES))


def _add_stray(pieces: list[str], chance: random.Random) -> None:
    _insert(pieces, chance, chance.choice(_STRAY))


def _insert(pieces: list[str], chance: random.Random, what: str) -> None:
    at = chance.randrange(len(pieces))
    spot = chance.choice([0, len(pieces[at]), chance.randrange(len(pieces[at]) + 1)])
    pieces[at] = pieces[at][:spot] + what + pieces[at][spot:]


def _empty(pieces: list[str], chance: random.Random) -> None:
    if texts := [at for at, piece in enumerate(pieces) if not piece.startswith("<")]:
        pieces[chance.choice(texts)] = chance.choice(["", " ", "\n", "\xa0", "\u200b", "\n\n\n"])


_DAMAGES: list[Callable[[list[str], random.Random], None]] = [
    _swap,
    _delete,
    _repeat,
    _splice,
    _cut,
    _wrap,
    _rename,
    _add_attribute,
    _add_attribute,
    _change_value,
    _unquote,
    _change_case,
    _add_reference,
    _add_reference,
    _add_stray,
    _add_stray,
    _empty,
]


def accepted(case: Case, *, engines: tuple[str, ...] = tuple(ENGINES)) -> int:
    """
    By how many engines' fast paths *case* is accepted; raises ``AssertionError`` where one does so wrongly, also after rewriting.
    """
    bodies = {engine: clean_canonical(case.html, case.base, case.policy, engine, case.title) for engine in engines}
    results = {engine: body for engine, body in bodies.items() if body is not None}
    for engine in engines:
        assert results.get(engine, cleaned(case, engine, fast_path=True)) == cleaned(case, engine), (engine, case)
    for body in set(results.values()):
        assert written(body) == parsed(body), case
    return len(results)


def cleaned(case: Case, engine: str, *, fast_path: bool = False) -> str:
    """
    What the whole pipeline makes of *case*; with *fast_path*, without the engine where the rewritten body is canonical.
    """
    refusing = attrs.evolve(case.policy, over_limit="refuse")
    try:
        return pipeline(case.html, case.base, policy=refusing, engine=engine, title=case.title, fast_path=fast_path)
    except LimitError as error:
        return f"over the limit: {error}"


#: A tag with its attributes, an end tag, or text.
Piece = tuple[str, dict[str, str]] | str
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Written(html.parser.HTMLParser):
    """
    The tags and texts of a body as they are written, by a parser that knows nothing of what may stand where.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def written(body: str) -> list[Piece]:
    """
    The tags and texts of *body* as they are written.
    """
    reader = _Written()
    reader.feed(body)
    reader.close()
    return reader.pieces


def parsed(body: str) -> list[Piece]:
    """
    The tags and texts of the tree that html5lib builds of *body*, having found no error in it.
    """
    return list(_pieces(html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(body)))


def _pieces(element: Element) -> Iterator[Piece]:
    if element.text:
        yield element.text
    for child in element:
        yield child.tag, dict(child.attrib)
        yield from _pieces(child)
        if child.tag not in VOID:
            yield f"</{child.tag}>"
        if child.tail:
            yield child.tail
