"""
Rules on where links and addresses lead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from stridesfeed import iri
from stridesfeed.body.names import names as words
from stridesfeed.checks.articles.subjects import CheckedArticle, CheckedFeed
from stridesfeed.checks.rule import Found
from stridesfeed.load import names
from stridesfeed.model import Article

#: Names and numbers of machines that only their neighbours can reach (RFC 6761, RFC 1918).
_NEAR = re.compile(
    r"https?://(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|\[::1\]|[\w.-]+\.(?:local|localhost|internal))"
    r"(?=[:/?#\"'<\s]|$)",
    re.IGNORECASE,
)

#: What articles are written in, and no server shows.
_SOURCES = (".md", ".markdown", ".mkd", ".rst", ".adoc", ".ipynb")

#: The Link Relations registry that RFC 8288 set up, as far as anything on the web uses it in feeds, and what the namespaces of feeds add.
_RELATIONS = words(
    "about alternate amphtml appendix archives author bookmark canonical chapter cite-as collection compression-dictionary contents copyright "
    "create-form current describedby describes disclosure duplicate edit edit-form edit-media enclosure external first glossary help hub icon "
    "index item last latest-version license me memento next next-archive nofollow noopener noreferrer original payment pingback prev "
    "predecessor-version prev-archive previous privacy-policy profile publication related replies search section self service service-desc "
    "service-doc shortlink start status stylesheet subsection successor-version sunset tag terms-of-service timegate timemap type ugc up "
    "version-history via webmention working-copy working-copy-of"
)

#: RFC 5005: what leads from one document of a feed to another.
_PAGING = frozenset({"first", "last", "next", "previous", "prev", "next-archive", "prev-archive", "current"})


def link_leads_nowhere(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link of the text is empty or "#": a button of the page, which a script would work. Readers show a link that does nothing.

    RFC 3986, 4.4 (a reference to the same document).

    Fix: the address it is to lead to, or no link.
    """
    if any(href in {"", "#"} for href in checked.body.loose):
        yield checked.found('a link of the text is empty or "#": give it an address, or take it away')


