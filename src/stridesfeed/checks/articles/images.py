"""
Rules on pictures.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed import iri
from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names


def image_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has no picture: neither a lead image nor one in its text. Portals, newsletters and many readers show a picture for each article.

    No specification asks for one.

    Fix: an image in front matter, with words for who cannot see it.
    """
    if checked.article.image is None and not checked.body.images:
        yield checked.found("has no picture: give it an image, with words for who cannot see it")


def image_without_words(checked: CheckedArticle) -> Iterator[Found]:
    """
    A picture has no alternative text: who cannot see it is not told what it shows, and readers that load no pictures show nothing.

    WCAG 2.2, 1.1.1; HTML, 4.8.4.4.

    Fix: ``alt`` with what it shows; ``alt=""`` where it is mere decoration.
    """
    image = checked.article.image
    if image and image.alt is None:
        yield checked.found("the lead image has no words for who cannot see it: give it alt", keys=names.IMAGE)
    for tag in checked.body.images:
        if "alt" not in tag.attributes:
            source = tag.attributes.get("src", "")
            yield checked.found(f"the picture {source!r} has no words for who cannot see it: give it alt", words=source)


def image_without_size(checked: CheckedArticle) -> Iterator[Found]:
    """
    A picture does not say how large it is, so that the text jumps when it is loaded, and portals that ask for a least size leave it out.

    Media RSS 1.5.1, media:content; HTML, 4.8.17.

    Fix: ``width`` and ``height`` in pixels.
    """
    image = checked.article.image
    if image and not (image.width and image.height):
        yield checked.found("the lead image does not say its size: give it width and height", keys=names.IMAGE)
    without = [tag.attributes.get("src", "") for tag in checked.body.images if not {"width", "height"} <= tag.attributes.keys()]
    if without:
        others = f" and {len(without) - 1} more do" if len(without) > 1 else " does"
        yield checked.found(f"the picture {without[0]!r}{others} not say how large: give width and height", words=without[0])


def image_over_http(checked: CheckedArticle) -> Iterator[Found]:
    """
    The site is served over https, and a picture over http. Web readers and browsers do not load it.

    W3C, Mixed Content, 5.

    Fix: the address with https.
    """
    article = checked.article
    if not article.url.startswith("https://"):
        return
    lead = [article.image.url] if article.image else []
    for source in (*lead, *checked.body.loose_sources):
        if source.startswith("http://"):
            yield checked.found(f"the picture {source} is not loaded on a page of https: serve it over https", words=source)


def image_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    A picture has an address of the site at which there is no file.

    No specification is concerned.

    Fix: the right address. Where the file is served from a folder that the configuration does not know of, name that as static.
    """
    if checked.whole.folders is None:
        return
    lead = [checked.article.image.url] if checked.article.image else []
    for source in (*lead, *(tag.attributes.get("src", "").strip() for tag in checked.body.images)):
        address = source if iri.scheme(source) else iri.absolute(source, checked.article.url)
        if source and checked.whole.is_dead(address):
            yield checked.found(f"at the picture's address {address} is no file of the site: correct it", words=source)


def icon_is_logo(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has one picture for icon and logo. Readers show the icon small and square and the logo wide, so that one of them is cut.

    RFC 4287, 4.2.5 (an icon is one to one) and 4.2.8 (a logo is two to one).

    Fix: a small square one and a large one.
    """
    feed = checked.feed
    if feed.icon is not None and feed.icon == feed.logo:
        yield Found("has one picture for icon and logo: give a square icon and a wide logo", feed.subject)


def icon_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no picture, so that readers show a letter or nothing beside its name.

    RFC 4287, 4.2.5; JSON Feed 1.1, icon and favicon.

    Fix: ``icon``, square, of at least 64 pixels; ``logo``, large.
    """
    if checked.feed.icon is None and checked.feed.logo is None:
        yield Found("has no picture: give it an icon, square, of at least 64 pixels", checked.feed.subject)
