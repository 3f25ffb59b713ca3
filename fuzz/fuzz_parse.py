"""
Parsing: any document is a feed or a clear error, and a feed is written in every format and lists nothing lost when it is parsed again.
"""

from __future__ import annotations

import sys

import atheris

_INSTRUMENTED = ["stridesfeed.parsing", "stridesfeed.xml_tree", "stridesfeed.decoding", "stridesfeed.load.dates.parsing"]

with atheris.instrument_imports(include=_INSTRUMENTED):
    from stridesfeed import FORMATS, InvalidFilesError, RenderSettings, parse, render, unwritten

#: The fastest engine: bodies have harnesses of their own.
SETTINGS = RenderSettings(engine="nh3")


class LostError(Exception):
    """
    A document of ours loses something when it is parsed.
    """


def parse_one(data: bytes) -> None:
    """
    Parse *data*, render the feed in every format, and parse the documents.
    """
    try:
        parsed = parse(data, url="https://strides.example/feed")
    except InvalidFilesError:
        return
    for name in FORMATS:
        unwritten(parsed.feed, name)  # type: ignore[arg-type]  # mypy knows the names only one by one
        document = render(parsed.feed, name, url=parsed.url, settings=SETTINGS)  # type: ignore[arg-type]  # likewise
        again = parse(document)
        if again.unread or len(again.feed.articles) != len(parsed.feed.articles):
            raise LostError(f"{name}: {[*map(str, again.unread)]}: {document!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, parse_one)
    atheris.Fuzz()
