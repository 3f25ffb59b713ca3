"""
The task that Nikola finds by ``stridesfeed.plugin``. Nikola allows one plug-in class in such a module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nikola.plugin_categories import LateTask

from stridesfeed.plugins.nikola import Feeds


class StridesfeedFeeds(LateTask):  # type: ignore[misc]  # Nikola ships no types
    """
    Writes the feeds after everything else.
    """

    name = "stridesfeed"

    def set_site(self, site: Any) -> None:
        """
        Take the place of Nikola's own feeds, before their tasks are made.
        """
        super().set_site(site)
        self._feeds = Feeds(site)

    def gen_tasks(self) -> Iterator[dict[str, Any]]:
        """
        Yield the task. It always runs: unchanged files are not written.
        """
        yield self.group_task()
        yield {"basename": self.name, "name": "feeds", "task_dep": ["render_site"], "actions": [self._feeds.publish], "verbosity": 2}
