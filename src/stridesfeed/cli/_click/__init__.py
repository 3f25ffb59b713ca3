"""
The command line, built with click. Only this package imports click; each subcommand has a module.
"""

from __future__ import annotations

from stridesfeed.cli._click.program import program

__all__ = ["program"]
