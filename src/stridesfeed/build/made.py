"""
Files that a build makes.
"""

from __future__ import annotations

import attrs

from stridesfeed.publish.headers import Served
from stridesfeed.publish.manifest import File


@attrs.frozen(kw_only=True)
class Made:
    """
    A file below the output folder.
    """

    file: File

    #: ``None`` where it lies there already, with these very bytes.
    content: bytes | None = attrs.field(repr=False)

    #: Whether newer articles never change it.
    lasting: bool = False

    #: The hubs that tell of its changes.
    hubs: tuple[str, ...] = ()

    def without_content(self) -> Made:
        """
        What is worth knowing once it is written; it may be large.
        """
        return attrs.evolve(self, content=None)

    @property
    def served(self) -> Served | None:
        """
        What a server has to know of it; ``None`` for what has no address of its own.
        """
        if self.file.url is None:
            return None
        return Served(url=self.file.url, media_type=self.file.media_type.partition(";")[0], lasting=self.lasting, hubs=self.hubs)


@attrs.frozen(kw_only=True)
class Unit:
    """
    The files of one planned feed.
    """

    files: tuple[Made, ...]

    #: How many articles its documents are too small for.
    left_out: int = 0

    def without_content(self) -> Unit:
        """
        What is worth knowing once it is written.
        """
        return attrs.evolve(self, files=tuple(made.without_content() for made in self.files))
