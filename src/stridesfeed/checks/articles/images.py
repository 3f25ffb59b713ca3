"""
Rules on images.
"""

from __future__ import annotations

from collections.abc import Iterator

from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names


def image_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article has no image, neither a lead image nor one in the text. Portals, newsletters and many readers show an image for each article.

    No specification requires one.

    Fix: Add an image with alt text.
    """
    if checked.article.image is None and not checked.tags.images:
        yield checked.found("no image: add one with alt text")


def image_alt_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    An image has no alt text. People who cannot see it do not learn what it shows, and readers that load no images show nothing.

    WCAG 2.2, 1.1.1; HTML, 4.8.4.4.

    Fix: Describe the image in ``alt``; use ``alt=""`` if it is only decoration.
    """
    image = checked.article.image
    if image and image.alt is None:
        yield checked.found("the lead image has no alt text: describe what it shows", keys=names.IMAGE)
    for tag in checked.tags.images:
        if "alt" not in tag.attributes:
            source = tag.attributes.get("src", "")
            yield checked.found(f"image {source!r} has no alt text: describe what it shows", words=source)


def image_without_size(checked: CheckedArticle) -> Iterator[Found]:
    """
    An image has no size. The text jumps when the image loads, and portals with a minimum size skip it.

    Media RSS 1.5.1, media:content; HTML, 4.8.17.

    Fix: Add ``width`` and ``height`` in pixels.
    """
    image = checked.article.image
    if image and not (image.width and image.height):
        yield checked.found("the lead image has no size: add width and height in pixels", keys=names.IMAGE)
    without = [tag.attributes.get("src", "") for tag in checked.tags.images if not {"width", "height"} <= tag.attributes.keys()]
    if without:
        others = f" and {len(without) - 1} more have" if len(without) > 1 else " has"
        yield checked.found(f"image {without[0]!r}{others} no size: add width and height in pixels", words=without[0])


def image_over_http(checked: CheckedArticle) -> Iterator[Found]:
    """
    The site uses https and an image uses http. Browsers and web readers do not load it.

    W3C, Mixed Content, 5.

    Fix: Use the https address of the image.
    """
    article = checked.article
    if not (article.url or checked.context.feed.url).startswith("https://"):
        return
    lead = [article.image.url] if article.image else []
    for source in (*lead, *checked.tags.non_https_sources):
        if source.startswith("http://"):
            yield checked.found(f"image {source} is not loaded on an https page: use an https address", words=source)


def image_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    An image has an address on the site where there is no file.

    No specification covers this.

    Fix: Correct the address. If the file is served from a folder that is missing in the configuration, add that folder as static.
    """
    if checked.context.folders is None:
        return
    lead = [checked.article.image.url] if checked.article.image else []
    sources = [source for tag in checked.tags.images if (source := tag.attributes.get("src", "").strip())]
    for address, source in checked.by_address((*lead, *sources)).items():
        if checked.is_dead(address):
            yield checked.found(f"image {address} does not exist on the site: correct the address", keys=names.IMAGE, words=source)


def icon_is_logo(checked: CheckedFeed) -> Iterator[Found]:
    """
    Icon and logo are the same image. Readers show the icon small and square and the logo wide, so one of them is cropped.

    RFC 4287, 4.2.5 (an icon is one to one) and 4.2.8 (a logo is two to one).

    Fix: Use a small square icon and a wide logo.
    """
    feed = checked.feed
    if feed.icon is not None and feed.icon == feed.logo:
        yield Found("icon and logo are the same image: use a square icon and a wide logo", feed.subject)


def icon_missing(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed has no image. Readers show a letter, or nothing, next to its name.

    RFC 4287, 4.2.5; JSON Feed 1.1, icon and favicon.

    Fix: Set a square ``icon`` of at least 64 pixels, and a large ``logo``.
    """
    if checked.feed.icon is None and checked.feed.logo is None:
        yield Found("no icon: add a square one of at least 64 pixels", checked.feed.subject)
