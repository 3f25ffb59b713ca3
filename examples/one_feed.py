"""
A minimal program: render one article as three documents and print their paths.

Run it with: python examples/one_feed.py [FOLDER]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from stridesfeed import FORMATS, Article, Feed, Person, render_all

SITE = "https://strides.example/"

feed = Feed(
    id=SITE,
    title="AI Strides",
    url=SITE,
    language="en",
    articles=[
        Article(
            id="tag:strides.example,2026:barge",
            url=SITE + "news/barge/",
            title="A barge full of servers drops anchor",
            published=datetime(2026, 4, 21, 10, 30, tzinfo=UTC),
            authors=[Person("AI Strides desk")],
            summary="A data centre in a harbour basin heats the public baths.",
            content='<p>By noon it was <a href="/news/">answering questions</a>.</p>',
        ),
    ],
)

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
files = {name: known.file_name for name, known in FORMATS.items()}
documents = render_all(feed, urls={name: SITE + file for name, file in files.items()})

for name, document in documents.items():
    path = folder / files[name]
    path.write_bytes(document)
    print(path)
