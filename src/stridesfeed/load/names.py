"""
The keys of front matter: the names that generators use for each field of an article, most common first. Spelling does not matter:
``publishDate``, ``publish_date`` and ``Publish-Date`` are the same name.
"""

from __future__ import annotations

from collections.abc import Mapping

from stridesfeed.load.front_matter import normalize_key

ID = ("id", "guid", "uuid")
GUID = ("guid",)
TITLE = ("title",)
PUBLISHED = ("published", "date_published", "publish_date", "pubdate", "date", "created")
UPDATED = ("updated", "date_modified", "modified", "lastmod", "last_modified_at", "last_updated", "last_modified")
DRAFT = ("draft",)
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
SUMMARY = ("summary", "description", "excerpt")
IMAGE = ("image", "cover", "featured_image", "thumbnail", "cover_image", "banner_image", "images")
IMAGE_ALT = ("image_alt", "cover_alt", "featured_image_alt", "thumbnail_alt", "cover_image_alt")
SLUG = ("slug",)
URL = ("permalink", "url", "path")
LANGUAGE = ("language", "lang")
EXTERNAL_URL = ("external_url", "external_link", "link")
RELATED = ("related",)
SOURCES = ("sources", "source_links")
ATTACHMENTS = ("attachments", "attachment", "enclosures", "enclosure")
SECTION = ("section",)
SCORE = ("score",)
READING_TIME = ("reading_time", "reading_minutes")
RIGHTS = ("rights", "copyright", "license")
COMMENTS = ("comments", "comments_url")
REDATE = ("redate",)
ALIASES = ("aliases", "redirect_from")

#: Keys that generators use for pages, and that do not matter for feeds.
_PAGES = (
    *("weight", "menu", "menus", "toc", "build", "outputs"),
    *("sitemap", "nav", "nav_order", "hide", "in_search_index", "markup", "content_type", "render", "sort_by", "save_as"),
)

#: The fields of an article, to which ``content.keys`` can map other keys.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ID,
    "guid": GUID,
    "title": TITLE,
    "published": PUBLISHED,
    "updated": UPDATED,
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
