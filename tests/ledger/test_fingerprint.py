"""
A fingerprint changes with the content of an article, and only with that.
"""

from __future__ import annotations

import hashlib
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makers import an_article
from stridesfeed.cache import MemoryCache
from stridesfeed.model import Article, Attachment, Category, Image, Link, Person
from stridesfeed.publish.ledger import fingerprint
from stridesfeed.publish.ledger import fingerprints as module
from stridesfeed.publish.ledger.fingerprints import fingerprints

SOUND = Attachment("https://strides.example/one.mp3", type="audio/mpeg")
PLAIN = '<p>By noon, <em>three</em> &amp; a half <a href="https://other.example/a">barges</a>.</p><p>Later.</p>'


def content(html: str, **fields: Any) -> str:
    return fingerprint(an_article(content=html, **fields))


def test_the_algorithm_never_changes() -> None:
    """
    Ledgers contain these values: a different one would show every article of every site as changed.
    """
    article = an_article(content=PLAIN, image=Image("https://strides.example/a.png"), attachments=(SOUND,))

    assert fingerprint(article) == "1:b726a8f7444609b9263fd1e21e3b5bfa"
    assert fingerprint(an_article(content=None, summary=None)) == "1:607be8cbe6a556e7b4e28b24570e4cb3"


@pytest.mark.parametrize(
    "html",
    [
        PLAIN.replace("</p><p>", "</p>\n\n  <p>"),
        PLAIN.replace("noon, ", "noon,&nbsp; \n"),
        PLAIN.replace("<em>", '<em class="strong" title="x > y">'),
        PLAIN.replace("<em>", "<i>").replace("</em>", "</i>"),
        PLAIN.replace("<p>", "<div>").replace("</p>", "</div>"),
        PLAIN.replace("&amp;", "&#38;"),
        PLAIN.replace('"https://other.example/a"', "'https://other.example/a' target=_blank"),
        PLAIN.replace("noon", "n<span>oo</span>n"),
        PLAIN + "<!-- built by a generator on 1 May --><script>let x = '</p>' + 1</script><style>p { color: red }</style>",
        PLAIN.replace("Later.", 'Later.<a href="#fn1"></a>'),
        PLAIN.replace("noon", "no<!-- a remark -->on"),
    ],
)
def test_markup_white_space_and_templates_make_no_difference(html: str) -> None:
    assert content(html) == content(PLAIN)


@pytest.mark.parametrize(
    "html",
    [
        PLAIN.replace("noon", "one"),
        PLAIN.replace("three", ""),
        PLAIN.replace("other.example/a", "other.example/b"),
        PLAIN.replace("Later.", 'Later.<img src="https://strides.example/barge.png">'),
        PLAIN.replace("Later.", "Later &lt;b&gt;."),
        PLAIN.replace("noon,", "noon, and"),
    ],
)
def test_words_and_where_links_lead_make_a_difference(html: str) -> None:
    assert content(html) != content(PLAIN)


def test_content_fields_change_the_fingerprint() -> None:
    said = [
        an_article(),
        an_article(title="Another"),
        an_article(summary="Another."),
        an_article(image=Image("https://strides.example/a.png")),
        an_article(attachments=(SOUND,)),
        an_article(attachments=(Attachment(SOUND.url, type="audio/mpeg", title="Read aloud"),)),
    ]

    assert len({fingerprint(article) for article in said}) == len(said)


def test_other_fields_do_not_change_the_fingerprint() -> None:
    others: dict[str, Any] = {
        "authors": (Person("Bo"),),
        "categories": (Category("News"),),
        "related": (Link("https://strides.example/two"),),
        "id": "tag:strides.example,2026:x",
        "url": "https://strides.example/elsewhere",
        "language": "he",
        "image": Image("https://strides.example/a.png", alt="A barge", width=3),
    }
    plain = an_article(image=Image("https://strides.example/a.png"))

    assert fingerprint(an_article(**others)) == fingerprint(plain)


