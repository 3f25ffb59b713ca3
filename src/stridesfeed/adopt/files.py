"""
Adopted articles as files of a content folder, from which the same articles are loaded again.

Bodies stay HTML below front matter: Markdown cannot express tables, figures and other elements, so the text would change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.adopt.adoption import AdoptedArticle
from stridesfeed.dates import format_rfc3339
from stridesfeed.extensions import Editorial
from stridesfeed.extensions.shows import Episode
from stridesfeed.load.shows import as_table
from stridesfeed.load.urls.slugs import slugify
from stridesfeed.model import Category, Link, Person

#: In characters: file systems allow 255 bytes, and a character can take four.
_MAX_NAME = 50

#: Names of devices on Windows, with any suffix; and index, which is the index file of a folder.
_RESERVED = frozenset({"con", "prn", "aux", "nul", "index", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))})

_LIQUID_TAG = re.compile(r"\{%|\{\{")
_END_OF_RAW = re.compile(r"(\{%-?\s*endraw\s*-?%\})")

#: Characters that YAML does not allow unescaped, or that editors show as line ends.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


@attrs.frozen
class ContentFile:
    """
    A file to write, and the articles in it.
    """

    #: The path in the content folder.
    path: PurePosixPath

    content: bytes = attrs.field(repr=False)

    articles: tuple[AdoptedArticle, ...]


def as_html(articles: Iterable[AdoptedArticle]) -> Iterator[ContentFile]:
    """
    Yield an HTML file for each article, in a folder for its year.
    """
    taken: set[str] = set()
    for adopted in articles:
        path = _new_path(adopted, taken)
        taken.add(path)
        lines = []
        # YAML is a superset of JSON.
        for name, value in _front_matter(adopted).items():
            if isinstance(value, list):
                lines += [f"{name}:\n", *(f"  - {_json(item)}\n" for item in value)]
            else:
                lines.append(f"{name}: {_json(value)}\n")
        text = f"---\n{''.join(lines)}---\n{_escape_liquid(adopted.article.content or '')}\n"
        yield ContentFile(PurePosixPath(f"{path}.html"), text.encode(), (adopted,))


def as_json_lines(articles: Iterable[AdoptedArticle]) -> Iterator[ContentFile]:
    """
    Yield one JSON Lines file with all articles.
    """
    given = tuple(articles)
    lines = [{**_front_matter(adopted), "content_html": _escape_liquid(adopted.article.content or "")} for adopted in given]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    yield ContentFile(PurePosixPath("adopted.jsonl"), text.encode(), given)


#: The layouts of content files, by name.
LAYOUTS: dict[str, Callable[[Iterable[AdoptedArticle]], Iterator[ContentFile]]] = {"html": as_html, "jsonl": as_json_lines}


def _new_path(adopted: AdoptedArticle, taken: set[str]) -> str:
    """
    Return a safe path without suffix that is not in *taken*: ``YEAR/NAME``.
    """
    article = adopted.article
    last_segment = unquote(urlsplit(article.address).path.rstrip("/").rpartition("/")[2]).partition(".")[0]
    names = (slugify(unquote(text or "")).strip("-_")[:_MAX_NAME].strip("-_") for text in (adopted.slug, last_segment, article.title))
    name = next(filter(None, names), "article")
    path = f"{article.sort_date.year:04}/{name}-1" if name in _RESERVED else f"{article.sort_date.year:04}/{name}"
    number, unique = 1, path
    while unique in taken:
        number += 1
        unique = f"{path}-{number}"
    return unique


def _front_matter(adopted: AdoptedArticle) -> dict[str, Any]:
    """
    Return front matter from which the same article is loaded.
    """
    article, image = adopted.article, adopted.article.image
    editorial = next((extension for extension in article.extensions if isinstance(extension, Editorial)), None)
    episode = next((extension for extension in article.extensions if isinstance(extension, Episode)), None)
    score = editorial.score if editorial else None
    return _without_empty(
        title=article.title,
        date=article.published and format_rfc3339(article.published),
        updated=format_rfc3339(article.updated) if article.updated and article.updated != article.published else None,
        draft=adopted.is_draft or None,
        id=article.id,
        guid=article.guid,
        url=article.url,
        authors=[_person(person) for person in article.authors],
        contributors=[_person(person) for person in article.contributors],
        section=editorial.section if editorial else None,
        reading_time=editorial.reading_minutes if editorial else None,
        score=_without_empty(value=score.value, scale=score.scale, level=score.level) if score else None,
        categories=[_category(category) for category in article.categories],
        summary=article.summary,
        image=image
        and _without_empty(
            src=image.url, alt=image.alt, type=image.type, width=image.width, height=image.height, caption=image.caption, credit=image.credit
        ),
        attachments=[
            _without_empty(url=file.url, type=file.type, length=file.length, duration=file.duration, title=file.title)
            for file in article.attachments
        ],
        episode=as_table(episode) if episode else None,
        related=[_link(link) for link in article.related],
        sources=[_link(link) for link in article.sources],
        external_url=article.external_url,
        comments=article.comments,
        language=article.language,
        rights=article.rights,
    )


def _person(person: Person) -> dict[str, Any]:
    return _without_empty(name=person.name, url=person.uri, email=person.email, avatar=person.avatar)


def _category(category: Category) -> dict[str, Any] | str:
    if category.scheme is None and category.label is None:
        return category.term
    return _without_empty(term=category.term, scheme=category.scheme, label=category.label)


def _link(link: Link) -> dict[str, Any]:
    return _without_empty(url=link.href, title=link.title, hreflang=link.hreflang)


def _without_empty(**members: object) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != []}


def _json(value: object) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _escape_liquid(body: str) -> str:
    """
    Wrap *body* in ``raw`` tags if it contains Liquid tags, as articles about templates do.
    """
    if not _LIQUID_TAG.search(body):
        return body
    parts = _END_OF_RAW.split(body)
    return "".join(part if number % 2 else f"{{% raw %}}{part}{{% endraw %}}" for number, part in enumerate(parts) if part)
