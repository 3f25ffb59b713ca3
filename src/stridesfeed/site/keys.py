"""
The keys of ``stridesfeed.toml``, with the types of their values. The configuration is validated against this table, and its reference in the
docs is generated from it.
"""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import attrs

from stridesfeed.body.engines import ENGINES
from stridesfeed.checks import LEVELS
from stridesfeed.emit import FORMATS, default_formats
from stridesfeed.extensions import channel
from stridesfeed.load import Content
from stridesfeed.load.content import Undated
from stridesfeed.load.urls import languages, permalinks
from stridesfeed.load.urls.permalink_patterns import GENERATORS
from stridesfeed.options import DEFAULT, Options
from stridesfeed.publish import ledger, page
from stridesfeed.publish.compress import ENCODINGS
from stridesfeed.publish.digest.envelope import Envelope
from stridesfeed.publish.digest.periods import WEEKDAYS, PeriodKind
from stridesfeed.publish.digest.plan import TITLE_NAMES, DigestPlan
from stridesfeed.publish.hosts import HOSTS
from stridesfeed.publish.rights import PAYMENTS, USES
from stridesfeed.publish.selection import FAMILY_KINDS
from stridesfeed.site.toml import Configuration
from stridesfeed.site.value_types import (
    ADDRESS,
    ANY_TEXT,
    CONDITIONS,
    COUNT,
    DAYS,
    EMAIL,
    FIELD_KEYS,
    FILE,
    FILE_NAME,
    FILE_OR_FALSE,
    FLAG,
    FOLDER,
    IDENTIFIER,
    LANGUAGE,
    LINK,
    PART,
    PARTS,
    PATTERN,
    PERSON,
    PROFILE,
    RULE_NAMES,
    RULES_BY_FILE,
    SELECTOR,
    TEXT,
    TEXTS,
    ZONE,
    ValueType,
    as_list,
    fields_of,
    one_of,
    one_or_more,
)

#: The section of one author; articles refer to the author by KEY.
AUTHOR = "authors.KEY"

#: The section of a show. The feed is that of a podcast if it is there.
PODCAST = "podcast"

#: The section of elements that only a channel of RSS has.
RSS = "rss"

#: The section of the licence and of what machines may do.
RIGHTS = "rights"

#: The section of digests.
DIGEST = "digest"

#: The section of an additional feed, which may occur any number of times: ``[[feeds]]``.
FEED = "feeds"


@attrs.frozen
class Key:
    """
    A key of the configuration.
    """

    #: The table that contains it; :data:`AUTHOR` for the keys of one author.
    section: str

    name: str

    type: ValueType

    #: What it sets, in a sentence or two.
    description: str

    #: The default as TOML would give it; ``None`` for no default.
    default: Any = None

    required: bool = False

    @property
    def default_text(self) -> str:
        """
        The default as it is written in TOML; empty for no default.
        """
        return "" if self.default is None else json.dumps(self.default, ensure_ascii=False)


_NAMES = one_or_more(TEXT)

_PLAN, _ENVELOPE = attrs.fields(DigestPlan), attrs.fields(Envelope)

