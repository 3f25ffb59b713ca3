"""
Failures of a command: printed as lines for people or as one JSON object, with an exit code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import click

from stridesfeed.build import Report
from stridesfeed.cli.report_text import report_json
from stridesfeed.errors import FileError, InvalidFilesError, StridesError, WithdrawalError
from stridesfeed.site import Site


class Failure(click.ClickException):
    """
    Prints *error* to the standard error, or as a JSON object to the standard output.
    """

    def __init__(self, error: StridesError, *, as_json: bool = False) -> None:
        super().__init__(str(error))
        self._faults = error.faults if isinstance(error, InvalidFilesError) else ()
        self._as_json = as_json
        # The context knows whether colours are enabled; it no longer exists when show() is called.
        self._color = click.get_current_context().color

    def show(self, file: IO[Any] | None = None) -> None:
        if self._as_json:
            click.echo(report_json(Report(faults=self._faults), None if self._faults else self.message), file)
        elif self._faults:
            print_faults(self._faults, self._color)
        else:
            click.echo(f"Error: {self.message}", err=True)


class ContentFailure(Failure):
    """
    Errors in the content.
    """

    exit_code = 1


class UsageFailure(Failure):
    """
    Wrong arguments or configuration, or a file that cannot be read or written.
    """

    exit_code = 2


def failure(error: StridesError, site: Site, *, as_json: bool = False) -> Failure:
    """
    Return a :class:`ContentFailure` if *error* is about the content of *site*, else a :class:`UsageFailure`.
    """
    paths = {fault.path for fault in error.faults} if isinstance(error, InvalidFilesError) else set()
    is_content = isinstance(error, WithdrawalError) or paths - {site.path.name}
    return (ContentFailure if is_content else UsageFailure)(error, as_json=as_json)


def print_faults(faults: Sequence[FileError], color: bool | None = None) -> None:
    """
    Print errors to the standard error, each with its file in bold.
    """
    for fault in faults:
        location, _, rest = str(fault).partition(": ")
        click.echo(f"{click.style(location, bold=True)}: {rest}", err=True, color=color)
