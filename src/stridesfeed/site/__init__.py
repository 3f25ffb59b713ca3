"""
A site: the validated content of ``stridesfeed.toml`` as one frozen value.

:data:`KEYS` is the table of its keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import attrs

from stridesfeed import iri
from stridesfeed.body import EngineName
from stridesfeed.checks import Finding, Level
from stridesfeed.checks.content import TEMPLATE_RULES
from stridesfeed.checks.finding import Selection
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FieldError, FileError, InvalidError, InvalidFilesError
from stridesfeed.load import Content
from stridesfeed.load.urls.permalink_patterns import translate
from stridesfeed.model import Article, Category, Extension, Feed, Person
from stridesfeed.options import Options
from stridesfeed.publish import discovery
from stridesfeed.publish.digest.envelope import Envelope
from stridesfeed.publish.headers import Caching
from stridesfeed.publish.plan import FeedPlan, plan
from stridesfeed.publish.rights import Rights
from stridesfeed.publish.selection import FAMILY_TITLES
from stridesfeed.site.keys import DIGEST, FEED, KEYS, PODCAST, RIGHTS, RSS, Key, content_folders, setting
from stridesfeed.site.people import People, person_of, read_people
from stridesfeed.site.toml import Configuration, Setting, parse_configuration, read_configuration
from stridesfeed.site.validation import configuration_faults, envelope, feed_plan, main_plan, rights_of, rss_channel, validate
from stridesfeed.site.value_types import as_list, flatten

__all__ = [
    "KEYS",
    "NAME",
    "Checks",
    "Identity",
    "Key",
    "Mail",
    "Output",
    "Setting",
    "SideOutputs",
    "Site",
    "family_links",
    "head_links",
    "normalized_home",
    "parse_site",
    "read_generator_site",
    "read_site",
]

#: The configuration file of a site.
NAME = "stridesfeed.toml"

_PYPROJECT = "pyproject.toml"
_IN_PYPROJECT = ("tool", "stridesfeed")


@attrs.frozen(kw_only=True)
class Output:
    """
    The documents of a site: where they are written, and what they contain.
    """

    #: The output folder.
    folder: Path

    #: The file of each format, relative to *folder*, by the format's name.
    files: Mapping[str, str]

    #: All feeds and families of feeds; the first is the main feed.
    plans: tuple[FeedPlan, ...]

    #: Files other than feeds.
    side_outputs: SideOutputs

    #: The URL of *folder*; ends with a slash.
    url: str

    @property
    def limit(self) -> int:
        """
        The maximum number of articles in the main feed; 0 for all.
        """
        return self.plans[0].limit

    @property
    def addresses(self) -> dict[str, str]:
        """
        The URL of each document of the main feed, by the format's name.
        """
        return {name: self.url + quote(file) for name, file in self.files.items()}

    @property
    def urls(self) -> frozenset[str]:
        """
        The URLs of the main feed's documents and of moved documents, which redirect.
        """
        return frozenset((*self.addresses.values(), *(iri.absolute(old, self.url) for old in self.side_outputs.redirects)))

    @classmethod
    def from_configuration(cls, configuration: Configuration, feed: Feed) -> Output:
        """
        Return the settings in *configuration*; *feed* is the main feed.
        """

        def value(name: str) -> Any:
            return setting(configuration, "output", name)

        url = value("url") or feed.url
        files = {name: value(name) for name in FORMATS if value(name)}
        return cls(
            folder=configuration.root / value("folder"),
            files=files,
            plans=(
                main_plan(configuration, files, feed.id),
                *(feed_plan(values, configuration) for values in configuration.table.get(FEED, ())),
            ),
            side_outputs=SideOutputs.from_configuration(configuration),
            url=url if url.endswith("/") else url + "/",
        )


@attrs.frozen(kw_only=True)
class SideOutputs:
    """
    Files that are written in addition to feeds. Names are relative to the output folder; an empty name means that the file is not written.
    """

    #: The HTML page of each feed, in the folder of the feed.
    page: str
    page_articles: int
    page_template: Path | None
    page_theme: Mapping[str, str]

    opml: str
    news_sitemap: str
    news_name: str | None
    sitemap: str
    manifest: str

    #: Encodings in which documents are compressed.
    encodings: tuple[str, ...]

    #: Hosts and servers to write a configuration file for.
    hosts: tuple[str, ...]

    #: How long readers may cache documents.
    caching: Caching

    #: New path or URL of moved feeds, by old path.
    redirects: Mapping[str, str]

    #: The rights, and the notations to write to files of their own.
    rights: Rights
    rsl: str
    tdmrep: bool
    robots: bool

    #: A template that replaces the pages and e-mails of digests.
    digest_template: Path | None

    #: Whether to remove files of earlier builds that are no longer part of the output.
    remove_stale: bool

    @classmethod
    def from_configuration(cls, configuration: Configuration) -> SideOutputs:
        """
        Return the settings in *configuration*.
        """

        def value(name: str) -> Any:
            return setting(configuration, "output", name)

        template, digest_template = value("page_template"), setting(configuration, DIGEST, "template")
        return cls(
            page=value("page") or "",
            page_articles=value("page_articles"),
            page_template=configuration.root / template if template else None,
            page_theme=value("page_theme"),
            opml=value("opml") or "",
            news_sitemap=value("news_sitemap") or "",
            news_name=value("news_name"),
            sitemap=value("sitemap") or "",
            manifest=value("manifest") or "",
            encodings=tuple(as_list(value("compress"))),
            hosts=tuple(as_list(value("hosts"))),
            caching=Caching(max_age=value("max_age"), archive_max_age=value("archive_max_age")),
            redirects=value("redirects"),
            rights=rights_of(configuration),
            rsl=value("rsl") or "",
            tdmrep=value("tdmrep"),
            robots=value("robots"),
            digest_template=configuration.root / digest_template if digest_template else None,
            remove_stale=value("remove_stale"),
        )


@attrs.frozen(kw_only=True)
class Mail:
    """
    The e-mails of digests.
    """

    #: The folder that they are written to.
    folder: Path

    envelope: Envelope


@attrs.frozen(kw_only=True)
class Identity:
    """
    The ids of a site's feed and articles.
    """

    #: The id of the feed in the configuration; without one, the feed keeps the id in the ledger.
    feed_id: str | None

    #: The ledger.
    file: Path

    #: How the ids of new articles are created.
    ids: str

    #: The number of days that Atom feeds list a withdrawn article.
    tombstones: int


@attrs.frozen(kw_only=True)
class Checks:
    """
    Settings of ``stridesfeed check``.
    """

    selection: Selection

    #: The file of known findings; ``None`` for none.
    baseline: Path | None

    #: Partners whose rules are checked too: names, and files of custom profiles.
    profiles: tuple[str, ...]

    #: The lowest level at which the check fails.
    fail_on: Level

    #: The level of template source in texts, instead of "warning".
    templates: Level

    @classmethod
    def from_configuration(cls, configuration: Configuration) -> Checks:
        """
        Return the settings in *configuration*.
        """

        def value(name: str) -> Any:
            return setting(configuration, "check", name)

        root, baseline = configuration.root, value("baseline")
        per_file = {pattern: tuple(as_list(names)) for pattern, names in value("per_file_ignores").items()}
        return cls(
            selection=Selection(select=as_list(value("select")), ignore=as_list(value("ignore")), per_file=per_file),
            baseline=root / baseline if baseline else None,
            profiles=tuple(str(root / name) if name.endswith(".toml") else name for name in as_list(value("profiles"))),
            fail_on=value("fail_on"),
            templates="error" if setting(configuration, "content", "templates") == "error" else "warning",
        )

    def with_level(self, finding: Finding) -> Finding:
        """
        Return *finding* with the level that the configuration gives it. Findings that are ignored keep their own.
        """
        if finding.code in TEMPLATE_RULES and self.templates != finding.level and self.selection.filter([finding]):
            return attrs.evolve(finding, level=self.templates)
        return finding


@attrs.frozen(kw_only=True)
class Site:
    """
    The configuration of a site.
    """

    #: The configuration file.
    path: Path

    #: The feed, without articles.
    feed: Feed

    #: The folders of the articles, and how to load them.
    content: Content

    output: Output

    identity: Identity

    checks: Checks

    mail: Mail

    #: The data files of authors.
    author_files: tuple[Path, ...]

    #: The number of related articles to find for each article.
    related: int

    options: Options

    #: The HTML sanitizer.
    engine: EngineName

    #: The cache file; ``None`` for none.
    cache: Path | None = None

    #: The number of worker processes; ``None`` for the default, which is one here, and in the command one per processor for loading.
    jobs: int | None = None

    _configuration: Configuration = attrs.field(repr=False, eq=False)

    def faults(self, error: FieldError | InvalidError) -> tuple[FileError, ...]:
        """
        Return the errors in *error* that the configuration causes, with their lines.
        """
        return tuple(configuration_faults(self._configuration, self.output.plans, error))

    @property
    def served_folders(self) -> tuple[Path, ...]:
        """
        The folders whose files may be served from the site's root, the output folder last.
        """
        content = self.content
        return (*content.statics, *content.folders, *([content.pages] if content.pages else []), self.output.folder)

    def with_feed_id(self, id_: str) -> Site:
        """
        Return the site with another id of its feed.
        """
        main, *others = self.output.plans
        output = attrs.evolve(self.output, plans=(attrs.evolve(main, id=id_), *others))
        return attrs.evolve(self, feed=attrs.evolve(self.feed, id=id_), output=output)

    @classmethod
    def from_configuration(cls, configuration: Configuration) -> Site:
        """
        Return the site of a valid *configuration*.
        """
        options = Options(**{field.name: setting(configuration, "options", field.name) for field in attrs.fields(Options)})
        folders = tuple(configuration.root / folder for folder in content_folders(configuration))
        people = read_people(configuration, folders, setting(configuration, "feed", "url"))
        feed = _feed(configuration, people.by_key)
        return cls(
            path=configuration.path,
            feed=feed,
            content=_content(configuration, feed, people, options),
            author_files=people.files,
            output=Output.from_configuration(configuration, feed),
            identity=Identity(
                feed_id=setting(configuration, "feed", "id"),
                file=configuration.root / setting(configuration, "ledger", "file"),
                ids=setting(configuration, "ledger", "ids"),
                tombstones=setting(configuration, "ledger", "tombstones"),
            ),
            checks=Checks.from_configuration(configuration),
            mail=Mail(folder=configuration.root / setting(configuration, DIGEST, "folder"), envelope=envelope(configuration)),
            related=setting(configuration, "related", "auto"),
            options=options,
            engine=setting(configuration, "options", "engine"),
            cache=configuration.root / cache if (cache := setting(configuration, "build", "cache")) else None,
            jobs=(os.cpu_count() or 1) if (jobs := setting(configuration, "build", "jobs")) == 0 else jobs,
            configuration=configuration,
        )


def read_site(path: Path) -> Site:
    """
    Read the configuration of the site at *path*: a folder with a ``stridesfeed.toml`` or a ``pyproject.toml`` that has ``[tool.stridesfeed]``,
    or such a file.

    All errors are raised together as :class:`InvalidFilesError`, each with its line and key.
    """
    return _site_of(_find(path))


def read_generator_site(path: Path, settings: Mapping[tuple[str, str], Setting]) -> Site:
    """
    Return the site of a generator whose configuration is the file at *path*.

    The keys of the ``stridesfeed.toml`` (or ``pyproject.toml``) next to it come first, if there is one, and then *settings*, by section and
    name. Errors are raised as by :func:`read_site`; those of *settings* name their origin.
    """
    own = _find_in(path.parent) or Configuration(path=path, table={})
    return _site_of(own.with_defaults(settings))


def parse_site(text: str, path: Path) -> Site:
    """
    Return the site whose configuration file at *path*, which need not exist, has the content *text*. Raises as :func:`read_site`.
    """
    return _site_of(parse_configuration(text.encode(), path))


def normalized_home(url: str) -> str:
    """
    Return the URL of a home page as a URI with a path. As the default id of the feed it must be normalized (RFC 4287, 4.2.6.1).
    """
    return iri.with_root_path(iri.to_uri(url))


def head_links(site: Site) -> tuple[str, ...]:
    """
    Return the HTML links to the main feed and to additional feeds, except families and feeds for partners, for the head of every page.

    Two feeds with the same path raise :class:`InvalidFilesError`.
    """
    return tuple(line for lines in _links(site, site.feed, families=False).values() for line in lines)


def family_links(site: Site, articles: Iterable[Article]) -> Mapping[str, tuple[str, ...]]:
    """
    Return the HTML links to the feeds of each category, section, author or language, by the name of that family.

    *articles* are all articles of the site. Two feeds with the same path raise :class:`InvalidFilesError`.
    """
    return _links(site, attrs.evolve(site.feed, articles=tuple(articles)), families=True)


def _links(site: Site, feed: Feed, *, families: bool) -> dict[str, tuple[str, ...]]:
    plans = [attrs.evolve(each, archive=0) for each in site.output.plans if bool(each.by) == families and each.profile is None]
    links: dict[str, tuple[str, ...]] = {}
    try:
        planned = plan(feed, plans, url=site.output.url)
    except InvalidError as error:
        if faults := site.faults(error):
            raise InvalidFilesError.of(faults) from error
        raise
    for each in planned:
        family = FAMILY_TITLES[each.by] if each.by else ""
        links[family] = (*links.get(family, ()), *discovery.head_links(each.metadata.title, each.urls))
    return links


def _site_of(configuration: Configuration) -> Site:
    if faults := list(validate(configuration)):
        raise InvalidFilesError.of(faults)
    return Site.from_configuration(configuration)


def _find(path: Path) -> Configuration:
    if not path.exists():
        raise InvalidFilesError.of([FileError(path.name, None, None, f"no such file or folder: {path}")])
    if not path.is_dir():
        return read_configuration(path, _IN_PYPROJECT if path.name == _PYPROJECT else ())
    if found := _find_in(path):
        return found
    raise InvalidFilesError.of([FileError(NAME, None, None, f"not found in {path.absolute()}: run `stridesfeed init` there to create it")])


def _find_in(folder: Path) -> Configuration | None:
    if (folder / NAME).exists():
        return read_configuration(folder / NAME)
    if (folder / _PYPROJECT).exists():
        configuration = read_configuration(folder / _PYPROJECT, _IN_PYPROJECT)
        return configuration if configuration.table else None
    return None


def _feed(configuration: Configuration, people: Mapping[str, Person]) -> Feed:
    def value(name: str) -> Any:
        return setting(configuration, "feed", name)

    def named(key: str) -> list[Person]:
        return [people[each] if isinstance(each, str) and each in people else person_of(each) for each in as_list(value(key))]

    scheme = setting(configuration, "content", "category_scheme")
    home = normalized_home(value("url"))
    rights = rights_of(configuration)
    return Feed(
        id=value("id") or home,
        title=value("title"),
        url=home,
        subtitle=value("subtitle"),
        language=value("language"),
        rights=value("rights") or setting(configuration, RIGHTS, "statement"),
        links=rights.links,
        icon=value("icon"),
        logo=value("logo"),
        hubs=as_list(value("hubs")),
        categories=[Category(term, scheme) for term in as_list(value("categories"))],
        authors=named("authors"),
        contributors=named("contributors"),
        expired=value("expired"),
        extensions=[
            *(_podcast(configuration.table[PODCAST]) if PODCAST in configuration.table else []),
            *([rss_channel(configuration.table[RSS])] if RSS in configuration.table else []),
            *rights.extensions(home),
        ],
    )


def _podcast(table: Mapping[str, Any]) -> list[Extension]:
    from stridesfeed.load.shows import as_podcast  # noqa: PLC0415  # slow to import, and rarely used

    return [as_podcast(table)]


def _content(configuration: Configuration, feed: Feed, people: People, options: Options) -> Content:
    def value(name: str) -> Any:
        return setting(configuration, "content", name)

    root = configuration.root
    zone, generator = value("timezone"), value("generator")
    own_permalink = configuration.table.get("content", {}).get("permalink")
    return Content(
        root=root,
        folders=tuple(root / folder for folder in content_folders(configuration)),
        pages=Path(os.path.normpath(root / value("pages"))) if value("pages") else None,
        pages_selector=value("pages_selector"),
        pages_remove=tuple(as_list(value("pages_remove"))),
        clean_urls=value("clean_urls"),
        url=feed.url,
        include=tuple(as_list(value("include"))),
        exclude=tuple(as_list(value("exclude"))),
        ignored_folders=(root / setting(configuration, "output", "folder"),),
        include_if={key: as_list(wanted) for key, wanted in flatten(value("include_if"))},
        exclude_if={key: as_list(wanted) for key, wanted in flatten(value("exclude_if"))},
        sections=tuple(as_list(value("sections"))),
        undated=value("undated"),
        keys={field: as_list(own) for field, own in value("keys").items()},
        permalink=own_permalink or (translate(generator) if generator else value("permalink")),
        permalinks=value("permalinks"),
        date=value("date"),
        languages=tuple(as_list(value("languages"))),
        generator=generator,
        timezone=ZoneInfo(zone) if zone else None,
        date_order=value("date_order"),
        authors=people.by_key,
        author_faults=people.faults,
        statics=tuple(root / folder for folder in as_list(value("static"))),
        variables=value("variables"),
        category_scheme=value("category_scheme"),
        language=feed.language,
        summary_length=options.excerpt,
    )
