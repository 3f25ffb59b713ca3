"""
The command: arguments in, messages and exit codes out.

Exit codes are 0 for done, 1 for faults in the content, 2 for wrong usage: arguments, configuration, a folder that cannot be written, a
missing package.
"""

from __future__ import annotations

import sys

from stridesfeed.errors import MissingExtraError

_NEEDED = {"click", "rich"}


def main() -> None:
    """
    Run the command with the arguments of the process, and exit.
    """
    _write_any_character()
    try:
        # The libraries of the command are an extra: without them, one sentence says what to install.
        from stridesfeed.cli._click import program  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        sys.stderr.write(f"{MissingExtraError('the command', 'cli')}\n")
        sys.exit(2)
    program(prog_name="stridesfeed")


def _write_any_character() -> None:
    """
    Names of files may hold characters that the terminal's encoding lacks: these are shown escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
