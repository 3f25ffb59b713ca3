"""
Exports: skipped content is counted, and guids are those in the feeds of WordPress and Ghost.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adopting import Run, adopt_document, only_article
from stridesfeed.adopt.wordpress import add_paragraphs
from stridesfeed.errors import InvalidFilesError

#: The namespace of the exports in these tests.
NAMESPACE = "http://wordpress.org/export/1.2/"


def an_export(*items: str) -> str:
    """
    An export of WordPress.
    """
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="{NAMESPACE}excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="{NAMESPACE}">
<channel><title>AI Strides</title><link>https://strides.example</link><description>One at a time</description><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://strides.example</wp:base_site_url>
<wp:author><wp:author_login><![CDATA[ann]]></wp:author_login><wp:author_email>ann@strides.example</wp:author_email>
<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login>bo</wp:author_login><wp:author_display_name>Bo Chen</wp:author_display_name></wp:author>
{"".join(items)}</channel></rss>"""


def a_post(number: int = 1, *, status: str = "publish", kind: str = "post", more: str = "", date: str = "2026-04-30 09:00:00") -> str:
    return f"""<item><title>Post {number}</title><link>https://strides.example/2026/post-{number}/</link>
<pubDate>Thu, 30 Apr 2026 09:00:00 +0000</pubDate><dc:creator><![CDATA[ann]]></dc:creator>
<guid isPermaLink="false">https://strides.example/?p={number}</guid><description></description>
<content:encoded><![CDATA[<p>Text {number}.</p>]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2026-04-30 11:00:00</wp:post_date><wp:post_date_gmt>{date}</wp:post_date_gmt>
<wp:post_modified_gmt>2026-05-02 00:00:00</wp:post_modified_gmt><wp:post_name>post-{number}</wp:post_name><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type>{more}</item>"""


def test_a_wordpress_post_has_the_fields_that_wordpress_publishes() -> None:
    categories = """<category domain="post_tag" nicename="chips"><![CDATA[Chips & more]]></category>
<category domain="category" nicename="news"><![CDATA[News]]></category><category domain="post_format" nicename="aside">Aside</category>"""
    adoption = adopt_document(an_export(a_post(7, more=categories)))
    adopted = only_article(adoption)
    article = adopted.article

    assert (article.id, article.guid, adopted.slug) == ("https://strides.example/?p=7", None, "post-7")
    assert (article.url, article.published) == ("https://strides.example/2026/post-7/", datetime(2026, 4, 30, 9, tzinfo=UTC))
    assert [(person.name, person.email) for person in article.authors] == [("Ann Lee", None)]
    assert [category.name for category in article.categories] == ["News", "Chips & more"]
    assert (article.content, article.summary) == ("<p>Text 7.</p>", None)
    assert adoption.skipped == {"term of taxonomy post_format": 1}
    assert (adoption.feed.title, adoption.feed.language, adoption.format) == ("AI Strides", "en-US", None)


def test_only_posts_are_adopted_and_the_rest_is_counted() -> None:
    locked = "<wp:post_password>x</wp:post_password>"
    adoption = adopt_document(
        an_export(
            a_post(1),
            a_post(2, kind="page"),
            a_post(3, kind="attachment"),
            a_post(4, status="trash"),
            a_post(5, more=locked),
            a_post(6, kind="page"),
        )
    )

    assert [adopted.slug for adopted in adoption.articles] == ["post-1"]
    assert adoption.skipped == {"attachment": 1, "page": 2, "password-protected post": 1, "post with status trash": 1}


@pytest.mark.parametrize(
    "namespace",
    [
        *("https://wordpress.org/export/1.2/", "http://wordpress.org/export/1.3/", "http://wordpress.org/export/1.0/"),
        *("https://wordpress.org/export/2.0/", "https://www.wordpress.org/export/1.2/", "HTTPS://WordPress.org/export/1.2"),
        *("https://wordpress.org/export/", "urn:another-program:", " http://wordpress.org/export/1.2/ "),
    ],
)
def test_exports_of_every_version_are_recognised(namespace: str) -> None:
    """
    Otherwise, they would be read as RSS, which publishes drafts and password-protected posts.
    """
    locked = a_post(7, more="<wp:post_password>x</wp:post_password>")
    hidden = [a_post(number, status=status) for number, status in enumerate(("draft", "pending", "private", "trash", "inherit"), start=2)]
    other = [a_post(8, kind="page"), a_post(9, kind="revision", status="inherit"), a_post(10, kind="attachment", status="inherit")]
    export = an_export(a_post(1), *hidden, locked, *other).replace(NAMESPACE, namespace)

    adoption = adopt_document(export)

    assert adoption.kind == "WordPress export"
    assert [adopted.slug for adopted in adoption.articles if not adopted.is_draft] == ["post-1"]
    assert [adopted.slug for adopted in adoption.articles if adopted.is_draft] == ["post-2", "post-3", "post-4"]
    assert adoption.skipped == {
        "attachment": 1,
        "page": 1,
        "password-protected post": 1,
        "post with status inherit": 1,
        "post with status trash": 1,
        "revision": 1,
    }


