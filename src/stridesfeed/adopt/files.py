"""
Adopted articles as files of a content folder, from which the same articles are loaded again.

The bodies of feeds are HTML, so the files are HTML below front matter: turned into Markdown, tables, figures and whatever Markdown has no
words for would be lost, and the text would not come back as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.adopt.adoption import Adopted
from stridesfeed.dates import format_rfc3339
from stridesfeed.extensions import Editorial
from stridesfeed.load.permalinks import slugify
from stridesfeed.model import Article, Attachment, Category, Image, Link, Person

#: In characters: file systems allow 255 bytes, and a letter may take four.
_LONGEST = 50

#: Windows takes these for devices, whatever their suffix; a file called index would stand for its folder.
_RESERVED = frozenset({"con", "prn", "aux", "nul", "index", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))})

_TEMPLATE = re.compile(r"\{%|\{\{")
_END_OF_RAW = re.compile(r"(\{%-?\s*endraw\s*-?%\})")

#: Characters that YAML does not take as they are, or that editors show as line ends.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


@attrs.frozen
class File:
    """
    A file to write, and the articles in it.
    """

    #: Below the content folder.
    path: PurePosixPath

    content: bytes = attrs.field(repr=False)

    articles: tuple[Adopted, ...]


def as_html(articles: Iterable[Adopted]) -> Iterator[File]:
    """
    A file for each article, in a folder for its year.
    """
    taken: set[str] = set()
    for adopted in articles:
        name = _new_name(adopted, taken)
        text = f"---\n{_yaml(_header(adopted))}---\n{_raw(adopted.article.content or '')}\n"
        yield File(PurePosixPath(f"{adopted.article.published.year:04}", f"{name}.html"), text.encode(), (adopted,))


def as_json_lines(articles: Iterable[Adopted]) -> Iterator[File]:
    """
    One file with a line for each article.
    """
    given = tuple(articles)
    lines = [{**_header(adopted), "content_html": _raw(adopted.article.content or "")} for adopted in given]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    yield File(PurePosixPath("adopted.jsonl"), text.encode(), given)


#: How articles may be written, by name.
LAYOUTS: dict[str, Callable[[Iterable[Adopted]], Iterator[File]]] = {"html": as_html, "jsonl": as_json_lines}


def _new_name(adopted: Adopted, taken: set[str]) -> str:
    """
    A name for a file, which no other article of the same year has and which leads out of no folder.
    """
    year, article = adopted.article.published.year, adopted.article
    last = unquote(urlsplit(article.url).path.rstrip("/").rpartition("/")[2]).partition(".")[0]
    name = next(filter(None, map(_safe, (adopted.slug, last, article.title))), "article")
    number, unique = 1, name
    while f"{year}/{unique}" in taken:
        number += 1
        unique = f"{name}-{number}"
    taken.add(f"{year}/{unique}")
    return unique


def _safe(text: str | None) -> str:
    name = slugify(unquote(text or "")).strip("-_")[:_LONGEST].strip("-_")
    return f"{name}-1" if name in _RESERVED else name


def _header(adopted: Adopted) -> dict[str, Any]:
    """
    The front matter: keys that are read back into the same fields.
    """
    article = adopted.article
    updated = None if article.updated == article.published else format_rfc3339(article.updated)
    return _given(
        title=article.title,
        date=format_rfc3339(article.published),
        updated=updated,
        draft=adopted.is_draft or None,
        id=article.id,
        guid=article.guid,
        url=article.url,
        authors=[_person(person) for person in article.authors],
        contributors=[_person(person) for person in article.contributors],
        **_editorial(article),
        categories=[_category(category) for category in article.categories],
        summary=article.summary,
        image=article.image and _image(article.image),
        attachments=[_attachment(file) for file in article.attachments],
        related=[_link(link) for link in article.related],
        sources=[_link(link) for link in article.sources],
        external_url=article.external_url,
        comments=article.comments,
        language=article.language,
        rights=article.rights,
    )


def _person(person: Person) -> dict[str, Any]:
    return _given(name=person.name, url=person.uri, email=person.email, avatar=person.avatar)


def _category(category: Category) -> dict[str, Any] | str:
    if category.scheme is None and category.label is None:
        return category.term
    return _given(term=category.term, scheme=category.scheme, label=category.label)


def _image(image: Image) -> dict[str, Any]:
    return _given(
        src=image.url, alt=image.alt, type=image.type, width=image.width, height=image.height, caption=image.caption, credit=image.credit
    )


def _attachment(file: Attachment) -> dict[str, Any]:
    return _given(url=file.url, type=file.type, length=file.length, duration=file.duration, title=file.title)


def _link(link: Link) -> dict[str, Any]:
    return _given(url=link.href, title=link.title, hreflang=link.hreflang)


def _editorial(article: Article) -> dict[str, Any]:
    for extension in article.extensions:
        if isinstance(extension, Editorial):
            score = extension.score
            mark = _given(value=score.value, scale=score.scale, level=score.level) if score else None
            return _given(section=extension.section, reading_time=extension.reading_minutes, score=mark)
    return {}


def _given(**members: object) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != []}


def _yaml(header: Mapping[str, Any]) -> str:
    """
    *header* as YAML: every value as JSON, which YAML holds, and lists with a line for each of their values.
    """
    lines = []
    for name, value in header.items():
        if isinstance(value, list):
            lines += [f"{name}:\n", *(f"  - {_json(item)}\n" for item in value)]
        else:
            lines.append(f"{name}: {_json(value)}\n")
    return "".join(lines)


def _json(value: object) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _raw(body: str) -> str:
    """
    *body* as text in which nobody looks for template tags: where it holds some, an article about templates does.
    """
    if not _TEMPLATE.search(body):
        return body
    parts = _END_OF_RAW.split(body)
    return "".join(part if number % 2 else f"{{% raw %}}{part}{{% endraw %}}" for number, part in enumerate(parts) if part)
