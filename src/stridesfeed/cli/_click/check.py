"""
``stridesfeed check``: what readers and partners would trip over.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import click

from stridesfeed.checks import LEVELS, Finding, Level, Rule, check_document, explain, sort_findings
from stridesfeed.checks.baseline import Baseline
from stridesfeed.checks.finding import Selection, has_level, validate_rule_names
from stridesfeed.checks.forms import FORMS, as_text
from stridesfeed.checks.profiles import PROFILES, Preflight, Profile, profile
from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, moment_of, site_at
from stridesfeed.cli._click.stops import WrongUsage
from stridesfeed.cli.checking import check_site, from_here
from stridesfeed.cli.partners import Published, every_rule, lines, with_preflights
from stridesfeed.errors import FileError, InvalidFilesError, OutputError, StridesError
from stridesfeed.publish.write import write
from stridesfeed.site import Site

#: The name of the standard input.
_STDIN = "-"

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "hint": {"fg": "cyan"},
    "path": {"bold": True, "underline": True},
    "code": {"dim": True},
}


def _parts(given: tuple[str, ...]) -> tuple[str, ...]:
    """
    Names, each given alone or several with commas between them.
    """
    return tuple(name.strip() for part in given for name in part.split(",") if name.strip())


def _profiles(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[Profile, ...]:
    try:
        return tuple(map(profile, _parts(given)))
    except InvalidFilesError as error:
        raise WrongUsage(error) from error
    except StridesError as error:
        raise click.BadParameter(str(error)) from error


def _rules(context: click.Context) -> Mapping[str, Rule[Any]]:
    """
    The rules that there are, those of profiles included that were named before.
    """
    return every_rule(context.params.get("profiles") or ())


def _names(context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """
    Names of rules.
    """
    names = _parts(given)
    try:
        validate_rule_names(names, _rules(context) if names else ())
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    return names


def _explain(context: click.Context, _option: click.Parameter, code: str | None) -> None:
    if code is None or context.resilient_parsing:
        return
    try:
        click.echo(explain(code, _rules(context)), nl=False)
    except StridesError as error:
        raise click.BadParameter(str(error)) from error
    context.exit()


@program.command(
    "check",
    epilog=example("stridesfeed check blog", "stridesfeed check public/feed.xml --format github", "curl -s URL | stridesfeed check -"),
    short_help="Say what readers and partners would trip over.",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "form", type=click.Choice([*FORMS]), default="text", show_default=True, help="How findings are shown.")
@click.option("--select", multiple=True, callback=_names, metavar="RULES", help="Only these: codes, patterns such as title-*, levels.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULES", help="All but these.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Leave out what this file has already.")
@click.option("--write-baseline", is_flag=True, help="Write all that is found into the baseline.")
@click.option("--fail-on", type=click.Choice(LEVELS), help="Exit with 1 for these, and for worse; for errors, if nothing else is said.")
@click.option("--strict", is_flag=True, help="The same as --fail-on warning.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    callback=_profiles,
    is_eager=True,
    metavar="PARTNERS",
    help=f"Say what these would refuse, too: {', '.join(PROFILES)}, or a file of your own.",
)
@click.option("--readers", is_flag=True, help="Let the feed parsers that are installed read the documents, and say what they get otherwise.")
@click.option("--explain", callback=_explain, is_eager=True, expose_value=False, metavar="CODE", help="Say what a rule is about, and end.")
@AS_OF
def check_command(
    paths: tuple[Path, ...],
    *,
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
    Check sites and documents: each of PATHS is a folder with a stridesfeed.toml, such a file, a document in RSS, Atom or JSON Feed, or - for
    the standard input. Without any, the site of this folder. A site may say in its [check] what counts; options come before that.

    Nothing is fetched and nothing is changed. Exit codes: 0 nothing that --fail-on names, 1 something, 2 wrong usage.
    """
    if (profiles or readers) and not all(map(_is_site, paths)):
        raise click.UsageError("--profile and --readers are for sites: a document does not say what it was made from.")
    selection = Selection(select=select, ignore=ignore)
    try:
        looks = [_looked_at(path, selection, profiles, as_of, readers=readers) for path in paths or (Path(),)]
        found = sort_findings(
            finding for look in looks for finding in (*look.findings, *(each for flight in look.flights for each in flight.findings))
        )
        findings = _beside_baseline(found, baseline or _only(look.site.checks.baseline for look in looks if look.site), write_baseline)
    except StridesError as error:
        raise WrongUsage(error) from error
    _show(findings, [flight for look in looks for flight in look.flights], form)
    if has_level(findings, fail_on or ("warning" if strict else _level(looks))):
        raise click.exceptions.Exit(1)


