"""
The page that explains a feed.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from datetime import timedelta
from xml.etree.ElementTree import Element

import pytest

from everything import URLS, the_feed
from makers import NOON, a_feed, an_article
from page.pages import URL, document, one, parsed, text, texts, tree
from stridesfeed.body import clean
from stridesfeed.errors import InvalidError, UnknownNameError
from stridesfeed.extensions import Editorial
from stridesfeed.model import Attachment, Category, Feed, Person
from stridesfeed.publish.page import page

HOSTILE = "<script>alert(1)</script></style></title>\"'><img src=x onerror=alert(1)> &amp; {{ 7 * 7 }}"

BODY = (
    '<h1>One</h1><p id="x">Text <a href="#x">here</a>.</p><h4>Two</h4><h2>Three</h2><pre>code</pre>'
    '<table><thead><tr><th></th><th>A</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><img src="/i.png">'
)


def a_feed_of(count: int) -> Feed:
    return a_feed(*(an_article(f"n{number}", content=BODY, published=NOON - timedelta(hours=number)) for number in range(count)))


FEEDS = {
    "no articles": a_feed(),
    "everything": the_feed(),
    "no authors": a_feed(an_article(authors=(), summary=None)),
    "no content": a_feed(an_article(content=None)),
    "no language": a_feed(an_article(), language=None),
    "hostile": a_feed(
        an_article(title=HOSTILE, authors=[Person(HOSTILE)], categories=[Category(HOSTILE)], summary=HOSTILE, content=f"<h2>{HOSTILE}</h2>"),
        title=HOSTILE,
        subtitle=HOSTILE,
        rights=HOSTILE,
    ),
    "Hebrew": a_feed(an_article(title="ערוץ"), an_article("two", language="en"), language="he"),
    "Japanese": a_feed(an_article(content=f"<p>{'長い文章です。' * 200}</p>"), language="ja"),
    "thirty": a_feed_of(30),
}


@pytest.fixture(params=[*FEEDS])
def root(request: pytest.FixtureRequest) -> Element:
    return tree(FEEDS[request.param], latest=30)


def test_a_strict_parser_finds_no_error_and_one_title(root: Element) -> None:
    assert text(one(root, "head/title"))


def test_the_page_has_each_landmark_once(root: Element) -> None:
    assert len(root.findall(".//main")) == len(root.findall("body/header")) == 1
    assert len(root.findall("body/footer")) <= 1
    assert not root.findall(".//nav")


def test_headings_begin_with_one_h1_and_leave_out_no_level(root: Element) -> None:
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_every_id_is_unique_and_every_label_names_one(root: Element) -> None:
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]

    assert len(ids) == len(set(ids))
    assert {element.attrib["aria-labelledby"] for element in root.iter() if "aria-labelledby" in element.attrib} <= set(ids)


def test_every_link_button_and_picture_says_what_it_is(root: Element) -> None:
    assert all(text(element) for element in root.iter() if element.tag in {"a", "button", "summary"})
    assert all("alt" in element.attrib for element in root.iter("img"))
    buttons = texts(root, ".//button")
    assert len(buttons) == len(set(buttons))


def test_the_policy_allows_exactly_the_style_and_the_script_that_are_there(root: Element) -> None:
    policy = one(root, "head/meta[@http-equiv='Content-Security-Policy']").attrib["content"]

    for kind in ("style", "script"):
        held = one(root, f".//{kind}")
        assert not held.attrib
        digest = base64.b64encode(hashlib.sha256((held.text or "").encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy.split("; ")
    assert policy.startswith("default-src 'none'; ")


def test_nothing_runs_and_nothing_is_fetched_but_pictures(root: Element) -> None:
    assert len(root.findall(".//script")) == 1
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert {element.tag for element in root.iter() if "src" in element.attrib} <= {"img"}
    assert {link.attrib["rel"] for link in root.iter("link")} <= {"alternate", "canonical", "icon"}


def test_hostile_text_is_text() -> None:
    root = tree(FEEDS["hostile"])

    assert text(one(root, ".//h1")) == text(one(root, ".//h3")) == HOSTILE
    assert text(one(root, "head/title")) == f"{HOSTILE} – Feed"
    assert texts(root, ".//ul[@class='categories']/li") == [HOSTILE]


def test_an_address_breaks_after_a_slash() -> None:
    assert "<bdi>https://strides.example/<wbr>feed.xml</bdi>" in document(a_feed()).decode()


def test_the_addresses_are_links_and_can_be_copied_with_a_script_alone() -> None:
    root = tree(a_feed())

    links = root.findall(".//ul[@class='addresses']/li/a")
    assert [link.attrib["href"] for link in links] == [*URLS.values()] == texts(root, ".//ul[@class='addresses']/li/a")
    assert [link.attrib["href"] for link in root.findall("head/link[@rel='alternate']")] == [*URLS.values()]
    buttons = root.findall(".//button")
    assert [button.attrib["data-copy"] for button in buttons] == [*URLS.values()]
    assert all("hidden" in button.attrib for button in buttons)
    assert texts(root, ".//button") == ["Copy RSS 2.0", "Copy Atom 1.0", "Copy JSON Feed 1.1"]


def test_readers_get_the_first_address_whole() -> None:
    root = tree(a_feed(), documents={"atom": "https://strides.example/a.xml?x=1&y=2"})

    links = {text(link): link.attrib["href"] for link in root.findall(".//ul[@class='readers']/li/a")}
    assert links["Inoreader"] == "https://www.inoreader.com/?add_feed=https%3A%2F%2Fstrides.example%2Fa.xml%3Fx%3D1%26y%3D2"
    assert links["App on this device"] == "feed:https://strides.example/a.xml?x=1&y=2"


def test_documents_are_in_the_order_of_formats() -> None:
    assert document(a_feed(), documents=dict(reversed(URLS.items()))) == document(a_feed())


def test_a_page_without_documents_has_no_subscribe_section() -> None:
    root = tree(a_feed(an_article()), documents={})

    assert not root.findall(".//button") + root.findall(".//script") + root.findall("head/link[@rel='alternate']")
    assert texts(root, ".//h2") == ["Latest articles"]


def test_an_article_says_who_when_how_long_and_about_what() -> None:
    article = an_article(
        authors=[Person("Ann Lee", uri="https://ann.example/"), Person("Bo", uri="mailto:bo@bo.example")],
        categories=[Category("ai", label="AI"), Category("AI")],
        updated=NOON + timedelta(days=2),
        extensions=[Editorial(reading_minutes=7)],
        attachments=[Attachment("https://strides.example/audio/one%20two.mp3", type="audio/mpeg")],
    )

    root = tree(a_feed(article))

    shown = one(root, ".//article")
    assert text(one(shown, "p[@class='meta']")).replace(" ", "") == "2026-04-30Updated2026-05-02AnnLeeBo7minread"
    assert [link.attrib["href"] for link in shown.findall("p[@class='meta']//a")] == ["https://ann.example/"]
    assert texts(shown, ".//ul[@class='categories']/li") == ["AI"]
    assert text(one(shown, "p[@class='files']")) == "Files: one two.mp3"
    assert [time.attrib["datetime"] for time in shown.findall(".//time")] == ["2026-04-30T12:00:00Z", "2026-05-02T12:00:00Z"]


def test_an_article_without_authors_has_the_feeds_authors() -> None:
    root = tree(a_feed(an_article(authors=()), authors=[Person("Desk")]))

    assert "Desk" in text(one(root, ".//article/p[@class='meta']"))


@pytest.mark.parametrize(
    ("content", "minutes"),
    [("word " * 30, 1), ("word " * 1150, 5), ("文" * 1500, 3), ("<img src='/a.png'>", None)],
    ids=["short", "long", "script", "picture"],
)
def test_reading_time_follows_from_the_length(content: str, minutes: int | None) -> None:
    said = text(one(tree(a_feed(an_article(content=f"<p>{content}</p>"))), ".//article/p[@class='meta']"))

    assert re.findall(r"(\d+) min read", said) == ([] if minutes is None else [str(minutes)])


def test_an_article_is_read_in_place_and_one_without_content_is_not() -> None:
    root = tree(a_feed(an_article(), an_article("two", content=None)))

    assert texts(root, ".//article/details/div") == ["Text of one."]
    assert texts(root, ".//article/p[@class='summary']") == ["Summary of one.", "Summary of two."]
    assert texts(root, ".//summary") == ["Read here: Article one"]


def test_the_newest_articles_are_shown_up_to_the_limit() -> None:
    assert texts(tree(a_feed_of(5), latest=2), ".//h3") == ["Article n0", "Article n1"]
    assert texts(tree(a_feed_of(5), latest=0), ".//h2") == ["Addresses", "Subscribe with one click"]


def test_an_empty_feed_says_so_in_less_than_fifteen_kilobytes() -> None:
    html = document(a_feed())

    assert "There are no articles yet." in text(parsed(html))
    assert len(html) < 15_000


def test_the_page_is_in_the_language_of_the_feed() -> None:
    root = tree(FEEDS["Hebrew"])

    assert (root.attrib["lang"], root.attrib["dir"]) == ("he", "rtl")
    first, second = root.findall(".//article")
    assert not {"lang", "dir"} & set(first.attrib)
    assert (second.attrib["lang"], second.attrib["dir"]) == ("en", "ltr")
    assert (one(second, ".//summary").attrib["lang"], one(second, ".//summary").attrib["dir"]) == ("he", "rtl")


def test_a_feed_in_a_language_without_words_is_marked_as_such() -> None:
    root = tree(a_feed(an_article(), language="fi"))

    assert root.attrib["lang"] == "en"
    assert one(root, ".//h1").attrib["lang"] == one(root, ".//article").attrib["lang"] == "fi"


def test_text_of_no_language_finds_its_own_direction() -> None:
    root = tree(FEEDS["no language"])

    assert one(root, ".//h1").attrib == one(root, ".//h1").attrib | {"dir": "auto"}
    assert one(root, ".//article").attrib["dir"] == "auto"


def test_search_engines_are_sent_to_the_articles() -> None:
    root = tree(a_feed())

    assert one(root, "head/meta[@name='robots']").attrib["content"] == "noindex, follow"
    assert one(root, "head/link[@rel='canonical']").attrib["href"] == URL


def test_the_same_feed_gives_the_same_bytes() -> None:
    assert document(the_feed()) == document(the_feed())


def test_all_invalid_arguments_are_refused_together() -> None:
    with pytest.raises(InvalidError) as caught:
        page(clean(a_feed()), documents={"rss": "javascript:alert(1)"}, url="/feed.html", latest=-1)

    assert [fault.field for fault in caught.value.faults] == ["url", "documents['rss']", "latest"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown format 'rs'; did you mean 'rss'"):
        page(clean(a_feed()), documents={"rs": "https://strides.example/feed.xml"}, url=URL)
