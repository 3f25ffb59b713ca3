"""
The canonical fast path: bodies that need no cleaning are recognised by a grammar, many times faster than they could be cleaned.

Markdown renderers and content systems nearly always write clean HTML. This module checks whether a body matches the grammar below. If so, it
returns exactly what the pipeline (:mod:`stridesfeed.body.rewrite` and an engine) would return; if not, the pipeline does its work. It repairs
nothing and guesses nothing: anything unknown is rejected.

**Accepted bodies**, to the last character::

    body       = text ((tag | comment) text)*       every element closed by its own end tag, in order
    text       = (character | reference)*           no "<", and "&" only in a reference
    reference  = "&" name ";"           amp, lt, gt, quot, nbsp and a few more; numbers of one printable character
    tag        = "<" name attribute* ">" | "</" name ">"      void elements: ">", "/>" or " />"
    comment    = "<!--" text without "<", ">" and "--" "-->"
    attribute  = " " name "=" quote value quote | " open" | " reversed"

- *Characters*: no controls except tab and line feed, no surrogates, noncharacters or byte order marks; nothing that the pipeline replaces.
- *Elements*: those of :mod:`stridesfeed.body.canonical_grammar` that the policy allows, where its table allows them. A block only where no
  paragraph, heading, ``pre`` or phrase is open; ``li``, ``dt``, ``dd``, ``tr``, ``td``, … only directly in their own parents; no phrase inside
  one of the same name; only white space between the parts of lists and tables. Paragraphs, headings, figures and phrases have visible content.
- *Attributes*: in double quotes, no duplicates (:mod:`stridesfeed.body.canonical_grammar`); those that the policy allows, and a few others that
  have no meaning for the pipeline. A link has a URL or an id, an image a URL.
- *URLs*: the pipeline turns them into ``http``, ``https`` or ``mailto`` URLs of characters that all URL parsers read alike.
- *Limits*: bodies of more than half the maximum length, or with more tags than allowed elements, are left to the pipeline.

**Changes while writing**: void elements lose the "/"; URLs become absolute; text has no references except "&amp;", "&lt;" and "&gt;"; comments
are removed, and so are class names and attributes outside the policy; ``style="text-align:…"`` of a cell becomes ``align``; the URL of an image
comes first; white space around the body is removed.

**Proof of safety.** An HTML parser (HTML, 13.2) reads exactly the written tags and texts from such a body:

1. *Tokens.* The tokeniser leaves its data state only at "<" and "&". Each "<" starts a tag that is matched completely, with quoted values
   that have no quotation marks, "<" and ">", so the tokeniser is back in the data state at the matched ">". Each "&" starts a reference
   that ends with its semicolon. Elements that switch the tokeniser (script, style, title, textarea, plaintext, …) are in no table. There is
   no CDATA and no foreign content, and all parsers end the accepted comments at the same place.
2. *Tree.* A start tag is inserted under the innermost open element, because everything that would first close or open another one is
   rejected: a block in an open ``p``, an ``li`` in an open ``li``, a heading in a heading, an ``a`` in an ``a``, a part of a table outside
   its parent. Nothing is moved out of tables, because between cells there are only white space and parts of the table. An end tag closes the
   current node, so no formatting element stays in the list of active ones, and nothing is reopened or adopted.
3. *Content.* So the tree has exactly the written elements and attributes; the policy allows each of them, and each URL was created and checked
   by the functions of the pipeline.

That an engine writes the same bytes is verified by tests: for each of :data:`VERIFIED_VERSIONS`, with generated bodies and damaged Markdown
(``tests/slow``); html5lib must read every accepted body exactly as it is written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import metadata
from types import MappingProxyType

import attrs

from stridesfeed.body.canonical_grammar import UNSEEN, WHITE, Grammar, StartTags, State
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import legal_characters, unescape
from stridesfeed.body.tree import escape
from stridesfeed.body.urls import BodyContext

#: The versions of each engine that are verified to leave canonical bodies unchanged.
VERIFIED_VERSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "bleach": frozenset({"6.2.0", "6.3.0", "6.4.0"}),
        # Versions before 0.3.7 do not escape "<" and ">" in attributes.
        "nh3": frozenset({"0.3.7", "0.3.8"}),
    }
)

#: Void elements in XHTML syntax. A "<" is always the start of a tag, so these are tags.
_CLOSED = (("<br />", "<br>"), ("<hr />", "<hr>"), ("<br/>", "<br>"), ("<hr/>", "<hr>"))

_TAG = re.compile(r"(<[^<>]*>)")

#: A comment that all parsers end at the same place; it is removed.
_COMMENT = re.compile(r"<!--(?!-?>)(?:[^<>-]|-(?!-))*+-->")

_NAMES = "amp|lt|gt|quot|nbsp|copy|hellip|ndash|mdash|lsquo|rsquo|ldquo|rdquo|laquo|raquo|times|middot|bull|[lr]arr|#x27|#[0-9]{2,5}"
#: The references that are written.
_NEEDED = ("&amp;", "&lt;", "&gt;")
_STRAY = re.compile(rf"&(?!(?:{_NAMES});)")
_NUMBERED = re.compile(r"&#[0-9]++;")
#: Text that changes when it is written.
_REWRITTEN = re.compile(r">|&(?!amp;|lt;|gt;)[#a-z0-9]++;")

#: Levels below a nesting limit that are left to the pipeline: a table has three of its own, and two are for phrases in it.
_NEAR = 5

_OPENED_PRE = re.compile(r"<pre[^<>]*>\n")

_HEADLINE = re.compile(r"<(h[12])[ >]")
_WRAPPER = re.compile(r"<(?:article|div|header|main|section)[ >]")


def clean_canonical(html: str, base_url: str, policy: Policy, engine: str, title: str | None = None) -> str | None:
    """
    Return *html* as the pipeline would return it, if it is canonical; otherwise ``None``.
    """
    if not _is_proved(engine):
        return None
    return _fast_path(policy).finished(html, BodyContext(base_url, base_url, policy), engine, title)


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
def _fast_path(policy: Policy) -> _FastPath:
    return _FastPath(policy, Grammar(frozenset(policy.elements), _depth(policy)))


def _depth(policy: Policy) -> int:
    # Near its limit, stridesfeed.body.flatten handles the nesting.
    return policy.max_depth if policy.max_nesting is None else min(policy.max_depth, policy.max_nesting - _NEAR)


@attrs.frozen(eq=False)
class _FastPath:
    """
    The grammar under one policy.
    """

    policy: Policy

    grammar: Grammar

    def finished(self, html: str, context: BodyContext, engine: str, title: str | None) -> str | None:
        """
        Return *html* as it is written, or ``None``.
        """
        if 2 * len(html) > self.policy.max_length or not _is_fit(html):
            return None
        source = html
        for closed, bare in _CLOSED:
            source = source.replace(closed, bare)
        pieces = _TAG.split(source)
        tags = pieces[1::2]
        if source.count("<") != len(tags) or len(tags) > self.policy.max_elements:
            return None
        texts = _written(pieces[::2])
        starts = StartTags(context, engine)
        if texts is None or not self._is_followed(texts, tags, starts):
            return None
        pieces[::2] = texts
        if starts.written:
            pieces[1::2] = [starts.written.get(tag, tag) for tag in tags]
        body = "".join(pieces).strip(WHITE)
        if 2 * len(body) > self.policy.max_length or _OPENED_PRE.search(body) or (title and _may_lead(body, title)):
            return None
        return body

    def _is_followed(self, texts: list[str], tags: list[str], starts: StartTags) -> bool:
        """
        Return whether every text and tag is allowed where it is, and all elements are closed.
        """
        place = self.grammar.root()
        for text, tag in zip(texts, tags, strict=False):
            if text and text.strip(place.unsaid):
                if place.said is None:
                    return False
                place = place.said
            following = place.get(tag)
            if following is None:
                following = _following(place, starts, tag)
                if following is None:
                    return False
            place = following
        return place.is_root


def _is_fit(html: str) -> bool:
    """
    Return whether *html* has only characters that the pipeline keeps.
    """
    if html.replace("\n", " ").replace("\t", " ").isprintable():
        return "\ufffd" not in html
    return "\ufeff" not in html and legal_characters(html) == html


def _written(texts: list[str]) -> list[str] | None:
    """
    Return *texts* with only the necessary references; ``None`` if there is an unknown one.
    """
    whole = "<".join(texts)
    if ">" not in whole and whole.count("&") == sum(map(whole.count, _NEEDED)):
        return texts
    if _STRAY.search(whole) or not all(map(_is_character, set(_NUMBERED.findall(whole)))):
        return None
    return _REWRITTEN.sub(_as_written, whole.replace("&quot;", '"')).split("<")


def _is_character(reference: str) -> bool:
    character = unescape(reference)
    return len(character) == 1 and (character.isprintable() or character == "\xa0")


def _as_written(match: re.Match[str]) -> str:
    return escape(unescape(match[0]))


def _following(place: State, starts: StartTags, tag: str) -> State | None:
    """
    Return the state after a *tag* that is not in the table of *place*.
    """
    if tag.startswith("<!"):
        return _after_comment(place, starts, tag)
    if " " not in tag:
        return place.after(tag)
    start = starts.of(tag)
    if start is None:
        return None
    following = place.inside(start.name)
    return following.shown if following is not None and start.has_id else following


def _after_comment(place: State, starts: StartTags, tag: str) -> State | None:
    if not _COMMENT.fullmatch(tag):
        return None
    starts.written[tag] = ""
    return place


def _may_lead(body: str, title: str) -> bool:
    """
    Return whether *body* may start with a heading that repeats *title*.
    """
    start = body.lstrip(UNSEEN)
    if _WRAPPER.match(start):
        return "<h1" in start or "<h2" in start
    heading = _HEADLINE.match(start)
    if heading is None:
        return False
    said = unescape(_TAG.sub("", start.partition(f"</{heading[1]}>")[0]))
    return _folded(said) == _folded(title)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
