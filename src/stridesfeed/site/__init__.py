"""
A site: what ``stridesfeed.toml`` says, checked and as one frozen value.

The keys and what they mean are the table :data:`KEYS`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import attrs

from stridesfeed import iri
from stridesfeed.body import EngineName
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError
from stridesfeed.load import Content
from stridesfeed.model import Article, Category, Feed, Person
from stridesfeed.options import Options
from stridesfeed.publish.headers import Caching
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.site.asked import faults_asked_for
from stridesfeed.site.check import faults
from stridesfeed.site.checks import Checks, checks_of
from stridesfeed.site.feeds import feed_plan, main_plan
from stridesfeed.site.heads import lines_for_every_page, lines_of_families
from stridesfeed.site.keys import FEED, KEYS, Key, chosen
from stridesfeed.site.kinds import as_list
from stridesfeed.site.toml import Configuration, read_configuration

__all__ = ["KEYS", "NAME", "Beside", "Checks", "Identity", "Key", "Output", "Site", "family_links", "head_links", "read_site"]

#: The file that makes a folder a site.
NAME = "stridesfeed.toml"

_PYPROJECT = "pyproject.toml"
_IN_PYPROJECT = ("tool", "stridesfeed")


@attrs.frozen(kw_only=True)
class Output:
    """
    Where the documents go, and how much they hold.
    """

    #: Where the documents are written.
    folder: Path

    #: The file of each format that is written, relative to *folder*, by the format's name.
    files: Mapping[str, str]

    #: Every feed, or family of feeds: the main one first.
    plans: tuple[FeedPlan, ...]

    #: What is written beside the feeds.
    beside: Beside

    #: The address that *folder* is served at; ends with a slash.
    url: str

    @property
    def limit(self) -> int:
        """
        How many articles the main feed holds; 0 for all.
        """
        return self.plans[0].limit

    @property
    def addresses(self) -> dict[str, str]:
        """
        The address of each document, by the format's name.
        """
        return {name: self.url + quote(file) for name, file in self.files.items()}


@attrs.frozen(kw_only=True)
class Beside:
    """
    What is written beside the feeds. Files are named relative to the output folder; an empty name is none.
    """

    #: The page for people, in the folder of each feed.
    page: str
    page_articles: int
    page_template: Path | None
    page_theme: Mapping[str, str]

    opml: str
    news_sitemap: str
    news_name: str | None
    sitemap: str
    manifest: str

    #: The ways in which documents are compressed.
    encodings: tuple[str, ...]

    #: Servers for which a file with headers is written.
    hosts: tuple[str, ...]

    #: How long readers may keep what they have.
    caching: Caching

    #: Where feeds moved, from old to new.
    redirects: Mapping[str, str]

    #: Whether files of earlier builds go that this one does not make.
    remove_stale: bool


@attrs.frozen(kw_only=True)
class Identity:
    """
    How articles get what readers know them by.
    """

    #: The ledger.
    file: Path

    #: What new articles get for an id.
    ids: str

    #: For how many days Atom says that an article was withdrawn.
    tombstones: int


@attrs.frozen(kw_only=True)
class Site:
    """
    Everything that a build needs to know.
    """

    #: The file that says it.
    path: Path

    #: The feed, without articles.
    feed: Feed

    #: Where the articles are, and how they are read.
    content: Content

    #: Where the documents go.
    output: Output

    #: How articles get their ids.
    identity: Identity

    #: Which findings count.
    checks: Checks

    #: How many related articles are found for each.
    related: int

    #: Choices about the documents.
    options: Options

    #: What cleans the HTML of bodies.
    engine: EngineName

    #: The file that remembers parts of documents from build to build; ``None`` for none.
    cache: Path | None = None

    #: How many processes share the work.
    jobs: int = 1

    _configuration: Configuration = attrs.field(repr=False, eq=False)

    def faults(self, error: FieldError | InvalidError) -> tuple[FileError, ...]:
        """
        The faults in *error*, which ended a build, that the configuration asks for.
        """
        return tuple(faults_asked_for(self._configuration, self.output.plans, error))


def read_site(path: Path) -> Site:
    """
    The site at *path*: a folder that holds ``stridesfeed.toml``, or else a ``pyproject.toml`` with ``[tool.stridesfeed]``; or such a file
    itself.

    All faults come together in an :class:`InvalidFilesError`, each with its line and key.
    """
    configuration = _find(path)
    found = list(faults(configuration))
    if found:
        raise InvalidFilesError.of(found)
    return _site(configuration)


def head_links(site: Site) -> tuple[str, ...]:
    """
    The lines of HTML by which each page tells browsers and readers of the site's feeds: the main one, and others that stand alone.

    Two feeds in one place raise :class:`InvalidFilesError`.
    """
    with _blamed(site):
        return lines_for_every_page(site.feed, site.output.plans, site.output.url)


def family_links(site: Site, articles: Iterable[Article]) -> Mapping[str, tuple[str, ...]]:
    """
    The lines for pages about a category, a section, an author or a language, by what these are called; *articles* are all there are.

    Two feeds in one place raise :class:`InvalidFilesError`.
    """
    with _blamed(site):
        return lines_of_families(attrs.evolve(site.feed, articles=articles), site.output.plans, site.output.url)


@contextmanager
def _blamed(site: Site) -> Iterator[None]:
    """
    What cannot be planned is a fault of the configuration.
    """
    try:
        yield
    except InvalidError as error:
        if found := site.faults(error):
            raise InvalidFilesError.of(found) from error
        raise


def _find(path: Path) -> Configuration:
    if path.is_dir():
        return _find_in(path)
    if not path.exists():
        raise InvalidFilesError.of([FileError(path.name, None, None, f"there is no such file or folder: {path}")])
    return read_configuration(path, _IN_PYPROJECT if path.name == _PYPROJECT else ())


def _find_in(folder: Path) -> Configuration:
    if (folder / NAME).exists():
        return read_configuration(folder / NAME)
    if (folder / _PYPROJECT).exists():
        configuration = read_configuration(folder / _PYPROJECT, _IN_PYPROJECT)
        if configuration.table:
            return configuration
    raise InvalidFilesError.of(
        [FileError(NAME, None, None, f"there is none in {folder.absolute()}: run `stridesfeed init` there to write one")]
    )


def _site(configuration: Configuration) -> Site:
    """
    The site that a configuration without faults says.
    """
    options = Options(**{field.name: chosen(configuration, "options", field.name) for field in attrs.fields(Options)})
    people = {name: _person(person) for name, person in configuration.table.get("authors", {}).items()}
    feed = _feed(configuration, people)
    return Site(
        path=configuration.path,
        feed=feed,
        content=_content(configuration, feed, people, options),
        output=_output(configuration, feed),
        identity=_identity(configuration),
        checks=checks_of(configuration),
        related=chosen(configuration, "related", "auto"),
        options=options,
        engine=chosen(configuration, "options", "engine"),
        cache=configuration.root / cache if (cache := chosen(configuration, "build", "cache")) else None,
        jobs=chosen(configuration, "build", "jobs") or os.cpu_count() or 1,
        configuration=configuration,
    )


def _person(person: str | Mapping[str, str]) -> Person:
    if isinstance(person, str):
        return Person(person)
    return Person(person["name"], person.get("url", person.get("uri")), person.get("email"), person.get("avatar"))


def _feed(configuration: Configuration, people: Mapping[str, Person]) -> Feed:
    def given(name: str) -> Any:
        return chosen(configuration, "feed", name)

    scheme = chosen(configuration, "content", "category_scheme")
    home = _home(given("url"))
    return Feed(
        id=given("id") or home,
        title=given("title"),
        url=home,
        subtitle=given("subtitle"),
        language=given("language"),
        rights=given("rights"),
        icon=given("icon"),
        logo=given("logo"),
        hubs=as_list(given("hubs")),
        categories=[Category(term, scheme) for term in as_list(given("categories"))],
        authors=[people[author] if isinstance(author, str) and author in people else _person(author) for author in as_list(given("authors"))],
    )


def _home(url: str) -> str:
    """
    *url* as a URI that has a path, as an id that is made from it has to (RFC 4287, 4.2.6.1).
    """
    home = iri.to_uri(url)
    return home if urlsplit(home).path else urlunsplit(urlsplit(home)._replace(path="/"))


def _content(configuration: Configuration, feed: Feed, people: Mapping[str, Person], options: Options) -> Content:
    def given(name: str) -> Any:
        return chosen(configuration, "content", name)

    root = configuration.root
    zone = given("timezone")
    return Content(
        root=root,
        folders=tuple(root / folder for folder in as_list(given("folder"))),
        url=feed.url,
        permalink=given("permalink"),
        timezone=ZoneInfo(zone) if zone else None,
        date_order=given("date_order"),
        authors=people,
        statics=tuple(root / folder for folder in as_list(given("static"))),
        variables=given("variables"),
        category_scheme=given("category_scheme"),
        language=feed.language,
        summary_length=options.excerpt,
    )


def _output(configuration: Configuration, feed: Feed) -> Output:
    def given(name: str) -> Any:
        return chosen(configuration, "output", name)

    url = given("url") or feed.url
    files = {name: given(name) for name in FORMATS if given(name)}
    return Output(
        folder=configuration.root / given("folder"),
        files=files,
        plans=(
            main_plan(configuration, files, feed.id),
            *(feed_plan(values, configuration.root) for values in configuration.table.get(FEED, ())),
        ),
        beside=_beside(configuration),
        url=url if url.endswith("/") else url + "/",
    )


def _beside(configuration: Configuration) -> Beside:
    def given(name: str) -> Any:
        return chosen(configuration, "output", name)

    template = given("page_template")
    return Beside(
        page=given("page") or "",
        page_articles=given("page_articles"),
        page_template=configuration.root / template if template else None,
        page_theme=given("page_theme"),
        opml=given("opml") or "",
        news_sitemap=given("news_sitemap") or "",
        news_name=given("news_name"),
        sitemap=given("sitemap") or "",
        manifest=given("manifest") or "",
        encodings=tuple(as_list(given("compress"))),
        hosts=tuple(as_list(given("hosts"))),
        caching=Caching(usual=given("max_age"), lasting=given("archive_max_age")),
        redirects=given("redirects"),
        remove_stale=given("remove_stale"),
    )


def _identity(configuration: Configuration) -> Identity:
    def given(name: str) -> Any:
        return chosen(configuration, "ledger", name)

    return Identity(file=configuration.root / given("file"), ids=given("ids"), tombstones=given("tombstones"))
