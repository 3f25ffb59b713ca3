"""
What a preview depends on.
"""

from __future__ import annotations

from pathlib import Path

import attrs


@attrs.frozen(kw_only=True)
class Watched:
    """
    What to watch.
    """

    #: Files and folders of which only the coming, the going and the replacing matter; they need not be there.
    places: frozenset[Path]

    #: Folders in which everything matters. They are there.
    folders: frozenset[Path]
