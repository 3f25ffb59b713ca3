"""
The front matter at the top of a file.

- Between lines of ``---``: YAML (Jekyll, Hugo, Zola, MkDocs, Eleventy, …), which a line of ``...`` may end too; or another language that the
  first line names (Eleventy): ``---json``, ``---toml``, ``---js``.
- Between lines of ``+++``: TOML (Hugo, Zola). Between lines of ``;;;``: JSON (Hexo).
- A JSON object at the beginning (Hugo).
- ``.. key: value`` lines, also in a comment (Nikola).
- A ``{post}`` directive in a fence, with options as YAML or as ``:key: value`` lines (MyST with ablog).
- ``export const meta = {…}`` after imports (MDX, as in Next.js).
- ``key: value`` lines that a line of ``---`` ends (Hexo).
- ``Key: value`` lines at the top of a file, up to an empty line (Pelican; the meta-data extension of Python-Markdown).
"""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load.front_matter.data_files import read_json, read_toml, read_yaml
from stridesfeed.load.front_matter.javascript import to_json
from stridesfeed.load.front_matter.nodes import FrontMatter, KeyPath, normalize_key

_FENCE = re.compile(r"(?P<mark>---|\+\+\+|;;;)(?P<language>yaml|yml|toml|json|js|javascript)?[ \t]*(?:\n|\Z)")
_LANGUAGES = {"---": "yaml", "+++": "toml", ";;;": "json"}
_ENDS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*$\n?", re.MULTILINE),
}

_JSON_START = re.compile(r'\{\s*(?:"|\})')
_JSON_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|(?P<open>[\[{])|(?P<close>[\]}])')

_NIKOLA_START = re.compile(r"(?:<!--[ \t]*\n)?\.\. [a-z][\w-]*:(?!:)", re.ASCII)
_NIKOLA = re.compile(r"\.\. (?P<key>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>\S.*))?")

#: As Python writes the offset of a time zone: ``UTC-03:00``.
_UTC_OFFSET = re.compile(r"UTC(?=[+-]\d\d:\d\d$)")

_META_EXPORT = re.compile(
    r"(?:import\b[^;\"']*[\"'][^\"'\n]*[\"'];?[ \t]*\n|[ \t]*\n)*+(?P<export>export\s+const\s+(?:meta|metadata|frontmatter)\s*=\s*)(?=\{)",
    re.IGNORECASE,
)
_IMPORT = re.compile(r"^import\s+(?:(?P<name>[\w$]+)|\{(?P<names>[\w$,\s]+)\})\s+from\s+[\"'](?P<file>[^\"']+)[\"']", re.MULTILINE)
_JAVASCRIPT_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)

_POST = re.compile(r"\s*(?P<fence>`{3,}|:{3,})\{post\}[ \t]*(?P<date>[^\n]*)\n")
_OPTION = re.compile(r":(?P<key>[A-Za-z][\w-]*):[ \t]+(?P<value>\S.*)")

#: Options of ablog that are lists, separated by commas.
_POST_LISTS = frozenset({"author", "category", "tags"})

_META = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?:[ \t]+(?P<value>.*))?")
_META_CONTINUATION = re.compile(r"(?: {4,}|\t)\s*(?P<value>\S.*)")
_LONE_FENCE = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)

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
    for split in _SYNTAXES:
        if found := split(text, path):
            return found
    return SplitText(FrontMatter(), text, 1, has_front_matter=False)


def _split_at(text: str, end: int, front_matter: FrontMatter) -> SplitText:
    return SplitText(attrs.evolve(front_matter, line=1), text[end:], text.count("\n", 0, end) + 1, has_front_matter=True)


def _split_fenced(text: str, path: str) -> SplitText | None:
    fence = _FENCE.match(text)
    if fence is None:
        return None
    end = _ENDS[fence["mark"]].search(text, fence.end())
    if end is None:
        raise FileError(path, 1, None, f"front matter is not closed; add a line of {fence['mark']} after it")
    language = fence["language"] or _LANGUAGES[fence["mark"]]
    return _split_at(text, end.end(), _READERS[language](text[fence.end() : end.start()], path, 2))


def _read_json(text: str, path: str, first_line: int) -> FrontMatter:
    """
    Parse JSON whose outer braces may be missing, as in Hexo.
    """
    return read_json(text if text.lstrip().startswith("{") else f"{{{text}}}", path, first_line)


def read_javascript(text: str, path: str, first_line: int) -> FrontMatter:
    """
    Parse JavaScript. Raises :class:`~stridesfeed.load.front_matter.javascript.NotDataError` if it is more than data.
    """
    return read_json(to_json(text, path, first_line), path, first_line)


_READERS: dict[str, Callable[[str, str, int], FrontMatter]] = {
    "yaml": read_yaml,
    "yml": read_yaml,
    "toml": read_toml,
    "json": _read_json,
    "js": read_javascript,
    "javascript": read_javascript,
}


