"""
Every key of ``stridesfeed.toml``: the table that the file is checked against and that its page in the docs is made from.
"""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import attrs

from stridesfeed.body.engines import ENGINES
from stridesfeed.checks import LEVELS
from stridesfeed.emit import FORMATS
from stridesfeed.load import Content, permalinks
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish import ledger, page
from stridesfeed.publish.compress import ENCODINGS
from stridesfeed.publish.hosts import HOSTS
from stridesfeed.publish.selection import KINDS as SELECTIONS
from stridesfeed.site import kinds
from stridesfeed.site.kinds import Kind, one_of, one_or_more
from stridesfeed.site.toml import Configuration

#: The section of one author, where KEY is what articles call that author.
AUTHOR = "authors.KEY"

#: The section of a further feed, of which there may be any number: ``[[feeds]]``.
FEED = "feeds"


@attrs.frozen
class Key:
    """
    One key of the configuration.
    """

    #: The table that it stands in; :data:`AUTHOR` for one of many.
    section: str

    #: As it is written.
    name: str

    #: What its value may be.
    kind: Kind

    #: What it does, in a sentence or two.
    meaning: str

    #: What holds where the key is not given, as TOML would give it; ``None`` for nothing.
    default: Any = None

    #: Whether the key has to be given.
    required: bool = False

    @property
    def default_text(self) -> str:
        """
        The default as one would write it; nothing where there is none.
        """
        return "" if self.default is None else json.dumps(self.default, ensure_ascii=False)


def _format_keys() -> tuple[Key, ...]:
    """
    The keys of the documents: each format has one, by its own name.
    """
    return tuple(
        Key("output", name, kinds.FILE_NAME, f"The {format_.title} document, below the folder; false for none.", format_.file_name)
        for name, format_ in FORMATS.items()
    )


def _feed_keys() -> tuple[Key, ...]:
    """
    The keys of further feeds: what a :class:`FeedPlan` takes.
    """
    names = one_or_more(kinds.TEXT)
    return (
        Key(
            FEED,
            "path",
            kinds.ANY_TEXT,
            "Where its documents lie, below the output folder: a folder such as news/ or tags/{slug}/.",
            required=True,
        ),
        Key(FEED, "by", one_of(*SELECTIONS), "One feed for each of these that is in use."),
        Key(FEED, "title", kinds.TEXT, "The title, with {title} for the main feed's and {name} for what the feed is about."),
        Key(FEED, "url", kinds.TEXT, "The home page, with {slug}; the main feed's where it is not given."),
        Key(FEED, "id", kinds.IDENTIFIER, "What never changes; made from the main feed's id where it is not given."),
        Key(FEED, "limit", kinds.COUNT, "How many articles it holds, the newest; 0 for all.", 30),
        Key(FEED, "max_bytes", kinds.COUNT, "How many bytes each of its documents has at the most; 0 for any number.", 0),
        Key(FEED, "archive", kinds.COUNT, "How many articles a document of its archive holds; 0 for no archive.", 0),
        Key(FEED, "complete", kinds.FLAG, "Say so where it holds every article that it is about.", default=False),
        Key(FEED, "content", one_of("full", "summary"), "Whether it holds whole texts, or summaries alone.", "full"),
        Key(FEED, "formats", one_or_more(one_of(*FORMATS)), "Which documents are written.", [*FORMATS]),
        Key(FEED, "categories", names, "Only articles in one of these categories.", []),
        Key(FEED, "sections", names, "Only articles of one of these sections.", []),
        Key(FEED, "authors", names, "Only articles by one of these authors.", []),
        Key(FEED, "languages", names, "Only articles in one of these languages.", []),
        Key(FEED, "profile", kinds.PROFILE, "The partner that it is for: a name, or a file of your own."),
        Key(FEED, "settings", kinds.TEXTS, "What the partner's own elements say, by name.", {}),
        Key(FEED, "slugs", kinds.TEXTS, "What {slug} stands for, by name, where it is not to be made from the name.", {}),
    )


def _choice(option: str) -> Kind:
    """
    One of the values that an option may have.
    """
    return one_of(*get_args(get_type_hints(Options)[option]))


