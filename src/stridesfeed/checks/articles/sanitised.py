"""
Rules on what sanitising removes from a body: unsafe HTML is never an error, but every removal is reported.

These rules look at the tags as written; :mod:`stridesfeed.body.rewrite` makes the changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stridesfeed import iri
from stridesfeed.body.images import is_tracking_pixel
from stridesfeed.body.tokens import StartTag
from stridesfeed.body.tree import HtmlElement
from stridesfeed.body.urls import LINK_ATTRIBUTES, MEDIA_ATTRIBUTES, absolute_url
from stridesfeed.checks.articles.checked_feed import CheckedArticle
from stridesfeed.checks.rule import Found
from stridesfeed.text import name_set

#: Elements that are replaced without loss of content. The frame of a page is not part of an article.
_REPLACED = name_set("html head body title base meta link picture source noscript param area map center font big tt strike acronym dir image")

_EMBEDS = name_set("iframe embed object audio video")

#: Elements that are removed with their content, in addition to those that the policy drops.
_REMOVED_WHOLE = name_set("script style template applet frameset noframes datalist select textarea")

_STYLE_ATTRIBUTES = frozenset({"style", "bgcolor", "background", "color"})


def element_dropped(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text contains something that feeds cannot carry: a script, an SVG drawing without a name, a form control. It is removed with its
    content, and readers see nothing in its place.

    RFC 4287, 8.1 (security of HTML); W3C feed validator, SecurityRisk.

    Fix: Replace it with an image, a link to the page, or text. Give a drawing a ``<title>``, which is shown in its place.
    """
    if count := sum(name == "svg" and not shown for name, shown in checked.foreign):
        yield checked.found(f"<svg> ({count} ×) is removed with its content: use an image, or add a <title>, which is shown", words="<svg")
    for name, count in checked.disallowed.items():
        if name in _REMOVED_WHOLE or name in checked.context.policy.dropped:
            message = f"<{name}> ({count} ×) is removed with its content: use an image, a link or text instead"
            yield checked.found(message, words=f"<{name}")


