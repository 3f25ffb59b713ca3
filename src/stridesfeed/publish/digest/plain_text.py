"""
An issue of a digest as plain text: 72 columns, each URL on a line of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from stridesfeed.publish.digest.issues import Issue

#: Recommended for plain text (RFC 3676, 4.2: at most 78, less room for quoting).
COLUMNS = 72


def issue_text(issue: Issue, *, unsubscribe_url: str = "") -> str:
    """
    Render *issue* as plain text.
    """
    blocks = [[*wrap(issue.feed.title), issue.period.name]]
    for number, entry in enumerate(issue.entries, start=1):
        mark = f"{number}. "
        indent = " " * len(mark)
        lines = list(wrap(entry.title, mark, indent))
        for part in (entry.facts, entry.summary):
            lines += wrap(part, indent, indent)
        blocks.append([*lines, *([indent + entry.url] if entry.url else [])])
    if issue.left_out:
        blocks.append([issue.words.more.replace("{count}", str(issue.left_out)), issue.feed.url])
    # RFC 3676, 4.3: mail programs recognise what follows as the signature.
    end = ["-- ", *wrap(issue.feed.rights or "")]
    for name, url in ((issue.words.browser, issue.url), (issue.words.unsubscribe, unsubscribe_url)):
        end += [f"{name}:", url] if url else []
    return "\n\n".join("\n".join(lines) for lines in [*blocks, end] if len(lines) > 1 or lines != ["-- "]) + "\n"


def wrap(text: str, first: str = "", following: str = "") -> Iterator[str]:
    """
    Break *text*, on one line, into lines of at most 72 columns, with *first* before the first one and *following* before all others.

    Ideographs are two columns wide, and lines may end after each of them; a longer word has a line of its own.
    """
    start, line = first, ""
    for word in _words(text):
        if line and width(start + line + word.rstrip()) > COLUMNS:
            yield (start + line).rstrip()
            start, line = following, ""
        line += word if line else word.lstrip()
    if line:
        yield (start + line).rstrip()


def width(text: str) -> int:
    """
    Return the number of columns of *text* in a font of fixed width.

    >>> width("Stride"), width("大步")
    (6, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else not unicodedata.combining(character) for character in text)


def _words(text: str) -> Iterator[str]:
    """
    Yield the pieces of *text* after which a line may end, each with the space after it.
    """
    word = ""
    for character, following in zip(text, text[1:] + " ", strict=False):
        word += character
        is_wide = unicodedata.east_asian_width(character) in "WF" and unicodedata.category(following)[0] not in "PM"
        if is_wide or (character == " " and following != " "):
            yield word
            word = ""
    if word:
        yield word
