"""
What turns out to be impossible only when a build does it, as faults of the configuration that asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stridesfeed.errors import FieldError, FileError, InvalidError
from stridesfeed.publish.plan import FeedPlan
from stridesfeed.site.keys import FEED
from stridesfeed.site.toml import Configuration, Place

#: Subjects of faults that are called as their place in the file is.
_PLACES = ("output.redirects", "output")


def faults_asked_for(configuration: Configuration, plans: Sequence[FeedPlan], error: FieldError | InvalidError) -> Iterator[FileError]:
    """
    The faults in *error* that keys of *configuration* ask for, each with its line; *plans* are the feeds that it asks for, the main one first.
    """
    for fault in error.faults if isinstance(error, InvalidError) else (error,):
        if fault.subject in _PLACES:
            yield configuration.fault((*fault.subject.split("."), fault.field), fault.rule)
        elif feed := _feed(plans, fault.subject):
            place, name = feed
            rule = fault.rule if fault.subject == name else f"{fault.subject}: {fault.rule}"
            yield configuration.fault((*place, fault.field), rule)


def _feed(plans: Sequence[FeedPlan], subject: str) -> tuple[Place, str] | None:
    """
    Where the last of *plans* that *subject* may be about is asked for, and what it is called.
    """
    for number, asked in reversed([*enumerate(plans)]):
        if subject.startswith(f"feed by {asked.by} " if asked.by else asked.subject) or subject == asked.subject:
            return (FEED, str(number)) if number else ("output",), asked.subject
    return None
