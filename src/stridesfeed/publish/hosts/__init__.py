"""
TABLE of hosts and servers, each with the configuration files that it reads headers and redirects from.

Such a file may contain other lines. Those of stridesfeed are between two markers, and only they are replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import attrs

from stridesfeed.errors import FieldError, OutputError, UnknownNameError
from stridesfeed.publish.headers import Caching, HostedFile
from stridesfeed.publish.hosts import apache, caddy, cloudflare, netlify, nginx
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines
from stridesfeed.publish.redirects import Redirect

__all__ = ["HOSTS", "Host", "HostFile", "existing_files", "host_files"]

#: Returns the content of an existing file, by its name and whether it is in the output folder; ``None`` if there is none.
ReadExisting = Callable[[str, bool], bytes | None]

HOSTS: Mapping[str, Host] = {host.name: host for host in (netlify.HOST, cloudflare.HOST, nginx.HOST, apache.HOST, caddy.HOST)}

_BEGIN = b"# stridesfeed: begin (replaced by each build; other lines are kept)"
_END = b"# stridesfeed: end"
_BEGIN_PREFIX = b"# stridesfeed: begin"


@attrs.frozen(kw_only=True)
class HostFile:
    """
    A complete configuration file for a host.
    """

    name: str

    #: Whether it belongs in the output folder, where the host reads it. Otherwise it belongs next to the configuration and is not public.
    in_output: bool

    #: The lines of stridesfeed and all other lines of the file.
    content: bytes


def host_files(
    names: Iterable[str],
    files: Sequence[HostedFile],
    redirects: Sequence[Redirect] = (),
    *,
    existing: ReadExisting,
    caching: Caching | None = None,
    encodings: Iterable[str] = (),
) -> tuple[HostFile, ...]:
    """
    Return the configuration files for the hosts called *names*: headers for *files*, *redirects*, and *encodings* of compressed files.

    *existing* returns the content of existing files. Lines of an earlier build for a host that is not among *names* are removed. Two hosts
    with the same file, or more rules than a host allows, raise :class:`FieldError`; damaged markers raise :class:`OutputError`.
    """
    site = HostedSite(files=tuple(files), redirects=tuple(redirects), caching=caching or Caching(), encodings=frozenset(encodings))
    lines_by_file: dict[str, Lines] = {}
    for name in dict.fromkeys(names):
        if name not in HOSTS:
            raise UnknownNameError("host", name, HOSTS)
        for file, lines in HOSTS[name].lines(site).items():
            if file in lines_by_file:
                raise FieldError("output", "hosts", f"must not name two hosts that read {file}: choose one")
            lines_by_file[file] = lines
    found = list[HostFile]()
    for name, in_output in {name: host.in_output for host in HOSTS.values() for name in host.files}.items():
        before, lines = existing(name, in_output), lines_by_file.get(name, ())
        content = replace_block(name, before, lines)
        if lines or content != (before or b""):
            found.append(HostFile(name=name, in_output=in_output, content=content))
    return tuple(found)


def existing_files(output: Path, root: Path) -> ReadExisting:
    """
    Return a function that reads existing files from the *output* folder or from *root*, the folder of the configuration.
    """

    def read(name: str, in_output: bool) -> bytes | None:
        path = (output if in_output else root) / name
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{path}: cannot be read: {error.strerror}; make it readable, because its other lines must be kept") from error

    return read


def replace_block(name: str, existing: bytes | None, lines: Iterable[str]) -> bytes:
    """
    Return the *existing* content of the file *name* with *lines* in place of the block of the last build, or at the end.

    All other lines stay unchanged. Without *lines*, the block is removed. Incomplete or repeated markers raise :class:`OutputError`.
    """
    content = existing or b""
    all_lines = content.splitlines(keepends=True)
    begins = [number for number, line in enumerate(all_lines) if line.strip().startswith(_BEGIN_PREFIX)]
    ends = [number for number, line in enumerate(all_lines) if line.strip() == _END]
    before, after = content, b""
    if begins or ends:
        if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0]:
            raise OutputError(
                f"{name}: the begin and end markers of stridesfeed must each be there once: remove them with the lines between them, "
                "and build again"
            )
        before, after = b"".join(all_lines[: begins[0]]), b"".join(all_lines[ends[0] + 1 :])
    block = [line.encode() for line in lines]
    if not block:
        return before + after
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + b"".join(line + b"\n" for line in (_BEGIN, *block, _END)) + after
