from __future__ import annotations

from collections.abc import Iterator
from typing import SupportsIndex, overload

import html5lib
import pytest

from stridesfeed.body import clean_html
from stridesfeed.body.images import without_noscript_duplicates
from stridesfeed.body.tree import HtmlElement, Node

BASE = "https://strides.example/news/one"
REAL = "https://strides.example/news/real.jpg"


def images(html: str) -> list[str | None]:
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)
    return [image.get("src") for image in tree.iter("img")]


@pytest.mark.parametrize(
    "html",
    [
        '<img data-src="real.jpg">',
        '<img src="data:image/gif;base64,R0lGOD" data-src="real.jpg">',
        '<img src="/img/blank.gif" data-lazy-src="real.jpg">',
        '<img src="https://cdn.example/lazy-placeholder.png?v=1" data-original="real.jpg">',
        '<img src="" data-srcset="small.jpg 300w, real.jpg 1200w, middle.jpg 600w">',
        '<img srcset="small.jpg, real.jpg 2x">',
        '<img src="data:," srcset="real.jpg 100w">',
        '<picture><source srcset="real.jpg 2x, small.jpg"><img src="data:,"></picture>',
        '<picture><source srcset="real.jpg"></picture>',
        '<picture><source srcset="other.webp"><img src="real.jpg"></picture>',
        '<img src="data:,"><noscript><img src="real.jpg"></noscript>',
        '<noscript><img src="real.jpg"></noscript>',
    ],
)
def test_a_lazy_image_shows_the_real_one(html: str) -> None:
    assert images(html) == [REAL]


@pytest.mark.parametrize(
    "html",
    [
        '<img data-src="real.jpg"><noscript><img src="real.jpg"></noscript>',
        '<img data-src="real.jpg"> \n <noscript><img src="real-large.jpg"></noscript>',
        '<noscript><img src="real-large.jpg"></noscript><img data-src="real.jpg">',
        '<a href="/x"><img data-src="real.jpg"></a><noscript><a href="/x"><img src="real.jpg"></a></noscript>',
        '<figure><picture><source srcset="b.webp"><img data-src="real.jpg"></picture><noscript><img src="c.jpg"></noscript></figure>',
    ],
)
def test_an_image_and_its_twin_are_one_image(html: str) -> None:
    assert images(html) == [REAL]


def test_a_real_image_is_not_replaced() -> None:
    assert images('<img src="real.jpg" data-src="other.jpg" srcset="other.jpg 2x">') == [REAL]
    assert images('<img src="pixel-phone.jpg">') == ["https://strides.example/news/pixel-phone.jpg"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/img/blank.gif" alt="a"><noscript><img src="real.jpg" alt="b"></noscript>',
        '<img src="data:image/gif;base64,R0" alt="a"> <noscript><img src="real.jpg"></noscript>',
        '<noscript><img src="real.jpg"></noscript><img src="/spacer.gif" alt="a">',
        '<a href="/x"><img src="/placeholder.png" alt="a"></a><noscript><a href="/x"><img src="real.jpg"></a></noscript>',
    ],
)
def test_a_placeholder_shows_what_its_twin_shows(html: str) -> None:
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)

    assert [(image.get("src"), image.get("alt")) for image in tree.iter("img")] == [(REAL, "a")]
    assert not "".join(tree.itertext()).strip()


def test_an_image_map_is_a_row_of_links() -> None:
    html = (
        '<p><img usemap="#m" src="real.jpg" alt="Map"><map name="m"><area shape="rect" coords="1,2,3,4" href="/north" alt="North">'
        '<area href="/south" title="South" alt="s"><area alt="nothing"><area href="/no-words"><area href="javascript:1" alt="x"></map></p>'
    )
    tree = html5lib.parseFragment(clean_html(html, BASE), namespaceHTMLElements=False)

    assert {element.tag for element in tree.iter()} == {"DOCUMENT_FRAGMENT", "p", "img", "a"}
    assert [(link.get("href"), link.text) for link in tree.iter("a")] == [
        ("https://strides.example/north", "North"),
        ("https://strides.example/south", "South"),
    ]


@pytest.mark.parametrize(
    ("html", "image"),
    [
        ('<object type="image/svg+xml" data="real.jpg" width="9">A <b>chart</b></object>', '<img src="{}" alt="A chart" width="9">'),
        ('<embed type="IMAGE/PNG" src="real.jpg" title="A">', '<img src="{}" alt="A">'),
        ('<object type="image/svg+xml" data="x.svg"><img src="real.jpg" alt="A"></object>', '<img src="{}" alt="A">'),
    ],
)
def test_an_object_that_is_an_image_is_one(html: str, image: str) -> None:
    assert clean_html(html, BASE) == image.format(REAL)


@pytest.mark.parametrize(
    "size", ['width="1" height="1"', "width=0 height=0", 'height="1px"', 'style="height:1px;width:1px"', 'style="display: none"']
)
def test_an_image_that_counts_readers_goes(size: str) -> None:
    assert clean_html(f'<p>a<img src="https://t.example/p" alt="t" {size}>b</p>', BASE) == "<p>ab</p>"


@pytest.mark.parametrize("size", ['width="100" height="10"', 'width="100%"', 'style="width:100%"', 'style="max-width:1px"', 'width="10"'])
def test_other_images_stay(size: str) -> None:
    assert images(f'<img src="real.jpg" {size}>') == [REAL]


def test_nothing_is_left_of_what_held_only_a_pixel() -> None:
    assert (
        clean_html('<p>a</p><p><a href="/x"><img src="/p" width="1" height="1"></a></p><figure><img src="/q" width=1></figure>', BASE)
        == "<p>a</p>"
    )


def test_an_image_without_address_leaves_its_words() -> None:
    assert clean_html('<p><img src="data:," alt="A &lt; B"><img alt=""></p>', BASE) == "<p>A &lt; B</p>"


def test_an_image_keeps_what_describes_it() -> None:
    html = (
        '<img class="lazy" loading="lazy" decoding="async" alt="a" width="3" height="2" data-id="1" src="real.jpg" srcset="x 2x" sizes="1px">'
    )

    assert clean_html(html, BASE) == f'<img src="{REAL}" alt="a" width="3" height="2">'


class Counted(list[Node]):
    """
    Nodes that count how many of them were given out, one by one or as part of a slice.
    """

    given = 0

    def __iter__(self) -> Iterator[Node]:
        return map(self._give, super().__iter__())

    def __reversed__(self) -> Iterator[Node]:
        return map(self._give, super().__reversed__())

    @overload
    def __getitem__(self, place: SupportsIndex) -> Node: ...
    @overload
    def __getitem__(self, place: slice) -> list[Node]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> Node | list[Node]:
        found = super().__getitem__(place)
        self.given += len(found) if isinstance(place, slice) and isinstance(found, list) else 1
        return found

    def _give(self, node: Node) -> Node:
        self.given += 1
        return node


@pytest.mark.parametrize("beside", ["", " ", "word"])
@pytest.mark.parametrize("held", [[], [HtmlElement("img", {"src": REAL})]], ids=["nothing", "an image"])
def test_a_thousand_twins_are_looked_at_a_few_times_each(held: list[Node], beside: str) -> None:
    nodes = Counted(part for _ in range(1000) for part in (HtmlElement("noscript", {}, held), beside))

    without_noscript_duplicates(nodes)

    assert nodes.given <= 4 * len(nodes)