def link_to_source_file(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link of the text leads to a file that articles are written in, and that no server shows: the file is not there, or misspelt.

    No specification is concerned.

    Fix: the path of the file as it is, so that it becomes the address of its article; or that address.
    """
    for href in checked.body.loose:
        if href.partition("#")[0].partition("?")[0].endswith(_SOURCES) and iri.scheme(href) is None:
            yield checked.found(f"the link to {href!r} leads to the source of an article: no such file was found, correct its path", words=href)


def link_relative(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address of the text begins without a slash: it is taken relative to the article's address, which is not always where the file lies. In
    the feed it is absolute, and may be another than on the page.

    RFC 3986, 5; RSS Advisory Board, best practices, description (relative addresses).

    Fix: an address from the root of the site, "/images/a.png", or an absolute one.
    """
    for address in dict.fromkeys((*checked.body.loose, *checked.body.loose_sources)):
        if address and address[0] not in "/#?" and not address.startswith(("http://", "https://")) and iri.scheme(address) is None:
            absolute = iri.absolute(address, checked.article.url)
            yield checked.found(f"{address!r} is taken for {absolute}: write it from the root of the site if that is wrong", words=address)


def link_within_broken(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link leads to a place in the text that is not there: a footnote without its note, a heading that was renamed.

    HTML, 7.4.6.3 (the indicated part of the document).

    Fix: the name as it is in the text.
    """
    within = [href for href in checked.body.loose if href[:1] == "#" and len(href) > 1 and href != "#top"]
    ids = checked.body.ids() if within else ()
    for href in within:
        if href[1:] not in ids and unquote(href[1:]) not in ids:
            yield checked.found(f"the link to {href!r} leads to no place in the text: correct the name", words=href)


def link_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link leads to an address of the site at which there is neither an article nor a file.

    No specification is concerned.

    Fix: the right address. Where a page is there that the configuration does not know of, name the folder it lies in as static.
    """
    if checked.whole.folders is None:
        return
    for href in checked.body.hrefs:
        address = href if iri.scheme(href) else iri.absolute(href, checked.article.url)
        if href[:1] not in {"", "#"} and checked.whole.is_dead(address):
            yield checked.found(f"the link to {address} leads to no article and no file of the site: correct it", words=href)


def related_dead(checked: CheckedArticle) -> Iterator[Found]:
    """
    A related link leads to an address of the site at which there is neither an article nor a file: it was renamed, or is still a draft.

    No specification is concerned.

    Fix: the address, id or slug of an article that is out.
    """
    for link in checked.article.related:
        if checked.whole.is_dead(link.href):
            yield checked.found(f"the related link to {link.href} leads to no article: correct it", keys=names.RELATED)


def related_to_itself(checked: CheckedArticle) -> Iterator[Found]:
    """
    The article names itself as what to read next.

    No specification is concerned.

    Fix: take the link away.
    """
    own = checked.article.url.rstrip("/")
    if any(link.href.partition("#")[0].rstrip("/") == own for link in checked.article.related):
        yield checked.found("is related to itself: take that link away", keys=names.RELATED)


def address_of_this_machine(checked: CheckedArticle) -> Iterator[Found]:
    """
    An address leads to a machine that only its neighbours can reach, as that of a preview: localhost, 192.168.1.2, a name in .local.

    RFC 6761; RFC 1918.

    Fix: the public address; build with the configuration of the public site.
    """
    article, site = checked.article, checked.whole.site
    addresses = [article.url, *[file.url for file in article.attachments], *([article.image.url] if article.image else [])]
    addresses += [value for tag in checked.body.odd for value in tag.attributes.values()]
    for address in addresses:
        if not address.startswith(site) and (found := _NEAR.match(address)):
            yield checked.found(f"{found[0]} is an address that only this network can reach: write the public one", words=found[0])
            return


def relation_unregistered(checked: CheckedArticle) -> Iterator[Found]:
    """
    A link has a relation that no registry knows, so that no reader does.

    RFC 4287, 4.2.7.2; RFC 8288, 2.1 (a registered name, or an IRI of your own).

    Fix: a registered relation, or an absolute IRI that you define.
    """
    for link in checked.article.links:
        if link.rel not in _RELATIONS and iri.scheme(link.rel) is None:
            yield checked.found(f"the relation {link.rel!r} is not registered: use one that is, or an IRI")


def paging_in_article(checked: CheckedArticle) -> Iterator[Found]:
    """
    An article has a link that leads from one document of a feed to the next. Those belong to the feed.

    RFC 5005, 3 and 4.

    Fix: the link on the feed; for the next part of a series a related link.
    """
    for link in checked.article.links:
        if link.rel in _PAGING:
            yield checked.found(f"the relation {link.rel!r} leads to another document of the feed: put it on the feed, or use related")


def address_repeated(checked: CheckedFeed) -> Iterator[Found]:
    """
    Articles have one address. Some readers know an article by it and hide the second, and both open the same page.

    No specification forbids it.

    Fix: each article its own page; what has none belongs into one article.
    """
    firsts: dict[str, Article] = {}
    for article in checked.feed.articles:
        first = firsts.setdefault(article.url.rstrip("/"), article)
        if first is not article:
            yield checked.found(article, f"has the address of {first.subject}: give each its own", keys=names.URL)


def complete_feed_with_pages(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed says that it is complete, and links to further documents of it. Readers forget what they had from there, or go on asking.

    RFC 5005, 2 and 4.

    Fix: ``FeedHistory(complete=True)`` without links to pages and archives, or the links without it.
    """
    relations = sorted({link.rel for link in checked.feed.links} & _PAGING - {"current"})
    complete = any(getattr(extension, "complete", False) for extension in checked.feed.extensions)
    if complete and relations:
        yield Found(f"says that it is complete and links to {', '.join(relations)}: leave out one of the two", checked.feed.subject)


def home_page_is_feed(checked: CheckedFeed) -> Iterator[Found]:
    """
    The feed's address as its home page is that of a document for readers. People who follow it see XML.

    RSS 2.0, link (the HTML website of the channel); JSON Feed 1.1, home_page_url.

    Fix: the address of the page for people.
    """
    path = checked.feed.url.partition("?")[0].partition("#")[0].lower()
    if path.endswith((".xml", ".rss", ".atom", ".rdf", ".json")):
        yield Found(f"the home page {checked.feed.url} is a document for readers: give the page for people", checked.feed.subject)


def home_page_of_this_machine(checked: CheckedFeed) -> Iterator[Found]:
    """
    The site's own address is one that only this network can reach, as that of a preview: then every address of it is.

    RFC 6761; RFC 1918.

    Fix: the public address as ``url`` of the feed.
    """
    if _NEAR.match(checked.feed.url):
        yield Found(f"only this network can reach the home page {checked.feed.url}: write the public address", checked.feed.subject)


def home_page_unsafe(checked: CheckedFeed) -> Iterator[Found]:
    """
    The site is served over http. Portals ask for https, and whoever is on the way can change what readers get.

    No specification forbids it; RFC 9110, 4.2.2.

    Fix: serve it over https. Ids stay as they are, for readers would show everything again.
    """
    if checked.feed.url.startswith("http://"):
        yield Found(f"the home page {checked.feed.url} is not https: serve it so, and keep the ids as they are", checked.feed.subject)
