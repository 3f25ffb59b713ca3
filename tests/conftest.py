"""
What holds for every test: no network, and a reproducible hypothesis where CI asks for it.
"""

from __future__ import annotations

import os
import socket
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A test that reaches for the network fails at once, and says so.
    """
    connect = socket.socket.connect

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a test reached for the network")

    def connect_on_this_machine(self: socket.socket, address: Any) -> None:
        # Processes of one machine talk over sockets that are files.
        connect(self, address) if self.family == getattr(socket, "AF_UNIX", None) else refuse()

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    ``--rewrite-golden`` writes the expected documents anew; the diff is what one reviews.
    """
    parser.addoption("--rewrite-golden", action="store_true", help="write the expected documents anew")
