"""
What sanitising takes out of a body, by name and number: hostile HTML is never an error, and nothing goes in silence.

These rules look at the tags as they are written; :mod:`stridesfeed.body.rewrite` is what makes of them what a feed can carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stridesfeed import iri
from stridesfeed.body.images import counts_readers
from stridesfeed.body.names import names
from stridesfeed.body.tokens import StartTag
from stridesfeed.body.tree import Element
from stridesfeed.body.urls import LINKS, MEDIA, absolute
from stridesfeed.checks.articles.subjects import CheckedArticle
from stridesfeed.checks.rule import Found

#: These become something else, and nothing that they hold is lost; the frames of a page are none of an article.
_REPLACED = names("html head body title base meta link picture source noscript param area map center font big tt strike acronym dir image")

_FRAMES = names("iframe embed object audio video")

#: Beside what a policy drops: what they hold is drawn, or run.
_HOLLOW = names("svg script style template applet frameset noframes datalist select textarea")

_EXPLAINED = _REPLACED | _FRAMES | _HOLLOW

_STYLED = frozenset({"style", "bgcolor", "background", "color"})


def element_dropped(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text holds something that no feed can carry: a script, a drawing in SVG, a list to choose from. It is taken out with all that it holds,
    and readers see nothing in its place.

    RFC 4287, 8.1 (security of HTML); W3C feed validator, SecurityRisk.

    Fix: a picture of it, a link to the page, or words that say the same.
    """
    for name, count in checked.strangers.items():
        if name in _HOLLOW or name in checked.whole.policy.dropped:
            yield checked.found(
                f"<{name}> ({count} ×) is taken out with all that it holds: put a picture, a link or words there", words=f"<{name}"
            )


def frame_replaced(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text holds a page, a film or a sound of another site. No reader shows the frame: a link stands for it, with a picture if there is one.

    RFC 4287, 8.1; W3C feed validator, SecurityRisk.

    Fix: nothing, where a link will do; give the frame a ``title``, which becomes the link's name.
    """
    if _FRAMES.isdisjoint(checked.strangers):
        return
    shown = Counter(tag.name for tag in checked.body.every() if tag.name in _FRAMES and tag.name in checked.strangers and not _counts(tag))
    for name, count in shown.items():
        yield checked.found(f"<{name}> ({count} ×) becomes a link: give it a title, which is the link's name", words=f"<{name}")


def tag_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text holds an element that the policy does not know. What it holds stays, but not what the element means on the page.

    RFC 4287, 8.1.

    Fix: HTML that readers know, as figure, blockquote or table; or a policy of your own.
    """
    for name, count in checked.strangers.items():
        if name not in _EXPLAINED and name not in checked.whole.policy.dropped:
            yield checked.found(f"<{name}> ({count} ×) goes, and what it holds stays: use HTML that readers know", words=f"<{name}")


def handler_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An element of the text runs a script at a click or a look. No reader runs it, and the attribute is taken out.

    RFC 4287, 8.1; W3C feed validator, SecurityRiskAttr.

    Fix: a link, where something is to happen.
    """
    if any(name.startswith("on") for tag in checked.body.odd for name in tag.attributes):
        handlers = Counter(name for tag in checked.body.every() for name in tag.attributes if name.startswith("on"))
        for name, count in handlers.items():
            yield checked.found(f"the attribute {name} ({count} ×) is taken out, for nothing runs in a reader", words=f"{name}=")


def style_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An element of the text has its own style. Readers have theirs, for dark screens and for large letters, so that it is taken out.

    W3C feed validator, DangerousStyleAttr.

    Fix: nothing, where it is mere decoration; what the colour or the place means belongs in words.
    """
    if any(map(_is_styled, checked.body.odd)):
        count = sum(map(_is_styled, checked.body.every()))
        yield checked.found(
            f"{count} {'element has a style' if count == 1 else 'elements have styles'} that readers do not get", words="style="
        )


def address_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address of the text cannot be in a feed: it runs a script, names a file of one machine, or holds the file itself (``data:``). A link
    becomes its words; a picture becomes its alternative text.

    RFC 4287, 8.1; W3C feed validator, SecurityRiskAttr.

    Fix: an address that begins with https.
    """
    policy, url = checked.whole.policy, checked.article.url
    for tag in checked.body.odd:
        for name, value in tag.attributes.items():
            if name not in LINKS and name not in MEDIA:
                continue
            if not value.strip() or value.startswith(("https://", "http://", "/", "#")) or not policy.allows(tag.name, name):
                continue
            if absolute(value, url, policy.link_schemes if name in LINKS else policy.media_schemes) is None and not _is_late(tag, value):
                yield checked.found(f"the address {_short(value)!r} is taken out: give one that begins with https", words=_short(value))


def counter_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    A picture or a frame of the text counts readers and shows nothing. It is taken out, for it tells others who reads.

    No specification is concerned.

    Fix: nothing; count the requests for the feed instead.
    """
    if any(map(_counts, checked.body.odd)) or "iframe" in checked.body.names:
        count = sum(tag.name in {"img", "iframe"} and _counts(tag) for tag in checked.body.every())
    else:
        count = 0
    if count:
        yield checked.found(
            f"{count} {'picture that counts' if count == 1 else 'pictures that count'} readers {'is' if count == 1 else 'are'} taken out"
        )


def _counts(tag: StartTag) -> bool:
    """
    Whether a picture or a frame is there to be fetched, not to be seen.
    """
    return counts_readers(Element(tag.name, tag.attributes))


def _is_styled(tag: StartTag) -> bool:
    """
    Whether *tag* has a style that goes: of a cell, that alone stays which an attribute can say.
    """
    is_aligned = tag.name in {"td", "th"} and "text-align" in tag.attributes.get("style", "")
    return not is_aligned and not _STYLED.isdisjoint(tag.attributes)


def _is_late(tag: StartTag, value: str) -> bool:
    """
    Whether *value* only holds the place of a picture until a script loads it.
    """
    return tag.name == "img" and iri.scheme(value) == "data" and any(name.startswith("data-") or name == "srcset" for name in tag.attributes)


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:57]}…"