def frame_replaced(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text embeds a page, a video or a sound. Readers do not show the frame; it becomes a link, with an image if there is one.

    RFC 4287, 8.1; W3C feed validator, SecurityRisk.

    Fix: Nothing, if a link is enough. Give the frame a ``title``, which becomes the text of the link.
    """
    if _EMBEDS.isdisjoint(checked.disallowed):
        return
    shown = Counter(tag.name for tag in checked.tags.every() if tag.name in _EMBEDS and tag.name in checked.disallowed and not _is_tracker(tag))
    for name, count in shown.items():
        yield checked.found(f"<{name}> ({count} ×) becomes a link: add a title, which becomes the text of the link", words=f"<{name}")


def drawing_replaced(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text contains an SVG drawing, which feeds cannot carry safely. Its title or ``aria-label`` is shown in its place.

    RFC 4287, 8.1 (security of HTML).

    Fix: Nothing, if it is an icon. Use an image for a drawing that readers have to see.
    """
    names = [shown for name, shown in checked.foreign if name == "svg" and shown]
    if names:
        message = f"<svg> ({len(names)} ×) becomes its name, {_shortened(names[0])!r}: use an image if readers have to see it"
        yield checked.found(message, words="<svg")


def formula_replaced(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text contains a formula in MathML, which feeds cannot carry safely. Its ``alttext``, its source in TeX or, without them, the formula on
    one line is shown in its place: ``(a+b)/2``.

    RFC 4287, 8.1 (security of HTML).

    Fix: Nothing, if the formula reads well. Otherwise add ``alttext``, or use an image.
    """
    formulas = [shown for name, shown in checked.foreign if name == "math" and shown]
    if formulas:
        message = f"<math> ({len(formulas)} ×) becomes text, {_shortened(formulas[0])!r}: add alttext if it reads badly"
        yield checked.found(message, words="<math")


def tag_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text contains an element that the policy does not allow. Its content stays, but the meaning of the element is lost.

    RFC 4287, 8.1.

    Fix: Use HTML that readers support, such as figure, blockquote or table; or use a policy of your own.
    """
    other_rules = _REPLACED | _EMBEDS | _REMOVED_WHOLE
    for name, count in checked.disallowed.items():
        if name not in other_rules and name not in checked.context.policy.dropped:
            yield checked.found(f"<{name}> ({count} ×) is removed, and its content stays: use HTML that readers support", words=f"<{name}")


def handler_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An element in the text runs a script on an event such as a click. Readers run no scripts, and the attribute is removed.

    RFC 4287, 8.1; W3C feed validator, SecurityRiskAttr.

    Fix: Use a link for what should happen.
    """
    if any(name.startswith("on") for tag in checked.tags.unusual for name in tag.attributes):
        handlers = Counter(name for tag in checked.tags.every() for name in tag.attributes if name.startswith("on"))
        for name, count in handlers.items():
            yield checked.found(f"attribute {name} ({count} ×) is removed, because readers run no scripts: use a link", words=f"{name}=")


def style_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An element in the text has an inline style. It is removed, because readers have their own styles, for dark screens or large type.

    W3C feed validator, DangerousStyleAttr.

    Fix: Nothing, if it is only decoration. Say in words what the colour or position means.
    """
    if any(map(_is_styled, checked.tags.unusual)):
        count = sum(map(_is_styled, checked.tags.every()))
        message = f"the inline style of {count} element{'' if count == 1 else 's'} is removed: say in words what it means, if anything"
        yield checked.found(message, words="style=")


def address_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address in the text is not allowed in feeds: it runs a script, names a local file, or contains the file itself (``data:``). A link
    becomes its text; an image becomes its alt text.

    RFC 4287, 8.1; W3C feed validator, SecurityRiskAttr.

    Fix: Use an address that begins with https.
    """
    policy, url = checked.context.policy, checked.article.address
    for tag in checked.tags.unusual:
        for name, value in tag.attributes.items():
            if name not in LINK_ATTRIBUTES and name not in MEDIA_ATTRIBUTES:
                continue
            if not value.strip() or value.startswith(("https://", "http://", "/", "#")) or not policy.allows(tag.name, name):
                continue
            schemes = policy.link_schemes if name in LINK_ATTRIBUTES else policy.media_schemes
            if absolute_url(value, url, schemes) is None and not _is_placeholder(tag, value):
                shown = _shortened(value)
                yield checked.found(f"address {shown!r} is removed: use one that begins with https", words=shown)


def counter_removed(checked: CheckedArticle) -> Iterator[Found]:
    """
    The text contains an invisible image or frame that counts readers. It is removed, because it tells others who reads the article.

    No specification covers this.

    Fix: Nothing. Count the requests for the feed instead.
    """
    if any(map(_is_tracker, checked.tags.unusual)) or "iframe" in checked.tags.names:
        count = sum(tag.name in {"img", "iframe"} and _is_tracker(tag) for tag in checked.tags.every())
        if count:
            images = "1 tracking image is" if count == 1 else f"{count} tracking images are"
            yield checked.found(f"{images} removed: count the requests for the feed instead")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _is_tracker(tag: StartTag) -> bool:
    return is_tracking_pixel(HtmlElement(tag.name, tag.attributes))


def _is_styled(tag: StartTag) -> bool:
    # The alignment of a cell is kept as an attribute.
    is_aligned = tag.name in {"td", "th"} and "text-align" in tag.attributes.get("style", "")
    return not is_aligned and not _STYLE_ATTRIBUTES.isdisjoint(tag.attributes)


def _is_placeholder(tag: StartTag, value: str) -> bool:
    """
    Return True if *value* is a placeholder until a script loads the image.
    """
    return tag.name == "img" and iri.scheme(value) == "data" and any(name.startswith("data-") or name == "srcset" for name in tag.attributes)
