"""
Rules about sitemaps (sitemaps.org) and news sitemaps: lists of pages, which search engines fetch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from stridesfeed import iri, rules
from stridesfeed.checks.documents.xml_document import XmlDocument, children
from stridesfeed.checks.rule import Found, table
from stridesfeed.strict_dates import parse_w3c
from stridesfeed.xml_tree import XmlElement

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

#: The elements of each element.
_CHILDREN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "urlset": frozenset({"url"}),
        "sitemapindex": frozenset({"sitemap"}),
        "url": frozenset({"loc", "lastmod", "changefreq", "priority"}),
        "sitemap": frozenset({"loc", "lastmod"}),
    }
)

_MAX_URLS, _MAX_NEWS = 50_000, 1_000

#: In characters: a URL is shorter.
_MAX_URL = 2_048

_FREQUENCIES = ("always", "hourly", "daily", "weekly", "monthly", "yearly", "never")

#: What each news element contains, by the path in it.
_NEWS_PARTS = ("publication", "publication/name", "publication/language", "publication_date", "title")

_is_web_address = rules.address(iri.WEB)


def _pages(document: XmlDocument) -> tuple[XmlElement, ...]:
    """
    Return the entries of a sitemap or of an index of sitemaps.
    """
    return document.named("url", "sitemap")


def _addresses(document: XmlDocument) -> Iterator[tuple[XmlElement, str]]:
    """
    Yield the addresses that are absolute.
    """
    for loc in document.named("loc"):
        address = loc.text.strip()
        if address and not _is_web_address(address):
            yield loc, address


def _found(document: XmlDocument, element: XmlElement, message: str) -> Found:
    page: XmlElement | None = element
    while page is not None and page.name not in {"url", "sitemap"}:
        page = document.parent(page)
    address = document.first_text(page, "loc") if page else ""
    return Found(message, address[:100] or element.name, line=element.position.line, column=element.position.column)


def sitemap_namespace_wrong(document: XmlDocument) -> Iterator[Found]:
    """
    The elements are not in the namespace of sitemaps. Search engines refuse the file.

    sitemaps.org, protocol (urlset).

    Fix: Write ``xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`` on the root element.
    """
    root = document.root
    if root and root.namespace != NAMESPACE:
        yield _found(document, root, f'wrong namespace {root.namespace!r}: write xmlns="{NAMESPACE}"')


def sitemap_empty(document: XmlDocument) -> Iterator[Found]:
    """
    The sitemap lists nothing. Its schema requires an entry; Google accepts an empty news sitemap.

    sitemaps.org, protocol (url).

    Fix: List the pages, or do not publish the file.
    """
    if document.root and not _pages(document):
        yield _found(document, document.root, "no entry: list the pages, or do not publish the sitemap")


def sitemap_too_long(document: XmlDocument) -> Iterator[Found]:
    """
    The sitemap has more entries than search engines read: 50,000, or 1,000 in a news sitemap.

    sitemaps.org, protocol (50,000 URLs and 52,428,800 bytes); Google Search Central, news sitemaps.

    Fix: Split it, and list the parts in an index of sitemaps; list only articles of the last two days in a news sitemap.
    """
    counts = ((len(_pages(document)), _MAX_URLS, "entries"), (len(document.named("news", namespace=_NEWS)), _MAX_NEWS, "news articles"))
    for count, most, name in counts:
        if document.root and count > most:
            yield _found(document, document.root, f"{count:,} {name}, at most {most:,} are read: split the sitemap")


def sitemap_address_missing(document: XmlDocument) -> Iterator[Found]:
    """
    An entry has no address.

    sitemaps.org, protocol (loc is required).

    Fix: Add ``loc`` with the full URL.
    """
    for page in _pages(document):
        if not document.first_text(page, "loc"):
            yield _found(document, page, f"no <loc> in <{page.name}>: add the URL")


def sitemap_address_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    An address is not an absolute URL, or it is too long. Search engines skip it.

    sitemaps.org, protocol (loc: a URL of less than 2,048 characters that begins with the protocol).

    Fix: Write the full URL with https.
    """
    for loc in document.named("loc"):
        address = loc.text.strip()
        if address and (fault := _is_web_address(address)):
            yield _found(document, loc, f"<loc> {fault}")
        elif len(address) >= _MAX_URL:
            yield _found(document, loc, f"<loc> has {len(address):,} characters, it must have less than {_MAX_URL:,}: shorten the URL")


