"""
The export of Ghost: posts, tags and users in tables, as its database has them.

The guid of a post in Ghost's own feed is the post's id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote, urljoin

from stridesfeed.adopt import elements
from stridesfeed.adopt.adoption import Adoption, Gathering, Place
from stridesfeed.adopt.document import Document, Kind
from stridesfeed.adopt.members import Members
from stridesfeed.adopt.rss import with_path
from stridesfeed.errors import FileError
from stridesfeed.model import Category, Image, Person

#: What stands in texts for the address of the site.
_SITE = "__GHOST_URL__"

#: What becomes of a post, by its status; others stay behind.
_IS_DRAFT = {"published": False, "sent": False, "scheduled": False, "draft": True}


def fits(document: Document) -> bool:
    """
    Whether there are tables of posts.
    """
    return isinstance(document.root, dict) and bool(_data(document.root).objects("posts"))


def read(document: Document) -> Adoption:
    """
    The posts; pages stay behind.
    """
    gathering = Gathering(document.path)
    if document.home is None:
        raise FileError(
            document.path, None, None, "does not say where the site is, because Ghost's exports never do: give its address with --url"
        )
    home = document.home if document.home.endswith("/") else f"{document.home}/"
    tables = _Tables(gathering, _data(document.members), home)
    for number, post in enumerate(tables.data.objects("posts"), start=1):
        tables.add(Place(member=f"posts[{number}]"), post)
    return gathering.adoption("Ghost export", gathering.feed(Place(), tables.feed_fields()))


def _data(root: dict[str, Any]) -> Members:
    """
    The tables: in "db", in newer exports a list with one object, in older ones not there.
    """
    for holder in [*Members(root).objects("db"), Members(root)]:
        if holder.object("data").values:
            return holder.object("data")
    return Members({})


class _Tables:
    """
    The tables of one export.
    """

    def __init__(self, gathering: Gathering, data: Members, home: str) -> None:
        self.data = data
        self._gathering = gathering
        self._home = home
        self._settings = {setting.text("key"): setting.text("value") for setting in data.objects("settings")}
        self._tags = {tag.text("id"): tag for tag in data.objects("tags")}
        self._users = {user.text("id"): user for user in data.objects("users")}
        self._tags_of = self._joined("posts_tags", "tag_id")
        self._authors_of = self._joined("posts_authors", "author_id")

    def _joined(self, table: str, column: str) -> dict[str | None, list[str | None]]:
        found = defaultdict[str | None, list[str | None]](list)
        for row in sorted(self.data.objects(table), key=lambda row: row.number("sort_order") or 0):
            found[row.text("post_id")].append(row.text(column))
        return found

    def feed_fields(self) -> dict[str, Any]:
        """
        The fields of the feed, from the settings.
        """
        said = self._settings.get
        return {
            "id": with_path(self._home),
            "url": self._home,
            "title": said("title"),
            "subtitle": said("description"),
            "language": said("locale") or said("lang") or said("default_locale"),
            "icon": self._address(said("icon")),
            "logo": self._address(said("logo")),
        }

    def add(self, place: Place, post: Members) -> None:
        """
        One row of the posts.
        """
        if post.text("type") == "page" or post.number("page"):
            self._gathering.left_out["page"] += 1
            return
        status = post.text("status") or "draft"
        if status not in _IS_DRAFT:
            self._gathering.left_out[f"post with the status {status}"] += 1
            return
        slug = post.text("slug")
        language = self.feed_fields()["language"]
        self._gathering.article(place, self._fields(post, slug), language=language, slug=slug, is_draft=_IS_DRAFT[status])

    def _fields(self, post: Members, slug: str | None) -> dict[str, Any]:
        html = (post.text("html") or "").replace(_SITE, self._home.rstrip("/")) or None
        updated = elements.moment(post.text("updated_at"))
        picture = self._address(post.text("feature_image"))
        return {
            "guid": post.text("id"),
            "url": urljoin(self._home, f"{quote(slug or '')}/"),
            "title": elements.title_or_words(post.text("title"), html),
            "published": elements.moment(post.text("published_at")) or elements.moment(post.text("created_at")) or updated,
            "authors": self._people(post),
            "categories": self._categories(post),
            "summary": post.text("custom_excerpt") or post.text("meta_description"),
            "content": html,
            "image": self._gathering.optional(Image, url=picture, alt=post.text("feature_image_alt")) if picture else None,
        }

    def _people(self, post: Members) -> list[Person]:
        ids = self._authors_of.get(post.text("id")) or [post.text("author_id")]
        users = [self._users[id_] for id_ in ids if id_ in self._users]
        made = [
            self._gathering.optional(
                Person, name=user.text("name"), uri=self._address(user.text("website")), avatar=self._address(user.text("profile_image"))
            )
            for user in users
        ]
        return [person for person in made if person]

    def _categories(self, post: Members) -> list[Category]:
        """
        The tags, but for those that are not for readers.
        """
        tags = [self._tags[id_] for id_ in self._tags_of.get(post.text("id"), []) if id_ in self._tags]
        shown = [tag.text("name") for tag in tags if tag.text("visibility") != "internal"]
        return [made for name in shown if name and (made := self._gathering.optional(Category, term=name))]

    def _address(self, text: str | None) -> str | None:
        return urljoin(self._home, text.replace(_SITE, self._home.rstrip("/"))) if text else None


KIND = Kind(title="Ghost export", fits=fits, read=read)
