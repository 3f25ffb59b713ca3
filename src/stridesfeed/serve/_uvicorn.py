"""
The door to uvicorn: an application is served until somebody stops it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """
    A server that tells the application before it waits for the last answers: streams end only if they are told to.
    """

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def run(application: Any, listening: socket.socket, stopping: Callable[[], None]) -> None:
    """
    Answer requests at *listening*. Ends by SIGINT or SIGTERM, when *stopping* is called first.
    """
    config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="on", server_header=False, timeout_graceful_shutdown=5)
    _Server(config, stopping).run(sockets=[listening])
