"""
Cached articles are used as long as their file, the settings and the results of their lookups are unchanged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from everything import the_feed
from stridesfeed import Editorial, MemoryCache, load
from stridesfeed.load import Content, Loaded
from stridesfeed.load.article_cache import decode, encode
from stridesfeed.load.links import LinkIndex, Links
from stridesfeed.load.markup import _markdown_it

Write = Callable[[str, str | bytes], Path]
Loading = Callable[..., Loaded]

HEADER = "---\ntitle: {title}\ndate: 2026-04-30\n---\n"
LINKS = "[a](other.md) [b](https://example.org/) [c]({% post_url 2026-04-29-post %}) {% link _posts/2026-04-29-post.md %} {{ site.motto }}"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """
    The Markdown texts that were rendered since the test began.
    """
    texts: list[str] = []
    to_html = _markdown_it.to_html

    def record(markdown: str, path: str, first_line: int, **rewrites: Any) -> str:
        texts.append(markdown)
        return to_html(markdown, path, first_line, **rewrites)

    monkeypatch.setattr(_markdown_it, "to_html", record)
    return texts


@pytest.fixture
def site(write: Write) -> None:
    write("content/one.md", HEADER.format(title="One") + LINKS)
    write("content/other.md", HEADER.format(title="Other") + "Text.")
    write("content/_posts/2026-04-29-post.md", HEADER.format(title="Post") + "Text of the post.")


@pytest.mark.usefixtures("site")
def test_unchanged_files_are_not_rendered_again(loading: Loading, rendered: list[str]) -> None:
    cache = MemoryCache()
    first = loading(cache=cache, variables={"motto": "On."})
    count = len(rendered)
    again = loading(cache=cache, variables={"motto": "On."})

    assert first.articles == again.articles == loading(variables={"motto": "On."}).articles
    assert len(rendered) == count + 3
    assert count == 3


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("changes", "times"),
    [
        ({"content/other.md": HEADER.format(title="Other") + "Other text."}, 1),
        ({"content/other.md": "---\ntitle: Other\ndate: 2026-04-30\nslug: elsewhere\n---\nText."}, 2),
        ({"content/_posts/2026-04-29-post.md": "---\ntitle: Post\ndate: 2026-04-30\nurl: /p/\n---\nText of the post."}, 2),
        ({"content/other.md": HEADER.format(title="Another title") + "Text."}, 1),
    ],
    ids=["another text", "another address", "another address of a post", "another title"],
)
def test_changed_files_and_links_are_rendered_again(
    changes: dict[str, str], times: int, write: Write, loading: Loading, rendered: list[str]
) -> None:
    cache = MemoryCache()
    loading(cache=cache)
    for path, text in changes.items():
        write(path, text)
    rendered.clear()
    again = loading(cache=cache).articles

    assert len(rendered) == times
    assert again == loading().articles


@pytest.mark.usefixtures("site")
def test_a_changed_variable_invalidates_the_cache(loading: Loading) -> None:
    cache = MemoryCache()
    loading(cache=cache, variables={"motto": "On."})
    (article,) = (each for each in loading(cache=cache, variables={"motto": "Off."}).articles if each.title == "One")

    assert "Off." in (article.content or "")


def test_a_changed_title_of_a_linked_article_invalidates_the_cache(write: Write, loading: Loading) -> None:
    cache = MemoryCache()
    write("content/one.md", "---\ntitle: One\ndate: 2026-04-30\nrelated: [other.md]\n---\n")
    write("content/other.md", HEADER.format(title="Other"))
    loading(cache=cache)
    write("content/other.md", HEADER.format(title="Another"))

    one = next(each for each in loading(cache=cache).articles if each.title == "One")

    assert [link.title for link in one.related] == ["Another"]


def test_a_changed_attachment_length_invalidates_the_cache(write: Write, loading: Loading) -> None:
    cache = MemoryCache()
    write("content/one.md", "---\ntitle: One\ndate: 2026-04-30\nattachments: [/ep.mp3]\n---\n")
    write("static/ep.mp3", b"x" * 10)
    first = loading(cache=cache).articles[0].attachments[0].length
    write("static/ep.mp3", b"x" * 20)

    assert (first, loading(cache=cache).articles[0].attachments[0].length) == (10, 20)


def test_a_cached_article_is_skipped_before_its_date(write: Write, loading: Loading) -> None:
    cache = MemoryCache()
    write("content/one.md", HEADER.format(title="One"))
    loading(cache=cache)

    loaded = loading(cache=cache, as_of=datetime(2026, 4, 1, tzinfo=UTC))

    assert loaded.articles == ()
    assert [(each.path, each.reason) for each in loaded.skipped] == [("content/one.md", "dated after 2026-04-01T00:00:00+00:00")]


def test_errors_drafts_duplicates_and_unknown_keys_are_reported_by_every_load(write: Write, loading: Loading) -> None:
    cache = MemoryCache()
    write("content/draft.md", "---\ntitle: Draft\ndate: 2026-04-30\ndraft: true\n---\n")
    write("content/key.md", "---\ntitle: Key\ndate: 2026-04-30\nodd: 1\n---\n")
    write("content/many.jsonl", '{"title": "Good", "date": "2026-04-30"}\n{"title": 1}\n{\n')
    write("content/no-date.md", "---\ntitle: No\n---\n")
    write("content/twin-1.md", "---\ntitle: Twin\ndate: 2026-04-30\nid: tag:a.example,2026:1\n---\n")
    write("content/twin-2.md", "---\ntitle: Twin\ndate: 2026-04-30\nid: tag:a.example,2026:1\n---\n")

    first, again = loading(cache=cache), loading(cache=cache)

    assert len(first.faults) == 4
    assert [str(fault) for fault in again.faults] == [str(fault) for fault in first.faults]
    assert again.skipped == first.skipped != ()
    assert again.unknown_keys == first.unknown_keys == {"content/key.md": ("odd",)}
    assert (again.articles, again.origins, again.explicit_ids) == (first.articles, first.origins, first.explicit_ids)


@pytest.mark.usefixtures("site")
def test_changed_site_settings_invalidate_the_cache(loading: Loading) -> None:
    cache = MemoryCache()
    loading(cache=cache)
    choices = {"permalink": "/{slug}.html", "category_scheme": "https://strides.example/terms", "language": "de", "summary_length": 3}

    for name, value in choices.items():
        assert loading(cache=cache, **{name: value}).articles == loading(**{name: value}).articles


def test_an_article_with_all_fields_survives_encoding() -> None:
    for article in the_feed().articles:
        ours = attrs.evolve(article, extensions=[each for each in article.extensions if isinstance(each, Editorial)])
        again = decode(json.loads(json.dumps(encode(ours))))

        assert again == ours
        assert again.digest == ours.digest


def test_only_recorded_lookups_are_repeated(tmp_path: Path) -> None:
    content = Content(root=tmp_path, folders=(tmp_path,), url="https://strides.example/")
    links = Links(LinkIndex(content, ()), tmp_path / "a.md", "https://strides.example/a/")

    assert links.lookup("file_url", "x") == "https://strides.example/a/x"
    assert links.lookup("local_file", "x") is Ellipsis


def test_a_file_that_changes_during_loading_is_an_error(write: Write, loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    If a lookup has another result, the file is parsed again; it can have changed since it was read first.
    """
    cache = MemoryCache()
    write("content/one.md", HEADER.format(title="One") + "[a](other.md)")
    write("content/other.md", HEADER.format(title="Other"))
    loading(cache=cache)
    write("content/other.md", "---\ntitle: Other\ndate: 2026-04-30\nslug: elsewhere\n---\n")
    make = LinkIndex.__init__

    def late(index: LinkIndex, *arguments: Any) -> None:
        make(index, *arguments)
        write("content/one.md", HEADER.format(title="Quite another"))

    monkeypatch.setattr(LinkIndex, "__init__", late)
    loaded = loading(cache=cache)

    assert [str(fault) for fault in loaded.faults] == ["content/one.md: changed while it was being read; run the command again"]
    assert [article.title for article in loaded.articles] == ["Other"]


