"""
The page of an issue, parsed by a strict third-party parser.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from digest.briefing import DAILY, an_issue, news
from page.pages import parsed, texts
from stridesfeed.errors import InvalidError, InvalidFilesError
from stridesfeed.model import Image
from stridesfeed.publish.digest import Issue
from stridesfeed.publish.digest.page import issue_html

LINK = "https://strides.example/unsubscribe"


def html(issue: Issue, **options: object) -> str:
    """
    The HTML of *issue*, which must be valid.
    """
    text = issue_html(issue, **options)  # type: ignore[arg-type]
    parsed(text.encode())
    return text


def test_a_page_shows_its_articles() -> None:
    root = parsed(html(an_issue(news("barge"), news("saucer"), rights="© 2026")).encode())

    assert texts(root, ".//h1") == ["AI Strides"]
    assert texts(root, ".//h2") == ["The barge drops anchor", "The saucer drops anchor"]
    assert [link.get("href") for link in root.findall(".//h2/a")] == ["https://strides.example/barge", "https://strides.example/saucer"]
    assert [image.get("alt") for image in root.findall(".//img")] == ["A barge", "A saucer"]
    assert {"2026-04-30", "News · Ann Lee · 5 min read", "Summary of barge."} <= set(texts(root, ".//p"))
    assert "© 2026" in texts(root, ".//div/div") or "© 2026" in texts(root, ".//td/div")


def test_only_pictures_are_loaded() -> None:
    text = html(an_issue(icon="https://strides.example/icon.png"), unsubscribe_url=LINK)

    assert re.findall(r'(?:src|background|data)="([^"]*)"', text) == ["https://strides.example/icon.png", "https://strides.example/barge.jpg"]
    assert not re.search(r"<(?:script|link|iframe|object|form|svg)|url\(|@import", text)


@pytest.mark.parametrize(("name", "is_shown"), [("icon.png", True), ("favicon.ico", False), ("icon.svg", False), ("icon", False)])
def test_an_icon_that_mail_programs_do_not_show_is_left_out(name: str, is_shown: bool) -> None:
    assert (f"https://strides.example/{name}" in html(an_issue(news(image=None), icon=f"https://strides.example/{name}"))) == is_shown


@pytest.mark.parametrize(("width", "shown"), [(1200, 534), (320, 320), (None, 534), (1, 534)])
def test_a_small_picture_is_not_enlarged(width: int | None, shown: int) -> None:
    root = parsed(html(an_issue(news(image=Image("https://strides.example/a.png", width=width)))).encode())

    (image,) = root.iter("img")
    assert image.get("width") == str(shown)
    assert f"max-width:{shown}px" in image.get("style", "")


def test_styles_are_inline_so_that_mail_programs_take_them() -> None:
    root = parsed(html(an_issue(), unsubscribe_url=LINK).encode())

    assert all(element.get("style") for name in ("h1", "h2", "p", "img", "a") for element in root.iter(name))
    assert all(table.get("role") == "presentation" for table in root.iter("table"))


def test_dark_mode_has_the_dark_colours_of_the_theme() -> None:
    text = html(an_issue(), theme={"dark_accent": "#7ab8ff", "accent": "#0b5cad"})

    assert '<meta name="color-scheme" content="light dark">' in text
    assert ".accent{color:#7ab8ff!important}" in text.partition("@media (prefers-color-scheme:dark)")[2]
    assert "color:#0b5cad" in text.partition("</style>")[2]


def test_an_invalid_theme_is_an_error() -> None:
    with pytest.raises(InvalidError) as caught:
        issue_html(an_issue(), theme={"accent": "red;}"})

    assert [fault.field for fault in caught.value.faults] == ["accent"]


def test_an_email_begins_with_hidden_words_and_ends_with_the_link_to_unsubscribe() -> None:
    mail, page = html(an_issue(), unsubscribe_url=LINK), html(an_issue())

    hidden = re.search(r'<div style="display:none;[^"]*">([^<&]*)', mail)
    assert hidden
    assert hidden[1] == "The barge drops anchor"
    assert f'href="{LINK}"' in mail
    assert ">View in browser</a>" in mail
    assert "Unsubscribe" not in page
    assert "display:none" not in page


def test_a_page_names_its_own_url() -> None:
    assert '<link rel="canonical" href="https://strides.example/briefing/2026-04-30/">' in html(an_issue())


def test_a_page_allows_pictures_only() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html(an_issue()))

    assert policy == "default-src 'none'; img-src https: http:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def test_titles_are_escaped() -> None:
    text = html(an_issue(news(title='"><script>alert(1)</script>', image=None), title="A & <b>"))

    assert "<script" not in text
    assert "A &amp; &lt;b&gt;" in text


def test_a_page_in_hebrew_is_written_from_right_to_left() -> None:
    root = parsed(html(an_issue(news(title="שלום"), language="he"), unsubscribe_url=LINK).encode())

    assert (root.get("lang"), root.get("dir")) == ("he", "rtl")
    assert "ביטול ההרשמה" in texts(root, ".//a")


def test_an_article_in_another_language_has_its_own_direction() -> None:
    root = parsed(html(an_issue(news(language="ar", title="مرحبا"))).encode())

    (cell,) = [cell for cell in root.iter("td") if cell.get("lang")]
    assert (cell.get("lang"), cell.get("dir")) == ("ar", "rtl")
    assert "text-align:right" in cell.get("style", "")


def test_a_feed_without_a_language_leaves_the_direction_to_the_text() -> None:
    root = parsed(html(an_issue(language=None)).encode())

    assert [cell.get("dir") for cell in root.iter("td") if cell.get("dir")] == ["auto"]


def test_a_template_replaces_blocks(tmp_path: Path) -> None:
    template = tmp_path / "mine.html"
    template.write_text('{% extends "stridesfeed/digest.html" %}{% block footer %}<p>Bye</p>{% endblock %}', encoding="utf-8")

    assert "<p>Bye</p>" in html(an_issue(), template=template)


def test_an_error_in_a_template_names_its_line(tmp_path: Path) -> None:
    template = tmp_path / "mine.html"
    template.write_text("<p>\n{{ nothing }}", encoding="utf-8")

    with pytest.raises(InvalidFilesError) as caught:
        issue_html(an_issue(), template=template)

    assert str(caught.value.faults[0]).startswith(f"{template}:2: the template cannot be rendered: 'nothing'")


def test_articles_that_are_left_out_are_counted() -> None:
    issue = an_issue(*(news(f"n{number}") for number in range(7)), plan=attrs.evolve(DAILY, articles=5))

    assert ">More articles: 2</a>" in html(issue)
