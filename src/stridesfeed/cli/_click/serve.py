"""
``stridesfeed serve``: a preview that follows what is written.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from stridesfeed.cli._click.program import example, program
from stridesfeed.cli._click.site import AS_OF, SITE, moment_of
from stridesfeed.cli._click.stops import WrongUsage, show_faults
from stridesfeed.errors import StridesError
from stridesfeed.serve import is_local, serve
from stridesfeed.serve.preview import Preview


@program.command(
    "serve",
    epilog=example("stridesfeed serve blog --open", "stridesfeed serve --port 0 --as-of 2026-05-01"),
    short_help="Preview a site's feeds.",
)
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve at; others than this machine's own let others in.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any that is free.")
@click.option("--open", "opens", is_flag=True, help="Open the preview in a browser.")
@AS_OF
def serve_command(folder: Path, *, host: str, port: int, opens: bool, as_of: str | None) -> None:
    """
    Build the feeds of SITE apart from what is published, serve them, and build them again when the content or the configuration changes.

    The page at the root shows the documents, and what is wrong with the last build; it follows by itself. Nothing that is published is
    touched. Ctrl+C ends it.
    """
    if not is_local(host):
        click.echo(f"Warning: everybody who reaches {host} can read this preview, with what is not published yet.", err=True)

    def ready(url: str, preview: Preview) -> None:
        show_faults(preview.faults)
        click.echo(f"Preview: {url}  (Ctrl+C ends it)")
        if opens:
            click.launch(url)

    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(folder, as_of=lambda site: moment_of(as_of, site), host=host, port=port, ready=ready)
    except StridesError as error:
        raise WrongUsage(error) from error
    except OSError as error:
        raise click.UsageError(f"{host}:{port} cannot be served: {error.strerror or error}; choose another with --host or --port.") from error
