"""
The article of a page of a built site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from stridesfeed import iri
from stridesfeed.body.tree import HtmlElement
from stridesfeed.decoding import decode
from stridesfeed.errors import FileError
from stridesfeed.load.built_page import BuiltPage, candidates
from stridesfeed.load.content import Content
from stridesfeed.load.front_matter.nodes import FrontMatter
from stridesfeed.load.links import Links
from stridesfeed.load.pages._lxml import parse_page
from stridesfeed.load.pages.body import body_html, find_body
from stridesfeed.load.pages.choice import check_head, check_redirect, find_subject
from stridesfeed.load.pages.facts import Fact, as_front_matter
from stridesfeed.load.pages.metadata import defaults_of, facts
from stridesfeed.load.pages.page import NotAnArticle, Page, PageError, is_same_host
from stridesfeed.load.pages.subject import NO_DEFAULTS, SiteDefaults
from stridesfeed.load.sources import SourceDocument
from stridesfeed.load.urls import permalinks

#: In bytes: larger files are data that a program shows as a page.
MAX_BYTES = 10_000_000

_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*(?P<name>[A-Za-z0-9._:-]+)", re.IGNORECASE)
_HEAD = 2_048


def defaults_of_home(home: Path, content: Content) -> SiteDefaults:
    """
    Return what the page *home* states about the site; nothing if there is no such page.
    """
    try:
        return defaults_of(_parse(home.read_bytes(), "", content.url, content, []))
    except (OSError, PageError):
        return NO_DEFAULTS


def read(raw: bytes, path: str, inside: str, content: Content, defaults: SiteDefaults) -> SourceDocument:
    """
    Return the article of the page *raw* at *inside* in the folder of pages; it has a reason to be skipped if the page is not an article.

    Values that are also the *defaults* of the site are ignored.

    Raises :class:`FileError` if the page exceeds a limit.
    """
    try:
        return _read(raw, path, inside, content, defaults)
    except NotAnArticle as reason:
        return SourceDocument(front_matter=FrontMatter(), body="", to_html=_unchanged, skip_reason=str(reason))
    except PageError as error:
        raise FileError(path, None, None, f"{error}, or add the page to [content] exclude") from error


def _read(raw: bytes, path: str, inside: str, content: Content, defaults: SiteDefaults) -> SourceDocument:
    if len(raw) > MAX_BYTES:
        raise NotAnArticle(f"is larger than {MAX_BYTES:,} bytes")
    faults: list[FileError] = []
    page = _parse(raw, path, url_of(inside, content), content, faults)
    check_head(page)
    selected = _selected(page, content)
    subject = find_subject(page, selected, defaults=defaults)
    address = _address(page, path, faults)
    front_matter = as_front_matter((*facts(subject), address), faults)
    if not front_matter.find("published") and not permalinks.date_of(PurePosixPath(inside)):
        raise NotAnArticle("has no date of publication")
    body = body_html(page, find_body(subject, selected), str(front_matter.values.get("title", "")), page.selected[1])
    return SourceDocument(front_matter=front_matter, body=body, to_html=partial(_with_notes, notes=subject.json_ld.problems))


def read_body(page: BuiltPage, title: str, content: Content) -> str:
    """
    Return the body of the article in *page*, whose metadata are known, as HTML with absolute URLs.

    Raises :class:`FileError` if the page has no such body.
    """
    faults: list[FileError] = []
    try:
        parsed = _parse(page.raw, page.path, url_of(page.inside, content), content, faults)
        check_redirect(parsed)
        selected = _selected(parsed, content)
    except (NotAnArticle, PageError) as error:
        raise FileError(page.path, None, None, str(error)) from error
    if faults:
        raise faults[0]
    body = find_body(find_subject(parsed, selected, is_article=True), selected)
    return body_html(parsed, body, title, parsed.selected[1])


def read_fragment(html: str, url: str, title: str, content: Content) -> str:
    """
    Return *html*, a part of the page at *url* that a site generator rendered, as :func:`read_body` returns a body.

    Raises :class:`PageError` if it exceeds a limit.
    """
    page = parse_page(f"<body>{html}</body>", url, (None, ", ".join(content.pages_remove)))
    return body_html(page, page.root, title, page.selected[1])


def missing(url: str, content: Content) -> str:
    """
    Return the message for an article without a built page at *url*.
    """
    folder = content.pages.name if content.pages else ""
    files = " or ".join(f"{folder}/{file}" for file in candidates(url, content.url))
    return (
        f"has no built page at {url} ({files}): build the site first, correct [content] permalink if the site has another URL for it, "
        "or exclude the article"
    )


def url_of(inside: str, content: Content) -> str:
    """
    Return the URL that a server gives the page at *inside*.
    """
    folder, _, name = inside.rpartition("/")
    stem, _, _ = name.rpartition(".")
    shown = "" if stem == "index" else stem if content.clean_urls else name
    return iri.to_uri(permalinks.on_site(content.url, quote("/".join(part for part in (folder, shown) if part or part == shown), safe="/")))


def _with_notes(body: str, links: Links, *, notes: Iterable[tuple[int, str]]) -> str:
    """
    Return *body* unchanged, and report what the page states and nothing can read.
    """
    links.omissions.extend(notes)
    return body


def _unchanged(body: str, _links: Links) -> str:
    return body


def _parse(raw: bytes, path: str, url: str, content: Content, faults: list[FileError]) -> Page:
    declared = _CHARSET.search(raw, 0, _HEAD)
    decoded = decode(raw, declared["name"].decode("ascii") if declared else None)
    faults += (FileError(path, problem.position.line, None, problem.message) for problem in decoded.problems)
    return parse_page(decoded.text, url, (content.pages_selector, ", ".join(content.pages_remove)))


def _selected(page: Page, content: Content) -> HtmlElement | None:
    """
    Return the element that the configuration selects; ``None`` if it has no selector.
    """
    selected = next(iter(page.selected[0]), None)
    if content.pages_selector and selected is None:
        raise NotAnArticle(f"has no element that pages_selector selects ({content.pages_selector})")
    return selected


def _address(page: Page, path: str, faults: list[FileError]) -> Fact:
    """
    Return the URL of the article: the canonical link on this site, else the one that follows from the path.
    """
    here = [link for link in page.canonical if is_same_host(page.url_of(link.attributes["href"]), page.url)]
    if len(here) > 1:
        urls = " and ".join(page.url_of(link.attributes["href"]) for link in here[:2])
        faults.append(FileError(path, page.lines[here[1]], None, f"has two canonical links: {urls}; keep the right one"))
    if not here:
        return Fact("permalink", page.url, 1)
    url = page.url_of(here[0].attributes["href"]).partition("#")[0]
    return Fact("permalink", url.removesuffix("index.html") if url.endswith("/index.html") else url, page.lines[here[0]])
