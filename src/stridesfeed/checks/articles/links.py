"""
Rules on links and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from stridesfeed import iri
from stridesfeed.checks.articles.checked_feed import CheckedArticle, CheckedFeed
from stridesfeed.checks.link_relations import ARCHIVES, OF_FEEDS, PAGES, canonical_relation, unregistered_error
from stridesfeed.checks.rule import Found
from stridesfeed.load.front_matter import names
from stridesfeed.model import Article

#: Hosts on private networks (RFC 6761, RFC 1918).
_PRIVATE = re.compile(
    r"https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|\[::1\]|[\w.-]+\.(?:local|localhost|internal))"
    r"(?=[:/?#\"'<\s]|$)",
    re.IGNORECASE,
)

#: An empty link in Markdown or HTML.
_EMPTY_LINK = re.compile(
    r"""\]\(\s*#?\s*\)|^\[[^\]]+\]:\s*#\s*$|href\s*=\s*(?:"\s*#?\s*"|'\s*#?\s*'|#?(?=[\s>]))""", re.IGNORECASE | re.MULTILINE
)

#: Source files of articles, which no server shows.
_SOURCE_SUFFIXES = (".md", ".markdown", ".mkd", ".rst", ".adoc", ".ipynb")


def link_target_missing(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link in the text is empty or "#", like a button that a script handles on the page. In a reader it does nothing.

    RFC 3986, 4.4 (a reference to the same document).

    Fix: Give the link an address, or remove it.
    """
    if any(href in {"", "#"} for href in checked.tags.non_http_hrefs):
        yield checked.found('a link in the text is empty or "#": give it an address, or remove it', words=_EMPTY_LINK)


def link_to_source_file(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link in the text points to a source file, such as a Markdown file, that does not exist. Links to existing source files become the address
    of the article.

    No specification covers this.

    Fix: Correct the path of the file, or use the address of the article.
    """
    for href in checked.tags.non_http_hrefs:
        if href.partition("#")[0].partition("?")[0].endswith(_SOURCE_SUFFIXES) and iri.scheme(href) is None:
            yield checked.found(f"link to {href!r}, a source file that does not exist: correct the path", words=href)


def link_relative(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address in the text is relative and has no leading slash. It is resolved against the article's address, which may differ from the
    file's folder. The absolute address in the feed may then differ from the one on the page.

    RFC 3986, 5; RSS Advisory Board, best practices, description (relative addresses).

    Fix: Use an address from the root of the site, such as "/images/a.png", or an absolute address.
    """
    for address in dict.fromkeys((*checked.tags.non_http_hrefs, *checked.tags.non_https_sources)):
        if address and address[0] not in "/#?" and not address.startswith(("http://", "https://")) and iri.scheme(address) is None:
            absolute = iri.absolute(address, checked.article.address)
            # A dead address is a finding of its own.
            if not checked.is_dead(absolute):
                yield checked.found(f"{address!r} becomes {absolute}: if that is wrong, write it from the root of the site", words=address)


def link_within_broken(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link points to a place in the text that does not exist: a footnote without its note, a heading that was renamed.

    HTML, 7.4.6.3 (the indicated part of the document).

    Fix: Use a name that exists in the text.
    """
    within = [href for href in checked.tags.non_http_hrefs if href[:1] == "#" and len(href) > 1 and href != "#top"]
    ids = checked.tags.ids() if within else ()
    for href in within:
        if href[1:] not in ids and unquote(href[1:]) not in ids:
            yield checked.found(f"link to {href!r} has no target in the text: correct the name", words=href)


def link_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link points to an address on the site where there is neither an article nor a file.

    No specification covers this.

    Fix: Correct the address. If the page exists in a folder that is missing in the configuration, add that folder as static.
    """
    if checked.context.folders is None:
        return
    hrefs = [href for href in checked.tags.hrefs if href[:1] not in {"", "#"}]
    for address, href in checked.by_address(hrefs).items():
        if checked.is_dead(address):
            yield checked.found(f"link to {address} leads to no article or file of the site: correct it", words=href)


def related_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    A related link points to an address on the site where there is neither an article nor a file: it was renamed, or is still a draft.

    No specification covers this.

    Fix: Use the address, id or slug of a published article.
    """
    for link in checked.article.related:
        if checked.is_dead(link.href):
            yield checked.found(f"related link to {link.href} leads to no article: correct it", keys=names.RELATED)


def related_to_itself(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article lists itself as a related article.

    No specification covers this.

    Fix: Remove the link.
    """
    own = checked.article.address.rstrip("/")
    if any(link.href.partition("#")[0].rstrip("/") == own for link in checked.article.related):
        yield checked.found("lists itself as related: remove that link", keys=names.RELATED)


def address_of_this_machine(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address is reachable only on a private network, for example that of a preview: localhost, 192.168.1.2, a name in .local.

    RFC 6761; RFC 1918.

    Fix: Use the public address, and build with the configuration of the public site.
    """
    article, site = checked.article, checked.context.site
    addresses = [article.address, *[file.url for file in article.attachments], *([article.image.url] if article.image else [])]
    addresses += [value for tag in checked.tags.unusual for value in tag.attributes.values()]
    for address in addresses:
        if not address.startswith(site) and (found := _PRIVATE.match(address)):
            yield checked.found(f"{found[0]} is reachable only on this network: use the public address", words=found[0])
            return


def relation_unregistered(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link has an unregistered relation, which readers do not understand.

    RFC 4287, 4.2.7.2; RFC 8288, 2.1 (a registered name, or an IRI of your own).

    Fix: Use a registered relation, or an absolute IRI that you define.
    """
    for link in checked.article.links:
        if error := unregistered_error(link.rel):
            yield checked.found(error)


def paging_in_article(checked: CheckedArticle) -> Iterator[Found]:
    """
    An article has a link that leads to another document of the feed. Such links belong to the feed.

    RFC 5005, 3 and 4.

    Fix: Move the link to the feed. For the next part of a series, use a related link.
    """
    for link in checked.article.links:
        if canonical_relation(link.rel) in OF_FEEDS:
            yield checked.found(f"link relation {link.rel!r} is for documents of a feed: move the link to the feed, or use a related link")


def address_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Several articles have the same URL. Some readers identify articles by URL and hide the second one, and both open the same page.

    No specification forbids it.

    Fix: Give each article its own page, or merge the articles.
    """
    firsts: dict[str, Article] = {}
    for article in checked.feed.articles:
        first = firsts.setdefault(article.url.rstrip("/"), article) if article.url else article
        if first is not article:
            yield checked.found(article, f"same URL as {first.subject}: give each article its own", keys=names.URL)


def complete_feed_with_pages(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed is marked as complete and links to further documents. Readers discard the articles of those documents, or keep fetching them.

    RFC 5005, 2 and 4.

    Fix: Remove ``FeedHistory(complete=True)``, or the links to pages and archives.
    """
    relations = sorted({canonical_relation(link.rel) for link in checked.feed.links} & (PAGES | ARCHIVES))
    complete = any(getattr(extension, "complete", False) for extension in checked.feed.extensions)
    if complete and relations:
        yield Found(f"marked as complete, but links to further documents ({', '.join(relations)}): remove one of the two", checked.feed.subject)


def home_page_is_feed(checked: CheckedFeed) -> Iterator[Found]:
    """
    The home page of the feed is a feed document. People who follow the link see XML.

    RSS 2.0, link (the HTML website of the channel); JSON Feed 1.1, home_page_url.

    Fix: Use the address of the web page.
    """
    path = checked.feed.url.partition("?")[0].partition("#")[0].lower()
    if path.endswith((".xml", ".rss", ".atom", ".rdf", ".json")):
        yield Found(f"home page {checked.feed.url} is a feed document: use the address of the web page", checked.feed.subject)


def home_page_of_this_machine(checked: CheckedFeed) -> Iterator[Found]:
    """
    The address of the site is reachable only on a private network, for example that of a preview. So are all its other addresses.

    RFC 6761; RFC 1918.

    Fix: Use the public address as ``url`` of the feed.
    """
    if _PRIVATE.match(checked.feed.url):
        yield Found(f"home page {checked.feed.url} is reachable only on this network: use the public address", checked.feed.subject)


def home_page_unsafe(checked: CheckedFeed) -> Iterator[Found]:
    """
    The site is served over http. Portals require https, and anyone on the network path can change what readers receive.

    No specification forbids it; RFC 9110, 4.2.2.

    Fix: Serve the site over https. Do not change the ids, or readers show every article again.
    """
    if checked.feed.url.startswith("http://"):
        message = f"home page {checked.feed.url} is not https: serve the site over https, and do not change the ids"
        yield Found(message, checked.feed.subject)
