"""
``stridesfeed check``: problems that readers and partners would have with a feed.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import click

from stridesfeed import iri
from stridesfeed.build.checking import check_loaded
from stridesfeed.checks import LEVELS, Finding, Level, Rule, check_document, check_url, explain, sort_findings
from stridesfeed.checks.articles import FEED_WIDE
from stridesfeed.checks.baseline import Baseline
from stridesfeed.checks.finding import Selection, has_level, merge_articles, validate_rule_names
from stridesfeed.checks.formatters import FORMATTERS, as_text
from stridesfeed.checks.profiles import PROFILES, Profile, ProfileReport, check_against_profile, load_profile
from stridesfeed.cli._click.arguments import AS_OF, LocalPath, load_site, publication_time
from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.cli._rich import progress_bars
from stridesfeed.cli.feed_source import feeds_of_opml
from stridesfeed.cli.published_feed import PublishedFeed, add_members, all_rules, report_lines
from stridesfeed.errors import FileError, InvalidFilesError, OutputError, StridesError
from stridesfeed.load import load
from stridesfeed.parsing import parse
from stridesfeed.publish.write import write
from stridesfeed.site import Site

_STDIN = "-"

#: The formats in which what several articles lack is one finding.
_FOR_PEOPLE = frozenset({"text", "github"})

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "hint": {"fg": "cyan"},
    "path": {"bold": True, "underline": True},
    "code": {"dim": True},
}


class _PathOrUrl(LocalPath):
    """
    The path of a file or folder, ``-``, or a URL.
    """

    def __init__(self) -> None:
        super().__init__("begin it with https:// or http://", allow_dash=True)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """
        Return a URL as text, anything else as a path.
        """
        if isinstance(value, str) and iri.scheme(value) in iri.WEB:
            return value
        return super().convert(value, param, ctx)


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    """
    Split names that are separated by commas.
    """
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _parse_profiles(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[Profile, ...]:
    try:
        return tuple(map(load_profile, _split(values)))
    except InvalidFilesError as error:
        raise UsageFailure(error) from error
    except StridesError as error:
        raise click.BadParameter(str(error)) from error


def _known_rules(context: click.Context) -> Mapping[str, Rule[Any]]:
    """
    Return all rules, including those of the profiles given before this option.
    """
    return all_rules(context.params.get("profiles") or ())


def _parse_rule_names(context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    names = _split(values)
    try:
        validate_rule_names(names, _known_rules(context) if names else ())
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    return names


def _explain(context: click.Context, _option: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    try:
        click.echo(explain(code, _known_rules(context)), nl=False)
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    context.exit()


@click.command(
    "check",
    epilog=example(
        "stridesfeed check blog", "stridesfeed check public/feed.xml --format github", "stridesfeed check https://example.org/feed.xml"
    ),
    short_help=COMMANDS["check"],
)
@click.argument("paths", nargs=-1, metavar="[PATHS|URLS]...", type=_PathOrUrl())
@click.option(
    "--opml",
    "lists",
    multiple=True,
    type=LocalPath("name a file", dir_okay=False),
    metavar="FILE",
    help="Also check all feeds in this OPML file.",
)
@click.option("--allow-private", is_flag=True, help="Allow servers on this machine and in its network.")
@click.option("--format", "form", type=click.Choice([*FORMATTERS]), default="text", show_default=True, help="The format of the report.")
@click.option(
    "--select",
    multiple=True,
    callback=_parse_rule_names,
    metavar="RULES",
    help="Report only these: codes, patterns such as title-*, levels.",
)
@click.option("--ignore", multiple=True, callback=_parse_rule_names, metavar="RULES", help="Ignore these.")
@click.option("--baseline", type=LocalPath("name a file", dir_okay=False), metavar="FILE", help="Ignore the findings that are in this file.")
@click.option("--write-baseline", is_flag=True, help="Write all findings to the baseline.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="The lowest level at which to exit with 1. Defaults to the configuration's.")
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    callback=_parse_profiles,
    is_eager=True,
    metavar="PARTNERS",
    help=f"Also check the rules of these partners: {', '.join(PROFILES)}, or the file of a custom profile.",
)
@click.option("--readers", is_flag=True, help="Also parse the documents with the installed feed parsers, and report differences.")
@click.option("--explain", callback=_explain, is_eager=True, expose_value=False, metavar="CODE", help="Explain a rule and exit.")
@AS_OF
def command(
    paths: tuple[Path | str, ...],
    *,
    lists: tuple[Path, ...],
    allow_private: bool,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    fail_on: Level | None,
    strict: bool,
    profiles: tuple[Profile, ...],
    readers: bool,
    as_of: str | None,
) -> None:
    """
    Check sites, documents and feeds on the web. Each of PATHS is a folder with a stridesfeed.toml, the file itself, an RSS, Atom or JSON Feed
    document, an OPML list, a sitemap, or - for the standard input; the default is the current folder. Each of URLS is that of a feed, or of a
    page that links to feeds: the server's answers are checked too. Options override the [check] section of a site.

    Only URLs are fetched, and nothing is changed. Exit codes: 0 no finding at the level of --fail-on, 1 at least one, 2 wrong usage.
    """
    if readers and not all(map(_is_site, paths)):
        raise click.UsageError("--readers needs a site, not a document.")
    selection = Selection(select=select, ignore=ignore)
    try:
        targets = [*paths, *(url for path in lists for url in feeds_of_opml(path))] or [Path()]
        results: list[_Result] = []
        with progress_bars() as progress:
            for number, target in enumerate(targets):
                if len(targets) > 1:
                    progress("check", number, len(targets))
                if isinstance(target, str):
                    results += _check_url(target, selection, profiles, as_of, allow_private=allow_private)
                else:
                    results.append(_check(target, selection, profiles, as_of, readers=readers))
        reports = [each for result in results for each in result.reports]
        of_partners = [finding for report in reports for finding in report.findings]
        findings = sort_findings([*(finding for result in results for finding in result.findings), *of_partners])
        sites = [result.site for result in results if result.site]
        # The baseline of a configuration counts only if one site is checked.
        baseline = baseline or (sites[0].checks.baseline if len(sites) == 1 else None)
        if write_baseline:
            if baseline is None:
                raise click.UsageError("Name the file with --baseline, or as check.baseline in the configuration.")
            write({baseline: Baseline.of(findings).content()})
        new = _read_baseline(baseline).new(findings) if baseline else findings
    except StridesError as error:
        raise UsageFailure(error) from error
    _print(new, reports, form, known=len(findings) - len(new))
    configured: Level = max((site.checks.fail_on for site in sites), key=LEVELS.index, default="error")
    if has_level(new, fail_on or ("warning" if strict else configured)):
        raise click.exceptions.Exit(1)


@attrs.frozen
class _Result:
    """
    The findings at one path.
    """

    findings: tuple[Finding, ...]
    reports: tuple[ProfileReport, ...] = ()

    #: ``None`` if the path is a document.
    site: Site | None = None


def _check(path: Path, selection: Selection, profiles: tuple[Profile, ...], as_of: str | None, *, readers: bool) -> _Result:
    if not _is_site(path):
        try:
            content = sys.stdin.buffer.read() if str(path) == _STDIN else path.read_bytes()
        except OSError as error:
            raise OutputError(f"{path} cannot be read: {error.strerror}") from error
        time = publication_time(as_of, None)
        findings = check_document(content, path.as_posix(), as_of=time)
        return _Result(selection.filter(findings), _document_reports(content, path.as_posix(), profiles, selection, time))
    site = load_site(path)
    time, own = publication_time(as_of, site), site.checks.selection
    selection = attrs.evolve(own, select=selection.select or own.select, ignore=(*own.ignore, *selection.ignore))
    findings = check_loaded(site, load(site.content, as_of=time), as_of=time)
    reports: Iterable[ProfileReport] = ()
    profiles = profiles or tuple(map(load_profile, site.checks.profiles))
    if profiles or readers:
        published = PublishedFeed.of(site, time)
        findings = (*findings, *(published.read_back() if readers else ()))
        reports = published.reports(profiles)

    def selected(found: Iterable[Finding]) -> tuple[Finding, ...]:
        chosen = selection.filter(found)
        # Relative to the current folder, so that an editor can open them.
        paths = {each.path: os.path.relpath(site.content.root / each.path).replace(os.sep, "/") for each in chosen if each.path}
        return tuple(attrs.evolve(each, path=paths.get(each.path or "")) for each in chosen)

    return _Result(findings=selected(findings), reports=tuple(each.map_findings(selected) for each in reports), site=site)


def _read_baseline(path: Path) -> Baseline:
    try:
        return Baseline.read(path.read_bytes(), path.as_posix())
    except OSError as error:
        raise FileError(path.as_posix(), None, None, f"cannot be read: {error.strerror}; create it with --write-baseline") from error


def _check_url(url: str, selection: Selection, profiles: tuple[Profile, ...], as_of: str | None, *, allow_private: bool) -> Iterator[_Result]:
    time = publication_time(as_of, None)
    for served in check_url(url, as_of=time, allow_private=allow_private):
        reports = _document_reports(served.content, served.url, profiles, selection, time) if served.content else ()
        yield _Result(selection.filter(served.findings), reports)


def _document_reports(
    content: bytes, path: str, profiles: tuple[Profile, ...], selection: Selection, time: datetime
) -> tuple[ProfileReport, ...]:
    """
    Check the feed in a document against *profiles*. A document that is no feed has findings already.
    """
    try:
        feed = parse(content, name=path).feed if profiles else None
    except InvalidFilesError:
        feed = None

    def selected(found: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(attrs.evolve(each, path=path) for each in selection.filter(found))

    return tuple(check_against_profile(feed, profile, as_of=time).map_findings(selected) for profile in profiles) if feed else ()


def _is_site(path: Path | str) -> bool:
    return isinstance(path, Path) and (path.is_dir() or path.suffix == ".toml")


def _print(findings: tuple[Finding, ...], reports: Sequence[ProfileReport], form: str, *, known: int) -> None:
    """
    Print *findings* and *reports*; *known* is the number of findings that are in the baseline.
    """
    if form in _FOR_PEOPLE:
        findings = merge_articles(findings, FEED_WIDE)
    if form == "text":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(as_text.format_findings(findings, {}, style=lambda kind, text: click.style(text, **_STYLES[kind]), width=width), nl=False)
    else:
        text = FORMATTERS[form](findings, all_rules(report.profile for report in reports))
        click.echo(add_members(text, reports, known=known) if form == "json" else text, nl=False)
    if known and form != "json":
        click.echo(f"Ignored: {known} known finding{'' if known == 1 else 's'}, listed in the baseline", err=form != "text")
    for report in reports if form == "text" else ():
        click.echo("\n" + "\n".join(report_lines(report)))
