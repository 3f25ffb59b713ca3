"""
How a command ends that could not do what it was asked: in lines for people, or as one JSON object for machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import click

from stridesfeed.build import Report
from stridesfeed.cli.words import machine_text
from stridesfeed.errors import FileError, InvalidFilesError, StridesError, WithdrawalError
from stridesfeed.site import Site


class Stop(click.ClickException):
    """
    The end of a command that failed, in lines on the standard error, or as one JSON object on the standard output.
    """

    def __init__(self, error: StridesError, *, as_json: bool = False) -> None:
        super().__init__(str(error))
        self._faults = error.faults if isinstance(error, InvalidFilesError) else ()
        self._as_json = as_json
        # The context, which knows whether colours are wanted, is gone when this is shown.
        self._color = click.get_current_context().color

    def show(self, file: IO[Any] | None = None) -> None:
        """
        As click calls it.
        """
        if self._as_json:
            click.echo(machine_text(Report(faults=self._faults), None if self._faults else self.message), file)
        elif self._faults:
            show_faults(self._faults, self._color)
        else:
            click.echo(f"Error: {self.message}", err=True)


class FaultyContent(Stop):
    exit_code = 1


class WrongUsage(Stop):
    exit_code = 2


def stop_at(error: StridesError, site: Site, *, as_json: bool = False) -> Stop:
    """
    The end of a command that could not go on with *site*: faults of its content, or else wrong usage, as faults of its configuration are.
    """
    paths = {fault.path for fault in error.faults} if isinstance(error, InvalidFilesError) else set()
    is_content = isinstance(error, WithdrawalError) or paths - {site.path.name}
    return (FaultyContent if is_content else WrongUsage)(error, as_json=as_json)


def show_faults(faults: Sequence[FileError], color: bool | None = None) -> None:
    for fault in faults:
        place, _, rest = str(fault).partition(": ")
        click.echo(f"{click.style(place, bold=True)}: {rest}", err=True, color=color)
