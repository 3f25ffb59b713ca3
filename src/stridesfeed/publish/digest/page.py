"""
An issue of a digest as HTML: as a page of its own, or as the HTML of its e-mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stridesfeed.media_types import media_type_of
from stridesfeed.publish.digest.issues import Issue
from stridesfeed.publish.page.theme import DEFAULT, Theme
from stridesfeed.publish.page.words import direction

#: The types of pictures that all mail programs show.
_PICTURES = frozenset({"image/gif", "image/jpeg", "image/png"})


def issue_html(issue: Issue, *, theme: Mapping[str, str] = DEFAULT, template: Path | None = None, unsubscribe_url: str = "") -> str:
    """
    Render *issue* as HTML in the design of the page for people: with styles that mail programs take, and no external files but images.

    With *unsubscribe_url* it is the HTML of an e-mail: the beginning is hidden text that lists of messages show, and the end has the link to
    unsubscribe. *theme* and *template* are as for :func:`stridesfeed.publish.page.page`.

    Raises :class:`~stridesfeed.errors.InvalidError` for an invalid theme, :class:`~stridesfeed.errors.InvalidFilesError` for errors in a
    template, and :class:`~stridesfeed.errors.MissingExtraError` if Jinja is not installed.
    """
    from stridesfeed.publish.page import _jinja2  # noqa: PLC0415  # an extra: only needed for pages

    language = issue.feed.language or issue.words.language
    values = {
        "issue": issue,
        "home": issue.feed.url,
        "icon": issue.feed.icon if media_type_of(issue.feed.icon or "") in _PICTURES else None,
        "language": language,
        "direction": direction(language),
        "start": "right" if direction(language) == "rtl" else "left",
        "theme": Theme.of(theme).values,
        "unsubscribe_url": unsubscribe_url,
    }
    return _jinja2.render(template, "stridesfeed/digest.html", values)
