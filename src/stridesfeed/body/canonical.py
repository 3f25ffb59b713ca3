"""
Bodies that need no cleaning, recognised.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import metadata
from types import MappingProxyType

import attrs

from stridesfeed.body.canonical_places import UNSEEN, WHITE, Grammar, Place
from stridesfeed.body.canonical_tags import Starts
from stridesfeed.body.page import Page
from stridesfeed.body.policy import Policy
from stridesfeed.body.tokens import characters, resolved
from stridesfeed.body.tree import escaped

#: The engines, and of each the versions that were shown to write canonical bodies as they are.
PROVED: Mapping[str, frozenset[str]] = MappingProxyType({"bleach": frozenset({"6.4.0"}), "nh3": frozenset({"0.3.8"})})

_TAG = re.compile(r"(<[^<>]*>)")

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


def canonical(html: str, base_url: str, policy: Policy, engine: str, title: str | None = None) -> str | None:
    """
    *html* as the whole pipeline would give it back, if that can be seen without it; else ``None``.
    """
    if not _is_proved(engine):
        return None
    return _recogniser(policy).finished(html, Page(base_url, base_url, policy), engine, title)


def _is_proved(engine: str) -> bool:
    # Without its module an engine says so itself.
    return engine in PROVED and importlib.util.find_spec(engine) is not None and _version(engine) in PROVED[engine]


@cache
def _version(engine: str) -> str | None:
    try:
        return metadata.version(engine)
    except metadata.PackageNotFoundError:
        return None


@lru_cache(maxsize=16)
def _recogniser(policy: Policy) -> _Recogniser:
    return _Recogniser(policy, Grammar(frozenset(policy.elements), _depth(policy)))


def _depth(policy: Policy) -> int:
    # Near its limit the nesting is looked at more closely: stridesfeed.body.flatten.
    return policy.max_depth if policy.max_nesting is None else min(policy.max_depth, policy.max_nesting - _NEAR)


@attrs.frozen(eq=False)
class _Recogniser:
    """
    The grammar under one policy.
    """

    policy: Policy

    grammar: Grammar

    def finished(self, html: str, page: Page, engine: str, title: str | None) -> str | None:
        """
        *html* as it is written in the end, or ``None``.
        """
        if not _is_fit(html) or _OPENED_PRE.search(html) or 2 * len(html) > self.policy.max_length:
            return None
        source = html.replace("<br />", "<br>").replace("<hr />", "<hr>")
        pieces = _TAG.split(source)
        tags = pieces[1::2]
        if source.count("<") != len(tags) or len(tags) > self.policy.max_elements:
            return None
        texts = _written(pieces[::2])
        if texts is None or (title and _may_lead(texts[0], source[len(pieces[0]) :], title)):
            return None
        starts = Starts(page, engine)
        if not self._is_followed(texts, tags, starts):
            return None
        pieces[::2] = texts
        if starts.written:
            pieces[1::2] = [starts.written.get(tag, tag) for tag in tags]
        pieces[0] = pieces[0].lstrip(WHITE)
        pieces[-1] = pieces[-1].rstrip(WHITE)
        body = "".join(pieces)
        return body if 2 * len(body) <= self.policy.max_length else None

    def _is_followed(self, texts: list[str], tags: list[str], starts: Starts) -> bool:
        """
        Whether every text and tag stands where the content model lets it, and nothing is left open.
        """
        place: Place | None = self.grammar.root()
        for text, tag in zip(texts, tags, strict=False):
            if text and text.strip(place.unsaid):
                place = place.said
                if place is None:
                    return False
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
    return "\ufeff" not in html and characters(html) == html


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
    character = resolved(reference)
    return len(character) == 1 and (character.isprintable() or character == "\xa0")


def _as_written(match: re.Match[str]) -> str:
    return escaped(resolved(match[0]))


def _following(place: Place, starts: Starts, tag: str) -> Place | None:
    """
    Where a *tag* leads that is not remembered.
    """
    if " " not in tag:
        return place.after(tag)
    start = starts.of(tag)
    if start is None:
        return None
    following = place.inside(start.name)
    return following.shown if following is not None and start.has_id else following


def _may_lead(first: str, rest: str, title: str) -> bool:
    """
    Whether a body of this *first* text, and the *rest* of it, may begin with its headline again.
    """
    if first.strip(UNSEEN):
        return False
    if _WRAPPER.match(rest):
        return "<h1" in rest or "<h2" in rest
    heading = _HEADLINE.match(rest)
    if heading is None:
        return False
    said = resolved(_TAG.sub("", rest.partition(f"</{heading[1]}>")[0]))
    return _folded(said) == _folded(title)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
