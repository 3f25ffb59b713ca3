"""
``stridesfeed adopt``: a site that goes on with the articles of a feed or an export.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import click

from stridesfeed import iri, rules
from stridesfeed.adopt import LAYOUTS, Adoption, ContentFile, add_to_ledger, adopt, new_configuration, output_files
from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, moment_of, site_at
from stridesfeed.cli._click.stops import FaultyContent, WrongUsage, show_faults
from stridesfeed.cli.new_site import usual_folder
from stridesfeed.errors import FileError, InvalidFilesError, StridesError, WebError
from stridesfeed.publish.ledger import FILE_NAME, Ledger, format_ledger, read_ledger
from stridesfeed.publish.write import write
from stridesfeed.site import NAME, Site
from stridesfeed.web import fetch

#: In bytes: exports of large sites are that long.
_MOST = 50_000_000

#: In seconds.
_PATIENCE = 60.0


@attrs.frozen(kw_only=True)
class _Source:
    """
    What was given to adopt.
    """

    content: bytes
    name: str
    charset: str | None = None

    #: The address that it was read from.
    address: str | None = None


@attrs.frozen(kw_only=True)
class _Target:
    """
    The site that the articles go into.
    """

    root: Path
    folder: Path
    ledger: Path

    #: ``None`` where there is none yet.
    site: Site | None


@program.command(
    "adopt",
    epilog=example("stridesfeed adopt https://strides.example/feed.xml --into blog", "stridesfeed adopt export.xml --as jsonl --dry-run"),
    short_help="Go on with the articles of a feed or an export.",
)
@click.argument("feed", metavar="FEED")
@click.option("--into", type=click.Path(path_type=Path), default=".", metavar="SITE", help="The site's folder; this one where it is not given.")
@click.option(
    "--as", "layout", type=click.Choice([*LAYOUTS]), default="html", show_default=True, help="A file for each article, or one for all."
)
@click.option("--url", "home", metavar="URL", help="The site's home page, where FEED does not say it or says another.")
@AS_OF
@click.option("--keep-going", is_flag=True, help="Adopt the articles without a fault; still exit with 1.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and list what would be written.")
@click.option("--allow-private", is_flag=True, help="Also read from servers on this machine and in its network.")
@click.option("--max-bytes", type=click.IntRange(min=1), default=_MOST, show_default=True, help="Refuse a larger FEED.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
def adopt_command(
    feed: str,
    *,
    into: Path,
    layout: str,
    home: str | None,
    as_of: str | None,
    keep_going: bool,
    dry_run: bool,
    allow_private: bool,
    max_bytes: int,
    as_json: bool,
) -> None:
    """
    Go on with the articles of FEED: an RSS, Atom or JSON feed, or an export of WordPress (WXR) or Ghost (JSON); a file or an address.

    Writes the articles into the content folder of SITE, with the ids, dates and addresses that readers know them by, and enters these into its
    ledger; a stridesfeed.toml too, where there is none. No file that exists is overwritten. Exit codes: 0 done, 1 faults in FEED, 2 wrong
    usage.
    """
    if home is not None and (fault := rules.address(iri.WEB)(home)):
        raise click.BadParameter(fault, param_hint="--url")
    target = _target(into, as_json=as_json)
    try:
        source = _read(feed, allow_private=allow_private, max_bytes=max_bytes)
        adoption = adopt(source.content, source.name, charset=source.charset, home=home)
        if adoption.faults and not keep_going:
            raise InvalidFilesError.of(adoption.faults)
        files = [*LAYOUTS[layout](adoption.articles)]
        documents = _documents(adoption, files, target, source, moment_of(as_of, target.site))
        if not dry_run:
            write(documents)
    except InvalidFilesError as error:
        raise FaultyContent(error, as_json=as_json) from error
    except StridesError as error:
        raise WrongUsage(error, as_json=as_json) from error
    show = _show_machine if as_json else _show
    show(adoption, [*documents], target, source, is_dry=dry_run)
    if adoption.faults:
        raise click.exceptions.Exit(FaultyContent.exit_code)


def _target(into: Path, *, as_json: bool) -> _Target:
    if into.is_file() or (into / NAME).exists() or _is_python_project_with_feed(into):
        site = site_at(into, as_json=as_json)
        return _Target(root=site.path.parent, folder=site.content.folders[0], ledger=site.identity.file, site=site)
    return _Target(root=into, folder=into / usual_folder(into), ledger=into / FILE_NAME, site=None)


def _is_python_project_with_feed(folder: Path) -> bool:
    try:
        return "[tool.stridesfeed" in (folder / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _read(feed: str, *, allow_private: bool, max_bytes: int) -> _Source:
    """
    The bytes of a file or of an address. Raises :class:`WebError` or :class:`InvalidFilesError`.
    """
    if iri.scheme(feed) in iri.WEB:
        response = fetch(feed, max_bytes=max_bytes, timeout=_PATIENCE, allow_private=allow_private)
        if not response.is_success:
            raise WebError(response.url, f"the server answers {response.status}")
        return _Source(content=response.content, name=response.url, charset=response.charset, address=response.url)
    path = Path(feed)
    try:
        if not path.is_file():
            raise InvalidFilesError.of([FileError(feed, None, None, "there is no such file; an address begins with https:// or http://")])
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        raise InvalidFilesError.of([FileError(feed, None, None, f"cannot be read: {error.strerror}")]) from error
    if len(content) > max_bytes:
        raise InvalidFilesError.of([FileError(feed, None, None, f"is larger than {max_bytes} bytes: allow more with --max-bytes")])
    return _Source(content=content, name=feed)


def _documents(adoption: Adoption, files: Sequence[ContentFile], target: _Target, source: _Source, as_of: datetime) -> dict[Path, bytes]:
    """
    What there is to write, the ledger last. Files that exist already are faults, all together.
    """
    documents = {target.folder / file.path: file.content for file in files}
    if target.site is None:
        served_at = adoption.url or source.address
        text = new_configuration(adoption.feed, content=target.folder.name, files=output_files(adoption, served_at))
        documents[target.root / NAME] = text.encode()
    there = [path for path in documents if path.exists() or path.is_symlink()]
    if there:
        rule = "exists already, and nothing is overwritten: move it away, or adopt into another folder with --into"
        raise InvalidFilesError.of([FileError(str(path), None, None, rule) for path in there])
    folder = Path(os.path.relpath(target.folder, target.root)).as_posix()
    documents[target.ledger] = format_ledger(add_to_ledger(read_ledger(target.ledger) or Ledger(), files, folder, as_of=as_of))
    return documents


def _show(adoption: Adoption, paths: Sequence[Path], target: _Target, source: _Source, *, is_dry: bool) -> None:
    show_faults(adoption.faults)
    if is_dry:
        click.echo("\n".join(f"Would write: {path}" for path in paths))
    drafts = sum(adopted.is_draft for adopted in adoption.articles)
    click.echo(f"{click.style('Articles', fg='green')}: {len(adoption.articles)}, {drafts} of them drafts ({adoption.kind})")
    for what, number in adoption.skipped.items():
        click.echo(f"{click.style('Left out', fg='green')}: {number} × {what}")
    if is_dry:
        return
    click.echo(f"{click.style('Written', fg='green')}: {len(paths)} files in {target.root}")
    served_at = adoption.url or source.address
    if served_at and (target.site is not None or not output_files(adoption, served_at)):
        click.echo(f"Readers know the feed at {served_at}: serve a document there, or redirect it to one with status 301.")
    folder = "" if target.root == Path() else f" {shlex.quote(str(target.root))}"
    click.echo(f"Next: stridesfeed build{folder}")


def _show_machine(adoption: Adoption, paths: Sequence[Path], target: _Target, source: _Source, *, is_dry: bool) -> None:
    shown: dict[str, Any] = {
        "kind": adoption.kind,
        "site": target.root.as_posix(),
        "address": adoption.url or source.address,
        "articles": len(adoption.articles),
        "drafts": sum(adopted.is_draft for adopted in adoption.articles),
        "dry_run": is_dry,
        "files": [path.as_posix() for path in paths],
        "left_out": dict(adoption.skipped),
        "faults": [{"path": fault.path, "line": fault.line, "field": fault.field, "rule": fault.rule} for fault in adoption.faults],
    }
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
