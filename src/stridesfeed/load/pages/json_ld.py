"""
JSON-LD with the vocabulary of schema.org: the article that a page describes in its scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from stridesfeed.body.tree import text_content
from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.data_formats import parse_json_object
from stridesfeed.load.pages.facts import Fact
from stridesfeed.load.pages.page import Page
from stridesfeed.text import name_set

#: The types of articles, without those of subjects that are rare on the web (schema.org/Article).
ARTICLE_TYPES = name_set(
    "Article BlogPosting NewsArticle TechArticle Report ScholarlyArticle MedicalScholarlyArticle SocialMediaPosting LiveBlogPosting "
    "DiscussionForumPosting AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle ReportageNewsArticle "
    "ReviewNewsArticle SatiricalArticle AdvertiserContentArticle APIReference"
)

_TYPE = "application/ld+json"

#: The most nodes of one page that are looked at.
_MAX_NODES = 10_000

#: Members that hold other articles than the page's.
_OTHERS = name_set("blogPost blogPosts hasPart isPartOf itemListElement citation mentions comment review relatedLink")


@attrs.define(kw_only=True)
class JsonLd:
    """
    The JSON-LD of a page.
    """

    #: Objects with the line of their script, in document order.
    nodes: list[tuple[Mapping[str, Any], int]] = attrs.field(factory=list)

    by_id: dict[str, Mapping[str, Any]] = attrs.field(factory=dict)

    #: Scripts that cannot be read: their lines, and why.
    problems: list[tuple[int, str]] = attrs.field(factory=list)

    @classmethod
    def of(cls, page: Page) -> JsonLd:
        """
        Read the scripts of *page*.
        """
        found = cls()
        for script in page.by_name["script"]:
            if script.attributes.get("type", "").partition(";")[0].strip().lower() == _TYPE:
                found._add_script(text_content([script]).strip().removesuffix(";"), page.lines[script])
        return found

    def _add_script(self, text: str, line: int) -> None:
        if not text.startswith(("{", "[")):
            self.problems += [(line, "JSON-LD is not an object or a list; it is ignored")] if text else []
            return
        try:
            value = parse_json_object(f'{{"@graph": {text}}}' if text.startswith("[") else text, "", line)
        except FileError as fault:
            self.problems.append((line, f"JSON-LD {fault.rule}; it is ignored"))
        else:
            self._add(value, line)

    def _add(self, value: Any, line: int) -> None:
        if isinstance(value, list):
            for item in value:
                self._add(item, line)
        elif isinstance(value, dict) and len(self.nodes) < _MAX_NODES:
            self.nodes.append((value, line))
            if isinstance(id_ := value.get("@id"), str) and len(value) > 1:
                self.by_id.setdefault(id_, value)
            for key, member in value.items():
                if key not in _OTHERS and isinstance(member, list | dict):
                    self._add(member, line)

    def article(self, url: str) -> tuple[Mapping[str, Any], int] | None:
        """
        Return the article at *url*, else the only one; ``None`` if there is none or several.
        """
        articles = [(node, line) for node, line in self.nodes if ARTICLE_TYPES.intersection(_types_of(node))]
        here = [(node, line) for node, line in articles if url in _addresses(node)]
        return next(iter(here or (articles if len(articles) == 1 else [])), None)

    def facts(self, node: Mapping[str, Any], line: int) -> Iterator[Fact]:
        """
        Yield the facts about the article *node*.
        """

        def first(*keys: str) -> Any:
            return next((value for key in keys if (value := node.get(key)) not in (None, "", [])), None)

        yield Fact("title", _text(first("headline", "name")), line)
        yield Fact("published", _text(first("datePublished", "dateCreated")), line)
        yield Fact("updated", _text(first("dateModified")), line)
        people = [self._person(each) for each in _as_list(first("author", "creator"))]
        yield Fact("authors", [person for person in people if person], line)
        keywords = [word for each in _as_list(node.get("keywords")) for word in self._keywords(each)]
        yield Fact("tags", keywords, line)
        yield Fact("section", _text(next(iter(_as_list(node.get("articleSection"))), None)), line)
        yield Fact("summary", _text(first("description", "abstract")), line)
        yield Fact("image", self._image(first("image", "thumbnailUrl")), line)
        yield Fact("language", _text(first("inLanguage")), line)

    def _resolve(self, value: Any) -> Any:
        """
        Return the object that *value* refers to by its ``@id``.
        """
        if isinstance(value, dict) and isinstance(id_ := value.get("@id"), str) and len(value) == 1:
            return self.by_id.get(id_, value)
        return value

    def _person(self, value: Any) -> str | dict[str, str] | None:
        person = self._resolve(value)
        if not isinstance(person, dict):
            return _text(person)
        name = _text(person.get("name"))
        if not name:
            return None
        url, avatar = _text(next(iter(_as_list(person.get("url"))), None)), self._image(person.get("image"))
        return {"name": name} | ({"url": url} if url else {}) | ({"avatar": avatar["url"]} if avatar else {})

    def _keywords(self, value: Any) -> list[str]:
        term = value.get("name") if isinstance(value, dict) else value
        return [word.strip() for word in (_text(term) or "").split(",") if word.strip()]

    def _image(self, value: Any) -> dict[str, str] | None:
        image = self._resolve(next(iter(_as_list(value)), None))
        if isinstance(image, str):
            return {"url": image}
        if not isinstance(image, dict) or not (url := _text(image.get("url") or image.get("contentUrl"))):
            return None
        members = {"width": image.get("width"), "height": image.get("height"), "caption": image.get("caption")}
        return {"url": url} | {key: text for key, member in members.items() if (text := _text(member))}


def _types_of(node: Mapping[str, Any]) -> set[str]:
    """
    Return the types of *node*, without the vocabulary's address.
    """
    return {str(name).rpartition("/")[2].rpartition(":")[2] for name in _as_list(node.get("@type"))}


def _addresses(node: Mapping[str, Any]) -> set[str]:
    page = node.get("mainEntityOfPage")
    given = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {address for address in given if isinstance(address, str)}


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """
    Return text or a number as text; other values, such as objects, are ignored.
    """
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
