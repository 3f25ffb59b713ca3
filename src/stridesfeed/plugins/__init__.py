"""
Plug-ins for site generators written in Python: the generator builds its site, and the feeds with it.

A plug-in describes the site as a :class:`GeneratorSite` and each article as a
:class:`~stridesfeed.load.generated.GeneratedPage`, and calls :func:`publish`.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs

from stridesfeed.build import Report, build
from stridesfeed.build.clock import current_time
from stridesfeed.build.summary import summarize
from stridesfeed.errors import FileError, InvalidFilesError, StridesError, WithdrawalError
from stridesfeed.load.generated import GeneratedPage, load_pages
from stridesfeed.site import NAME, Setting, Site, read_generator_site
from stridesfeed.site.keys import FEED

__all__ = ["GeneratedPage", "GeneratorSite", "Log", "Setting", "feed_files", "publish"]

#: A logger of the generator, so that it counts our errors as its own.
Log = logging.Logger | logging.LoggerAdapter[Any]

#: Hints of the summary about the options of the command.
_HINT = re.compile(r"[;,] (?:use --json|run `stridesfeed check`).*$")


@attrs.frozen(kw_only=True)
class GeneratorSite:
    """
    A site as its generator describes it.
    """

    #: The generator's configuration file. A ``stridesfeed.toml`` next to it comes first, and the ledger is written there.
    configuration: Path

    #: The folder that the generator writes to.
    output: Path

    #: The URL of the home page that the generator uses in this build; empty if it has none.
    url: str

    #: The setting of the generator that *url* is from, for messages: ``pelicanconf.py: SITEURL``.
    url_origin: str

    #: Values for keys of ``stridesfeed.toml``, by section and name; feeds are ``("feeds", "1")`` and so on.
    settings: Mapping[tuple[str, str], Setting] = attrs.field(factory=dict)

    #: Tables of ``stridesfeed.toml`` in the generator's configuration; they come before *settings*.
    tables: Any = attrs.field(factory=dict)

    #: The place of *tables*, for messages: ``pelicanconf.py: STRIDESFEED``.
    tables_origin: str = ""

    #: The folders with the sources of articles.
    folders: tuple[Path, ...]

    #: Whether more than half of all articles may be withdrawn.
    allow_mass_withdrawal: bool = False

    #: How to set *allow_mass_withdrawal*, for messages.
    withdrawal_setting: str = ""

    def read(self) -> Site:
        """
        Return the configured site. Raises :class:`InvalidFilesError` with all errors.
        """
        settings = {("content", "folder"): Setting([*map(str, self.folders)], self.configuration.name)}
        settings |= {("feed", "url"): Setting(self.url, self.url_origin)}
        own = _settings_in(self.tables, self.tables_origin)
        replaced = {section for section, _ in own if section == FEED}
        settings |= {path: setting for path, setting in self.settings.items() if path[0] not in replaced}
        site = read_generator_site(self.configuration, {**settings, **own})
        # Attachments are files of the output too, so their sizes are known.
        content = attrs.evolve(site.content, statics=(*site.content.statics, self.output), ignored_folders=(self.output,))
        return attrs.evolve(site, content=content, output=attrs.evolve(site.output, folder=self.output))

    @property
    def is_preview(self) -> bool:
        """
        Whether the site is built for this machine.
        """
        return _is_local(self.url)

    def is_without_url(self, fault: FileError) -> bool:
        """
        Return whether *fault* is that the generator has no URL of the site.
        """
        return not self.url and str(fault).startswith(f"{self.url_origin}: ")

    @property
    def url_advice(self) -> str:
        """
        The message if the generator has no URL of the site.
        """
        return f"{self.url_origin} is empty, so no feeds are written: set it, or feed.url in {NAME}, to the URL of the published site"


def _settings_in(tables: Any, origin: str) -> dict[tuple[str, str], Setting]:
    """
    Return the settings in *tables*, which are those of ``stridesfeed.toml``: ``{"output": {"limit": 20}}``.

    *origin* is their place, for messages: ``conf.py: stridesfeed``. A table that is none raises :class:`InvalidFilesError`.
    """
    path, _, field = origin.partition(": ")
    if not isinstance(tables, Mapping):
        raise InvalidFilesError.of([FileError(path, None, field, "must be a table of the tables of stridesfeed.toml")])
    faults = [
        FileError(path, None, f"{field}.{name}", "must be a table") for name, table in tables.items() if not isinstance(table, Mapping | list)
    ]
    if faults:
        raise InvalidFilesError.of(faults)
    return {
        (section, str(name)): Setting(value, f"{origin}.{section}.{name}")
        for section, table in tables.items()
        for name, value in (table.items() if isinstance(table, Mapping) else enumerate(table, 1))
    }


def feed_files(files: Mapping[str, str]) -> dict[str, Any]:
    """
    Return *files*, which are the paths of the documents of one feed by format, as path and files of a table of ``[[feeds]]``.

    >>> feed_files({"rss": "feeds/all.rss.xml", "atom": "feeds/all.atom"})
    {'path': 'feeds/all.{file}', 'files': {'rss': 'rss.xml', 'atom': 'atom'}}
    """
    paths = [*files.values()]
    start = os.path.commonprefix(paths) if len(paths) > 1 else paths[0].rpartition(".")[0]  # noqa: RUF071  # up to the suffix
    return {"path": f"{start}{{file}}", "files": {name: path.removeprefix(start) for name, path in files.items()}}


def publish(site: GeneratorSite, pages: Iterable[GeneratedPage], log: Log, *, as_of: datetime | None = None) -> Report | None:
    """
    Build the feeds of *site* from its *pages*, as ``stridesfeed build`` does from files, and write them to the output folder of the generator.

    Everything is logged: errors as errors, findings and the summary as information. An article with an error keeps its last published version;
    the others are published. Returns ``None`` if nothing could be written, or if the generator builds a preview on this machine: its addresses
    must not get into the ledger.

    *as_of* defaults to SOURCE_DATE_EPOCH, then the current time.
    """
    if site.is_preview:
        log.info("No feeds are written for a preview at %s: their ids and links would be addresses of this machine", site.url)
        return None
    try:
        configured = site.read()
        report = build(
            configured,
            as_of=as_of or current_time(os.environ),
            load=partial(load_pages, pages),
            keep_going=True,
            allow_mass_withdrawal=site.allow_mass_withdrawal,
            # The generator's own feeds may be in the place of ours; the manifest is ours alone.
            allow_lost_ledger=not (site.output / configured.output.side_outputs.manifest).is_file(),
        )
    except InvalidFilesError as error:
        for fault in error.faults:
            if site.is_without_url(fault):
                log.warning("%s", site.url_advice)
            else:
                log.error("%s", fault)  # noqa: TRY400  # an error of the site, not of the program; so are those below
    except WithdrawalError as error:
        log.error("%s", error.explain(site.withdrawal_setting))  # noqa: TRY400
    except (StridesError, ValueError) as error:
        log.error("%s", error)  # noqa: TRY400
    else:
        _log_report(report, configured, log)
        return report
    return None


def _is_local(url: str) -> bool:
    """
    Return whether *url* is an address of this machine.
    """
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _log_report(report: Report, site: Site, log: Log) -> None:
    for fault in report.faults:
        log.error("%s", fault)
    for finding in report.findings if report.findings_changed else ():
        log.log(logging.INFO if finding.level == "warning" else logging.DEBUG, "%s", finding)
    folder = f"{site.path.parent}{os.sep}"
    for line in summarize(report, site):
        log.info("%s", _HINT.sub("", line.replace(folder, "")))
