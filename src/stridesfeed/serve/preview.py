"""
A site as it would be published now: built apart from what is published, and built again when its files change.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import attrs

from stridesfeed.build import Report, build
from stridesfeed.errors import FileError, InvalidFilesError, StridesError
from stridesfeed.serve.folder import Folder
from stridesfeed.serve.index_page import Document, index_page
from stridesfeed.serve.watched import Watched
from stridesfeed.site import Site, read_site

#: Decides which articles are still in the future.
Moment = Callable[[Site], datetime]


class Preview:
    """
    The site at *path*, built into *folder*, which is nobody else's, as it is at the moment that *as_of* gives for each build.
    """

    def __init__(self, path: Path, folder: Path, *, as_of: Moment) -> None:
        self._path = path
        self._as_of = as_of
        self._folder = folder
        self._site: Site | None = None
        #: What was published last, had it been published.
        self.output = Folder(root=folder / "output")
        #: What the last build without a fault did.
        self.report = Report()
        #: What was wrong with the last build; what is shown is then of the one before.
        self.faults: tuple[FileError, ...] = ()

    def rebuild(self) -> None:
        """
        Build the site; what is wrong is kept for who looks at it.

        Faults of the first reading of the configuration are raised: there is no site to show then.
        """
        try:
            self._site = read_site(self._path)
            site = self._apart(self._site)
            self.report = build(site, as_of=self._as_of(site), output=site.output.folder)
            self.faults = ()
        except InvalidFilesError as error:
            if self._site is None:
                raise
            self.faults = error.faults
        except StridesError as error:
            if self._site is None:
                raise
            self.faults = (FileError(self._path.name, None, None, str(error)),)

    def _apart(self, site: Site) -> Site:
        """
        *site* with all that a build writes elsewhere; its ledger is a copy, which every build finds as it was published last. Its
        configuration is one, too: neither do files for servers come to lie beside the real one, nor do builds wait for one another.
        """
        path = self._folder / "site" / site.path.name
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(site.path, path)
        ledger = self._folder / site.identity.file.name
        if site.identity.file.exists():
            shutil.copyfile(site.identity.file, ledger)
        else:
            ledger.unlink(missing_ok=True)
        return attrs.evolve(
            site,
            path=path,
            identity=attrs.evolve(site.identity, file=ledger),
            output=attrs.evolve(site.output, folder=self.output.root, side_outputs=attrs.evolve(site.output.side_outputs, remove_stale=True)),
            cache=self._folder / "cache",
        )

    @property
    def watched(self) -> Watched:
        """
        What it depends on: the configuration, a template, and the folders of the content and of what that shows.
        """
        if self._site is None:
            return Watched(places=frozenset({self._path.absolute()}), folders=frozenset())
        content = self._site.content
        files = [file.absolute() for file in (self._site.path, self._site.output.side_outputs.page_template) if file]
        folders = {folder.absolute() for folder in (*content.folders, *content.statics)}
        there = frozenset(folder for folder in folders if folder.is_dir())
        return Watched(places=frozenset({*files, *(folders - there)}), folders=there)

    @property
    def page(self) -> str:
        """
        The page that shows the documents and what is wrong.
        """
        title = self._site.feed.title if self._site else self._path.name
        documents = [Document.of(served) for path in self.output.paths() if (served := self.output.file(path))]
        return index_page(title, documents, self.report, self.faults)
