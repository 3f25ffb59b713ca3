"""
Markdown files: front matter, and text that is rendered with its links resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from stridesfeed.load.front_matter.headers import SplitText, split_front_matter
from stridesfeed.load.front_matter.nodes import FrontMatter
from stridesfeed.load.link_tags import replace_tags
from stridesfeed.load.links import Links
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.load.sources import SourceDocument

_HEADING = re.compile(r"\s*^# +(?P<words>[^\n]*)\n?", re.MULTILINE)
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))#+$")


def read_markdown(text: str, path: str) -> Iterator[SourceDocument]:
    """
    Yield the one article of a Markdown file.
    """
    split = split_front_matter(text, path)
    heading = _HEADING.match(split.body)
    yield SourceDocument(
        front_matter=split.front_matter,
        body=split.body,
        to_html=partial(to_html, path=path, first_line=split.body_line),
        with_heading_as_title=partial(_with_heading_as_title, split, heading, path) if heading else None,
    )


def _with_heading_as_title(split: SplitText, heading: re.Match[str], path: str, front_matter: FrontMatter) -> SourceDocument:
    """
    Return a document with *front_matter* and its leading heading as the title, as in MkDocs.
    """
    from stridesfeed.load.markup import _markdown_it  # noqa: PLC0415  # an extra: only for files that need it

    title = _markdown_it.to_text(_CLOSING_HASHES.sub("", heading["words"].strip()))
    line = split.body_line + split.body.count("\n", 0, heading.start("words"))
    first_line = split.body_line + split.body.count("\n", 0, heading.end())
    return SourceDocument(
        front_matter=front_matter.with_value("title", title, line),
        body=split.body[heading.end() :],
        to_html=partial(to_html, path=path, first_line=first_line),
    )


def to_html(body: str, links: Links, *, path: str, first_line: int) -> str:
    """
    Return *body*, which is Markdown and begins at *first_line* of *path*, as HTML with its links resolved.
    """
    from stridesfeed.load.markup import _markdown_it, notebooks  # noqa: PLC0415  # an extra, and a module that imports this one

    text, placeholders = replace_tags(body, "markdown", links)

    def resolve(target: str) -> str:
        target = placeholders.as_url(target)
        return links.resolve(target) or target

    def notebook(text: str, file: str, cells: slice) -> tuple[str, list[str]]:
        before = len(links.omissions)
        html = notebooks.to_html(text, links, path=file, cells=cells)
        rules = [f"{file}:{line}: {rule}" for line, rule in links.omissions[before:]]
        del links.omissions[before:]
        return html, rules

    def page(name: str) -> tuple[str, str] | None:
        found = links.find_article(name)
        return None if found is None or found.is_unpublished else (found.url, found.title)

    def rewrite_html(piece: str) -> str:
        return placeholders.as_text(rewrite_targets(piece, resolve))

    html = _markdown_it.to_html(
        text,
        path,
        first_line,
        target=resolve,
        html=rewrite_html,
        code=placeholders.as_code,
        text=placeholders.as_text,
        omit=lambda line, rule: links.omissions.append((line, rule)),
        read=links.included_text,
        notebook=notebook,
        page=page,
    )
    return placeholders.as_html(html)
