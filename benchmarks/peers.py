"""
Rendering clean bodies: this library compared with others, each in its own process.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import articles
import attrs
from chart import Bar, Chart
from peer_libraries import PEERS, Peer
from processes import Said, output, said
from report import Report, machine, number, table

from stridesfeed import Article, clean

HERE = Path(__file__).parent
FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON"}

#: The library that the others are compared with.
OURS = "stridesfeed"

#: The end of names of libraries that write elements of other namespaces too.
EXTENDED = ", with extensions"

#: The number of different texts; generating one is slow. Items differ by number.
TEXTS = 200

#: Above this number of items, bodies have a tenth of the usual size.
MANY = 10_000


@attrs.frozen(kw_only=True)
class Size:
    """
    The number of items, of processes per library, and of rounds per process.
    """

    items: int
    processes: int
    rounds: int


#: The number of items for which formats are shown separately.
USUAL = 1000

SIZES = (Size(items=100, processes=2, rounds=5), Size(items=1000, processes=2, rounds=5), Size(items=10_000, processes=1, rounds=1))
LARGEST = Size(items=100_000, processes=1, rounds=1)


@attrs.frozen(kw_only=True)
class Found:
    """
    The result of a library for one number of items.
    """

    #: Median microseconds per item, by format.
    each: Mapping[str, float]

    #: Peak memory in bytes, and memory before rendering.
    peak: int
    before: int

    @property
    def together(self) -> float:
        """
        The microseconds per item for all formats.
        """
        return sum(self.each.values())

    def only(self, formats: Iterable[str]) -> Found:
        """
        Return the result for *formats* only.
        """
        return attrs.evolve(self, each={format_: self.each[format_] for format_ in formats})


def run(*, quick: bool) -> Report:
    """
    100 to 100,000 items; at most 1,000 with ``--quick``.
    """
    sizes = tuple(attrs.evolve(size, processes=1) for size in SIZES[:2]) if quick else (*SIZES, LARGEST)
    peers, absent = _present()
    found = {size.items: _measured(peers, size) for size in sizes}
    how = (
        "Each library writes the same articles (two authors, two categories, a summary, a body, a file, a related link) from bodies that are "
        "already clean. Extensions are five elements of four namespaces in each item. "
        "Creating its own objects from plain values is included in the first format. Microseconds for an "
        "item, medians; every library and number of items in separate processes, in turns. Bodies have about 6 KB of HTML"
        + ("" if quick else f", more than {MANY:,} items about 0.7 KB")
        + f". {machine()}{_node()}. {absent}"
    )
    tables = (_by_format(peers, found[USUAL]), _by_items(peers, found), _memory(peers, found))
    return Report(how=how.strip(), tables=tables, chart=_chart(found[USUAL]))


def _present() -> tuple[dict[str, Peer], str]:
    """
    Return the installed libraries, and a sentence about the missing ones.
    """
    there = {name: peer for name, peer in PEERS.items() if _version(peer)}
    absent = sorted(set(PEERS) - set(there))
    return there, f"Not installed, and left out: {', '.join(absent)}." if absent else ""


def _version(peer: Peer) -> str | None:
    if peer.prepares is None:
        package = HERE / "node_modules" / peer.package / "package.json"
        return str(json.loads(package.read_text("utf-8"))["version"]) if package.exists() and shutil.which("node") else None
    try:
        return version(peer.package)
    except PackageNotFoundError:
        return None


def _node() -> str:
    node = shutil.which("node")
    return f", Node {output(node, '--version').strip()}" if node else ""


def _measured(peers: Mapping[str, Peer], size: Size) -> dict[str, Found]:
    taken: dict[str, list[Said]] = {name: [] for name in peers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in _lines(size.items))
        for _ in range(size.processes):
            for name, peer in peers.items():
                print(f"  {size.items:,} items: {name}", file=sys.stderr)
                taken[name].append(said(*_command(name, peer), str(size.rounds), str(path)))
    return {name: _found(runs, size.items) for name, runs in taken.items()}


def _command(name: str, peer: Peer) -> tuple[str, ...]:
    if peer.prepares is None:
        # Node's default memory limit is too low for 100,000 items.
        return (
            shutil.which("node") or "node",
            "--max-old-space-size=8192",
            str(HERE / "peers.mjs"),
            name if name.endswith("extensions") else peer.package,
        )
    return sys.executable, str(HERE / "one_peer.py"), name


def _found(runs: Sequence[Said], items: int) -> Found:
    each = {
        format_: statistics.median(taken for run in runs for taken in run["seconds"][format_]) / items * 1e6 for format_ in runs[0]["seconds"]
    }
    return Found(each=each, peak=max(run["peak"] for run in runs), before=min(run["before"] for run in runs))


def _lines(count: int) -> Iterator[str]:
    """
    Yield the channel and each article as JSON.
    """
    size = articles.USUAL if count <= MANY else articles.USUAL // 10
    feed = articles.feed(0)
    yield json.dumps({name: getattr(feed, name) for name in ("id", "title", "url", "subtitle", "language")})
    texts = [article.content for article in clean(articles.feed(min(count, TEXTS), size)).articles]
    for number_ in range(count):
        yield json.dumps(_plain(articles.article(number_, 0), texts[number_ % TEXTS]))


def _plain(article: Article, content: str | None) -> dict[str, object]:
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": article.sort_date.isoformat(),
        "summary": article.summary,
        "content": content,
        "authors": [person.name for person in article.authors],
        "categories": [category.term for category in article.categories],
        "attachments": [{"url": file.url, "type": file.type, "length": file.length} for file in article.attachments],
        "related": [{"url": link.href, "title": link.title} for link in article.related],
    }


def _by_format(peers: Mapping[str, Peer], found: Mapping[str, Found]) -> str:
    rows = [
        (
            f"{name} {_version(peer)}",
            peer.less,
            *(number(found[name].each[format_]) if format_ in found[name].each else "–" for format_ in FORMATS),
            number(found[name].together),
            number(found[OURS + EXTENDED * name.endswith(EXTENDED)].only(found[name].each).together / found[name].together),
        )
        for name, peer in peers.items()
    ]
    return table((f"{USUAL:,} items: µs per item", "Omits", *FORMATS.values(), "together", "ratio of ours"), rows, words=2)


def _by_items(peers: Mapping[str, Peer], found: Mapping[int, Mapping[str, Found]]) -> str:
    head = ("µs per item, all formats of the library", "Formats", *(f"{items:,}" for items in found))
    rows = [
        (
            name,
            ", ".join(FORMATS[format_] for format_ in found[USUAL][name].each),
            *(number(by_name[name].together) for by_name in found.values()),
        )
        for name in peers
    ]
    return table(head, rows, words=2)


def _memory(peers: Mapping[str, Peer], found: Mapping[int, Mapping[str, Found]]) -> str:
    head = ("Peak memory in MB (in parentheses: before rendering)", *(f"{items:,}" for items in found))
    rows = [(name, *(f"{_mb(by_name[name].peak)} ({_mb(by_name[name].before)})" for by_name in found.values())) for name in peers]
    return table(head, rows)


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f}"


def _chart(found: Mapping[str, Found]) -> Chart:
    bars = [Bar(name, tuple(one.each.get(format_, 0) for format_ in FORMATS), f"{number(one.together)} µs") for name, one in found.items()]
    return Chart(
        title="Rendering feeds of 1,000 items with clean bodies",
        measure=f"Microseconds per item, in each format that the library writes; {os.cpu_count()} cores",
        bars=tuple(bars),
        parts=tuple(FORMATS.values()),
    )
