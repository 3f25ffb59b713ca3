"""
The cost of checks relative to rendering, and to a build from files.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import articles
import attrs
from clock import Work, in_turns
from report import Report, machine, number, percent, table

from stridesfeed import Feed, render_all
from stridesfeed.checks import check, check_document
from stridesfeed.load import Content, load

RENDERED = "cold build, fast path"
CHECKED = "checks of its articles"
LOADED = "loading the same articles from Markdown"
WITH_FILES = "checks of those, with files and lines"
DOCUMENTS = "checks of the three documents"

#: Dividend, divisor and target (the maximum), if any.
RATIOS = ((CHECKED, (RENDERED,), 0.15), (WITH_FILES, (LOADED, RENDERED), None), (DOCUMENTS, (RENDERED,), None))


def run(*, quick: bool) -> Report:
    """
    1,000 articles in three formats; 100 with ``--quick``.
    """
    count, rounds = (100, 3) if quick else (1000, 5)
    with tempfile.TemporaryDirectory() as folder:
        medians = in_turns(_works(articles.feed(count), _content(Path(folder), count)), rounds)
    rows = [
        (over, " and ".join(under), number(medians[over] / sum(map(medians.__getitem__, under))), _goal(most)) for over, under, most in RATIOS
    ]
    seconds = [(name, number(median / count * 1e6)) for name, median in medians.items()]
    how = f"{count:,} articles of about 6 KB, in one process, measured in turns. Medians of {rounds} rounds. {machine()}."
    return Report(
        how=how, tables=(table(("Measured", "Relative to", "Ratio", "Target"), rows, words=2), table(("", "µs per article"), seconds))
    )


def _works(feed: Feed, content: Content) -> dict[str, Work]:
    loaded = load(content, as_of=articles.PUBLISHED)
    of_files = attrs.evolve(feed, articles=loaded.articles)
    documents = render_all(feed)
    return {
        RENDERED: lambda: render_all(feed),
        CHECKED: lambda: check(feed),
        LOADED: lambda: load(content, as_of=articles.PUBLISHED),
        WITH_FILES: lambda: check(of_files, as_of=articles.PUBLISHED, origins=loaded.origins, root=content.root, folders=content.folders),
        DOCUMENTS: lambda: [check_document(document) for document in documents.values()],
    }


def _content(root: Path, count: int) -> Content:
    (root / "content").mkdir()
    for seed in range(count):
        header = f'title: "Article {seed}"\ndate: 2025-01-01T00:00:00Z\nauthors: [Ann Lee]\nsummary: The summary of article {seed}.'
        (root / "content" / f"{seed}.md").write_text(f"---\n{header}\n---\n\n{articles.markdown(seed)}", "utf-8")
    return Content(root=root, folders=(root / "content",), url=articles.SITE)


def _goal(most: float | None) -> str:
    return "–" if most is None else f"at most {percent(most)}"
