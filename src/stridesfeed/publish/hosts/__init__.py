"""
TABLE of hosts and servers: what each has to be told about headers and redirects, in files of its own kind.

Such a file may hold lines of others. Ours stand between two markers, and only they are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from stridesfeed.errors import FieldError, UnknownNameError
from stridesfeed.publish.headers import Caching, Served
from stridesfeed.publish.hosts import apache, caddy, cloudflare, netlify, nginx
from stridesfeed.publish.hosts.block import with_block
from stridesfeed.publish.hosts.host import Host, Telling
from stridesfeed.publish.redirects import Redirect

__all__ = ["HOSTS", "Host", "HostFile", "host_files"]

HOSTS: Mapping[str, Host] = {host.name: host for host in (netlify.HOST, cloudflare.HOST, nginx.HOST, apache.HOST, caddy.HOST)}


@attrs.frozen(kw_only=True)
class HostFile:
    """
    A file for a host, whole.
    """

    #: Its name.
    name: str

    #: Whether it lies in the output folder, where the host looks for it; else beside the configuration, as nobody should fetch it.
    in_output: bool

    #: Our lines, and all that others wrote into it.
    content: bytes


def host_files(
    names: Iterable[str],
    files: Sequence[Served],
    redirects: Sequence[Redirect] = (),
    *,
    existing: Callable[[str, bool], bytes | None],
    caching: Caching | None = None,
    encodings: Iterable[str] = (),
) -> tuple[HostFile, ...]:
    """
    The files for the hosts called *names*, which tell of *files* and *redirects*, and of the *encodings* that files lie there in.

    *existing* gives what a file holds already, by its name and whether it lies in the output. :class:`FieldError` where two hosts read the same
    file, or one cannot be told so much; :class:`OutputError` where our markers in a file are damaged.
    """
    telling = Telling(files=tuple(files), redirects=tuple(redirects), caching=caching or Caching(), encodings=frozenset(encodings))
    made: dict[str, HostFile] = {}
    for name in dict.fromkeys(names):
        host = _host(name)
        for file, lines in host.lines(telling).items():
            if file in made:
                raise FieldError("output", "hosts", f"must not name two hosts that read {file}: choose one")
            made[file] = HostFile(name=file, in_output=host.in_output, content=with_block(file, existing(file, host.in_output), lines))
    return tuple(made.values())


def _host(name: str) -> Host:
    if name not in HOSTS:
        raise UnknownNameError("host", name, HOSTS)
    return HOSTS[name]