#: The keys of one additional feed: the arguments of a :class:`FeedPlan`.
_FEED_KEYS = (
    Key(FEED, "path", ANY_TEXT, "The folder of its documents, inside the output folder, such as news/ or tags/{slug}/.", required=True),
    Key(
        FEED,
        "by",
        one_of(*FAMILY_KINDS),
        "One feed for each category, section, tag (category other than the section), author or language.",
    ),
    Key(FEED, "title", TEXT, "The title; {title} stands for the main feed's title, {name} for the category, section, tag, author or language."),
    Key(FEED, "url", TEXT, "The home page; may contain {slug}. Defaults to the main feed's."),
    Key(FEED, "id", IDENTIFIER, "The permanent id. Defaults to one derived from the main feed's id."),
    Key(FEED, "limit", COUNT, "The maximum number of articles, newest first; 0 for all.", 30),
    Key(
        FEED,
        "extend_for_new",
        FLAG,
        "Exceed its limit, at most twofold, if more articles than that were added at once. False for partners.",
        default=True,
    ),
    Key(FEED, "max_bytes", COUNT, "The maximum size of each document, in bytes; 0 for no limit.", 0),
    Key(FEED, "archive", COUNT, "The number of articles in each archive document; 0 for no archive.", 0),
    Key(FEED, "complete", FLAG, "Mark the feed as complete if it holds every matching article.", default=False),
    Key(FEED, "content", one_of("full", "summary"), "Publish full texts, or summaries only.", "full"),
    Key(FEED, "formats", one_or_more(one_of(*FORMATS)), "The formats to write.", [*default_formats()]),
    Key(
        FEED,
        "files",
        TEXTS,
        'The files of formats instead of their usual names, relative to path: { atom = "{slug}.atom.xml" }. They are formats too.',
        {},
    ),
    Key(FEED, "categories", _NAMES, "Only articles in one of these categories.", []),
    Key(FEED, "sections", _NAMES, "Only articles in one of these sections.", []),
    Key(FEED, "authors", _NAMES, "Only articles by one of these authors.", []),
    Key(FEED, "languages", _NAMES, "Only articles in one of these languages.", []),
    Key(FEED, "digest", one_of(*get_args(PeriodKind)), "Make it a digest: one article for each day, week or month; [digest] says how."),
    Key(FEED, "profile", PROFILE, "The partner that the feed is for: a name, or the file of a custom profile."),
    Key(FEED, "settings", TEXTS, "Values for the partner's own elements, by name.", {}),
    Key(FEED, "slugs", TEXTS, "The {slug} of a category, section, tag, author or language, by name. Derived from the name by default.", {}),
)


def _option(name: str) -> ValueType:
    return one_of(*get_args(get_type_hints(Options)[name]))