def sitemap_address_elsewhere(document: XmlDocument) -> Iterator[Found]:
    """
    An address is on another host than the sitemap, or than its first address. Search engines skip it unless both sites are proven to be yours.

    sitemaps.org, sitemap file location.

    Fix: List the pages of one host, with the same protocol, in each sitemap.
    """
    site = document.url and urlsplit(document.url)[:2]
    for loc, address in _addresses(document):
        site = site or urlsplit(address)[:2]
        if urlsplit(address)[:2] != site:
            yield _found(document, loc, f"not on {'://'.join(site)}: list it in a sitemap of its own host")


def sitemap_address_repeated(document: XmlDocument) -> Iterator[Found]:
    """
    An address is listed twice, so one of the two dates is ignored.

    sitemaps.org does not forbid it.

    Fix: List each page once.
    """
    seen: set[str] = set()
    for loc, address in _addresses(document):
        if address in seen:
            yield _found(document, loc, "listed already: remove one of the two")
        seen.add(address)


def sitemap_date_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    A date is not in the form that search engines read, and is ignored.

    sitemaps.org, protocol (lastmod: W3C Datetime); Google Search Central, news sitemaps (publication_date).

    Fix: Write ``2026-04-30`` or ``2026-04-30T09:00:00Z``.
    """
    for element in (*document.named("lastmod"), *document.named("publication_date", namespace=_NEWS)):
        if error := parse_w3c(element.text.strip()).error:
            yield _found(document, element, f"<{element.name}>: {error}")


def sitemap_date_in_future(document: XmlDocument) -> Iterator[Found]:
    """
    A page was changed in the future. Search engines stop trusting the dates of the sitemap.

    sitemaps.org, protocol (lastmod: the date of last modification).

    Fix: Write the date of the last change, not that of the next build.
    """
    for element in document.named("lastmod"):
        moment = parse_w3c(element.text.strip()).moment
        if moment and document.as_of and moment > document.as_of:
            yield _found(document, element, f"<lastmod> {element.text.strip()} is in the future: write the date of the last change")


def _is_priority(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


#: The values of optional elements, and how messages call them.
_VALUES: Mapping[str, tuple[Callable[[str], bool], str]] = MappingProxyType(
    {
        "changefreq": (_FREQUENCIES.__contains__, ", ".join(_FREQUENCIES)),
        "priority": (_is_priority, "a number from 0.0 to 1.0"),
    }
)


def sitemap_value_invalid(document: XmlDocument) -> Iterator[Found]:
    """
    The frequency of changes or the priority of a page has a value that does not exist.

    sitemaps.org, protocol (changefreq, priority).

    Fix: Correct the value, or leave the element out: Google ignores both.
    """
    for name, (is_valid, expected) in _VALUES.items():
        for element in document.named(name):
            if not is_valid(element.text.strip()):
                yield _found(document, element, f"<{name}> must be {expected}, not {element.text.strip()[:40]!r}: correct it or remove it")


def sitemap_element_misplaced(document: XmlDocument) -> Iterator[Found]:
    """
    An element is not one of sitemaps, or not in its place. Search engines refuse the entry.

    sitemaps.org, protocol; its schema.

    Fix: Correct its name, move it, or give it a namespace of its own.
    """
    for element in document.elements:
        parent = document.parent(element)
        if parent and element.namespace == document.namespace and element.name not in _CHILDREN.get(parent.name, frozenset()):
            yield _found(document, element, f"<{element.name}> does not belong in <{parent.name}>: correct its name or move it")


def sitemap_news_incomplete(document: XmlDocument) -> Iterator[Found]:
    """
    An article of a news sitemap lacks a part that Google requires, and is not shown in Google News.

    Google Search Central, news sitemaps (publication with name and language, publication_date, title).

    Fix: Add the missing element.
    """
    for news in document.named("news", namespace=_NEWS):
        for path in _NEWS_PARTS:
            holders: tuple[XmlElement, ...] = (news,)
            *above, name = path.split("/")
            for each in above:
                holders = children(news, each)
            if holders and not any(children(holder, name) for holder in holders):
                yield _found(document, news, f"no <news:{name}>: add it")


RULES = table(
    errors=(
        sitemap_namespace_wrong,
        sitemap_too_long,
        sitemap_address_missing,
        sitemap_address_invalid,
        sitemap_address_elsewhere,
        sitemap_date_invalid,
        sitemap_news_incomplete,
    ),
    warnings=(sitemap_address_repeated, sitemap_date_in_future, sitemap_value_invalid, sitemap_element_misplaced),
    hints=(sitemap_empty,),
)
