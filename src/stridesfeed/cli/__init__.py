"""
The ``stridesfeed`` command: parses arguments, calls the library, prints results.

Exit codes: 0 done, 1 errors in the content, 2 wrong usage (arguments, configuration, a folder that cannot be written, a missing package).
"""

from __future__ import annotations

import gc
import sys

#: The number of new objects after which Python searches for garbage. Imports create many objects, and no garbage.
_ALLOCATIONS = 100_000


def main() -> None:
    """
    Run the command with the arguments of the process, and exit.
    """
    gc.set_threshold(_ALLOCATIONS)
    for stream in (sys.stdout, sys.stderr):
        # File names may contain characters that the terminal's encoding lacks: show them escaped.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        from stridesfeed.cli._click import program  # noqa: PLC0415  # an extra

        program(prog_name="stridesfeed")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        from stridesfeed.errors import MissingExtraError  # noqa: PLC0415  # only for this message

        sys.stderr.write(f"{MissingExtraError('the command', 'cli')}\n")
        sys.exit(2)
    finally:
        # The last search, at the end of the process, would look at everything.
        gc.freeze()