def test_errors_next_to_a_duplicate_are_reported_once(write: Write, loading: Loading) -> None:
    write("content/one.md", "---\ntitle: One\ndate: 2026-04-30\nid: tag:a.example,2026:1\n---\n")
    write("content/two.jsonl", '{"title": "Two", "date": "2026-04-30", "id": "tag:a.example,2026:1"}\n{\n')

    faults = [str(fault) for fault in loading().faults]

    assert len(faults) == 2
    assert "is also the id of content/one.md:4;" in faults[0]
    assert faults[1].startswith("content/two.jsonl:2: ")


@pytest.mark.usefixtures("site")
def test_articles_over_the_memory_limit_are_parsed_twice_with_the_same_result(
    write: Write, loading: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("content/draft.md", "---\ntitle: Draft\ndate: 2026-04-30\ndraft: true\n---\n")
    write("content/faulty.md", "---\ntitle: Faulty\n---\n")
    write("content/many.jsonl", '{"title": "Good", "date": "2026-04-30"}\n{\n{"title": "Better", "date": "2026-04-30", "odd": 1}\n')
    expected = loading()
    monkeypatch.setattr(load, "_MAX_IN_MEMORY", 1)
    cache = MemoryCache()

    first, again = loading(cache=cache), loading(cache=cache)

    for loaded in (first, again):
        assert [str(fault) for fault in loaded.faults] == [str(fault) for fault in expected.faults]
        assert attrs.evolve(loaded, faults=()) == attrs.evolve(expected, faults=())


class ForgetfulCache(MemoryCache):
    """
    A cache that forgets the texts of articles.
    """

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        return {key: value for key, value in super().get(keys).items() if value.startswith(b"[")}


@pytest.mark.usefixtures("site")
def test_articles_whose_texts_are_lost_are_rendered_again(loading: Loading, rendered: list[str]) -> None:
    cache = ForgetfulCache()
    first = loading(cache=cache)
    rendered.clear()
    again = loading(cache=cache)

    assert again.articles == first.articles
    assert rendered


def test_articles_share_equal_people_and_categories(write: Write, loading: Loading) -> None:
    for name in ("one", "two"):
        write(f"content/{name}.md", f"---\ntitle: {name}\ndate: 2026-04-30\nauthors: [Ann Lee]\ntags: [Chips]\n---\n")
    cache = MemoryCache()

    for loaded in (loading(cache=cache), loading(cache=cache)):
        one, two = loaded.articles
        assert one.authors[0] is two.authors[0]
        assert one.categories[0] is two.categories[0]