def test_an_export_without_its_version_is_recognised_by_its_namespace() -> None:
    export = an_export(a_post(1, status="draft")).replace("<wp:wxr_version>1.2</wp:wxr_version>", "")

    assert [adopted.is_draft for adopted in adopt_document(export).articles] == [True]


@pytest.mark.parametrize("version", ["<wxr_version>1.2</wxr_version>", '<wxr_version xmlns="urn:x">1.2</wxr_version>'])
def test_an_export_without_a_known_namespace_publishes_nothing(version: str) -> None:
    """
    The statuses of its posts are not known.
    """
    export = an_export(a_post(1), version).replace("wp:wxr_version", "wp:other").replace(NAMESPACE, "urn:y/")

    adoption = adopt_document(export)

    assert [adopted.is_draft for adopted in adoption.articles] == [True]


def test_an_ordinary_feed_may_declare_the_namespace_of_exports() -> None:
    channel = "<channel><title>AI Strides</title><link>https://strides.example</link></channel>"

    assert adopt_document(f'<rss version="2.0" xmlns:wp="{NAMESPACE}">{channel}</rss>').kind == "RSS"


def test_items_next_to_the_channel_of_an_export_are_posts_too() -> None:
    export = an_export().replace("</channel>", f"</channel>{a_post(1)}{a_post(2, kind='page')}")

    adoption = adopt_document(export)

    assert (only_article(adoption).slug, adoption.skipped) == ("post-1", {"page": 1})


@pytest.mark.parametrize("password", [" ", "<![CDATA[ ]]>", "0"])
def test_every_password_protects_a_post(password: str) -> None:
    adoption = adopt_document(an_export(a_post(1, more=f"<wp:post_password>{password}</wp:post_password>")))

    assert (adoption.articles, adoption.skipped) == ((), {"password-protected post": 1})


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_unpublished_posts_are_drafts_even_without_a_date(status: str) -> None:
    adopted = only_article(
        adopt_document(an_export(a_post(status=status, date="0000-00-00 00:00:00").replace("Thu, 30 Apr 2026", "Mon, 30 Nov -0001")))
    )

    assert adopted.is_draft
    assert adopted.article.published == datetime(2026, 5, 2, tzinfo=UTC)


def test_the_featured_image_is_an_attachment_of_the_export() -> None:
    note = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"
    picture = "<wp:attachment_url>https://strides.example/a.jpg</wp:attachment_url>" + note.format("_wp_attachment_image_alt", "A barge")
    adoption = adopt_document(an_export(a_post(1, more=note.format("_thumbnail_id", 9)), a_post(9, kind="attachment", more=picture)))
    image = only_article(adoption).article.image

    assert image is not None
    assert (image.url, image.alt) == ("https://strides.example/a.jpg", "A barge")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\nmore\n\n\n\nTwo", "<p>One<br>\nmore</p>\n<p>Two</p>"),
        ("<em>One</em> <ul>\n\n<li>x</li>\n\n</ul> Two", "<p><em>One</em></p>\n<ul>\n\n<li>x</li>\n\n</ul>\n<p>Two</p>"),
        ("One\n\n<!--more-->\n\nTwo", "<p>One</p>\n<!--more-->\n<p>Two</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<p>One\n\ntwo</p>", "<p>One\n\ntwo</p>"),
        ("<!-- wp:heading --><h2>One</h2><!-- /wp:heading -->\n\nTwo", "<!-- wp:heading --><h2>One</h2><!-- /wp:heading -->\n\nTwo"),
    ],
)
def test_paragraphs_are_added_as_in_wordpress(text: str, html: str) -> None:
    assert add_paragraphs(text) == html