def _split_json(text: str, path: str) -> SplitText | None:
    if not _JSON_START.match(text):
        return None
    end = _closing_brace(text, 0, _JSON_TOKEN)
    front_matter = read_json(text[:end], path)
    return _split_at(text, end + text.startswith("\n", end), front_matter)


def _closing_brace(text: str, start: int, token: re.Pattern[str]) -> int:
    """
    Return the end of the object that begins at *start*; the end of *text* if it is not closed.
    """
    depth = 0
    for found in token.finditer(text, start):
        depth += bool(found["open"]) - bool(found["close"])
        if depth == 0 and found["close"]:
            return found.end()
    return len(text)


def _split_nikola(text: str, _path: str) -> SplitText | None:
    return parse_nikola(text) if _NIKOLA_START.match(text) else None


def parse_nikola(text: str) -> SplitText:
    """
    Split *text* that begins with ``.. key: value`` lines, up to an empty line or the end of the comment that they are in.
    """
    values: dict[str, str] = {}
    lines: dict[KeyPath, int] = {}
    end = 0
    for number, line in enumerate(text.split("\n"), start=1):
        found = _NIKOLA.fullmatch(line.rstrip())
        if found and found["value"]:
            key = found["key"].lower()
            values[key] = _UTC_OFFSET.sub("", found["value"].strip())
            lines[(key,)] = number
        elif not found and line.strip() not in {"<!--", "-->"} and (values or line.strip()):
            break
        end += len(line) + 1
        if line.strip() == "-->":
            break
    return _split_at(text, min(end, len(text)), FrontMatter(values, lines))


def _split_post(text: str, path: str) -> SplitText | None:
    start = _POST.match(text)
    end = re.compile(rf"^{start['fence']}[ \t]*$\n?", re.MULTILINE).search(text, start.end()) if start else None
    if start is None or end is None:
        return None
    first_line = text.count("\n", 0, start.end()) + 1
    options = text[start.end() : end.start()]
    if options.startswith("---"):
        inside = re.sub(r"^---[ \t]*$", "", options, flags=re.MULTILINE)
        front_matter = read_yaml(inside, path, first_line)
    else:
        found = [(number, option) for number, line in enumerate(options.split("\n"), first_line) if (option := _OPTION.fullmatch(line.strip()))]
        values = {option["key"]: option["value"] for _, option in found}
        front_matter = FrontMatter(values, {(option["key"],): number for number, option in found})
    values = {key: _split_list(value) if key in _POST_LISTS else value for key, value in front_matter.values.items()}
    date = {"date": start["date"].strip()} if start["date"].strip() else {}
    lines = {("date",): first_line - 1, **front_matter.lines}
    return _split_at(text, end.end(), attrs.evolve(front_matter, values={**date, **values}, lines=lines))


def _split_list(value: object) -> object:
    return [word.strip() for word in value.split(",")] if isinstance(value, str) else value


def _split_meta_export(text: str, path: str) -> SplitText | None:
    """
    Split off ``export const meta = {…}``. An imported name stands for its file if that has a suffix, as an image has, else for itself, like
    the key of an author.
    """
    found = _META_EXPORT.match(text)
    if found is None:
        return None
    variables: dict[str, str] = {}
    for statement in _IMPORT.finditer(text, 0, found.start("export")):
        names = [name.strip() for name in (statement["name"] or statement["names"]).split(",")]
        is_file = bool(statement["name"]) and "." in statement["file"].rpartition("/")[2]
        variables |= {name: statement["file"] if is_file else name for name in names}
    end = _closing_brace(text, found.end(), _JAVASCRIPT_TOKEN)
    line = text.count("\n", 0, found.end()) + 1
    front_matter = read_json(to_json(text[found.end() : end], path, line, variables), path, line)
    rest = re.compile(r"[ \t]*;?[ \t]*").match(text, end)
    body = text[: found.start("export")] + "\n" * text.count("\n", found.start("export"), end) + text[rest.end() if rest else end :]
    return SplitText(front_matter, body, 1, has_front_matter=True)


def _split_until_fence(text: str, path: str) -> SplitText | None:
    """
    Split off YAML without an opening fence. One line that ``---`` underlines is a heading.
    """
    first = _META.fullmatch(text.partition("\n")[0].rstrip())
    fence = _LONE_FENCE.search(text) if first and normalize_key(first["key"]) in _META_KEYS else None
    header = text[: fence.start()] if fence else ""
    if fence is None or header.count("\n") < 2 or _BLANK_LINE.search(header.rstrip("\n")):
        return None
    return _split_at(text, fence.end(), read_yaml(header, path))


def _split_meta(text: str, _path: str) -> SplitText | None:
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
            return None
    if not _META_KEYS.intersection(map(normalize_key, parts)):
        return None
    values = {key: "\n".join(lines_of_value).strip() for key, lines_of_value in parts.items()}
    return SplitText(FrontMatter(values, lines), "\n".join(text.split("\n")[length:]), length + 1, has_front_matter=True)


#: In the order in which they are tried.
_SYNTAXES = (_split_fenced, _split_json, _split_nikola, _split_post, _split_meta_export, _split_until_fence, _split_meta)
