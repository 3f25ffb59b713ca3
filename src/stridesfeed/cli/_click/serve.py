"""
``stridesfeed serve``: a preview that rebuilds when files change.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from stridesfeed.cli._click.arguments import AS_OF, SITE, publication_time
from stridesfeed.cli._click.failures import UsageFailure, print_faults
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.errors import StridesError
from stridesfeed.serve import is_local, serve
from stridesfeed.serve.preview import Preview


@click.command(
    "serve",
    epilog=example("stridesfeed serve blog --open", "stridesfeed serve --port 0 --as-of 2026-05-01"),
    short_help=COMMANDS["serve"],
)
@SITE
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    show_default=True,
    help="The address to listen on; with any but a local one, others can connect.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, metavar="PORT", show_default=True, help="The port to listen on; 0 for any free port."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the preview in a browser.")
@AS_OF
def command(folder: Path, *, host: str, port: int, open_browser: bool, as_of: str | None) -> None:
    """
    Build the feeds of SITE in a temporary folder, serve them, and rebuild when the content or the configuration changes.

    The start page lists the documents and the problems of the last build, and reloads by itself. Published files are not touched. Press Ctrl+C
    to stop.
    """
    if not is_local(host):
        click.echo(f"Warning: anyone who can reach {host} can read this preview, including unpublished articles.", err=True)

    def ready(url: str, preview: Preview) -> None:
        print_faults(preview.faults)
        click.echo(f"Preview: {url}  (press Ctrl+C to stop)")
        if open_browser:
            click.launch(url)

    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(folder, as_of=lambda site: publication_time(as_of, site), host=host, port=port, ready=ready)
    except StridesError as error:
        raise UsageFailure(error) from error
    except OSError as error:
        reason = error.strerror or error
        raise click.UsageError(f"Cannot listen on {host}:{port}: {reason}; choose another address with --host or --port.") from error
