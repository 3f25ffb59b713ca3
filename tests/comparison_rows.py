"""
The articles that the programs of ``tests/comparison`` publish.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs


@attrs.frozen
class Row:
    """
    A row of a database.
    """

    slug: str
    headline: str
    author: str
    published: datetime
    html: str


ROWS = [
    Row(
        slug=f"barge-{number}",
        headline=f"Barge {number} & co.",
        author="Ilse Varga",
        published=datetime(2026, 4, 30, 12, tzinfo=UTC) - timedelta(days=number),
        html=f"<p>By noon it had answered <b>{number}</b> questions.</p><script>track()</script>",
    )
    for number in range(5)
]
