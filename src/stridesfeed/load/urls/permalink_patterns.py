"""
The URL patterns of site generators, translated to the placeholders of :mod:`stridesfeed.load.urls.permalinks`.

Each generator is one line of :data:`GENERATORS`: its default pattern, how it marks a placeholder, and the meaning of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import attrs

from stridesfeed.errors import FieldError

#: Jekyll's and Hexo's names of the parts of a date are ours.
_DATE = {name: f"{{{name}}}" for name in ("year", "month", "day", "i_month", "i_day", "y_day", "hour", "minute", "second")}

#: Formats of dates: of the C library (Pelican, Liquid), of Unicode (MkDocs) and of Go (Hugo).
_STRFTIME = {
    "%Y": "{year}",
    "%y": "{year2}",
    "%m": "{month}",
    "%-m": "{i_month}",
    "%b": "{short_month}",
    "%B": "{long_month}",
    "%d": "{day}",
    "%-d": "{i_day}",
    "%j": "{y_day}",
    "%H": "{hour}",
    "%M": "{minute}",
    "%S": "{second}",
}
_UNICODE_DATES = {
    "yyyy": "{year}",
    "y": "{year}",
    "yy": "{year2}",
    "MMMM": "{long_month}",
    "MMM": "{short_month}",
    "MM": "{month}",
    "M": "{i_month}",
    "dd": "{day}",
    "d": "{i_day}",
    "HH": "{hour}",
    "mm": "{minute}",
    "ss": "{second}",
}
_GO_DATES = {
    "2006": "{year}",
    "06": "{year2}",
    "January": "{long_month}",
    "Jan": "{short_month}",
    "01": "{month}",
    "1": "{i_month}",
    "02": "{day}",
    "2": "{i_day}",
}

#: The file's folders and its name with its date; ``{path}`` is without a date.
FULL_PATH = "{folders}/{slug_or_filename}"

_COLON = re.compile(r":(?P<name>[A-Za-z]\w*|\d+)(?P<format>)", re.ASCII)
_BRACES = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^{}]*))?\}", re.ASCII)
_LIQUID = re.compile(
    r"\{\{-?\s*(?P<name>[\w.]+)\s*(?:\|\s*(?:date\w*:?\s*\(?\s*[\"'](?P<format>[^\"']*)[\"']\s*\)?|slugify|slug|url)\s*)?-?\}\}", re.ASCII
)
_UNICODE_FORMAT = re.compile(r"([A-Za-z])\1*", re.ASCII)
_STRFTIME_FORMAT = re.compile(r"%-?[A-Za-z]", re.ASCII)


@attrs.frozen(kw_only=True)
class Dialect:
    """
    The patterns of one generator.
    """

    #: The pattern of a site that sets none.
    default: str

    #: A placeholder with its name and, for dates, its format.
    placeholder: re.Pattern[str] = _COLON

    #: Our placeholder for each of its own.
    names: Mapping[str, str] = attrs.field(factory=dict)

    #: Patterns that have a name.
    patterns: Mapping[str, str] = attrs.field(factory=dict)

    #: The names of dates that have a format.
    dates: frozenset[str] = frozenset()

    #: The parts of a format, our placeholder for each, and the format of a date without one.
    date_part: re.Pattern[str] = _STRFTIME_FORMAT
    date_parts: Mapping[str, str] = attrs.field(factory=lambda: _STRFTIME)
    date_format: str = "%Y-%m-%d"

    #: Whether ``index.html`` at the end is left out of the URL.
    hides_index: bool = False

    #: Whether every URL ends with a slash, as that of a folder.
    is_folder: bool = False


#: TABLE of the generators whose patterns are understood.
GENERATORS: dict[str, Dialect] = {
    "astro": Dialect(default="/blog/{id}/", placeholder=_BRACES, names={"id": FULL_PATH, "slug": FULL_PATH}),
    "docusaurus": Dialect(default="/blog/{dated_path}", placeholder=_BRACES, names={"dated_path": "{dated_path}"}),
    "eleventy": Dialect(
        # Unlike filePathStem, the path of a page has the date of its file.
        default=f"/{FULL_PATH}/",
        placeholder=_LIQUID,
        names={"page.fileSlug": "{slug}", "page.filePathStem": "{path}", "title": "{title}", "slug": "{own_slug}", "lang": "{lang}"},
        dates=frozenset({"page.date", "date"}),
        # The filter is Liquid's, or one of the site's own, which use the formats of JavaScript libraries.
        date_part=re.compile(f"{_STRFTIME_FORMAT.pattern}|{_UNICODE_FORMAT.pattern}", re.ASCII),
        date_parts=_STRFTIME | _UNICODE_DATES | {"YYYY": "{year}", "LL": "{month}", "DD": "{day}"},
        hides_index=True,
    ),
    "hexo": Dialect(
        default="/:year/:month/:day/:title/",
        # Its title is the path of the file; the title of the article is called post_title.
        names=_DATE | {"title": FULL_PATH, "name": "{slug_or_filename}", "post_title": "{title}", "category": "{categories}", "lang": "{lang}"},
    ),
    "hugo": Dialect(
        default="/:sections/:slugorcontentbasename/",
        names={
            **{name: f"{{{name}}}" for name in ("year", "month", "day", "section", "title", "filename")},
            "monthname": "{long_month}",
            "sections": "{folders}",
            "contentbasename": "{filename}",
            "slug": "{slug_or_title}",
            "slugorfilename": "{slug_or_filename}",
            "slugorcontentbasename": "{slug_or_filename}",
            **_GO_DATES,
        },
        is_folder=True,
    ),
    "jekyll": Dialect(
        default="date",
        # Its title is that of the file.
        names=_DATE
        | {"title": "{slug}", "slug": "{slug}", "categories": "{categories}", "slugified_categories": "{categories}"}
        | {"short_year": "{year2}", "short_month": "{short_month}", "long_month": "{long_month}", "output_ext": ".html"}
        | {"path": "{path}", "name": "{slug}", "basename": "{filename}"},
        patterns={
            "date": "/:categories/:year/:month/:day/:title:output_ext",
            "pretty": "/:categories/:year/:month/:day/:title/",
            "ordinal": "/:categories/:year/:y_day/:title:output_ext",
            "none": "/:categories/:title:output_ext",
        },
    ),
    "mkdocs": Dialect(
        default="{date}/{slug}",
        placeholder=_BRACES,
        names={"slug": "{slug_or_title}", "file": "{filename}", "categories": "{categories}"},
        dates=frozenset({"date"}),
        date_part=_UNICODE_FORMAT,
        date_parts=_UNICODE_DATES,
        date_format="yyyy/MM/dd",
        is_folder=True,
    ),
    "nikola": Dialect(default="/posts/{path}/", placeholder=_BRACES, names={"path": FULL_PATH}),
    "pelican": Dialect(
        default="{slug}.html",
        placeholder=_BRACES,
        names={"slug": "{slug_or_title}", "lang": "{lang}", "category": "{category}"},
        dates=frozenset({"date"}),
        hides_index=True,
    ),
    "sphinx": Dialect(default="/{folders}/{filename}.html", placeholder=_BRACES, names={"folders": "{folders}", "filename": "{filename}"}),
    "zola": Dialect(default="/{path}/", placeholder=_BRACES, names={"path": "{path}"}),
}


def translate(generator: str, pattern: str = "") -> str:
    """
    Return the URL *pattern* of a generator, or its default, with our placeholders. Raises :class:`FieldError` for one that has no equivalent.

    >>> translate("jekyll", "pretty"), translate("pelican", "{date:%Y}/{slug}.html")
    ('/{categories}/{year}/{month}/{day}/{slug}/', '/{year}/{slug_or_title}.html')
    """
    dialect = GENERATORS[generator]
    pattern = pattern.strip() or dialect.default

    def refuse(found: re.Match[str]) -> str:
        rule = f"has {found[0]!r}, which has no equivalent here: write another pattern, or `permalink` in front matter"
        raise FieldError(f"{generator} pattern {pattern!r}", "permalink", rule)

    return "/" + _translate(dialect, dialect.patterns.get(pattern, pattern), refuse).lstrip("/")


def translate_own(permalink: str, generator: str) -> str:
    """
    Return the *permalink* of one article with our placeholders for those of *generator* and, in two braces, of Eleventy. Others stay.

    >>> translate_own("/:year/{{ page.fileSlug }}/", "jekyll")
    '/{year}/{slug}/'
    """
    for name in (generator, "eleventy") if "{{" in permalink else (generator,):
        permalink = _translate(attrs.evolve(GENERATORS[name], is_folder=False), permalink, lambda found: found[0])
    return permalink


def _translate(dialect: Dialect, pattern: str, unknown: Callable[[re.Match[str]], str]) -> str:
    def replace(found: re.Match[str]) -> str:
        name = found["name"]
        if name in dialect.dates:
            parts = dialect.date_parts
            return dialect.date_part.sub(lambda part: parts.get(part[0]) or unknown(found), found["format"] or dialect.date_format)
        return dialect.names.get(name) or unknown(found)

    translated = dialect.placeholder.sub(replace, pattern)
    if dialect.hides_index:
        translated = translated.removesuffix("index.html")
    return f"{translated}/" if dialect.is_folder and not translated.endswith(("/", ".html", ".htm")) else translated
