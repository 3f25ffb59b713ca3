"""
The texts of articles as HTML: in this process, or ahead of time in others, because nearly all of the time for loading a site is spent here.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import attrs

from stridesfeed.errors import FileError
from stridesfeed.load import pages
from stridesfeed.load.content import Content
from stridesfeed.load.links import LinkIndex, Links, Lookup, RecordingLinks

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future  # slow to import, and rarely used

    from stridesfeed.load.pending import PendingArticle

#: The number of texts that one call of an executor renders: several, because each call costs up to a millisecond.
_TEXTS = 32

#: The number of batches that are rendered ahead, so that no process waits for work.
_AHEAD = 2


@attrs.frozen(kw_only=True)
class Text:
    """
    The text of an article in the markup of its file, with everything that its HTML depends on except other files.
    """

    body: str
    to_html: Callable[[str, Links], str]
    title: str
    url: str

    #: Its file, and the path of that and the line of its front matter for messages.
    file: Path
    path: str
    line: int

    def html(self, links: Links, content: Content) -> str:
        """
        Return the body of the built page at the article's URL, if there is a folder of pages; else the text itself as HTML.
        """
        if not (content.pages and content.folders and pages.is_same_host(self.url, content.url)):
            return self.to_html(self.body, links)
        page = links.built_page(self.url)
        if page is None:
            raise FileError(self.path, self.line, None, pages.missing(self.url, content))
        return pages.read_body(page, self.title, content)


@attrs.frozen
class RenderedText:
    """
    The HTML of a text, or the error in its place, with the lookups and omissions of its links.
    """

    _html: str | FileError
    _lookups: list[Lookup]
    _omissions: list[tuple[int, str]]

    def html(self, links: Links, _content: Content) -> str:
        """
        Return the HTML, and add lookups and omissions to *links*.
        """
        if isinstance(links, RecordingLinks):
            links.lookups.extend(self._lookups)
        links.omissions.extend(self._omissions)
        if isinstance(self._html, FileError):
            raise self._html
        return self._html


@attrs.frozen
class _Call:
    """
    A call of the executor: it renders the texts of some articles.
    """

    articles: Sequence[PendingArticle]
    result: Future[list[RenderedText]]


Batch = Sequence[tuple[bytes, Sequence["PendingArticle"]]]


def render_ahead(batches: Iterable[Batch], index: LinkIndex, content: Content, *, jobs: int, executor: Executor | None) -> Iterator[Batch]:
    """
    Yield *batches* of articles whose texts are rendered, in *jobs* processes or by *executor*, which has to work on this machine.

    With one process, nothing is rendered: each article does that when it is built.
    """
    if executor is None and jobs <= 1:
        yield from batches
        return
    from stridesfeed.workers import open_executor  # noqa: PLC0415  # slow to import, and rarely used

    with open_executor(jobs, executor) as pool, TemporaryDirectory(prefix="stridesfeed-") as folder:
        shared = Path(folder) / "shared"
        shared.write_bytes(pickle.dumps((index, content)))
        waiting: deque[tuple[Batch, list[_Call]]] = deque()
        for batch in batches:
            texts = [(article, text) for _, articles in batch for article in articles if (text := article.text())]
            parts = [texts[start : start + _TEXTS] for start in range(0, len(texts), _TEXTS)]
            calls = [_Call([article for article, _ in part], pool.submit(_render, shared, [text for _, text in part])) for part in parts]
            waiting.append((batch, calls))
            if len(waiting) > _AHEAD:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _finished(batch: Batch, calls: Iterable[_Call]) -> Batch:
    for call in calls:
        for article, rendered in zip(call.articles, call.result.result(), strict=True):
            article.rendered = rendered
    return batch


def _render(shared: Path, texts: Iterable[Text]) -> list[RenderedText]:
    """
    Render *texts* in another process. The links and settings of the site are in the file *shared*.
    """
    index, content = _read(shared)
    return [_rendered(text, RecordingLinks(index, text.file, text.url), content) for text in texts]


@lru_cache(1)
def _read(shared: Path) -> tuple[LinkIndex, Content]:
    found: tuple[LinkIndex, Content] = pickle.loads(shared.read_bytes())  # noqa: S301  # written by render_ahead()
    return found


def _rendered(text: Text, links: RecordingLinks, content: Content) -> RenderedText:
    html: str | FileError
    try:
        html = text.html(links, content)
    except FileError as error:
        html = error
    return RenderedText(html, links.lookups, links.omissions)