def a_ghost(*posts: dict[str, Any], **tables: Any) -> dict[str, Any]:
    """
    An export of Ghost.
    """
    data = {
        "posts": [*posts],
        "tags": [{"id": "t1", "name": "News"}, {"id": "t2", "name": "#hidden", "visibility": "internal"}, {"id": "t3", "name": "Chips"}],
        "posts_tags": [
            {"post_id": "5f1", "tag_id": "t3", "sort_order": 1},
            {"post_id": "5f1", "tag_id": "t1", "sort_order": 0},
            {"post_id": "5f1", "tag_id": "t2", "sort_order": 2},
        ],
        "users": [{"id": "u1", "name": "Ann Lee", "email": "ann@strides.example", "profile_image": "__GHOST_URL__/ann.png"}],
        "posts_authors": [{"post_id": "5f1", "author_id": "u1", "sort_order": 0}],
        "settings": [
            {"key": "title", "value": "AI Strides"},
            {"key": "description", "value": "One at a time"},
            {"key": "locale", "value": "en"},
        ],
    }
    return {"db": [{"meta": {"version": "5.80.0"}, "data": data | tables}]}


def a_ghost_post(**fields: Any) -> dict[str, Any]:
    return {
        "id": "5f1",
        "uuid": "0f5e9a1c-5b1e-4d0e-9d54-0a7c8f1f7c11",
        "title": "One",
        "slug": "one",
        "html": '<p><a href="__GHOST_URL__/two/">Two</a></p>',
        "status": "published",
        "type": "post",
        "published_at": "2026-04-30T09:00:00.000Z",
        "updated_at": "2026-05-02T09:00:00.000Z",
        "custom_excerpt": None,
        "feature_image": "__GHOST_URL__/content/images/a.png",
    } | fields


def test_a_ghost_post_has_the_fields_that_ghost_publishes() -> None:
    adoption = adopt_document(a_ghost(a_ghost_post()), home="https://strides.example")
    adopted = only_article(adoption)
    article = adopted.article

    assert (article.guid, article.url, adopted.slug) == ("5f1", "https://strides.example/one/", "one")
    assert (article.published, article.updated) == (datetime(2026, 4, 30, 9, tzinfo=UTC), datetime(2026, 4, 30, 9, tzinfo=UTC))
    assert article.content == '<p><a href="https://strides.example/two/">Two</a></p>'
    assert article.image is not None
    assert article.image.url == "https://strides.example/content/images/a.png"
    assert [(person.name, person.email, person.avatar) for person in article.authors] == [("Ann Lee", None, "https://strides.example/ann.png")]
    assert [category.name for category in article.categories] == ["News", "Chips"]
    assert (adoption.feed.title, adoption.feed.subtitle, adoption.feed.language) == ("AI Strides", "One at a time", "en")


def test_ghost_pages_are_skipped_and_drafts_are_drafts() -> None:
    posts = (a_ghost_post(type="page"), a_ghost_post(id="5f2", status="draft", published_at=None), a_ghost_post(id="5f3", status="deleted"))

    adoption = adopt_document(a_ghost(*posts), home="https://strides.example/")

    assert [(adopted.article.guid, adopted.is_draft) for adopted in adoption.articles] == [("5f2", True)]
    assert adoption.skipped == {"page": 1, "post with status deleted": 1}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"visibility": "paid"}, "post with visibility paid"),
        ({"visibility": "members"}, "post with visibility members"),
        ({"visibility": "tiers"}, "post with visibility tiers"),
        ({"status": "sent"}, "post with status sent"),
    ],
)
def test_ghost_posts_that_are_not_public_are_skipped(fields: dict[str, Any], reason: str) -> None:
    adoption = adopt_document(a_ghost(a_ghost_post(**fields), a_ghost_post(id="5f2", visibility="public")), home="https://strides.example/")

    assert (only_article(adoption).article.guid, adoption.skipped) == ("5f2", {reason: 1})


def test_drafts_are_named_by_their_status(tmp_path: Path, run: Run) -> None:
    posts = [a_post(number, status=status) for number, status in enumerate(("publish", "draft", "private", "private", "pending", ""))]
    document = tmp_path / "export.xml"
    document.write_text(an_export(*posts), encoding="utf-8")

    shown = run("adopt", document, "--into", tmp_path / "site", "--dry-run").stdout
    members = json.loads(run("adopt", document, "--into", tmp_path / "site", "--json").stdout)

    statuses = "1 × draft, 1 × no status, 1 × pending, 2 × private"
    assert f"Articles: 6, including 5 drafts by status: {statuses} (WordPress export)" in shown.splitlines()
    assert (members["drafts"], members["draft_statuses"]) == (5, {"draft": 1, "no status": 1, "pending": 1, "private": 2})
    assert run("build", tmp_path / "site").exit_code == 0
    published = (tmp_path / "site" / "public" / "feed.xml").read_text(encoding="utf-8")
    assert [number for number in range(6) if f"Text {number}." in published] == [0]


