"""
Bodies of several articles on one page: headings below the article's own, ids that do not clash, landmarks left to the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from stridesfeed.body.names import names
from stridesfeed.body.tokens import EndTag, StartTag, Token, tokens
from stridesfeed.body.tree import escaped, start_tag
from stridesfeed.publish.page.html import Html

_HEADINGS = names("h1 h2 h3 h4 h5 h6")

#: An article's title is a heading of the third level.
_FIRST_LEVEL = 4
_LAST_LEVEL = 6

#: Landmarks of the whole page, which only the page itself has.
_PAGE_LANDMARKS = frozenset({"main", "nav"})

_FETCHED_ON_REQUEST = frozenset({"audio", "video"})


def placed(body: str, *, anchor: str, url: str, table: str) -> Html:
    """
    The clean *body* of the article at *url* as it stands on the page, where ids begin with *anchor*.

    Links to a place within the body lead there and not to the article's page. Pictures, sound and film are fetched when a person comes to
    them. A table that is wider than the page scrolls on its own, by keyboard too, and is called *table* by screen readers.
    """
    held = list(_without_empty_headers(tokens(body)))
    ids = frozenset(token.attributes["id"] for token in held if isinstance(token, StartTag) and "id" in token.attributes)
    place = _Place(anchor=anchor, url=url, table=table, ids=ids)
    return Html("".join(piece for token in held for piece in place.written(token)))


def _without_empty_headers(held: Iterable[Token]) -> Iterator[Token]:
    """
    *held*, where the corner of a table is a cell like others: a header without words is announced as one that says nothing.
    """
    opened: StartTag | None = None
    for token in held:
        if opened and token == EndTag("th"):
            yield attrs.evolve(opened, name="td")
            yield EndTag("td")
            opened = None
            continue
        if opened:
            yield opened
        opened = token if isinstance(token, StartTag) and token.name == "th" else None
        if not opened:
            yield token


@attrs.define(kw_only=True)
class _Place:
    """
    Where a body is put, and how far it is written.
    """

    anchor: str
    url: str
    table: str
    ids: frozenset[str]

    #: The levels, as written, of the headings under which we are.
    _outline: list[int] = attrs.field(factory=list, init=False)

    _tables: int = attrs.field(default=0, init=False)

    def written(self, token: Token) -> Iterator[str]:
        """
        *token* as it is written on the page.
        """
        if isinstance(token, str):
            yield escaped(token)
        elif isinstance(token, StartTag):
            yield from self._start(token)
        else:
            yield from self._end(token)

    def _start(self, token: StartTag) -> Iterator[str]:
        if token.name == "table":
            self._tables += 1
            if self._tables == 1:
                yield start_tag("div", {"class": "wide", "role": "group", "aria-label": self.table, "tabindex": "0"})
        if token.name in _HEADINGS:
            self._under(int(token.name[1]))
        yield start_tag(self._name(token.name), self._attributes(token))

    def _end(self, token: EndTag) -> Iterator[str]:
        yield f"</{self._name(token.name)}>"
        if token.name == "table":
            self._tables -= 1
            if self._tables == 0:
                yield "</div>"

    def _under(self, level: int) -> None:
        while self._outline and self._outline[-1] >= level:
            self._outline.pop()
        self._outline.append(level)

    def _name(self, name: str) -> str:
        """
        What stands for *name*: a heading one level below that under which it stands, whatever level its author gave it.
        """
        if name in _HEADINGS:
            return f"h{min(_FIRST_LEVEL - 1 + len(self._outline), _LAST_LEVEL)}"
        return "div" if name in _PAGE_LANDMARKS else name

    def _attributes(self, token: StartTag) -> dict[str, str]:
        attributes = {name: self._attribute(name, value) for name, value in token.attributes.items()}
        if token.name == "img":
            attributes = {"alt": "", **attributes, "loading": "lazy", "decoding": "async"}
        if token.name in _FETCHED_ON_REQUEST:
            attributes |= {"preload": "none"}
        return attributes

    def _attribute(self, name: str, value: str) -> str:
        if name == "id":
            return self._id(value)
        if name == "headers":
            return " ".join(map(self._id, value.split()))
        if name == "href":
            page, mark, place = value.rpartition("#")
            return f"#{self._id(place)}" if mark and page in {"", self.url} and place in self.ids else value
        return value

    def _id(self, value: str) -> str:
        return f"{self.anchor}-{value}"
