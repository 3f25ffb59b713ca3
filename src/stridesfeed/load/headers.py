"""
The front matter at the top of a file.

- YAML between lines of ``---`` (Jekyll, Hugo, Zola, MkDocs, Eleventy, …); a line of ``...`` may end it.
- TOML between lines of ``+++`` (Hugo, Zola).
- ``Key: value`` lines at the top of a file, up to an empty line (Pelican; the meta-data extension of Python-Markdown).
"""

from __future__ import annotations

import re

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.data_files import read_toml
from stridesfeed.load.front_matter import FrontMatter, KeyPath, normalize_key

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_END = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE), "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)}

_META = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")
_META_CONTINUATION = re.compile(r"(?: {4,}|\t)\s*(?P<value>\S.*)")

#: ``Key: value`` lines count as front matter only if they have one of these keys: "Note: this is a sentence" does not.
_META_KEYS = frozenset({"title", "date", "published", "author", "authors", "slug", "tags", "category", "summary", "description"})


@attrs.frozen
class SplitText:
    """
    The text of a file, split into front matter and body.
    """

    front_matter: FrontMatter
    body: str

    #: The line that *body* begins on.
    body_line: int

    #: Whether the file has front matter.
    has_front_matter: bool


def split_front_matter(text: str, path: str) -> SplitText:
    """
    Split the text of the file at *path* into front matter and body. Line ends have to be line feeds.

    Raises :class:`FileError` if the front matter is invalid.
    """
    fence = _FENCE.match(text) or re.fullmatch(r"(---|\+\+\+)[ \t]*", text)
    if fence is None:
        return _split_meta(text)
    end = _END[fence[1]].search(text, fence.end())
    if end is None:
        raise FileError(path, 1, None, f"front matter is not closed; add a line of {fence[1]} after it")
    inside = text[fence.end() : end.start()]
    if fence[1] == "+++":
        front_matter = read_toml(inside, path, 2)
    else:
        from stridesfeed.load._yaml import parse_yaml  # noqa: PLC0415  # an extra: only for files that need it

        front_matter = attrs.evolve(parse_yaml(inside, path, 2), line=1)
    return SplitText(front_matter, text[end.end() :], text.count("\n", 0, end.end()) + 1, has_front_matter=True)


def _split_meta(text: str) -> SplitText:
    """
    Split off the ``Key: value`` lines at the top of *text*, if there are any.
    """
    lines: dict[KeyPath, int] = {}
    parts: dict[str, list[str]] = {}
    key = ""
    length = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            break
        length = number
        if found := _META.fullmatch(line):
            key = found["key"].lower()
            parts[key] = [(found["value"] or "").strip()]
            lines[(key,)] = number
        elif key and (found := _META_CONTINUATION.fullmatch(line)):
            parts[key].append(found["value"].rstrip())
        else:
            return SplitText(FrontMatter(), text, 1, has_front_matter=False)
    if not _META_KEYS.intersection(map(normalize_key, parts)):
        return SplitText(FrontMatter(), text, 1, has_front_matter=False)
    values = {key: "\n".join(lines_of_value).strip() for key, lines_of_value in parts.items()}
    return SplitText(FrontMatter(values, lines), "\n".join(text.split("\n")[length:]), length + 1, has_front_matter=True)
