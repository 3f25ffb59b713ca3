"""
``stridesfeed ping``: notify WebSub hubs of deployed changes.
"""

from __future__ import annotations

import json
import time
from html import escape
from pathlib import Path

import attrs
import click

from stridesfeed.cli._click.arguments import SITE, LocalPath, load_site
from stridesfeed.cli._click.failures import UsageFailure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.emit import FORMATS
from stridesfeed.errors import StridesError
from stridesfeed.publish.hub import Notification, PublishedDocument, WebClient, notify
from stridesfeed.publish.manifest import read_manifest
from stridesfeed.site import Site

#: In seconds: enough for the uploads and caches of common hosts.
_TIMEOUT = 120.0


class _SystemClock:
    """
    The clock of the machine.
    """

    now = staticmethod(time.time)
    sleep = staticmethod(time.sleep)


@click.command("ping", epilog=example("stridesfeed ping blog", "stridesfeed ping --timeout 600"), short_help=COMMANDS["ping"])
@SITE
@click.option("--output", type=LocalPath(), metavar="DIR", help="The deployed folder. Defaults to the site's output folder.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=_TIMEOUT,
    metavar="SECONDS",
    show_default=True,
    help="How long to wait until the changes are online.",
)
@click.option("--allow-private", is_flag=True, help="Allow servers on this machine and in its network.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as a JSON object.")
@click.option("--quiet", "-q", is_flag=True, help="Print failures only.")
def command(folder: Path, *, output: Path | None, timeout: float, allow_private: bool, as_json: bool, quiet: bool) -> None:
    """
    Notify the WebSub hubs of SITE that its documents changed. Run it after deploying them.

    Waits until the servers deliver exactly the files of the output folder, then notifies each hub of each document. Exit codes: 0 done, 1 a
    document was not online in time or a hub refused it, 2 wrong usage or configuration.
    """
    site = load_site(folder, as_json=as_json)
    if not site.feed.hubs:
        raise click.UsageError(f'The feed has no hub: add hubs = ["https://…"] to [feed] in {site.path}, then build and deploy.')

    def show(notice: Notification) -> None:
        if as_json:
            return
        if notice.outcome != "notified":
            click.echo(f"{click.style(notice.document, bold=True)}: {notice.hub}: {notice.outcome}: {notice.reason}", err=True)
        elif not quiet:
            click.echo(f"{click.style('Notified', fg='green')}: {notice.hub} of {notice.document}")

    try:
        documents = _documents(site, output or site.output.folder)
        client = WebClient(allow_private=allow_private)
        notices = notify(documents, site.feed.hubs, timeout=timeout, clock=_SystemClock(), client=client, on_result=show)
    except StridesError as error:
        raise UsageFailure(error, as_json=as_json) from error
    if as_json:
        click.echo(json.dumps({"notices": [attrs.asdict(notice) for notice in notices]}, ensure_ascii=False, indent=2))
    if any(notice.outcome != "notified" for notice in notices):
        raise click.exceptions.Exit(1)


def _documents(site: Site, folder: Path) -> list[PublishedDocument]:
    """
    Return the documents in *folder* that contain the URL of a hub: those that readers subscribe to. Archive documents do not.

    The documents are those in the manifest, or those of the main feed if there is no manifest.
    """
    spellings = [spelling.encode() for hub in site.feed.hubs for spelling in (hub, escape(hub))]
    manifest_name = site.output.side_outputs.manifest
    manifest = read_manifest(folder / manifest_name) if manifest_name else None
    files: list[tuple[str, str, str | None]]
    if manifest is None:
        files = [(file, url, None) for file, url in zip(site.output.files.values(), site.output.addresses.values(), strict=True)]
    else:
        types = {format_.media_type for format_ in FORMATS.values()}
        files = [(file.path, file.url, file.etag) for file in manifest.files if file.url and file.media_type.partition(";")[0] in types]
    documents = []
    for name, url, etag in files:
        path = folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise click.UsageError(f"{path} cannot be read: {error.strerror}. Build and deploy first: stridesfeed build") from error
        if any(spelling in content for spelling in spellings):
            documents.append(PublishedDocument(url, content, etag))
    if not documents:
        raise click.UsageError(f"No document in {folder} contains a hub yet. Build and deploy first: stridesfeed build")
    return documents
