"""
Settings for all tests: no network, and a reproducible hypothesis in CI.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

with contextlib.suppress(ImportError):
    # Before Nikola, which replaces Pygments' formatter of HTML for the whole program, and so in the pages of MkDocs.
    importlib.import_module("pymdownx.highlight")


settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


_THIS_MACHINE = frozenset({"127.0.0.1", "::1"})


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Make a test fail if it uses the network.
    """
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a test reached for the network")

    def connect_on_this_machine(self: socket.socket, address: Any) -> None:
        # Processes of one machine talk over sockets that are files; servers of tests listen on the machine itself.
        is_here = self.family == getattr(socket, "AF_UNIX", None) or address[0] in _THIS_MACHINE
        connect(self, address) if is_here else refuse()

    def look_up_this_machine(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up(host, *arguments, **options) if host in _THIS_MACHINE else refuse()

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_this_machine)


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    Add ``--rewrite-golden``, which rewrites the expected documents; review the diff.
    """
    parser.addoption("--rewrite-golden", action="store_true", help="write the expected documents anew")
