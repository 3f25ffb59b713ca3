"""
Feeds that have moved: who asks at the old address is sent to the new one, for good, and readers note it (RFC 9110, 15.4.2: 301).

Where a host can be told, it redirects. Elsewhere the new document also lies at the old path: its self link names the new address, and the
ids are the same, so that readers show nothing twice. A page that forwards people would be an error to every reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.iri import WEB, absolute, scheme


@attrs.frozen(kw_only=True)
class Redirect:
    """
    A move from one address to another.
    """

    #: The address before.
    old: str

    #: The address now.
    new: str

    @property
    def path(self) -> str:
        """
        The path of the old address, percent-encoded.
        """
        return urlsplit(self.old).path

    @property
    def plain_path(self) -> str:
        """
        The path of the old address as people write it.
        """
        return unquote(self.path)


def redirects(table: Mapping[str, str], *, base: str, made: Collection[str] = ()) -> tuple[Redirect, ...]:
    """
    The moves that *table* names: from an old path or address to a new one, both resolved against *base*.

    A move to what moved again goes to the last address at once. *made* are the addresses of all documents: none of them can have moved.
    All faults come together in an :class:`InvalidError`.
    """
    moves = {absolute(old, base): absolute(new, base) for old, new in table.items()}
    faults = [FieldError("output.redirects", old, rule) for old in table for rule in _faults(absolute(old, base), moves, base=base, made=made)]
    if faults:
        raise InvalidError.of("output.redirects", faults)
    return tuple(Redirect(old=old, new=_last(old, moves)) for old in moves)


def _faults(old: str, moves: Mapping[str, str], *, base: str, made: Collection[str]) -> Iterator[str]:
    before, site = urlsplit(old), urlsplit(base)
    if scheme(old) not in WEB or before.netloc != site.netloc:
        yield f"must be a path on {site.netloc}: another host has to redirect itself"
    elif before.query or before.fragment:
        yield "must be a path without ? and #: hosts match paths only"
    elif old in made:
        yield "is the address of a document that is still written: give that another name"
    if scheme(moves[old]) not in WEB:
        yield "must lead to an address that begins with http: or https:, or to a path"
    elif _last(old, moves) == old:
        yield "leads back to itself"


def _last(old: str, moves: Mapping[str, str]) -> str:
    """
    Where one arrives from *old*; *old* itself where that is nowhere.
    """
    passed, place = {old}, moves[old]
    while place in moves and place not in passed:
        passed.add(place)
        place = moves[place]
    return old if place in passed else place


def copies(moved: Iterable[Redirect], documents: Mapping[str, bytes], *, base: str) -> dict[str, bytes]:
    """
    For hosts that cannot redirect: for each move the document at its new address, by the old path below *base*, where the output is served.

    *documents* are given by their addresses. A move that leaves the site, or begins above *base*, can have no copy: :class:`InvalidError`.
    """
    listed = tuple(moved)
    faults = [FieldError("output.redirects", move.path, rule) for move in listed if (rule := _no_copy(move, documents, base))]
    if faults:
        raise InvalidError.of("output.redirects", faults)
    return {unquote(move.old.removeprefix(base)): documents[move.new] for move in listed}


def _no_copy(move: Redirect, documents: Mapping[str, bytes], base: str) -> str | None:
    if move.new not in documents:
        return f"leads to {move.new}, which is no document of this site: name the host that is to redirect in output.hosts"
    if not move.old.startswith(base) or move.old.endswith("/"):
        return f"is no file below {base}: name the host that is to redirect in output.hosts"
    return None
