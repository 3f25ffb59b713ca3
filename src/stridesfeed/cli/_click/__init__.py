"""
The door to click: one module for each command.

A new command is a module and a name in the import below.
"""

from __future__ import annotations

from stridesfeed.cli._click import adopt, build, check, diff, init, links, ping, serve
from stridesfeed.cli._click.program import program

__all__ = ["adopt", "build", "check", "diff", "init", "links", "ping", "program", "serve"]
