"""
Redirects for feeds that have moved: permanent ones, so that readers update their subscriptions (RFC 9110, 15.4.2: 301).

A host redirects if it can be configured to. Otherwise a copy of the new document is written to the old path: its self link is the new URL and
its ids are the same, so that readers show nothing twice. A page that forwards people would be an error to every reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

import attrs

from stridesfeed.errors import FieldError, InvalidError
from stridesfeed.iri import WEB, absolute, scheme

#: Among them the line ends of Unicode.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@attrs.frozen(kw_only=True)
class Redirect:
    """
    A permanent redirect from one URL to another.
    """

    old: str
    new: str

    @property
    def path(self) -> str:
        """
        The path of the old URL, percent-encoded.
        """
        return urlsplit(self.old).path

    @property
    def plain_path(self) -> str:
        """
        The decoded path of the old URL.
        """
        return unquote(self.path)


def redirects(table: Mapping[str, str], *, base: str, documents: Collection[str] = ()) -> tuple[Redirect, ...]:
    """
    Return the redirects in *table*, from old to new paths or URLs, all resolved against *base*.

    Chains are shortened: each redirect leads to the last URL at once. *documents* are the URLs of all current documents, none of which may
    redirect. All errors are raised together as an :class:`InvalidError`.
    """
    moves = {absolute(old, base): absolute(new, base) for old, new in table.items()}
    faults = [FieldError("output.redirects", old, rule) for old in table for rule in _faults(absolute(old, base), moves, base, documents)]
    if faults:
        raise InvalidError.of("output.redirects", faults)
    return tuple(Redirect(old=old, new=_target(old, moves)) for old in moves)


def _faults(old: str, moves: Mapping[str, str], base: str, documents: Collection[str]) -> Iterator[str]:
    old_parts, site = urlsplit(old), urlsplit(base)
    if scheme(old) not in WEB or old_parts.netloc != site.netloc:
        yield f"must be a path on {site.netloc}: configure redirects of another host there"
    elif old_parts.query or old_parts.fragment:
        yield "must be a path without ? and #: hosts match paths only"
    elif not _is_text(old_parts.path):
        yield "must be percent-encoded UTF-8 without control characters such as %0A: remove them"
    elif old in documents:
        yield "is the URL of a current document: give that document another name"
    if scheme(moves[old]) not in WEB:
        yield "must lead to a path, or to a URL that begins with http: or https:"
    elif _target(old, moves) == old:
        yield "leads back to itself: remove one of the redirects"


def _is_text(path: str) -> bool:
    """
    Return whether *path* decodes to text that fits into one line of a configuration file.
    """
    try:
        return _CONTROLS.search(unquote(path, errors="strict")) is None
    except UnicodeDecodeError:
        return False


def _target(old: str, moves: Mapping[str, str]) -> str:
    """
    Return the last URL of the chain that begins with *old*; *old* itself if the chain is a loop.
    """
    passed, url = {old}, moves[old]
    while url in moves and url not in passed:
        passed.add(url)
        url = moves[url]
    return old if url in passed else url


def copies(moved: Iterable[Redirect], documents: Mapping[str, bytes], *, base: str) -> dict[str, bytes]:
    """
    Return the document at the new URL of each redirect, by its old path below *base*, for hosts that cannot redirect.

    *documents* are the current documents by URL. A redirect to another site, or from a path above *base*, cannot be replaced by a copy and
    raises :class:`InvalidError`.
    """
    listed = tuple(moved)
    faults = list[FieldError]()
    for move in listed:
        if move.new not in documents:
            rule = f"leads to {move.new}, which is not a document of this site: set output.hosts to a host that redirects"
            faults.append(FieldError("output.redirects", move.path, rule))
        elif not move.old.startswith(base) or move.old.endswith("/"):
            rule = f"is not a file below {base}: set output.hosts to a host that redirects"
            faults.append(FieldError("output.redirects", move.path, rule))
    if faults:
        raise InvalidError.of("output.redirects", faults)
    return {unquote(move.old.removeprefix(base)): documents[move.new] for move in listed}
