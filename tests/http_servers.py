"""
Servers that people run in production, on the loopback interface. Each accepts connections before it is ready, so nothing waits for it.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import hypercorn.asyncio
import hypercorn.config
import uvicorn
import waitress.server
from waitress import wasyncore


def _listener() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def _address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def _thread(run: Callable[[], None], stop: Callable[[], None], address: str) -> Iterator[str]:
    thread = Thread(target=run)
    thread.start()
    try:
        yield address
    finally:
        stop()
        thread.join()


@contextmanager
def waitress_server(application: Any) -> Iterator[str]:
    """
    Serve a WSGI application by waitress.
    """
    server: Any = waitress.server.create_server(application, host="127.0.0.1", port=0, threads=2)

    def stop() -> None:
        # In the thread of the loop, which ends when it has no sockets left.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))

    with _thread(server.run, stop, f"http://127.0.0.1:{server.effective_port}") as address:
        yield address
    server.task_dispatcher.shutdown()


@contextmanager
def uvicorn_server(application: Any) -> Iterator[str]:
    """
    Serve an ASGI application by uvicorn.
    """
    with _listener() as listener:
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="on"))

        def stop() -> None:
            server.should_exit = True

        with _thread(lambda: server.run(sockets=[listener]), stop, _address(listener)) as address:
            yield address


@contextmanager
def hypercorn_server(application: Any) -> Iterator[str]:
    """
    Serve an ASGI application by hypercorn.
    """
    listener, stopped = _listener(), Event()
    address = _address(listener)
    config = hypercorn.config.Config()
    config.bind = [f"fd://{listener.detach()}"]

    async def shutdown() -> None:
        await asyncio.to_thread(stopped.wait)

    def run() -> None:
        asyncio.run(hypercorn.asyncio.serve(application, config, shutdown_trigger=shutdown))

    with _thread(run, stopped.set, address):
        yield address


@contextmanager
def gunicorn_server(application: str) -> Iterator[str]:
    """
    Serve a WSGI application, ``module:name`` in this folder, by gunicorn, which runs on POSIX systems only.
    """
    options = ["--worker-class", "gthread", "--log-level", "error", "--graceful-timeout", "1", "--no-control-socket"]
    with _listener() as listener:
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"fd://{listener.fileno()}",
            "--pythonpath",
            str(Path(__file__).parent),
            *options,
        ]
        process = subprocess.Popen([*command, application], pass_fds=[listener.fileno()])  # noqa: S603
        try:
            yield _address(listener)
        finally:
            process.terminate()
            process.wait(timeout=30)
