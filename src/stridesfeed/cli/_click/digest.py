"""
``stridesfeed digest``: the e-mails of digests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from stridesfeed.build.emails import GMAIL_LIMIT, EmailReport, write_emails
from stridesfeed.build.summary import count_of, join_names
from stridesfeed.cli._click.arguments import AS_OF, SITE, LocalPath, load_site, publication_time
from stridesfeed.cli._click.failures import failure
from stridesfeed.cli._click.program import COMMANDS, example
from stridesfeed.errors import StridesError


@click.command(
    "digest",
    epilog=example("stridesfeed digest blog", "stridesfeed digest --as-of 2026-05-04T06:00 --output mail"),
    short_help=COMMANDS["digest"],
)
@SITE
@click.option("--output", type=LocalPath(), metavar="DIR", help="Write to this folder instead of digest.folder.")
@AS_OF
@click.option("--all", "every", is_flag=True, help="Write the e-mail of each issue in the feeds, not only those of the last period.")
@click.option("--check", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as a JSON object.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
def command(folder: Path, *, output: Path | None, as_of: str | None, every: bool, check: bool, as_json: bool, quiet: bool) -> None:
    """
    Write an e-mail (.eml) and its HTML for each digest of SITE: for the last day, week or month that has ended.

    Digests are feeds with the key digest; `stridesfeed build` writes the feeds and a page for each issue. There is no e-mail of a
    period without articles.
    """
    site = load_site(folder, as_json=as_json)
    try:
        report = write_emails(site, as_of=publication_time(as_of, site), every=every, dry_run=check, output=output)
    except StridesError as error:
        raise failure(error, site, as_json=as_json) from error
    if as_json:
        click.echo(_report_json(report))
    else:
        for line in () if quiet else _summarize(report, dry_run=check):
            subject, colon, rest = line.partition(": ")
            click.echo(f"{click.style(subject, fg='green')}{colon}{rest}")


def _summarize(report: EmailReport, *, dry_run: bool) -> Iterator[str]:
    files = {"Would write" if dry_run else "Written": report.written, "Unchanged": report.unchanged}
    yield from (f"{name}: {join_names(paths)}" for name, paths in files.items() if paths)
    for email in report.emails:
        shown, left_out = len(email.issue.entries), email.issue.left_out
        more = f"; {left_out} more {'is' if left_out == 1 else 'are'} not in it (digest.articles)" if left_out else ""
        yield f"{email.issue.title}: {count_of(shown, 'article')}{more}"
    yield from (f"No e-mail: {title} has no article of {period.name}" for title, period in report.empty)
    if large := report.too_large:
        yield f"Larger than {GMAIL_LIMIT // 1024} kB, so Gmail cuts them off (lower digest.articles): {join_names(each.path for each in large)}"


def _report_json(report: EmailReport) -> str:
    members = {
        "emails": [
            {
                "feed": email.issue.feed.title,
                "id": email.issue.id,
                "title": email.issue.title,
                "start": email.issue.period.start.isoformat(),
                "end": email.issue.period.end.isoformat(),
                "path": email.path.as_posix(),
                "html": email.html.as_posix(),
                "bytes": email.size,
                "articles": len(email.issue.entries),
                "left_out": email.issue.left_out,
            }
            for email in report.emails
        ],
        "written": [path.as_posix() for path in report.written],
        "unchanged": [path.as_posix() for path in report.unchanged],
        "empty": [{"feed": title, "start": period.start.isoformat(), "end": period.end.isoformat()} for title, period in report.empty],
        "too_large": [email.path.as_posix() for email in report.too_large],
    }
    return json.dumps(members, ensure_ascii=False, indent=2)