KEYS: tuple[Key, ...] = (
    Key("feed", "title", kinds.TEXT, "The name of the feed, as readers show it.", required=True),
    Key("feed", "url", kinds.ADDRESS, "The home page; addresses of articles start here.", required=True),
    Key("feed", "id", kinds.IDENTIFIER, "What never changes, whatever else does; the url where it is not given."),
    Key("feed", "subtitle", kinds.TEXT, "What the feed is about."),
    Key("feed", "language", kinds.LANGUAGE, "The language of articles that name none, such as en or pt-BR."),
    Key("feed", "rights", kinds.TEXT, "Who owns the articles and what may be done with them."),
    Key("feed", "icon", kinds.ADDRESS, "A small square picture."),
    Key("feed", "logo", kinds.ADDRESS, "A large picture."),
    Key("feed", "hubs", one_or_more(kinds.ADDRESS), "WebSub hubs that tell readers of changes.", []),
    Key("feed", "categories", one_or_more(kinds.TEXT), "What the whole feed is about, in words.", []),
    Key(
        "feed",
        "authors",
        one_or_more(kinds.PERSON),
        "Who writes the articles that name nobody: keys of authors, names, or tables with the keys of an author.",
        [],
    ),
    Key("content", "folder", one_or_more(kinds.FOLDER), "Where the articles lie, relative to this file.", "content"),
    Key(
        "content",
        "permalink",
        Kind("pattern", permalinks.pattern),
        f"The addresses of articles that name none, from {', '.join(f'{{{name}}}' for name in permalinks.NAMES)}.",
        attrs.fields(Content).permalink.default,
    ),
    Key(
        "content",
        "timezone",
        kinds.ZONE,
        "The zone of dates without one, such as Europe/London; where it is not given, such a date is a fault.",
    ),
    Key("content", "date_order", one_of("dmy", "mdy", "ymd"), "What 02/03/2024 means; where it is not given, such a date is a fault."),
    Key("content", "static", one_or_more(kinds.FOLDER), "Folders of files that are served from the site's root.", []),
    Key("content", "variables", kinds.TEXTS, "What {{ site.NAME }} stands for in articles, by NAME, as in Jekyll's configuration.", {}),
    Key("content", "category_scheme", kinds.LINK, "The address that names the vocabulary of all categories."),
    Key(AUTHOR, "name", kinds.TEXT, "The name, as readers show it.", required=True),
    Key(AUTHOR, "url", kinds.LINK, "The author's page."),
    Key(AUTHOR, "uri", kinds.LINK, "Another spelling of url."),
    Key(AUTHOR, "email", kinds.EMAIL, "Published only where options.emails is true."),
    Key(AUTHOR, "avatar", kinds.ADDRESS, "A square picture."),
    Key("output", "folder", kinds.FOLDER, "Where the documents are written, relative to this file.", "public"),
    *_format_keys(),
    Key("output", "limit", kinds.COUNT, "How many articles a document holds, the newest; 0 for all.", 30),
    Key("output", "content", one_of("full", "summary"), "Whether the main feed holds whole texts or summaries.", "full"),
    Key("output", "max_bytes", kinds.COUNT, "How many bytes a document has at the most: the oldest articles stay out; 0 for any number.", 0),
    Key("output", "archive", kinds.COUNT, "How many articles a document of the archive holds (RFC 5005); 0 for no archive.", 0),
    Key("output", "complete", kinds.FLAG, "Say so where a document holds every article there is (RFC 5005).", default=False),
    Key("output", "url", kinds.ADDRESS, "The address that the output folder is served at; the feed's url where it is not given."),
    Key("output", "page", kinds.FILE_NAME, "The page for people, beside each feed; false for none.", page.FILE_NAME),
    Key("output", "page_articles", kinds.COUNT, "How many articles can be read on the page.", 10),
    Key("output", "page_template", kinds.FILE, "A Jinja template for the page in place of ours, relative to this file."),
    Key("output", "page_theme", kinds.TEXTS, "Variables of the page's style sheet, by name.", {}),
    Key("output", "opml", kinds.FILE_NAME, "A list of all feeds for readers (OPML), such as feeds.opml.", default=False),
    Key("output", "news_sitemap", kinds.FILE_NAME, "A sitemap of the articles of the last two days, for news search.", default=False),
    Key("output", "sitemap", kinds.FILE_NAME, "A sitemap of the pages for people.", default=False),
    Key("output", "news_name", kinds.TEXT, "What the news sitemap calls the publication; the feed's title where it is not given."),
    Key("output", "compress", one_or_more(one_of(*ENCODINGS)), "Compressed forms beside each document, for servers that send them.", []),
    Key("output", "hosts", one_or_more(one_of(*HOSTS)), "Servers for which a file with media types and other headers is written.", []),
    Key("output", "max_age", kinds.COUNT, "For how many seconds readers may keep a document without asking, as hosts are told.", 300),
    Key("output", "archive_max_age", kinds.COUNT, "The same for the documents of archives.", 7 * 24 * 60 * 60),
    Key("output", "redirects", kinds.TEXTS, "Where feeds moved, from an old path to a new path or address.", {}),
    Key(
        "output",
        "manifest",
        kinds.FILE_NAME,
        "What was written, with hashes: by it the next build knows which files it may remove; false for none.",
        "stridesfeed-manifest.json",
    ),
    Key(
        "output",
        "remove_stale",
        kinds.FLAG,
        "Remove files of earlier builds that this one does not make, unless somebody changed them.",
        default=True,
    ),
    *_feed_keys(),
    Key("ledger", "file", kinds.FILE, "What remembers ids and dates, relative to this file. Keep it under version control.", ledger.FILE_NAME),
    Key("ledger", "ids", one_of(*ledger.MINTS), "What new articles get for an id, once and for all, where they name none.", "url"),
    Key("ledger", "tombstones", kinds.COUNT, "For how many days Atom says that an article was withdrawn.", 30),
    Key("related", "auto", kinds.COUNT, "How many related articles are found for each, after those that the author named.", 0),
    Key("check", "select", one_or_more(kinds.RULE_NAMES), "Only these findings count: codes, patterns such as title-*, levels.", []),
    Key("check", "ignore", one_or_more(kinds.RULE_NAMES), "These findings do not count.", []),
    Key("check", "per_file_ignores", kinds.RULES_BY_FILE, "Findings that do not count in some files, by pattern of their paths.", {}),
    Key("check", "baseline", kinds.FILE, "A file with what was found before and need not be said again, relative to this file."),
    Key("check", "profiles", one_or_more(kinds.PROFILE), "Partners whose rules are asked too: names, or files of your own.", []),
    Key("check", "fail_on", one_of(*LEVELS), "From which level on `stridesfeed check` exits with 1.", "error"),
    Key(
        "options",
        "creators",
        _choice("creators"),
        'RSS: "joined" writes one dc:creator for all authors, which nearly all readers show; "each" writes one for each.',
        DEFAULT.creators,
    ),
    Key(
        "options",
        "updated",
        _choice("updated"),
        'RSS: how an item says that it changed after publication: "atom" writes atom:updated, "dcterms" dcterms:modified, "none" nothing.',
        DEFAULT.updated,
    ),
    Key("options", "emails", kinds.FLAG, "Publish the e-mail addresses of people.", DEFAULT.emails),
    Key("options", "lead_image", kinds.FLAG, "Put the lead image at the head of the body, unless the body shows it.", DEFAULT.lead_image),
    Key("options", "sources", kinds.FLAG, "Put the list of sources into the body.", DEFAULT.sources),
    Key("options", "related", kinds.FLAG, "Put the list of related links into the body.", DEFAULT.related),
    Key("options", "excerpt", kinds.COUNT, "The most characters of a summary taken from the body; 0 for none.", DEFAULT.excerpt),
    Key("options", "engine", one_of(*ENGINES), "What cleans the HTML; nh3 is faster, and an extra to install.", "bleach"),
    Key(
        "build",
        "cache",
        kinds.FILE,
        "A file that remembers what articles look like in the documents, relative to this file: the next build then makes only what changed. "
        "Whoever can write into it can publish; it is for its owner only, and is not to be committed.",
    ),
    Key("build", "jobs", kinds.COUNT, "How many processes share the work; 0 for as many as the machine has processors.", 1),
)

_BY_PLACE = {(key.section, key.name): key for key in KEYS}

#: The tables of the file.
SECTIONS = tuple(dict.fromkeys(key.section.partition(".")[0] for key in KEYS))


def key(section: str, name: str) -> Key:
    """
    The key *name* of *section*.
    """
    return _BY_PLACE[section, name]


def keys_of(section: str) -> dict[str, Key]:
    """
    The keys of *section*, by name.
    """
    return {key.name: key for key in KEYS if key.section == section}


def chosen(configuration: Configuration, section: str, name: str) -> Any:
    """
    The value of a key as the file gives it, or else the default.
    """
    return configuration.table.get(section, {}).get(name, key(section, name).default)
