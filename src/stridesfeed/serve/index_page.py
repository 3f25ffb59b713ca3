"""
The page of a preview: the documents, and what a publisher should know of the last build.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import attrs

from stridesfeed.build import Report
from stridesfeed.emit import FORMATS
from stridesfeed.errors import FileError
from stridesfeed.publish.compress import SUFFIXES
from stridesfeed.serve.folder import Served

#: So many of a kind are shown; the others are counted.
_SHOWN = 50

STYLE = """\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } td { padding: .2rem 1.5rem .2rem 0 } td:last-child { text-align: right }
.faults { border-inline-start: .3rem solid #c62828; padding-inline-start: 1rem }
code { font-size: .9em; overflow-wrap: anywhere }
"""

#: Asks for the page again when there is something new to see. The page says which version it is.
SCRIPT = """\
const shown = document.documentElement.dataset.version;
new EventSource("/-/events").onmessage = event => { if (event.data !== shown) location.reload(); };
"""


@attrs.frozen(kw_only=True)
class Document:
    """
    A file as the page shows it.
    """

    #: Below the output folder.
    path: str

    media_type: str

    #: In bytes.
    size: int

    #: The same as long as its bytes are.
    digest: str

    @classmethod
    def of(cls, served: Served) -> Document:
        """
        What there is to show of a file.
        """
        digest = hashlib.sha256(served.content).hexdigest()
        return cls(path=served.path, media_type=served.media_type, size=len(served.content), digest=digest)


def index_page(title: str, documents: Iterable[Document], report: Report, faults: Sequence[FileError]) -> str:
    """
    The page. Its version, which it says, changes with the documents and with what it shows.
    """
    shown = sorted(documents, key=_rank)
    body = "\n".join(_body(title, shown, report, faults))
    version = hashlib.sha256(repr((body, [document.digest for document in shown])).encode()).hexdigest()[:16]
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{html.escape(title)}: preview</title><link rel="stylesheet" href="/-/style.css"><script src="/-/script.js" defer></script>'
    )
    return f'<!DOCTYPE html>\n<html lang="en" data-version="{version}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'


def version_of(page: str) -> str:
    """
    The version that a page says.
    """
    return page.partition('data-version="')[2].partition('"')[0]


def _body(title: str, documents: Sequence[Document], report: Report, faults: Sequence[FileError]) -> Iterator[str]:
    yield f"<h1>{html.escape(title)}: preview</h1>"
    yield from _faults(faults)
    yield from _documents([document for document in documents if not document.path.endswith(SUFFIXES)])
    many = f"Feeds: {report.feeds}, the main one with {report.articles} {'article' if report.articles == 1 else 'articles'}"
    yield f"<p>{many if report.feeds > 1 else f'Articles in each: {report.articles}'}</p>"
    yield from _notes(report)


def _documents(documents: Sequence[Document]) -> Iterator[str]:
    """
    The documents but for compressed ones; those of archives, of which there may be many, are folded.
    """
    archives = [document for document in documents if _IN_ARCHIVE.search(document.path)]
    others = [document for document in documents if not _IN_ARCHIVE.search(document.path)]
    yield f"<table>{''.join(map(_row, others))}</table>" if others else "<p>No document yet.</p>"
    if archives:
        yield f"<details><summary>Archives: {len(archives)} documents</summary><table>{''.join(map(_row, archives))}</table></details>"


_FEEDS = {format_.media_type: format_.title for format_ in FORMATS.values()}


#: The names of documents of archives.
_IN_ARCHIVE = re.compile(r"-archive-\d+\.[^/]*$")


def _rank(document: Document) -> tuple[bool, bool, int, str]:
    """
    Pages for people first, then feeds, then all else; those of the main feed before those in folders.
    """
    return document.media_type != "text/html", document.media_type not in _FEEDS, document.path.count("/"), document.path


def _row(document: Document) -> str:
    address = html.escape(quote(f"/{document.path}"))
    kind = html.escape(_FEEDS.get(document.media_type, document.media_type))
    return f'<tr><td><a href="{address}">{html.escape(document.path)}</a></td><td>{kind}</td><td>{document.size:,} bytes</td></tr>'


def _faults(faults: Sequence[FileError]) -> Iterator[str]:
    if faults:
        yield '<section class="faults"><h2>The last build failed</h2><p>What you see is from the last one that did not.</p>'
        yield from _list(map(str, faults), len(faults))
        yield "</section>"


def _notes(report: Report) -> Iterator[str]:
    """
    What stayed out and what was lost.
    """
    unknown = [f"{path}: {', '.join(keys)}" for path, keys in report.unknown.items()]
    groups = {
        "What readers or partners may trip over": [str(finding) for finding in report.findings],
        "Left out": [f"{item.path}: {item.reason}" for item in report.skipped],
        "Has no place in a format": [f"{loss.format}: {loss.field} ({loss.count} ×): {loss.reason}" for loss in report.losses],
        "Keys that nothing reads": unknown,
    }
    if report.beyond_limit:
        groups["Left out"].append(f"{report.beyond_limit} older articles beyond the limit")
    for heading, lines in groups.items():
        if lines:
            yield f"<h2>{heading}</h2>"
            yield from _list(lines, len(lines))


def _list(lines: Iterable[str], count: int) -> Iterator[str]:
    shown = [line for line, _ in zip(lines, range(_SHOWN), strict=False)]
    more = f"<li>and {count - _SHOWN} more</li>" if count > _SHOWN else ""
    yield f"<ul>{''.join(f'<li><code>{html.escape(line)}</code></li>' for line in shown)}{more}</ul>"
