"""
The start page of a preview: the documents, and the problems of the last build.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import attrs

from stridesfeed.build import Report
from stridesfeed.checks.articles import FEED_WIDE
from stridesfeed.checks.finding import merge_articles
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError
from stridesfeed.publish.compress import SUFFIXES
from stridesfeed.serve.folder import ServedFile

#: How many lines of a kind are shown; the others are counted.
_SHOWN = 50

STYLE = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td { padding: .2rem 1.5rem .2rem 0 } td:last-child { text-align: right }
.faults { border-inline-start: .3rem solid #c62828; padding-inline-start: 1rem }
code { font-size: .9em; overflow-wrap: anywhere }
"""

#: Reloads the page when there is a new version.
SCRIPT = """\
const shown = document.documentElement.dataset.version;
new EventSource("/-/events").onmessage = event => { if (event.data !== shown) location.reload(); };
"""

_FEED_TITLES = {format_.media_type: format_.title for format_ in FORMATS.values()}

_ARCHIVE_NAME = re.compile(r"-archive-\d+\.[^/]*$")


@attrs.frozen(kw_only=True)
class ListedFile:
    """
    A file as the page lists it.
    """

    #: Relative to the output folder.
    path: str

    media_type: str

    #: In bytes.
    size: int

    #: The SHA-256 of the content.
    digest: str

    @classmethod
    def of(cls, file: ServedFile) -> ListedFile:
        """
        Return the list entry of a file.
        """
        return cls(path=file.path, media_type=file.media_type, size=len(file.content), digest=hashlib.sha256(file.content).hexdigest())


def index_page(title: str, files: Iterable[ListedFile], report: Report, faults: Sequence[FileError]) -> str:
    """
    Return the page. It contains a version that changes with its text and with the documents.
    """

    def order(file: ListedFile) -> tuple[bool, bool, int, str]:
        # HTML pages first, then feeds, then other files; the main feed before those in folders.
        return file.media_type != "text/html", file.media_type not in _FEED_TITLES, file.path.count("/"), file.path

    listed = sorted(files, key=order)
    body = "\n".join(_body(title, listed, report, faults))
    version = hashlib.sha256(repr((body, [file.digest for file in listed])).encode()).hexdigest()[:16]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{html.escape(title)}: preview</title><link rel="stylesheet" href="/-/style.css"><script src="/-/script.js" defer></script>'
    )
    return f'<!DOCTYPE html>\n<html lang="en" data-version="{version}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'


def version_of(page: str) -> str:
    """
    Return the version that a page contains.
    """
    return page.partition('data-version="')[2].partition('"')[0]


def _body(title: str, files: Sequence[ListedFile], report: Report, faults: Sequence[FileError]) -> Iterator[str]:
    yield f"<h1>{html.escape(title)}: preview</h1>"
    if faults:
        yield '<section class="faults"><h2>The last build failed</h2><p>The documents below are from the build before.</p>'
        yield from _list([str(fault) for fault in faults])
        yield "</section>"
    documents = [file for file in files if not file.path.endswith(SUFFIXES)]
    main = [_row(file) for file in documents if not _ARCHIVE_NAME.search(file.path)]
    yield f"<table>{''.join(main)}</table>" if main else "<p>No documents yet.</p>"
    # There may be many documents of archives, so they are collapsed.
    if archives := [_row(file) for file in documents if _ARCHIVE_NAME.search(file.path)]:
        yield f"<details><summary>Archives: {len(archives)} documents</summary><table>{''.join(archives)}</table></details>"
    articles = f"{report.articles} {'article' if report.articles == 1 else 'articles'}"
    yield f"<p>Feeds: {report.feeds}; the main feed has {articles}</p>" if report.feeds > 1 else f"<p>Articles: {report.articles}</p>"
    left_out = [f"{item.path}: {item.reason}" + (f" ({item.published.isoformat()})" if item.published else "") for item in report.skipped]
    if report.beyond_limit:
        left_out.append(f"{report.beyond_limit} older {'article' if report.beyond_limit == 1 else 'articles'} (limit of the feed)")
    groups = {
        "Warnings and hints": [str(finding) for finding in merge_articles(report.findings, FEED_WIDE)],
        "Not in the feed": left_out,
        "Fields that a format cannot express": [f"{loss.format}: {loss.field} ({loss.count} ×): {loss.reason}" for loss in report.losses],
        "Unknown front-matter keys (ignored)": [f"{path}: {', '.join(keys)}" for path, keys in report.unknown.items()],
    }
    for heading, lines in groups.items():
        if lines:
            yield f"<h2>{heading}</h2>"
            yield from _list(lines)


def _row(file: ListedFile) -> str:
    url = html.escape(quote(f"/{file.path}"))
    kind = html.escape(_FEED_TITLES.get(file.media_type, file.media_type))
    return f'<tr><td><a href="{url}">{html.escape(file.path)}</a></td><td>{kind}</td><td>{file.size:,} bytes</td></tr>'


def _list(lines: Sequence[str]) -> Iterator[str]:
    items = "".join(f"<li><code>{html.escape(line)}</code></li>" for line in lines[:_SHOWN])
    more = f"<li>and {len(lines) - _SHOWN} more</li>" if len(lines) > _SHOWN else ""
    yield f"<ul>{items}{more}</ul>"
