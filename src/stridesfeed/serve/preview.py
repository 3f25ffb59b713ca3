"""
A preview of a site: built in a temporary folder, served, and rebuilt when files change.
"""

from __future__ import annotations

import ipaddress
import shutil
import socket
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.build import Report, build
from stridesfeed.errors import FileError, InvalidFilesError, MissingExtraError, StridesError
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.index_page import ListedFile, index_page
from stridesfeed.site import Site, read_site

#: Returns the time that decides which articles are still in the future.
Clock = Callable[[Site], datetime]

#: Host names that only this machine resolves to itself.
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@attrs.frozen(kw_only=True)
class WatchedPaths:
    """
    The files and folders that a preview depends on.
    """

    #: Watched for being created, removed or replaced; they need not exist.
    entries: frozenset[Path]

    #: Existing folders, watched with everything in them.
    folders: frozenset[Path]


class Preview:
    """
    The site at *path*, built into the temporary *folder*. *as_of* returns the time of each build.
    """

    def __init__(self, path: Path, folder: Path, *, as_of: Clock) -> None:
        self._path = path
        self._as_of = as_of
        self._folder = folder
        self._site: Site | None = None
        #: The output of the last successful build.
        self.output = Folder(root=folder / "output")
        #: The report of the last successful build.
        self.report = Report()
        #: The errors of the last build, if it failed.
        self.faults: tuple[FileError, ...] = ()

    def rebuild(self) -> None:
        """
        Build the site; errors are stored in *faults*.

        If the first build cannot read the configuration, its error is raised, because there is nothing to show.
        """
        try:
            self._site = read_site(self._path)
            site = self._isolate(self._site)
            self.report = build(site, as_of=self._as_of(site), output=site.output.folder, allow_lost_ledger=True)
            self.faults = ()
        except StridesError as error:
            if self._site is None:
                raise
            self.faults = error.faults if isinstance(error, InvalidFilesError) else (FileError(self._path.name, None, None, str(error)),)

    def _isolate(self, site: Site) -> Site:
        """
        Return *site* with everything that a build writes in the temporary folder.

        The ledger is copied before each build. The configuration is copied too, so that server configuration is not written next to the real
        one, and builds of the real site do not lock the preview.
        """
        path = self._folder / "site" / site.path.name
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(site.path, path)
        ledger = self._folder / site.identity.file.name
        if site.identity.file.exists():
            shutil.copyfile(site.identity.file, ledger)
        else:
            ledger.unlink(missing_ok=True)
        side_outputs = attrs.evolve(site.output.side_outputs, remove_stale=True)
        return attrs.evolve(
            site,
            path=path,
            identity=attrs.evolve(site.identity, file=ledger),
            output=attrs.evolve(site.output, folder=self.output.root, side_outputs=side_outputs),
            cache=self._folder / "cache",
        )

    @property
    def watched(self) -> WatchedPaths:
        """
        The configuration, the page template, the files of authors, and the folders of articles and static files.
        """
        if self._site is None:
            return WatchedPaths(entries=frozenset({self._path.absolute()}), folders=frozenset())
        content = self._site.content
        site = self._site
        files = [file.absolute() for file in (site.path, site.output.side_outputs.page_template, *site.author_files) if file]
        folders = {folder.absolute() for folder in (*content.folders, *content.statics, content.pages) if folder}
        existing = frozenset(folder for folder in folders if folder.is_dir())
        return WatchedPaths(entries=frozenset({*files, *(folders - existing)}), folders=existing)

    @property
    def page(self) -> str:
        """
        The start page, with the documents and the problems of the last build.
        """
        title = self._site.feed.title if self._site else self._path.name
        files = [ListedFile.of(file) for path in self.output.paths() if (file := self.output.file(path))]
        return index_page(title, files, self.report, self.faults)


def serve(
    path: Path,
    *,
    as_of: Clock,
    host: str = "127.0.0.1",
    port: int = 8000,
    ready: Callable[[str, Preview], None] = lambda _url, _preview: None,
) -> None:
    """
    Build the site at *path* in a temporary folder, serve it at *host* and *port* (0 for any free port), and rebuild it when its files change,
    until the process receives SIGINT or SIGTERM.

    Calls *ready* with the URL and the preview after the first build. Published files and the ledger are not touched. Raises configuration
    errors, :class:`OSError` if the address is not available, and :class:`MissingExtraError`.
    """
    try:
        from stridesfeed.serve._starlette import Application  # noqa: PLC0415  # an extra
        from stridesfeed.serve._uvicorn import run  # noqa: PLC0415  # an extra
    except ModuleNotFoundError as error:
        raise MissingExtraError("the preview", "serve") from error
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    with (
        tempfile.TemporaryDirectory(prefix="stridesfeed-") as folder,
        socket.create_server(address[:2], family=family) as listener,
    ):
        preview = Preview(path, Path(folder), as_of=as_of)
        preview.rebuild()
        name = f"[{host}]" if ":" in host else host
        ready(f"http://{name}:{listener.getsockname()[1]}/", preview)
        application = Application(preview, {*_LOCAL_HOSTS, host.lower()} if is_local(host) else ())
        run(application, listener, application.stop)


def is_local(host: str) -> bool:
    """
    Return whether only this machine can connect to *host*.

    >>> [is_local(host) for host in ("localhost", "127.0.0.2", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