def test_columns_and_tables_that_are_not_imported_are_named() -> None:
    comment = "<wp:comment><wp:comment_author>Bo</wp:comment_author></wp:comment>"
    wordpress = adopt_document(an_export(a_post(1, more=comment), a_post(2, kind="page", more=comment)))
    posts = (a_ghost_post(canonical_url="https://x.example/"), a_ghost_post(id="5f2", type="page", canonical_url="https://x.example/"))
    ghost = adopt_document(a_ghost(*posts, members=[{"id": 1}, {"id": 2}]), home="https://strides.example/")

    assert wordpress.not_imported == {"wp:author_email": 1, "wp:base_site_url": 1, "wp:comment": 1, "wp:comment_author": 1}
    assert ghost.not_imported == {"members": 2, "posts.canonical_url": 1, "posts.uuid": 1}


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "http://[", "//", "é ü", "a/b?c#d", "javascript:x"])
@pytest.mark.parametrize("member", a_ghost_post())
def test_unusual_texts_in_a_ghost_post_do_not_raise(member: str, text: str) -> None:
    """
    They are normalised, skipped, or an error of the post.
    """
    adoption = adopt_document(a_ghost(a_ghost_post(**{member: text})), home="https://strides.example/")

    assert len(adoption.articles) == 1 or adoption.faults or adoption.skipped


@pytest.mark.parametrize("text", ["\ud800", "http://[", "//"])
def test_unusual_urls_of_ghost_authors_do_not_raise(text: str) -> None:
    author = {"id": "u1", "name": "Ann Lee", "profile_image": text, "website": text}
    settings = [{"key": key, "value": text if key == "icon" else "AI Strides"} for key in ("title", "icon")]

    adoption = adopt_document(a_ghost(a_ghost_post(), users=[author], settings=settings), home="https://strides.example/")

    assert [person.name for person in only_article(adoption).article.authors] == ["Ann Lee"]


def test_ids_with_lone_surrogates_are_errors() -> None:
    posts = [a_ghost_post(), a_ghost_post(id="\ud800")]

    assert [fault.field for fault in adopt_document(a_ghost(*posts), home="https://strides.example/").faults] == ["posts[2].guid"]


def test_ghost_exports_need_the_site_url() -> None:
    with pytest.raises(InvalidFilesError) as caught:
        adopt_document(a_ghost(a_ghost_post()))

    assert "--url" in caught.value.faults[0].rule


def an_atom(*entries: str) -> str:
    """
    An Atom document with elements of the Atom Publishing Protocol and of Blogger.
    """
    numbered = "".join(
        f"""<entry><id>tag:strides.example,2026:{number}</id><title>Post {number}</title><link href="https://strides.example/{number}"/>
<updated>2026-04-30T09:00:00Z</updated>{entry}</entry>"""
        for number, entry in enumerate(entries)
    )
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app" xmlns:old="http://purl.org/atom/app#"
 xmlns:blogger="http://schemas.google.com/blogger/2018"><id>tag:strides.example,2026:feed</id><title>AI Strides</title>
<link href="https://strides.example/"/>{numbered}</feed>"""


def a_kind(name: str) -> str:
    return f'<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{name}"/>'


def test_atom_entries_that_are_not_published_are_drafts() -> None:
    drafts = [
        *(
            f"<{prefix}:control><{prefix}:draft>{yes}</{prefix}:draft></{prefix}:control>"
            for prefix in ("app", "old")
            for yes in ("yes", " Yes ")
        ),
        "<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>",
    ]
    published = [
        "<app:control><app:draft>no</app:draft></app:control>",
        "<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>",
        "",
    ]

    adoption = adopt_document(an_atom(*drafts, *published))

    assert [adopted.is_draft for adopted in adoption.articles] == [True] * len(drafts) + [False] * len(published)
    assert (adoption.drafts, adoption.skipped, adoption.not_imported) == ({"draft": len(drafts)}, {}, {})


def test_entries_of_blogger_that_are_not_posts_are_skipped() -> None:
    entries = [a_kind("post") + '<category scheme="http://www.blogger.com/atom/ns#" term="News"/>', a_kind("comment"), a_kind("settings")]
    entries += [f"<blogger:type>{type_}</blogger:type><blogger:status>LIVE</blogger:status>" for type_ in ("COMMENT", "PAGE")]
    entries.append("<blogger:type>POST</blogger:type><blogger:status>SOFT_TRASHED</blogger:status>")

    adoption = adopt_document(an_atom(*entries))

    assert [category.term for category in only_article(adoption).article.categories] == ["News"]
    assert adoption.skipped == {
        "entry of kind comment": 2,
        "entry of kind page": 1,
        "entry of kind settings": 1,
        "entry with status soft_trashed": 1,
    }
