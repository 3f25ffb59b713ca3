"""
Digests: one article for each day, week or month with the articles of that period, as a feed, as web pages and as e-mails.
"""

from stridesfeed.publish.digest.envelope import Envelope
from stridesfeed.publish.digest.issues import Issue, IssueEntry, digest, issues
from stridesfeed.publish.digest.page import issue_html
from stridesfeed.publish.digest.periods import Period, PeriodKind
from stridesfeed.publish.digest.plain_text import issue_text
from stridesfeed.publish.digest.plan import DigestPlan

__all__ = ["DigestPlan", "Envelope", "Issue", "IssueEntry", "Period", "PeriodKind", "digest", "issue_html", "issue_text", "issues"]
