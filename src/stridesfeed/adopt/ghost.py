"""
Importer for Ghost exports: posts, tags and users in tables, as in its database.

The guid of a post in Ghost's own feed is the post's id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote, urljoin

from stridesfeed.adopt.adoption import Adoption, AdoptionBuilder, title_or_excerpt
from stridesfeed.adopt.importer import Importer
from stridesfeed.errors import FileError
from stridesfeed.model import Category, Image, Person
from stridesfeed.parsing.documents import InputDocument, JsonObject
from stridesfeed.parsing.elements import absolute
from stridesfeed.parsing.report import Location
from stridesfeed.parsing.tracking import TrackedObject

#: The placeholder for the site's URL in texts.
_SITE = "__GHOST_URL__"

#: The statuses of posts that are imported.
_STATUSES = frozenset({"published", "scheduled", "draft"})


def matches(document: InputDocument) -> bool:
    """
    Return whether there is a table of posts.
    """
    return isinstance(document.root, TrackedObject) and bool(_tables(document.json).objects("posts"))


def read(document: InputDocument) -> Adoption:
    """
    Return the posts. Pages are skipped.
    """
    builder = AdoptionBuilder(document.path)
    if document.url is None:
        raise FileError(document.path, None, None, "has no site URL, as in all Ghost exports; give it with --url")
    home = document.url if document.url.endswith("/") else f"{document.url}/"
    export = _Export(builder, _tables(document.json), home)
    for number, post in enumerate(export.tables.objects("posts"), start=1):
        export.add(Location(member=f"posts[{number}]"), post)
    builder.leave(export.tables.values.unread())
    return builder.build("Ghost export", builder.build_feed(Location(), export.feed_fields()))


def _tables(root: JsonObject) -> JsonObject:
    """
    Return the tables. They are in "db", which is a list with one object in newer exports, and missing in older ones.
    """
    for parent in [*root.objects("db"), root]:
        if parent.object("data").values:
            return parent.object("data")
    return JsonObject(TrackedObject())


class _Export:
    """
    An export, with the rows of its tables by id.
    """

    def __init__(self, builder: AdoptionBuilder, tables: JsonObject, home: str) -> None:
        self.tables = tables
        self._builder = builder
        self._home = home
        self._settings = {setting.text("key"): setting.text("value") for setting in tables.objects("settings")}
        self._tags = {tag.text("id"): tag for tag in tables.objects("tags")}
        self._users = {user.text("id"): user for user in tables.objects("users")}
        self._tags_of = self._ids_by_post("posts_tags", "tag_id")
        self._authors_of = self._ids_by_post("posts_authors", "author_id")
        # Other rows than those of posts are read only as needed.
        for table in ("settings", "tags", "users", "posts_tags", "posts_authors"):
            for row in tables.objects(table):
                row.values.is_done = True

    def _ids_by_post(self, table: str, column: str) -> dict[str | None, list[str | None]]:
        found = defaultdict[str | None, list[str | None]](list)
        for row in sorted(self.tables.objects(table), key=lambda row: row.number("sort_order") or 0):
            found[row.text("post_id")].append(row.text(column))
        return found

    def feed_fields(self) -> dict[str, Any]:
        """
        Return the fields of the feed, from the settings.
        """
        setting = self._settings.get
        return {
            "url": self._home,
            "title": setting("title"),
            "subtitle": setting("description"),
            "language": setting("locale") or setting("lang") or setting("default_locale"),
            "icon": self._url(setting("icon")),
            "logo": self._url(setting("logo")),
        }

    def add(self, location: Location, post: JsonObject) -> None:
        """
        Add a row of the table of posts. Pages, posts that are only for members or e-mails, and those with an unknown status are skipped.
        """
        status, visibility = post.text("status") or "draft", post.text("visibility") or "public"
        skipped = None
        if post.text("type") == "page" or post.number("page"):
            skipped = "page"
        elif status not in _STATUSES:
            skipped = f"post with status {status}"
        elif visibility != "public":
            skipped = f"post with visibility {visibility}"
        if skipped:
            post.values.is_done = True
            self._builder.skip(skipped)
        else:
            slug, language = post.text("slug"), self.feed_fields()["language"]
            draft = status if status == "draft" else None
            self._builder.add_article(location, self._fields(post, slug), language=language, slug=slug, draft=draft)

    def _fields(self, post: JsonObject, slug: str | None) -> dict[str, Any]:
        html = (post.text("html") or "").replace(_SITE, self._home.rstrip("/")) or None
        updated = self._builder.date(post.text("updated_at"), "updated_at")
        image_url = self._url(post.text("feature_image"))
        tags = [self._tags[id_] for id_ in self._tags_of.get(post.text("id"), []) if id_ in self._tags]
        tag_names = [tag.text("name") for tag in tags if tag.text("visibility") != "internal"]
        return {
            "guid": post.text("id"),
            "url": urljoin(self._home, f"{quote(slug or '', errors='replace')}/"),
            "title": title_or_excerpt(post.text("title"), html),
            "published": next(filter(None, (self._builder.date(post.text(name), name) for name in ("published_at", "created_at"))), updated),
            "authors": self._people(post),
            "categories": [category for name in tag_names if name and (category := self._builder.optional(Category, term=name))],
            "summary": post.text("custom_excerpt") or post.text("meta_description"),
            "content": html,
            "image": self._builder.optional(Image, url=image_url, alt=post.text("feature_image_alt")) if image_url else None,
        }

    def _people(self, post: JsonObject) -> list[Person]:
        ids = self._authors_of.get(post.text("id")) or [post.text("author_id")]
        users = [self._users[id_] for id_ in ids if id_ in self._users]
        people = [
            self._builder.optional(
                Person, name=user.text("name"), uri=self._url(user.text("website")), avatar=self._url(user.text("profile_image"))
            )
            for user in users
        ]
        return [person for person in people if person]

    def _url(self, text: str | None) -> str | None:
        return absolute(text.replace(_SITE, self._home.rstrip("/")), self._home) if text else None


IMPORTER = Importer(title="Ghost export", matches=matches, read=read)
