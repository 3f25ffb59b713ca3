"""
The e-mails of a site's digests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import attrs

from stridesfeed.build.checking import check_articles
from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.identify import identify_articles
from stridesfeed.publish.digest import DigestPlan, Issue, Period
from stridesfeed.publish.digest.message import issue_message
from stridesfeed.publish.digest.page import issue_html
from stridesfeed.publish.plan import FeedPlan, PlannedFeed, plan
from stridesfeed.publish.selection import newest_first
from stridesfeed.publish.write import would_write, write
from stridesfeed.site import Site

#: In bytes of HTML. Gmail hides the rest of a larger message behind a link, with the link to unsubscribe.
GMAIL_LIMIT = 102_400


@attrs.frozen(kw_only=True)
class Email:
    """
    An e-mail that was written.
    """

    issue: Issue = attrs.field(repr=False)

    #: The message, and its HTML alone.
    path: Path
    html: Path

    #: The size of the HTML in bytes.
    size: int


@attrs.frozen(kw_only=True)
class EmailReport:
    """
    The result of writing e-mails.
    """

    emails: tuple[Email, ...] = ()

    #: Files that are new or changed.
    written: tuple[Path, ...] = ()

    #: Files that already had the same bytes and were not touched.
    unchanged: tuple[Path, ...] = ()

    #: Digests without articles in the period, for which there is no e-mail: the title and the period.
    empty: tuple[tuple[str, Period], ...] = ()

    @property
    def too_large(self) -> tuple[Email, ...]:
        """
        The e-mails that Gmail cuts off.
        """
        return tuple(email for email in self.emails if email.size > GMAIL_LIMIT)


def write_emails(site: Site, *, as_of: datetime, every: bool = False, dry_run: bool = False, output: Path | None = None) -> EmailReport:
    """
    Write the e-mail of each digest of *site* for the last period that has ended at *as_of*, or, with *every*, for each issue in its feed.

    Files are written to *output* (default: the folder in the configuration), named after the first day of the period; with *dry_run*, none are.
    Errors in the content raise :class:`~stridesfeed.errors.InvalidFilesError`, and so does a site without a digest.
    """
    folder, side, envelope = output or site.mail.folder, site.output.side_outputs, site.mail.envelope
    emails, empty, documents = list[Email](), list[tuple[str, Period]](), dict[Path, bytes]()
    for digest, planned in _digests(site, as_of):
        issues = planned.issues or {}
        last = _last_period(digest, as_of)
        chosen = dict(islice(issues.items(), digest.limit or None))
        if not every:
            chosen = {path: issue for path, issue in issues.items() if issue.period == last}
            empty += [] if chosen else [(planned.metadata.title, last)]
        for path, issue in chosen.items():
            html = issue_html(issue, theme=side.page_theme, template=side.digest_template, unsubscribe_url=envelope.unsubscribe_url).encode()
            email = Email(issue=issue, path=(folder / path).with_suffix(".eml"), html=folder / path, size=len(html))
            emails.append(email)
            documents[email.path] = issue_message(issue, envelope, theme=side.page_theme, template=side.digest_template)
            documents[email.html] = html
    written = (would_write if dry_run else write)(documents)
    return EmailReport(emails=tuple(emails), written=written.written, unchanged=written.unchanged, empty=tuple(empty))


def _digests(site: Site, as_of: datetime) -> Iterator[tuple[FeedPlan, PlannedFeed]]:
    """
    Yield the feeds that are digests, with their plan.
    """
    plans = [each for each in site.output.plans if each.digest]
    if not plans:
        rule = 'no digest: add [[feeds]] with path = "briefing/" and digest = "day", "week" or "month"'
        raise InvalidFilesError.of([FileError(site.path.name, None, "feeds", rule)])
    articles = identify_articles(site, as_of=as_of, allow_mass_withdrawal=True)
    errors = [each for each in check_articles(articles.site, articles.loaded, as_of=as_of) if each.level == "error"]
    faults = [*articles.loaded.faults, *(FileError(each.path or "", each.line, each.code, each.message) for each in errors)]
    if faults:
        raise InvalidFilesError.of(faults)
    feed = attrs.evolve(articles.site.feed, articles=newest_first(articles.loaded.articles))
    for digest in plans:
        for planned in plan(feed, [digest], url=site.output.url, options=site.options, as_of=as_of):
            yield digest, planned


def _last_period(plan: FeedPlan, as_of: datetime) -> Period:
    """
    Return the last period that has ended at *as_of*.
    """
    digest = plan.digest or DigestPlan()
    return digest.period_of(digest.period_of(as_of).start - timedelta.resolution)
