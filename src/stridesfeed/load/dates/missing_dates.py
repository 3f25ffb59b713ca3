"""
The dates of articles that have none in their files: from git, if the site wants that, else from the ledger.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from stridesfeed.errors import FieldError
from stridesfeed.load.content import Content
from stridesfeed.load.dates import git
from stridesfeed.load.dates.git import FileDates
from stridesfeed.load.sources import SourceFile


class MissingDates:
    """
    Finds the dates of the articles of *content*. git is run once for each repository, and only if it is needed.

    *known* has the dates of publication of articles that readers know, by path.
    """

    def __init__(self, content: Content, suffixes: Iterable[str], known: Mapping[str, datetime]) -> None:
        self._content = content
        self._suffixes = tuple(suffixes)
        self._known = known
        self._by_folder: dict[Path, Mapping[str, FileDates]] = {}
        self._by_repository: dict[Path, Mapping[str, FileDates]] = {}
        self._errors: dict[Path, FieldError] = {}

        #: Why git has no dates, by content folder: only of folders with an article that has no other date.
        self.faults: dict[Path, FieldError] = {}

    def find(self, source: SourceFile, path: str) -> FileDates | None:
        """
        Return the dates of the article in a file; *path* is the file's path for messages.
        """
        dates = self._in_git(source) if self._content.date == "git" else None
        if dates is None and path in self._known:
            published = self._known[path].astimezone(self._content.timezone or UTC)
            return FileDates(published, published)
        if dates is None and source.folder in self._errors:
            self.faults[source.folder] = self._errors[source.folder]
        return dates

    def skip_reason(self, source: SourceFile) -> str | None:
        """
        Return why an article without any date is skipped; ``None`` if it is not.
        """
        if self._content.date != "git":
            return None
        return "has no date in git" if source.folder in self.faults else "is not committed, so git has no date for it"

    def _in_git(self, source: SourceFile) -> FileDates | None:
        folder = source.folder
        if folder not in self._by_folder:
            try:
                repository = git.find_repository(folder)
                if repository not in self._by_repository:
                    self._by_repository[repository] = git.read_dates(repository, self._suffixes)
                self._by_folder[folder] = self._by_repository[repository]
            except FieldError as error:
                self._by_folder[folder], self._errors[folder] = {}, error
        if not self._by_folder[folder]:
            return None
        # The link itself is in git, not the file that it leads to.
        return self._by_folder[folder].get(f"{os.path.realpath(source.file.parent)}{os.sep}{source.file.name}")
