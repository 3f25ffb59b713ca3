"""
TABLE of hosts and servers: what each has to be told about headers and redirects, in files of its own kind.

Such a file may hold lines of others. Ours stand between two markers, and only they are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from stridesfeed.errors import FieldError, OutputError, UnknownNameError
from stridesfeed.publish.headers import Caching, Served
from stridesfeed.publish.hosts import apache, caddy, cloudflare, netlify, nginx
from stridesfeed.publish.hosts.block import with_block
from stridesfeed.publish.hosts.host import Host, Lines, Telling
from stridesfeed.publish.redirects import Redirect

__all__ = ["HOSTS", "Host", "HostFile", "host_files", "on_disk"]

#: Gives what a file holds already, by its name and whether it lies in the output folder; ``None`` where there is none.
Existing = Callable[[str, bool], bytes | None]

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
    existing: Existing,
    caching: Caching | None = None,
    encodings: Iterable[str] = (),
) -> tuple[HostFile, ...]:
    """
    The files for the hosts called *names*, which tell of *files* and *redirects*, and of the *encodings* that files lie there in.

    *existing* gives what a file holds already. What an earlier build told a host, and this one does not, is taken back.
    :class:`FieldError` where two hosts read the same file, or one cannot be told so much; :class:`OutputError` where our markers are damaged.
    """
    telling = Telling(files=tuple(files), redirects=tuple(redirects), caching=caching or Caching(), encodings=frozenset(encodings))
    told = _lines(names, telling)
    made = list[HostFile]()
    for name, in_output in {name: host.in_output for host in HOSTS.values() for name in host.files}.items():
        before, lines = existing(name, in_output), told.get(name, ())
        content = with_block(name, before, lines)
        if lines or content != (before or b""):
            made.append(HostFile(name=name, in_output=in_output, content=content))
    return tuple(made)


def _lines(names: Iterable[str], telling: Telling) -> dict[str, Lines]:
    """
    Our lines of each file of the hosts called *names*.
    """
    found: dict[str, Lines] = {}
    for name in dict.fromkeys(names):
        for file, lines in _host(name).lines(telling).items():
            if file in found:
                raise FieldError("output", "hosts", f"must not name two hosts that read {file}: choose one")
            found[file] = lines
    return found


def on_disk(output: Path, beside: Path) -> Existing:
    """
    What files hold, where the output folder is *output* and the configuration lies in *beside*.
    """

    def existing(name: str, in_output: bool) -> bytes | None:
        path = (output if in_output else beside) / name
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{path}: cannot be read: {error.strerror}; it may hold lines of others, which have to stay") from error

    return existing


def _host(name: str) -> Host:
    if name not in HOSTS:
        raise UnknownNameError("host", name, HOSTS)
    return HOSTS[name]
