"""
Jupyter notebooks: text, code and outputs. Metadata is in the first cells, as in Quarto, ablog and Pelican, or in the notebook's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

import attrs

from stridesfeed.load.front_matter import names
from stridesfeed.load.front_matter.data_files import read_json
from stridesfeed.load.front_matter.data_formats import parse_json_object
from stridesfeed.load.front_matter.headers import split_front_matter
from stridesfeed.load.front_matter.nodes import FrontMatter, normalize_key
from stridesfeed.load.links import Links
from stridesfeed.load.markup import markdown
from stridesfeed.load.markup.html_pages import rewrite_targets
from stridesfeed.load.markup.rst import read_header
from stridesfeed.load.sources import SourceDocument

#: How many cells at the top may hold metadata.
_HEADER_CELLS = 3

#: Metadata in a list (Pelican).
_LIST_ITEM = re.compile(r"[-*+] +(?P<key>[A-Za-z][\w-]*): +(?P<value>\S.*)")

_HEADING = re.compile(r"\s*# +(?P<words>[^\n]*)\n?")

#: Sequences that set the colours of a terminal.
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

#: Tags of cells that are not shown, or whose input or output is not shown (nbconvert, Jupyter Book, Quarto, nbdev).
_HIDDEN = {
    "cell": frozenset({"remove-cell", "remove_cell", "hide-cell", "hide_cell"}),
    "input": frozenset({"remove-input", "remove_input", "hide-input", "hide_input"}),
    "output": frozenset({"remove-output", "remove_output", "hide-output", "hide_output"}),
}

_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_DATA_IMAGE = re.compile(r"<img\b[^<>]*\ssrc\s*=\s*[\"']?data:[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")

#: Media types of the fourth version, by the keys of the third.
_MEDIA_TYPES = {
    "html": "text/html",
    "latex": "text/latex",
    "text": "text/plain",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
}

_ATTACHMENT = re.compile(r"!\[(?P<alt>[^\]]*)\]\(attachment:[^()\s]*\)")


@attrs.frozen
class _Cell:
    """
    A cell in the form of the fourth version of notebooks.
    """

    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...]
    tags: frozenset[str]

    #: The keys and indexes that lead to its text.
    path: tuple[str | int, ...]

    def hides(self, part: str) -> bool:
        """
        Return whether the cell or a *part* of it is not shown.
        """
        return bool(self.tags & _HIDDEN[part])


def read_notebook(text: str, path: str) -> Iterator[SourceDocument]:
    """
    Yield the one article of a notebook.
    """
    notebook = parse_json_object(text, path, 1)
    cells = _cells(notebook)
    front_matter = _metadata(notebook)
    hidden: set[int] = set()
    for index, cell in enumerate(cells[:_HEADER_CELLS]):
        if found := _header(cell, path):
            front_matter = found
            hidden.add(index)
            break
    first = next((index for index, _ in enumerate(cells) if index not in hidden), None)
    heading = _HEADING.match(cells[first].source) if first is not None and cells[first].kind == "markdown" else None
    yield SourceDocument(
        front_matter=front_matter,
        body=text,
        to_html=partial(to_html, path=path, hidden=frozenset(hidden)),
        with_heading_as_title=partial(_with_heading_as_title, text, path, heading["words"], (first, frozenset(hidden))) if heading else None,
    )


def _with_heading_as_title(
    text: str, path: str, words: str, cells: tuple[int | None, frozenset[int]], front_matter: FrontMatter
) -> SourceDocument:
    from stridesfeed.load.markup import _markdown_it  # noqa: PLC0415  # an extra: only for files that need it

    heading, hidden = cells
    return SourceDocument(
        front_matter=front_matter.with_value("title", _markdown_it.to_text(words.strip()), 1),
        body=text,
        to_html=partial(to_html, path=path, hidden=hidden, heading=heading),
    )


def _text(value: object) -> str:
    """
    Return a text that may be a list of lines.
    """
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _cells(notebook: Mapping[str, Any]) -> list[_Cell]:
    """
    Return the cells of a notebook of the third or fourth version.
    """
    sheets = _list(notebook.get("worksheets"))
    places: list[tuple[tuple[str | int, ...], Any]] = [(("cells", index), cell) for index, cell in enumerate(_list(notebook.get("cells")))]
    for number, sheet in enumerate(sheets):
        places += [(("worksheets", number, "cells", index), cell) for index, cell in enumerate(_list(_mapping(sheet).get("cells")))]
    return [_cell(_mapping(cell), path) for path, cell in places]


def _cell(cell: Mapping[str, Any], path: tuple[str | int, ...]) -> _Cell:
    kind = str(cell.get("cell_type"))
    key = "input" if "input" in cell and "source" not in cell else "source"
    source = _text(cell.get(key))
    if kind == "heading":
        level = cell.get("level")
        kind, source = "markdown", f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {source}"
    metadata = _mapping(cell.get("metadata"))
    tags = {tag for tag in _list(metadata.get("tags")) if isinstance(tag, str)}
    if _mapping(metadata.get("jupyter")).get("source_hidden") is True:
        tags.add("remove-input")
    return _Cell(kind, source, tuple(map(_mapping, _list(cell.get("outputs")))), frozenset(tags), (*path, key))


def _metadata(notebook: Mapping[str, Any]) -> FrontMatter:
    """
    Return the notebook's own metadata that is front matter; Nikola has a table for it.
    """
    metadata = _mapping(notebook.get("metadata"))
    values = {**metadata, **_mapping(metadata.get("nikola"))}
    return FrontMatter({key: value for key, value in values.items() if normalize_key(key) in names.KNOWN and value not in (None, "")})


def _header(cell: _Cell, path: str) -> FrontMatter | None:
    """
    Return the front matter in a cell that holds nothing else.
    """
    source = cell.source.strip()
    if cell.kind not in {"markdown", "raw"} or not source:
        return None
    if source.startswith(("---\n", "+++\n")):
        split = split_front_matter(f"{source}\n", path)
        # Lines of a cell are none of the file.
        return attrs.evolve(split.front_matter, lines={}) if split.has_front_matter and not split.body.strip() else None
    if source.startswith(".. "):
        return attrs.evolve(read_header(source), lines={})
    items = [_LIST_ITEM.fullmatch(line.strip()) for line in source.split("\n") if line.strip()]
    if all(items):
        return FrontMatter({item["key"]: item["value"].strip() for item in items if item})
    return None


def to_html(
    body: str, links: Links, *, path: str, hidden: frozenset[int] = frozenset(), heading: int | None = None, cells: slice = slice(None)
) -> str:
    """
    Return *cells* of a notebook as HTML, except those in *hidden* and the leading heading of the cell *heading*.
    """
    notebook = parse_json_object(body, path, 1)
    metadata = _mapping(notebook.get("metadata"))
    info = _mapping(metadata.get("language_info"))
    language = str(info.get("name") or _mapping(metadata.get("kernelspec")).get("language") or "python").lower()
    renderer = _Renderer(body, path, links, language)
    pieces: list[str] = []
    for index, cell in [*enumerate(_cells(notebook))][cells]:
        if index in hidden or cell.hides("cell"):
            continue
        shown = attrs.evolve(cell, source=_HEADING.sub("", cell.source, count=1)) if index == heading else cell
        pieces += renderer.cell(shown, index + 1)
    return "\n".join(piece for piece in pieces if piece.strip())


@attrs.define
class _Renderer:
    """
    Renders the cells of one notebook.
    """

    body: str
    path: str
    links: Links
    language: str

    #: The lines of keys, which are searched only if something is left out.
    _lines: Mapping[tuple[str | int, ...], int] | None = None

    def cell(self, cell: _Cell, number: int) -> Iterator[str]:
        """
        Yield the parts of a cell.
        """
        if cell.kind == "markdown":
            yield self._markdown(cell, number)
        elif cell.kind == "code":
            if cell.source.strip() and not cell.hides("input"):
                yield f'<pre><code class="language-{escape(self.language)}">{escape(cell.source.rstrip())}\n</code></pre>'
            for output in () if cell.hides("output") else cell.outputs:
                yield self._output(output, cell, number)
        elif cell.source.lstrip().startswith("<"):
            yield self._html(cell.source)
        elif cell.source.strip():
            self._omit(cell, f"the raw cell {number} is left out; write it in Markdown")

    def _markdown(self, cell: _Cell, number: int) -> str:
        source = _ATTACHMENT.sub(r"\g<alt>", cell.source)
        if source != cell.source:
            self._omit(cell, f"an image inside the notebook is left out in cell {number}; save it as a file, and link to that")
        before = len(self.links.omissions)
        html = markdown.to_html(source, self.links, path=self.path, first_line=0)
        for index, (line, rule) in enumerate(self.links.omissions[before:], start=before):
            self.links.omissions[index] = (self._line(cell) + 1 + line, rule)
        return html

    def _output(self, output: Mapping[str, Any], cell: _Cell, number: int) -> str:
        kind = str(output.get("output_type"))
        if kind == "stream":
            return _terminal(_text(output.get("text")))
        if kind in {"error", "pyerr"}:
            lines = "\n".join(line for line in _list(output.get("traceback")) if isinstance(line, str))
            return _terminal(lines or f"{output.get('ename')}: {output.get('evalue')}")
        data = _mapping(output.get("data")) or {_MEDIA_TYPES[key]: output[key] for key in _MEDIA_TYPES if key in output}
        return self._data(data, cell, number)

    def _data(self, data: Mapping[str, Any], cell: _Cell, number: int) -> str:
        """
        Return the best form of a result that feeds can show.
        """
        html = _DATA_IMAGE.sub("", self._html(_text(data.get("text/html"))))
        if _TAG.sub("", html).strip() or "<img" in html or "<iframe" in html:
            return html
        if "text/markdown" in data:
            return markdown.to_html(_text(data["text/markdown"]), self.links, path=self.path, first_line=self._line(cell))
        if any(key.startswith(("image/", "video/", "application/")) for key in data) or _text(data.get("text/html")).strip():
            self._omit(cell, f"the image or widget that cell {number} shows is left out; save it as a file, and show that in Markdown")
            return ""
        if "text/latex" in data:
            return f"<p>{escape(_text(data['text/latex']))}</p>"
        return _terminal(_text(data.get("text/plain")))

    def _html(self, html: str) -> str:
        return rewrite_targets(_SCRIPT.sub("", html), lambda target: self.links.resolve(target) or target)

    def _omit(self, cell: _Cell, rule: str) -> None:
        self.links.omissions.append((self._line(cell), rule))

    def _line(self, cell: _Cell) -> int:
        if self._lines is None:
            self._lines = read_json(self.body, self.path).lines
        return self._lines.get(cell.path, 1)


def _terminal(text: str) -> str:
    """
    Return the output of a program, without colours and without what it overwrote.
    """
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in _COLOURS.sub("", text).split("\n"))
    shown = "\n".join(lines).strip("\n")
    return f"<pre><samp>{escape(shown)}\n</samp></pre>" if shown.strip() else ""