def test_an_excerpt_as_summary_does_not_change_the_fingerprint() -> None:
    """
    Otherwise another length or method of excerpts would change every article.
    """
    cuts = [None, "By noon, three & a half barges. Later.", "By noon, three…", "By noon, three & a half ba…"]

    assert len({content(PLAIN, summary=summary) for summary in cuts}) == 1


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert content(unicodedata.normalize("NFD", "<p>Zürich é</p>")) == content(unicodedata.normalize("NFC", "<p>Zürich é</p>"))


def linking(site: str, name: str) -> str:
    links = (f"{site}/{name}/", f"{site}/{name}/#two", f"{site}/{name}/barge.png", f"{site}/news/other/", "https://else.example/x")
    html = "".join(f'<a href="{link}">a</a>' for link in links)
    return content(html, url=f"{site}/{name}/", image=Image(f"{site}/{name}/lead.png"))


def test_a_new_domain_or_slug_does_not_change_the_fingerprint() -> None:
    assert linking("https://strides.example", "one") == linking("https://new.example", "renamed") == linking("http://strides.example:80", "a/b")


def test_links_to_a_moved_page_count_by_its_former_url() -> None:
    before = an_article(content='<a href="https://strides.example/two/#x">a</a><img src="https://strides.example/two/a.png">')
    after = an_article(content='<a href="https://strides.example/zwei/#x">a</a><img src="https://strides.example/zwei/a.png">')

    assert fingerprint(after) != fingerprint(before)
    assert fingerprint(after, {"https://strides.example/zwei/": "https://strides.example/two/"}) == fingerprint(before)


def test_cached_fingerprints_are_the_same_and_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    articles = [an_article(str(number)) for number in range(3)]
    alone = [fingerprint(article) for article in articles]
    made: list[Article] = []

    def counted(article: Article) -> str:
        made.append(article)
        return fingerprint(article)

    monkeypatch.setattr(module, "fingerprint", counted)
    assert fingerprints(articles, cache) == alone
    edited = an_article("1", content="<p>Other words.</p>")
    assert fingerprints([articles[0], edited, articles[2]], cache) == [alone[0], fingerprint(edited), alone[2]]
    assert made == [*articles, edited]


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<script", '<a href="', "<p title='\"", '<p a="" ', "</", "&", "&#", "<a href='x"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    """
    A quadratic algorithm would take hours.
    """
    assert content(piece * 100_000).startswith("1:")


class Parsed(HTMLParser):
    """
    Words and addresses, as the standard library finds them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += "" if tag in {"a", "em"} else " "
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        self.text += "" if tag in {"a", "em"} else " "

    def handle_data(self, data: str) -> None:
        self.text += data


PIECES = st.sampled_from(
    [
        *("<p>", "</p>\n", "<em>", "</em>", "<ul><li>", "</li></ul>", "<br>", " ", "\n\n", "word", "&amp;", "&eacute;", "&lt;b&gt;", "é", "."),
        *('<a href="https://else.example/?a=1&amp;b=2">', "</a>", "<img alt='a > b' src=/barge.png>", '<p class="x" title="it\'s">'),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_fingerprint_is_what_the_reference_says(html: str) -> None:
    parsed = Parsed()
    parsed.feed(html)
    parsed.close()
    lines = ["title Article one", "summary Not cut.", f"text {' '.join(parsed.text.split())}", *(f"link {link}" for link in parsed.links)]
    said = unicodedata.normalize("NFC", "\n".join(lines))

    assert content(html, summary="Not cut.") == f"1:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


@given(st.text(st.sampled_from("<>/!-\"'= ahrefscipt&;#\n"), max_size=60))
def test_any_text_has_a_fingerprint_and_white_space_at_the_ends_does_not_change_it(html: str) -> None:
    assert content(f"<p>{html}") == content(f"\n<p>\n{html}")