@attrs.frozen
class _Look:
    """
    What was found at one path.
    """

    findings: tuple[Finding, ...]
    flights: tuple[Preflight, ...] = ()
    site: Site | None = None


def _looked_at(path: Path, selection: Selection, profiles: tuple[Profile, ...], as_of: str | None, *, readers: bool) -> _Look:
    """
    What is wrong with a site or a document.
    """
    if not _is_site(path):
        return _Look(selection.filter(check_document(_content(path), path.as_posix(), as_of=moment_of(as_of, None))))
    site = site_at(path)
    moment, root, own = moment_of(as_of, site), site.content.root, site.checks.selection
    chosen = attrs.evolve(own, select=selection.select or own.select, ignore=(*own.ignore, *selection.ignore))
    asked = profiles or tuple(map(profile, site.checks.profiles))
    published = Published.of(site, moment) if asked or readers else None
    findings = (*check_site(site, as_of=moment), *(published.read_back() if published and readers else ()))
    flights = published.preflights(asked) if published else ()
    return _Look(
        findings=tuple(from_here(chosen.filter(findings), root)),
        flights=tuple(flight.keeping(chosen.filter).keeping(lambda found: tuple(from_here(found, root))) for flight in flights),
        site=site,
    )


def _only(paths: Iterable[Path | None]) -> Path | None:
    """
    The one of *paths*: of several sites none counts for all.
    """
    found = [*paths]
    return found[0] if len(found) == 1 else None


def _level(looks: Iterable[_Look]) -> Level:
    """
    The level at which the strictest of the sites fails.
    """
    return max((look.site.checks.fail_on for look in looks if look.site), key=LEVELS.index, default="error")


def _beside_baseline(found: tuple[Finding, ...], baseline: Path | None, write_baseline: bool) -> tuple[Finding, ...]:  # as given
    """
    Those of *found* that the baseline does not have.
    """
    if baseline is None:
        if write_baseline:
            raise click.UsageError("Name the file with --baseline, or as check.baseline in the configuration.")
        return found
    if write_baseline:
        write({baseline: Baseline.of(found).content()})
    return _read(baseline).new(found)


def _is_site(path: Path) -> bool:
    return path.is_dir() or path.suffix == ".toml"


def _content(path: Path) -> bytes:
    if str(path) == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from error


def _read(path: Path) -> Baseline:
    try:
        return Baseline.read(path.read_bytes(), path.as_posix())
    except OSError as error:
        raise FileError(path.as_posix(), None, None, f"cannot be read: {error.strerror}; write it with --write-baseline") from error


def _show(findings: Iterable[Finding], flights: Sequence[Preflight], form: str) -> None:
    shown = tuple(findings)
    if form == "text":
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(as_text.text(shown, {}, style=_styled, width=width), nl=False)
        for flight in flights:
            click.echo("\n" + "\n".join(lines(flight)))
        return
    text = FORMS[form](shown, every_rule(flight.profile for flight in flights))
    click.echo(with_preflights(text, flights) if form == "json" and flights else text, nl=False)


def _styled(kind: str, text: str) -> str:
    return click.style(text, **_LOOKS[kind])
