"""
reStructuredText files: the headers of Pelican, Nikola and ablog, and text that is rendered with its links resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import attrs

from stridesfeed.load.front_matter.headers import split_front_matter
from stridesfeed.load.front_matter.nodes import FrontMatter
from stridesfeed.load.links import Links
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.load.sources import NO_FRONT_MATTER, SourceDocument

#: Pelican's field list, below the title.
_FIELD = re.compile(r":(?P<key>[A-Za-z_][\w -]*):(?:[ \t]+(?P<value>.*))?")

#: ablog's directive; its options are indented.
_POST = re.compile(r"\.\. post::(?:[ \t]+(?P<date>.*))?")

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
_INLINE_MARKUP = re.compile(r"``(?P<literal>.+?)``|(?::[\w:]+:)?`(?P<text>[^`<]+?)(?:\s*<[^`>]*>)?`_{0,2}|\*\*?(?P<emphasis>[^*]+)\*\*?")

#: Keys of lists, which are separated by commas.
_LISTS = frozenset({"author", "authors", "category", "categories", "tags"})


def read_rst(text: str, path: str) -> Iterator[SourceDocument]:
    """
    Yield the one article of a reStructuredText file.
    """
    split = split_front_matter(text, path)
    yield _Header(split.body, split.body_line, split.front_matter).document(path)


def read_header(text: str) -> FrontMatter:
    """
    Return the front matter in a text that holds nothing else, such as ablog's ``.. post::`` in a notebook.
    """
    return _Header(text, 1, FrontMatter()).front_matter


def read_text_file(text: str, path: str) -> Iterator[SourceDocument]:
    """
    Yield the one article of a text file of Nikola, which is reStructuredText with front matter. Other text files are skipped.
    """
    skip_reason = None if split_front_matter(text, path).has_front_matter else NO_FRONT_MATTER
    yield from (attrs.evolve(document, skip_reason=skip_reason) for document in read_rst(text, path))


@attrs.define
class _Header:
    """
    The header of a file: its lines are emptied, so that lines in messages stay right.
    """

    text: str
    first_line: int
    front_matter: FrontMatter
    lines: list[str] = attrs.field(init=False)

    #: The lines of the title and its adornments, if the text begins with it.
    title: range | None = None

    def __attrs_post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self._read_post()
        at = self._skip_targets()
        self.title = self._find_title(at)
        self._read_fields(self.title.stop if self.title else at)

    def document(self, path: str) -> SourceDocument:
        """
        Return the article.
        """
        heading = partial(self._with_heading_as_title, path, self.title) if self.title else None
        return SourceDocument(
            front_matter=self.front_matter,
            body="\n".join(self.lines),
            to_html=partial(to_html, path=path, first_line=self.first_line),
            with_heading_as_title=heading,
        )

    def _with_heading_as_title(self, path: str, title: range, front_matter: FrontMatter) -> SourceDocument:
        lines = [*self.lines]
        line = next(index for index in title if lines[index].strip() and not _ADORNMENT.fullmatch(lines[index]))
        words = _INLINE_MARKUP.sub(lambda found: next(filter(None, found.groups())), lines[line].strip())
        for index in title:
            lines[index] = ""
        return SourceDocument(
            front_matter=front_matter.with_value("title", words, self.first_line + line),
            body="\n".join(lines),
            to_html=partial(to_html, path=path, first_line=self.first_line),
        )

    def _next(self, at: int) -> int:
        """
        Return the first line from *at* that is not empty.
        """
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        return at

    def _skip_targets(self) -> int:
        """
        Skip comments and targets, such as ``.. _label:``, before the title.
        """
        at = self._next(0)
        while at < len(self.lines) and self.lines[at].startswith(".."):
            at = self._next(self._end_of_block(at))
        return at

    def _end_of_block(self, at: int) -> int:
        """
        Return the line after the indented lines that follow *at*.
        """
        at += 1
        while at < len(self.lines) and (not self.lines[at].strip() or self.lines[at][:1] in {" ", "\t"}):
            at += 1
        return at

    def _find_title(self, at: int) -> range | None:
        first, second, third = (*self.lines[at : at + 3], "", "", "")[:3]
        if _ADORNMENT.fullmatch(first) and second.strip() and first.strip() == third.strip():
            return range(at, at + 3)
        is_underlined = first.strip() and _ADORNMENT.fullmatch(second) and len(second.strip()) >= min(4, len(first.strip()))
        return range(at, at + 2) if is_underlined else None

    def _read_fields(self, at: int) -> None:
        """
        Read the fields that begin at the first line from *at* that is not empty.
        """
        at = self._next(at)
        while at < len(self.lines) and (found := _FIELD.fullmatch(self.lines[at])):
            end = at + 1
            while end < len(self.lines) and self.lines[end][:1] in {" ", "\t"} and self.lines[end].strip():
                end += 1
            parts = [found["value"] or "", *self.lines[at + 1 : end]]
            self._add(found["key"], " ".join(part.strip() for part in parts).strip(), at)
            self._empty(at, end)
            at = end

    def _read_post(self) -> None:
        """
        Read ablog's directive, wherever it is.
        """
        for at, line in enumerate(self.lines):
            if not (found := _POST.fullmatch(line)):
                continue
            end = self._end_of_block(at)
            self._add("date", (found["date"] or "").strip(), at)
            for index in range(at + 1, end):
                if option := _FIELD.fullmatch(self.lines[index].strip()):
                    self._add(option["key"], (option["value"] or "").strip(), index)
            self._empty(at, end)
            return

    def _add(self, key: str, value: str, line: int) -> None:
        if value and not self.front_matter.find(key):
            is_list = key.lower() in _LISTS and "," in value and ";" not in value
            values = [part.strip() for part in value.split(",") if part.strip()] if is_list else value
            self.front_matter = self.front_matter.with_value(key, values, self.first_line + line)

    def _empty(self, start: int, end: int) -> None:
        self.lines[start:end] = [""] * (end - start)


def to_html(body: str, links: Links, *, path: str, first_line: int) -> str:
    """
    Return *body*, which is reStructuredText and begins at *first_line* of *path*, as HTML with its links resolved.
    """
    from stridesfeed.load.markup import _docutils  # noqa: PLC0415  # an extra: only for files that need it

    def page(name: str) -> str | None:
        name = name.removesuffix(".rst").removesuffix(".md")
        return links.resolve(f"{name}.rst") or links.resolve(f"{name}.md") or links.post_url(name.rpartition("/")[2])

    html = _docutils.to_html(body, path, first_line, page=page, omit=lambda line, rule: links.omissions.append((line, rule)))
    return rewrite_targets(html, lambda target: links.resolve(target) or target)
