"""
Runs an application with uvicorn. Only this module imports uvicorn.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import uvicorn


class _Server(uvicorn.Server):
    """
    A server that calls *before_shutdown* before it waits for open responses: event streams end only when the application ends them.
    """

    def __init__(self, config: uvicorn.Config, before_shutdown: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_shutdown = before_shutdown

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_shutdown()
        await super().shutdown(sockets)


def run(application: Any, listener: socket.socket, before_shutdown: Callable[[], None]) -> None:
    """
    Serve requests at *listener* until SIGINT or SIGTERM, and then call *before_shutdown*.
    """
    config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="on", server_header=False, timeout_graceful_shutdown=5)
    _Server(config, before_shutdown).run(sockets=[listener])
