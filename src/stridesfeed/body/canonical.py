"""
Bodies that need no cleaning, recognised in a small part of the time that cleaning takes.

What Markdown renderers and content systems write is nearly always clean already. This looks whether it is: then the body that the whole
pipeline (:mod:`stridesfeed.body.rewrite` and an engine) would give is at hand; else it stands aside, and the pipeline does its work. It
never mends and never guesses: what it does not know by name it does not accept.

**What is accepted**, to the last character::

    body       = text ((tag | comment) text)*       every element closed by its own end tag, in order
    text       = (character | reference)*           no "<" and no "&" but that of a reference
    reference  = "&" name ";"           amp, lt, gt, quot, nbsp and a few more; numbers that stand for one printable character
    tag        = "<" name attribute* ">" | "</" name ">"      void elements: ">", "/>" or " />"
    comment    = "<!--" text without "<", ">" and "--" "-->"
    attribute  = " " name "=" quote value quote | " open" | " reversed"

- *Characters*: no controls but tab and line feed, no surrogates, no non-characters, no byte order mark; nothing the pipeline replaces.
- *Elements*: those of :mod:`stridesfeed.body.canonical_grammar` that the policy allows, where its table lets them stand. A block stands only
  where no paragraph, heading, ``pre`` or phrase is open; ``li``, ``dt``, ``dd``, ``tr``, ``td``, … only right under their own parents; no
  phrase in one of the same name; only white space between the parts of lists and tables. A paragraph, a heading, a figure and a phrase show
  something.
- *Attributes*: in double quotes, each once (:mod:`stridesfeed.body.canonical_grammar`); those the policy allows, and a few that are known to
  mean nothing to the pipeline where it does not. A link has an address or an id, an image an address.
- *Addresses*: what the pipeline makes of them is ``http``, ``https`` or ``mailto`` in characters that no parser of addresses reads another
  way.
- *Limits*: a body with half the length, or with as many tags, as a limit names is left to the pipeline.

**What is written otherwise**: void elements without "/"; addresses absolute; text with "&amp;", "&lt;" and "&gt;" and no other reference;
comments gone; class lists without what the policy does not keep; attributes that it does not allow, gone; ``style="text-align:…"`` of a
cell as ``align``; the address of an image first; white space around the body, gone.

**Why that is safe.** An HTML parser (HTML, 13.2) reads from such a body the tags and texts that are written, and nothing else:

1. *Tokens.* The tokeniser leaves its data state only at "<" and "&". Each "<" begins a tag that is matched whole, with quoted values in
   which neither quotation mark nor "<" or ">" stands, so that it is back in its data state at the ">" at which we are. Each "&" begins a
   reference that ends with its semicolon. No element switches the tokeniser: those that do (script, style, title, textarea, plaintext, …)
   are in no table here. No CDATA, no foreign content; and a comment is none of those that parsers end differently.
2. *Tree.* A start tag is inserted under the innermost open element, because everything that would first close or open another one is
   refused: a block in an open ``p``, an ``li`` in an open ``li``, a heading in a heading, an ``a`` in an ``a``, a part of a table anywhere
   but in its parent. Nothing is moved out of tables, because only white space and parts of them stand between cells. An end tag closes the
   current node: so no formatting element stays in the list of active ones, and nothing is ever reopened or adopted.
3. *What stays.* So the elements and attributes that are in the tree are those written; each is one that the policy allows, and each address
   was made, and judged, by the functions that the pipeline uses.

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

#: The engines, and of each the versions that were shown to write canonical bodies as they are.
VERIFIED_VERSIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "bleach": frozenset({"6.2.0", "6.3.0", "6.4.0"}),
        # Before 0.3.7 it writes "<" and ">" into attributes as they are.
        "nh3": frozenset({"0.3.7", "0.3.8"}),
    }
)

#: Void elements as XHTML has them. A "<" stands nowhere but before a tag, so that these are tags.
_CLOSED = (("<br />", "<br>"), ("<hr />", "<hr>"), ("<br/>", "<br>"), ("<hr/>", "<hr>"))

_TAG = re.compile(r"(<[^<>]*>)")

#: A comment that every parser sees end in the same place; it goes.
_COMMENT = re.compile(r"<!--(?!-?>)(?:[^<>-]|-(?!-))*+-->")

_NAMES = "amp|lt|gt|quot|nbsp|copy|hellip|ndash|mdash|lsquo|rsquo|ldquo|rdquo|laquo|raquo|times|middot|bull|[lr]arr|#x27|#[0-9]{2,5}"
#: The references that are written.
_NEEDED = ("&amp;", "&lt;", "&gt;")
_STRAY = re.compile(rf"&(?!(?:{_NAMES});)")
_NUMBERED = re.compile(r"&#[0-9]++;")
#: What changes when a text is written.
_REWRITTEN = re.compile(r">|&(?!amp;|lt;|gt;)[#a-z0-9]++;")

#: Levels that are left to the pipeline where a policy limits the nesting: a table has so many in itself, and two are for phrases in it.
_NEAR = 5

_OPENED_PRE = re.compile(r"<pre[^<>]*>\n")

_HEADLINE = re.compile(r"<(h[12])[ >]")
_WRAPPER = re.compile(r"<(?:article|div|header|main|section)[ >]")


def clean_canonical(html: str, base_url: str, policy: Policy, engine: str, title: str | None = None) -> str | None:
    """
    *html* as the whole pipeline would give it back, if that can be seen without it; else ``None``.
    """
    if not _is_proved(engine):
        return None
    return _fast_path(policy).finished(html, BodyContext(base_url, base_url, policy), engine, title)


def _is_proved(engine: str) -> bool:
    # A module of None cannot be imported: the engine is asked, and says so.
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
    # Near its limit the nesting is looked at more closely: stridesfeed.body.flatten.
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
        *html* as it is written in the end, or ``None``.
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
        Whether every text and tag stands where the content model lets it, and nothing is left open.
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
    Whether *html* has no character that the pipeline takes out or replaces.
    """
    if html.replace("\n", " ").replace("\t", " ").isprintable():
        return "\ufffd" not in html
    return "\ufeff" not in html and legal_characters(html) == html


def _written(texts: list[str]) -> list[str] | None:
    """
    *texts* with the references that are needed and no others; ``None`` where one is not known.
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
    Where a *tag* leads that is not remembered.
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
    Whether *body* may begin with its headline again.
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