KEYS: tuple[Key, ...] = (
    Key("feed", "title", TEXT, "The name of the feed, as readers show it.", required=True),
    Key("feed", "url", ADDRESS, "The home page; the URLs of articles are relative to it.", required=True),
    Key("feed", "id", IDENTIFIER, "The permanent id: it must never change, even if the domain does. Defaults to the url of the first build."),
    Key("feed", "subtitle", TEXT, "A sentence about the feed."),
    Key("feed", "language", LANGUAGE, "The default language of articles, such as en or pt-BR."),
    Key("feed", "rights", TEXT, "The copyright notice or licence."),
    Key("feed", "icon", ADDRESS, "A small square image."),
    Key("feed", "logo", ADDRESS, "A large image."),
    Key("feed", "hubs", one_or_more(ADDRESS), "WebSub hubs that notify readers of changes.", []),
    Key("feed", "categories", one_or_more(TEXT), "The subjects of the whole feed.", []),
    Key(
        "feed",
        "authors",
        one_or_more(PERSON),
        "The default authors of articles: keys of [authors], names, or tables with the keys of an author.",
        [],
    ),
    Key("feed", "contributors", one_or_more(PERSON), "People who are named besides the authors, in the same ways.", []),
    Key("feed", "expired", FLAG, "No more articles will follow (JSON Feed).", default=False),
    Key(RIGHTS, "license", ADDRESS, "The URL of the licence."),
    Key(RIGHTS, "statement", TEXT, "The copyright notice or licence in words, instead of feed.rights."),
    Key(RIGHTS, "permits", one_or_more(one_of(*USES)), "Uses by machines that are permitted, in the words of RSL.", []),
    Key(RIGHTS, "prohibits", one_or_more(one_of(*USES)), "Uses by machines that are prohibited.", []),
    Key(RIGHTS, "payment", one_of(*PAYMENTS), "How uses are paid for (RSL)."),
    Key(RIGHTS, "license_server", ADDRESS, "The RSL licence server, where clients must obtain a licence."),
    Key(RIGHTS, "tdm_policy", ADDRESS, "The TDM policy, which tells how to obtain a licence for mining (TDMRep)."),
    Key(
        PODCAST,
        "category",
        one_or_more(TEXT),
        'The categories of Apple Podcasts, the main one first: "News > Tech News". Directories require one.',
    ),
    Key(PODCAST, "image", ADDRESS, "The artwork: square, 1400 to 3000 pixels, JPEG or PNG. Directories require it."),
    Key(PODCAST, "explicit", FLAG, "Some episodes are for adults only.", default=False),
    Key(PODCAST, "author", TEXT, "The people responsible, as directories show them."),
    Key(PODCAST, "owner_name", TEXT, "The owner, to whom directories write; public."),
    Key(PODCAST, "owner_email", EMAIL, "The owner's address, by which Spotify and Amazon verify the show; public."),
    Key(PODCAST, "title", TEXT, "The title in Apple Podcasts, if it differs from that of the feed."),
    Key(PODCAST, "type", one_of("episodic", "serial"), 'Write "serial" if episodes are listened to from the first.'),
    Key(PODCAST, "new_feed_url", ADDRESS, "The new address of the feed, after a move."),
    Key(PODCAST, "block", FLAG, "Hide the show in Apple Podcasts.", default=False),
    Key(PODCAST, "complete", FLAG, "No more episodes follow.", default=False),
    Key(PODCAST, "guid", TEXT, "The UUID of the show, which never changes: `stridesfeed.extensions.podcast.guid_of(url)`."),
    Key(PODCAST, "locked", FLAG, "Forbid other hosts to import the feed."),
    Key(PODCAST, "locked_owner", EMAIL, "The address that proves ownership when the feed moves; public."),
    Key(PODCAST, "medium", TEXT, 'What the feed contains: "podcast" (the default), "music", "video", "audiobook" and others.'),
    Key(PODCAST, "persons", PARTS, 'Hosts and others: names, or tables with name, role ("guest"), group, img, href.'),
    Key(PODCAST, "funding", PARTS, "Pages for donations: URLs, or tables with url and text."),
    Key(PODCAST, "license", PART, 'The licence: "cc-by-4.0", or a table with text and url.'),
    Key(PODCAST, "locations", PARTS, "Places: names, or tables with name, rel, geo, osm, country."),
    Key(PODCAST, "trailers", PARTS, "Trailers: tables with text, url, pubdate, length, type, season."),
    Key(PODCAST, "podroll", PARTS, "Recommended shows: their UUIDs, or tables with feed_guid, feed_url, title."),
    Key(PODCAST, "values", PARTS, "Payments: tables with recipients, each with type, address, split, name."),
    Key(PODCAST, "txts", PARTS, "Texts for services: texts, or tables with text and purpose."),
    Key(PODCAST, "images", PARTS, "Other pictures: URLs, or tables with href, alt, aspect_ratio, purpose."),
    Key(PODCAST, "social", PARTS, "Posts whose replies are comments: tables with protocol, uri, account_id."),
    Key(PODCAST, "update_frequency", PART, 'The schedule: "Every Friday", or a table with text and rrule.'),
    Key(PODCAST, "country_of_origin", TEXT, 'Spotify: the countries that it is meant for, in lower case: "pt br".'),
    Key(PODCAST, "recent_count", COUNT, "Spotify: the number of new episodes to show."),
    Key(PODCAST, "blocks", PARTS, 'Services that must not list it: "yes", or tables with text and id. Podcasting 2.0.'),
    Key(PODCAST, "chat", PART, "The chat: a server, or a table with server, protocol, account_id, space."),
    Key(PODCAST, "publisher", PART, "The feed of the publisher: its UUID, or a table with feed_guid and feed_url."),
    Key(PODCAST, "podping", FLAG, "Changes are announced by Podping."),
    Key(RSS, "ttl", COUNT, "How long clients may keep the document, in minutes."),
    Key(RSS, "skip_hours", one_or_more(COUNT), "The hours in UTC, 0 to 23, in which clients need not ask.", []),
    Key(RSS, "skip_days", one_or_more(one_of(*channel.DAYS)), "The days on which clients need not ask.", []),
    Key(RSS, "managing_editor", TEXT, "The editor, as desk@example.org (Ann Lee); public. Instead of the first author with options.emails."),
    Key(RSS, "web_master", TEXT, "The person for technical questions, likewise; public."),
    Key(RSS, "docs", ADDRESS, "The documentation of the format. Defaults to the specification of RSS."),
    Key(RSS, "rating", TEXT, "A PICS rating."),
    Key(
        RSS,
        "image",
        fields_of(channel.ChannelImage),
        "The image, instead of feed.logo: a table with url, width (at most 144 pixels), height (at most 400), description, title, link.",
    ),
    Key(RSS, "cloud", fields_of(channel.Cloud), "rssCloud: a table with domain, port, path, register_procedure, protocol."),
    Key(RSS, "text_input", fields_of(channel.TextInput), "A form with one field: a table with title, description, name, link."),
    Key("content", "folder", one_or_more(FOLDER), "The folder of the articles, relative to this file.", "content"),
    Key(
        "content",
        "pages",
        FOLDER,
        "The folder of the built site. Without folder, its pages are the articles; with folder, they give the bodies of its articles.",
    ),
    Key("content", "pages_selector", SELECTOR, "The body in built pages, as a CSS selector such as article .post."),
    Key("content", "pages_remove", one_or_more(SELECTOR), "Elements of built pages to leave out of the body, as CSS selectors.", []),
    Key("content", "clean_urls", FLAG, "The URLs of built pages have no .html at the end.", default=False),
    Key("content", "include", one_or_more(PATTERN), "Only these files, as patterns such as blog/**, relative to the folder.", []),
    Key("content", "exclude", one_or_more(PATTERN), "Files and folders to leave out, as patterns such as drafts or *.fr.md.", []),
    Key("content", "sections", one_or_more(TEXT), "Only articles in these sections.", []),
    Key("content", "include_if", CONDITIONS, "Only articles whose front matter has these values; a list stands for any of its values.", {}),
    Key("content", "exclude_if", CONDITIONS, "Articles to leave out, by a value of their front matter.", {}),
    Key(
        "content",
        "undated",
        one_of(*get_args(Undated)),
        'Leave out files without a date ("skip"), or report them ("error"). By default they are errors where most files of a folder have one.',
    ),
    Key(
        "content",
        "generator",
        one_of(*GENERATORS),
        "The site generator. Its rules for URLs apply: whether capitals, spaces and dates in names of files stay, and its default permalink.",
    ),
    Key(
        "content",
        "permalink",
        ValueType("pattern", permalinks.pattern),
        f"The default URL pattern of articles, made of {', '.join(f'{{{name}}}' for name in permalinks.NAMES)}. "
        "Defaults to that of the generator.",
        attrs.fields(Content).permalink.default,
    ),
    Key(
        "content",
        "permalinks",
        ValueType("table of patterns", permalinks.patterns),
        'The URL patterns of some articles, by section, folder or pattern of paths: "blog" = "/blog/{slug}/". The first that matches counts.',
        {},
    ),
    Key(
        "content",
        "languages",
        one_or_more(ValueType("language", languages.code)),
        "The site's languages, as in names of files (post.fr.md), folders (fr/) and URLs (/fr/post/). URLs do not name feed.language.",
        [],
    ),
    Key(
        "content",
        "date",
        one_of("git"),
        'Take the dates of articles that have none from git ("git"): published from the first commit, updated from the last.',
    ),
    Key("content", "timezone", ZONE, "The time zone of dates without one, such as Europe/London. Without it, such a date is an error."),
    Key("content", "date_order", one_of("dmy", "mdy", "ymd"), "How to read 02/03/2024. Without it, such a date is an error."),
    Key("content", "keys", FIELD_KEYS, 'Your own keys of front matter, by field: authors = "by", image = ["extra.hero", "teaser"].', {}),
    Key(
        "content",
        "authors_file",
        one_or_more(FILE),
        "Files of authors by key (YAML, TOML or JSON); [] for none. Defaults to the usual ones, such as .authors.yml and _data/authors.yml.",
    ),
    Key("content", "static", one_or_more(FOLDER), "Folders of files that are served from the site's root.", []),
    Key("content", "variables", TEXTS, "Values of {{ site.NAME }} in articles, by NAME, as in Jekyll's configuration.", {}),
    Key(
        "content",
        "templates",
        one_of("warn", "error"),
        "What to do about template source in texts that nothing has rendered: show it, or stop the build.",
        "warn",
    ),
    Key("content", "category_scheme", LINK, "The URL of the vocabulary that all categories belong to."),
    Key(AUTHOR, "name", TEXT, "The author's name, as readers show it.", required=True),
    Key(AUTHOR, "url", LINK, "The author's page."),
    Key(AUTHOR, "uri", LINK, "Another spelling of url."),
    Key(AUTHOR, "email", EMAIL, "The e-mail address; published only if options.emails is true."),
    Key(AUTHOR, "avatar", ADDRESS, "A square image of the author."),
    Key("output", "folder", FOLDER, "The folder to write to, relative to this file.", "public"),
    *(
        Key(
            "output",
            name,
            FILE_NAME,
            f"The {format_.title} document, inside the output folder; false for none.",
            format_.default and format_.file_name,
        )
        for name, format_ in FORMATS.items()
    ),
    Key("output", "limit", COUNT, "The maximum number of articles in the main feed, newest first; 0 for all.", 30),
    Key("output", "extend_for_new", FLAG, "Exceed the limit, at most twofold, if more articles than that were added at once.", default=True),
    Key("output", "content", one_of("full", "summary"), "Publish full texts or summaries in the main feed.", "full"),
    Key("output", "max_bytes", COUNT, "The maximum size of each document, in bytes; older articles are left out. 0 for no limit.", 0),
    Key("output", "archive", COUNT, "The number of articles in each archive document (RFC 5005); 0 for no archive.", 0),
    Key("output", "complete", FLAG, "Mark the feed as complete if it holds every article (RFC 5005).", default=False),
    Key("output", "url", ADDRESS, "The URL of the output folder. Defaults to the feed's url."),
    Key("output", "page", FILE_NAME, "The HTML page of each feed, written next to it; false for none.", page.FILE_NAME),
    Key("output", "page_articles", COUNT, "The number of articles on the HTML page.", 10),
    Key("output", "page_template", FILE, "A Jinja template that replaces the built-in page, relative to this file."),
    Key("output", "page_theme", TEXTS, "CSS variables of the page's style sheet, by name.", {}),
    Key("output", "opml", FILE_NAME, "A list of all feeds to import into readers (OPML), such as feeds.opml; false for none.", default=False),
    Key("output", "news_sitemap", FILE_NAME, "A news sitemap of the articles of the last two days; false for none.", default=False),
    Key("output", "sitemap", FILE_NAME, "A sitemap of the HTML pages; false for none.", default=False),
    Key("output", "rsl", FILE_NAME, "The RSL document of [rights], such as rsl.xml; false for none.", default=False),
    Key("output", "tdmrep", FLAG, "Write [rights] to .well-known/tdmrep.json (TDMRep).", default=False),
    Key("output", "robots", FLAG, "Add the lines of [rights] to robots.txt; all other lines stay.", default=False),
    Key("output", "news_name", TEXT, "The name of the publication in the news sitemap. Defaults to the feed's title."),
    Key("output", "compress", one_or_more(one_of(*ENCODINGS)), "Encodings in which to write a compressed copy of each document.", []),
    Key(
        "output",
        "hosts",
        one_or_more(one_of(*HOSTS)),
        "Hosts to write a configuration file for, with media types, caching and redirects.",
        [],
    ),
    Key("output", "max_age", COUNT, "How long readers may cache a document, in seconds, in the configuration files of hosts.", 300),
    Key("output", "archive_max_age", COUNT, "How long readers may cache an archive document, in seconds.", 7 * 24 * 60 * 60),
    Key("output", "redirects", TEXTS, "Moved feeds: new path or URL by old path.", {}),
    Key(
        "output",
        "manifest",
        FILE_NAME,
        "A list of the written files with their hashes; the next build needs it to skip unchanged documents and remove stale files. "
        "false for none.",
        "stridesfeed-manifest.json",
    ),
    Key(
        "output",
        "remove_stale",
        FLAG,
        "Remove files that earlier builds wrote and this one does not, unless they were edited.",
        default=True,
    ),
    *_FEED_KEYS,
    Key(DIGEST, "timezone", ZONE, "The time zone in which a day, week or month begins. Defaults to content.timezone, or else UTC."),
    Key(DIGEST, "week_start", one_of(*WEEKDAYS), "The first day of a week.", WEEKDAYS[0]),
    Key(
        DIGEST,
        "title",
        TEXT,
        f"The title of an issue and the subject of its e-mail, made of {', '.join(f'{{{name}}}' for name in TITLE_NAMES)}.",
        _PLAN.title.default,
    ),
    Key(
        DIGEST,
        "url",
        TEXT,
        "The page of an issue, if your site has one, such as /briefing/{start}/. By default, a page for each issue is written.",
    ),
    Key(
        DIGEST,
        "articles",
        COUNT,
        "The maximum number of articles in an issue, newest first; 0 for all.",
        attrs.fields(DigestPlan).articles.default,
    ),
    Key(DIGEST, "images", FLAG, "Show the lead images of articles.", attrs.fields(DigestPlan).images.default),
    Key(DIGEST, "template", FILE, "A Jinja template that replaces the built-in page and e-mail, relative to this file."),
    Key(DIGEST, "folder", FOLDER, "The folder in which `stridesfeed digest` writes e-mails, relative to this file.", "digests"),
    Key(DIGEST, "sender", EMAIL, "The address that e-mails are from. Defaults to a placeholder.", _ENVELOPE.sender.default),
    Key(DIGEST, "recipient", EMAIL, "The address that e-mails are to. Defaults to a placeholder.", _ENVELOPE.recipient.default),
    Key(
        DIGEST,
        "unsubscribe_url",
        ADDRESS,
        "The page that unsubscribes a reader, also by one click (RFC 8058). Defaults to a placeholder.",
        _ENVELOPE.unsubscribe_url.default,
    ),
    Key(DIGEST, "unsubscribe_email", EMAIL, "The address to which mail programs write to unsubscribe a reader."),
    Key("ledger", "file", FILE, "The file of the articles' ids and dates, relative to this file. Commit it.", ledger.FILE_NAME),
    Key("ledger", "ids", one_of(*ledger.ID_KINDS), "How to create the permanent id of a new article that sets none.", "url"),
    Key("ledger", "tombstones", DAYS, "How many days Atom feeds list a withdrawn article.", 30),
    Key("related", "auto", COUNT, "The number of related articles to find for each article, in addition to those its author named.", 0),
    Key("check", "select", one_or_more(RULE_NAMES), "Report only these findings: codes, patterns such as title-*, or levels.", []),
    Key("check", "ignore", one_or_more(RULE_NAMES), "Ignore these findings.", []),
    Key("check", "per_file_ignores", RULES_BY_FILE, "Findings to ignore in some files, by path pattern.", {}),
    Key("check", "baseline", FILE, "A file of known findings that are not reported again, relative to this file."),
    Key("check", "profiles", one_or_more(PROFILE), "Partners whose rules are checked too: names, or files of custom profiles.", []),
    Key("check", "fail_on", one_of(*LEVELS), "The lowest level at which `stridesfeed check` exits with 1.", "error"),
    Key(
        "options",
        "creators",
        _option("creators"),
        'RSS, Atom: "joined" writes one dc:creator or author with all names, which nearly all readers show; "each" writes one for each author; '
        '"joined-in-rss" one in RSS, and in Atom one for each.',
        DEFAULT.creators,
    ),
    Key(
        "options",
        "atom_terms",
        _option("atom_terms"),
        'Atom: the term of a category, which readers show: its "label", its "term", or "auto": the label if the category has no scheme.',
        DEFAULT.atom_terms,
    ),
    Key(
        "options",
        "atom_markup",
        _option("atom_markup"),
        'Atom: write HTML as text, "html", which every reader displays, or as elements, "xhtml", for programs that process XML.',
        DEFAULT.atom_markup,
    ),
    Key(
        "options",
        "updated",
        _option("updated"),
        'RSS: how to write the date of a change: "atom" as atom:updated, "dcterms" as dcterms:modified, "none" not at all.',
        DEFAULT.updated,
    ),
    Key(
        "options",
        "image_elements",
        _option("image_elements"),
        'RSS: the elements of the lead image: "thumbnail" for media:thumbnail, "both" to add media:content, which some partners need.',
        DEFAULT.image_elements,
    ),
    Key(
        "options",
        "enclosures",
        _option("enclosures"),
        'RSS: the attachments that are enclosures: "first" (the others are media:content) or "all".',
        DEFAULT.enclosures,
    ),
    Key(
        "options",
        "durations",
        _option("durations"),
        'RSS: write the duration of audio and video (itunes:duration) in feeds with [podcast] only: "podcasts", or in "all".',
        DEFAULT.durations,
    ),
    Key(
        "options",
        "link",
        _option("link"),
        'RSS, Atom: where the title of a link post leads: "page" to its own page, "external" to its external_url, as in a linkblog.',
        DEFAULT.link,
    ),
    Key("options", "emails", FLAG, "Publish e-mail addresses of people.", DEFAULT.emails),
    Key(
        "options",
        "rss_author",
        _option("rss_author"),
        'RSS: with emails, also write author with the address of an article\'s authors: of "none", the "first" who has one, or "all".',
        DEFAULT.rss_author,
    ),
    Key(
        "options",
        "feed_authors",
        _option("feed_authors"),
        'JSON Feed: when to write the authors of the feed: "inherited" if no article has its own, or "always".',
        DEFAULT.feed_authors,
    ),
    Key(
        "options",
        "summaries",
        _option("summaries"),
        'RSS, Atom: "shorter" leaves out a summary that is as long as the text, which some readers would show instead; "all" writes every one.',
        DEFAULT.summaries,
    ),
    Key("options", "lead_image", FLAG, "Add the lead image to the top of the body, unless the body contains it.", DEFAULT.lead_image),
    Key("options", "sources", FLAG, "Add the list of sources to the body.", DEFAULT.sources),
    Key("options", "related", FLAG, "Add the list of related links to the body.", DEFAULT.related),
    Key("options", "excerpt", COUNT, "The maximum length of a summary taken from the body, in characters; 0 for none.", DEFAULT.excerpt),
    Key(
        "options",
        "generator",
        ANY_TEXT,
        'The program named as the generator of documents; "" for none. Defaults to this library and its version.',
    ),
    Key("options", "stylesheet", TEXT, "A style sheet that browsers apply to RSS and Atom documents: XSLT, or CSS if it ends in .css."),
    Key(
        "options", "root_attributes", TEXTS, "RSS, Atom: attributes of the root element, such as xml:lang, and declarations of namespaces.", {}
    ),
    Key("options", "user_comment", TEXT, "JSON Feed: a text for people who look at the document."),
    Key("options", "engine", one_of(*ENGINES), "The HTML sanitizer. nh3 is faster and must be installed as an extra.", "bleach"),
    Key(
        "build",
        "cache",
        FILE_OR_FALSE,
        "The file that caches parsed and rendered articles, relative to this file, so that a build renders only what changed; false for none. "
        "Do not commit it, and let nobody else write to it: its content is published.",
        ".stridesfeed/cache.sqlite",
    ),
    Key(
        "build",
        "jobs",
        COUNT,
        "The number of worker processes; 0 for one per processor. By default, `stridesfeed build` uses one per processor to load a thousand "
        "new or changed articles or more, and renders in one.",
    ),
)

_BY_PATH = {(key.section, key.name): key for key in KEYS}

#: The tables of the file.
SECTIONS = tuple(dict.fromkeys(key.section.partition(".")[0] for key in KEYS))


def key(section: str, name: str) -> Key:
    """
    Return the key *name* of *section*.
    """
    return _BY_PATH[section, name]


def keys_of(section: str) -> dict[str, Key]:
    """
    Return the keys of *section*, by name.
    """
    return {key.name: key for key in KEYS if key.section == section}


def setting(configuration: Configuration, section: str, name: str) -> Any:
    """
    Return the value of a key, or its default.
    """
    return configuration.table.get(section, {}).get(name, key(section, name).default)


def content_folders(configuration: Configuration) -> list[str]:
    """
    Return the folders of texts: none by default if there is a folder of built pages.
    """
    given = configuration.table.get("content", {})
    return [] if "pages" in given and "folder" not in given else as_list(setting(configuration, "content", "folder"))
