"""
The keys of front matter: the names that generators use for each field of an article, most common first. Spelling does not matter:
``publishDate``, ``publish_date`` and ``Publish-Date`` are the same name.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.load.front_matter.nodes import normalize_key

ID = ("id", "guid", "uuid")
GUID = ("guid",)
TITLE = ("title",)
PUBLISHED = ("published", "date_published", "publish_date", "pubdate", "date", "created", "pub_datetime", "published_at", "created_at")
UPDATED = (
    *("updated", "date_modified", "modified", "lastmod", "last_modified_at", "last_updated", "last_modified"),
    *("updated_date", "updated_at", "mod_datetime", "last_update"),
)
EXPIRES = ("expiry_date", "unpublish_date")
DRAFT = ("draft", "is_draft")
PUBLISH_FLAG = ("published", "publish")
STATUS = ("status",)

#: Flags of pages that generators keep out of lists and feeds: Docusaurus, Eleventy, Hugo.
UNLISTED = ("unlisted", "eleventyExcludeFromCollections", "headless")

LAYOUT = ("layout", "template", "type")
REDIRECT = ("redirect_to",)
AUTHORS = ("authors", "author")
AUTHOR_URL = ("author_url",)
AUTHOR_EMAIL = ("author_email",)
AUTHOR_IMAGE = ("author_image_url", "author_image")
CONTRIBUTORS = ("contributors", "contributor")
CATEGORIES = ("category", "categories", "tags", "tag")
SUMMARY = ("summary", "description", "excerpt", "abstract", "spoiler")
IMAGE = (
    *("image", "cover", "featured_image", "thumbnail", "cover_image", "banner_image", "images"),
    *("hero_image", "og_image", "feature_image", "social_image", "preview_image", "photos"),
)
IMAGE_ALT = (
    *(
        "image_alt",
        "cover_alt",
        "featured_image_alt",
        "thumbnail_alt",
        "cover_image_alt",
        "hero_image_alt",
        "og_image_alt",
        "feature_image_alt",
    ),
)
SLUG = ("slug",)
URL = ("permalink", "url", "path")
LANGUAGE = ("language", "lang", "locale")
EXTERNAL_URL = ("external_url", "external_link", "link")
RELATED = ("related",)
SOURCES = ("sources", "source_links")
ATTACHMENTS = ("attachments", "attachment", "enclosures", "enclosure")
EPISODE = ("episode",)
SEASON = ("season",)
SECTION = ("section",)
SCORE = ("score",)
READING_TIME = ("reading_time", "reading_minutes", "read_time", "minutes_read")
RIGHTS = ("rights", "copyright", "license")
COMMENTS = ("comments", "comments_url")
REDATE = ("redate",)
ALIASES = ("aliases", "redirect_from")

#: Keys by which generators lay out and arrange pages. They do not matter for feeds.
_PAGES = (
    # Several generators
    *("weight", "menu", "menus", "toc", "nav", "hide", "outputs", "sitemap", "markup", "content_type", "keywords", "featured"),
    *("pin", "pinned", "sticky", "math", "mathjax", "katex", "mermaid"),
    # Hugo, Zola
    *("build", "cascade", "link_title", "resources", "show_toc"),
    *("in_search_index", "insert_anchor_links", "render", "sort_by", "generate_feeds"),
    # Jekyll
    *("nav_order", "nav_exclude", "classes", "sidebar", "author_profile", "excerpt_separator", "search_exclude", "render_with_liquid"),
    # MkDocs, Docusaurus
    *("icon", "search", "social", "hide_title", "hide_table_of_contents", "toc_min_heading_level", "toc_max_heading_level"),
    *("sidebar_label", "sidebar_position", "displayed_sidebar", "pagination_prev", "pagination_next", "custom_edit_url", "title_meta"),
    # Pelican, Nikola, Hexo, Eleventy, ablog
    *("save_as", "translation", "has_math", "nocomments", "priority", "disable_nunjucks", "top"),
    *("eleventy_navigation", "eleventy_computed", "pagination", "template_engine_override", "blogpost"),
)

#: The fields of an article, to which ``content.keys`` can map other keys.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ID,
    "guid": GUID,
    "title": TITLE,
    "published": PUBLISHED,
    "updated": UPDATED,
    "expires": EXPIRES,
    "draft": DRAFT,
    "status": STATUS,
    "authors": AUTHORS,
    "contributors": CONTRIBUTORS,
    "categories": CATEGORIES,
    "summary": SUMMARY,
    "image": IMAGE,
    "image_alt": IMAGE_ALT,
    "slug": SLUG,
    "url": URL,
    "language": LANGUAGE,
    "external_url": EXTERNAL_URL,
    "related": RELATED,
    "sources": SOURCES,
    "attachments": ATTACHMENTS,
    "episode": EPISODE,
    "season": SEASON,
    "section": SECTION,
    "score": SCORE,
    "reading_time": READING_TIME,
    "rights": RIGHTS,
    "comments": COMMENTS,
    "redate": REDATE,
    "aliases": ALIASES,
}

_GROUPS = (*FIELDS.values(), PUBLISH_FLAG, AUTHOR_URL, AUTHOR_EMAIL, AUTHOR_IMAGE, UNLISTED, LAYOUT, REDIRECT, _PAGES)

#: All names, normalized.
KNOWN = frozenset(normalize_key(name) for names in _GROUPS for name in names)
