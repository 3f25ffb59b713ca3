"""
Read feeds: RSS 0.9x to 2.0 and 1.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1.

:data:`PARSERS` is the table of formats. A parser reads what a document has into the fields of the model, whatever is wrong with it; elements
and members that it does not know become :class:`~stridesfeed.extensions.Foreign` extensions, and all else is in :attr:`ParsedFeed.unread`.
"""

from __future__ import annotations

from stridesfeed.errors import FileError, InvalidFilesError
from stridesfeed.parsing import atom, json_feed, rss
from stridesfeed.parsing.documents import InputDocument, Parser, parse_root
from stridesfeed.parsing.feeds import NAMESPACES, ParsedFeed, build_feed
from stridesfeed.parsing.merging import filter_articles, merge
from stridesfeed.parsing.report import Report, Unread
from stridesfeed.parsing.tracking import TrackedElement

__all__ = ["PARSERS", "ParsedFeed", "Parser", "Unread", "filter_articles", "merge", "parse"]

#: All formats, in the order in which they are tried.
PARSERS: tuple[Parser, ...] = (rss.PARSER, atom.PARSER, json_feed.PARSER)


def parse(document: bytes | str, *, url: str | None = None, charset: str | None = None, name: str = "document") -> ParsedFeed:
    """
    Return the feed in *document*, and a list of everything in it that the feed does not contain.

    *url* is the address that the document was fetched from: its relative addresses are resolved against it. *charset* is the one that the
    server sent. *name* is for messages. Bodies are kept as they are: :func:`stridesfeed.render` cleans them.

    Nothing in an article is an error: invalid values and articles are skipped and listed. Raises
    :class:`~stridesfeed.errors.InvalidFilesError` if the document is not well-formed, is no feed, is over a limit or has no address.
    """
    content = document.encode("utf-8", "surrogatepass") if isinstance(document, str) else document
    report = Report(name)
    try:
        parsed = InputDocument(path=name, root=parse_root(content, name, "utf-8" if isinstance(document, str) else charset), url=url)
    except FileError as error:
        raise InvalidFilesError.of([error]) from error
    for parser in PARSERS:
        if parser.matches(parsed):
            found = parser.read(parsed, report, keep=True)
            report.leave_rest(parsed.root, *NAMESPACES)
            if isinstance(parsed.root, TrackedElement):
                report.leave_attributes(parsed.root)
            return build_feed(found, report, url)
    titles = ", ".join(parser.title for parser in PARSERS)
    raise InvalidFilesError.of([FileError(name, None, None, f"is not a feed ({titles})")])
