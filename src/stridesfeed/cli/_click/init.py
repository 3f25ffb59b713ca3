"""
``stridesfeed init``: a configuration for a site, from that of its generator.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import attrs
import click

from stridesfeed.adopt import Adoption, KnownIds, adopt
from stridesfeed.build.checking import check_articles
from stridesfeed.build.former_feed import continue_feed, find_documents
from stridesfeed.build.summary import count_of, group, join_names
from stridesfeed.checks.content import TEMPLATE_RULES
from stridesfeed.cli._click.arguments import SITE, publication_time
from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.cli.feed_source import MAX_BYTES, read_feed
from stridesfeed.cli.report_text import fault_members, ids_members, summarize_ids
from stridesfeed.emit import FORMATS
from stridesfeed.errors import InvalidFilesError, MissingExtraError, StridesError
from stridesfeed.load import Loaded, load
from stridesfeed.publish.ledger import FILE_NAME, format_ledger
from stridesfeed.publish.page import FILE_NAME as PAGE
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, Site, keys, normalized_home, parse_site
from stridesfeed.site.draft import draft_configuration
from stridesfeed.site.generators import FeedDocument, RecognizedSite, Setting, recognize, recognize_below

FC = TypeVar("FC", bound=Callable[..., Any])

#: Folders in which generators keep articles, the most common first.
_CONTENT_FOLDERS = ("content", "_posts", "posts", "src/content", "docs")

#: The options, with the section and name of the key that each sets.
_OPTIONS = {
    "title": ("feed", "title"),
    "url": ("feed", "url"),
    "subtitle": ("feed", "subtitle"),
    "language": ("feed", "language"),
    "content": ("content", "folder"),
    "permalink": ("content", "permalink"),
    "timezone": ("content", "timezone"),
}

#: How many errors, and how many reasons for leaving out files, are shown. ``--json`` lists all.
_SHOWN = 5

#: The home page of a site whose own was not found, to load its articles.
_PLACEHOLDER = "https://www.example.org/"

_Settings = dict[tuple[str, str], Setting]


def _key_option(name: str, metavar: str, help_text: str) -> Callable[[FC], FC]:
    """
    Return a click option that sets a key of the configuration, with the same validation.
    """
    return click.option(f"--{name}", type=_validator(name), metavar=metavar, help=help_text)


def _validator(name: str) -> Callable[[str], str]:
    def validate(value: str) -> str:
        fault = keys.key(*_OPTIONS[name]).type.rule(value)
        if fault:
            raise click.BadParameter(fault)
        return value

    return validate


@attrs.frozen(kw_only=True)
class _FormerFeed:
    """
    The feed that readers of the site know.
    """

    #: Its path or URL.
    name: str

    #: Its file; ``None`` if it was read from elsewhere.
    document: Path | None

    adoption: Adoption


@attrs.define(kw_only=True)
class _Result:
    """
    The configuration, and what a build with it will find.
    """

    folder: Path
    recognized: RecognizedSite | None
    settings: _Settings
    notes: list[str]
    former: _FormerFeed | None

    #: The configuration.
    text: str = ""

    #: ``None`` if nothing could be loaded; the notes say why.
    loaded: Loaded | None = None

    #: What keeps the articles from being loaded.
    problems: list[str] = attrs.field(factory=list)

    #: Files with template source or components in their text.
    templates: list[str] = attrs.field(factory=list)

    #: The ledger with the ids of the former feed.
    known: KnownIds | None = None

    @property
    def documents(self) -> dict[Path, bytes]:
        """
        The content of each file to write, by its path.
        """
        documents = {self.folder / NAME: self.text.encode(), **_git_attributes(self.folder)}
        return documents | ({self.folder / FILE_NAME: format_ledger(self.known.ledger)} if self.known else {})

    @property
    def number(self) -> int:
        """
        The number of articles.
        """
        return len(self.loaded.articles) if self.loaded else 0

    @property
    def unreadable(self) -> int:
        """
        The number of files that may be articles, in formats without a reader.
        """
        return sum(skipped.reason.startswith("no reader") for skipped in self.loaded.skipped) if self.loaded else 0


@click.command(
    "init",
    epilog=example("stridesfeed init", "stridesfeed init blog --feed https://strides.example/feed.xml --dry-run"),
    short_help=COMMANDS["init"],
)
@SITE
@_key_option("title", "TEXT", "The name of the feed.")
@_key_option("url", "URL", "The home page.")
@_key_option("subtitle", "TEXT", "A sentence about the feed.")
@_key_option("language", "TAG", "The language of the articles, such as en or pt-BR.")
@_key_option("content", "FOLDER", "The folder of the articles.")
@_key_option("permalink", "PATTERN", "The URL pattern of articles, such as /news/{slug}/.")
@_key_option("timezone", "ZONE", "The time zone of dates without one, such as Europe/London.")
@click.option(
    "--feed", metavar="FEED", help="The site's present feed, a file or URL, whose ids and dates are kept. Default: that in the output."
)
@click.option("--allow-private", is_flag=True, help="Allow a FEED on this machine or in its network.")
@click.option("--yes", is_flag=True, help="Use the defaults instead of asking.")
@click.option("--force", is_flag=True, help="Replace an existing stridesfeed.toml.")
@click.option("--dry-run", is_flag=True, help="Show the configuration, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as a JSON object; do not ask.")
def command(
    folder: Path,
    *,
    feed: str | None,
    allow_private: bool,
    yes: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
    **given: str | None,
) -> None:
    """
    Create a stridesfeed.toml in the folder SITE, from the configuration of its generator.

    Recognises Jekyll, Hugo, Zola, Pelican, MkDocs, Docusaurus, Astro, Eleventy, Hexo, Nikola, Sphinx, Next.js, Gatsby and plain HTML; runs none
    of them. Asks for what was not found, unless an option gives it. Then loads the articles and reports what a build will find. If the site
    has a feed already, its ids and dates are added to the ledger, so that readers get no article twice.

    In a git repository, also adds a line to .gitattributes that lets git merge the ledger.
    """
    path = folder / NAME
    if folder.is_file():
        raise click.UsageError(f"{folder} is a file: name a folder.")
    if path.exists() and not force and not dry_run:
        raise click.UsageError(f"{path} exists already: edit it, or replace it with --force.")
    recognized = recognize(folder) if folder.is_dir() else None
    settings = dict(recognized.settings) if recognized else {}
    settings |= {_OPTIONS[name]: Setting(value, "") for name, value in given.items() if value}
    notes: list[str] = []
    try:
        former = _read_former_feed(folder, recognized, settings, feed, notes, allow_private=allow_private)
        _add_missing(settings, folder, recognized, ask=_is_interactive() and not yes and not as_json, yes=yes)
        result = _Result(folder=folder, recognized=recognized, settings=settings, notes=notes, former=former)
        _complete(result, publication_time(None, None))
        if not dry_run:
            write(result.documents)
    except StridesError as error:
        raise UsageFailure(error, as_json=as_json) from error
    if as_json:
        click.echo(_json(result, dry_run=dry_run))
        return
    for line in _summary(result, dry_run=dry_run):
        subject, colon, rest = line.partition(": ")
        click.echo(f"{click.style(subject, fg='green')}{colon}{rest}")


def _add_missing(settings: _Settings, folder: Path, recognized: RecognizedSite | None, *, ask: bool, yes: bool) -> None:
    """
    Add the settings that every site needs: answers on a terminal, else defaults if *yes* or if they are as good as an answer.

    Without a generator, a missing title or URL is an error; with one, the URL is left to be edited.
    """
    url = settings.get(("feed", "url"))
    host = urlsplit(url.value).hostname if url else None
    defaults = {
        "title": host if recognized and host else folder.absolute().name,
        "language": "en",
        "content": find_content_folder(folder),
    }
    questions = {
        "title": "Name of the feed",
        "url": "URL of the home page",
        "language": "Language of the articles",
        "content": "Folder of the articles",
    }
    for name, question in questions.items():
        key, default = _OPTIONS[name], defaults.get(name)
        if key in settings or (name == "content" and ("content", "pages") in settings):
            continue
        if ask:
            settings[key] = Setting(click.prompt(question, default=default, value_proc=_validator(name)), "")
        elif default and (yes or name == "content" or (name == "title" and recognized)):
            settings[key] = Setting(default, "a guess: edit it" if recognized else "")
    missing = [f"--{name}" for name in ("title", "url") if _OPTIONS[name] not in settings]
    if missing and not recognized:
        hint = f" {_other_folder(inner)}" if (inner := recognize_below(folder)) else ""
        raise click.UsageError(f"Standard input is not a terminal: give {' and '.join(missing)}.{hint}")


def _other_folder(site: RecognizedSite) -> str:
    return f"The folder {site.root} is a {site.generator} site: for that one, run stridesfeed init {shlex.quote(str(site.root))}"


def _is_interactive() -> bool:
    return sys.stdin.isatty()


def find_content_folder(root: Path) -> str:
    """
    Return the folder in *root* that probably contains the articles: *root* itself if it has Markdown files other than README and the like.
    """
    own = "." if any(path.stem != path.stem.upper() for path in root.glob("*.md")) else _CONTENT_FOLDERS[0]
    return next((name for name in _CONTENT_FOLDERS if (root / name).is_dir()), own)


def _complete(result: _Result, as_of: datetime) -> None:
    """
    Load the articles, and add settings without which they have no date or no text.
    """
    settings, recognized = result.settings, result.recognized
    if recognized:
        result.notes[:0] = recognized.notes
    elif result.folder.is_dir() and (inner := recognize_below(result.folder)):
        result.notes.append(_other_folder(inner))
    if url := settings.get(("feed", "url")):
        settings.setdefault(("feed", "id"), Setting(normalized_home(url.value), ""))
    else:
        result.notes.append("the URL of the home page was not found: set url in [feed] before the first build")
    _try(result, as_of)
    if recognized and not result.number and _is_in_git(result.folder) and ("content", "date") not in settings:
        settings["content", "date"] = Setting("git", "the repository: no article has a date")
        _try(result, as_of)
        if not result.number:
            del settings["content", "date"]
            _try(result, as_of)
    _take_texts_from_pages(result, as_of)
    if result.known and not result.known.older:
        # The feed has every article, and so has the new one.
        is_long = settings["output", "limit"].value > keys.key("output", "limit").default
        result.settings["output", "limit"] = Setting(0 if is_long else keys.key("output", "limit").default, "the present feed has all articles")
        result.text = draft_configuration(result.settings, recognized.generator if recognized else None)


def _take_texts_from_pages(result: _Result, as_of: datetime) -> None:
    """
    Take the texts, or if few can be read the whole articles, from the pages of the built site, if the texts need that and it is there.
    """
    settings, recognized = result.settings, result.recognized
    templates, unreadable = len(result.templates), result.unreadable
    has_texts = result.number > unreadable
    if ("content", "pages") in settings or not (templates or (recognized and (recognized.has_templates or not has_texts))):
        return
    output = result.folder / (name := _value(settings, "output", "folder"))
    reason = f"{count_of(templates, 'text')} with template source or components" if templates else "texts that only the generator can read"
    if output.is_dir() and any(path.name != PAGE for path in output.rglob("*.html")):
        before = dict(settings)
        settings["content", "pages"] = Setting(name, f"the built site, because of {reason}")
        if recognized and recognized.has_clean_urls:
            settings["content", "clean_urls"] = Setting(True, recognized.evidence)
        if not has_texts:
            settings.pop(("content", "folder"), None)
        number = result.number
        _try(result, as_of)
        if result.number < number or (result.number == number and templates and len(result.templates) >= templates):
            result.settings = before
            _try(result, as_of)
    elif templates or not has_texts:
        result.notes.append(f'{reason}: build the site first, and set pages = "{name}" in [content] to take the texts from it')


def _is_in_git(folder: Path) -> bool:
    absolute = folder.absolute()
    return any((parent / ".git").exists() for parent in (absolute, *absolute.parents))


def _value(settings: _Settings, section: str, name: str) -> Any:
    found = settings.get((section, name))
    return found.value if found else keys.key(section, name).default


def _try(result: _Result, as_of: datetime) -> None:
    """
    Load the articles with the settings of *result*, and record what was found.
    """
    result.problems, result.loaded, result.templates = [], None, []
    generator = result.recognized.generator if result.recognized else None
    result.text = draft_configuration(result.settings, generator)
    complete = {_OPTIONS["url"]: Setting(_PLACEHOLDER, "")} | result.settings
    try:
        site = parse_site(draft_configuration(complete, generator), result.folder / NAME)
        result.problems += map(str, site.content.author_faults)
        result.loaded = load(site.content, as_of=as_of)
        result.templates = _templates(site, result.loaded, as_of)
        if result.former:
            former = result.former
            result.known = continue_feed(site, result.loaded, former.adoption, former.document, as_of=as_of)
    except MissingExtraError as error:
        result.problems.append(str(error))
    except InvalidFilesError as error:
        # The content folder of a new site does not exist yet.
        result.problems += [str(fault) for fault in error.faults if result.recognized or fault.path != NAME]


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) else value)


def _templates(site: Site, loaded: Loaded, as_of: datetime) -> list[str]:
    found = (each.path for each in check_articles(site, loaded, as_of=as_of) if each.code in TEMPLATE_RULES)
    return sorted({path for path in found if path})


def _read_former_feed(
    folder: Path, recognized: RecognizedSite | None, settings: _Settings, feed: str | None, notes: list[str], *, allow_private: bool
) -> _FormerFeed | None:
    """
    Return the feed at *feed*, else the first one in the output folder, and add the settings that continue it.

    One that cannot be read is an error in the first case, and a note in the second. A site with a ledger has its ids already.
    """
    output = folder / _value(settings, "output", "folder")
    feeds = recognized.feeds if recognized else []
    former = None
    if feed is not None:
        former = _read_feed(feed, allow_private=allow_private)
    elif not (folder / FILE_NAME).exists():
        for document in find_documents(output, [each.path for each in feeds]):
            try:
                former = former or _read_feed(str(document), allow_private=False)
            except InvalidFilesError as error:
                notes.append(f"{document} was not read as the site's feed: {error}")
    settings |= _output_settings(feeds, former, output)
    if former is None:
        return None
    notes += [f"an item of the feed is left out: {fault}" for fault in former.adoption.faults]
    for name in ("title", "url", "subtitle", "language"):
        if value := getattr(former.adoption.feed, name):
            settings.setdefault(("feed", name), Setting(value, former.name))
    settings["feed", "id"] = Setting(former.adoption.feed.id, former.name)
    items = len(former.adoption.articles)
    settings["output", "limit"] = Setting(items, f"{former.name}, which has as many: older articles would be new to its readers")
    return former


def _read_feed(name: str, *, allow_private: bool) -> _FormerFeed | None:
    """
    Return the feed in a file or at a URL; ``None`` if it has no items.
    """
    source = read_feed(name, allow_private=allow_private, max_bytes=MAX_BYTES)
    adoption = adopt(source.content, source.name, charset=source.charset)
    return _FormerFeed(name=name, document=None if source.url else Path(name), adoption=adoption) if adoption.articles else None


def _output_settings(feeds: Sequence[FeedDocument], former: _FormerFeed | None, output: Path) -> _Settings:
    """
    Return the file of each format: where the generator writes it, so that subscribers need not move, or else one that is free.
    """
    places = {document.format: Setting(document.path, "the generator's feed, which it replaces") for document in reversed(feeds)}
    if former and former.adoption.format and former.document and former.document.is_relative_to(output):
        path = former.document.relative_to(output).as_posix()
        places = {name: setting for name, setting in places.items() if setting.value != path}
        places[former.adoption.format] = Setting(path, "the site's present feed, which it replaces")
    taken = {setting.value.casefold() for setting in places.values()}
    for known in FORMATS.values():
        if known.default and known.name not in places and known.file_name.casefold() in taken:
            places[known.name] = Setting(f"{known.name}-{known.file_name}", "another format has the usual name")
    return {("output", name): setting for name, setting in places.items()}


def _git_attributes(folder: Path) -> dict[Path, bytes]:
    """
    Return ``.gitattributes`` with a line that lets git merge the ledger; empty outside a git repository, or if the file mentions the ledger.
    """
    path = folder / ".gitattributes"
    content = path.read_bytes() if path.is_file() else b""
    if FILE_NAME.encode() in content or not _is_in_git(folder):
        return {}
    newline = b"" if not content or content.endswith(b"\n") else b"\n"
    return {path: content + newline + f"{FILE_NAME} merge=union\n".encode()}


def _summary(result: _Result, *, dry_run: bool) -> Iterator[str]:
    """
    Yield the lines of the report, each "subject: details".
    """
    if result.recognized:
        yield f"Generator: {result.recognized.generator} ({result.recognized.evidence})"
        for (section, name), setting in result.settings.items():
            if setting.origin and section in {"feed", "content"}:
                yield f"{section}.{name}: {_shown(setting.value)} ({setting.origin})"
    yield from (f"Note: {note}" for note in (*result.notes, *result.problems))
    if result.loaded:
        yield f"Articles: {len(result.loaded.articles)}"
        reasons = group((skipped.reason, skipped.path) for skipped in result.loaded.skipped)
        yield from (f"Skipped: {join_names(paths)}: {reason}" for reason, paths in reasons[:_SHOWN])
        if faults := result.loaded.faults:
            yield f"Not published: {count_of(len({fault.path for fault in faults}), 'file')} with {count_of(len(faults), 'error')}, first"
            yield from (f"  {fault}" for fault in faults[:_SHOWN])
    if result.former:
        yield f"Present feed: {result.former.name} ({count_of(len(result.former.adoption.articles), 'item')})"
        yield from summarize_ids(result.known) if result.known else ()
    if dry_run:
        yield f"Would write: {join_names(result.documents)}\n\n{result.text}"
        return
    yield f"Written: {', '.join(map(str, result.documents))}"
    build = "stridesfeed build" if result.folder == Path() else f"stridesfeed build {shlex.quote(str(result.folder))}"
    content = _first(_value(result.settings, "content", "folder"))
    first = "" if result.loaded and result.loaded.articles else f"put articles into {result.folder / content}, then "
    yield f"Next: {first}run: {build}"


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json(result: _Result, *, dry_run: bool) -> str:
    loaded = result.loaded
    members = {
        "generator": result.recognized and result.recognized.generator,
        "evidence": result.recognized and result.recognized.evidence,
        "settings": [
            {"key": f"{section}.{name}", "value": setting.value, "origin": setting.origin or None}
            for (section, name), setting in result.settings.items()
        ],
        "notes": [*result.notes, *result.problems],
        "configuration": result.text,
        "articles": loaded and len(loaded.articles),
        "skipped": dict(Counter(skipped.reason for skipped in loaded.skipped)) if loaded else {},
        "faults": fault_members(loaded.faults) if loaded else [],
        "templates": result.templates,
        "feed": result.former and {"name": result.former.name, "items": len(result.former.adoption.articles)},
        "ids": result.known and ids_members(result.known),
        "dry_run": dry_run,
        "files": [path.as_posix() for path in result.documents],
    }
    return json.dumps(members, ensure_ascii=False, indent=2)
