"""
What was rendered once is not rendered again, unless it would come out otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stridesfeed import MemoryCache
from stridesfeed.load import Loaded, _markdown_it

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

HEADER = "---\ntitle: {title}\ndate: 2026-04-30\n---\n"
LINKS = "[a](other.md) [b](https://example.org/) [c]({% post_url 2026-04-29-post %}) {% link _posts/2026-04-29-post.md %} {{ site.motto }}"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    The texts that were rendered since the test began.
    """
    texts: list[str] = []
    to_html = _markdown_it.to_html

    def noting(text: str, **rewrites: Callable[[str], str]) -> str:
        texts.append(text)
        return to_html(text, **rewrites)

    monkeypatch.setattr(_markdown_it, "to_html", noting)
    return texts


@pytest.fixture
def site(write: Write) -> None:
    write("content/one.md", HEADER.format(title="One") + LINKS)
    write("content/other.md", HEADER.format(title="Other") + "Text.")
    write("content/_posts/2026-04-29-post.md", HEADER.format(title="Post") + "Text of the post.")


@pytest.mark.usefixtures("site")
def test_what_did_not_change_is_not_rendered_again(loading: Loading, rendered: list[str]) -> None:
    keep = MemoryCache()
    first = loading(keep=keep, variables={"motto": "On."})
    count = len(rendered)
    again = loading(keep=keep, variables={"motto": "On."})

    assert first.articles == again.articles == loading(variables={"motto": "On."}).articles
    assert len(rendered) == count + 3
    assert count == 3


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({"content/other.md": HEADER.format(title="Other") + "Other text."}, 1),
        ({"content/other.md": "---\ntitle: Other\ndate: 2026-04-30\nslug: elsewhere\n---\nText."}, 1),
        ({"content/_posts/2026-04-29-post.md": "---\ntitle: Post\ndate: 2026-04-30\nurl: /p/\n---\nText of the post."}, 1),
        ({"content/other.md": HEADER.format(title="Another title") + "Text."}, 0),
    ],
    ids=["another text", "another address", "another address of a post", "another title"],
)
def test_what_changed_or_leads_elsewhere_is_rendered_again(
    changes: dict[str, str], times: int, write: Write, loading: Loading, rendered: list[str]
) -> None:
    keep = MemoryCache()
    loading(keep=keep)
    for path, text in changes.items():
        write(path, text)
    rendered.clear()
    again = loading(keep=keep).articles

    assert len(rendered) == times
    assert again == loading().articles


@pytest.mark.usefixtures("site")
def test_a_variable_with_another_value_is_seen(loading: Loading) -> None:
    keep = MemoryCache()
    loading(keep=keep, variables={"motto": "On."})
    (article,) = (each for each in loading(keep=keep, variables={"motto": "Off."}).articles if each.title == "One")

    assert "Off." in (article.content or "")


@pytest.mark.usefixtures("site")
def test_nothing_but_questions_of_links_is_asked_by_what_was_kept(loading: Loading, rendered: list[str]) -> None:
    class Twisted(MemoryCache):
        def get(self, keys: object) -> dict[bytes, bytes]:
            return dict.fromkeys(keys, json.dumps([[["__class__", "x", None]], "<p>other</p>"]).encode())  # type: ignore[call-overload,no-any-return]

    articles = loading(keep=Twisted()).articles

    assert len(rendered) == len(articles) == 3
    assert all("other</p>" not in (article.content or "") for article in articles)
