"""
The canonical fast path: bodies whose tree is as it is written are recognised by a grammar, many times faster than they could be cleaned.

Markdown renderers, editors and content systems nearly always write such HTML. This module checks whether a body matches the grammar below. If
so, it returns exactly what the pipeline (:mod:`stridesfeed.body.rewrite` and an engine) would return; if not, the pipeline does its work. It
repairs nothing and guesses nothing: anything unknown is rejected.

**Accepted bodies**, to the last character::

    body       = text ((tag | comment | frame | drawing) text)*     every element closed by its own end tag, in order
    text       = any characters but "<"
    tag        = one tag for the tokeniser, without "<" and ">" in it; not script, style, svg and others that switch it
    comment    = "<!--" … "-->"                              and other markup that the tokeniser drops
    frame      = the start tag of iframe, text, and its end tag
    drawing    = the start tag of svg, anything that does not end it, and its end tag

- *Characters*: those that a feed can carry; others are removed as in the pipeline. No byte order marks.
- *Elements*: those of :mod:`stridesfeed.body.canonical_grammar` that the policy allows, where its table allows them. A block only where no
  paragraph, heading, ``pre`` or other element that a block would close is open; ``li``, ``dt``, ``dd``, ``tr``, ``td``, … only directly in
  their own parents; no link inside a link, and no more than three formatting elements of the same name inside one another; only white space
  between the parts of lists and tables. Tags of unknown elements are removed.
- *Attributes*: any. The pipeline's functions decide which stay (:mod:`stridesfeed.body.canonical_tags`); engines write those as they are.
- *URLs*: the pipeline turns them into ``http``, ``https`` or ``mailto`` URLs of characters that all URL parsers read alike.
- *Limits*: bodies of more than half the maximum length, or with more tags than allowed elements, are left to the pipeline.

**Changes while writing**: tags are written in lower case, with the attributes that stay, in double quotes; URLs become absolute; text has no
references except "&amp;", "&lt;" and "&gt;"; comments and tags of unknown elements are removed. Paragraphs and figures without visible content
become a line feed; phrases without visible content and links without a URL lose their tags; frames become links, drawings their names;
``tbody`` is written where it is implied; white space around the body is removed.

**Proof of safety.** An HTML parser (HTML, 13.2) reads exactly the written tags and texts from the result:

1. *Tokens of the body.* Tags are split off at "<" and ">". Each is read by the pipeline's tokeniser and must end where it was split off; no
   "<" is left in the texts. So the pipeline reads the same tags and texts. Elements that switch its tokeniser (script, style, title, textarea,
   plaintext, svg, …) are rejected.
2. *Tokens of the result.* The tokeniser of HTML leaves its data state only at "<" and "&". Each "<" starts a tag that was written here, with
   quoted values that have no quotation marks, "<" and ">", so the tokeniser is back in the data state at the matched ">". Each "&" starts a
   reference that ends with its semicolon.
3. *Tree.* A start tag is inserted under the innermost open element, because everything that would first close or open another one is
   rejected: a block in an open ``p``, an ``li`` in an open ``li``, a heading in a heading, an ``a`` in an ``a``, a part of a table outside
   its parent. Nothing is moved out of tables, because between cells there are only white space and parts of the table. An end tag closes the
   current node, so no formatting element stays in the list of active ones, and nothing is reopened or adopted.
4. *Content.* So the tree has exactly the written elements and attributes; the policy allows each of them, and each URL was created and checked
   by the functions of the pipeline.

That an engine writes the same bytes is verified by tests: for each of :data:`VERIFIED_VERSIONS`, with generated bodies and damaged output of
Markdown renderers and editors (``tests/slow``); html5lib must read every accepted body exactly as it is written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import metadata
from types import MappingProxyType

import attrs

from stridesfeed.body import embeds
from stridesfeed.body.canonical_grammar import ROWS, UNSEEN, WHITE, Grammar, State
from stridesfeed.body.canonical_tags import CanonicalTag, CanonicalTags, TagRules
from stridesfeed.body.policy import Policy
from stridesfeed.body.rewrite import LINES
from stridesfeed.body.tokens import legal_characters, unescape
from stridesfeed.body.tree import HtmlElement, escape, serialize
from stridesfeed.body.urls import BodyContext, resolve

#: The versions of each engine that are verified to leave canonical bodies unchanged.
VERIFIED_VERSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "bleach": frozenset({"6.2.0", "6.3.0", "6.4.0"}),
        # Versions before 0.3.7 do not escape "<" and ">" in attributes.
        "nh3": frozenset({"0.3.7", "0.3.8"}),
    }
)

_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"(<(?:!--.*?-->|iframe[^<>]*+>[^<]*+</iframe>|svg[^<>]*+>.*?</svg>|[^<>]*+>))", re.DOTALL)
_FRAME, _FRAME_END = "<iframe", "</iframe>"
_DRAWING, _DRAWING_END = "<svg", "</svg>"

#: The starts and ends of what would be looked for again and again if it never ended.
_ENDLESS = (("<!--", "-->"), (_DRAWING, _DRAWING_END))

#: The references that are written, and everything that may be one.
_NEEDED = ("&amp;", "&lt;", "&gt;")
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9A-Fa-f]++|[0-9]++);?|[A-Za-z][A-Za-z0-9]{0,31}+;?)?")

#: "&CounterClockwiseContourIntegral;"
_LONGEST_REFERENCE = 33

#: Levels below a nesting limit that are left to the pipeline: a table has three of its own, and two are for phrases in it.
_NEAR = 5

#: A parser drops the first line feed in pre, so none is written.
_OPENED_PRE = re.compile(r"(<pre[^<>]*>)\n++")

_TABLE_BODY = CanonicalTag("tbody", "<tbody>")

_HEADLINE = re.compile(r"<(h[12])[ >]")
_WRAPPERS = re.compile(rf"(?:[{UNSEEN}]|<(?:article|div|header|main|section)(?: [^<>]*)?>)*+")


def clean_canonical(html: str, base_url: str, policy: Policy, engine: str, title: str | None = None) -> str | None:
    """
    Return *html* as the pipeline would return it, if it is canonical; otherwise ``None``.
    """
    if not _is_proved(engine):
        return None
    return _fast_path(policy, engine).finished(html, BodyContext(base_url, base_url, policy), title)


def _is_proved(engine: str) -> bool:
    # A module of None cannot be imported: the engine is called and raises the error.
    return (
        engine in VERIFIED_VERSIONS and sys.modules.get(engine, VERIFIED_VERSIONS) is not None and _version(engine) in VERIFIED_VERSIONS[engine]
    )


@cache
def _version(engine: str) -> str | None:
    try:
        return metadata.version(engine)
    except metadata.PackageNotFoundError:
        return None


@lru_cache(maxsize=16)
def _fast_path(policy: Policy, engine: str) -> _FastPath:
    return _FastPath(policy, TagRules(policy, engine))


@attrs.define(eq=False)
class _FastPath:
    """
    The grammar under one policy, for one engine.
    """

    policy: Policy

    rules: TagRules

    _grammar: Grammar | None = None

    def finished(self, html: str, context: BodyContext, title: str | None) -> str | None:
        """
        Return *html* as it is written, or ``None``.
        """
        source = _legal(html) if 2 * len(html) <= self.policy.max_length else None
        if source is None or source.count("<") > self.policy.max_elements:
            return None
        if any(source.rfind(start) > source.rfind(end) for start, end in _ENDLESS):
            return None
        pieces = _MARKUP.split(source)
        texts = _written(pieces[::2])
        if texts is None:
            return None
        grammar = self._fresh_grammar()
        body = _Body(texts, pieces[1::2], CanonicalTags(context, self.rules, grammar.tags), context)
        if body.follow(grammar.root) is not grammar.root:
            return None
        written = _OPENED_PRE.sub(r"\1", body.written(grammar.written)).strip(WHITE)
        if 2 * len(written) > self.policy.max_length or (title and _leads(written, title)):
            return None
        return written

    def _fresh_grammar(self) -> Grammar:
        grammar = self._grammar
        if grammar is None or grammar.is_full:
            grammar = self._grammar = Grammar(frozenset(self.policy.elements), self._depth)
        return grammar

    @property
    def _depth(self) -> int:
        # Near its limit, stridesfeed.body.flatten handles the nesting.
        policy = self.policy
        return policy.max_depth if policy.max_nesting is None else min(policy.max_depth, policy.max_nesting - _NEAR)


class _Body:
    """
    A body in pieces: each text is followed by a tag, except the last one.
    """

    def __init__(self, texts: list[str], tags: list[str], reader: CanonicalTags, context: BodyContext) -> None:
        self._texts = texts
        self._tags = tags
        self._reader = reader
        self._context = context
        #: The state before each tag so far.
        self._visited: list[State] = []
        #: How the tags at these places are written.
        self._changes: dict[int, str] = {}

    def follow(self, place: State) -> State | None:
        """
        Return the state after all texts and tags from *place* on; ``None`` if one of them is not allowed where it is.
        """
        for text, tag in zip(self._texts, self._tags, strict=False):
            if text and text.strip(place.unsaid):
                if place.said is None:
                    return None
                place = place.said
            self._visited.append(place)
            following = place.get(tag)
            if following is None:
                following = self._after(place, tag)
                if following is None:
                    return None
            place = following
        return place.said if self._texts[-1].strip(place.unsaid) else place

    def written(self, known: Mapping[str, str]) -> str:
        """
        Return the body as it is written; *known* are tags that change everywhere.
        """
        tags = list(map(known.get, self._tags, self._tags))
        for index, tag in self._changes.items():
            tags[index] = tag
        pieces = [""] * (len(self._texts) + len(tags))
        pieces[::2] = self._texts
        pieces[1::2] = tags
        return "".join(pieces)

    def _change(self, tag: str) -> None:
        """
        Write *tag* instead of the current one.
        """
        self._changes[len(self._visited) - 1] = tag

    def _after(self, place: State, tag: str) -> State | None:
        """
        Return the state after a *tag* that *place* does not remember.
        """
        if tag.startswith(_FRAME):
            return self._after_frame(place, tag)
        if tag.startswith(_DRAWING):
            return self._after_drawing(place, tag)
        found = self._reader.read(tag)
        if found is None:
            return None
        if found.text != tag:
            self._change(found.text)
        if found.is_end:
            return self._after_end(place, tag, found)
        if found.name == "tr" and place.name == "table":
            return self._after_row(place, found)
        following = place.after(found) if found.name else place
        if found.is_fixed and following is not None:
            place.remember(tag, following, found.text)
        return following

    def _after_row(self, table: State, row: CanonicalTag) -> State | None:
        body = table.after(_TABLE_BODY)
        self._change(_TABLE_BODY.text + row.text)
        return body.after(row) if body is not None else None

    def _after_end(self, place: State, tag: str, end: CanonicalTag) -> State | None:
        if end.name == "table" and place.name in ROWS and place.outer is not None:
            self._change(f"</{place.name}></table>")
            return place.outer.outer
        if end.name != place.name or place.outer is None:
            return None
        if place.hidden or place.is_empty:
            self._remove(place)
        else:
            place.remember(tag, place.outer, end.text)
        return place.outer

    def _remove(self, place: State) -> None:
        """
        Remove the tags of the element that ends with the current tag, or replace it with a line feed.
        """
        end = len(self._visited) - 1
        start = next(index for index in reversed(range(end)) if self._visited[index].depth < place.depth)
        if place.name in LINES:
            self._changes |= dict.fromkeys(range(start, end + 1), "") | {start: "\n"}
            self._texts[start + 1 : end + 1] = [""] * (end - start)
        else:
            self._changes |= {start: "", end: ""}

    def _after_frame(self, place: State, tag: str) -> State | None:
        """
        Return the state after a frame, which the pipeline replaces with a link.
        """
        start = self._reader.frame(tag[: tag.index(">") + 1]) if tag.endswith(_FRAME_END) else None
        if start is None or place.said is None:
            return None
        replaced = HtmlElement("", {}, embeds.link(start, place.name, self._context, linked=place.has("a")))
        resolve(replaced, self._context)
        html = serialize(replaced.children)
        self._change(html)
        pieces = _MARKUP.split(html)
        link = _Body(pieces[::2], pieces[1::2], self._reader, self._context)
        following = link.follow(place)
        is_kept = following is not None and following.shown is place.shown and not link._changes and "\ufeff" not in html
        return following if is_kept else None

    def _after_drawing(self, place: State, tag: str) -> State | None:
        """
        Return the state after a drawing, which the pipeline replaces with its name.
        """
        name = self._reader.drawing(tag) if tag.endswith(_DRAWING_END) else None
        if name is None or "\ufeff" in name:
            return None
        self._change(escape(name))
        return place.said if name.strip(place.unsaid) else place


def _legal(html: str) -> str | None:
    """
    Return *html* with only the characters that the pipeline keeps; ``None`` if they include a byte order mark.
    """
    legal = legal_characters(html)
    return None if "\ufeff" in legal else legal


def _written(texts: list[str]) -> list[str] | None:
    """
    Return *texts* with only the necessary references; ``None`` if they are no texts.
    """
    whole = "<".join(texts)
    if whole.count("<") >= len(texts):
        return None
    ampersands = whole.count("&")
    if ampersands == sum(map(whole.count, _NEEDED)):
        return texts if ">" not in whole else whole.replace(">", "&gt;").split("<")
    references = {*_REFERENCE.findall(whole)}.difference(_NEEDED)
    characters = {reference: _character(reference) for reference in references if len(reference) <= _LONGEST_REFERENCE}
    if len(characters) < len(references) or None in characters.values():
        resolved = [escape(unescape(text)) for text in texts]
        return None if any("\ufeff" in text for text in resolved) else resolved
    whole = whole.replace(">", "&gt;")
    if all(reference.endswith(";") for reference in characters):
        for reference, character in characters.items():
            whole = whole.replace(reference, character or "")
    else:
        whole = _REFERENCE.sub(lambda match: characters.get(match[0]) or match[0], whole)
    return whole.split("<")


@lru_cache(maxsize=1024)
def _character(reference: str) -> str | None:
    """
    Return the characters of *reference* as they are written; ``None`` if they are unusual.
    """
    characters = unescape(reference)
    return escape(characters) if characters and characters.replace("\xa0", " ").isprintable() else None


def _leads(body: str, title: str) -> bool:
    """
    Return whether *body* starts with a heading that repeats *title*.
    """
    wrappers = _WRAPPERS.match(body)
    heading = _HEADLINE.match(body, wrappers.end() if wrappers else 0)
    if heading is None:
        return False
    said = body[heading.start() : body.find(f"</{heading[1]}>", heading.end())]
    return _folded(unescape(_TAG.sub("", said))) == _folded(title)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
