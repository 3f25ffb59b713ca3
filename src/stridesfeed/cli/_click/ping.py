"""
``stridesfeed ping``: hubs are told of what was deployed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path

import attrs
import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import SITE, site_at
from stridesfeed.cli._click.stops import WrongUsage
from stridesfeed.emit import FORMATS
from stridesfeed.errors import StridesError
from stridesfeed.publish.hub import Document, Notice, TheWeb, notify
from stridesfeed.publish.manifest import read_manifest
from stridesfeed.site import Site

#: In seconds: what uploads and caches of common hosts need.
_PATIENCE = 120.0


class _Clock:
    """
    The machine's.
    """

    now = staticmethod(time.time)
    sleep = staticmethod(time.sleep)


@program.command(
    "ping", epilog=example("stridesfeed ping blog", "stridesfeed ping --timeout 600"), short_help="Tell hubs of what was deployed."
)
@SITE
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="What was deployed, if it is not the site's own output folder.")
@click.option(
    "--timeout", type=click.FloatRange(min=0), default=_PATIENCE, show_default=True, help="How many seconds to wait until it is served."
)
@click.option("--allow-private", is_flag=True, help="Also ask servers on this machine and in its network.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--quiet", "-q", is_flag=True, help="Print failures only.")
def ping(folder: Path, *, output: Path | None, timeout: float, allow_private: bool, as_json: bool, quiet: bool) -> None:
    """
    Tell the hubs of SITE of its documents, after these were deployed.

    Waits until the servers have the very bytes of the output folder, then tells each hub of each document (WebSub). Exit codes: 0 done, 1
    something was not served in time or a hub did not take it, 2 wrong usage or configuration.
    """
    site = site_at(folder, as_json=as_json)
    if not site.feed.hubs:
        raise click.UsageError(f'The feed names no hub: put hubs = ["https://…"] below [feed] in {site.path}, build, and deploy first.')

    def tell(notice: Notice) -> None:
        if not as_json:
            _show(notice, quiet=quiet)

    try:
        documents = _documents(site, output or site.output.folder)
        web = TheWeb(allow_private=allow_private)
        notices = notify(documents, site.feed.hubs, timeout=timeout, clock=_Clock(), web=web, tell=tell)
    except StridesError as error:
        raise WrongUsage(error, as_json=as_json) from error
    if as_json:
        click.echo(_machine_text(notices))
    if any(notice.outcome != "notified" for notice in notices):
        raise click.exceptions.Exit(1)


def _documents(site: Site, folder: Path) -> list[Document]:
    """
    The documents in *folder* that name a hub: documents of an archive, to which nobody subscribes, do not.
    """
    found = [_document(folder / name, address, etag) for name, address, etag in _published(site, folder)]
    documents = [document for document in found if _names_one(document.content, site.feed.hubs)]
    if not documents:
        raise click.UsageError(f"No document in {folder} names a hub yet. Build and deploy first: stridesfeed build")
    return documents


def _published(site: Site, folder: Path) -> list[tuple[str, str, str | None]]:
    """
    The name, address and ETag of each document: as the manifest has them, or the main feed's where there is none.
    """
    name = site.output.side_outputs.manifest
    manifest = read_manifest(folder / name) if name else None
    if manifest is None:
        return [(file, address, None) for file, address in zip(site.output.files.values(), site.output.addresses.values(), strict=True)]
    types = {format_.media_type for format_ in FORMATS.values()}
    return [(file.path, file.url, file.etag) for file in manifest.files if file.url and file.media_type.partition(";")[0] in types]


def _document(path: Path, address: str, etag: str | None) -> Document:
    try:
        return Document(address, path.read_bytes(), etag)
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read: {error.strerror}. Build and deploy first: stridesfeed build") from error


def _names_one(content: bytes, hubs: Sequence[str]) -> bool:
    return any(spelled.encode() in content for hub in hubs for spelled in (hub, escape(hub)))


def _show(notice: Notice, *, quiet: bool) -> None:
    if notice.outcome == "notified" and not quiet:
        click.echo(f"{click.style('Notified', fg='green')}: {notice.hub} of {notice.document}")
    elif notice.outcome != "notified":
        click.echo(f"{click.style(notice.document, bold=True)}: {notice.hub}: {notice.outcome}: {notice.reason}", err=True)


def _machine_text(notices: Sequence[Notice]) -> str:
    """
    The notices as a JSON object.
    """
    return json.dumps({"notices": [attrs.asdict(notice) for notice in notices]}, ensure_ascii=False, indent=2)
