"""
Cloudflare Pages: ``_headers`` and ``_redirects`` in the output folder.

It reads 100 rules of headers at most; where there are more files, one rule stands for several. What several rules say of a header is joined, so
what others say of all files is taken back before ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from stridesfeed.errors import FieldError
from stridesfeed.publish.headers import Header, headers_of
from stridesfeed.publish.hosts.host import Host, Lines, Telling
from stridesfeed.publish.hosts.netlify import literal

# developers.cloudflare.com/pages/configuration: headers, redirects.
_MOST_RULES = 100
_MOST_REDIRECTS = 2_000

#: Stands for any name without a slash.
_ANY = ":name"


def _lines(telling: Telling) -> Mapping[str, Lines]:
    if len(telling.redirects) > _MOST_REDIRECTS:
        raise FieldError("output", "redirects", f"must be {_MOST_REDIRECTS:,} at most on Cloudflare Pages, and are {len(telling.redirects):,}")
    files = {"_headers": tuple(_headers(telling)), "_redirects": tuple(_redirects(telling))}
    return {name: lines for name, lines in files.items() if lines}


def _headers(telling: Telling) -> Iterator[str]:
    for path, headers in _folded({literal(file.path): headers_of(file, telling.caching) for file in telling.files}).items():
        yield path
        yield from (f"  ! {name}" for name, _ in headers)
        yield from (f"  {name}: {value}" for name, value in headers)


def _redirects(telling: Telling) -> Iterator[str]:
    # A redirect comes before a file at the same path there, and an exclamation mark would be an error.
    return (f"{literal(redirect.path)} {redirect.new} 301" for redirect in telling.redirects)


def _folded(exact: Mapping[str, tuple[Header, ...]]) -> dict[str, tuple[Header, ...]]:
    """
    *exact* rules as they are where they are few enough; else one for those that differ in one name, the largest groups first.
    """
    rules = dict(exact)
    for pattern, paths in sorted(_patterns(exact).items(), key=lambda item: (-len(item[1]), item[0])):
        replaced = [path for path in paths if path in rules]
        if len(rules) > _MOST_RULES and len(replaced) > 1:
            rules = {path: headers for path, headers in rules.items() if path not in replaced} | {pattern: exact[paths[0]]}
    if len(rules) > _MOST_RULES:
        raise FieldError("output", "hosts", f"Cloudflare Pages reads {_MOST_RULES} rules of headers at most, and {len(rules)} are needed")
    return rules


def _patterns(exact: Mapping[str, tuple[Header, ...]]) -> dict[str, list[str]]:
    """
    Each pattern with one name left open, and the paths that it stands for; only where all of these have the same headers.
    """
    found = defaultdict[str, list[str]](list)
    for path in exact:
        for pattern in _opened(path):
            found[pattern].append(path)
    return {pattern: paths for pattern, paths in found.items() if len({exact[path] for path in paths}) == 1}


def _opened(path: str) -> Iterator[str]:
    """
    *path* with one of its folders, or the name of its file without the ending, left open. A rule has one open name only.
    """
    *folders, name = path.split("/")
    for number in range(1, len(folders)):
        yield "/".join([*folders[:number], _ANY, *folders[number + 1 :], name])
    stem, dot, ending = name.rpartition(".")
    if stem:
        yield "/".join([*folders, _ANY + dot + ending])


HOST = Host(name="cloudflare", title="Cloudflare Pages", in_output=True, files=("_headers", "_redirects"), lines=_lines)
