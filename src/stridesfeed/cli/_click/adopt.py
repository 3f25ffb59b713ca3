"""
``stridesfeed adopt``: import articles from an existing feed or export.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import attrs
import click

from stridesfeed import iri, rules
from stridesfeed.adopt import LAYOUTS, Adoption, ContentFile, KnownIds, add_to_ledger, adopt, new_configuration, output_files
from stridesfeed.build.former_feed import continue_feed
from stridesfeed.cli._click.arguments import AS_OF, LocalPath, load_site, publication_time
from stridesfeed.cli._click.failures import ContentFailure, UsageFailure, print_faults
from stridesfeed.cli._click.init import find_content_folder
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.cli.feed_source import MAX_BYTES, FeedSource, read_feed
from stridesfeed.cli.report_text import fault_members, ids_members, summarize_ids
from stridesfeed.errors import FileError, InvalidFilesError, StridesError
from stridesfeed.load import load
from stridesfeed.publish.ledger import FILE_NAME, Ledger, format_ledger, read_ledger
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, Site


@attrs.frozen(kw_only=True)
class _Target:
    """
    The site that receives the articles.
    """

    root: Path

    #: The content folder.
    folder: Path

    ledger: Path

    #: ``None`` if there is no configuration yet.
    site: Site | None


@click.command(
    "adopt",
    epilog=example("stridesfeed adopt https://strides.example/feed.xml --into blog", "stridesfeed adopt export.xml --as jsonl --dry-run"),
    short_help=COMMANDS["adopt"],
)
@click.argument("feed", metavar="FEED")
@click.option("--into", type=LocalPath(), default=".", metavar="SITE", help="The site's folder. Defaults to the current folder.")
@click.option(
    "--as",
    "layout",
    type=click.Choice([*LAYOUTS]),
    default="html",
    show_default=True,
    help="Write an HTML file for each article, or one JSON Lines file.",
)
@click.option("--ids", "only_ids", is_flag=True, help="Add only ids and dates to the ledger of SITE, which has the articles already.")
@click.option("--url", "home", metavar="URL", help="The site's home page, if FEED has none or a different one.")
@AS_OF
@click.option("--keep-going", is_flag=True, help="Adopt the articles that have no errors; still exit with 1.")
@click.option("--dry-run", is_flag=True, help="Write nothing; list the files that would be written.")
@click.option("--allow-private", is_flag=True, help="Allow servers on this machine and in its network.")
@click.option(
    "--max-bytes", type=click.IntRange(min=1), default=MAX_BYTES, metavar="N", show_default=True, help="Refuse a FEED larger than N bytes."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as a JSON object.")
def command(
    feed: str,
    *,
    into: Path,
    layout: str,
    only_ids: bool,
    home: str | None,
    as_of: str | None,
    keep_going: bool,
    dry_run: bool,
    allow_private: bool,
    max_bytes: int,
    as_json: bool,
) -> None:
    """
    Import the articles of FEED: an RSS, Atom or JSON feed, or an export of WordPress (WXR) or Ghost (JSON), as a file or URL.

    Writes the articles to the content folder of SITE with the ids, dates and URLs that readers already know, adds them to its ledger, and
    creates a stridesfeed.toml if there is none. Existing files are not overwritten. Exit codes: 0 done, 1 errors in FEED, 2 wrong usage.
    """
    if home is not None and (fault := rules.address(iri.WEB)(home)):
        raise click.BadParameter(fault, param_hint="--url")
    target = _target(into, as_json=as_json)
    if only_ids and target.site is None:
        raise click.UsageError(f"{target.root} has no stridesfeed.toml: --ids is for a site that has the articles already.")
    try:
        source = read_feed(feed, allow_private=allow_private, max_bytes=max_bytes)
        adoption = adopt(source.content, source.name, charset=source.charset, home=home)
        if adoption.faults and not keep_going:
            raise InvalidFilesError.of(adoption.faults)
        time = publication_time(as_of, target.site)
        if target.site and only_ids:
            known = continue_feed(target.site, load(target.site.content, as_of=time), adoption, Path(feed), as_of=time)
            documents = {target.ledger: format_ledger(known.ledger)}
        else:
            known = None
            documents = _documents(adoption, [*LAYOUTS[layout](adoption.articles)], target, source, time)
        if not dry_run:
            write(documents)
    except InvalidFilesError as error:
        raise ContentFailure(error, as_json=as_json) from error
    except StridesError as error:
        raise UsageFailure(error, as_json=as_json) from error
    show = _print_json if as_json else _print
    show(adoption, [*documents], target, source, dry_run=dry_run, known=known)
    if adoption.faults:
        raise click.exceptions.Exit(ContentFailure.exit_code)


def _target(into: Path, *, as_json: bool) -> _Target:
    try:
        is_configured_project = "[tool.stridesfeed" in (into / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        is_configured_project = False
    if into.is_file() or (into / NAME).exists() or is_configured_project:
        site = load_site(into, as_json=as_json)
        folder = next(iter(site.content.folders), site.path.parent / find_content_folder(site.path.parent))
        return _Target(root=site.path.parent, folder=folder, ledger=site.identity.file, site=site)
    return _Target(root=into, folder=into / find_content_folder(into), ledger=into / FILE_NAME, site=None)


def _documents(adoption: Adoption, files: Sequence[ContentFile], target: _Target, source: FeedSource, as_of: datetime) -> dict[Path, bytes]:
    """
    Return the content of each file to write; the ledger is last. Files that exist already are errors, all together.
    """
    documents = {target.folder / file.path: file.content for file in files}
    if target.site is None:
        feed_files = output_files(adoption, adoption.url or source.url)
        documents[target.root / NAME] = new_configuration(adoption.feed, content=target.folder.name, files=feed_files).encode()
    if existing := [path for path in documents if path.exists() or path.is_symlink()]:
        rule = "exists already: move it away, or adopt into another folder with --into"
        raise InvalidFilesError.of([FileError(str(path), None, None, rule) for path in existing])
    folder = Path(os.path.relpath(target.folder, target.root)).as_posix()
    ledger = read_ledger(target.ledger) or Ledger(feed_id=None if target.site else adoption.feed.id)
    documents[target.ledger] = format_ledger(add_to_ledger(ledger, files, folder, as_of=as_of))
    return documents


def _print(adoption: Adoption, paths: Sequence[Path], target: _Target, source: FeedSource, *, dry_run: bool, known: KnownIds | None) -> None:
    print_faults(adoption.faults)
    for line in summarize_ids(known) if known else ():
        subject, colon, rest = line.partition(": ")
        click.echo(f"{click.style(subject, fg='green')}{colon}{rest}")
    if dry_run:
        click.echo("\n".join(f"Would write: {path}" for path in paths))
    drafts = sum(adoption.drafts.values())
    note = f", including {drafts} {'draft' if drafts == 1 else 'drafts'}" if drafts else ""
    if adoption.drafts.keys() - {"draft"}:
        note += f" by status: {', '.join(f'{number} × {status}' for status, number in adoption.drafts.items())}"
    click.echo(f"{click.style('Articles', fg='green')}: {len(adoption.articles)}{note} ({adoption.kind})")
    for reason, number in adoption.skipped.items():
        click.echo(f"{click.style('Skipped', fg='green')}: {number} × {reason}")
    if adoption.not_imported:
        names = ", ".join(f"{name} ({number})" for name, number in adoption.not_imported.items())
        click.echo(f"{click.style('Not imported', fg='green')}: {names}")
    if dry_run:
        return
    click.echo(f"{click.style('Written', fg='green')}: {len(paths)} files in {target.root}")
    url = adoption.url or source.url
    if url and (target.site is not None or not output_files(adoption, url)):
        click.echo(f"Readers subscribe to {url}: serve a document there, or redirect it to one with status 301.")
    folder = "" if target.root == Path() else f" {shlex.quote(str(target.root))}"
    click.echo(f"Next: stridesfeed build{folder}")


def _print_json(
    adoption: Adoption, paths: Sequence[Path], target: _Target, source: FeedSource, *, dry_run: bool, known: KnownIds | None
) -> None:
    members = {
        "kind": adoption.kind,
        "site": target.root.as_posix(),
        "address": adoption.url or source.url,
        "articles": len(adoption.articles),
        "drafts": sum(adoption.drafts.values()),
        "draft_statuses": dict(adoption.drafts),
        "added_ids": known and known.added,
        "ids": known and ids_members(known),
        "dry_run": dry_run,
        "files": [path.as_posix() for path in paths],
        "left_out": dict(adoption.skipped),
        "not_imported": dict(adoption.not_imported),
        "faults": fault_members(adoption.faults),
    }
    click.echo(json.dumps(members, ensure_ascii=False, indent=2))
