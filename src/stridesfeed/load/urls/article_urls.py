"""
The URL of an article, and the URLs that redirect to it, from its front matter and the patterns of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from stridesfeed import iri
from stridesfeed.load import globs
from stridesfeed.load.content import Content
from stridesfeed.load.front_matter import fields, names
from stridesfeed.load.front_matter.nodes import FieldReader
from stridesfeed.load.urls import permalinks
from stridesfeed.load.urls.permalink_patterns import translate_own

#: The end of a path that Hugo writes as a file, not as the index file of a folder.
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}$")

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def parse_url(reader: FieldReader, parts: permalinks.Parts, content: Content, *, is_undated: bool) -> str:
    """
    Return the URL of an article: the one in front matter, else that of the first pattern for the article.
    """
    return iri.to_uri(permalinks.on_site(content.url, _path(reader, parts, content, is_undated=is_undated)))


def _path(reader: FieldReader, parts: permalinks.Parts, content: Content, *, is_undated: bool) -> str:
    """
    Return the path of an article on the site, or the whole URL in its front matter.
    """
    permalink = (reader.value("url", names.URL, fields.text) or "").strip()
    if iri.scheme(permalink) in iri.WEB:
        return permalink
    if not permalink:
        pattern = _pattern(reader.path, parts, content)
        # A page without a date has the URL of its path: the pattern is that of articles.
        pattern = _in_language("/{path}/" if is_undated and permalinks.has_date(pattern) else pattern, content)
        if parts.title and not permalinks.is_distinct(pattern, parts):
            reader.add_error("url", f"the title gives no URL of the pattern {pattern!r}: add a slug")
        return permalinks.expand(pattern, parts)
    if content.generator == "hugo" and not permalink.startswith("/"):
        permalink = _in_language(permalink, content)
    path = permalinks.expand(translate_own(permalink, content.generator or "jekyll"), parts)
    if template := _TEMPLATE.search(path):
        reader.add_error("url", f"has template code, {template[0]!r}, which only the site generator can run: write the URL itself")
    is_own_path = reader.node_of("url") == reader.front_matter.find("path")
    is_folder = content.generator == "zola" or ((is_own_path or content.generator == "hugo") and not _SUFFIX.search(path))
    return f"{path}/" if is_folder and not path.endswith("/") else path


def _pattern(path: str, parts: permalinks.Parts, content: Content) -> str:
    """
    Return the pattern for the article in the file at *path*.
    """
    for key, pattern in content.permalinks.items():
        if key.casefold() == parts.section.casefold() or any(globs.matching([key], each) for each in (parts.file.as_posix(), path)):
            return pattern
    return content.permalink


def _in_language(pattern: str, content: Content) -> str:
    """
    Return *pattern* with the language at its beginning, if the site has several and the language is nowhere else in it.
    """
    if not content.languages or "{lang}" in pattern:
        return pattern
    return f"/{{lang}}/{pattern.lstrip('/')}"


def category_names(reader: FieldReader, inside: PurePosixPath, *, is_jekyll: bool) -> Iterator[str]:
    """
    Yield the names in ``category`` and ``categories``; in Jekyll, after the folders above ``_posts``. Their errors are recorded later.
    """
    if is_jekyll:
        yield from inside.parts[: inside.parts.index(permalinks.POSTS)]
    names_only = FieldReader(reader.front_matter, reader.path)
    for node in reader.front_matter.find_all("category", "categories"):
        for item, parse in fields.categories(node, scheme=None, split_spaces=is_jekyll):
            if category := names_only.parse("categories", item, parse):
                yield category.name


def parse_aliases(reader: FieldReader, url: str, content: Content) -> tuple[str, ...]:
    """
    Return the URLs that redirect to *url*. Without a leading slash, Hugo resolves them against the article, Zola against the site.
    """
    values = [node.value for given in reader.front_matter.find_all(*names.ALIASES) for node in given.items()]
    paths = [value.strip() for value in values if isinstance(value, str)]
    on_site = [iri.to_uri(permalinks.on_site(content.url, path)) for path in paths]
    return (*on_site, *(iri.absolute(path, url) for path in paths if not path.startswith("/")))
