"""
Cloudflare Pages: ``_headers`` and ``_redirects`` in the output folder.

It reads at most 100 header rules; for more files, rules with a placeholder match several. The values of a header from several rules are joined,
so each rule first removes the header that a rule outside the block may have set.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from stridesfeed.errors import FieldError
from stridesfeed.publish.headers import Header, headers_of
from stridesfeed.publish.hosts.host import Host, HostedSite, Lines
from stridesfeed.publish.hosts.netlify import literal

# developers.cloudflare.com/pages/configuration: headers, redirects.
_MAX_RULES = 100
_MAX_REDIRECTS = 2_000

#: Matches any name without a slash.
_ANY = ":name"


def configure(site: HostedSite) -> Mapping[str, Lines]:
    """
    Return the lines of ``_headers`` and ``_redirects``.
    """
    if len(site.redirects) > _MAX_REDIRECTS:
        raise FieldError("output", "redirects", f"must be at most {_MAX_REDIRECTS:,} on Cloudflare Pages, not {len(site.redirects):,}")
    headers = list[str]()
    for path, values in _merged({literal(file.path): headers_of(file, site.caching) for file in site.files}).items():
        headers.append(path)
        headers += (f"  ! {name}" for name, _ in values)
        headers += (f"  {name}: {value}" for name, value in values)
    # Redirects take precedence over files there, and an exclamation mark would be an error.
    redirects = [f"{literal(redirect.path)} {redirect.new} 301" for redirect in site.redirects]
    return {name: tuple(lines) for name, lines in {"_headers": headers, "_redirects": redirects}.items() if lines}


def _merged(exact: Mapping[str, tuple[Header, ...]]) -> dict[str, tuple[Header, ...]]:
    """
    Return the *exact* rules if there are few enough; otherwise merge those that differ in one name, the largest groups first.
    """
    rules = dict(exact)
    matched = defaultdict[str, list[str]](list)
    for path in exact:
        for pattern in _with_placeholder(path):
            matched[pattern].append(path)
    for pattern, paths in sorted(matched.items(), key=lambda item: (-len(item[1]), item[0])):
        if len({exact[path] for path in paths}) > 1:
            continue
        replaced = [path for path in paths if path in rules]
        if len(rules) > _MAX_RULES and len(replaced) > 1:
            rules = {path: headers for path, headers in rules.items() if path not in replaced} | {pattern: exact[paths[0]]}
    if len(rules) > _MAX_RULES:
        raise FieldError(
            "output",
            "hosts",
            f"Cloudflare Pages reads at most {_MAX_RULES} header rules, but this site needs {len(rules)}: choose another host",
        )
    return rules


def _with_placeholder(path: str) -> Iterator[str]:
    """
    Yield *path* with a placeholder for one of its folders, or for the stem of its file name. A rule has only one placeholder.
    """
    *folders, name = path.split("/")
    for number in range(1, len(folders)):
        yield "/".join([*folders[:number], _ANY, *folders[number + 1 :], name])
    stem, dot, ending = name.rpartition(".")
    if stem:
        yield "/".join([*folders, _ANY + dot + ending])


HOST = Host(name="cloudflare", title="Cloudflare Pages", in_output=True, files=("_headers", "_redirects"), lines=configure)
